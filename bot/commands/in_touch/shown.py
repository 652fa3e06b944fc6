"""How clocks are worded; shared by the commands of this folder."""

from __future__ import annotations

from bot.language.words import Words

EVERY = Words(
    en="{n, plural, one {every day} other {every # days}}",
    ar="{n, plural, zero {كل # يوم} one {كل يوم} two {كل يومين} few {كل # أيام} many {كل # يومًا} other {كل # يوم}}",
)

"""Which follow-ups a word asks for: ``today``, ``overdue``, ``tomorrow``, ``week``, ``all``."""

from __future__ import annotations

from bot.language.normalise import fold

_WORDS = (
    ("overdue", ("overdue", "late", "missed", "متاخر", "فات")),
    ("tomorrow", ("tomorrow", "tmrw", "tmr", "بكره", "بكرا", "غدا", "باجر")),
    ("week", ("week", "اسبوع")),
    ("today", ("today", "day", "due", "now", "اليوم", "عندي", "لدي", "علي", "الحين")),
)


def scope_of(said: str) -> str:
    """The scope that the words ask for; ``all`` where they name none."""
    folded = fold(said)
    return next((scope for scope, words in _WORDS if any(word in folded for word in words)), "all")

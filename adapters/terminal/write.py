"""An Outgoing as lines of a terminal: buttons are ``[1] Undo  [2] Open Acme``, rows under each other.

A terminal orders Arabic itself or not at all, and shows direction marks as boxes more often than it obeys them: none are
written. Control characters of other people's text are taken out, so that a name cannot move the cursor or colour the screen.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from bot.plain import plain_text
from bot.says.engine import REPEAT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.reply import Outgoing

_KEPT = "\n\t"


def text(outgoing: Outgoing) -> str:
    """The message as the terminal shows it, without its buttons."""
    told = plain_text(outgoing.parts)
    if outgoing.repeat:
        told = f"{told}\n{REPEAT.in_(outgoing.language)}"
    return harmless(told)


def numbered(labels: Iterable[str]) -> bool:
    """Whether a number typed counts through the buttons: not where the buttons are numbers themselves, the days of a month."""
    return not any(label.isdecimal() for label in labels)


def buttons(outgoing: Outgoing) -> list[str]:
    """One line per row of buttons, numbered through; a month's as they stand, to be typed."""
    lines: list[str] = []
    if not numbered(key.label for row in outgoing.keys for key in row):
        return ["  ".join(f"{harmless(key.label):>2}" for key in row) for row in outgoing.keys]
    number = 0
    for row in outgoing.keys:
        shown: list[str] = []
        for key in row:
            number += 1
            shown.append(f"[{number}] {harmless(key.label)}")
        lines.append("  ".join(shown))
    return lines


def harmless(told: str) -> str:
    """The text without control, direction and lone surrogate characters; line breaks and tabs stay."""
    return "".join(c for c in told if c in _KEPT or not _moves_things(c))


def _moves_things(character: str) -> bool:
    if character in "\u200c\u200d":
        return False
    return (
        unicodedata.category(character) in ("Cc", "Cs")
        or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )

"""A work week as a rep tells it: ``sun-thu 9-18``, ``الأحد إلى الخميس ٩-٦``, ``mon tue wed 8:30-17``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Any, Self

from bot.language.normalise import fold

_NAMES = {
    0: "monday mon الاثنين اثنين الإثنين",
    1: "tuesday tue tues الثلاثاء ثلاثاء الثلوث",
    2: "wednesday wed الأربعاء اربعاء الربوع",
    3: "thursday thu thur thurs الخميس خميس",
    4: "friday fri الجمعة جمعة",
    5: "saturday sat السبت سبت",
    6: "sunday sun الأحد احد",
}
_DAYS = {fold(word): day for day, words in _NAMES.items() for word in words.split()}
_TO = frozenset(fold(word) for word in ("to", "till", "until", "through", "إلى", "الى", "لين", "حتى", "ل"))
_FROM = frozenset(fold(word) for word in ("from", "من"))
_HOURS = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|ص|م)?\s*(?:-|–|to|till|الى|حتى)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|ص|م)?"
)
_NOON = 12


@dataclass(frozen=True)
class WorkWeek:
    """Work days (Monday is 0, in the week's order) and hours, wall time of the rep's zone; hours None: as they were."""

    days: tuple[int, ...]
    starts: time | None = None
    ends: time | None = None

    def to_json(self) -> dict[str, Any]:
        """The complete form."""
        told: dict[str, Any] = {"days": list(self.days)}
        if self.starts and self.ends:
            told |= {"starts": self.starts.isoformat("minutes"), "ends": self.ends.isoformat("minutes")}
        return told

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Read back what ``to_json`` wrote."""
        hours = (
            (time.fromisoformat(value["starts"]), time.fromisoformat(value["ends"]))
            if "starts" in value
            else (None, None)
        )
        return cls(tuple(value["days"]), *hours)

    def shown(self) -> dict[str, Any]:
        """The command line's form, the same."""
        return self.to_json()

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The work week in a text, or None where it names neither days nor hours."""
        plain = fold_signs(text)
        hours = _HOURS.search(plain)
        days = _days(plain[: hours.start()] + " " + plain[hours.end() :] if hours else plain)
        if not days and not hours:
            return None
        if hours is None:
            return cls(tuple(days))
        starts, ends = _clock(*hours.group(1, 2, 3)), _clock(*hours.group(4, 5, 6))
        if starts is None or ends is None:
            return None
        if ends <= starts and ends.hour < _NOON:  # 9-6 is nine to eighteen
            ends = ends.replace(hour=ends.hour + _NOON)
        return cls(tuple(days), starts, ends) if ends > starts else None


def fold_signs(text: str) -> str:
    """Letters and digits folded, the signs between them kept: ``٩-٦`` is ``9-6``."""
    pieces = re.split(r"([-–:.])", text)
    return "".join(
        piece if piece in {"-", "–", ":", "."} else fold(piece) + (" " if piece[-1:] == " " else "") for piece in pieces
    )


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    told = int(hour)
    if half in {"pm", "م"} and told < _NOON:
        told += _NOON
    return time(told, int(minute or 0)) if told < 24 and int(minute or 0) < 60 else None  # noqa: PLR2004 - hours, minutes


def _days(text: str) -> list[int]:
    words = re.findall(r"[^\W\d_]+|[-–]", text)
    found: list[int] = []
    ranged = False
    for word in words:
        if word in {"-", "–"} or word in _TO:
            ranged = bool(found)
        elif word in _FROM:
            ranged = False
        else:
            day = _DAYS.get(word, _DAYS.get(word.removeprefix("و")))
            if day is None:
                ranged = False
                continue
            if ranged:
                while found[-1] != day:
                    found.append((found[-1] + 1) % 7)
            elif day not in found:
                found.append(day)
            ranged = False
    return found

"""When something is due or happened: a moment, or a whole day, with what was assumed in reading it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Self

Assumption = Literal["", "day_off", "skipped_days_off", "next_weekday", "nearest", "before", "hijri"]
"""Why a receipt shows more than the date: the named day is a day off; a counted day was moved to a work day; ``next
Tuesday`` was read as this week's (``other`` is the one after); ``Sunday at 5`` said on a Sunday (``other``: in a week);
``before Thursday`` was read as the last work day before it; the day was said in the Hijri calendar."""


@dataclass(frozen=True, kw_only=True)
class When:
    """Exactly one of ``at`` (an aware moment, in the rep's zone) and ``day`` (all day: reminded at the start of work)."""

    at: datetime | None = None
    day: date | None = None
    said: str = ""
    assumed: Assumption = ""
    other: date | None = None

    def __post_init__(self) -> None:
        """Refuse neither or both, and a naive moment (ValueError)."""
        if (self.at is None) == (self.day is None) or (self.at is not None and self.at.tzinfo is None):
            msg = f"one of an aware moment and a day: {self!r}"
            raise ValueError(msg)

    @property
    def date(self) -> date:
        """The day it falls on, in the zone it was said in."""
        if self.at is not None:
            return self.at.date()
        assert self.day is not None  # noqa: S101 - guaranteed by __post_init__
        return self.day

    def to_json(self) -> dict[str, Any]:
        """The complete form."""
        kept = {
            "at": self.at.isoformat() if self.at else None,
            "day": self.day.isoformat() if self.day else None,
            "said": self.said or None,
            "assumed": self.assumed or None,
            "other": self.other.isoformat() if self.other else None,
        }
        return {key: value for key, value in kept.items() if value is not None}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Read back what ``to_json`` wrote."""
        return cls(
            at=datetime.fromisoformat(value["at"]) if "at" in value else None,
            day=date.fromisoformat(value["day"]) if "day" in value else None,
            said=value.get("said", ""),
            assumed=value.get("assumed", ""),
            other=date.fromisoformat(value["other"]) if "other" in value else None,
        )

    def shown(self) -> str:
        """The command line's form: a moment with its offset, or a day."""
        return self.at.isoformat() if self.at else self.date.isoformat()

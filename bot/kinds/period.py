"""A stretch of days: ``this month``, ``since June``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Self


@dataclass(frozen=True)
class Period:
    """From ``start`` (inclusive) to ``end`` (exclusive; None: open), days in the rep's zone."""

    start: date
    end: date | None = None
    said: str = ""

    def to_json(self) -> dict[str, Any]:
        """The complete form."""
        return {"start": self.start.isoformat(), "end": self.end.isoformat() if self.end else None, "said": self.said}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Read back what ``to_json`` wrote."""
        end = value.get("end")
        return cls(date.fromisoformat(value["start"]), date.fromisoformat(end) if end else None, value.get("said", ""))

    def shown(self) -> dict[str, Any]:
        """The command line's form."""
        return {"from": self.start.isoformat()} | ({"to": self.end.isoformat()} if self.end else {})

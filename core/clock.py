"""The only place that reads the clock. All moments are aware UTC datetimes."""

from __future__ import annotations

import time
import zoneinfo
from datetime import UTC, datetime, timedelta
from typing import Protocol

# The pinned zone data of the tzdata package wins over the system's, which may be years old (RELIABILITY FACT10).
zoneinfo.reset_tzpath(to=[])


class Clock(Protocol):
    """Something that tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place


class MovableClock:
    """A clock that stands, or runs on from a set moment; for ``say``, ``demo`` and tests."""

    def __init__(self, at: datetime | None = None, *, running: bool = False) -> None:
        self._running = running
        self.set(at or datetime.now(UTC))  # noqa: TID251 - the one place

    def set(self, at: datetime) -> None:
        """Stand at (or run on from) that moment. Raises ValueError for a naive one."""
        if at.tzinfo is None:
            msg = f"a moment needs its zone: {at}"
            raise ValueError(msg)
        self._at = at.astimezone(UTC)
        self._since = time.monotonic()

    def forward(self, by: timedelta) -> None:
        """Move on by that much."""
        self.set(self.now() + by)

    def now(self) -> datetime:
        """The present moment of this clock, aware, in UTC."""
        if self._running:
            return self._at + timedelta(seconds=time.monotonic() - self._since)
        return self._at

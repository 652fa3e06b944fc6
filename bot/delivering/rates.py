"""How fast may be sent: a bucket for each chat and one for all, on the monotonic clock. Limits are settings (RELIABILITY.md)."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_FULL_AGAIN: Final = 1.0


class Rates:
    """The pace of one platform. A rate of 0 means no limit."""

    def __init__(
        self,
        *,
        all_per_second: float,
        chat_per_second: float,
        group_per_minute: float = 0.0,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ticks = ticks
        self._all = 1.0 / all_per_second if all_per_second else 0.0
        self._chat = 1.0 / chat_per_second if chat_per_second else 0.0
        self._group = 60.0 / group_per_minute if group_per_minute else 0.0
        self._next_of_all = 0.0
        self._next_of: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self) -> float:
        """Seconds until anything may be sent."""
        with self._lock:
            return max(0.0, self._next_of_all - self._ticks())

    def resting(self) -> list[str]:
        """The places that may not be sent to yet."""
        now = self._ticks()
        with self._lock:
            self._next_of = {place: at for place, at in self._next_of.items() if at > now}
            return list(self._next_of)

    def next_rested(self) -> float:
        """Seconds until the first of the resting places may be sent to again; a second where none rests."""
        now = self._ticks()
        with self._lock:
            return max(0.0, min(self._next_of.values(), default=now + _FULL_AGAIN) - now)

    def spend(self, place: str, *, group: bool) -> None:
        """Something goes out to that place now."""
        now = self._ticks()
        with self._lock:
            self._next_of_all = max(now, self._next_of_all) + self._all
            pause = max(self._chat, self._group) if group else self._chat
            if pause:
                self._next_of[place] = now + pause

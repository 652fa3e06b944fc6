"""Turns: threads that wait for one thing get it in the order in which they asked.

SQLite has one writer at a time. Python's own locks give no order: a worker that writes one transaction after the other would
take the connection again before those who wait for it wake up, and answers would not leave until the inbox is empty.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager

from core.errors import Busy


class Turns:
    """One holder at a time, first come first served."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    @contextmanager
    def turn(self, seconds: float) -> Generator[None, None, None]:
        """Hold it for as long as the block runs. Raises Busy where the turn does not come within so many seconds."""
        self._take(seconds)
        try:
            yield
        finally:
            self._pass_on()

    def _take(self, seconds: float) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                raise Busy
        # It was passed on to us in the very last moment.

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

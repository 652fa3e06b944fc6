"""One process for one SQLite file: a lock beside it that dies with its owner.

SQLite before 3.51.3 can lose a commit when two processes write and checkpoint at once (RELIABILITY FACT9), so a second
process is refused, not queued. The lock is the kernel's (``flock``): a killed process leaves nothing behind.
"""

from __future__ import annotations

import fcntl
import os
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path


class Taken(Exception):
    """Another process has the file."""


class Alone:
    """Holds the lock of a database file until ``close`` or the end of the process."""

    def __init__(self, file: Path, *, patience: float = 0.0) -> None:
        """Take the lock, waiting for at most ``patience`` seconds. Raises Taken, or OSError where no lock can be made."""
        self.path = file.with_name(file.name + ".lock")
        self._held = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() >= until:
                    os.close(self._held)
                    raise Taken(str(file)) from None
                time.sleep(0.05)

    def close(self) -> None:
        """Let others have it."""
        os.close(self._held)

    def __enter__(self) -> Self:
        """The held lock."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let others have it."""
        self.close()

"""What the running bot counts itself: plain numbers, safe from any thread, shown on ``/metrics`` and nowhere kept."""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import Final

NAMES: Final = ("messages", "duplicates", "denied", "rate_wait_seconds", "clock_jumps")
_lock = threading.Lock()
_counted: dict[tuple[str, str], float] = defaultdict(float)


def count(name: str, platform: str = "", by: float = 1.0) -> None:
    """Add to a figure. Raises KeyError for one that is not among ``NAMES``."""
    if name not in NAMES:
        raise KeyError(name)
    with _lock:
        _counted[name, platform] += by


def counted(name: str) -> dict[str, float]:
    """A figure by platform."""
    with _lock:
        return {platform: value for (each, platform), value in _counted.items() if each == name}

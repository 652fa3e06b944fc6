"""How work grows with its size, in processor time of this thread: what a test may assert where a time on a clock would lie."""

from __future__ import annotations

import time
from collections.abc import Callable

_TRIES = 5


def growth(doing: Callable[[int], object], size: int) -> float:
    """How many times dearer ``doing(size)`` is than ``doing(size // 2)``: 2 where the cost is linear, 4 where it is quadratic.

    The least of five tries each, so that what a busy machine adds does not count.
    """
    return _least(doing, size) / _least(doing, size // 2)


def _least(doing: Callable[[int], object], size: int) -> float:
    spent: list[float] = []
    for _ in range(_TRIES):
        began = time.thread_time()
        doing(size)
        spent.append(time.thread_time() - began)
    return max(min(spent), 1e-6)

"""The fault switch: which calls go wrong, and how. Named by what happens on the wire.

``refuse`` (``ok: false`` with ``code``), ``slow_down`` (429 for ``seconds``; asking again within them is a breach when ``strict``), ``error`` (HTTP ``status``,
nothing done), ``reset`` (the connection breaks, nothing done), ``hang`` (no answer for ``seconds``, nothing done), ``delay`` (done, answered
after ``seconds``), ``lost`` (done, then the connection breaks), ``lost_late`` (done, no answer for ``seconds``, then broken),
``garbage`` (nothing done, an answer that is no JSON), ``error_after`` (done, HTTP ``status``).
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Any

KINDS = frozenset(
    ["refuse", "slow_down", "error", "reset", "hang", "delay", "lost", "lost_late", "garbage", "error_after"],
)
AFTER = frozenset({"delay", "lost", "lost_late", "error_after"})
"""Those that let the effect happen first."""


@dataclass(kw_only=True)
class Fault:
    """One rule. It meets every ``every``-th call of ``method``, with chance ``rate``, ``count`` times (None: always)."""

    kind: str
    method: str = "chat.postMessage"
    count: int | None = 1
    every: int = 1
    rate: float = 1.0
    seconds: float = 7.0
    status: int = 503
    code: str = "fatal_error"
    strict: bool = True
    seen: int = 0


class Faults:
    """The rules in force, and the penalties that 429s imposed."""

    def __init__(self, seed: int) -> None:
        self.rules: list[Fault] = []
        self.met: dict[str, int] = {}
        self.breaches = 0
        self.penalty_until: dict[str, float] = {}
        self._random = random.Random(seed)

    def add(self, **fields: Any) -> None:
        """A new rule. Raises ValueError for an unknown kind."""
        rule = Fault(**fields)
        if rule.kind not in KINDS:
            raise ValueError(rule.kind)
        self.rules.append(rule)

    def meets(self, method: str) -> Fault | None:
        """The rule that this call meets, used up by one."""
        if time.monotonic() < self.penalty_until.get(method, 0):
            self.breaches += 1
            return Fault(kind="slow_down", method=method, seconds=self.penalty_until[method] - time.monotonic())
        for rule in self.rules:
            if rule.method not in (method, "*") or (rule.count is not None and rule.count <= 0):
                continue
            rule.seen += 1
            if rule.seen % rule.every or self._random.random() >= rule.rate:
                continue
            if rule.count is not None:
                rule.count -= 1
            self.met[rule.kind] = self.met.get(rule.kind, 0) + 1
            if rule.kind == "slow_down" and rule.strict:
                self.penalty_until[method] = time.monotonic() + rule.seconds
            return rule
        return None

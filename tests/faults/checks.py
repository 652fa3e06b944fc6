"""All checks by name, each with its size in full and in quick runs. The longest stand first, so that two at a time end together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Told = dict[str, Any]


@dataclass(frozen=True)
class Check:
    """One check: what it is called, its module and function, and its arguments in full and in a quick run."""

    name: str
    module: str
    function: str
    full: tuple[Any, ...] = ()
    quick: tuple[Any, ...] = ()
    limit: float = 900.0
    """Seconds after which it counts as broken."""
    waits: bool = False
    """Whether it mostly waits, and may run beside two others."""

    def call(self, *, quick: bool) -> Callable[[], Told]:
        """The check as it is run."""
        import importlib

        function: Callable[..., Told] = getattr(importlib.import_module(f"tests.faults.{self.module}"), self.function)
        arguments = self.quick if quick else self.full
        return lambda: function(*arguments)


_ZERO = ("lost", "double_effects", "unanswered", "repeats_without_label", "answers_too_many", "violations")


def kept(told: Told) -> bool:
    """Whether a check's figures keep the promise."""
    within = told.get("repeats", 0) <= told.get("repeats_bound", 0)
    return within and not any(told.get(key) for key in (*_ZERO, "broken"))


CHECKS = (
    Check("R11 every failpoint", "failing", "failpoints", (), ("outbox.s",), waits=True),
    Check(
        "R1 receiving telegram polling",
        "receiving",
        "receiving",
        ("telegram polling", 10_000, 40),
        ("telegram polling", 300, 4),
    ),
    Check(
        "R2 receiving telegram webhook",
        "receiving",
        "receiving",
        ("telegram webhook", 10_000, 40),
        ("telegram webhook", 300, 4),
    ),
    Check(
        "R3 receiving slack socket", "receiving", "receiving", ("slack socket", 10_000, 40), ("slack socket", 300, 4)
    ),
    Check("R3 receiving slack http", "receiving", "receiving", ("slack http", 10_000, 40), ("slack http", 300, 4)),
    Check("R9 sending telegram", "sending", "sending", ("telegram", 10_000, 40), ("telegram", 300, 4)),
    Check("R10 sending slack", "sending", "sending", ("slack", 10_000, 40), ("slack", 300, 4)),
    Check("R4 duplicates telegram", "twice", "duplicates", ("telegram", 10_000), ("telegram", 200)),
    Check("R4 duplicates slack", "twice", "duplicates", ("slack", 10_000), ("slack", 200)),
    Check("R20 two processes telegram", "several", "storm", ("telegram", 3000, 36, 8), ("telegram", 300, 6, 2)),
    Check("R20 two processes slack", "several", "storm", ("slack", 3000, 36, 8), ("slack", 300, 6, 2)),
    Check("TIME1 every zone", "zones", "every_zone", (1,), (20,)),
    Check("R15 limits, R16 fairness", "pace", "limits", (10_000, 2000, 20, 200), (1000, 200, 5, 30)),
    Check("R20 woken across processes", "woken", "woken", ("slack", 100), ("slack", 20)),
    Check("R21 zombie telegram", "several", "zombie", ("telegram", 2500, 3.0), ("telegram", 1200, 1.5), waits=True),
    Check("R21 zombie slack", "several", "zombie", ("slack", 2500, 3.0), ("slack", 1200, 1.5), waits=True),
    Check("R12 lost answers telegram", "sending", "lost_answers", ("telegram", 10_000), ("telegram", 200), waits=True),
    Check("R12 lost answers slack", "sending", "lost_answers", ("slack", 10_000), ("slack", 200), waits=True),
    Check("R13 refused telegram", "sending", "surely_not_sent", ("telegram", 1000), ("telegram", 200), waits=True),
    Check("R7 ids begin anew", "receiving", "id_reset", (10_000,), (150,)),
    Check("R26 stopping telegram", "stopping", "graceful", ("telegram", 20, 2000), ("telegram", 3, 100)),
    Check("R26 stopping slack", "stopping", "graceful", ("slack", 20, 2000), ("slack", 3, 100)),
    Check("R2 no 200 without a commit", "receiving", "no_word_before_commit", (3.0, 100), (2.0, 40)),
    Check(
        "R8 long outage telegram",
        "receiving",
        "long_outage",
        ("telegram polling", 500),
        ("telegram polling", 60),
        waits=True,
    ),
    Check("R8 long outage slack", "receiving", "long_outage", ("slack socket", 500), ("slack socket", 60), waits=True),
    Check("R5 one gesture, two events", "receiving", "gestures", (1000,), (60,)),
    Check("R6 poison telegram", "receiving", "poison", ("telegram", 2000), ("telegram", 198)),
    Check("R6 poison slack", "receiving", "poison", ("slack", 2000), ("slack", 198)),
    Check(
        "R22 half-open database",
        "several",
        "black_hole",
        ("telegram", 3000, 30.0),
        ("telegram", 1200, 12.0),
        waits=True,
    ),
    Check("R25 network cut telegram", "network", "cut", ("telegram", 20), ("telegram", 2), waits=True),
    Check("R25 network cut slack", "network", "cut", ("slack", 20), ("slack", 2), waits=True),
    Check("R27 migrations", "deploys", "migrations", (), ()),
    Check("TIME9 many due in a minute", "lateness", "many_due", (10_000,), (1000,)),
    Check("R23 full disk", "disk", "full", (400,), (200,), waits=True),
    Check("R24 locked 3 s", "stopping", "locked", (3.0, 100), (3.0, 50), waits=True),
    Check("R24 locked 30 s", "stopping", "locked", (30.0, 200), (10.0, 50), waits=True),
    Check("R19 second process", "stopping", "second_process"),
    Check("R29 any order, first half", "promises", "machine", (1000, 50, 20261122), (40, 50, 20261122)),
    Check("R29 any order, second half", "promises", "machine", (1000, 50, 20261123), (40, 50, 20261123)),
    Check("DATA1 live backups", "keeping", "live_backups", (50,), (5,)),
    Check("DATA2 restore", "keeping", "restored", (600,), (90,), waits=True),
    Check("TIME2 zone data", "days", "zone_data", (5,), (3,)),
    Check("TIME3 reps who move", "days", "moving", (10,), (10,)),
    Check("TIME4 clocks that jump", "days", "jumping", (150,), (60,)),
    Check("TIME5 downtime", "days", "away", (150,), (20,)),
    Check("TIME6 month ends", "days", "month_ends"),
    Check("TIME7 work weeks", "days", "work_weeks", (70,), (14,)),
    Check("SEC10 to SEC13 what goes out", "hostile", "wording"),
    Check("SEC14, SEC15 imports", "hostile", "imports", (20_000_000,), (1_000_000,)),
    Check("SEC1, SEC3, SEC5, SEC6 access", "security", "access"),
    Check("SEC2 pairing", "security", "pairing", (10_000,), (60,)),
    Check("SEC7 buttons", "security", "buttons"),
    Check("SEC8 webhooks", "security", "webhooks", (2000,), (100,)),
    Check("SEC9 secrets in logs", "hostile", "leaks"),
    Check("SEC17, SEC18 slow patterns, filters", "hostile", "slow_reading", (19_000,), (4000,)),
    Check("SEC2, SEC5 timing", "security", "timing", (1000,), (200,)),
    Check("SEC20 abuse", "security", "abuse", (6000,), (300,)),
    Check("SEC21 files", "security", "files"),
    Check("DATA3 erasing", "security", "erasing"),
    Check("R14 penalties", "pace", "flooded", (300,), (60,)),
    Check("R17 unreachable", "pace", "unreachable", (20,), (4,)),
    Check("R18 upgraded chat", "pace", "upgraded", (20,), (5,)),
)

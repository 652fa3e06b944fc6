"""More than a day without the platform: each of its reps is told once what may be missing (RELIABILITY R8)."""

from __future__ import annotations

from typing import Any

from bot.delivering.outages import Outages
from tests.road.stage import Road, Scripted

DAY = 24 * 3600.0


class Answering(Scripted):
    """A platform that answers when the test says so."""

    workspace = "acme"
    last_contact = 0.0


class Process:
    """One process: its own monotonic clock, the road's wall clock."""

    def __init__(self, road: Road, platform: Answering) -> None:
        self.road, self.platform = road, platform
        self.ticks = 1000.0
        named: Any = {platform.name: platform}
        self.outages = Outages(road.office, named, monotonic=lambda: self.ticks)
        platform.last_contact = 0.0

    def passes(self, seconds: float, *, answers: bool = True, jump: float = 0.0) -> int:
        """Time passes (the wall clock jumps besides), then the bot looks; how many were told."""
        self.ticks += seconds
        self.road.later(seconds=seconds + jump)
        if answers:
            self.platform.last_contact = self.ticks
        return self.outages.look()


def test_a_bot_that_was_down_for_days_says_what_may_be_missing(road: Road) -> None:
    """Down for three days: each linked rep once, in their language, from the last sign of life to a day ago; a second start adds none."""
    platform = Answering()
    assert [Process(road, platform).passes(1), Process(road, platform).passes(23 * 3600)] == [0, 0]
    road.later(days=3)
    process = Process(road, platform)
    assert process.passes(1, answers=False) == 0, "nothing is known before the platform answers"
    assert process.passes(1) == 3
    assert process.passes(60) == 0
    assert Process(road, platform).passes(5) == 0
    told = road.drained()
    assert len(told) == 3
    assert (
        sum("may be missing from today" in text or "may be missing from Mon 23 Nov 13:05" in text for text in told) == 2
    )
    assert sum("قد تكون رسائل مفقودة" in text for text in told) == 1


def test_a_platform_that_was_silent_for_a_day_under_a_running_bot(road: Road) -> None:
    """The process went on, the network did not: the same."""
    process = Process(road, Answering())
    process.passes(1)
    assert process.passes(23 * 3600) == 0
    for _ in range(25):
        assert process.passes(3600, answers=False) == 0
    assert process.passes(1) == 3


def test_a_clock_that_jumps_is_no_silence(road: Road) -> None:
    """The platform answered all the time, so nothing is missing, whatever the clock says."""
    process = Process(road, Answering())
    process.passes(1)
    assert process.passes(60, jump=400 * DAY) == 0
    assert process.passes(60) == 0

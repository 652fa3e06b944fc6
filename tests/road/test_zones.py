"""A sample of TIME1: daily series over changes of clocks; ``./run.sh check TIME1`` takes all of them."""

from __future__ import annotations

from tests.faults.zones import changes, every_zone, wrong


def test_each_date_has_one_moment() -> None:
    """Every fortieth change of any zone, at each quarter of an hour."""
    assert every_zone(40)["violations"] == 0


def test_cairo() -> None:
    """The gap of 24 April 2026, which begins at midnight, and the overlap of that autumn."""
    cairo = [change for change in changes() if change.zone == "Africa/Cairo" and change.at.year == 2026]
    assert len(cairo) == 2
    assert [wrong(change, quarter) for change in cairo for quarter in range(96)] == [0] * 192

"""TIME1: daily series at every quarter of an hour over every change of every zone's clocks from 2024 to 2030.

Exactly one moment for each nominal local date: in a gap counted with the offset before it (RFC 5545), in an overlap the first.
The expected moments are worked out here from the two offsets alone, without the product's functions.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

import core.clock  # noqa: F401 - the pinned zone data wins over the system's
from core.working.recurrence import next_moment

FROM, TO = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
_STEP = timedelta(days=5)
"""Shorter than any two changes lie apart."""
QUARTERS = 96
_DAYS = range(-1, 3)


class Change(NamedTuple):
    """One change of a zone's clocks: when it happens, and the offsets before and after."""

    zone: str
    at: datetime
    before: timedelta
    after: timedelta


@cache
def changes() -> tuple[Change, ...]:
    """All of them."""
    return tuple(change for name in sorted(zoneinfo.available_timezones()) for change in _of(name))


def _of(name: str) -> Iterator[Change]:
    zone = zoneinfo.ZoneInfo(name)
    at, offset = FROM, _offset(zone, FROM)
    while at < TO:
        following = at + _STEP
        if (new := _offset(zone, following)) != offset:
            low, high = at, following
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (middle, high) if _offset(zone, middle) == offset else (low, middle)
            yield Change(name, high, offset, new)
            offset = new
        at = following


def _offset(zone: zoneinfo.ZoneInfo, at: datetime) -> timedelta:
    found = at.astimezone(zone).utcoffset()
    assert found is not None
    return found


def expected(change: Change, wall: datetime) -> datetime:
    """The one moment of a wall time near that change."""
    early, late = wall.replace(tzinfo=UTC) - change.before, wall.replace(tzinfo=UTC) - change.after
    if early < change.at:
        return early
    return late if late >= change.at else early


def wrong(change: Change, quarter: int) -> int:
    """How many of a daily series' moments around a change are missing, doubled or at another hour."""
    zone = zoneinfo.ZoneInfo(change.zone)
    day = (change.at + change.before).date()
    walls = [datetime.combine(day + timedelta(days=each), time(quarter // 4, quarter % 4 * 15)) for each in _DAYS]
    wanted = [expected(change, wall) for wall in walls]
    found: list[datetime] = []
    after = wanted[0] - timedelta(seconds=1)
    while (moment := next_moment("FREQ=DAILY", wanted[0], after, zone)) is not None and moment <= wanted[-1]:
        found.append(moment)
        after = moment
    local = {moment.astimezone(zone).replace(tzinfo=None, fold=0) for moment in found}
    return len(set(wanted) ^ set(found)) + (len(found) - len(set(found))) + (len(found) - len(local))


def every_zone(every: int = 1) -> dict[str, Any]:
    """All zones, changes and quarters of an hour (every so many-th change in a quick run)."""
    chosen = changes()[::every]
    violations = [
        f"{change.zone} {change.at} {quarter}"
        for change in chosen
        for quarter in range(QUARTERS)
        if wrong(change, quarter)
    ]
    told: dict[str, Any] = {
        "zones": len(zoneinfo.available_timezones()),
        "changes": len(chosen),
        "rules": len(chosen) * QUARTERS * len(_DAYS),
        "violations": len(violations),
        "zone_data": zoneinfo_version(),
    }
    return told | ({"log": "\n".join(violations[:20])} if violations else {})


def zoneinfo_version() -> str:
    """The version of the pinned zone data."""
    import tzdata

    return str(tzdata.IANA_VERSION)

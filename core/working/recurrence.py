"""Recurring follow-ups: the next moment of an RFC 5545 RRULE, in wall time of the rep's zone.

The rule is counted from the follow-up's first due moment, so a snooze does not shift the series and ``COUNT`` keeps its meaning. A
wall time that the zone skips counts with the offset before the jump (RFC 5545, 3.3.5); of one that comes twice it is the first.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from core.errors import BadValue

_LONGEST_RULE = 200


def check_rule(recurrence: str) -> str:
    """The rule without ``RRULE:`` and in capitals. Raises BadValue (``recurrence``) for what is none."""
    told = recurrence.strip().upper().removeprefix("RRULE:")
    if len(told) > _LONGEST_RULE or "\n" in told or "DTSTART" in told:
        raise BadValue("recurrence", recurrence[:60], "recurrence")
    try:
        rrulestr(told, dtstart=datetime(2026, 1, 1))  # noqa: DTZ001 - wall time, only to see whether it can be read
    except (ValueError, TypeError, KeyError) as fault:
        raise BadValue("recurrence", recurrence[:60], "recurrence") from fault
    return told


def next_moment(
    recurrence: str, first_at: datetime, after: datetime, zone: ZoneInfo, *, set_in: ZoneInfo | None = None
) -> datetime | None:
    """The first moment of the series later than ``after`` (UTC), or None where the rule has ended.

    ``set_in`` is the zone in which the rule was made, where that is another: its wall time is kept in ``zone``.
    """
    first_at = in_zone(first_at, set_in or zone, zone)
    start = first_at.astimezone(zone).replace(tzinfo=None)
    limit = after.astimezone(zone).replace(tzinfo=None)
    rule = _series(_until_in_wall_time(recurrence, zone), start)
    wall: datetime | None = rule.after(limit)
    while wall is not None:
        moment = wall_to_utc(wall, zone)
        if moment > after:
            return moment
        wall = rule.after(wall)
    return None


@lru_cache(maxsize=256)
def _series(recurrence: str, start: datetime) -> Any:
    """A rule as dateutil has it; reading one costs more than asking it."""
    return rrulestr(recurrence, dtstart=start)


def in_zone(moment: datetime, was: ZoneInfo, zone: ZoneInfo) -> datetime:
    """The moment at which clocks in ``zone`` show what clocks in ``was`` show at that one."""
    return moment if was.key == zone.key else wall_to_utc(moment.astimezone(was).replace(tzinfo=None), zone)


def wall_to_utc(wall: datetime, zone: ZoneInfo) -> datetime:
    """Naive wall time as a moment: the first of two; in a gap it counts with the offset before the jump (00:30 is 01:30)."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _until_in_wall_time(recurrence: str, zone: ZoneInfo) -> str:
    """RFC 5545 writes UNTIL in UTC; the series is counted in wall time, so its end is brought there."""
    parts = []
    for part in recurrence.split(";"):
        key, _, value = part.partition("=")
        if key == "UNTIL" and value.endswith("Z"):
            until = datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(zone)
            value = until.strftime("%Y%m%dT%H%M%S")
        parts.append(f"{key}={value}")
    return ";".join(parts)

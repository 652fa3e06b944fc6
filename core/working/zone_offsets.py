"""What the zone data said when promises were made, so that a new release of it moves them to the same wall time (TIME2).

A promise is due at one instant. Where a government changes its clocks and a later zone data release says so, 9:00 on Tuesday is
another instant than the one that was written down. So the offsets of each zone that a rep lives in are kept with the release they
are of; the first heartbeat with another release moves what is open by the difference, once. Series and morning lists keep
their wall time themselves (``core/talking/occurrences.py``). See docs/decisions/0020-new-zone-data.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, col, select

from core.columns import Json, Row
from core.keeping.state import zone_data
from core.team.rep import Rep
from core.transaction import Transaction
from core.working.follow_up import FollowUp
from core.working.recurrence import wall_to_utc

AHEAD: Final = timedelta(days=3653)
"""So far ahead offsets are kept; what is due later counts with the last of them."""
_STEP: Final = timedelta(days=7)


class ZoneOffsets(Row, table=True):
    """One zone's offsets by one release: ``[moment, minutes east of UTC from then on]`` in order, the moments in UTC."""

    __tablename__ = "zone_offsets"

    zone: str = Field(primary_key=True)
    release: str
    offsets: list[list[str | int]] = Field(sa_type=Json)


class ZoneKeeping:
    """Noticing new zone data."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def keep_up(self, zones: Collection[str], *, release: str = "") -> int:
        """Bring what is open of reps in these zones to the present zone data (``release`` is its name); how many promises moved.

        A zone that was not kept before is kept now and moves nothing. Repeated it does nothing.
        """
        release = release or zone_data()
        moved = 0
        for name in sorted(set(zones)):
            kept = self._kept(name)
            if kept is not None and kept.release == release:
                continue
            offsets = offsets_of(ZoneInfo(name), self._tx.now)
            if kept is None:
                self._keep(name, release, offsets)
                continue
            moved += self._move(ZoneInfo(name), kept.offsets)
            kept.release, kept.offsets = release, offsets
            self._tx.session.flush()
        return moved

    def _kept(self, name: str) -> ZoneOffsets | None:
        """What is kept of a zone. Of two processes that start at once one waits, and then finds that nothing is left to move."""
        asked = select(ZoneOffsets).where(ZoneOffsets.zone == name).execution_options(populate_existing=True)
        return self._tx.session.exec(asked.with_for_update() if self._tx.dialect == "postgresql" else asked).first()

    def _keep(self, name: str, release: str, offsets: list[list[str | int]]) -> None:
        """Keep a zone for the first time; where another process has just done so, that stands."""
        into: Any = (sqlite if self._tx.dialect == "sqlite" else postgresql).insert(ZoneOffsets)
        put = into.values(zone=name, release=release, offsets=offsets)
        self._tx.session.connection().execute(put.on_conflict_do_nothing(index_elements=["zone"]))

    def _move(self, zone: ZoneInfo, before: list[list[str | int]]) -> int:
        asked = (
            select(FollowUp)
            .join(Rep, col(Rep.id) == col(FollowUp.rep_id))
            .where(Rep.zone == zone.key, FollowUp.status == "open", col(FollowUp.due_at) > self._tx.now)
            .order_by(col(FollowUp.id))
        )
        moved = 0
        for row in self._tx.session.exec(asked).all():
            due_at = _same_wall_time(row.due_at, zone, before)
            if due_at != row.due_at:
                if row.first_due_at == row.due_at:
                    row.first_due_at = due_at
                row.due_at = due_at
                moved += 1
        return moved


def offsets_of(zone: ZoneInfo, since: datetime) -> list[list[str | int]]:
    """The offset at ``since`` (aware) and each change within ``AHEAD`` of it, to the minute, as ``ZoneOffsets`` keeps them."""
    at = since.astimezone(UTC).replace(second=0, microsecond=0)
    until, offset = at + AHEAD, _minutes(zone, at)
    told: list[list[str | int]] = [[at.isoformat(), offset]]
    while at < until:
        after = at + _STEP
        if _minutes(zone, after) != offset:
            after = _change(zone, at, after)
            offset = _minutes(zone, after)
            told.append([after.isoformat(), offset])
        at = after
    return told


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first minute with another offset than ``before``; between the two there is one."""
    offset = _minutes(zone, before)
    while after - before > timedelta(minutes=1):
        middle = before + timedelta(minutes=(after - before) // timedelta(minutes=2))
        before, after = (middle, after) if _minutes(zone, middle) == offset else (before, middle)
    return after


def _minutes(zone: ZoneInfo, at: datetime) -> int:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None  # noqa: S101 - a ZoneInfo has one at each moment
    return offset // timedelta(minutes=1)


def _same_wall_time(moment: datetime, zone: ZoneInfo, before: list[list[str | int]]) -> datetime:
    """The moment at which clocks in the zone show today what they would have shown at that one by the offsets of before."""
    place = bisect_right([datetime.fromisoformat(str(at)) for at, _ in before], moment) - 1
    was = timedelta(minutes=int(before[max(0, place)][1]))
    wall = (moment.astimezone(UTC) + was).replace(tzinfo=None)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == wall else wall_to_utc(wall, zone)

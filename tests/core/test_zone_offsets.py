"""TIME2: a promise made under old zone data keeps its wall time when the notebook comes to new ones."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest

from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.working.zone_offsets import ZoneOffsets, offsets_of

VANCOUVER = "America/Vancouver"
"""On 2025b it is eight hours behind UTC in winter; from 2026 on the law says seven."""
STALE: list[list[str | int]] = [["2026-11-01T00:00+00:00", -480]]
AT_NINE = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo(VANCOUVER))
AS_IT_WAS = datetime(2026, 12, 1, 17, tzinfo=UTC)


def _stale(office: Office, *zones: str) -> None:
    with office.database.writing() as session:
        for zone in zones:
            session.add(ZoneOffsets(zone=zone, release="2025b", offsets=STALE))


def test_nine_oclock_stays_nine_oclock(office: Office, clock: MovableClock) -> None:
    """What is open and still to come moves once; what is done, what is late, and what is another zone's stays."""
    with office.open(None, doing="given") as crm:
        here = crm.team.add_rep("Kim", zone=VANCOUVER)
        there = crm.team.add_rep("Lina", zone="Asia/Riyadh")
        open_one = crm.follow_ups.add("open", AS_IT_WAS, rep_id=here.id).id
        done = crm.follow_ups.add("done", AS_IT_WAS, rep_id=here.id).id
        crm.follow_ups.finish(done)
        late = crm.follow_ups.add("late", clock.now() - timedelta(hours=1), rep_id=here.id)
        late_id, late_at = late.id, late.due_at
        other = crm.follow_ups.add("other", AS_IT_WAS, rep_id=there.id).id
    _stale(office, VANCOUVER)
    zones = (VANCOUVER, "Asia/Riyadh", VANCOUVER)
    with office.open(None, doing="remind") as crm:
        assert crm.zones.keep_up(zones) == 1
    with office.open(None, doing="remind") as crm:
        assert crm.zones.keep_up(zones) == 0, "once"
        row = crm.follow_ups.get(open_one)
        assert (row.due_at, row.first_due_at, row.snoozes) == (AT_NINE, AT_NINE, 0)
        assert {crm.follow_ups.get(each).due_at for each in (done, other)} == {AS_IT_WAS}
        assert crm.follow_ups.get(late_id).due_at == late_at


def test_a_zone_that_was_not_kept_moves_nothing(office: Office) -> None:
    """After the first start there is nothing to compare with."""
    with office.open(None, doing="given") as crm:
        rep = crm.team.add_rep("Kim", zone=VANCOUVER)
        row_id = crm.follow_ups.add("open", AS_IT_WAS, rep_id=rep.id).id
    with office.open(None, doing="remind") as crm:
        assert crm.zones.keep_up([VANCOUVER]) == 0
    with office.open(None, doing="remind") as crm:
        assert crm.zones.keep_up([VANCOUVER], release="the next one") == 0, "it says the same"
        assert crm.follow_ups.get(row_id).due_at == AS_IT_WAS


@pytest.mark.postgres
def test_two_processes_at_once_move_it_once(postgres_url: str, clock: MovableClock) -> None:
    """Both start with new zone data: one moves, the other waits for it and finds nothing to do; the same for a zone kept first."""
    database = Database(postgres_url)
    database.migrate()
    office = Office(database, clock)
    with office.open(None, doing="given") as crm:
        rep = crm.team.add_rep("Kim", zone=VANCOUVER)
        row_id = crm.follow_ups.add("open", AS_IT_WAS, rep_id=rep.id).id
    _stale(office, VANCOUVER)
    together = Barrier(2)

    def keep_up(_: int) -> int:
        with office.open(None, doing="remind") as crm:
            crm.team.reps()
            together.wait(60)
            return crm.zones.keep_up([VANCOUVER, "Asia/Riyadh"])

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(keep_up, range(2))) == [0, 1]
    with office.read(None) as crm:
        assert crm.follow_ups.get(row_id).due_at == AT_NINE
    database.close()


@pytest.mark.parametrize(
    "name", ["Asia/Riyadh", "Africa/Cairo", "Africa/Casablanca", "Europe/London", "Australia/Lord_Howe"]
)
def test_offsets_are_the_zones_own(name: str) -> None:
    """Between two changes that are kept the offset is the one that is kept, at every sixth hour of five years."""
    zone, start = ZoneInfo(name), datetime(2026, 1, 1, tzinfo=UTC)
    kept = [(datetime.fromisoformat(str(at)), offset) for at, offset in offsets_of(zone, start)]
    assert kept == sorted(kept)
    place = 0
    for quarter in range(5 * 365 * 4):
        at = start + timedelta(hours=6 * quarter)
        while place + 1 < len(kept) and kept[place + 1][0] <= at:
            place += 1
        assert at.astimezone(zone).utcoffset() == timedelta(minutes=int(kept[place][1])), at

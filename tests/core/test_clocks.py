"""Stay-in-touch clocks: due so many days after the last touch, on a work day, whatever order touches come and go in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from core.crm import Office
from core.errors import BadValue
from core.tables import Change, Customer, Rep
from tests.conftest import NOW


def _due(office: Office, rep: Rep, follow_up_id: int) -> datetime:
    with office.read(rep) as crm:
        return crm.follow_ups.get(follow_up_id).due_at


@pytest.fixture
def clock_id(office: Office, lina: Rep, acme: Customer) -> int:
    """Lina stays in touch with Acme every 30 days; the last touch was on 12 November."""
    with office.open(lina, doing="log") as crm:
        crm.interactions.log("call", acme.id, occurred_at=datetime(2026, 11, 12, 9, tzinfo=UTC))
    with office.open(lina, doing="stay_in_touch") as crm:
        return crm.clocks.keep("Stay in touch with Acme", 30, customer_id=acme.id).id


def test_the_first_date_is_counted_from_the_last_touch(office: Office, lina: Rep, clock_id: int) -> None:
    """12 November and 30 days is Saturday 12 December: Sunday, at the start of work (09:00 in Riyadh)."""
    assert _due(office, lina, clock_id) == datetime(2026, 12, 13, 6, tzinfo=UTC)


def test_any_touch_of_anybody_sets_it_back_and_a_note_does_not(
    office: Office, lina: Rep, omar: Rep, acme: Customer, clock_id: int
) -> None:
    """Omar's visit counts; notes and private entries do not."""
    with office.open(omar, doing="log", at=NOW + timedelta(days=9)) as crm:
        crm.interactions.log("visit", acme.id)
    after = _due(office, lina, clock_id)
    assert after.date().isoformat() == "2026-12-31"
    with office.open(lina, doing="log", at=NOW + timedelta(days=12)) as crm:
        crm.interactions.log("note", acme.id, summary="budget")
        crm.interactions.log("call", acme.id, private=True)
    assert _due(office, lina, clock_id) == after


def test_a_touch_taken_back_takes_the_date_back(office: Office, lina: Rep, acme: Customer, clock_id: int) -> None:
    """Undoing one of two logs, in either order, leaves the date that the other gives."""
    before = _due(office, lina, clock_id)
    steps = []
    for days in (5, 9):
        with office.open(lina, doing="log", at=NOW + timedelta(days=days)) as crm:
            crm.interactions.log("call", acme.id)
            steps.append(crm.steps.current)
    late = _due(office, lina, clock_id)
    with office.open(lina, doing="undo", at=NOW + timedelta(days=9, hours=1)) as crm:
        crm.steps.undo(steps[1].id if steps[1] else None)
    assert before < _due(office, lina, clock_id) < late
    with office.open(lina, doing="undo", at=NOW + timedelta(days=5, hours=2)) as crm:
        crm.steps.undo(steps[0].id if steps[0] else None)
    assert _due(office, lina, clock_id) == before


def test_a_clock_can_be_undone_after_it_was_set_back(office: Office, lina: Rep, acme: Customer, clock_id: int) -> None:
    """What a touch moved is no reason to refuse the undo of the clock itself."""
    with office.open(lina, doing="log", at=NOW + timedelta(hours=1)) as crm:
        crm.interactions.log("call", acme.id)
    made = select(Change.step_id).where(
        Change.record == "follow_up", Change.record_id == clock_id, Change.action == "insert"
    )
    with office.open(lina, doing="undo", at=NOW + timedelta(hours=2)) as crm:
        crm.steps.undo(crm.transaction.session.exec(made).one())
    with office.read(lina) as crm:
        assert crm.clocks.running() == []


def test_ticked_off_it_goes_on_from_now(office: Office, lina: Rep, clock_id: int) -> None:
    """Done without a log: the next one is 30 days from now."""
    with office.open(lina, doing="finish", at=NOW + timedelta(days=21)) as crm:
        following = crm.follow_ups.close(clock_id).following
        assert following is not None
        assert following.due_at.date().isoformat() == "2027-01-12"
        assert following.touch_every_days == 30


def test_listed_by_share_and_one_each(office: Office, lina: Rep, acme: Customer, clock_id: int) -> None:
    """The one whose time has passed by the largest share comes first; said again it only changes its length."""
    with office.open(lina, doing="more") as crm:
        globex = crm.customers.add("Globex")
        crm.interactions.log("call", globex.id, occurred_at=NOW - timedelta(days=20))
        crm.clocks.keep("Stay in touch with Globex", 10, customer_id=globex.id)
        again = crm.clocks.keep("Stay in touch with Acme", 14, customer_id=acme.id)
        assert again.id == clock_id
        running = crm.clocks.running()
        assert [each.follow_up.customer_id for each in running] == [globex.id, acme.id]
        assert running[0].share == pytest.approx(2.0)
        with pytest.raises(BadValue):
            crm.clocks.keep("x", 0, customer_id=acme.id)

"""Rows that are read and written past the unit of work: known once, recorded, and undone like all others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from core.crm import Office
from core.store.audit_rows import Change
from core.store.straight import made
from core.tables import Customer, FollowUp, Interaction, Rep
from tests.conftest import NOW


def test_a_row_is_known_once(office: Office, acme: Customer) -> None:
    """Whichever way a row is read, a transaction has one object for it."""
    with office.read(None) as crm:
        session = crm.transaction.session
        straight = session.get(Customer, acme.id)
        assert straight is not None
        assert session.get(Customer, acme.id) is straight
        assert session.execute(select(Customer).where(Customer.name == "Acme")).scalar_one() is straight
        assert straight.model_dump() == acme.model_dump()
        assert session.get(Customer, 4711) is None


def test_a_new_row_has_its_defaults_and_is_recorded(office: Office, lina: Rep, acme: Customer) -> None:
    """``put`` writes what the constructor would have made, and the audit has it."""
    due = NOW + timedelta(days=2)
    with office.open(lina, doing="put") as crm:
        session = crm.transaction.session
        row = session.put(FollowUp, title="Call", customer_id=acme.id, due_at=due, first_due_at=due, created_at=NOW)
        assert session.get(FollowUp, row.id) is row
        step = crm.steps.current
        assert step is not None
        (change,) = crm.steps.changes(step.id)
    usual = FollowUp(id=row.id, title="Call", customer_id=acme.id, due_at=due, first_due_at=due, created_at=NOW)
    assert (change.record, change.action, change.before) == ("follow_up", "insert", None)
    assert change.after is not None
    assert change.after["status"] == "open"
    with office.read(None) as crm:
        kept = crm.transaction.session.get(FollowUp, row.id)
        assert kept is not None
        assert kept.model_dump() == usual.model_dump() == row.model_dump()


def test_what_was_set_is_written_and_recorded_once(office: Office, lina: Rep, acme: Customer) -> None:
    """Only fields that have another value count; what a message left behind is told table by table."""
    with office.open(lina, doing="change") as crm:
        session = crm.transaction.session
        row = session.get(Customer, acme.id)
        assert row is not None
        row.name, row.city = row.name, "Riyadh"
        session.flush()
        session.flush()
        row.updated_at = NOW + timedelta(hours=1)  # bookkeeping: written, no change of its own
        step = crm.steps.current
        assert step is not None
        told = [(change.action, change.before, change.after) for change in crm.steps.changes(step.id)]
    assert told == [("update", {"city": None}, {"city": "Riyadh"})]
    with office.read(None) as crm:
        kept = crm.transaction.session.get(Customer, acme.id)
        assert kept is not None
        assert (kept.city, kept.updated_at) == ("Riyadh", NOW + timedelta(hours=1))


def test_a_row_that_is_gone_is_no_row_to_write(office: Office, lina: Rep, acme: Customer) -> None:
    """A change of a row that somebody deleted meanwhile is refused, as SQLAlchemy refuses it."""
    with office.open(lina, doing="log") as crm:
        entry = crm.interactions.log("call", acme.id)
    with pytest.raises(StaleDataError), office.open(lina, doing="change") as crm:  # noqa: PT012 - refused at the commit
        session = crm.transaction.session
        row = session.get(Interaction, entry.id)
        assert row is not None
        session.connection().execute(delete(Interaction).where(Interaction.__dict__["__table__"].c.id == entry.id))
        row.summary = "gone"


def test_what_the_database_refuses_leaves_nothing(office: Office, lina: Rep) -> None:
    """A reference to nobody raises what it always raised, and nothing of the transaction stays."""
    with pytest.raises(IntegrityError), office.open(lina, doing="put") as crm:
        crm.transaction.session.put(Interaction, kind="call", customer_id=4711, occurred_at=NOW, created_at=NOW)
    with office.read(None) as crm:
        assert crm.interactions.count() == 0
        assert crm.transaction.session.execute(select(func.count()).select_from(Change)).scalar_one() > 0


def test_an_unknown_field_is_a_mistake() -> None:
    """The constructor lets it pass in silence; rows that are made in every message do not."""
    with pytest.raises(KeyError, match="nickname"):
        made(Customer, name="Acme", nickname="A", created_at=NOW, updated_at=NOW)


def test_a_savepoint_takes_a_new_row_back(office: Office, lina: Rep, acme: Customer) -> None:
    """After it the session knows the row no more, and what it knew is read anew."""
    with office.open(lina, doing="log") as crm:
        session = crm.transaction.session
        known = session.get(Customer, acme.id)
        assert known is not None
        with pytest.raises(ZeroDivisionError), crm.savepoint():  # noqa: PT012 - what happened before is what is undone
            entry = crm.interactions.log("call", acme.id)
            assert known.last_contacted_at is not None
            raise ZeroDivisionError
        assert session.get(Interaction, entry.id) is None
        assert session.get(Customer, acme.id) is known
        assert known.last_contacted_at is None
        assert crm.steps.current is None

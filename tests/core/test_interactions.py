"""Logging and looking back, privacy included."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.clock import MovableClock
from core.crm import Office
from core.errors import BadValue, NoSuchSetting, NotAllowed, NotFound
from core.tables import Customer, Rep
from tests.conftest import NOW


def test_a_log_resets_last_contact(office: Office, lina: Rep, acme: Customer) -> None:
    """Customer and contact were last in touch when it happened; an older log, a note and a private one do not move that."""
    with office.open(lina) as crm:
        sara = crm.contacts.add("Sara", acme.id)
        crm.interactions.log("call", acme.id, sara.id, occurred_at=NOW - timedelta(hours=2))
        crm.interactions.log("call", acme.id, occurred_at=NOW - timedelta(days=2))
        crm.interactions.log("note", acme.id, summary="budget frozen")
        crm.interactions.log("visit", acme.id, private=True)
        assert crm.customers.get(acme.id).last_contacted_at == NOW - timedelta(hours=2)
        assert crm.contacts.get(sara.id).last_contacted_at == NOW - timedelta(hours=2)


def test_never_in_the_future(office: Office, lina: Rep, acme: Customer) -> None:
    """A log of what is still to come happened now."""
    with office.open(lina) as crm:
        assert crm.interactions.log("call", acme.id, occurred_at=NOW + timedelta(hours=1)).occurred_at == NOW


def test_changing_and_deleting_follow_last_contact(office: Office, lina: Rep, acme: Customer) -> None:
    """When an entry changes, moves to another customer, or goes, the times of last contact follow."""
    with office.open(lina) as crm:
        globex = crm.customers.add("Globex")
        entry = crm.interactions.log("call", acme.id)
        crm.interactions.change(entry.id, occurred_at=NOW - timedelta(days=1), outcome="no_answer")
        assert crm.customers.get(acme.id).last_contacted_at == NOW - timedelta(days=1)
        crm.interactions.change(entry.id, customer_id=globex.id)
        assert crm.customers.get(acme.id).last_contacted_at is None
        assert crm.customers.get(globex.id).last_contacted_at == NOW - timedelta(days=1)
        crm.interactions.delete(entry.id)
        assert crm.customers.get(globex.id).last_contacted_at is None


def test_history(office: Office, lina: Rep, omar: Rep, acme: Customer) -> None:
    """Newest first, by pages, by contact, since a moment, and by rep."""
    with office.open(lina) as crm:
        sara = crm.contacts.add("Sara", acme.id)
        for days in range(5):
            crm.interactions.log("call", acme.id, sara.id if days % 2 else None, occurred_at=NOW - timedelta(days=days))
    with office.open(omar) as crm:
        crm.interactions.log("visit", acme.id, occurred_at=NOW - timedelta(days=9))
        assert [row.occurred_at.day for row in crm.interactions.of(acme.id, limit=2, offset=1)] == [21, 20]
        assert crm.interactions.count(contact_id=sara.id) == 2
        assert crm.interactions.count(acme.id, since=NOW - timedelta(days=2)) == 3
        assert crm.interactions.count(rep_id=omar.id) == 1
        last = crm.interactions.last(contact_id=sara.id)
        assert last is not None
        assert last.occurred_at == NOW - timedelta(days=1)


def test_last_prefers_a_touch(office: Office, lina: Rep, acme: Customer, clock: MovableClock) -> None:
    """The last contact is not a note, unless there is nothing but notes."""
    with office.open(lina) as crm:
        note = crm.interactions.log("note", acme.id)
        found = crm.interactions.last(customer_id=acme.id)
        assert found is note
        call = crm.interactions.log("call", acme.id)
    clock.forward(timedelta(hours=1))
    with office.open(lina) as crm:
        crm.interactions.log("note", acme.id)
        found = crm.interactions.last(customer_id=acme.id)
        assert found is not None
        assert found.id == call.id


def test_private_is_its_authors_alone(office: Office, lina: Rep, omar: Rep, mona: Rep, acme: Customer) -> None:
    """Nobody else sees a private entry by any path: not a colleague, a manager, an admin, or the program itself."""
    with office.open(None) as crm:
        crm.team.set_role(omar.id, "admin")
    with office.open(lina) as crm:
        entry = crm.interactions.log("call", acme.id, private=True, summary="secret")
    for viewer in (omar, mona, None):
        with office.read(viewer) as crm:
            assert crm.interactions.of(acme.id) == []
            assert crm.interactions.count(acme.id) == 0
            assert crm.interactions.last(customer_id=acme.id) is None
            with pytest.raises(NotFound):
                crm.interactions.get(entry.id)
        with pytest.raises(NotFound), office.open(viewer) as crm:
            crm.interactions.delete(entry.id)
    with office.read(lina) as crm:
        assert crm.interactions.get(entry.id).summary == "secret"


def test_only_the_author_changes(office: Office, lina: Rep, omar: Rep, mona: Rep, acme: Customer) -> None:
    """A colleague does not change an entry, a manager may delete it."""
    with office.open(lina) as crm:
        entry = crm.interactions.log("call", acme.id)
    with pytest.raises(NotAllowed), office.open(omar) as crm:
        crm.interactions.change(entry.id, summary="x")
    with office.open(mona) as crm:
        crm.interactions.delete(entry.id)


def test_fields_are_checked(office: Office, lina: Rep, acme: Customer) -> None:
    """A kind, direction or length that is none, a contact of another customer, and an unknown customer are refused."""
    with office.open(lina) as crm:
        globex = crm.customers.add("Globex")
        sara = crm.contacts.add("Sara", globex.id)
    for fields in ({"kind": "fax"}, {"direction": "up"}, {"duration_minutes": 0}, {"contact_id": sara.id}):
        with pytest.raises(BadValue), office.open(lina) as crm:
            crm.interactions.log(**({"kind": "call", "customer_id": acme.id} | fields))  # type: ignore[arg-type]
    with pytest.raises(NotFound), office.open(lina) as crm:
        crm.interactions.log("call", 999)
    with pytest.raises(NoSuchSetting), office.open(lina) as crm:
        crm.interactions.change(crm.interactions.log("call", acme.id).id, rep_id=5)


def test_a_disabled_rep_reads_and_writes_nothing(office: Office, lina: Rep, acme: Customer) -> None:
    """Whoever is disabled sees no customer, entry, deal or name, and writes nothing."""
    with office.open(lina) as crm:
        entry = crm.interactions.log("call", acme.id)
    with office.open(None) as crm:
        crm.team.disable(lina.id)
    with office.open(lina) as crm:
        assert crm.customers.count() == crm.interactions.count() == crm.follow_ups.count() == 0
        assert crm.customers.recent() == crm.names.find("Acme") == crm.deals.open() == []
        for read in (lambda: crm.customers.get(acme.id), lambda: crm.interactions.get(entry.id)):
            with pytest.raises(NotFound):
                read()
        with pytest.raises(NotAllowed):
            crm.customers.add("Zenith", sure=True)
        with pytest.raises(NotAllowed):
            crm.interactions.log("call", acme.id)

"""Merging, giving, handing over, people who left, saved lists: what moves, what stays, and that an undo brings it all back."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from core.crm import Crm, Office
from core.errors import BadValue, NotAllowed
from core.tables import Change, Customer, Rep
from tests.conftest import NOW


@pytest.fixture
def twin(office: Office, omar: Rep) -> Customer:
    """Omar's record of the same company, with a person, an entry, a promise, a deal and a private entry."""
    with office.open(omar, doing="given") as crm:
        row = crm.customers.add("Acme Trading Group", sure=True, city="Jeddah", tags=["vip"])
        person = crm.contacts.add("Sara Haddad", row.id, phone="0507654321")
        crm.interactions.log("call", row.id, contact_id=person.id, summary="budget ok")
        crm.interactions.log("note", row.id, summary="secret", private=True)
        crm.follow_ups.add("Call", NOW, customer_id=row.id)
        crm.deals.add(row.id, "3 vans")
        crm.names.learn("ATG", "customer", row.id)
        return row


def test_merging_moves_everything_and_undo_parts_it(office: Office, mona: Rep, acme: Customer, twin: Customer) -> None:
    """Rows, aliases, empty fields and tags go over; the old number and name lead to the one that stays."""
    with office.open(mona, doing="merge") as crm:
        plan = crm.merging.plan("customer", twin.id, acme.id)
        assert plan.moves == {"contact": 1, "interaction": 1, "follow_up": 1, "deal": 1}
        moved = crm.merging.merge("customer", twin.id, acme.id)
        assert moved["interaction"] == 2
    with office.read(mona) as crm:
        stays = crm.customers.get(twin.id)
        assert (stays.id, stays.city, stays.tags) == (acme.id, "Jeddah", ["vip"])
        assert len(crm.contacts.of(acme.id)) == len(crm.deals.of(acme.id)) == 1
        assert crm.names.find("Acme Trading Group")[0].id == acme.id
        assert crm.names.find("ATG")[0].id == acme.id
        assert stays.last_contacted_at is not None
    with office.open(mona, doing="more") as crm:
        assert crm.interactions.log("call", twin.id).customer_id == acme.id
    with office.open(mona, doing="undo") as crm:
        crm.interactions.delete(crm.interactions.of(acme.id)[0].id)
    with office.open(mona, doing="undo") as crm:
        crm.steps.undo(_merge_step(crm))
    with office.read(mona) as crm:
        assert crm.customers.get(twin.id).name == "Acme Trading Group"
        assert len(crm.contacts.of(twin.id)) == len(crm.deals.of(twin.id)) == 1
        assert crm.customers.get(acme.id).city is None
        assert crm.names.find("ATG")[0].id == twin.id


def _merge_step(crm: Crm) -> int:
    asked = select(Change.step_id).where(Change.record == "merged").order_by(col(Change.id))
    found = crm.transaction.session.exec(asked).first()
    assert found is not None
    return found


def test_merging_people(office: Office, mona: Rep, acme: Customer, twin: Customer) -> None:
    """A person's entries go to the other person and that person's customer."""
    with office.open(mona, doing="merge") as crm:
        other = crm.contacts.add("Sara H.", acme.id, sure=True)
        sara = crm.contacts.of(twin.id)[0]
        crm.merging.merge("contact", sara.id, other.id)
        entry = crm.interactions.of(contact_id=other.id)[0]
        assert (entry.customer_id, crm.contacts.get(sara.id).phone) == (acme.id, "+966507654321")


def test_who_may_merge(office: Office, lina: Rep, mona: Rep, acme: Customer, twin: Customer) -> None:
    """Managers and admins; never a record with itself."""
    with office.open(lina, doing="merge") as crm, pytest.raises(NotAllowed):
        crm.merging.merge("customer", twin.id, acme.id)
    with office.open(mona, doing="merge") as crm, pytest.raises(BadValue):
        crm.merging.plan("customer", acme.id, acme.id)


def test_giving_takes_what_is_the_owners(office: Office, lina: Rep, omar: Rep, acme: Customer) -> None:
    """The owner's open deals and follow-ups go along, a colleague's do not; undo brings them back."""
    with office.open(omar, doing="own") as crm:
        crm.follow_ups.add("Omar's", NOW, customer_id=acme.id)
    with office.open(lina, doing="own") as crm:
        mine = crm.follow_ups.add("Lina's", NOW, customer_id=acme.id)
        crm.deals.add(acme.id, "vans")
    with office.open(omar, doing="give") as crm, pytest.raises(NotAllowed):
        crm.handing_over.give(acme.id, omar.id)
    with office.open(lina, doing="give") as crm, pytest.raises(BadValue):
        crm.handing_over.give(acme.id, lina.id)
    with office.open(lina, doing="give") as crm:
        given = crm.handing_over.give(acme.id, omar.id)
        assert (given.was_id, given.deals, given.follow_ups) == (lina.id, 1, 1)
    with office.read(omar) as crm:
        assert crm.customers.get(acme.id).owner_id == omar.id
        assert len(crm.follow_ups.open()) == 2
    with office.open(lina, doing="undo") as crm:
        crm.steps.undo()
    with office.read(lina) as crm:
        assert crm.customers.get(acme.id).owner_id == lina.id
        assert [row.id for row in crm.follow_ups.open()] == [mine.id]


def test_all_of_a_rep_is_handed_over_by_a_manager(
    office: Office, lina: Rep, omar: Rep, mona: Rep, acme: Customer
) -> None:
    """Customers, open deals and open follow-ups, those without a customer too; one undo."""
    with office.open(lina, doing="own") as crm:
        crm.deals.add(acme.id, "vans")
        crm.follow_ups.add("Send the invoices", NOW)
    with office.open(lina, doing="hand over") as crm, pytest.raises(NotAllowed):
        crm.handing_over.hand_over(lina.id, omar.id)
    with office.open(mona, doing="hand over") as crm:
        told = crm.handing_over.hand_over(lina.id, omar.id)
        assert (told.customers, told.deals, told.follow_ups) == (1, 1, 1)
        assert crm.handing_over.belongings(lina.id).customers == 0
    with office.open(mona, doing="undo") as crm:
        crm.steps.undo()
        assert crm.handing_over.belongings(lina.id).follow_ups == 1


def test_a_person_who_left_is_kept_and_not_offered(office: Office, lina: Rep, acme: Customer) -> None:
    """Not among the customer's people any more, but still there by number and name."""
    with office.open(lina, doing="left") as crm:
        sara = crm.contacts.add("Sara Haddad", acme.id)
        crm.contacts.change(sara.id, left_at=crm.now)
        assert crm.contacts.of(acme.id) == []
        assert [row.id for row in crm.contacts.of(acme.id, left=True)] == [sara.id]
        assert crm.names.find("Sara Haddad")[0].id == sara.id


def test_lists_are_their_reps_own(office: Office, lina: Rep, omar: Rep) -> None:
    """However the name is spelt; saved again it is replaced; a colleague has none of it."""
    with office.open(lina, doing="save") as crm:
        crm.lists.save("Cold VIPs", {"command": "find_customers", "what": "vip"})
        crm.lists.save("cold vips", {"command": "find_customers", "what": "gold"})
        assert [row.asks["what"] for row in crm.lists.all()] == ["gold"]
        with pytest.raises(BadValue):
            crm.lists.save("  ", {})
    with office.read(omar) as crm:
        assert crm.lists.named("cold vips") is None


def test_who_changed_tells_no_entries(office: Office, lina: Rep, omar: Rep, acme: Customer) -> None:
    """Changes of the customer, its people and deals, newest first; nothing of what was logged."""
    with office.open(omar, doing="set") as crm:
        crm.customers.change(acme.id, city="Riyadh")
        crm.interactions.log("note", acme.id, summary="secret", private=True)
    with office.read(lina) as crm:
        found, total = crm.changed.of_customer(acme.id)
        assert total == len(found) == 2
        assert (found[0].rep_id, found[0].after["city"], found[1].action) == (omar.id, "Riyadh", "insert")


def test_counts_are_those_of_a_query_without_private_entries(
    office: Office, lina: Rep, omar: Rep, acme: Customer
) -> None:
    """By rep and kind; a private entry counts for its author alone."""
    with office.open(omar, doing="log") as crm:
        crm.interactions.log("call", acme.id)
        crm.interactions.log("call", acme.id, private=True)
    for rep, wanted in ((lina, 1), (omar, 2)):
        with office.read(rep) as crm:
            done = crm.activity.counts(NOW.replace(hour=0), NOW.replace(hour=23), kinds=("call",))
            assert [(one.rep_id, one.count) for one in done] == [(omar.id, wanted)]


def test_who_changed_tells_of_the_deleted_but_not_of_the_erased(office: Office, lina: Rep, acme: Customer) -> None:
    """Of a deleted contact it is told what was done and by whom, marked as gone; what was undone never was; of an erased one nothing."""
    with office.open(lina, doing="add") as crm:
        sara = crm.contacts.add("Sara Haddad", acme.id).id
    with office.open(lina, doing="add") as crm:
        nabil = crm.contacts.add("Nabil Aziz", acme.id).id
    with office.open(lina, doing="delete") as crm:
        crm.contacts.delete(sara)
    with office.read(lina) as crm:
        found, total = crm.changed.of_customer(acme.id)
        told = [(one.record_id, one.action, one.gone) for one in found if one.record == "contact"]
        assert told == [(sara, "delete", True), (nabil, "insert", False), (sara, "insert", True)]
        assert total == len(found)
    with office.open(lina, doing="add") as crm:
        crm.contacts.add("Rami Said", acme.id)
    with office.open(lina, doing="undo") as crm:
        crm.steps.undo()
    with office.read(lina) as crm:
        assert crm.changed.of_customer(acme.id)[1] == total
    with office.open(None, doing="add_rep") as crm:
        huda = crm.team.add_rep("Huda", role="admin")
    with office.open(huda, doing="erase") as crm:
        crm.erasing.erase("contact", nabil)
    with office.read(lina) as crm:
        assert {one.record_id for one in crm.changed.of_customer(acme.id)[0] if one.record == "contact"} == {sara}

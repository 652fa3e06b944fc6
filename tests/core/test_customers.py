"""Customers and contacts: fields, tags, duplicates, ownership, deletion."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col

from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.errors import BadValue, LooksLike, NoSuchSetting, NotAllowed, NotFound
from core.tables import Customer, Rep
from core.team.workspace import Workspace


def test_a_new_customer(office: Office, lina: Rep, acme: Customer) -> None:
    """It is its maker's, its phone is kept in E.164, and it is found by its name at once."""
    assert (acme.owner_id, acme.created_by_id, acme.phone, acme.kind) == (lina.id, lina.id, "+966501234567", "company")
    with office.read(lina) as crm:
        assert crm.names.find("acme")[0].id == acme.id
        assert crm.customers.named("Acme") == [crm.customers.get(acme.id)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("٠٥٠١٢٣٤٥٦٧", "+966501234567"),
        ("+966 50 123-4567", "+966501234567"),
        ("00966501234567", "+966501234567"),
        ("+971 50 123 4567", "+971501234567"),
        ("12", "12"),
        ("ask Sara", "ask Sara"),
    ],
)
def test_phones(office: Office, lina: Rep, typed: str, kept: str) -> None:
    """A phone is read with the workspace's country, in either kind of digits; one that cannot be valid stays as typed."""
    with office.open(lina) as crm:
        assert crm.customers.add("Acme", phone=typed).phone == kept


@pytest.mark.parametrize(
    ("name", "fields", "why"),
    [
        ("Acme", {}, "name"),
        ("ACME Ltd.", {}, "name"),
        ("Zenith", {"phone": "0501234567"}, "phone"),
        ("Zenith", {"email": "Info@Acme.com"}, "email"),
        ("Globl Logistics", {}, "name"),
    ],
)
def test_looks_like(  # noqa: PLR0917 - the parameters are the table above
    office: Office, lina: Rep, acme: Customer, name: str, fields: dict[str, str], why: str
) -> None:
    """The same phone, e-mail or nearly the same name is refused with what it looks like, and nothing is written, unless sure."""
    with office.open(lina) as crm:
        crm.customers.change(acme.id, email="info@acme.com")
        crm.customers.add("Global Logistics")
    with pytest.raises(LooksLike) as told, office.open(lina) as crm:
        crm.customers.add(name, **fields)
    assert told.value.matches[0][3] == why
    with office.open(lina) as crm:
        assert crm.customers.count() == 2
        assert crm.customers.add(name, sure=True, **fields).id


@pytest.mark.parametrize("name", ["Acme Holding", "Zenith", "Acne Clinic", "أكمي"])
def test_does_not_look_like(office: Office, lina: Rep, acme: Customer, name: str) -> None:
    """A longer or another name is a customer of its own."""
    with office.open(lina) as crm:
        assert crm.customers.add(name).id != acme.id


def test_fields_are_checked(office: Office, lina: Rep, acme: Customer) -> None:
    """Unknown fields, values that are none of the choices, an empty name, and characters no database keeps are refused."""
    for fields, error in (
        ({"phnoe": "1"}, NoSuchSetting),
        ({"created_at": None}, NoSuchSetting),
        ({"status": "great"}, BadValue),
        ({"name": " "}, BadValue),
        ({"name": "x" * 201}, BadValue),
        ({"city": "Jed\0dah"}, BadValue),
        ({"city": "Jed\ud800dah"}, BadValue),
    ):
        with pytest.raises(error), office.open(lina) as crm:
            crm.customers.change(acme.id, **fields)
    with office.open(lina) as crm:
        assert crm.customers.change(acme.id, city="  Jeddah ", industry="").city == "Jeddah"
        assert crm.customers.get(acme.id).industry is None


def test_tags(office: Office, lina: Rep, acme: Customer) -> None:
    """Tags are added once, letter case aside, and taken away again."""
    with office.open(lina) as crm:
        assert crm.customers.tag(acme.id, "#vip", "cafe", "VIP").tags == ["vip", "cafe"]
        assert crm.customers.tag(acme.id, "Cafe").tags == ["vip", "cafe"]
        assert crm.customers.untag(acme.id, "VIP", "nothing").tags == ["cafe"]
        with pytest.raises(BadValue):
            crm.customers.tag(acme.id, " # ")


def test_ownership(office: Office, omar: Rep, mona: Rep, acme: Customer) -> None:
    """A colleague completes fields but does not take the owner's customer or delete it; a manager does."""
    with office.open(omar) as crm:
        assert crm.customers.change(acme.id, city="Jeddah").city == "Jeddah"
        crm.contacts.add("Sara", acme.id)
    for change in ("owner", "delete"):
        with pytest.raises(NotAllowed) as told, office.open(omar) as crm:  # noqa: PT012 - the acts differ by one word
            if change == "owner":
                crm.customers.change(acme.id, owner_id=omar.id)
            else:
                crm.customers.delete(acme.id)
        assert told.value.who == "Lina"
    with office.open(mona) as crm:
        crm.customers.change(acme.id, owner_id=omar.id)
    with office.open(omar) as crm:
        crm.customers.delete(acme.id)


def test_strict_ownership(database: Database, clock: MovableClock, omar: Rep, acme: Customer, lina: Rep) -> None:
    """With strict ownership a colleague changes and logs nothing on the owner's customer."""
    strict = Office(database, clock, Workspace(strict_ownership=True))
    for act in ("change", "log", "contact", "deal"):
        with pytest.raises(NotAllowed), strict.open(omar) as crm:  # noqa: PT012 - the acts differ by one word
            if act == "change":
                crm.customers.change(acme.id, city="Jeddah")
            elif act == "log":
                crm.interactions.log("call", acme.id)
            elif act == "contact":
                crm.contacts.add("Sara", acme.id)
            else:
                crm.deals.add(acme.id)
    with strict.open(lina) as crm:
        assert crm.customers.change(acme.id, city="Jeddah").city == "Jeddah"


def test_contacts(office: Office, lina: Rep, acme: Customer) -> None:
    """A contact is its customer's, moves to another, and what was logged with it stays when it goes."""
    with office.open(lina) as crm:
        zenith = crm.customers.add("Zenith")
        sara = crm.contacts.add("Sara  Haddad", acme.id, phone="0551112222", title="buyer")
        assert (sara.name, sara.phone) == ("Sara Haddad", "+966551112222")
        with pytest.raises(LooksLike):
            crm.contacts.add("sara haddad", acme.id)
        other = crm.contacts.add("Sara Haddad", zenith.id)
        crm.interactions.log("call", acme.id, sara.id)
        crm.contacts.change(other.id, customer_id=acme.id, title="owner")
        assert [row.id for row in crm.contacts.of(acme.id)] == [sara.id, other.id]
        crm.contacts.delete(sara.id)
        assert crm.interactions.of(acme.id)[0].contact_id is None
        assert [match.id for match in crm.names.find("Sara Haddad", records=("contact",))] == [other.id]
        with pytest.raises(NotFound):
            crm.contacts.get(sara.id)
        with pytest.raises(NotFound):
            crm.contacts.add("Ali", 999)


def test_recent_and_silent(office: Office, lina: Rep, omar: Rep, acme: Customer, clock: MovableClock) -> None:
    """Own customers come first, then those touched last; silent ones are those nobody was in touch with since."""
    with office.open(omar) as crm:
        globex = crm.customers.add("Globex")
    clock.forward(timedelta(days=10))
    with office.open(omar) as crm:
        crm.interactions.log("call", globex.id)
        assert [row.name for row in crm.customers.recent(5)] == ["Globex", "Acme"]
        silent = crm.customers.not_contacted(crm.now - timedelta(days=7))
        assert [row.name for row in silent] == ["Acme"]
        assert crm.customers.not_contacted(crm.now - timedelta(days=7), owner_id=omar.id) == []
        assert [row.name for row in crm.customers.found(col(Customer.name) > "B")] == ["Globex"]
    with office.read(lina) as crm:
        assert [row.name for row in crm.customers.recent(5)] == ["Acme", "Globex"]
    assert acme.id

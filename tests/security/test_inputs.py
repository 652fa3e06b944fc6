"""SEC4, SEC12, SEC14, SEC18, SEC19 one by one: impostors, look-alike letters, formulas, filters, fields that nobody sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.read import Me, read
from bot.language.headers import VOCABULARY
from core.crm import Office
from core.customers.folding import fold
from core.errors import BadValue, CoreError, NoSuchSetting
from core.exchange.formulas import guarded, unguarded
from core.exchange.plan import plan
from core.exchange.reading import read_table
from core.exchange.writing import export
from core.tables import Rep
from tests.faults.nasty import FORMULAS, SPOOFS

ME = Me(id=7000000001, username="daftar_test_bot")
TOLD: dict[str, Any] = {
    "message_id": 5,
    "date": 1_795_000_000,
    "chat": {"id": 42, "type": "private"},
    "from": {"id": 42, "is_bot": False, "first_name": "Lina"},
    "text": "erase person Sara Haddad",
}
GROUP = {"id": -100, "type": "supergroup", "title": "Sales"}


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"sender_chat": {"id": -100, "type": "supergroup"}, "chat": GROUP}, id="in the name of a group"),
        pytest.param(
            {"from": {"id": 1087968824, "is_bot": True, "username": "GroupAnonymousBot"}, "chat": GROUP},
            id="anonymous admin",
        ),
        pytest.param({"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}}, id="service"),
        pytest.param({"via_bot": {"id": 9, "is_bot": True, "username": "other"}}, id="through another bot"),
        pytest.param({"from": {"id": 42, "is_bot": True, "first_name": "Lina"}}, id="a bot"),
        pytest.param({"from": None}, id="nobody"),
    ],
)
def test_sec4_impostors_are_not_heard(changed: dict[str, Any]) -> None:
    """SEC4: what comes in somebody's name by a channel, a group, another bot or a service is no word of theirs; the plain one is."""
    heard = read({"update_id": 1, "message": TOLD}, ME)
    assert heard is not None
    assert heard.speaker.user_id == "42"
    message = {key: value for key, value in {**TOLD, **changed}.items() if value is not None}
    assert read({"update_id": 1, "message": message}, ME) is None
    assert read({"update_id": 1, "channel_post": {**TOLD, "chat": GROUP}}, ME) is None


def test_sec4_a_name_is_nobody() -> None:
    """SEC4: the number of the person counts; whoever takes over a user name is not the person who had it."""
    other = {**TOLD, "from": {"id": 43, "is_bot": False, "username": "lina"}, "chat": {"id": 43, "type": "private"}}
    heard = read({"update_id": 2, "message": other}, ME)
    assert heard is not None
    assert heard.speaker.user_id == "43"


@pytest.fixture
def lina(office: Office) -> Rep:
    """A rep."""
    with office.open(None, doing="add_rep") as crm:
        return crm.team.add_rep("Lina")


@pytest.mark.parametrize(
    "field", ["id", "created_at", "created_by_id", "updated_at", "last_contacted_at", "role", "no_such"]
)
def test_sec19_nobody_sets_what_nobody_sets(field: str, office: Office, lina: Rep) -> None:
    """SEC19: ids, moments and fields of other records are refused, on making and on changing, and nothing is written."""
    with office.open(lina, doing="add") as crm:
        acme = crm.customers.add("Acme")
    with pytest.raises(NoSuchSetting), office.open(lina, doing="set_field") as crm:
        crm.customers.change(acme.id, **{field: "1"})
    with pytest.raises(NoSuchSetting), office.open(lina, doing="add") as crm:
        crm.customers.add("Globex", **{field: "1"})  # type: ignore[arg-type]
    with office.read(lina) as crm:
        assert crm.names.find("Globex") == []


def test_sec19_a_rep_makes_nobody_an_admin(office: Office, lina: Rep) -> None:
    """SEC19: one's own role, name and being active are not among one's own settings; other reps' settings are not either."""
    with office.open(None, doing="add_rep") as crm:
        omar = crm.team.add_rep("Omar")
    for rep_id, fields in (
        (lina.id, {"role": "admin"}),
        (lina.id, {"active": True}),
        (lina.id, {"name": "X"}),
        (omar.id, {"zone": "UTC"}),
    ):
        with pytest.raises(CoreError), office.open(lina, doing="change_setting") as crm:
            crm.team.change(rep_id, **fields)
    with office.read(None) as crm:
        assert {rep.role for rep in crm.team.reps()} == {"rep"}


def test_sec19_an_import_sets_no_owner_and_no_id(office: Office, lina: Rep) -> None:
    """SEC19: columns of ids, moments and roles are unknown ones; a rep's file hands out nothing."""
    data = b"name,id,created_at,role,owner\nAcme,77,1999-01-01,admin,Omar\nGlobex,78,1999-01-01,admin,\n"
    with office.read(lina) as crm:
        made = plan(crm.transaction, read_table("list.csv", data), VOCABULARY)
    assert [row.wrong for row in made.rows] == ["owner_not_allowed", ""]
    assert set(made.unknown) >= {"id", "created_at"}  # ``role`` is the title of a contact
    assert made.rows[1].values.get("owner_id") is None


@pytest.mark.parametrize("value", ["%", "_", "\\", "' OR '1'='1", '"; DROP TABLE customers; --', "x" * 5000])
def test_sec18_filters_are_values(value: str, office: Office, lina: Rep) -> None:
    """SEC18: what is looked for is a value: no wildcard, no end of a statement; unknown names of fields are refused."""
    with office.open(lina, doing="add") as crm:
        acme = crm.customers.add("Acme", city="Riyadh")
        assert crm.names.find(value) == []
        assert crm.names.by_email(value) == []
        assert crm.names.by_phone(value) == []
        with pytest.raises(NoSuchSetting):
            crm.customers.change(acme.id, **{"name = 'x', city": value})
    with office.read(lina) as crm:
        assert crm.customers.get(acme.id).name == "Acme"


@pytest.mark.parametrize("spoof", SPOOFS)
def test_sec12_both_stores_keep_or_refuse_alike(spoof: str, office: Office, lina: Rep) -> None:
    """SEC12: a name with odd letters is kept as it is, or refused with a reason, the same on both databases; it is found again."""
    with office.open(lina, doing="add") as crm:
        if "\x00" in spoof:
            with pytest.raises(BadValue, match="characters"):
                crm.customers.add(spoof, sure=True)
            return
        row = crm.customers.add(spoof, sure=True)
        if fold(spoof):
            assert row.id in {match.id for match in crm.names.find(spoof)}


def test_sec12_one_name_in_several_forms_is_one() -> None:
    """SEC12: composed and decomposed, Arabic forms, presentation forms and digits fold to the same."""
    for one, two in (
        ("José", "Jose\u0301"),
        ("لا", "\ufefb"),
        ("احمد", "أحمد"),
        ("فاطمه", "فاطمة"),
        ("محمد", "محــمد"),
        ("0501", "٠٥٠١"),
    ):
        assert fold(one) == fold(two)


@pytest.mark.parametrize("cell", FORMULAS)
def test_sec14_no_cell_is_a_formula(cell: str) -> None:
    """SEC14: every risky cell is guarded, and reading our own file gives back what was written."""
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in tuple("=+-@\t\r\n＝＋－＠|")


def test_sec14_a_phone_comes_back_from_our_own_file(office: Office, lina: Rep) -> None:
    """SEC14: +966… goes out guarded and comes in unchanged."""
    with office.open(lina, doing="add") as crm:
        crm.customers.add("=cmd()", phone="0501234567", sure=True)
    with office.read(lina) as crm:
        data = export(crm, "customers", "csv")
        made = plan(crm.transaction, read_table("customers.csv", data), VOCABULARY, may_set_owner=True)
    assert b"'=cmd()" in data
    assert b"'+966501234567" in data
    assert [(row.name, row.state) for row in made.rows] == [("=cmd()", "same")]


def test_the_shared_collection_too(shared: Path, office: Office, lina: Rep) -> None:
    """SEC12, SEC14 with the whole shared collection: no cell is a formula, no spoof breaks a store."""
    for cell in json.loads((shared / "nasty" / "csv_formula.json").read_text("utf-8")):
        assert unguarded(guarded(cell)) == cell
    for case in json.loads((shared / "nasty" / "unicode_spoof.json").read_text("utf-8")):
        if "text" in case:
            try:
                with office.open(lina, doing="add") as crm:
                    crm.customers.add(case["text"][:190], sure=True)
            except BadValue:
                continue

"""DATA3, DATA4, DATA5, DATA6: a person is told of in full and erased to the last byte, on both databases, and does not come back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from bot.language.headers import VOCABULARY
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.errors import NotAllowed, NothingToUndo
from core.exchange.plan import plan
from core.exchange.reading import read_table
from core.keeping.kept import backups, keep
from core.keeping.restoring import restore
from core.privacy import cleaning, ledger
from core.privacy.cleaning import unclean
from core.privacy.erasing import Buried
from core.privacy.labels import LABELS, personal
from core.tables import Rep, metadata

NAME, PHONE, EMAIL = "Zubaydah Canarywala", "+966501239876", "zubaydah.canary@example.com"
ARABIC = "زبيدة كناري"
SPELLINGS = (
    "Zubaydah Canarywala",
    "ZUBAYDAH CANARYWALA",
    "Canarywala, Zubaydah",
    "Zubaydah\u00a0Canarywala",
    "زبيدة كناري",
    "لزُبَيْدَة كنــاري",
    "+966 50 123 9876",
    "0501239876",
    "٠٥٠ ١٢٣ ٩٨٧٦",
    "Zubaydah.Canary@Example.com",
)
LEAVINGS = ("zubaydah", "canary", "كناري", "زبيدة", "1239876", "123 9876", "٩٨٧٦", "secretneed")
"""No byte of these may be left, in any letter case."""


@pytest.fixture
def huda(office: Office) -> Rep:
    """An admin."""
    with office.open(None, doing="add_rep") as crm:
        return crm.team.add_rep("Huda", role="admin")


@pytest.fixture
def lina(office: Office) -> Rep:
    """A rep."""
    with office.open(None, doing="add_rep") as crm:
        return crm.team.add_rep("Lina")


def everywhere(office: Office, lina: Rep, huda: Rep) -> tuple[int, int]:
    """A person at a company, in every table that may hold one; (customer, contact)."""
    with office.open(lina, doing="add_contact", said=f"new contact {NAME}, Acme", message_key="telegram#1") as crm:
        acme = crm.customers.add("Acme", notes=f"Ask for {SPELLINGS[2]}")
        sara = crm.contacts.add(NAME, acme.id, phone=PHONE, email=EMAIL, title="Buyer secretneed")
        crm.names.learn(ARABIC, "contact", sara.id)
        crm.names.learn(f"Acme of {NAME}", "customer", acme.id)
        crm.follow_ups.add(f"Call {NAME}", due_at=office.clock.now(), customer_id=acme.id, contact_id=sara.id)
        deal = crm.deals.add(acme.id, title=f"Deal with {SPELLINGS[5]}")
        waiting = crm.follow_ups.add("Send the offer to Zubaydah", due_at=office.clock.now(), customer_id=acme.id)
        crm.lists.save(f"around {SPELLINGS[1]}", {"command": "find_customers", "said": f"near {PHONE}"})
    with office.open(lina, doing="log_interaction", said=f"called {NAME}: secretneed") as crm:
        crm.interactions.log(
            kind="call",
            customer_id=acme.id,
            contact_id=sara.id,
            summary="secretneed wanted",
            original=f"called {NAME}, secretneed",
        )
    for spelling in SPELLINGS:
        with office.open(lina, doing="log_interaction", said=f"note Globex: {spelling} was there") as crm:
            other = next((one for one in crm.names.find("Globex") if one.score == 100), None)
            globex = other.id if other is not None else crm.customers.add("Globex").id
            crm.interactions.log(kind="note", customer_id=globex, summary=f"met {spelling} there")
    with office.open(huda, doing="log_interaction", said=f"private note {NAME}") as crm:
        crm.interactions.log(
            kind="note", customer_id=acme.id, contact_id=sara.id, summary="secretneed of hers", private=True
        )
    with office.open(lina, doing="set_field") as crm:
        crm.contacts.change(sara.id, name=f"{NAME} bint Canarywala")
        crm.contacts.change(sara.id, name=NAME)
        crm.deals.change(deal.id, lost_reason=f"because of {SPELLINGS[6]}")
    with office.open(None, doing="receive") as crm:
        for number, spelling in enumerate(SPELLINGS):
            crm.inbox.put("telegram", "bot", str(number), {"text": f"called {spelling}"}, chat="telegram:lina")
        while (row := crm.inbox.take()) is not None:
            crm.inbox.done(row)
    refs = [{"record": "contact", "id": sara.id, "name": NAME}]
    with office.open(lina, doing="post") as crm:
        words: dict[str, Any] = {"language": "en", "keys": []}
        for number, payload in enumerate(
            (
                {**words, "parts": [{"text": [[f"☎ {SPELLINGS[3]}", ""]]}]},
                {**words, "parts": [{"text": [["she wants secretneed", ""]]}], "about": refs},
                {
                    **words,
                    "parts": [{"document": {"name": "contacts.csv", "data": "WnViYXlkYWg=", "media_type": "text/csv"}}],
                },
                {"notice": "reminder", "follow_up": waiting.id, "worded": {**words, "parts": [{"text": [[NAME, ""]]}]}},
            )
        ):
            crm.outbox.put(
                f"p{number}",
                platform="telegram",
                bot="bot",
                place="telegram:lina",
                address={},
                kind="reply",
                payload=payload,
                rep_id=lina.id,
            )
        crm.buttons.make(
            {"command": "look_up", "contact": refs[0]}, rep_id=lina.id, place="telegram:lina", label=f"Open {NAME}"
        )
        talk = crm.conversations.of("telegram:lina", lina.id)
        crm.conversations.list(talk, refs)
        crm.conversations.point_at(talk, refs[0])
        crm.conversations.ask(talk, {"said": f"called {NAME}", "choices": []})
        crm.conversations.was_about(
            talk, "#written", {"step": 1, "commands": [{"summary": "secretneed", "contact": refs[0]}]}
        )
    return acme.id, sara.id


def bytes_of(database: Database, postgres_files: Path | None) -> Iterator[tuple[str, bytes]]:
    """Every file that the database has, in small letters."""
    if database.file is not None:
        files = sorted(database.file.parent.iterdir())
    else:
        assert postgres_files is not None
        files = sorted(each for each in postgres_files.rglob("*") if each.is_file())
    for file in files:
        if file.is_file():
            yield (
                file.name,
                file.read_bytes().decode("utf-8", errors="replace").casefold().encode("utf-8", errors="replace"),
            )


def leavings(database: Database, folder: Path | None = None) -> list[tuple[str, str]]:
    """What is left, and in which file."""
    return [
        (name, word)
        for name, data in bytes_of(database, folder)
        for word in LEAVINGS
        if word.casefold().encode() in data
    ]


@pytest.fixture
def files(database: Database, request: pytest.FixtureRequest) -> Path | None:
    """Where PostgreSQL keeps the tables of this database; None on SQLite."""
    if database.dialect == "sqlite":
        return None
    server = request.getfixturevalue("postgres")
    with database.reading() as session:
        oid = (
            session.connection()
            .execute(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
            .scalar_one()
        )
    return Path(server.folder) / "data" / "base" / str(oid)


def settled(database: Database) -> None:
    """Let the server write what it has in memory."""
    if database.dialect == "postgresql":
        with database.alone() as connection:
            connection.execute("CHECKPOINT")


def test_data3_no_byte_is_left(database: Database, office: Office, lina: Rep, huda: Rep, files: Path | None) -> None:
    """DATA3: a contact in every table and many spellings; afterwards no byte in the file, its log or its other files."""
    acme, sara = everywhere(office, lina, huda)
    settled(database)
    assert {word for _, word in leavings(database, files)} >= {"zubaydah", "canary", "secretneed", "كناري", "1239876"}
    with office.open(huda, doing="erase_person", said=f"erase person {NAME}") as crm:
        plan = crm.erasing.plan("contact", sara)
        assert plan.counts["contact"] == 1
        assert plan.emptied == 2
        assert plan.mentions >= len(SPELLINGS)
        crm.erasing.erase("contact", sara)
    settled(database)
    assert leavings(database, files) == []
    assert not unclean(database)
    with office.read(huda) as crm:
        assert crm.customers.get(acme).name == "Acme"
        kinds = [row.kind for row in crm.interactions.of(customer_id=acme)]
        assert sorted(kinds) == ["call", "note"]  # that something happened stays
        assert [row.title for row in crm.follow_ups.open(lina.id, customer_id=acme)] == ["Send the offer to ▇▇▇"]
        assert crm.names.find(NAME) == []
        assert crm.names.find(ARABIC) == []


def test_data3_a_whole_customer(database: Database, office: Office, lina: Rep, huda: Rep, files: Path | None) -> None:
    """DATA3: with a customer go its people, entries, promises and deals."""
    acme, _ = everywhere(office, lina, huda)
    with office.open(huda, doing="erase_person") as crm:
        crm.erasing.erase("customer", acme)
    settled(database)
    assert leavings(database, files) == []
    with office.read(huda) as crm:
        assert crm.names.find("Acme") == []
        left = {
            name: crm.transaction.session.connection()
            .execute(select(func.count()).select_from(metadata.tables[name]))
            .scalar_one()
            for name in ("contacts", "follow_ups", "deals")
        }
        assert left == {"contacts": 0, "follow_ups": 0, "deals": 0}


def test_data5_erased_is_not_undone(office: Office, lina: Rep, huda: Rep) -> None:
    """DATA5: neither the erasure nor a step about the person can be undone, by anybody; others still can."""
    _, sara = everywhere(office, lina, huda)
    with office.open(lina, doing="add_customer") as crm:
        crm.customers.add("Initech")
    with office.open(huda, doing="erase_person") as crm:
        crm.erasing.erase("contact", sara)
    with pytest.raises(NothingToUndo) as refused, office.open(huda, doing="undo") as crm:
        crm.steps.undo()
    assert refused.value.erased
    with office.open(lina, doing="undo") as crm:
        assert crm.steps.undo().step.command == "add_customer"
    with office.read(lina) as crm:
        mine = [
            step
            for step_id in range(1, 40)
            if (step := crm.steps.of(step_id)) and step.command in ("add_contact", "set_field")
        ]
    assert mine
    for step in mine:
        with pytest.raises(NothingToUndo), office.open(lina, doing="undo") as crm:
            crm.steps.undo(step.id)


def test_data6_the_audit_keeps_who_when_and_what_kind(office: Office, lina: Rep, huda: Rep) -> None:
    """DATA6: every change of the erased is still there with its rep, moment, kind and number, and without a value."""
    _, sara = everywhere(office, lina, huda)
    before = told_of(office, sara)
    with office.open(huda, doing="erase_person") as crm:
        crm.erasing.erase("contact", sara)
    after = told_of(office, sara)
    assert [one[:4] for one in after[: len(before)]] == [one[:4] for one in before]
    assert after[len(before) :] == [(huda.id, "erase_person", "contact", "delete", None, None)]
    assert {one[4:] for one in after} == {(None, None)}


def told_of(office: Office, contact_id: int) -> list[tuple[Any, ...]]:
    """The audit of one contact."""
    asked = (
        "SELECT s.rep_id, s.command, c.record, c.action, c.before, c.after FROM changes c JOIN steps s ON s.id = c.step_id "
        "WHERE c.record = 'contact' AND c.record_id = :id ORDER BY c.id"
    )
    with office.read(None) as crm:
        return [tuple(row) for row in crm.transaction.session.connection().execute(text(asked), {"id": contact_id})]


def test_only_an_admin_erases(office: Office, lina: Rep, huda: Rep) -> None:
    """The table of permissions decides, whoever asks."""
    _, sara = everywhere(office, lina, huda)
    with pytest.raises(NotAllowed), office.open(lina, doing="erase_person") as crm:
        crm.erasing.erase("contact", sara)
    with pytest.raises(NotAllowed), office.read(lina) as crm:
        crm.telling.about("contact", sara)


def test_data4_every_column_is_labelled() -> None:
    """DATA4: a new table or column without a label fails here."""
    there = {name: set(table.columns.keys()) for name, table in metadata.tables.items()}
    assert {name: set(columns) for name, columns in LABELS.items()} == there


def test_data4_everything_is_told(office: Office, lina: Rep, huda: Rep) -> None:
    """DATA4: what is told of a person has rows of every table that may speak of one; what only others may read is counted."""
    _, sara = everywhere(office, lina, huda)
    with office.open(huda, doing="talk") as crm:
        talk = crm.conversations.of("telegram:huda", huda.id)
        crm.conversations.point_at(talk, {"record": "contact", "id": sara, "name": NAME})
        crm.buttons.make({"command": "x"}, rep_id=huda.id, place="telegram:huda", label=f"Open {NAME}")
        crm.team.link(crm.team.invite(huda.id), "telegram", "bot", "7", "7")
        crm.inbox.put("telegram", "bot", "h", {"text": NAME}, chat="telegram/bot/7/")
        crm.outbox.put(
            "h", platform="t", bot="b", place="p", address={}, kind="reply", payload={"text": NAME}, rep_id=huda.id
        )
        crm.lists.save(NAME, {"said": NAME})
    with office.read(huda) as crm:
        told = crm.telling.about("contact", sara)
    wanted = {name for name in LABELS if personal(name)}
    assert wanted - set(told) == set()
    assert told["left_out"] > 0
    whole = json.dumps(told, ensure_ascii=False)
    assert all(word in whole for word in (NAME, PHONE, EMAIL, ARABIC, "secretneed wanted"))


def test_private_entries_of_others_are_not_told(office: Office, lina: Rep, huda: Rep) -> None:
    """What READING.md keeps from every admin stays out of the document too, with its step and its values."""
    _, sara = everywhere(office, lina, huda)
    with office.open(lina, doing="log_interaction", said="private note: she is leaving, hush") as crm:
        acme = crm.contacts.get(sara).customer_id
        crm.interactions.log(
            kind="note", customer_id=acme, contact_id=sara, summary=f"{NAME} leaves, hush", private=True
        )
    with office.read(huda) as crm:
        assert "hush" not in json.dumps(crm.telling.about("contact", sara))
    with office.read(lina) as crm:
        crm.transaction.rep = None
        assert "hush" not in json.dumps(crm.telling.about("contact", sara))


def test_a_namesake_elsewhere_is_left_alone(office: Office, huda: Rep) -> None:
    """Two people of one name: texts at other customers that name them stay, those at the person's own lose the name."""
    with office.open(huda, doing="add") as crm:
        acme, globex = crm.customers.add("Acme"), crm.customers.add("Globex")
        one = crm.contacts.add("Mohammed Ali", acme.id)
        crm.contacts.add("Mohammed Ali", globex.id, sure=True)
        for customer in (acme, globex):
            crm.interactions.log(kind="note", customer_id=customer.id, summary="met Mohammed Ali")
    with office.open(huda, doing="erase_person") as crm:
        crm.erasing.erase("contact", one.id)
    with office.read(huda) as crm:
        assert [row.summary for row in crm.interactions.of(customer_id=acme.id)] == ["met ▇▇▇"]
        assert [row.summary for row in crm.interactions.of(customer_id=globex.id)] == ["met Mohammed Ali"]


def test_an_import_knows_the_erased_again(office: Office, lina: Rep, huda: Rep) -> None:
    """The tombstone: phone, e-mail and the name with the company are known again, in any spelling; nothing of them is kept."""
    _, sara = everywhere(office, lina, huda)
    with office.open(huda, doing="erase_person") as crm:
        crm.erasing.erase("contact", sara)
    with office.read(None) as crm:
        buried = Buried(crm.transaction)
    assert buried.knows(phone=PHONE)
    assert buried.knows(email=EMAIL.upper())
    assert buried.knows(name=f"{NAME.upper()} acme")
    assert not buried.knows(name=NAME, phone="+966501239877", email="somebody@example.com")


# -- what comes from elsewhere ------------------------------------------------------------------------------------------------


def on_disk(folder: Path, clock: MovableClock) -> Office:
    """A notebook made by the migrations, as an operator has it."""
    database = Database(f"sqlite:///{folder / 'daftar.db'}")
    database.migrate()
    return Office(database, clock)


def test_data3_an_older_backup_does_not_bring_them_back(tmp_path: Path, clock: MovableClock) -> None:
    """DATA3: the ledger outside the file is replayed when a backup of before is restored; that a number was given anew harms nobody."""
    office = on_disk(tmp_path, clock)
    with office.open(None, doing="add_rep") as crm:
        huda, lina = crm.team.add_rep("Huda", role="admin"), crm.team.add_rep("Lina")
    _, sara = everywhere(office, lina, huda)
    kept = keep(office.database, tmp_path / "backups", clock.now())
    with office.open(huda, doing="erase_person") as crm:
        later = crm.contacts.add("Later Latifah", crm.customers.add("Initech").id)
        crm.erasing.erase("contact", sara)
        later_id = later.id
    with office.open(huda, doing="erase_person") as crm:
        crm.erasing.erase("contact", later_id)
    office.database.close()
    done = restore(kept, tmp_path / "daftar.db", clock.now(), morning=time(8, 30))
    assert done.erased_again == 1
    clock.forward(timedelta(minutes=1))
    back = Office(Database(f"sqlite:///{tmp_path / 'daftar.db'}"), clock)
    with back.open(huda.id, doing="add") as crm:
        assert crm.names.find(NAME) == []
        assert crm.contacts.add("New Nasser", crm.customers.add("Umbrella").id).id == later_id
    keep(back.database, tmp_path / "backups", clock.now())
    back.database.close()
    found = (tmp_path / "daftar.db").read_bytes().decode("utf-8", errors="replace").casefold()
    assert [word for word in LEAVINGS if word in found] == []
    newest = backups(tmp_path / "backups")[-1].file
    assert restore(newest, tmp_path / "daftar.db", clock.now(), morning=time(8, 30)).erased_again == 0
    again = Office(Database(f"sqlite:///{tmp_path / 'daftar.db'}"), clock)
    with again.read(None) as crm:
        assert [match.name for match in crm.names.find("New Nasser")] == ["New Nasser"]
    again.database.close()


def test_data3_another_machine_knows_by_the_ledger_of_the_backups(tmp_path: Path, clock: MovableClock) -> None:
    """DATA3: the folder of backups is taken elsewhere, the notebook is lost: its own list is enough."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    office = on_disk(tmp_path / "one", clock)
    with office.open(None, doing="add_rep") as crm:
        huda, lina = crm.team.add_rep("Huda", role="admin"), crm.team.add_rep("Lina")
    _, sara = everywhere(office, lina, huda)
    kept = keep(office.database, tmp_path / "backups", clock.now())
    with office.open(huda, doing="erase_person") as crm:
        crm.erasing.erase("contact", sara)
    clock.forward(timedelta(days=1))
    keep(office.database, tmp_path / "backups", clock.now())
    office.database.close()
    assert restore(kept, tmp_path / "two" / "daftar.db", clock.now(), morning=time(8, 30)).erased_again == 1
    found = (tmp_path / "two" / "daftar.db").read_bytes().decode("utf-8", errors="replace").casefold()
    assert [word for word in LEAVINGS if word in found] == []
    assert (tmp_path / "backups" / "erased.jsonl").stat().st_mode & 0o777 == 0o600


def test_the_ledger_tells_nothing_and_survives_a_cut(tmp_path: Path, clock: MovableClock) -> None:
    """The ledger has hashes only; half a line of a crash harms neither the lines before nor those after."""
    office = on_disk(tmp_path, clock)
    with office.open(None, doing="add") as crm:
        one = crm.contacts.add(NAME, crm.customers.add("Acme").id, phone=PHONE)
        two = crm.contacts.add("Second Sami", one.customer_id)
    with office.open(None, doing="erase_person") as crm:
        crm.erasing.erase("contact", one.id)
    path = ledger.beside(tmp_path / "daftar.db")
    with path.open("a", encoding="utf-8") as cut:
        cut.write('{"mark": "ha')
    with office.open(None, doing="erase_person") as crm:
        crm.erasing.erase("contact", two.id)
    office.database.close()
    assert len(ledger.read(path)) == 2
    assert [word for word in LEAVINGS if word in path.read_text(encoding="utf-8").casefold()] == []


def test_bytes_that_a_reader_holds_go_later(tmp_path: Path, clock: MovableClock) -> None:
    """While somebody reads the old state its bytes stay; that is known, and the next start takes them away."""
    office = on_disk(tmp_path, clock)
    with office.open(None, doing="add") as crm:
        one = crm.contacts.add(NAME, crm.customers.add("Acme").id)
    cleaning.PATIENCE, patience = 0.1, cleaning.PATIENCE
    try:
        with office.read(None) as reading:
            assert reading.contacts.get(one.id).name == NAME
            with office.open(None, doing="erase_person") as crm:
                crm.erasing.erase("contact", one.id)
            assert unclean(office.database)
    finally:
        cleaning.PATIENCE = patience
    cleaning.clean(office.database)
    assert not unclean(office.database)
    assert leavings(office.database) == []
    office.database.close()


def test_an_import_leaves_the_erased_out(office: Office, lina: Rep, huda: Rep) -> None:
    """The same file again brings everybody but whom an admin erased; the line is told as left out."""
    _, sara = everywhere(office, lina, huda)
    with office.open(huda, doing="erase_person") as crm:
        crm.erasing.erase("contact", sara)
    data = f"name,company,phone\n{NAME},Acme,\nSomebody Else,Acme,{PHONE}\nFine Fahd,Acme,0501112222\n".encode()
    with office.read(huda) as crm:
        made = plan(crm.transaction, read_table("people.csv", data), VOCABULARY)
    assert [(row.state, row.wrong) for row in made.rows] == [("wrong", "erased"), ("wrong", "erased"), ("new", "")]

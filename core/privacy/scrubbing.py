"""Taking a person out of every text of the notebook that is not the person's own record.

What points at a record that goes loses all its words; what merely mentions the person has the mention blacked out, the same way
everywhere, so that a change that can be undone still fits the row it is about. Nothing of this is recorded as a change.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Table, delete, select, update
from sqlmodel import col

from core.customers.customer import Alias
from core.customers.folding import fold
from core.customers.names import Names
from core.privacy.person import Person, chunks, raw_rows
from core.privacy.spellings import Spellings
from core.store.audit_rows import Change, Step
from core.tables import metadata
from core.talking.inserting import table_of
from core.talking.rows import ButtonToken, Conversation, InboxRow, Occurrence, OutboxRow
from core.transaction import Transaction

NEARBY: Final[dict[str, tuple[str, ...]]] = {
    "interactions": ("summary", "original", "outcome", "files"),
    "follow_ups": ("title",),
    "deals": ("title", "lost_reason"),
}
"""Texts that hang on a customer."""
_ALSO: Final[dict[str, tuple[str, ...]]] = {"customer": ("notes",), "saved_list": ("name", "asks")}
_LEFT: Final = ("pending", "dispatching", "held")
_KEPT_OF_A_TALK: Final = ("#board", "#welcomed")


class Scrubbing:
    """One pass through the notebook for one person."""

    def __init__(self, tx: Transaction, person: Person) -> None:
        self._tx = tx
        self._person = person
        self._connection = tx.session.connection()

    def scrub(self) -> None:
        """Do it, after the person's own rows are gone."""
        self._entries()
        self._customers()
        self._steps()
        self._changes()
        self._came_in()
        self._goes_out()
        self._buttons()
        self._conversations()
        self._lists()
        self._aliases()
        for some in chunks(self._person.gone.get("follow_up", set())):
            rules = [f"follow_up:{one}" for one in some]
            self._connection.execute(delete(Occurrence).where(col(Occurrence.rule).in_(rules)))

    def mentioned(self) -> int:
        """How many entries, promises, deals and notes that stay mention the person."""
        found = sum(len(self._hits(table, columns)) for table, columns in NEARBY.items())
        return found + len(self._hits("customers", ("notes",)))

    # -- texts of records that stay -------------------------------------------------------------------------------------

    def _hits(self, name: str, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
        """Rows that stay whose texts mention the person, with the texts without it."""
        table = metadata.tables[name]
        of = "id" if name == "customers" else "customer_id"
        going = self._person.gone.get({"customers": "customer"}.get(name, name.removesuffix("s")), set())
        near = self._person.gone.get("customer", set()) | {self._person.customer_id}
        found: list[tuple[int, dict[str, str]]] = []
        for row in raw_rows(self._tx, table, columns, tuple({"id", of})):
            if row["id"] in going or (name == "interactions" and row["id"] in self._person.emptied):
                continue
            spellings = self._person.nearby if row[of] in near else self._person.everywhere
            changed = {key: spellings.without(row[key]) for key in columns if self._in(spellings, row[key])}
            if changed:
                found.append((int(row["id"]), changed))
        return found

    def _entries(self) -> None:
        for name, columns in NEARBY.items():
            table = metadata.tables[name]
            for row_id, changed in self._hits(name, columns):
                told = {key: json.loads(value) if key == "files" else value for key, value in changed.items()}
                self._connection.execute(update(table).where(table.c.id == row_id).values(**told))

    def _customers(self) -> None:
        table = metadata.tables["customers"]
        for row_id, changed in self._hits("customers", ("notes",)):
            self._connection.execute(update(table).where(table.c.id == row_id).values(**changed))

    # -- the past -----------------------------------------------------------------------------------------------------------

    def _theirs(self) -> dict[str, set[int]]:
        return {**self._person.gone, "interaction": self._person.gone.get("interaction", set()) | self._person.emptied}

    def _steps(self) -> None:
        """What was said is forgotten where it made one of their records or mentions them; who, when and what kind stays."""
        silenced: set[int] = set()
        for record, ids in self._theirs().items():
            for some in chunks(ids):
                asked = select(col(Change.step_id)).where(col(Change.record) == record, col(Change.record_id).in_(some))
                silenced.update(self._connection.execute(asked).scalars())
        steps = table_of(Step)
        for row in raw_rows(self._tx, steps, ("said",), ()):
            if self._in(self._person.everywhere, row["said"]):
                silenced.add(int(row["id"]))
        for some in chunks(silenced):
            self._connection.execute(update(steps).where(steps.c.id.in_(some)).values(said=""))

    def _changes(self) -> None:
        """Values of their records are emptied, mentions in those of others blacked out as in the records themselves."""
        changes = table_of(Change)
        for record, ids in self._theirs().items():
            for some in chunks(ids):
                self._connection.execute(
                    update(changes)
                    .where(changes.c.record == record, changes.c.record_id.in_(some))
                    .values(before=None, after=None)
                )
        near = {"customer": {self._person.customer_id}, "contact": set[int]()}
        for row in raw_rows(self._tx, changes, ("before", "after"), ("id", "record", "record_id")):
            if not any(self._person.nearby.perhaps(row[key]) for key in ("before", "after")):
                continue
            before, after = (json.loads(row[key]) if row[key] else None for key in ("before", "after"))
            told = {**(before or {}), **(after or {})}
            close = told.get("customer_id") == self._person.customer_id or row["record_id"] in near.get(
                row["record"], ()
            )
            clean = self._person.nearby if close else self._person.everywhere
            new = {
                key: _words_only(clean, row["record"], value) for key, value in (("before", before), ("after", after))
            }
            if new != {"before": before, "after": after}:
                self._connection.execute(update(changes).where(changes.c.id == row["id"]).values(**new))

    # -- the talk itself -----------------------------------------------------------------------------------------------------

    def _came_in(self) -> None:
        """Raw updates: of what was handled no body is kept any longer; one put aside that mentions them loses its own."""
        inbox = table_of(InboxRow)
        self._connection.execute(update(inbox).where(inbox.c.state == "done").values(body=None))
        for row in raw_rows(self._tx, inbox, ("body",), ("id", "state")):
            if row["state"] == "quarantined" and self._person.everywhere.perhaps(row["body"]):
                self._connection.execute(update(inbox).where(inbox.c.id == row["id"]).values(body=None, state="done"))

    def _goes_out(self) -> None:
        """Messages about them lose their words, and are not sent; mentions in others are blacked out; files are not kept."""
        outbox = table_of(OutboxRow)
        for row in raw_rows(self._tx, outbox, ("payload",), ("id", "state")):
            raw = str(row["payload"] or "")
            payload: Any = json.loads(raw) if raw else {}
            theirs = self._person.about(payload)
            mentioned = self._in(self._person.everywhere, payload, raw)
            with_file = '"document"' in raw
            if not (theirs or mentioned or with_file):
                continue
            values: dict[str, Any] = {"payload": _emptied(payload, self._person.everywhere, whole=theirs or with_file)}
            if row["state"] in _LEFT and (theirs or with_file):
                values |= {"state": "cancelled", "owner": None, "lease_until": None}
            self._connection.execute(update(outbox).where(outbox.c.id == row["id"]).values(**values))

    def _buttons(self) -> None:
        buttons = table_of(ButtonToken)
        gone = []
        for row in raw_rows(self._tx, buttons, ("command", "label"), ("token",)):
            told = json.loads(row["command"])
            if self._person.about(told) or self._in(
                self._person.everywhere, [told, row["label"]], f"{row['command']} {row['label']}"
            ):
                gone.append(row["token"])
        for some in chunks(gone):
            self._connection.execute(delete(ButtonToken).where(col(ButtonToken.token).in_(some)))

    def _conversations(self) -> None:
        """A talk in which they come up begins anew; what was open is closed."""
        talks = table_of(Conversation)
        columns = ("pending", "listed", "last_party", "about")
        for row in raw_rows(self._tx, talks, columns, ("id",)):
            told = [json.loads(row[key]) if row[key] else None for key in columns]
            if self._person.about(told) or self._in(
                self._person.everywhere, told, " ".join(str(row[key]) for key in columns)
            ):
                kept = {key: value for key, value in (told[-1] or {}).items() if key in _KEPT_OF_A_TALK}
                values = {"pending": None, "pending_at": None, "listed": None, "last_party": None, "about": kept}
                self._connection.execute(update(talks).where(talks.c.id == row["id"]).values(**values))

    def _lists(self) -> None:
        lists = metadata.tables["saved_lists"]
        for row in raw_rows(self._tx, lists, ("name", "asks"), ("id",)):
            asks = json.loads(row["asks"])
            if self._person.about(asks):
                self._connection.execute(delete(lists).where(lists.c.id == row["id"]))
            elif self._in(self._person.everywhere, [row["name"], asks], f"{row['name']} {row['asks']}"):
                name = self._person.everywhere.without(row["name"])
                values = {"name": name, "folded": fold(name), "asks": self._person.everywhere.without(asks)}
                self._connection.execute(update(lists).where(lists.c.id == row["id"]).values(**values))

    def _aliases(self) -> None:
        """Another name of somebody else in which they are named is forgotten, in the past too."""
        names = Names(self._tx)
        changes = table_of(Change)
        for row in raw_rows(self._tx, table_of(Alias), ("alias",), ("id",)):
            if self._in(self._person.everywhere, row["alias"]):
                names.forget("alias", int(row["id"]))
                self._connection.execute(delete(Alias).where(col(Alias.id) == row["id"]))
                self._person.gone.setdefault("alias", set()).add(int(row["id"]))
        for row in raw_rows(self._tx, changes, ("before", "after"), ("id", "record")):
            if row["record"] == "alias" and self._in(self._person.everywhere, f"{row['before']} {row['after']}"):
                self._connection.execute(
                    update(changes).where(changes.c.id == row["id"]).values(before=None, after=None)
                )

    @staticmethod
    def _in(spellings: Spellings, value: Any, raw: str | None = None) -> bool:
        return spellings.perhaps(raw if raw is not None else value) and spellings.found(value)


def _words_only(clean: Spellings, record: str, values: dict[str, Any] | None) -> dict[str, Any] | None:
    """The values of a change with mentions blacked out where the row itself has them blacked out: in its free words."""
    words = {**{name.removesuffix("s"): columns for name, columns in NEARBY.items()}, **_ALSO}.get(record)
    if values is None or words is None:
        return values
    told = {key: clean.without(value) if key in words else value for key, value in values.items()}
    return told | {"folded": fold(told["name"])} if record == "saved_list" and "name" in told else told


def _emptied(payload: dict[str, Any], spellings: Spellings, *, whole: bool) -> dict[str, Any]:
    if not whole:
        told: dict[str, Any] = spellings.without(payload)
        return told
    return {"language": payload.get("language", "en"), "parts": [], "keys": []}


def tables_scrubbed() -> tuple[Table, ...]:
    """The tables that this goes through, for the test that holds the labels against it."""
    names = (
        *NEARBY,
        "customers",
        "steps",
        "changes",
        "inbox",
        "outbox",
        "buttons",
        "conversations",
        "saved_lists",
        "aliases",
    )
    return tuple(metadata.tables[name] for name in names)

"""Everything that the notebook holds about a person, as one JSON document: for whoever asks what is known about them.

Made from the labels of all columns, so that no table is forgotten. What READING.md lets nobody else see stays out by every path: private
entries of other reps, and what other reps' talks with the bot still hold; the document says how many such rows there are.
"""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any, Final, Literal

from sqlalchemy import Text, cast, select
from sqlmodel import col

from core.audit import to_json
from core.privacy.labels import LABELS, personal, words_of
from core.privacy.person import Person, chunks, person_of, raw_rows
from core.privacy.scrubbing import NEARBY
from core.store.audit_rows import Change
from core.tables import metadata
from core.team.rep import Identity
from core.transaction import Transaction
from core.working.interaction import Interaction

PERMISSION: Final = "persons.export"
_RECORD_OF: Final = {
    "customers": "customer", "contacts": "contact", "aliases": "alias", "interactions": "interaction",
    "follow_ups": "follow_up", "deals": "deal",
}  # fmt: skip
_WHOSE: Final = frozenset({"outbox", "buttons", "conversations", "saved_lists"})
"""Tables of the talk itself: only one's own rows are told."""


class Telling:
    """Telling what is known, for managers and admins."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def about(self, record: Literal["customer", "contact"], record_id: int) -> dict[str, Any]:
        """By table the rows about the person. Raises NotAllowed, NotFound."""
        self._tx.require(PERMISSION)
        self._tx.session.flush()
        person = person_of(self._tx, record, record_id)
        told: dict[str, Any] = {
            "about": {"record": record, "id": person.id, "name": person.name},
            "told_at": self._tx.now.astimezone(UTC).isoformat(),
        }
        left_out = 0
        for name in LABELS:
            if not personal(name):
                continue
            ids, hidden = self._rows(name, person)
            left_out += hidden
            if ids:
                told[name] = [self._told(name, row) for row in self._read(name, ids)]
        told["left_out"] = left_out
        return told

    def _rows(self, name: str, person: Person) -> tuple[set[Any], int]:
        """The keys of the rows to tell, and how many are left out."""
        record = _RECORD_OF.get(name, "")
        found: set[Any] = set(person.gone.get(record, set()))
        if name == "interactions":
            found |= person.emptied
        if name == "changes":
            found |= self._changes(person)
        if name in NEARBY or name == "customers" or words_of(name):
            found |= self._mentions(name, person)
        hidden = self._hidden(name, found)
        return found - hidden, len(hidden)

    def _mentions(self, name: str, person: Person) -> set[Any]:
        table = metadata.tables[name]
        columns = ("notes",) if name == "customers" else words_of(name)
        of = ("customer_id",) if name in NEARBY else ()
        key = next(iter(table.primary_key.columns)).name
        found: set[Any] = set()
        for row in raw_rows(self._tx, table, columns, (key, *of)):
            near = of and row["customer_id"] == person.customer_id
            spellings = person.nearby if near else person.everywhere
            texts = [str(row[column]) for column in columns if row[column]]
            plain = name in NEARBY or name in ("customers", "steps")
            if any(spellings.perhaps(text) and spellings.found(text if plain else _read(text)) for text in texts) or (
                not plain and name != "changes" and any(person.about(_read(text)) for text in texts)
            ):
                found.add(row[key])
        return found

    def _changes(self, person: Person) -> set[int]:
        found: set[int] = set()
        for record, ids in {
            **person.gone,
            "interaction": person.gone.get("interaction", set()) | person.emptied,
        }.items():
            for some in chunks(ids):
                asked = select(col(Change.id)).where(col(Change.record) == record, col(Change.record_id).in_(some))
                found.update(self._tx.session.connection().execute(asked).scalars())
        return found

    def _hidden(self, name: str, ids: set[Any]) -> set[Any]:
        """Those that nobody but another rep may read."""
        connection, me = self._tx.session.connection(), self._tx.rep_id
        table = metadata.tables[name]
        key = next(iter(table.primary_key.columns))
        if name in _WHOSE:
            mine = table.c.rep_id.is_not_distinct_from(me)
            return ids - {
                one
                for some in chunks(ids)
                for one in connection.execute(select(key).where(key.in_(some), mine)).scalars()
            }
        if name == "inbox":
            where = select(col(Identity.platform), col(Identity.workspace), col(Identity.chat_id)).where(
                col(Identity.rep_id) == me
            )
            places = ["/".join((*told, "")) for told in connection.execute(where)]
            asked = [select(key).where(key.in_(some), table.c.chat.in_(places)) for some in chunks(ids)]
            return ids - {one for each in asked for one in connection.execute(each).scalars()}
        private = select(col(Interaction.id)).where(
            col(Interaction.private), col(Interaction.rep_id).is_distinct_from(me)
        )
        of_private = col(Change.record).in_(["interaction"]) & (
            col(Change.record_id).in_(private) | cast(col(Change.after), Text).contains('"private": true')
        )
        conditions = {
            "interactions": key.in_(private),
            "changes": key.in_(select(col(Change.id)).where(of_private)),
            "steps": key.in_(select(col(Change.step_id)).where(of_private)),
        }
        condition = conditions.get(name)
        if condition is None:
            return set()
        return {
            one
            for some in chunks(ids)
            for one in connection.execute(select(key).where(key.in_(some), condition)).scalars()
        }

    def _read(self, name: str, ids: set[Any]) -> list[Any]:
        table = metadata.tables[name]
        key = next(iter(table.primary_key.columns))
        return [
            row
            for some in chunks(ids)
            for row in self._tx.session.connection()
            .execute(select(table).where(key.in_(some)).order_by(key))
            .mappings()
        ]

    @staticmethod
    def _told(name: str, row: Any) -> dict[str, Any]:
        kept = [column for column, label in LABELS[name].items() if label in ("identity", "text", "link", "plain")]
        return {key: to_json(row[key]) for key in kept if row[key] not in (None, "", [])}


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text

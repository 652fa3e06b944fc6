"""Keeping the name index: one name at a time as records change, or many at once for an import or a rebuild."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal

from sqlalchemy import Connection, bindparam, text

from core.customers.folding import fold
from core.customers.names.keys import name_keys, spelling_keys, spellings, telling_word, words_of
from core.customers.names.matching import spelling

_BATCH: Final = 50_000
_ASKED: Final = 5_000

_ADD_ENTRY: Final = text(
    "INSERT INTO name_entries (record, record_id, alias_id, rep_id, name, folded, person, customer_id) "
    "VALUES (:record, :record_id, :alias_id, :rep_id, :name, :folded, :person, :customer_id) RETURNING id",
)
_ADD_ENTRIES: Final = text(
    "INSERT INTO name_entries (record, record_id, alias_id, rep_id, name, folded, person, customer_id) "
    "VALUES (:record, :record_id, :alias_id, :rep_id, :name, :folded, :person, :customer_id)",
)
_OWN: Final = text(
    "SELECT id, folded, alias_id, name, person, customer_id FROM name_entries WHERE record = :record AND record_id = :id",
)
_RESHOWN: Final = text(
    "UPDATE name_entries SET name = :name, person = :person, customer_id = :customer_id "
    "WHERE record = :record AND record_id = :id",
)


@dataclass(frozen=True, slots=True)
class Indexed:
    """A name to be found by. ``alias`` and ``alias_id`` are set where it is another name of the record called ``name``."""

    record: Literal["customer", "contact"]
    record_id: int
    name: str
    person: bool
    customer_id: int | None
    alias: str | None = None
    alias_id: int | None = None
    rep_id: int | None = None

    def row(self) -> dict[str, Any]:
        """As a row of ``name_entries``."""
        return {
            "record": self.record,
            "record_id": self.record_id,
            "alias_id": self.alias_id,
            "rep_id": self.rep_id,
            "name": self.name,
            "folded": fold(self.name if self.alias is None else self.alias),
            "person": self.person,
            "customer_id": self.customer_id,
        }


def put(connection: Connection, one: Indexed) -> None:
    """Make a name known, or correct it: what the record (or that alias of it) was found by before is forgotten.

    Doing it again changes nothing. The other names of the record then show its present name.
    """
    row = one.row()
    for entry in connection.execute(_OWN, {"record": one.record, "id": one.record_id}).all():
        if entry.alias_id != one.alias_id:
            continue
        if entry.folded == row["folded"]:
            if (entry.name, entry.person, entry.customer_id) != (one.name, one.person, one.customer_id):
                _show(connection, one)
            return
        _drop(connection, entry.id, entry.folded)
    _add(connection, row)
    if one.alias is None:
        _show(connection, one)


def _show(connection: Connection, one: Indexed) -> None:
    connection.execute(
        _RESHOWN,
        {
            "name": one.name,
            "person": one.person,
            "customer_id": one.customer_id,
            "record": one.record,
            "id": one.record_id,
        },
    )


def _add(connection: Connection, row: dict[str, Any]) -> None:
    entry_id = connection.execute(_ADD_ENTRY, row).scalar_one()
    name = spelling(row["folded"])
    keys = name_keys(name)
    _write_pairs(connection, "name_keys", ("key", "entry_id"), [(key, entry_id) for key in sorted(keys)])
    # Words that are there already are written again: another process may be forgetting the last name that has them.
    _write_pairs(connection, "name_spellings", ("key", "word"), sorted(spellings(name, keys)))


def forget(connection: Connection, record: str, record_id: int) -> None:
    """Forget a record with all its names; also the words that no other name has."""
    for entry in connection.execute(_OWN, {"record": record, "id": record_id}).all():
        _drop(connection, entry.id, entry.folded)


def forget_alias(connection: Connection, alias_id: int) -> None:
    """Forget one alias, whosever it was."""
    found = connection.execute(text("SELECT id, folded FROM name_entries WHERE alias_id = :id"), {"id": alias_id})
    for entry_id, folded in found.all():
        _drop(connection, entry_id, folded)


def _drop(connection: Connection, entry_id: int, folded: str) -> None:
    keys = name_keys(spelling(folded))
    connection.execute(
        text("DELETE FROM name_keys WHERE key = :key AND entry_id = :entry"),
        [{"key": key, "entry": entry_id} for key in keys],
    )
    connection.execute(text("DELETE FROM name_entries WHERE id = :entry"), {"entry": entry_id})
    for word in words_of(keys):
        if (
            connection.execute(text("SELECT 1 FROM name_keys WHERE key = :word LIMIT 1"), {"word": word}).first()
            is None
        ):
            connection.execute(
                text("DELETE FROM name_spellings WHERE key = :key AND word = :word"),
                [{"key": key, "word": word} for key in spelling_keys(word, alone=True)],
            )


def put_some(connection: Connection, names: Sequence[Indexed]) -> None:
    """Make own names of records of one kind known or correct them: those that are new go in together."""
    if not names:
        return
    there: set[int] = set()
    for at in range(0, len(names), _ASKED):
        some = names[at : at + _ASKED]
        asked = text(
            "SELECT record_id FROM name_entries WHERE record = :record AND alias_id IS NULL AND record_id IN :ids",
        ).bindparams(bindparam("ids", expanding=True))
        found = connection.execute(asked, {"record": some[0].record, "ids": [one.record_id for one in some]})
        there.update(record_id for (record_id,) in found)
    put_many(connection, (one for one in names if one.record_id not in there))
    for one in names:
        if one.record_id in there:
            put(connection, one)


def put_many(connection: Connection, names: Iterable[Indexed]) -> int:
    """Make many new names known in one go; how many. The records must not be in the index yet (``clear`` for a rebuild)."""
    count = 0
    left = iter(names)
    done: dict[str, bool] = {}
    while batch := list(islice(left, _BATCH)):
        _put_batch(connection, batch, done)
        count += len(batch)
    return count


def _put_batch(connection: Connection, batch: Sequence[Indexed], done: dict[str, bool]) -> None:
    """One batch; ``done`` are the words whose spellings were written already, and whether as a telling word too."""
    before = connection.execute(text("SELECT COALESCE(MAX(id), 0) FROM name_entries")).scalar_one()
    rows = [one.row() for one in batch]
    connection.execute(_ADD_ENTRIES, rows)
    wanted = {(row["record"], row["record_id"], row["alias_id"]) for row in rows}
    made = connection.execute(
        text("SELECT id, record, record_id, alias_id, folded FROM name_entries WHERE id > :before"),
        {"before": before},
    )
    keys: list[tuple[str, int]] = []
    words: dict[str, bool] = {}
    for entry_id, record, record_id, alias_id, folded in made:
        if (record, record_id, alias_id) not in wanted:
            continue  # made by another process meanwhile, and indexed by it
        name = spelling(folded)
        own = name_keys(name)
        alone = telling_word(name.core)
        keys += [(key, entry_id) for key in own]
        for word in words_of(own):
            if not done.get(word, False) and (word == alone or word not in done):
                words[word] = words.get(word, False) or word == alone
    spelt = [(key, word) for word, alone in words.items() for key in spelling_keys(word, alone=alone)]
    done.update(words)
    keys.sort()
    spelt.sort()
    _write_pairs(connection, "name_keys", ("key", "entry_id"), keys)
    _write_pairs(connection, "name_spellings", ("key", "word"), spelt)


def _write_pairs(connection: Connection, table: str, columns: tuple[str, str], rows: list[tuple[Any, Any]]) -> None:
    if not rows:
        return
    named = ", ".join(columns)
    if connection.dialect.name == "sqlite":
        statement = f"INSERT INTO {table} ({named}) VALUES (?, ?) ON CONFLICT DO NOTHING"  # noqa: S608 - our own tables
        connection.exec_driver_sql(statement, rows)
        return
    kind = "int[]" if columns[1] == "entry_id" else "text[]"
    statement = (
        f"INSERT INTO {table} ({named}) "  # noqa: S608 - our own tables
        f"SELECT * FROM unnest(%s::text[], %s::{kind}) ON CONFLICT DO NOTHING"
    )
    connection.exec_driver_sql(statement, ([one for one, _ in rows], [two for _, two in rows]))


def clear(connection: Connection) -> None:
    """Empty the index, to be made anew."""
    for table in ("name_keys", "name_spellings", "name_entries"):
        connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of our own tables

"""Keeping the index: one at a time, many at once, and nothing left behind."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text

from core.customers.names.index import Indexed, clear, forget, put, put_many
from core.customers.names.looking import look_up
from core.database import Database

_NAMES = (
    "Bluewave Trading",
    "شركة الأمل",
    "عبدالكريم النجار",
    "Al Rashid Motors",
    "O'Brien & Sons",
    "9 to 5 Staffing",
    "???",
)


def rows(connection: Connection, table: str) -> set[tuple[object, ...]]:
    """All rows of a table of the index but for its own ids."""
    if table == "name_keys":
        joined = "SELECT k.key, e.record_id FROM name_keys k JOIN name_entries e ON e.id = k.entry_id"
        return {tuple(row) for row in connection.execute(text(joined))}
    columns = (
        "key, word" if table == "name_spellings" else "record, record_id, alias_id, name, folded, person, customer_id"
    )
    return {tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {table}"))}  # noqa: S608 - our own tables


def everything(connection: Connection) -> list[set[tuple[object, ...]]]:
    """The whole index."""
    return [rows(connection, table) for table in ("name_entries", "name_keys", "name_spellings")]


def made() -> list[Indexed]:
    """A few names, one of them twice."""
    return [
        Indexed("customer", at, name, person=False, customer_id=at) for at, name in enumerate((*_NAMES, _NAMES[0]), 1)
    ]


def test_many_at_once_are_as_one_by_one(database: Database) -> None:
    """The bulk path of imports writes the same index."""
    with database.writing() as session:
        connection = session.connection()
        for one in made():
            put(connection, one)
        single = everything(connection)
        clear(connection)
        assert everything(connection) == [set(), set(), set()]
        assert put_many(connection, made()) == len(made())
        assert everything(connection) == single


def test_again_changes_nothing(database: Database) -> None:
    """Writing a name that is there already leaves the index as it was."""
    with database.writing() as session:
        connection = session.connection()
        put_many(connection, made())
        before = everything(connection)
        for one in made():
            put(connection, one)
        assert everything(connection) == before


def test_nothing_of_a_forgotten_name_stays(database: Database) -> None:
    """When the last record of a name is forgotten not even its words are left (an erased person)."""
    with database.writing() as session:
        connection = session.connection()
        put_many(connection, made())
        forget(connection, "customer", 1)
        assert ("bluewave", "bluewave") in rows(connection, "name_spellings")
        for one in made():
            forget(connection, one.record, one.record_id)
        assert everything(connection) == [set(), set(), set()]


def test_a_name_without_letters_is_no_fault(database: Database) -> None:
    """A record called ``???`` is kept and found by nobody."""
    with database.writing() as session:
        connection = session.connection()
        put(connection, Indexed("customer", 1, "???", person=False, customer_id=1))
        assert look_up(connection, "???", ("customer",)) == []


@pytest.mark.parametrize(
    "said", ["blue wave trading", "bluewaev", "bleuwvae", "alrashid motors", "al rashed motors", "obrien and sons"]
)
def test_spellings_lead_to_the_name(database: Database, said: str) -> None:
    """Slips, blanks and glued articles are found through the tables alone."""
    with database.writing() as session:
        connection = session.connection()
        put_many(connection, made())
        assert look_up(connection, said, ("customer",)) != []

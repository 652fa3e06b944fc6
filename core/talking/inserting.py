"""Inserts that pass over what is there already, built once for each database.

These run for every message; building and comparing a statement anew would cost more than running it.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Executable, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from core.columns import Row
from core.prepared import Prepared

DIALECTS: Final = {"sqlite": sqlite, "postgresql": postgresql}


def table_of(row: type[Row]) -> Table:
    """The table of a row type."""
    found: Table = row.__dict__["__table__"]
    return found


def insert_if_new(row: type[Row], fields: tuple[str, ...], *keys: str) -> Prepared:
    """Insert one row with these fields and return its ``id``, or nothing where one with these keys (or any) is there."""
    table = table_of(row)
    values: dict[str, Any] = {name: bindparam(name) for name in fields}

    def made(dialect: str) -> Executable:
        into: Any = DIALECTS[dialect].insert(table).values(values)
        into = into.on_conflict_do_nothing(index_elements=list(keys)) if keys else into.on_conflict_do_nothing()
        told: Executable = into.returning(table.c.id)
        return told

    return Prepared(made)

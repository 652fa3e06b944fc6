"""Straight to the driver: for the few statements that run several times for every message.

The layer above costs as much as a short statement itself. It stays in charge of the connection, its transaction and of
what faults become.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Values = Sequence[Any] | Mapping[str, Any]


def by_dialect(statement: str) -> dict[str, str]:
    """A statement with ``?`` for its values as each database's driver wants it."""
    return {"sqlite": statement, "postgresql": statement.replace("?", "%s")}


def rows(connection: Connection, statement: str, values: Values) -> list[Any]:
    """The rows of a statement in the driver's own words. Raises what ``Connection.exec_driver_sql`` raises."""
    cursor = run(connection, statement, values)
    found: list[Any] = list(cursor.fetchall())
    cursor.close()
    return found


def changed(connection: Connection, statement: str, values: Values) -> int:
    """How many rows a statement changed. Raises what ``Connection.exec_driver_sql`` raises."""
    cursor = run(connection, statement, values)
    count = int(cursor.rowcount)
    cursor.close()
    return count


def run(connection: Connection, statement: str, values: Any, *, many: bool = False) -> Any:
    """The driver's cursor after the statement; with ``many`` after one run for each of the values. Raises as ``rows``."""
    cursor = connection.connection.cursor()
    driver: Any = connection.dialect.loaded_dbapi
    try:
        if many:
            cursor.executemany(statement, values)
        else:
            cursor.execute(statement, values)
    except driver.Error as fault:
        gone = connection.dialect.is_disconnect(fault, connection.connection, cursor)
        if gone:
            connection.invalidate(fault)
        told = DBAPIError.instance(
            statement, None, fault, driver.Error, connection_invalidated=gone, dialect=connection.dialect
        )
        raise told from fault
    return cursor

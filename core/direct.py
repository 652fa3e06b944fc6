"""Straight to the driver: for the few statements that run several times for every message.

The layer above costs as much as a short statement itself. It stays in charge of the connection, its transaction and of
what faults become.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

Values = Sequence[Any] | Mapping[str, Any]


class Wire(Protocol):
    """A connection with its transaction: SQLAlchemy's ``Connection``, or a ``Line``."""

    @property
    def connection(self) -> PoolProxiedConnection:
        """The driver's own."""
        ...

    @property
    def dialect(self) -> Dialect:
        """How that database is spoken to."""
        ...

    def invalidate(self, exception: BaseException | None = None) -> None:
        """It is broken: it is not lent again."""
        ...


def by_dialect(statement: str) -> dict[str, str]:
    """A statement with ``?`` for its values as each database's driver wants it."""
    return {"sqlite": statement, "postgresql": statement.replace("?", "%s")}


def rows(connection: Wire, statement: str, values: Values) -> list[Any]:
    """The rows of a statement in the driver's own words. Raises what ``Connection.exec_driver_sql`` raises."""
    cursor = run(connection, statement, values)
    found: list[Any] = cursor.fetchall()
    cursor.close()
    return found


def changed(connection: Wire, statement: str, values: Values) -> int:
    """How many rows a statement changed. Raises what ``Connection.exec_driver_sql`` raises."""
    cursor = run(connection, statement, values)
    count = int(cursor.rowcount)
    cursor.close()
    return count


def run(connection: Wire, statement: str, values: Any, *, many: bool = False) -> Any:
    """The driver's cursor after the statement; with ``many`` after one run for each of the values. Raises as ``rows``."""
    cursor = connection.connection.cursor()
    try:
        if many:
            cursor.executemany(statement, values)
        else:
            cursor.execute(statement, values)
    except _fault_of(connection) as fault:
        raise told(connection, statement, fault, cursor) from fault
    return cursor


def _fault_of(connection: Wire) -> type[Exception]:
    """What its driver raises; asked for only where something was raised."""
    driver: Any = connection.dialect.loaded_dbapi
    fault: type[Exception] = driver.Error
    return fault


def told(connection: Wire, statement: str, fault: Exception, cursor: Any = None) -> DBAPIError:
    """What SQLAlchemy raises for a driver's fault. A connection that is broken is let go of."""
    driver: Any = connection.dialect.loaded_dbapi
    line = connection.connection
    gone = bool(connection.dialect.is_disconnect(fault, line, cursor))  # type: ignore[arg-type]
    if gone:
        connection.invalidate(fault)
    said = DBAPIError.instance(
        statement, None, fault, driver.Error, connection_invalidated=gone, dialect=connection.dialect
    )
    assert isinstance(said, DBAPIError)  # noqa: S101 - the driver's own faults become that
    return said

"""Straight to the driver: for the few statements that run several times for every message.

The layer above costs as much as a short statement itself. It stays in charge of the connection, its transaction and of
what faults become.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection


def by_dialect(statement: str) -> dict[str, str]:
    """A statement with ``?`` for its values as each database's driver wants it."""
    return {"sqlite": statement, "postgresql": statement.replace("?", "%s")}


def rows(connection: Connection, statement: str, values: Sequence[Any]) -> list[Any]:
    """The rows of a SELECT in the driver's own words. Raises what ``Connection.exec_driver_sql`` raises."""
    told = tuple(values)
    try:
        cursor = connection.connection.cursor()
        cursor.execute(statement, told)
        found: list[Any] = list(cursor.fetchall())
        cursor.close()
    except Exception:  # noqa: BLE001 - asked once more by the layer above, which tells a fault as everything else expects it
        return [tuple(row) for row in connection.exec_driver_sql(statement, told)]
    return found

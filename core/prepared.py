"""Statements that run for every message: built once, compiled once for each database, then handed straight to the driver.

The layer above costs several times what a short statement itself costs. What it knows stays in use: how a statement is written
for each database, how values are stored and read back, whose turn the connection is, and what a driver's faults become.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect, Executable
from sqlalchemy.sql.compiler import SQLCompiler

from core.direct import Wire, run

Values = Mapping[str, Any]
_Convert = Callable[[Any], Any] | None


class _Compiled:
    """One statement for one database."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        made: SQLCompiler = statement.compile(dialect=dialect)
        self.text = str(made)
        self._types = (
            [column.type for column in statement.exported_columns]
            if made.effective_returning or statement.is_select
            else []
        )
        self._reading: list[_Convert] | None = None
        self._dialect = dialect
        binds: list[tuple[str, _Convert]] = [
            (name, bind.type.dialect_impl(dialect).bind_processor(dialect)) for name, bind in made.binds.items()
        ]
        self._fixed = {name: value for name, value in made.params.items() if value is not None}
        if made.positional:
            order: Sequence[str] = made.positiontup or ()
            convert = dict(binds)
            self._places: list[tuple[str, _Convert]] | None = [(name, convert[name]) for name in order]
        else:
            self._places = None
        self._binds = binds

    def values(self, told: Values) -> Any:
        """The values as the driver takes them."""
        if self._fixed:
            told = {**self._fixed, **told}
        if self._places is not None:
            return [told[name] if convert is None else convert(told[name]) for name, convert in self._places]
        return {name: told[name] if convert is None else convert(told[name]) for name, convert in self._binds}

    def read(self, cursor: Any) -> list[tuple[Any, ...]]:
        """What the driver answers, value by value as the columns' types have it."""
        found = cursor.fetchall()
        if not found:
            return []
        reading = self._reading
        if reading is None:
            reading = self._reading = [
                kind.dialect_impl(self._dialect).result_processor(self._dialect, told[1])
                for kind, told in zip(self._types, cursor.description, strict=True)
            ]
        return [
            tuple([value if convert is None else convert(value) for value, convert in zip(row, reading, strict=True)])
            for row in found
        ]


class Prepared:
    """A statement with named values (``bindparam``). ``statement`` may be a function of the dialect's name where they differ."""

    def __init__(self, statement: Executable | Callable[[str], Executable]) -> None:
        self._statement = statement
        self._made: dict[str, _Compiled] = {}

    def rows(self, connection: Wire, values: Values) -> list[tuple[Any, ...]]:
        """The rows that it gives. Raises what ``Connection.execute`` raises."""
        made = self._for(connection)
        cursor = run(connection, made.text, made.values(values))
        try:
            return made.read(cursor)
        finally:
            cursor.close()

    def first(self, connection: Wire, values: Values) -> tuple[Any, ...] | None:
        """The first row, or None. Raises what ``Connection.execute`` raises."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def changed(self, connection: Wire, values: Values) -> int:
        """How many rows it changed. Raises what ``Connection.execute`` raises."""
        made = self._for(connection)
        cursor = run(connection, made.text, made.values(values))
        count = int(cursor.rowcount)
        cursor.close()
        return count

    def many(self, connection: Wire, some: Iterable[Values]) -> None:
        """Run it once for each. Raises what ``Connection.execute`` raises."""
        made = self._for(connection)
        told = [made.values(values) for values in some]
        if told:
            run(connection, made.text, told, many=True).close()

    def _for(self, connection: Wire) -> _Compiled:
        dialect = connection.dialect
        made = self._made.get(dialect.name)
        if made is None:
            statement = self._statement
            built = statement(dialect.name) if callable(statement) else statement
            made = self._made[dialect.name] = _Compiled(built, dialect)
        return made


def say(connection: Wire, words: str) -> None:
    """A statement without values, such as ``SAVEPOINT``. Raises what ``Connection.exec_driver_sql`` raises."""
    run(connection, words, ()).close()

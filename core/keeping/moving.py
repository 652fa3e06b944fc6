"""Moving the whole notebook to another database, and proving that all of it arrived.

Tables are read in one transaction of the source (one point in time) and written in one of the target: it has everything at the
end, or it is as empty as before. References of a table to itself and in rings are set after its rows are there. Source:
STACK.md; the issue on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Table, bindparam, func, insert, select, text, update

from core.database import Database, NoStore
from core.keeping.checksums import Checksum
from core.keeping.copying import flush, unsound
from core.tables import metadata

if TYPE_CHECKING:
    from core.keeping.copying import Progress

_BATCH: Final = 2_000


class CannotMove(Exception):
    """The notebook cannot be moved there; the message says why. The target was left as it was."""


@dataclass(frozen=True)
class Moved:
    """One table that arrived: its rows and their checksum, the same on both sides."""

    table: str
    rows: int
    checksum: str


def move(source: Database, target: Database, *, progress: Progress | None = None) -> list[Moved]:
    """Copy every table into an empty database, which is brought to this version's schema first; the proof, table by table.

    ``progress`` is told (rows done, rows in all, reading back included). Raises CannotMove where the source is of another version,
    the target is not empty, or what arrived is not what left.
    """
    from core.store.migrating import newest

    if (found := source.schema_version()) != newest():
        raise CannotMove(f"the notebook is of version {found}; bring it to {newest()} with: daftar migrate")
    if target.schema_version() is None:
        _refuse_tables(target)
    target.migrate()
    with _reading(source) as reading, target.writer.connect() as writing, _unguarded(writing), writing.begin():
        total = sum(_count(reading, table) for table in metadata.sorted_tables)
        if taken := next((table.name for table in metadata.sorted_tables if _count(writing, table)), None):
            raise CannotMove(f"{target.url} is not empty: there are rows in {taken}")
        tell = _Told(progress, total * 2)
        left = {table.name: _copy(reading, writing, table, tell) for table in metadata.sorted_tables}
        _number_on(reading, writing)
        arrived = {table.name: _read_back(writing, table, tell) for table in metadata.sorted_tables}
        for name, checksum in left.items():
            if (arrived[name].rows, arrived[name].hex) != (checksum.rows, checksum.hex):
                raise CannotMove(f"{name} did not arrive as it left ({arrived[name].rows} of {checksum.rows} rows)")
        _refuse_broken(writing)
    return [Moved(name, checksum.rows, checksum.hex) for name, checksum in left.items()]


def write_portable(source: Database, file: Path, *, progress: Progress | None = None) -> None:
    """Write any notebook as a SQLite file (0600), verified by counts, checksums and SQLite's own check. Raises NoStore."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    target = Database(f"sqlite:///{part}")
    try:
        move(source, target, progress=progress)
        with target.writer.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        target.close()
        if wrong := unsound(part):
            raise NoStore(f"{file}: {wrong}")
        flush(part)
        part.replace(file)
        flush(file.parent)
    except CannotMove as fault:
        raise NoStore(str(fault)) from fault
    finally:
        target.close()
        for name in (part.name, f"{part.name}-wal", f"{part.name}-shm"):
            part.with_name(name).unlink(missing_ok=True)


class _Told:
    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def more(self, rows: int) -> None:
        self._done += rows
        if self._progress is not None:
            self._progress(self._done, self._total)


@contextmanager
def _reading(source: Database) -> Generator[Connection]:
    """A connection in one transaction that sees one point in time and writes nothing."""
    engine = source.reader
    if source.dialect == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def _unguarded(connection: Connection) -> Generator[None]:
    """SQLite checks references at the end of the move instead of at each row; that can be said outside a transaction only."""
    raw: Any = connection.connection.dbapi_connection if connection.dialect.name == "sqlite" else None
    if raw is not None:
        raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        if raw is not None:
            raw.execute("PRAGMA foreign_keys=ON")


def _refuse_tables(target: Database) -> None:
    """A database without our version may still be somebody else's. Raises CannotMove."""
    from sqlalchemy import inspect

    with target.reader.connect() as connection:
        if taken := inspect(connection).get_table_names():
            raise CannotMove(f"{target.url} is not empty: it has a table {taken[0]}")


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _rows(connection: Connection, table: Table) -> Iterator[Sequence[Sequence[Any]]]:
    """All rows, in batches, in the order of the key (so that what points backwards finds its row)."""
    asked = select(table).order_by(*table.primary_key.columns)
    found = connection.execution_options(yield_per=_BATCH).execute(asked)
    yield from found.partitions(_BATCH)


def _copy(reading: Connection, writing: Connection, table: Table, tell: _Told) -> Checksum:
    checksum = Checksum()
    write = _into_postgresql(writing, table) if writing.dialect.name == "postgresql" else _into_sqlite(writing, table)
    # On SQLite references are checked at the end; elsewhere those within a table wait until all its rows are there.
    names = [column.name for column in table.columns]
    later = _inward(table) if writing.dialect.name != "sqlite" else []
    waiting: list[dict[str, Any]] = []
    for batch in _rows(reading, table):
        checksum.add(batch)
        rows = [list(row) for row in batch]
        for at in later:
            for row in rows:
                if row[at] is not None:
                    waiting.append({"of": row[0], "at": names[at], "is": row[at]})
                    row[at] = None
        write(rows)
        tell.more(len(rows))
    for name in {names[at] for at in later}:
        some = [{"of": each["of"], "is": each["is"]} for each in waiting if each["at"] == name]
        if some:
            writing.execute(update(table).where(table.c.id == bindparam("of")).values({name: bindparam("is")}), some)
    return checksum


def _inward(table: Table) -> list[int]:
    """The places of the columns that point to rows of the same table."""
    return [
        at for at, column in enumerate(table.columns) if any(key.column.table is table for key in column.foreign_keys)
    ]


_Write = Callable[[list[list[Any]]], None]


def _into_sqlite(writing: Connection, table: Table) -> _Write:
    statement = insert(table)
    names = [column.name for column in table.columns]

    def write(rows: list[list[Any]]) -> None:
        writing.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])

    return write


def _into_postgresql(writing: Connection, table: Table) -> _Write:
    """COPY, which is many times faster than inserting; values pass the column types as they do in any insert."""
    dialect = writing.dialect
    processors = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]
    named = ", ".join(f'"{column.name}"' for column in table.columns)
    statement = f'COPY "{table.name}" ({named}) FROM STDIN'
    raw: Any = writing.connection.dbapi_connection

    def write(rows: list[list[Any]]) -> None:
        with raw.cursor() as cursor, cursor.copy(statement) as copying:
            for row in rows:
                copying.write_row(
                    [
                        value if process is None or value is None else process(value)
                        for process, value in zip(processors, row, strict=True)
                    ]
                )

    return write


def _read_back(writing: Connection, table: Table, tell: _Told) -> Checksum:
    checksum = Checksum()
    for batch in _rows(writing, table):
        checksum.add(batch)
        tell.more(len(batch))
    return checksum


def _number_on(reading: Connection, writing: Connection) -> None:
    """Ids go on after the highest that the source ever gave, so that none is used twice."""
    for table in metadata.sorted_tables:
        if list(table.primary_key.columns.keys()) != ["id"]:
            continue
        given = max(_given(reading, table.name), int(reading.execute(select(func.max(table.c.id))).scalar() or 0))
        if not given:
            continue
        if writing.dialect.name == "postgresql":
            writing.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :given)"),
                {"name": table.name, "given": given},
            )
        elif _autoincrement(writing, table.name):
            writing.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            writing.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :given)"),
                {"name": table.name, "given": given},
            )


def _given(reading: Connection, name: str) -> int:
    """The highest id that a table gave so far, 0 where the database does not remember."""
    if reading.dialect.name == "postgresql":
        sequence = reading.execute(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": name}).scalar()
        if sequence is None:
            return 0
        called, last = reading.execute(text(f"SELECT is_called, last_value FROM {sequence}")).one()  # noqa: S608 - PostgreSQL's own name
        return int(last) if called else 0
    if not _autoincrement(reading, name):
        return 0
    asked = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return int(reading.execute(asked, {"name": name}).scalar() or 0)


def _autoincrement(connection: Connection, name: str) -> bool:
    made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}).scalar()
    return "AUTOINCREMENT" in str(made).upper()


def _refuse_broken(writing: Connection) -> None:
    if writing.dialect.name == "sqlite" and (wrong := writing.exec_driver_sql("PRAGMA foreign_key_check").first()):
        raise CannotMove(f"a row of {wrong[0]} points to a row of {wrong[2]} that is not there")

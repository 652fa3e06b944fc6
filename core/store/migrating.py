"""Bringing a database to this version's schema: Alembic, configured here, with a backup of a SQLite file before.

Alembic is imported only when there is something to do, since it is slow to import. PostgreSQL migrates in one transaction
under an advisory lock, SQLite in one transaction of its own, so that a crash half-way leaves the schema as it was.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from core.keeping.copying import back_up

if TYPE_CHECKING:
    from alembic.config import Config

    from core.database import Database

FOLDER = Path(__file__).parent.parent / "migrations"
_LOCK = 0x0DAF7A12


def revision(database: Database) -> str | None:
    """The revision that the database is at; None where it has none."""
    with database.reader.connect() as connection:
        return _revision(connection)


@cache
def known() -> tuple[str, ...]:
    """The revisions of this version of the program, the newest last: the numbers in the names of their files.

    Read off the names since every start asks, and importing Alembic would be a fifth of it.
    """
    return tuple(sorted(file.name[1:].partition("_")[0] for file in (FOLDER / "versions").glob("v*_*.py")))


def newest() -> str:
    """The revision of this version of the program."""
    return known()[-1]


def newer_than_this(found: str) -> bool:
    """Whether that revision is one that this version of the program does not know."""
    return found not in known()


def migrate(database: Database) -> Path | None:
    """See ``Database.migrate``."""
    from core.database import NewerSchema

    found = revision(database)
    if found == newest():
        return None
    if found is not None and newer_than_this(found):
        raise NewerSchema(found)
    from alembic import command

    kept = back_up(database, note=f"before-{newest()}") if database.file is not None and found is not None else None
    with database.writer.connect() as connection, _unguarded(connection), connection.begin():
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        told = config()
        told.attributes["connection"] = connection
        command.upgrade(told, "head")
        if database.dialect == "sqlite" and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
            raise RuntimeError(f"the migration would leave a row that points nowhere: {broken[0]} {broken[1]}")
    return kept


@contextmanager
def _unguarded(connection: Connection) -> Generator[None, None, None]:
    """Switch off SQLite's guard of references, which would stop the copying by which it changes tables.

    That works outside a transaction only; ``migrate`` checks the references before its commit.
    """
    raw: Any = connection.connection.dbapi_connection if connection.dialect.name == "sqlite" else None
    if raw is not None:
        raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        if raw is not None:
            raw.execute("PRAGMA foreign_keys=ON")


def differences(database: Database) -> list[Any]:
    """What the tables of the program and those of the database disagree in; empty where the migrations are complete."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from core.tables import metadata

    with database.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def config() -> Config:
    """Alembic's configuration: the folder of migrations, nothing else."""
    from alembic.config import Config

    told = Config()
    told.set_main_option("script_location", str(FOLDER))
    told.set_main_option("path_separator", "os")
    return told


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)

"""Migrations: from nothing to today's tables, with a backup, and refusing what is newer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory

from core.clock import MovableClock
from core.crm import Office
from core.database import Database, NewerSchema, sqlite_module
from core.keeping.copying import back_up
from core.store.migrating import config, differences, known, newest
from tests.conftest import NOW


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/a.db"
    found: str = request.getfixturevalue("postgres_url")
    return found


def test_migrations_make_todays_tables(url: str) -> None:
    """After all migrations the database has exactly the tables that the program has."""
    database = Database(url)
    assert database.schema_version() is None
    assert database.migrate() is None
    assert database.schema_version() == newest()
    assert differences(database) == []
    database.close()


def test_files_are_called_after_their_revisions() -> None:
    """What the names of the files say is what Alembic reads in them, one after the other without a fork."""
    told = ScriptDirectory.from_config(config())
    assert tuple(reversed([script.revision for script in told.walk_revisions()])) == known()
    assert told.get_heads() == [newest()]


def test_again_changes_nothing(url: str) -> None:
    """Migrating a database of this version does nothing and makes no backup."""
    database = Database(url)
    database.migrate()
    Office(database, MovableClock(NOW)).database.migrate()
    with Office(database, MovableClock(NOW)).open(None) as crm:
        crm.team.add_rep("Lina")
    assert database.migrate() is None
    with Office(database, MovableClock(NOW)).read(None) as crm:
        assert len(crm.team.reps()) == 1
    database.close()


def test_a_newer_database_is_left_alone(url: str) -> None:
    """A database of a later version is refused and stays as it is."""
    database = Database(url)
    database.migrate()
    with database.writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchema, match="9999"):
        database.migrate()
    assert database.schema_version() == "9999"
    database.close()


def test_a_file_is_backed_up_first(tmp_path: Path) -> None:
    """A file of an older version is copied before it is migrated; the copy holds what it held, for its owner alone."""
    from alembic import command

    from core.store.migrating import config

    database = Database(f"sqlite:///{tmp_path}/a.db")
    with database.writer.connect() as connection, connection.begin():
        told = config()
        told.attributes["connection"] = connection
        command.upgrade(told, "0001")
    kept = database.migrate()
    assert kept is not None
    assert kept.stat().st_mode & 0o777 == 0o600
    copy = sqlite_module().connect(kept)
    assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    copy.close()
    assert database.schema_version() == newest()
    database.close()


def test_a_failing_migration_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that fails half-way leaves the schema as it was, and the next start goes through."""
    import alembic.op

    database = Database(f"sqlite:///{tmp_path}/a.db")
    made = alembic.op.create_index
    count = 0

    def failing(*arguments: Any, **options: Any) -> Any:
        nonlocal count
        count += 1
        if count == 10:
            raise OSError("power cut")
        return made(*arguments, **options)

    with monkeypatch.context() as patched, pytest.raises(OSError, match="power cut"):  # noqa: PT012 - the acts differ by one word
        patched.setattr("alembic.op.create_index", failing)
        database.migrate()
    assert database.schema_version() is None
    database.migrate()
    assert differences(database) == []
    database.close()


def test_a_backup_while_writing(tmp_path: Path) -> None:
    """A backup made between two commits holds the first, is whole, and does not disturb the second."""
    database = Database(f"sqlite:///{tmp_path}/a.db")
    database.migrate()
    office = Office(database, MovableClock(NOW))
    with office.open(None) as crm:
        crm.team.add_rep("Lina")
    with office.open(None) as crm:
        crm.team.add_rep("Omar")
        kept = back_up(database)
    with Office(Database(f"sqlite:///{kept}"), MovableClock(NOW)).read(None) as crm:
        assert [rep.name for rep in crm.team.reps()] == ["Lina"]
    with office.read(None) as crm:
        assert len(crm.team.reps()) == 2
    assert back_up(database) != kept
    database.close()

"""The store: settings, transactions, and what happens when the database cannot be written."""

from __future__ import annotations

import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from core.clock import MovableClock
from core.crm import Office
from core.database import Database, NoStore, sqlite_module
from core.errors import Busy
from core.tables import Rep
from tests.conftest import NOW


def test_sqlite_is_opened_safely(tmp_path: Path) -> None:
    """A file is made for its owner alone, in WAL mode, with full synchronisation and checked references."""
    database = Database(f"sqlite:///{tmp_path}/a.db")
    database.create_tables()
    with database.writing() as session:
        told = {
            name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        }
    assert told == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    database.close()


def test_readers_cannot_write(tmp_path: Path) -> None:
    """Connections for reading refuse to write on SQLite, so that one connection alone writes and checkpoints."""
    database = Database(f"sqlite:///{tmp_path}/a.db")
    database.create_tables()
    with pytest.raises(NoStore), database.reading() as session:
        session.connection().exec_driver_sql("DELETE FROM reps")
    database.close()


def test_relative_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``sqlite:///name`` is a file in the present folder."""
    monkeypatch.chdir(tmp_path)
    Database("sqlite:///daftar.db").create_tables()
    assert (tmp_path / "daftar.db").exists()


def test_other_databases_are_refused() -> None:
    """An address of another kind of database is refused without showing its password."""
    with pytest.raises(ValueError, match="neither SQLite nor PostgreSQL") as told:
        Database("mysql://me:secret@host/db")
    assert "secret" not in str(told.value)


def test_no_such_folder(tmp_path: Path) -> None:
    """A file in a folder that is not there is refused with its path."""
    with pytest.raises(NoStore, match=r"nowhere/a\.db"):
        Database(f"sqlite:///{tmp_path}/nowhere/a.db")


def test_moments_keep_their_zone(database: Database, office: Office) -> None:
    """A naive moment is refused, an aware one comes back as the same moment in UTC."""
    with office.open(None) as crm:
        rep = crm.team.add_rep("Lina")
        rep.muted_until = datetime.fromisoformat("2026-11-22T14:05:00+03:00")
    with database.reading() as session:
        found = session.get(Rep, rep.id)
        assert found is not None
        assert found.muted_until == NOW
        assert found.muted_until.tzinfo is UTC
    with pytest.raises(Exception, match="needs its zone"), office.open(None) as crm:
        crm.team.rep(rep.id).muted_until = datetime(2026, 1, 1)  # noqa: DTZ001 - what must be refused


def test_an_exception_undoes_everything(database: Database, office: Office) -> None:
    """What a transaction wrote before an exception is gone, its audit too."""

    def fail() -> None:
        with office.open(None, doing="add_rep") as crm:
            crm.team.add_rep("Lina")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with database.reading() as session:
        for table in ("reps", "steps", "changes"):
            assert session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0  # noqa: S608 - our own tables


def test_a_savepoint_undoes_only_its_own(office: Office) -> None:
    """What is written in a savepoint that fails is gone, what stood before stays, and so does the audit of each."""
    with office.open(None, doing="add_rep") as crm:
        crm.team.add_rep("Lina")
        with pytest.raises(KeyError), crm.savepoint():  # noqa: PT012 - the acts differ by one word
            crm.team.add_rep("Omar")
            raise KeyError
        crm.team.add_rep("Mona")
        step = crm.steps.current
        assert step is not None
    with office.read(None) as crm:
        assert [rep.name for rep in crm.team.reps()] == ["Lina", "Mona"]
        assert [(told.after or {})["name"] for told in crm.steps.changes(step.id)] == ["Lina", "Mona"]


def test_a_locked_file_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another holds the write lock for too long a writer gets Busy, and nothing is half-written; reading goes on."""
    monkeypatch.setattr("core.database._WAIT_SECONDS", 0.2)
    database = Database(f"sqlite:///{tmp_path}/a.db")
    database.create_tables()
    office = Office(database, MovableClock(NOW))
    other = sqlite_module().connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy), office.open(None) as crm:
        crm.team.add_rep("Lina")
    with office.read(None) as crm:
        assert crm.team.reps() == []
    other.execute("ROLLBACK")
    other.close()
    with office.open(None) as crm:
        crm.team.add_rep("Lina")
    database.close()


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """When the file cannot grow the writer gets NoStore, nothing is half-written, and it works again once there is space."""
    database = Database(f"sqlite:///{tmp_path}/a.db")
    database.create_tables()
    office = Office(database, MovableClock(NOW))
    with database.writing() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")

    def fill() -> None:
        with office.open(None) as crm:
            for number in range(2000):
                crm.inbox.put("telegram", "b", str(number), {"text": "x" * 500})

    with pytest.raises(NoStore):
        fill()
    with office.open(None) as crm:
        assert crm.inbox.waiting() == 0
        crm.transaction.session.connection().exec_driver_sql("PRAGMA max_page_count=1073741823")
        crm.inbox.put("telegram", "b", "1", {})
        assert crm.transaction.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    database.close()


def test_writers_take_turns(office: Office) -> None:
    """Several threads that write at the same time all succeed, each transaction whole."""

    def write(name: str) -> None:
        for number in range(10):
            with office.open(None, doing="add_rep") as crm:
                crm.team.add_rep(f"{name} {number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with office.read(None) as crm:
        assert len(crm.team.reps()) == 40
        steps = crm.transaction.session.connection().execute(select(Rep.__table__.c.id)).all()  # type: ignore[attr-defined]
        assert len(steps) == 40


def test_one_writing_transaction_a_thread(tmp_path: Path) -> None:
    """A second writing transaction inside the first is a mistake that is told at once, not after a time-out."""
    database = Database(f"sqlite:///{tmp_path}/a.db")
    with pytest.raises(RuntimeError, match="already"), database.writing(), database.writing():
        pass
    database.close()


def test_memory_keeps_its_rows() -> None:
    """A database in memory serves threads one after the other and keeps what each wrote."""
    database = Database("sqlite://")
    database.create_tables()
    office = Office(database, MovableClock(NOW))

    def write() -> None:
        with office.open(None) as crm:
            crm.team.add_rep("Lina")

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    with office.read(None) as crm:
        assert [rep.name for rep in crm.team.reps()] == ["Lina"]

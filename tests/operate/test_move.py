"""Moving a notebook between databases: all of it arrives, and it goes on as before."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.keeping.checksums import Checksum
from core.keeping.moving import CannotMove, move
from core.tables import Customer, FollowUp, OutboxRow, Step
from tests.conftest import NOW
from tests.operate.conftest import Cli


@pytest.mark.postgres
def test_there_and_back(notebook: Office, postgres_url: str, folder: Path) -> None:
    """SQLite to PostgreSQL and back to SQLite: counts and checksums are equal table by table."""
    there, back = Database(postgres_url), Database(f"sqlite:///{folder}/back.db")
    seen: list[tuple[int, int]] = []
    arrived = move(notebook.database, there, progress=lambda done, total: seen.append((done, total)))
    assert {each.table: each.rows for each in arrived}["customers"] == 30
    assert seen[-1][0] == seen[-1][1]
    assert move(there, back) == arrived
    there.close()
    back.close()


@pytest.mark.postgres
def test_it_goes_on_there(notebook: Office, postgres_url: str) -> None:
    """On PostgreSQL names are found, new rows get new ids, an undo takes back what was done before the move."""
    there = Database(postgres_url)
    with notebook.open(None, doing="test") as crm:
        gone = crm.customers.add("Gone", sure=True).id
    with notebook.open(None, doing="test") as crm:
        crm.customers.delete(gone)
    move(notebook.database, there)
    office = Office(there, MovableClock(NOW))
    with office.open(1, doing="test") as crm:
        assert crm.names.find("compny 7", limit=1)[0].name == "Company 7 شركة"
        made = crm.customers.add("New there", sure=True)
        assert made.id > gone, "no id is used twice, not even that of a row that is gone"
        waits = crm.transaction.session.get(FollowUp, 2)
        assert waits is not None
        assert waits.waits_for_id == 1
        assert waits.due_at == NOW.replace(day=25)
    with office.open(1, doing="undo") as crm:
        crm.steps.undo()
    with office.read(1) as crm:
        assert crm.transaction.session.get(Customer, made.id) is None
    there.close()


@pytest.mark.postgres
def test_rows_that_point_forward(notebook: Office, postgres_url: str) -> None:
    """A follow-up that waits for a later one arrives with its reference, on PostgreSQL and back."""
    with notebook.open(None, doing="test") as crm:
        first = crm.transaction.session.get(FollowUp, 1)
        assert first is not None
        first.waits_for_id = 3
    there = Database(postgres_url)
    move(notebook.database, there)
    with Office(there, MovableClock(NOW)).read(None) as crm:
        arrived = crm.transaction.session.get(FollowUp, 1)
        assert arrived is not None
        assert arrived.waits_for_id == 3
    there.close()


def test_a_target_with_something_in_it_is_refused(notebook: Office, folder: Path) -> None:
    """A target that is not empty stays as it was."""
    target = Database(f"sqlite:///{folder}/other.db")
    target.migrate()
    with Office(target, MovableClock(NOW)).open(None) as crm:
        crm.team.add_rep("Somebody")
    with pytest.raises(CannotMove, match="not empty: there are rows in reps"):
        move(notebook.database, target)
    with Office(target, MovableClock(NOW)).read(None) as crm:
        assert [rep.name for rep in crm.team.reps()] == ["Somebody"]
    target.close()


def test_somebody_elses_database_is_refused(notebook: Office, folder: Path) -> None:
    """A database of another program is not filled with our tables."""
    target = Database(f"sqlite:///{folder}/other.db")
    with target.writing() as session:
        session.connection().exec_driver_sql("CREATE TABLE photos (id INTEGER)")
    with pytest.raises(CannotMove, match="photos"):
        move(notebook.database, target)
    with target.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one() == 1
    target.close()


def test_what_arrives_otherwise_is_noticed(notebook: Office, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that changes on its way makes the move fail, and the target stays empty."""
    from core.keeping import moving

    into_sqlite = moving._into_sqlite

    def careless(writing: object, table: object) -> object:
        write = into_sqlite(writing, table)  # type: ignore[arg-type]

        def less(rows: list[list[object]]) -> None:
            if getattr(table, "name", "") == "customers":
                rows[7][1] = "Companx 7"
            write(rows)

        return less

    monkeypatch.setattr(moving, "_into_sqlite", careless)
    target = Database(f"sqlite:///{folder}/other.db")
    with pytest.raises(CannotMove, match="customers did not arrive as it left"):
        move(notebook.database, target)
    with Office(target, MovableClock(NOW)).read(None) as crm:
        assert crm.team.reps() == []
    target.close()


def test_a_checksum_knows_rows_not_their_order() -> None:
    """The order of rows does not matter, everything else does: a value, a row more, the same row twice."""

    def of(*rows: list[object]) -> str:
        made = Checksum()
        made.add(rows)
        return made.hex

    moment = datetime(2026, 11, 22, 11, 5, tzinfo=UTC)
    one: list[object] = [
        1,
        "أكمي",
        Decimal("50000.00"),
        {"b": 1, "a": [None]},
        moment,
        date(2026, 11, 22),
        time(9),
        True,
    ]
    two: list[object] = [2, None]
    assert of(one, two) == of(two, one)
    assert of(one, two) != of(one)
    assert of(one) != of(one, one)
    assert of([1, "a", "b"]) != of([1, "a,b"])
    assert of([1, None]) != of([1, "null"])
    assert of([Decimal(5)]) == of([Decimal("5.00")])
    with pytest.raises(TypeError):
        of([object()])


@pytest.mark.postgres
def test_the_command(notebook: Office, cli: Cli, postgres_url: str) -> None:
    """``move`` prints the proof, refuses a second time, and the bot works on the new database."""
    notebook.database.close()
    done = cli("move", "--to", postgres_url)
    assert done.returncode == 0, done.stderr
    assert "counts and checksums equal" in done.stdout
    again = cli("move", "--to", postgres_url)
    assert again.returncode == 3
    assert "not empty" in again.stderr
    assert "Lina: admin" in cli("reps", "list", "--database", postgres_url).stdout
    assert cli("move", "--to", "mysql://x/y").returncode == 2


@pytest.mark.postgres
def test_a_backup_goes_into_postgresql(notebook: Office, cli: Cli, folder: Path, postgres_url: str) -> None:
    """``restore`` on PostgreSQL reads a backup into an empty database, and holds what was due."""
    notebook.database.close()
    cli("backup")
    file = next((folder / "backups").glob("*.db"))
    done = cli("restore", str(file), "--yes", "--database", postgres_url)
    assert done.returncode == 0, done.stderr
    assert "Held back" in done.stdout
    assert "not empty" in cli("restore", str(file), "--yes", "--database", postgres_url).stderr


def test_every_table_is_moved(notebook: Office, folder: Path) -> None:
    """No table is forgotten: what the database has beside Alembic's own is what is moved."""
    target = Database(f"sqlite:///{folder}/other.db")
    moved = {each.table for each in move(notebook.database, target)}
    with notebook.database.reading() as session:
        asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name != 'alembic_version'"
        there = {name for (name,) in session.connection().exec_driver_sql(asked)}
    assert moved == there
    assert {Step.__tablename__, OutboxRow.__tablename__} <= moved
    target.close()

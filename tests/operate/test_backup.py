"""Backups: verified, private, made while the bot writes, thinned out by age."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.operating.nightly import Nightly, folder_of
from bot.settings import Settings
from core.clock import MovableClock
from core.crm import Office
from core.database import Database, NoStore, sqlite_module
from core.keeping.copying import copy_file, unsound
from core.keeping.kept import Backup, Rule, backups, keep, kept_by, thin
from tests.adapters.stand import until
from tests.conftest import NOW
from tests.operate.conftest import Cli, fill


def test_a_backup_is_whole_and_private(notebook: Office, folder: Path) -> None:
    """A backup is a sound notebook of its own, in a 0700 folder, 0600, named by its moment."""
    kept = keep(notebook.database, folder / "backups", NOW)
    assert kept.name == "daftar-20261122T110500Z.db"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert unsound(kept) == ""
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]
    assert keep(notebook.database, folder / "backups", NOW).name == "daftar-20261122T110500Z-2.db"


def test_backups_while_writing(notebook: Office, folder: Path) -> None:
    """DATA1: while another thread writes, each backup is a sound point in time."""
    stop, written = threading.Event(), list[int]()

    def write() -> None:
        while not stop.is_set():
            with notebook.open(None, doing="test") as crm:
                first = crm.customers.add(f"Written {len(written)}", sure=True)
                crm.interactions.log("note", first.id, summary="one")
            written.append(first.id)
            stop.wait(0.005)

    writer = threading.Thread(target=write)
    writer.start()
    made = []
    try:
        for each in range(12):
            before = len(written)
            assert until(lambda more=before: len(written) > more)  # type: ignore[misc]
            made.append(keep(notebook.database, folder / "backups", NOW + timedelta(seconds=each)))
    finally:
        stop.set()
        writer.join()
    seen = []
    for file in made:
        assert unsound(file) == ""
        copy = sqlite_module().connect(file)
        customers, notes, steps = (
            copy.execute(asked).fetchone()[0]
            for asked in (
                "SELECT count(*) FROM customers WHERE name LIKE 'Written%'",
                "SELECT count(*) FROM interactions WHERE kind = 'note'",
                "SELECT count(DISTINCT step_id) FROM changes JOIN interactions i ON record = 'interaction' AND i.id = record_id AND i.kind = 'note'",
            )
        )
        copy.close()
        assert customers == notes == steps, "a backup is of one point between two commits"
        seen.append(customers)
    assert sorted(set(seen)) == seen, "each has what was written since the one before"


def test_writers_do_not_wait_for_a_backup(notebook: Office, folder: Path) -> None:
    """DATA1: what is written before a copy has ended is committed at once, and is not in it; the check measures how soon."""

    def written(_copied: int, _all: int) -> None:
        with notebook.open(None, doing="test") as crm:
            crm.customers.add("Written meanwhile", sure=True)

    kept = keep(notebook.database, folder / "backups", NOW, progress=written)
    there = "SELECT count(*) FROM customers WHERE name = 'Written meanwhile'"
    assert [_counted(file, there) > 0 for file in (kept, folder / "daftar.db")] == [False, True]


def _counted(file: Path, asked: str) -> int:
    with closing(sqlite_module().connect(file)) as opened:
        return int(opened.execute(asked).fetchone()[0])


def test_no_room_leaves_nothing(notebook: Office, folder: Path) -> None:
    """A backup that cannot be written says so, and leaves no half file behind."""
    target = folder / "file"
    target.write_text("in the way")
    with pytest.raises(NoStore, match="file"):
        keep(notebook.database, target / "backups", NOW)
    with pytest.raises(NoStore, match="there is such a file"):
        copy_file(notebook.database.file or target, target)
    assert target.read_text() == "in the way"
    assert not list(folder.glob("*.part"))


def test_a_damaged_file_is_no_backup(notebook: Office, folder: Path) -> None:
    """A copy of a damaged notebook is refused, and does not stay."""
    file = keep(notebook.database, folder / "backups", NOW)
    raw = bytearray(file.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 8192] = b"\xff" * 8192
    damaged = folder / "damaged.db"
    damaged.write_bytes(raw)
    assert unsound(damaged)
    with pytest.raises(NoStore):
        copy_file(damaged, folder / "copy.db")
    assert not (folder / "copy.db").exists()


def test_seven_days_four_weeks_six_months() -> None:
    """Of two years of nightly backups the last of seven days, four weeks and six months stay."""
    night = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
    nights = [night - timedelta(days=back) for back in range(730)]
    there = [Backup(at, 1, Path(f"{at:%Y%m%d}")) for at in nights]
    kept = {each.at for each in kept_by(Rule(), there)}
    days = {night - timedelta(days=back) for back in range(7)}
    weeks = {night, night - timedelta(days=7), night - timedelta(days=14), night - timedelta(days=21)}
    months = {night} | {
        datetime(2026, month, last, 0, 30, tzinfo=UTC) for month, last in ((10, 31), (9, 30), (8, 31), (7, 31), (6, 30))
    }
    assert kept == days | weeks | months
    assert kept_by(Rule(newest=3), there) == set(there[:3])


def test_backups_of_one_second(notebook: Office, folder: Path) -> None:
    """Each is a backup of its own, the one made last is the newest, also after the first of them was thinned out."""
    place = folder / "backups"
    made: list[Path] = []
    for _ in range(12):
        made.append(keep(notebook.database, place, NOW))
        thin(place, Rule(newest=2))
        assert [each.file for each in backups(place)] == made[-2:]
    assert len(set(made)) == 12


def test_thinning_touches_only_backups(notebook: Office, folder: Path) -> None:
    """Files of other names stay, and the newest backup stays whatever the rule says."""
    place = folder / "backups"
    made = [keep(notebook.database, place, NOW - timedelta(days=each)) for each in (3, 2, 1)]
    (place / "mine.db").write_text("mine")
    gone = thin(place, Rule(newest=1))
    assert gone == made[:2]
    assert [each.file for each in backups(place)] == made[2:]
    assert (place / "mine.db").exists()


def test_every_night_once(notebook: Office, folder: Path) -> None:
    """The running bot makes one backup a night after its hour in the workspace's zone, and makes up for a missed one."""
    settings = Settings.model_validate({"database": {"url": f"sqlite:///{folder}/daftar.db"}})
    clock = MovableClock(datetime(2026, 11, 22, 0, 29, tzinfo=UTC))  # 03:29 in Riyadh
    nightly = Nightly(Office(notebook.database, clock), settings)
    first = nightly.look()
    assert first is not None, "there was none at all"
    assert nightly.look() is None
    clock.set(datetime(2026, 11, 22, 0, 30, tzinfo=UTC))
    second = nightly.look()
    assert second is not None, "half past three has come"
    clock.set(datetime(2026, 11, 22, 23, 59, tzinfo=UTC))
    assert nightly.look() is None
    clock.set(datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert nightly.look() is not None, "it was down for three nights"
    assert len(backups(folder_of(settings))) == 2, "of one day the newest stays"


def test_a_failing_night_is_told_and_tried_again(notebook: Office, folder: Path) -> None:
    """A backup that cannot be made is kept in mind, and is tried again after an hour, not every minute."""
    blocked = folder / "blocked"
    blocked.write_text("")
    settings = Settings.model_validate({"backup": {"folder": str(blocked / "backups")}})
    clock = MovableClock(NOW)
    nightly = Nightly(Office(notebook.database, clock), settings)
    assert nightly.look() is None
    assert "blocked" in nightly.failed
    blocked.unlink()
    clock.forward(timedelta(minutes=30))
    assert nightly.look() is None
    clock.forward(timedelta(minutes=31))
    assert nightly.look() is not None
    assert nightly.failed == ""


@pytest.mark.postgres
def test_a_backup_of_postgresql_is_a_notebook(postgres_url: str, folder: Path) -> None:
    """A PostgreSQL notebook is backed up as a SQLite one, which opens and holds the same."""
    database = Database(postgres_url)
    database.migrate()
    fill(Office(database, MovableClock(NOW)))
    kept = keep(database, folder / "backups", NOW)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]
    with Office(Database(f"sqlite:///{kept}"), MovableClock(NOW)).read(None) as crm:
        assert crm.customers.count() == 30
        assert [match.name for match in crm.names.find("company 7 شركة", limit=1)] == ["Company 7 شركة"]
    database.close()


def test_the_command(notebook: Office, cli: Cli, folder: Path) -> None:
    """``backup`` says which file it made; ``--keep`` thins the folder out; a missing folder is made."""
    notebook.database.close()
    done = cli("backup", "--to", "elsewhere", "--keep", "2")
    assert done.returncode == 0, done.stderr
    assert "verified" in done.stdout
    for _ in range(2):
        cli("backup", "--to", "elsewhere", "--keep", "2")
    assert len(backups(folder / "elsewhere")) == 2

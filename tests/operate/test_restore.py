"""Restoring: the old file is kept, nothing old is sent again until somebody says so, a newer schema is refused."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.heartbeat import Heartbeat
from bot.operating.settings import RemindersSettings
from core.clock import MovableClock
from core.crm import Office
from core.database import Database, NewerSchema, sqlite_module
from core.keeping.held import Held, held, hold, resume
from core.keeping.kept import keep
from core.keeping.restoring import CannotRestore, look_into, restore
from core.team.rep import MORNING
from tests.conftest import NOW
from tests.operate.conftest import Cli

LATER = NOW + timedelta(hours=4)


def posted(office: Office) -> list[str]:
    """What would go out now: kinds of pending messages."""
    with office.read(None) as crm:
        return sorted(row.kind for row in crm.outbox.in_state("pending"))


def restored(notebook: Office, folder: Path) -> Office:
    """A backup of the notebook as it is now, put back four hours later."""
    file = keep(notebook.database, folder / "backups", NOW)
    notebook.database.close()
    restore(file, folder / "daftar.db", LATER, morning=MORNING)
    return Office(Database(f"sqlite:///{folder}/daftar.db"), MovableClock(LATER))


def test_nothing_old_is_sent_again(notebook: Office, folder: Path) -> None:
    """DATA2: what was due before the restore is held: unsent and half-sent messages, reminders, this morning's lists."""
    with notebook.open(None, doing="test") as crm:
        common: dict[str, Any] = {"platform": "telegram", "bot": "1", "place": "p", "address": {}, "payload": {}}
        crm.outbox.put("due", kind="reply", not_before=NOW - timedelta(minutes=1), **common)
        crm.outbox.put("later", kind="reminder", not_before=LATER + timedelta(hours=1), **common)
        crm.outbox.put("meanwhile", kind="alert", not_before=NOW + timedelta(hours=1), **common)
        assert crm.outbox.claim("telegram", "1", owner="dead") is not None
    again = restored(notebook, folder)
    heart = Heartbeat(again, RemindersSettings())
    for minutes in (0, 1, 15):
        again.clock.set(LATER + timedelta(minutes=minutes))  # type: ignore[attr-defined]
        heart.beat()
    assert posted(again) == ["reminder"], "only what was never due before"
    told = held(again.database)
    assert told.messages == 2
    assert told.moments >= 3, "two follow-ups and the morning lists"


def test_what_comes_due_afterwards_comes(notebook: Office, folder: Path) -> None:
    """A restore holds what is past, not what is to come: tomorrow's reminder and list go out as ever."""
    again = restored(notebook, folder)
    heart = Heartbeat(again, RemindersSettings())
    heart.beat()
    assert posted(again) == []
    again.clock.set(NOW + timedelta(days=3, minutes=1))  # type: ignore[attr-defined]
    heart.beat()
    assert posted(again) == ["digest", "reminder"]


def test_resume_releases(notebook: Office, folder: Path) -> None:
    """After ``resume`` the reminders that were held go out once; a morning list of the past does not."""
    again = restored(notebook, folder)
    Heartbeat(again, RemindersSettings()).beat()
    released = resume(again.database)
    assert released == Held(0, 2)
    assert held(again.database).nothing
    heart = Heartbeat(again, RemindersSettings())
    heart.beat()
    heart.beat()
    assert posted(again) == ["reminder", "reminder"]
    assert resume(again.database).nothing


def test_who_is_linked_nowhere_keeps_waiting(notebook: Office) -> None:
    """What waits for a rep without a chat is not a restore's to release."""
    with notebook.open(None, doing="test") as crm:
        crm.outbox.put(
            "omar", platform="none", bot="", place="rep:2", address={}, kind="reminder", payload={}, held=True
        )
    assert held(notebook.database).nothing
    assert resume(notebook.database).nothing
    with notebook.read(None) as crm:
        assert crm.outbox.count("held") == 1


def test_holding_twice_is_holding_once(notebook: Office) -> None:
    """Holding again changes nothing."""
    first = hold(notebook.database, LATER, morning=MORNING)
    assert not first.nothing
    assert hold(notebook.database, LATER, morning=MORNING).nothing


def test_the_old_file_is_kept(notebook: Office, folder: Path) -> None:
    """The file that was there stays beside the restored one, with everything that was in it."""
    file = keep(notebook.database, folder / "backups", NOW)
    with notebook.open(None, doing="test") as crm:
        crm.customers.add("After the backup", sure=True)
    notebook.database.close()
    done = restore(file, folder / "daftar.db", LATER, morning=MORNING)
    assert done.aside == folder / "daftar.db.before-restore-20261122T150500Z"
    assert done.migrated_from is None
    for path, there in ((folder / "daftar.db", 30), (done.aside, 31)):
        database = Database(f"sqlite:///{path}")
        with Office(database, MovableClock(NOW)).read(None) as crm:
            assert crm.customers.count() == there
        database.close()
    assert (folder / "daftar.db").stat().st_mode & 0o777 == 0o600
    assert not list(folder.glob("*.restoring*"))


def test_a_restore_into_nothing(notebook: Office, folder: Path) -> None:
    """Where there is no notebook the backup becomes one."""
    file = keep(notebook.database, folder / "backups", NOW)
    assert restore(file, folder / "new.db", LATER, morning=MORNING).aside is None
    with Office(Database(f"sqlite:///{folder}/new.db"), MovableClock(NOW)).read(None) as crm:
        assert crm.customers.count() == 30


@pytest.mark.parametrize("what", ["missing", "text", "damaged", "other"])
def test_what_cannot_be_restored(notebook: Office, folder: Path, what: str) -> None:
    """A missing file, no database, a damaged one and somebody else's are refused before anything is touched."""
    bad = folder / "bad.db"
    if what == "text":
        bad.write_text("no database at all, but long enough to be read as one" * 100)
    if what == "damaged":
        raw = bytearray(keep(notebook.database, folder / "backups", NOW).read_bytes())
        raw[len(raw) // 2 : len(raw) // 2 + 8192] = b"\xff" * 8192
        bad.write_bytes(raw)
    if what == "other":
        other = sqlite_module().connect(bad)
        other.execute("CREATE TABLE photos (id INTEGER)")
        other.commit()
        other.close()
    notebook.database.close()
    before = (folder / "daftar.db").read_bytes()
    with pytest.raises(CannotRestore):
        restore(bad, folder / "daftar.db", LATER, morning=MORNING)
    assert (folder / "daftar.db").read_bytes() == before


def test_a_newer_backup_is_refused(notebook: Office, folder: Path) -> None:
    """A backup of a later version is not put in place by an older program."""
    file = keep(notebook.database, folder / "backups", NOW)
    newer = sqlite_module().connect(file)
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.commit()
    newer.close()
    with pytest.raises(NewerSchema):
        look_into(file)


def test_the_command(notebook: Office, cli: Cli, folder: Path) -> None:
    """Without a terminal ``restore`` only shows what is in the file; ``--yes`` does it, says what is held, and ``resume`` releases."""
    file = keep(notebook.database, folder / "backups", NOW)
    notebook.database.close()
    shown = cli("restore", str(file))
    assert shown.returncode == 1
    assert "30 customers" in shown.stdout
    assert not list(folder.glob("*before-restore*"))
    done = cli("restore", str(file), "--yes")
    assert done.returncode == 0, done.stderr
    assert "daftar resume" in done.stdout
    assert len(list(folder.glob("*before-restore*"))) == 1
    assert "held since a restore" in cli("doctor", "--offline").stdout
    assert "Released" in cli("resume").stdout
    assert "Nothing is held back." in cli("resume").stdout


def test_a_running_bot_is_not_restored_over(notebook: Office, cli: Cli, folder: Path) -> None:
    """While another process has the notebook, ``restore`` is refused with exit code 3."""
    from bot.operating.alone import Alone

    file = keep(notebook.database, folder / "backups", NOW)
    with Alone(folder / "daftar.db"):
        done = cli("restore", str(file), "--yes")
    assert done.returncode == 3
    assert "Stop it first" in done.stderr

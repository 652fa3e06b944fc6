"""Restoring a backup: verified first, put in place in one step, the old file kept beside it, old reminders held.

The restored file is made beside the old one and brought to this version's schema there; only then do the names change, so that a
crash at any moment leaves either the old notebook or the restored one. Source: RELIABILITY.md DATA2, R27.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from core.database import Database, NewerSchema, NoStore, sqlite_module
from core.errors import Busy
from core.keeping.copying import copy_file, counts, flush, unsound
from core.keeping.held import Held, hold
from core.privacy.again import erase_again
from core.privacy.cleaning import buried, known
from core.privacy.ledger import BESIDE_BACKUPS, Erased, beside
from core.store.migrating import newer_than_this, newest

if TYPE_CHECKING:
    from core.keeping.copying import Progress

_FOLLOWERS = ("-wal", "-shm")


class CannotRestore(Exception):
    """The backup cannot be used; the message says why. Nothing was changed."""


@dataclass(frozen=True)
class Seen:
    """What a backup file holds: its schema and how many rows of what a person would count."""

    file: Path
    schema: str
    reps: int
    customers: int
    interactions: int
    follow_ups: int


@dataclass(frozen=True)
class Restored:
    """What became of a restore. ``aside`` is the old file, None where there was none."""

    aside: Path | None
    held: Held
    migrated_from: str | None
    erased_again: int = 0
    """Records that the copy still had and that were erased since it was made."""


def look_into(file: Path) -> Seen:
    """Verify a backup: whole, a notebook, not of a later version. Raises CannotRestore, NewerSchema."""
    if not file.is_file():
        raise CannotRestore(f"there is no file {file}")
    if wrong := unsound(file):
        raise CannotRestore(f"{file}: {wrong}")
    with closing(sqlite_module().connect(f"file:{file}?mode=ro", uri=True)) as copy:
        found = copy.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = copy.execute("SELECT version_num FROM alembic_version").fetchone() if found else None
        if row is None:
            raise CannotRestore(f"{file}: it says no version")
        if newer_than_this(str(row[0])):
            raise NewerSchema(str(row[0]))
        rows = counts(copy)
    return Seen(file, str(row[0]), *(rows.get(name, 0) for name in ("reps", "customers", "interactions", "follow_ups")))


def restore(backup: Path, to: Path, now: datetime, *, morning: time, progress: Progress | None = None) -> Restored:
    """Put a backup in the place of the file ``to``, which nobody may have open. Raises CannotRestore, NewerSchema, NoStore.

    What was due by ``now`` is held until ``resume``. The old file is kept as ``NAME.before-restore-MOMENT``.
    """
    seen = look_into(backup)
    erased = erased_since(backup, to)
    new = to.with_name(to.name + ".restoring")
    _remove(new)
    try:
        copy_file(backup, new, progress=progress)
        migrated_from, held, again = _made_ready(new, seen.schema, now, morning, erased)
        aside = _swap(new, to, now)
    finally:
        _remove(new)
    return Restored(aside, held, migrated_from, again)


def restore_into(
    backup: Path,
    target: Database,
    now: datetime,
    *,
    morning: time,
    ledgers: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Restored:
    """Put a backup into an empty database, as PostgreSQL has them. Raises CannotRestore, NewerSchema, CannotMove, NoStore.

    What was due by ``now`` is held until ``resume``; whom the ledger beside the backup or one of ``ledgers`` names is erased again.
    The backup itself stays as it is: what is read from is a copy, brought to this version first.
    """
    from core.keeping.moving import move

    seen = look_into(backup)
    erased = known(backup.parent / BESIDE_BACKUPS, *ledgers)
    with tempfile.TemporaryDirectory(prefix="daftar-restoring-") as folder:
        copied = Path(folder) / "notebook.db"
        copy_file(backup, copied)
        migrated_from, held, again = _made_ready(copied, seen.schema, now, morning, erased)
        source = Database(f"sqlite:///{copied}")
        try:
            move(source, target, progress=progress)
        finally:
            source.close()
    return Restored(None, held, migrated_from, again)


def erased_since(backup: Path, to: Path | None) -> list[Erased]:
    """Whom the ledgers beside the backup and beside the notebook name, and the notebook itself where it can still be read."""
    ledgers = [backup.parent / BESIDE_BACKUPS, *([beside(to)] if to is not None else [])]
    found = {one.mark: one for one in known(*ledgers)}
    if to is not None and to.exists():
        old = Database(f"sqlite:///{to}")
        try:
            found |= {one.mark: one for one in buried(old)}
        except (NoStore, Busy, DatabaseError):
            pass  # damaged, or of a version that erased nobody yet: the ledgers know
        finally:
            old.close()
    return list(found.values())


def _made_ready(
    new: Path, schema: str, now: datetime, morning: time, erased: Sequence[Erased]
) -> tuple[str | None, Held, int]:
    database = Database(f"sqlite:///{new}")
    database.ledger = None
    try:
        kept = database.migrate()
        if kept is not None:
            kept.unlink()  # the backup itself is what it would be restored from
        held = hold(database, now, morning=morning)
        again = erase_again(database, erased, now)
    finally:
        database.close()
    _at_rest(new)
    flush(new)
    return (None if schema == newest() else schema), held, again


def _swap(new: Path, to: Path, now: datetime) -> Path | None:
    aside: Path | None = None
    try:
        if to.exists():
            stem = f"{to.name}.before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
            aside, number = to.with_name(stem), 1
            while aside.exists():
                number += 1
                aside = to.with_name(f"{stem}-{number}")
            # What the old file has not taken from its log yet is taken now; of a damaged one the log goes aside as it is.
            with suppress(NoStore):
                _at_rest(to)
            for follower in _FOLLOWERS:
                log = to.with_name(to.name + follower)
                if log.exists():
                    log.replace(aside.with_name(aside.name + follower))
            aside.hardlink_to(to)
        new.replace(to)
        flush(to.parent)
    except OSError as fault:
        raise NoStore(f"{to}: {fault.strerror}") from fault
    return aside


def _at_rest(file: Path) -> None:
    """Empty the write-ahead log of a file into it, and remove the log. Raises NoStore."""
    sqlite = sqlite_module()
    try:
        with closing(sqlite.connect(file, timeout=5)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite.Error as fault:
        raise NoStore(f"{file}: {fault}") from fault


def _remove(file: Path) -> None:
    for name in (file.name, *(file.name + follower for follower in _FOLLOWERS)):
        with suppress(OSError):
            file.with_name(name).unlink(missing_ok=True)

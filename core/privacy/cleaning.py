"""Getting the bytes of what was erased out of the database's files, after the commit; and the ledger beside them.

SQLite: the file is written anew without free pages, the write-ahead log emptied. PostgreSQL: the tables are written anew, their
statistics too. What could not be done now (a reader was busy, the process died) is done at the next start.
"""

from __future__ import annotations

import time
from contextlib import closing
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import update
from sqlmodel import col, select

from core.privacy import ledger
from core.privacy.labels import LABELS, holds_people
from core.privacy.rows import Erasure, Tombstone

if TYPE_CHECKING:
    from core.database import Database

PATIENCE = 5.0
"""Seconds that a reader may hold the old bytes before they are left for later."""
_BREATH: Final = 0.05


def clean(database: Database) -> None:
    """Write the files anew, add to the ledger beside a SQLite file, and note that it is done.

    Nothing is raised where it cannot be done now: ``unclean`` says so, and it is tried again later.
    """
    from core.database import database_now

    try:
        # Who is erased from here on is not in what is written anew below, and is not said to be gone.
        erased = _unclean(database)
        if database.ledger is not None:
            database.ledger.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            ledger.write(database.ledger, buried(database))
        if not (_sqlite(database) if database.dialect == "sqlite" else _postgresql(database)):
            return
        with database.writing() as session:
            session.connection().execute(
                update(Erasure).where(col(Erasure.id).in_(erased)).values(cleaned_at=database_now(session))
            )
    except Exception:  # noqa: BLE001, S110 - the erasure itself is committed; that its bytes are still there is kept and told
        pass


def unclean(database: Database) -> bool:
    """Whether something was erased whose bytes may still be in the files."""
    return bool(_unclean(database))


def _unclean(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.exec(select(Erasure.id).where(col(Erasure.cleaned_at).is_(None))))


def buried(database: Database) -> list[ledger.Erased]:
    """Every erasure that the database knows, as lines of the ledger."""
    with database.reading() as session:
        hashes: dict[int, list[str]] = {}
        for row in session.exec(select(Tombstone).order_by(col(Tombstone.id))):
            hashes.setdefault(row.erasure_id, []).append(row.hash)
        return [
            ledger.Erased(
                one.mark, one.record, one.at.astimezone(UTC).isoformat(), one.salt, tuple(hashes.get(one.id, ()))
            )
            for one in session.exec(select(Erasure).order_by(col(Erasure.id)))
        ]


def keep_ledger(database: Database, folder: Path) -> None:
    """Write what is erased beside the backups too, so that a copy of the folder knows it."""
    ledger.write(folder / ledger.BESIDE_BACKUPS, buried(database))


def known(*ledgers: Path) -> list[ledger.Erased]:
    """The lines of several ledgers, each erasure once."""
    found: dict[str, ledger.Erased] = {}
    for one in ledgers:
        for line in ledger.read(one):
            found.setdefault(line.mark, line)
    return list(found.values())


def _sqlite(database: Database) -> bool:
    with database.alone() as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA temp_store=FILE")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA temp_store=MEMORY")
        until = time.monotonic() + PATIENCE
        while database.file is not None:
            busy, left, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy and left <= 0:
                break
            if time.monotonic() > until:
                return False
            time.sleep(_BREATH)
    return True


def _postgresql(database: Database) -> bool:
    with database.alone() as connection, closing(connection.cursor()) as cursor:
        for table in sorted(LABELS):
            if holds_people(table):
                cursor.execute(f'VACUUM (FULL, ANALYZE) "{table}"')
        cursor.execute("VACUUM (FULL) pg_statistic")
    return True

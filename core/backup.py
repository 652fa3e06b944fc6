"""Backups of a SQLite file while it is in use: one point in time, verified, readable by its owner alone."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from core.database import NoStore, sqlite_module

if TYPE_CHECKING:
    from core.database import Database


def back_up(database: Database, to: Path | None = None, *, note: str = "copy") -> Path:
    """Copy the file (beside it, as ``NAME.NOTE.bak``, numbered where that is there, unless told) and verify the copy.

    Writers are not stopped: the copy is of one point in time. Raises NoStore where it cannot be written or is not sound,
    ValueError for a database that is no file.
    """
    if database.file is None:
        raise ValueError("only a SQLite file is backed up here")
    kept = to or _free(database.file.with_name(f"{database.file.name}.{note}.bak"))
    sqlite = sqlite_module()
    try:
        os.close(os.open(kept, os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600))
        with closing(sqlite.connect(database.file)) as source, closing(sqlite.connect(kept)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            (told,) = copy.execute("PRAGMA integrity_check").fetchone()
    except (OSError, sqlite.Error) as fault:
        kept.unlink(missing_ok=True)
        raise NoStore(f"{kept}: {fault}") from fault
    if told != "ok":
        raise NoStore(f"{kept}: {told}")
    return kept


def _free(wanted: Path) -> Path:
    number, free = 1, wanted
    while free.exists():
        number += 1
        free = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return free

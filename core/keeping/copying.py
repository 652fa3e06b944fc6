"""Copying a SQLite file while it is in use: one point in time, verified, readable by its owner alone.

The copy is made page by page inside one reading transaction of its own connection, so that writers neither wait for it nor make
it begin again; it is verified before it gets its name. Where copies are kept, and for how long: ``kept.py``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from core.database import NoStore, sqlite_module

if TYPE_CHECKING:
    from core.database import Database

_PAGES: Final = 256
"""Pages of one step, a megabyte: between two steps the disk is writers' own for a moment."""
_BREATH: Final = 0.002
Progress = Callable[[int, int], None]
"""Told (pages done, pages in all) while a copy is made."""


def back_up(
    database: Database, to: Path | None = None, *, note: str = "copy", progress: Progress | None = None
) -> Path:
    """Copy the file (beside it, as ``NAME.NOTE.bak``, numbered where that is there, unless told) and verify the copy.

    Writers are not stopped: the copy is of one point in time. Raises NoStore where it cannot be written or is not sound,
    ValueError for a database that is no file.
    """
    if database.file is None:
        raise ValueError("only a SQLite file is backed up here")
    kept = to or _free(database.file.with_name(f"{database.file.name}.{note}.bak"))
    copy_file(database.file, kept, progress=progress)
    return kept


def copy_file(source: Path, to: Path, *, progress: Progress | None = None) -> None:
    """Copy a SQLite file, in use or not, to a new verified file (0600). Raises NoStore; then there is no ``to``."""
    part = to.with_name(to.name + ".part")
    sqlite = sqlite_module()
    try:
        part.unlink(missing_ok=True)
        if to.exists():
            raise NoStore(f"{to}: there is such a file already")
        os.close(os.open(part, os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600))
        with closing(_connect(source)) as reading:
            reading.execute("BEGIN")
            counted = counts(reading)  # the first look fixes the point in time
            with closing(sqlite.connect(part, isolation_level=None)) as copy:
                copy.execute("PRAGMA synchronous=OFF")  # flushed once, below
                reading.backup(copy, pages=_PAGES, sleep=0, progress=_breathing(progress))
                copy.execute("PRAGMA journal_mode=DELETE")
            reading.execute("ROLLBACK")
        if (wrong := unsound(part)) or (wrong := _other_counts(part, counted)):
            raise NoStore(f"{to}: {wrong}")
        flush(part)
        part.replace(to)
        flush(to.parent)
    except (OSError, sqlite.Error) as fault:
        raise NoStore(f"{to}: {fault}") from fault
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def unsound(file: Path) -> str:
    """What is wrong with a SQLite file, in words: damage, rows that point nowhere, no notebook at all; empty where it is sound."""
    sqlite = sqlite_module()
    try:
        with closing(_connect(file)) as copy:
            told = [str(line) for (line,) in copy.execute("PRAGMA integrity_check(5)")]
            if told != ["ok"]:
                return f"damaged: {'; '.join(told)}"
            if (broken := copy.execute("PRAGMA foreign_key_check").fetchone()) is not None:
                return f"a row of {broken[0]} points to a row of {broken[2]} that is not there"
            if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'reps'").fetchone():
                return "it is no notebook of Daftar"
    except (OSError, sqlite.Error) as fault:
        return f"it cannot be read: {fault}"
    return ""


def counts(connection: Any) -> dict[str, int]:
    """How many rows each table of an open SQLite connection has."""
    names = [
        str(name)
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    return {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608 - names of tables


def flush(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _connect(file: Path) -> Any:
    """A connection that only reads; it never empties the write-ahead log, which is the business of whoever writes."""
    connection = sqlite_module().connect(f"file:{quote(str(file))}?mode=rw", uri=True, timeout=5, isolation_level=None)
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    return connection


def _other_counts(file: Path, counted: dict[str, int]) -> str:
    with closing(_connect(file)) as copy:
        found = counts(copy)
    return next(
        (f"{name} has {found.get(name)} rows, not {n}" for name, n in counted.items() if found.get(name) != n), ""
    )


def _breathing(progress: Progress | None) -> Callable[[int, int, int], None]:
    def step(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)
        if remaining:
            time.sleep(_BREATH)

    return step


def _free(wanted: Path) -> Path:
    number, free = 1, wanted
    while free.exists():
        number += 1
        free = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return free

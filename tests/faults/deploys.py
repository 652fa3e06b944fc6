"""R27: the process dies at each statement of the migrations; the next start does them anew, and nothing of the data is different."""

from __future__ import annotations

import os
import signal
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import event

from core.database import Database, NewerSchema
from core.store.migrating import config, newest

FIRST = "0001"


def migrations() -> dict[str, Any]:
    """From an empty file, and from the first version with data: die at each statement, start again, compare."""
    with tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        where = Path(folder)
        wrong, statements = list[str](), 0
        for kind in ("empty", "first"):
            whole = _fresh(where / f"{kind}-whole.db", kind)
            _migrate(whole)
            wanted = _dump(whole)
            for number in range(1, 10_000):
                path = _fresh(where / f"{kind}-{number}.db", kind)
                before = _dump(path)
                if not _dies_at(path, number):
                    break
                statements += 1
                half = _dump(path)
                backups = list(where.glob(f"backups/*{path.stem}*")) + list(where.glob(f"*{path.stem}*before*"))
                if half not in (before, wanted):
                    wrong.append(f"{kind} {number}: half-done")
                if kind == "first" and not backups and not list(where.rglob("*before*")):
                    wrong.append(f"{kind} {number}: no backup")
                _migrate(path)
                if _dump(path) != wanted:
                    wrong.append(f"{kind} {number}: another result")
        told: dict[str, Any] = {
            "statements": statements,
            "violations": len(wrong),
            "newer_refused": _refuses_newer(where / "newer.db"),
        }
        if wrong or not told["newer_refused"] or not statements:
            told |= {"broken": "not as before", "log": "\n".join(wrong[:20])}
        return told


def _fresh(path: Path, kind: str) -> Path:
    """A file of no version, or of the first one with a rep in it."""
    if kind == "first":
        database = Database(f"sqlite:///{path}")
        with database.writer.connect() as connection, connection.begin():
            told = config()
            told.attributes["connection"] = connection
            command.upgrade(told, FIRST)
        database.close()
        with closing(sqlite3.connect(path)) as raw:
            raw.execute(_A_CUSTOMER)
            raw.commit()
    return path


_A_CUSTOMER = """INSERT INTO customers (name, kind, status, tags, created_at, updated_at)
                 VALUES ('شركة Acme', 'company', 'lead', '[]', '2026-11-22 11:05:00.000000', '2026-11-22 11:05:00.000000')"""


def _migrate(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()


def _dies_at(path: Path, number: int) -> bool:
    """Migrate in a child that is killed before its so many-th statement that writes; false where there are fewer."""
    child = os.fork()
    if child == 0:
        try:
            database = Database(f"sqlite:///{path}")
            seen = [0]

            @event.listens_for(database.writer, "before_cursor_execute")
            def _count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
                if statement.lstrip()[:6].upper() in {
                    "CREATE",
                    "INSERT",
                    "UPDATE",
                    "DELETE",
                    "DROP T",
                    "DROP I",
                    "ALTER ",
                }:
                    seen[0] += 1
                    if seen[0] == number:
                        os.kill(os.getpid(), signal.SIGKILL)

            database.migrate()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _dump(path: Path) -> list[str]:
    """Everything in a file as text."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as raw:
        lines = [line for line in raw.iterdump() if "sqlite_sequence" not in line]
        return sorted(line for line in lines if line not in {"BEGIN TRANSACTION;", "COMMIT;"})


def _refuses_newer(path: Path) -> bool:
    """Whether a database of a later version is left alone."""
    _migrate(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    before = _dump(path)
    try:
        _migrate(path)
    except NewerSchema:
        return _dump(path) == before and newest() != "9999"
    return False

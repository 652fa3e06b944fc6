"""A blank notebook as a file: made once in a test process, then copied, since making the tables costs more than most tests."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from core.database import Database


def blank_notebook(file: Path) -> Database:
    """A new SQLite notebook in this file, open, with all tables and no row."""
    file.write_bytes(_made())
    file.chmod(0o600)  # as the notebook itself makes its files
    return Database(f"sqlite:///{file}")


@cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory(prefix="daftar-blank-") as folder:
        file = Path(folder) / "blank.db"
        database = Database(f"sqlite:///{file}")
        database.create_tables()
        database.close()
        return file.read_bytes()

"""Finding one name among many: 10,000 and 100,000 here; ``python -m tests.bench.names 1000000 --postgres`` for more."""

from __future__ import annotations

import tempfile
from pathlib import Path

from core.database import Database
from tests.bench.names import measure

SIZES = (10_000, 100_000)


def run(shared: Path | None) -> list[tuple[str, str]]:
    """Rows of (what, figure)."""
    del shared
    rows = []
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="daftar-bench-") as folder:
            database = Database(f"sqlite:///{folder}/names.db")
            figures = measure(database, size, rounds=500)
            database.close()
        rows += [(f"{size:,} names: {line.partition(': ')[0]}", line.partition(": ")[2]) for line in figures.lines]
    return rows

"""Finding one name among many: 10,000 and 100,000 on SQLite; with ``--million`` also 1,000,000 on SQLite and on PostgreSQL.

The million takes some minutes to index on each.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.bench.names import Figures, on_postgres, on_sqlite

_SIZES = (10_000, 100_000)
_MILLION = 1_000_000


def run(shared: Path | None, *, million: bool = False) -> list[tuple[str, str]]:
    """Rows of (what, figure)."""
    del shared
    rows = [row for size in _SIZES for row in _rows(on_sqlite, size)]
    if million:
        rows += [*_rows(on_sqlite, _MILLION), *_rows(on_postgres, _MILLION)]
    return rows


def _rows(measured: Callable[..., Figures], size: int) -> list[tuple[str, str]]:
    figures = measured(size, rounds=500)
    told = [f"indexed: in {figures.indexed_in:.0f} s", *figures.lines]
    where = "PostgreSQL" if figures.where == "postgresql" else "SQLite"
    return [
        (f"{where}, {size:,} names: {line.partition(': ')[0]}", line.partition(": ")[2].replace("  ", "; "))
        for line in told
    ]

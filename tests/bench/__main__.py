"""``./run.sh bench [NAME …] [--shared PATH] [--million] [--write]``: the measurements, as a table; ``--write`` puts it into docs/measurements.md.

Names: ``reading``, ``road``, ``outbox``, ``start``, ``latency``, ``lookup``, ``keeping``, and by its name only ``million``. What needs the shared material says "not measured" without it. Times are this
machine's on this day: read ratios and orders of magnitude.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import re
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "measurements.md"
ON_DEMAND = ("million",)
"""Those that take minutes are measured only by their names."""
BENCHES = ("reading", "road", "outbox", "start", "latency", "lookup", "keeping")


def main() -> None:
    """Measure, print, and where asked write."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("names", nargs="*", default=[], metavar="NAME", help=", ".join((*BENCHES, *ON_DEMAND)))
    ask.add_argument("--shared", type=Path, help="the folder of shared material")
    ask.add_argument(
        "--million", action="store_true", help="lookup: among a million names too, on SQLite and PostgreSQL"
    )
    ask.add_argument("--write", action="store_true", help="put the table into docs/measurements.md")
    told = ask.parse_args()
    for name in told.names or BENCHES:
        more = {"million": True} if told.million and name == "lookup" else {}
        rows = importlib.import_module(f"tests.bench.{name}").run(told.shared, **more)
        print(f"\n{name}")
        for what, figure in rows:
            print(f"  {what:58} {figure}", flush=True)
        if told.write:
            _write(name, rows, told.shared, more)


def _write(name: str, rows: list[tuple[str, str]], shared: Path | None, more: Mapping[str, bool]) -> None:
    command = f"./run.sh bench {name}" + (" --shared PATH" if shared else "") + "".join(f" --{flag}" for flag in more)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {_sqlite()}"
    today = datetime.now(UTC).date().isoformat()  # noqa: TID251 - the day of the measurement
    lines = [f"## {name}", "", f"`{command}` on {today}; {machine}.", "", "| what | figure |", "| --- | --- |"]
    lines += [f"| {what} | {figure} |" for what, figure in rows]
    section = "\n".join(lines) + "\n"
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Measurements\n"
    pattern = re.compile(rf"^## {name}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    page = (
        pattern.sub(lambda _found: section + "\n", page)
        if pattern.search(page)
        else page.rstrip("\n") + "\n\n" + section
    )
    PAGE.write_text(page.rstrip("\n") + "\n", encoding="utf-8")


def _sqlite() -> str:
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3.sqlite_version
    return str(dbapi2.sqlite_version)


if __name__ == "__main__":
    main()

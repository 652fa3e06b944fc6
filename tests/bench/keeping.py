"""Keeping the notebook: how long writers wait while backups are made (DATA1), a restore (DATA2), and a move to PostgreSQL and back."""

from __future__ import annotations

import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

from core.clock import MovableClock
from core.crm import Office
from core.customers.customer import Customer
from core.database import Database
from core.keeping.copying import unsound
from core.keeping.kept import keep
from core.keeping.moving import move
from core.keeping.restoring import restore
from core.team.rep import MORNING
from tests.bench.notebook import NOW, customer_names
from tests.postgres import NoServer, Postgres

CUSTOMERS = 100_000
BACKUPS = 50
_PACE = 0.005
"""Seconds from one write to the next: 200 a second."""


def run(shared: Path | None) -> list[tuple[str, str]]:
    """Rows of (what, figure)."""
    with tempfile.TemporaryDirectory(prefix="daftar-bench-") as here:
        folder = Path(here)
        file = folder / "daftar.db"
        database = Database(f"sqlite:///{file}")
        database.migrate()
        office = Office(database, MovableClock(NOW))
        _fill(office, shared)
        size = f"{CUSTOMERS:,} customers, {file.stat().st_size / 1e6:.0f} MB"
        rows = _backups(office, folder, size)
        newest = max((folder / "backups").iterdir())
        began = time.perf_counter()
        restore(newest, folder / "restored.db", NOW, morning=MORNING)
        rows.append((f"restore of {size}", f"{time.perf_counter() - began:.1f} s"))
        rows += _moves(database, folder)
        database.close()
        return rows


def _fill(office: Office, shared: Path | None) -> None:
    with office.open(None, doing="Prepare") as crm:
        crm.team.add_rep("Lina")
        made = [Customer(name=name, created_at=NOW, updated_at=NOW) for name in customer_names(CUSTOMERS, shared)]
        crm.transaction.session.add_all(made)
        crm.transaction.session.flush()
        crm.names.index_many("customer", made)


def _backups(office: Office, folder: Path, size: str) -> list[tuple[str, str]]:
    alone, beside = _Writer(office, "alone"), _Writer(office, "beside")
    alone.start()
    time.sleep(10)
    alone.end()
    beside.start()
    began = time.perf_counter()
    made = [keep(office.database, folder / "backups", NOW + timedelta(seconds=each)) for each in range(BACKUPS)]
    took = time.perf_counter() - began
    beside.end()
    sound = sum(unsound(file) == "" for file in made)
    return [
        ("one write, nothing beside it, p50 / p99 / longest", alone.figures),
        (f"one write while backups of {size} are made", beside.figures),
        ("writes a second meanwhile; that waited 100 ms", f"{len(beside.waits) / took:.0f}; {beside.late}"),
        ("backups that are sound; seconds for one", f"{sound} of {BACKUPS}; {took / BACKUPS:.1f}"),
    ]


def _moves(database: Database, folder: Path) -> list[tuple[str, str]]:
    try:
        server = Postgres()
    except NoServer:
        return [("move to PostgreSQL and back", "not measured")]
    try:
        there, back = Database(server.new()), Database(f"sqlite:///{folder}/back.db")
        began = time.perf_counter()
        left = move(database, there)
        between = time.perf_counter()
        arrived = move(there, back)
        ended = time.perf_counter()
        there.close()
        back.close()
    finally:
        server.stop()
    rows = sum(each.rows for each in left)
    same = "checksums equal" if left == arrived else "checksums differ"
    return [
        (f"move of {rows:,} rows to PostgreSQL, with proof", f"{between - began:.0f} s"),
        ("and back to SQLite", f"{ended - between:.0f} s, {same}"),
    ]


class _Writer(threading.Thread):
    """Commits an update two hundred times a second, and notes how long each took."""

    def __init__(self, office: Office, name: str) -> None:
        super().__init__(name=name)
        self._office = office
        self._stopping = threading.Event()
        self.waits: list[float] = []

    def run(self) -> None:
        """Until ``end``."""
        while not self._stopping.is_set():
            began = time.perf_counter()
            with self._office.open(None, doing="receive") as crm:
                crm.inbox.put("telegram", "1", f"{self.name}{len(self.waits)}", {"text": "x" * 50}, chat="7")
            self.waits.append(time.perf_counter() - began)
            time.sleep(max(0.0, _PACE - self.waits[-1]))

    def end(self) -> None:
        """Stop, and wait for it."""
        self._stopping.set()
        self.join()

    @property
    def late(self) -> int:
        """How many writes waited a tenth of a second or longer."""
        return sum(wait >= 0.1 for wait in self.waits)

    @property
    def figures(self) -> str:
        """Median, 99th percentile and longest, milliseconds."""
        told = sorted(self.waits)
        return f"{told[len(told) // 2] * 1e3:.1f} / {told[len(told) * 99 // 100] * 1e3:.1f} / {told[-1] * 1e3:.0f} ms"

"""Claiming and marking with 1,000,000 pending, one row a commit: a row is marked sent and the next one claimed, then commit.

Measured on SQLite on this disk (``synchronous=FULL``: every commit waits for the disk), on SQLite in memory (the same, without
the disk: what the program itself costs) and on PostgreSQL (its commits waiting for the disk too). Beside each a bare
transaction that updates one row by its key, on the same connection settings: the most that this disk allows.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.talking.inserting import table_of
from core.talking.rows import OutboxRow
from tests.bench.notebook import NOW

PENDING: Final = 1_000_000
DUE: Final = 100_000
PLACES: Final = 50_000
ROUNDS: Final = 3
SECONDS: Final = 3.0
BOT: Final = ("telegram", "bench")
_CHUNK: Final = 20_000
_IN_MEMORY = Path("/dev/shm")


def run(shared: Path | None, pending: int = PENDING) -> list[tuple[str, str]]:
    """Rows of (what, figure)."""
    del shared
    rows: list[tuple[str, str]] = []
    places: list[tuple[str, Path | None]] = [("SQLite", None)]
    if _IN_MEMORY.is_dir():
        places.append(("SQLite in memory", _IN_MEMORY))
    for name, folder in places:
        with tempfile.TemporaryDirectory(prefix="daftar-bench-", dir=folder) as here:
            rows += _measure(name, Database(f"sqlite:///{here}/outbox.db"), pending)
    with suppress(ImportError):
        rows += _on_postgresql(pending)
    return rows


def _on_postgresql(pending: int) -> list[tuple[str, str]]:
    from tests.postgres import NoServer, Postgres

    try:
        server = Postgres(settings=("fsync=on", "synchronous_commit=on"))
    except NoServer as none:
        return [("PostgreSQL", f"not measured: {none}")]
    try:
        return _measure("PostgreSQL", Database(server.new()), pending)
    finally:
        server.stop()


def _measure(name: str, database: Database, pending: int) -> list[tuple[str, str]]:
    database.create_tables()
    office = Office(database, MovableClock(NOW))
    _fill(office, pending)
    claimed, bare = [], []
    with office.open(None) as crm:
        last = crm.outbox.claim(*BOT, owner="bench", epoch=1)
    held: list[Any] = [last]
    for _ in range(ROUNDS):
        claimed.append(_per_second(lambda: _mark_and_claim(office, held)))
        bare.append(_per_second(lambda: _touch(office)))
    with office.read(None) as crm:
        sent = crm.outbox.count("sent")
        assert sent > 0, "nothing was marked"
        assert crm.outbox.count("dispatching") == 1, "exactly one is claimed"
    database.close()
    ours, most = sorted(claimed)[ROUNDS // 2], sorted(bare)[ROUNDS // 2]
    return [
        (f"{name}: mark and claim the next, one row a commit, {pending:,} pending", f"{ours:,.0f} rows a second (n={sent:,})"),
        (f"{name}: a bare transaction that updates one row by its key", f"{most:,.0f} a second"),
    ]  # fmt: skip


def _mark_and_claim(office: Office, held: list[Any]) -> None:
    with office.open(None, doing="send") as crm:
        assert crm.outbox.sent(held[0].id, "bench", 1, f"m{held[0].id}")
        held[0] = crm.outbox.claim(*BOT, owner="bench", epoch=1)


def _touch(office: Office) -> None:
    with office.open(None, doing="send") as crm:
        crm.transaction.session.connection().exec_driver_sql("UPDATE outbox SET attempts = attempts + 1 WHERE id = 1")


def _per_second(work: Callable[[], None]) -> float:
    began, done = time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < SECONDS:
        work()
        done += 1
    return done / spent


def _fill(office: Office, pending: int) -> None:
    """Every tenth is due; kinds and places are mixed."""
    kinds = ("reply", "reminder", "alert", "digest")
    with office.open(None) as crm:
        connection = crm.transaction.session.connection()
        for first in range(0, pending, _CHUNK):
            connection.execute(
                table_of(OutboxRow).insert(),
                [
                    {
                        "dedupe_key": f"k{number}",
                        "platform": BOT[0],
                        "bot": BOT[1],
                        "place": f"p{number % PLACES}",
                        "address": {"platform": BOT[0], "chat_id": f"p{number % PLACES}"},
                        "kind": kinds[number % 4],
                        "priority": number % 4,
                        "not_before": NOW + timedelta(minutes=-5 if number % 10 == 0 else 60, seconds=number % 60),
                        "payload": json.loads('{"parts": [["text", "Call Acme at 3 pm"]]}'),
                        "state": "pending",
                        "epoch": 0,
                        "attempts": 0,
                        "mark": f"{number:032x}",
                        "repeat": False,
                        "created_at": NOW,
                    }
                    for number in range(first, min(first + _CHUNK, pending))
                ],
            )

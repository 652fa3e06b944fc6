"""Claiming and marking with 1,000,000 pending, one row a commit: what was sent is marked and the next claimed, then commit.

It is the sender's own function (``Sending.claim``), wording included. Measured on SQLite on this disk (``synchronous=FULL``: every
commit waits for the disk), on SQLite in memory (the same, without the disk: what the program itself costs) and on PostgreSQL
(its commits waiting for the disk too). Beside each a bare transaction that updates one row by its key, on the same connection
settings, and what the disk itself can: a page written to the end of a file and flushed, nothing else. On a busy machine the
processor time of its own says more than the clock.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from bot.delivering.outgoing_kept import place_to_json, to_json
from bot.delivering.sending import Claimed, Confirmed, Sending
from bot.messages import Place
from bot.platform import Limits, NotSent, Sent
from bot.reply import Outgoing, Span, Text
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.talking.inserting import table_of
from core.talking.rows import OutboxRow
from tests.bench.notebook import NOW

PENDING: Final = 1_000_000
PLACES: Final = 50_000
ROUNDS: Final = 3
SECONDS: Final = 3.0
BOT: Final = ("telegram", "bench")
_PAGE: Final = b"x" * 4096
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
            if folder is None:
                rows.append(("this disk: a page written and flushed", f"{_flushes(Path(here)):,.0f} a second"))
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
    ours_all, bare_all = [], []
    sending = Sending(office, cast("Any", _Nowhere()), owner="bench")
    last = sending.claim()
    assert last is not None, "something is due"
    held = [last]
    for _ in range(ROUNDS):
        ours_all.append(_pace(lambda: _mark_and_claim(sending, held)))
        bare_all.append(_pace(lambda: _touch(office)))
    with office.read(None) as crm:
        sent = crm.outbox.count("sent")
        assert sent > 0, "nothing was marked"
        assert crm.outbox.count("dispatching") == 1, "exactly one is claimed"
    database.close()
    ours, most = _middle(ours_all), _middle(bare_all)
    return [
        (f"{name}: mark and claim the next, one row a commit, {pending:,} pending", f"{ours.per_second:,.0f} rows a second; {ours.own_ms:.3f} ms of its own processor time each (n={sent:,})"),
        (f"{name}: a bare transaction that updates one row by its key", f"{most.per_second:,.0f} a second; {most.own_ms:.3f} ms each"),
    ]  # fmt: skip


class _Nowhere:
    """A platform to which nothing is sent."""

    name, workspace = BOT
    limits = Limits(text=4096, label=40, row=3, rows=8)

    def send(self, outgoing: Outgoing) -> Sent:
        """Nothing is asked of it."""
        raise NotSent(outgoing.mark)


def _mark_and_claim(sending: Sending, held: list[Claimed]) -> None:
    was = held[0]
    found = sending.claim(confirmed=[Confirmed(was, Sent(message_id=f"m{was.due.id}"))])
    assert found is not None, "more is due than was measured"
    held[0] = found


def _flushes(folder: Path) -> float:
    with (folder / "flushed").open("wb", buffering=0) as file:

        def once() -> None:
            file.write(_PAGE)
            os.fdatasync(file.fileno())

        return _middle([_pace(once) for _ in range(ROUNDS)]).per_second


def _touch(office: Office) -> None:
    with office.open(None, doing="send") as crm:
        crm.transaction.session.connection().exec_driver_sql("UPDATE outbox SET attempts = attempts + 1 WHERE id = 1")


class Pace(NamedTuple):
    """How fast something went: how often in a second of the clock, and in milliseconds of this process's own processor time."""

    per_second: float
    own_ms: float


def _pace(work: Callable[[], None]) -> Pace:
    began, own, done = time.perf_counter(), time.process_time(), 0
    while (spent := time.perf_counter() - began) < SECONDS:
        work()
        done += 1
    return Pace(done / spent, (time.process_time() - own) / done * 1000)


def _middle(paces: list[Pace]) -> Pace:
    return sorted(paces)[len(paces) // 2]


def _fill(office: Office, pending: int) -> None:
    """Every fourth is due; kinds and places are mixed."""
    kinds = ("reply", "reminder", "alert", "digest")
    places = [Place(platform=BOT[0], workspace=BOT[1], chat_id=f"{number}") for number in range(PLACES)]
    told = Outgoing(place=places[0], language="en", parts=(Text((Span("Call Acme at 3 pm"),)),))
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
                        "place": places[number % PLACES].key,
                        "address": place_to_json(places[number % PLACES]),
                        "kind": kinds[number % 4],
                        "priority": number % 4,
                        "not_before": NOW + timedelta(minutes=-5 if number // 4 % 4 == 0 else 60, seconds=number % 60),
                        "payload": to_json(told),
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

"""Messages a second through the whole road, beside a bare SQLModel transaction with the same two inserts on the same disk.

The road: the inbox's commit, reading, effects, audit, buttons, conversation, outbox, done-mark, and their commit; the sender
is not in it. The bare one: an interaction and a follow-up added and committed, nothing else.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bot.assistant import Assistant
from bot.cli.platforms import terminal
from core.customers.customer import Customer
from core.database import Database
from core.working.follow_up import FollowUp
from core.working.interaction import Interaction
from tests.bench.notebook import NOW, notebook

MESSAGES = 300
ROUNDS = 3


def run(shared: Path | None, customers: int = 7_350) -> list[tuple[str, str]]:
    """Rows of (what, figure)."""
    with notebook(customers, shared) as (office, rep_id, names):
        platform = terminal(lambda *_: None)
        assistant = Assistant(office, {"terminal": platform})
        road, bare = [], []
        for turn in range(ROUNDS):
            road.append(_timed(lambda turn=turn: _through(assistant, platform, rep_id, names, turn)))  # type: ignore[misc]
            bare.append(_timed(_bare))
        ours, theirs = statistics.median(road), statistics.median(bare)
    return [
        (
            "messages through the whole road (log + follow-up)",
            f"{MESSAGES / ours:.0f} a second ({1000 * ours / MESSAGES:.2f} ms each)",
        ),
        (
            "a bare SQLModel transaction with the same two inserts",
            f"{MESSAGES / theirs:.0f} a second ({1000 * theirs / MESSAGES:.2f} ms each)",
        ),
        ("the road costs", f"{ours / theirs:.2f} times the bare transaction"),
    ]


def _through(assistant: Assistant, platform: Any, rep_id: int, names: list[str], turn: int) -> None:
    for number in range(MESSAGES):
        name = names[(turn * MESSAGES + number) % len(names)]
        text = f"log call with {name}, asked for pricing, follow up Tuesday 3pm"
        body = {"id": f"bench-{turn}-{number}", "at": NOW.isoformat(), "rep": rep_id, "text": text}
        assistant.take(platform, body)


def _bare() -> None:
    with tempfile.TemporaryDirectory(prefix="daftar-bench-") as folder:
        database = Database(f"sqlite:///{folder}/bare.db")
        database.create_tables()
        with Session(database.writer) as session:
            session.add(Customer(name="Acme", created_at=NOW, updated_at=NOW))
            session.commit()
        began = time.perf_counter()
        for number in range(MESSAGES):
            with Session(database.writer) as session:
                session.add(
                    Interaction(
                        kind="call",
                        customer_id=1,
                        summary=f"asked for pricing {number}",
                        occurred_at=NOW,
                        created_at=NOW,
                    )
                )
                due = NOW + timedelta(days=2)
                session.add(FollowUp(title="Follow up", customer_id=1, due_at=due, first_due_at=due, created_at=NOW))
                session.commit()
        _spent.append(time.perf_counter() - began)
        database.close()


_spent: list[float] = []


def _timed(work: Any) -> float:
    before = len(_spent)
    began = time.perf_counter()
    work()
    return _spent[-1] if len(_spent) > before else time.perf_counter() - began

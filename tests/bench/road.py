"""Messages a second through the whole road, beside a bare SQLModel transaction with the same two inserts on the same disk.

The road: the inbox's commit, reading, effects, audit, buttons, conversation, outbox, done-mark, and their commit; the sender
is not in it. The bare one: an interaction and a follow-up added and committed, nothing else. Three measurements:

* as ``daftar run`` has it under load: updates come in batches of 100 (``getUpdates`` answers so many) from 50 chats, each
  batch is committed before it is confirmed, and the worker handles what waits, several messages in one commit;
* one message alone, from its inbox commit to the commit of its effects: two commits;
* the same two in a folder in memory, where the disk costs nothing: what is left is the program's own work.

Rounds of the road and of the bare transaction take turns, so that both see the same disk and the same neighbours.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bot.assistant import Assistant
from bot.messages import Message, Place, Speaker
from bot.platform import Limits
from bot.serving import Door
from core.crm import Office
from core.customers.customer import Customer
from core.database import Database
from core.talking.raw import Raw
from core.working.follow_up import FollowUp
from core.working.interaction import Interaction
from tests.bench.notebook import NOW, notebook, spread

MESSAGES = 300
ROUNDS = 5
BATCH = 100
CHATS = 50
ALONE = 60
IN_MEMORY = Path("/dev/shm")


@dataclass
class _Spent:
    """What the rounds took, in seconds."""

    road: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


def run(shared: Path | None, customers: int = 7_350) -> list[tuple[str, str]]:
    """Rows of (what, figure)."""
    rows = _rows(_measured(None, shared, customers), "")
    if IN_MEMORY.is_dir():
        rows += _rows(_measured(IN_MEMORY, shared, customers), ", in memory")
    return rows


def _rows(spent: _Spent, where: str) -> list[tuple[str, str]]:
    road = statistics.median(spent.road) / MESSAGES
    bare = statistics.median(spent.bare) / MESSAGES
    median, p99, _ = spread([1000 * each for each in spent.alone])
    return [
        (
            f"the whole road under load, log + follow-up, {CHATS} chats{where}",
            f"{1 / road:.0f} messages a second ({1000 * road:.2f} ms each)",
        ),
        (f"a bare SQLModel transaction with the same two inserts{where}", f"{1 / bare:.0f} a second ({1000 * bare:.2f} ms each)"),
        (f"the road costs{where}", f"{road / bare:.2f} times the bare transaction (n={MESSAGES} in each of {ROUNDS} rounds)"),
        (
            f"one message alone, inbox commit to commit of its effects{where}",
            f"median {median:.2f} ms, p99 {p99:.2f} ({median / 1000 / bare:.2f} times; n={len(spent.alone)})",
        ),
    ]  # fmt: skip


def _measured(folder: Path | None, shared: Path | None, customers: int) -> _Spent:
    spent = _Spent()
    with notebook(customers, shared, folder=folder) as (office, _, names):
        chats = _Chats()
        _link(office)
        road = _Road(office, chats)
        road.through(names, -1, BATCH)  # statements are built, caches are filled
        for turn in range(ROUNDS):
            spent.road.append(_timed(lambda turn=turn: road.through(names, turn, MESSAGES)))  # type: ignore[misc]
            spent.alone += road.alone(names, turn)
            with _bare(folder) as work:
                spent.bare.append(_timed(work))
        _check(office, BATCH + ROUNDS * (MESSAGES + ALONE // ROUNDS))
    return spent


class _Chats:
    """A platform of many private chats; nothing is sent."""

    name = "telegram"
    workspace = "bench"
    limits = Limits(text=4096, label=64, row=8, rows=20)

    def read(self, body: dict[str, Any]) -> Message:
        """A text from the rep of a chat."""
        return Message(
            id=body["id"],
            at=datetime.fromisoformat(body["at"]),
            speaker=Speaker(platform=self.name, workspace=self.workspace, user_id=body["user"]),
            place=Place(platform=self.name, workspace=self.workspace, chat_id=f"dm-{body['user']}"),
            text=body["text"],
        )

    def receive(self, inbox: Any, stop: Any) -> None:
        """Nothing comes in by itself."""

    def send(self, outgoing: Any) -> Any:
        """Nothing is sent here."""
        raise NotImplementedError(type(outgoing).__name__)

    def look_up(self, outgoing: Any, since: float) -> Any:
        """Nothing was sent here."""
        del outgoing, since

    def close(self) -> None:
        """Nothing to let go of."""


class _Road:
    """The door and the worker, as ``Serving`` has them."""

    def __init__(self, office: Office, chats: _Chats) -> None:
        self._door = Door(office, chats, lambda: None)
        self._assistant = Assistant(office, {chats.name: chats})

    def through(self, names: list[str], turn: int, messages: int) -> None:
        """So many messages in batches: commit, confirm, handle."""
        for first in range(0, messages, BATCH):
            self._door.put_many([_update(names, turn, number) for number in range(first, min(first + BATCH, messages))])
            while self._assistant.several():
                pass

    def alone(self, names: list[str], turn: int) -> list[float]:
        """Seconds for each of a few messages that come when nothing else waits."""
        spent = []
        for number in range(ALONE // ROUNDS):
            update = _update(names, turn, 10_000 + number)
            began = time.perf_counter()
            self._door.put_many([update])
            self._assistant.several()
            spent.append(time.perf_counter() - began)
        return spent


def _update(names: list[str], turn: int, number: int) -> Raw:
    name = names[(turn * MESSAGES + number) % len(names)]
    user = f"u{number % CHATS}"
    key = f"{turn}-{number}"
    text = f"log call with {name}, asked for pricing, follow up Tuesday 3pm"
    return Raw(key, {"id": key, "at": NOW.isoformat(), "user": user, "text": text}, key, f"dm-{user}")


def _link(office: Office) -> None:
    with office.open(None, doing="Prepare") as crm:
        for number in range(CHATS):
            rep = crm.team.add_rep(f"Rep {number}")
            crm.team.link(crm.team.invite(rep.id), _Chats.name, _Chats.workspace, f"u{number}", f"dm-u{number}")


def _check(office: Office, messages: int) -> None:
    """Everything was handled, and nearly every message was a log with a follow-up (the rest asked which name was meant)."""
    with office.read(None) as crm:
        written = crm.interactions.count()
        assert crm.inbox.waiting() == 0, crm.inbox.waiting()
        assert written > messages * 0.8, (written, messages)


@contextmanager
def _bare(folder: Path | None) -> Iterator[Callable[[], None]]:
    with tempfile.TemporaryDirectory(prefix="daftar-bench-", dir=folder) as here:
        database = Database(f"sqlite:///{here}/bare.db")
        database.create_tables()
        with Session(database.writer) as session:
            session.add(Customer(name="Acme", created_at=NOW, updated_at=NOW))
            session.commit()
        due = NOW + timedelta(days=2)

        def work() -> None:
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
                    session.add(
                        FollowUp(title="Follow up", customer_id=1, due_at=due, first_due_at=due, created_at=NOW)
                    )
                    session.commit()

        yield work
        database.close()


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began

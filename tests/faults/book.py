"""The notebook behind a check: made without the command line, and looked into from outside while the program is serving."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Self

from sqlalchemy import insert, text

from core.clock import SystemClock
from core.columns import Row
from core.crm import Office
from core.database import Database
from core.errors import Busy
from core.talking.inserting import table_of
from core.team.rep import Identity, Rep
from core.working.follow_up import FollowUp
from tests.faults.chats import Chat, wait_for

ITEM = re.compile(r"item (\d+)\b")
REMINDER = re.compile(r"reminder (\d+)\.")


@contextmanager
def opened(url: str) -> Iterator[Office]:
    """The notebook, opened beside the program."""
    office = Office(Database(url), SystemClock())
    try:
        yield office
    finally:
        office.database.close()


def made(url: str, chat: Chat, people: int = 1, *, reminders: bool = False, after: float = 1.0) -> None:
    """A notebook with one customer and so many reps, each linked to a chat of their own; with one reminder each if asked.

    The first rep is made as the program makes them, the others are copies of that one's rows: ten thousand in seconds.
    """
    with opened(url) as office:
        office.database.migrate()
        with office.open(None, doing="Prepare") as crm:
            crm.customers.add("Acme")
            rep = crm.team.add_rep("Rep 0", zone="Asia/Riyadh")
            crm.team.change(rep.id, digest_on=False)
            workspace, user, chat_id = chat.person(0)
            crm.team.link(crm.team.invite(rep.id), chat.name, workspace, user, chat_id)
            due = crm.now + timedelta(seconds=after)
            rows: list[tuple[type[Row], Row]] = [(Rep, rep), (Identity, crm.team.identities(rep.id)[0])]
            if reminders:
                rows.append((FollowUp, crm.follow_ups.add("reminder 0.", due, rep_id=rep.id)))
            for kind, row in rows:
                values = row.model_dump(exclude={"id"})
                copies = [values | _differs(kind, chat, number, rep.id) for number in range(1, people)]
                if copies:
                    crm.transaction.session.connection().execute(insert(table_of(kind)), copies)


def _differs(kind: type[Row], chat: Chat, number: int, first: int) -> dict[str, Any]:
    """What the copy with that number has of its own."""
    if kind is Rep:
        return {"name": f"Rep {number}"}
    if kind is Identity:
        workspace, user, chat_id = chat.person(number)
        return {"rep_id": first + number, "workspace": workspace, "user_id": user, "chat_id": chat_id}
    return {"rep_id": first + number, "title": f"reminder {number}."}


class Looker:
    """Asks the database while the program serves it, by reading only; while the database is away it has no answer (None)."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def rows(self, statement: str) -> list[tuple[Any, ...]] | None:
        """What a query gives."""
        try:
            with self._database.reading() as session:
                return [tuple(row) for row in session.connection().execute(text(statement))]
        except Busy:
            return None

    def number(self, statement: str) -> int:
        """The one number that a query gives; -1 where the database is away."""
        found = self.rows(statement)
        return -1 if found is None else int(found[0][0])

    def handled(self) -> int:
        """How many updates are not waiting any more."""
        return self.number("SELECT count(*) FROM inbox WHERE state <> 'new'")

    def waiting(self) -> int:
        """How many updates wait."""
        return self.number("SELECT count(*) FROM inbox WHERE state = 'new'")

    def unsent(self) -> int:
        """How many messages are not finished."""
        return self.number("SELECT count(*) FROM outbox WHERE state IN ('pending', 'dispatching')")

    def states(self, table: str = "outbox") -> dict[str, int]:
        """How many rows are in which state."""
        return {str(state): int(count) for state, count in self.rows(_STATES[table]) or ()}

    def effects(self) -> Counter[int]:
        """How often each numbered note was written down."""
        found = (ITEM.search(str(row[0])) for row in self.rows("SELECT summary FROM interactions") or ())
        return Counter(int(each.group(1)) for each in found if each)

    def listed(self, pattern: re.Pattern[str]) -> set[int]:
        """The numbers in messages that are listed as failed or uncertain: told, not silently lost."""
        statement = "SELECT CAST(payload AS TEXT) FROM outbox WHERE state IN ('failed', 'uncertain', 'held')"
        told = {int(hit) for row in self.rows(statement) or () for hit in pattern.findall(str(row[0]))}
        about = """SELECT f.title FROM outbox o JOIN occurrences c ON o.dedupe_key = 'occ:' || c.id
                   JOIN follow_ups f ON c.rule = 'follow_up:' || f.id WHERE o.state IN ('failed', 'uncertain', 'held')"""
        return told | {int(hit) for row in self.rows(about) or () for hit in pattern.findall(str(row[0]))}


_STATES = {
    "outbox": "SELECT state, count(*) FROM outbox GROUP BY state",
    "inbox": "SELECT state, count(*) FROM inbox GROUP BY state",
}


def settled(looker: Looker, seconds: float) -> bool:
    """Whether everything that came in is handled, and everything that goes out has gone, within so many seconds."""
    return wait_for(lambda: looker.waiting() == 0 and looker.unsent() == 0, seconds, every=0.5)


def numbers(texts: Sequence[str], pattern: re.Pattern[str]) -> Counter[int]:
    """How often each number was received."""
    return Counter(int(found.group(1)) for told in texts if (found := pattern.search(told)))

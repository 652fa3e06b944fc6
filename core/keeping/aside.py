"""What was put aside and needs somebody to decide: messages that failed three times, and sends that failed or are uncertain.

Each is named as the log names it: ``in:12`` is row 12 of the inbox, ``out:40`` row 40 of the outbox. Source: RELIABILITY.md R6.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import update
from sqlmodel import Session, col, select

from core.database import database_now
from core.store.bell import Work, ring
from core.talking.rows import InboxRow, OutboxRow

if TYPE_CHECKING:
    from core.database import Database

_UNSENT: Final = ("failed", "uncertain")


@dataclass(frozen=True)
class Aside:
    """One of them, without anybody's words. ``at`` is when it came in or was to go out, ``why`` a fault's name and reference."""

    name: str
    at: datetime
    platform: str
    what: str
    why: str


def put_aside(database: Database) -> list[Aside]:
    """All of them, what came in first, each by its number."""
    with database.reading() as session:
        return _aside(session)


def again(database: Database, names: Collection[str] | None) -> list[str]:
    """Try these once more (None: all); the names of those that are tried.

    A message that came in has its three tries again, before what came after it in its chat. One that may have been delivered
    says that it may be a repeat.
    """
    with database.writing() as session:
        came, goes = _chosen(session, names)
        connection = session.connection()
        connection.execute(
            update(InboxRow)
            .where(col(InboxRow.id).in_(came))
            .values(state="new", attempts=0, not_before=None, error=None)
        )
        perhaps = col(OutboxRow.repeat) | (col(OutboxRow.state) == "uncertain")
        connection.execute(
            update(OutboxRow).where(col(OutboxRow.id).in_(goes)).values(state="pending", attempts=0, repeat=perhaps)
        )
        work: dict[Work, list[int]] = {"inbox": came, "outbox": goes}
        ring(session, [name for name, some in work.items() if some])
        return _names(came, goes)


def drop(database: Database, names: Collection[str] | None) -> list[str]:
    """Leave these for good (None: all); the names of those that were left. What came in is forgotten, what was to go out is cancelled."""
    with database.writing() as session:
        came, goes = _chosen(session, names)
        connection = session.connection()
        now = database_now(session)
        forgotten = update(InboxRow).where(col(InboxRow.id).in_(came))
        connection.execute(forgotten.values(state="done", done_at=now, body=None))
        connection.execute(update(OutboxRow).where(col(OutboxRow.id).in_(goes)).values(state="cancelled"))
        return _names(came, goes)


def _chosen(session: Session, names: Collection[str] | None) -> tuple[list[int], list[int]]:
    """The numbers of the inbox and of the outbox that are meant and put aside, held until the transaction ends."""
    there = [each.name.partition(":") for each in _aside(session, held=True) if names is None or each.name in names]
    return (
        [int(number) for kind, _, number in there if kind == "in"],
        [int(number) for kind, _, number in there if kind == "out"],
    )


def _aside(session: Session, *, held: bool = False) -> list[Aside]:
    came = select(InboxRow).where(InboxRow.state == "quarantined").order_by(col(InboxRow.id))
    goes = select(OutboxRow).where(col(OutboxRow.state).in_(_UNSENT)).order_by(col(OutboxRow.id))
    if held:  # SQLite, which has one writer, leaves it out
        came, goes = came.with_for_update(), goes.with_for_update()
    return [
        *(
            Aside(f"in:{row.id}", row.received_at, row.platform, "message", row.error or "")
            for row in session.exec(came)
        ),
        *(
            Aside(f"out:{row.id}", row.not_before, row.platform, f"{row.kind} {row.state}", row.error or "")
            for row in session.exec(goes)
        ),
    ]


def _names(came: Collection[int], goes: Collection[int]) -> list[str]:
    return [*(f"in:{each}" for each in came), *(f"out:{each}" for each in goes)]

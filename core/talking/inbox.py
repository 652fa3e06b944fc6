"""The inbox: every raw update is committed here before it is confirmed to the platform, and handled from here.

Rows of one chat are taken in order, one after the other; chats are independent, so any number of workers take at the same
time. The handling transaction takes the row, writes its effects and marks it done, all in one commit: its effects happen
exactly once. Source: RELIABILITY.md, section 3.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from core.errors import NotFound
from core.fields import storable
from core.talking.rows import InboxRow
from core.transaction import Transaction

TRIES = 3
BODIES_KEPT = timedelta(days=7)
KEYS_KEPT = timedelta(days=30)


class Inbox:
    """Raw updates, in and handled."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def put(
        self, platform: str, bot: str, ext_id: str, body: dict[str, Any], *, gesture: str | None = None, chat: str = ""
    ) -> bool:
        """Keep a raw update; false where its ``ext_id`` or ``gesture`` was there already (nothing is kept then)."""
        values = {
            "platform": platform,
            "bot": bot,
            "ext_id": ext_id,
            "gesture": gesture,
            "chat": chat,
            "body": body,
            "received_at": self._tx.now,
            "state": "new",
            "attempts": 0,
        }
        into: Any = (sqlite if self._tx.dialect == "sqlite" else postgresql).insert(InboxRow)
        done = self._tx.session.connection().execute(
            into.values(values).on_conflict_do_nothing().returning(InboxRow.__table__.c.id)  # type: ignore[attr-defined]
        )
        return done.first() is not None

    def take(self, *, row_id: int | None = None, busy: Collection[str] = ()) -> InboxRow | None:
        """The next update to handle: the first of its chat, the oldest of those; None where there is none.

        On PostgreSQL it is locked until the transaction ends and rows locked by others are passed over. ``row_id`` asks for
        that one only; chats in ``busy`` are passed over.
        """
        older = InboxRow.__table__.alias("older")  # type: ignore[attr-defined]
        earlier = (
            select(older.c.id)
            .where(older.c.chat == col(InboxRow.chat), older.c.state == "new", older.c.id < col(InboxRow.id))
            .exists()
        )
        asked = select(InboxRow).where(
            InboxRow.state == "new",
            ~earlier,
            or_(col(InboxRow.not_before).is_(None), col(InboxRow.not_before) <= self._tx.now),
        )
        if row_id is not None:
            asked = asked.where(InboxRow.id == row_id)
        if busy:
            asked = asked.where(col(InboxRow.chat).not_in(busy))
        asked = asked.order_by(col(InboxRow.id)).limit(1)
        if self._tx.dialect == "postgresql":
            asked = asked.with_for_update(skip_locked=True, of=InboxRow)
        return self._tx.session.exec(asked.execution_options(populate_existing=True)).first()

    def done(self, row: InboxRow) -> None:
        """Mark it handled, in the transaction that has its effects."""
        row.state, row.done_at, row.error = "done", self._tx.now, None

    def failed(self, row_id: int, error: str, *, again_in: timedelta = timedelta(0)) -> bool:
        """Count a failed try, in a transaction of its own; true where that was the last and the row is quarantined now.

        ``error`` is a fault's name and reference, never the message's text.
        """
        row = self._tx.session.get(InboxRow, row_id)
        if row is None:
            raise NotFound("inbox", str(row_id))
        row.attempts += 1
        row.error = storable(error)[:500]
        row.not_before = self._tx.now + again_in if again_in else None
        if row.attempts >= TRIES and row.state == "new":
            row.state = "quarantined"
        return row.state == "quarantined"

    def release(self, row_id: int) -> None:
        """Take a quarantined row out again, to be tried three more times."""
        row = self._tx.session.get(InboxRow, row_id)
        if row is None:
            raise NotFound("inbox", str(row_id))
        if row.state == "quarantined":
            row.state, row.attempts, row.not_before = "new", 0, None

    def waiting(self) -> int:
        """How many wait to be handled."""
        return self._count("new")

    def oldest_waiting(self) -> datetime | None:
        """When the oldest that waits came in; None where none waits."""
        asked = select(InboxRow.received_at).where(InboxRow.state == "new").order_by(col(InboxRow.id)).limit(1)
        return self._tx.session.exec(asked).first()

    def quarantined(self) -> list[InboxRow]:
        """The rows that failed three times."""
        return list(
            self._tx.session.exec(select(InboxRow).where(InboxRow.state == "quarantined").order_by(col(InboxRow.id)))
        )

    def purge(self) -> None:
        """Forget the bodies of what was done seven days ago, and the rows after thirty."""
        connection = self._tx.session.connection()
        connection.execute(
            update(InboxRow)
            .where(col(InboxRow.state) == "done", col(InboxRow.done_at) < self._tx.now - BODIES_KEPT)
            .values(body=None)
        )
        connection.execute(
            delete(InboxRow).where(col(InboxRow.state) == "done", col(InboxRow.done_at) < self._tx.now - KEYS_KEPT)
        )

    def _count(self, state: str) -> int:
        return self._tx.session.exec(select(func.count()).select_from(InboxRow).where(InboxRow.state == state)).one()

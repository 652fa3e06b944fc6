"""The inbox: every raw update is committed here before it is confirmed to the platform, and handled from here.

Rows of one chat are taken in order, one after the other; chats are independent, so any number of workers take at the same
time. The handling transaction takes the row, writes its effects and marks it done, all in one commit: its effects happen
exactly once. Source: RELIABILITY.md, section 3.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, or_, update
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from core.columns import UtcDateTime
from core.errors import NotFound
from core.fields import storable
from core.talking.inserting import insert_if_new, table_of
from core.talking.raw import Raw
from core.talking.rows import InboxRow
from core.transaction import Transaction

TRIES = 3
BODIES_KEPT = timedelta(days=7)
KEYS_KEPT = timedelta(days=30)


_PUT: Final = insert_if_new(InboxRow)
_EARLIER = table_of(InboxRow).alias("earlier")
_NEXT: Final = (
    select(InboxRow)
    .where(
        col(InboxRow.state) == "new",
        ~sql_select(_EARLIER.c.id)
        .where(_EARLIER.c.chat == col(InboxRow.chat), _EARLIER.c.state == "new", _EARLIER.c.id < col(InboxRow.id))
        .exists(),
        or_(col(InboxRow.not_before).is_(None), col(InboxRow.not_before) <= bindparam("now", type_=UtcDateTime())),
    )
    .order_by(col(InboxRow.id))
    .limit(bindparam("most"))
    .execution_options(populate_existing=True)
)
_NEXT_ON_POSTGRESQL: Final = _NEXT.with_for_update(skip_locked=True, of=InboxRow)
_DONE: Final = (
    update(InboxRow)
    .where(col(InboxRow.id) == bindparam("row_id"))
    .values(state="done", done_at=bindparam("at", type_=UtcDateTime()), error=None)
)
_DONE_AND_FORGOTTEN: Final = _DONE.values(body=None)


class Inbox:
    """Raw updates, in and handled."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def put(
        self, platform: str, bot: str, ext_id: str, body: dict[str, Any], *, gesture: str | None = None, chat: str = ""
    ) -> bool:
        """Keep a raw update; false where its ``ext_id`` or ``gesture`` was there already (nothing is kept then)."""
        return self.put_many(platform, bot, [Raw(ext_id, body, gesture, chat)])[0]

    def put_many(self, platform: str, bot: str, updates: Sequence[Raw]) -> list[bool]:
        """Keep several raw updates in their order; for each what ``put`` says."""
        connection, statement = self._tx.session.connection(), _PUT[self._tx.dialect]
        kept = []
        for one in updates:
            values = {
                "platform": platform,
                "bot": bot,
                "ext_id": one.ext_id,
                "gesture": one.gesture,
                "chat": one.chat,
                "body": one.body,
                "received_at": self._tx.now,
                "state": "new",
                "attempts": 0,
            }
            kept.append(connection.execute(statement, values).first() is not None)
        if any(kept):
            self._tx.session.work.add("inbox")
        return kept

    def take(self, *, row_id: int | None = None, busy: Collection[str] = ()) -> InboxRow | None:
        """The next update to handle: the first of its chat, the oldest of those; None where there is none.

        On PostgreSQL it is locked until the transaction ends and rows locked by others are passed over. ``row_id`` asks for
        that one only; chats in ``busy`` are passed over.
        """
        taken = self.take_many(1, row_id=row_id, busy=busy)
        return taken[0] if taken else None

    def take_many(self, most: int, *, row_id: int | None = None, busy: Collection[str] = ()) -> list[InboxRow]:
        """The next updates to handle, at most one of a chat, the oldest first; otherwise as ``take``."""
        asked = _NEXT_ON_POSTGRESQL if self._tx.dialect == "postgresql" else _NEXT
        if row_id is not None:
            asked = asked.where(col(InboxRow.id) == row_id)
        if busy:
            asked = asked.where(col(InboxRow.chat).not_in(busy))
        return list(self._tx.session.exec(asked, params={"now": self._tx.now, "most": most}))

    def done(self, row: InboxRow) -> None:
        """Mark it handled, in the transaction that has its effects; where that erased somebody the update itself is forgotten."""
        done = _DONE_AND_FORGOTTEN if self._tx.session.forgets else _DONE
        self._tx.session.connection().execute(done, {"row_id": row.id, "at": self._tx.now})

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

    def wait(self, row: InboxRow, until: datetime) -> None:
        """Leave it until then, or until ``add`` brings what it waits for; what came after it in the same chat waits too."""
        row.not_before = until

    def add(self, row_id: int, key: str, value: Any) -> None:
        """Put what a row waits for into its body, and let it be handled. A row that is done stays as it is."""
        row = self._tx.session.get(InboxRow, row_id)
        if row is not None and row.state == "new" and row.body is not None:
            row.body = {**row.body, key: value}
            row.not_before = None

    def forget(self, row_id: int, key: str) -> None:
        """Take what was brought for a row out of its body again: it was used."""
        row = self._tx.session.get(InboxRow, row_id)
        if row is not None and row.body is not None and key in row.body:
            row.body = {name: value for name, value in row.body.items() if name != key}

    def body(self, row_id: int) -> dict[str, Any] | None:
        """The raw update of a row; None where it was forgotten."""
        row = self._tx.session.get(InboxRow, row_id)
        return row.body if row is not None else None

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

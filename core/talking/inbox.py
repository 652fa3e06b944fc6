"""The inbox: every raw update is committed here before it is confirmed to the platform, and handled from here.

Rows of one chat are taken in order, one after the other; chats are independent, so any number of workers take at the same
time. The handling transaction takes the row, writes its effects and marks it done, all in one commit: its effects happen
exactly once. Source: RELIABILITY.md, section 3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    delete,
    func,
    literal_column,
    null,
    or_,
    update,
)
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from core.columns import UtcDateTime
from core.errors import NotFound
from core.fields import storable
from core.prepared import Prepared
from core.store.straight import loaded
from core.talking.inserting import insert_if_new, table_of
from core.talking.raw import Raw
from core.talking.rows import InboxRow
from core.transaction import Transaction

TRIES = 3
BODIES_KEPT = timedelta(days=7)
KEYS_KEPT = timedelta(days=30)


_PUT: Final = insert_if_new(
    InboxRow, ("platform", "bot", "ext_id", "gesture", "chat", "body", "received_at", "state", "attempts")
)
_INBOX: Final = table_of(InboxRow)
_EARLIER: Final = _INBOX.alias("earlier")
_NEXT: Final = (
    sql_select(_INBOX)
    .where(
        _INBOX.c.state == literal_column("'new'"),
        ~sql_select(_EARLIER.c.id)
        .where(
            _EARLIER.c.chat == _INBOX.c.chat, _EARLIER.c.state == literal_column("'new'"), _EARLIER.c.id < _INBOX.c.id
        )
        .exists(),
        or_(_INBOX.c.not_before.is_(None), _INBOX.c.not_before <= bindparam("now", type_=UtcDateTime())),
    )
    .order_by(_INBOX.c.id)
    .limit(bindparam("most", type_=Integer()))
)


def _next(dialect: str, *more: ColumnElement[bool]) -> Select[Any]:
    asked = _NEXT.where(*more)
    return asked.with_for_update(skip_locked=True, of=_INBOX) if dialect == "postgresql" else asked


_HEAD: Final = _INBOX.alias("head")
_AFTER: Final = _INBOX.alias("after")


def _heads() -> CTE:
    """The first of each chat that waits, found by one look into the index for each chat, however many wait in it."""
    first = (
        sql_select(_HEAD.c.id, _HEAD.c.chat)
        .where(_HEAD.c.state == literal_column("'new'"))
        .order_by(_HEAD.c.chat, _HEAD.c.id)
        .limit(literal_column("1"))
        .subquery("first")
    )
    heads = sql_select(first.c.id, first.c.chat).cte("heads", recursive=True)
    following = (
        sql_select(_AFTER.c.id)
        .where(_AFTER.c.state == literal_column("'new'"), _AFTER.c.chat > heads.c.chat)
        .order_by(_AFTER.c.chat, _AFTER.c.id)
        .limit(literal_column("1"))
        .correlate(heads)
        .scalar_subquery()
    )
    joined = heads.join(_HEAD, _HEAD.c.id == following)
    return heads.union_all(sql_select(_HEAD.c.id, _HEAD.c.chat).select_from(joined))


_A_HEAD: Final = _INBOX.c.id.in_(sql_select(_heads().c.id))
_WAITING: Final = _INBOX.alias("waiting")
_AMONG_THE_OLDEST: Final = _INBOX.c.id.in_(
    sql_select(_WAITING.c.id)
    .where(_WAITING.c.state == literal_column("'new'"))
    .order_by(_WAITING.c.id)
    .limit(literal_column("500"))
)
"""Tens of thousands from a few chats may wait after an outage: the first of each chat is not looked for among all of them."""


@cache
def _takes(platforms: frozenset[str] | None) -> tuple[Prepared, Prepared]:
    """Taking what is next of these platforms (None: of any): among the oldest, and among all."""
    names: list[BindParameter[str]] = (
        [] if platforms is None else [bindparam(f"of_{name}", name) for name in sorted(platforms)]
    )
    ours = [or_(*(_INBOX.c.platform == name for name in names))] if names else []
    return (
        Prepared(lambda dialect: _next(dialect, _AMONG_THE_OLDEST, *ours)),
        Prepared(lambda dialect: _next(dialect, _A_HEAD, *ours)),
    )


_HANDLED: Final = (
    update(_INBOX)
    .where(_INBOX.c.id == bindparam("row_id"))
    .values(state=literal_column("'done'"), done_at=bindparam("at", type_=UtcDateTime()), error=null())
)
_DONE: Final = Prepared(_HANDLED)
_DONE_AND_FORGOTTEN: Final = Prepared(_HANDLED.values(body=null()))


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
        """Keep several raw updates, those of one chat in their order; for each what ``put`` says."""
        connection = self._tx.session.connection()
        kept = [False] * len(updates)
        # Two processes that are given the same at once wait for each other's rows: chat by chat, so that they do not do so both ways.
        for at, one in sorted(enumerate(updates), key=lambda each: each[1].chat):
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
            kept[at] = _PUT.first(connection, values) is not None
        if any(kept):
            self._tx.session.work.add("inbox")
        return kept

    def number(self, platform: str, bot: str, ext_id: str) -> int | None:
        """The id of the row of an update; None where it is not there."""
        asked = select(InboxRow.id).where(InboxRow.platform == platform, InboxRow.bot == bot, InboxRow.ext_id == ext_id)
        return self._tx.session.exec(asked).first()

    def take(
        self, *, row_id: int | None = None, busy: Collection[str] = (), platforms: frozenset[str] | None = None
    ) -> InboxRow | None:
        """The next update to handle: the first of its chat, the oldest of those; None where there is none.

        On PostgreSQL it is locked until the transaction ends and rows locked by others are passed over. ``row_id`` asks for
        that one only; chats in ``busy`` and what came from other platforms than ``platforms`` are passed over: another process
        serves those, or will again. The row belongs to no session.
        """
        taken = self.take_many(1, row_id=row_id, busy=busy, platforms=platforms)
        return taken[0] if taken else None

    def take_many(
        self,
        most: int,
        *,
        row_id: int | None = None,
        busy: Collection[str] = (),
        platforms: frozenset[str] | None = None,
    ) -> list[InboxRow]:
        """The next updates to handle, at most one of a chat, the oldest first; otherwise as ``take``."""
        told = {"now": self._tx.now, "most": most}
        connection = self._tx.session.connection()
        if row_id is None and not busy:
            # None of the oldest where nothing waits, or where all of them have to wait for something.
            oldest, all_of_them = _takes(platforms)
            found: Iterable[Any] = oldest.rows(connection, told) or all_of_them.rows(connection, told)
        else:
            more = [_INBOX.c.id == row_id] if row_id is not None else []
            more += [_INBOX.c.platform.in_(platforms)] if platforms is not None else []
            asked = _next(self._tx.dialect, *more, *([_INBOX.c.chat.not_in(busy)] if busy else []))
            found = connection.execute(asked, told)
        return [loaded(InboxRow, row) for row in found]

    def done(self, row: InboxRow) -> None:
        """Mark it handled, in the transaction that has its effects; where that erased somebody the update itself is forgotten."""
        done = _DONE_AND_FORGOTTEN if self._tx.session.forgets else _DONE
        done.changed(self._tx.session.connection(), {"row_id": row.id, "at": self._tx.now})

    def keep_nothing(self) -> None:
        """Keep nothing of the update that is being handled: it holds a secret."""
        self._tx.session.forgets = True

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
        row.not_before = until  # the row belongs to no session
        self._tx.session.connection().execute(
            update(InboxRow).where(col(InboxRow.id) == row.id).values(not_before=until)
        )

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

"""The tables of the talk itself: what came in, what goes out, buttons, open questions, due moments, and who is in charge.

Source of the design: RELIABILITY.md, section 3. These are bookkeeping: not audited, not undone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import UniqueConstraint, text
from sqlmodel import Field, Index, String

from core.columns import Json, Row, UtcDateTime

InboxState = Literal["new", "done", "quarantined"]
OutboxState = Literal["pending", "dispatching", "sent", "failed", "uncertain", "cancelled", "held"]
OccurrenceState = Literal["pending", "fired", "skipped", "held"]


class InboxRow(Row, table=True):
    """One raw update. Unique by (platform, bot, ext_id) and by (platform, bot, gesture): the same comes in once only.

    ``bot`` is the platform's workspace; ``chat`` orders: rows of one chat are taken one after the other.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("platform", "bot", "ext_id"),
        UniqueConstraint("platform", "bot", "gesture"),
        Index(
            "ix_inbox_waiting",
            "chat",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index(
            "ix_inbox_new",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int = Field(default=None, primary_key=True)
    platform: str
    bot: str
    ext_id: str
    gesture: str | None = None
    chat: str = ""
    body: dict[str, Any] | None = Field(default=None, sa_type=Json)
    received_at: datetime = Field(sa_type=UtcDateTime)
    state: InboxState = Field(default="new", sa_type=String)
    attempts: int = 0
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = None
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OutboxRow(Row, table=True):
    """One message to send, once per ``dedupe_key``.

    ``place`` is the place's key (sends to one place go one after the other), ``address`` the place in full; ``payload`` is
    a finished Outgoing or, for what is pushed, the notice's kind and ids. ``mark`` is the delivery's own random id.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "platform",
            "bot",
            "priority",
            "not_before",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_outbox_in_flight",
            "place",
            sqlite_where=text("state = 'dispatching'"),
            postgresql_where=text("state = 'dispatching'"),
        ),
        Index(
            "ix_outbox_delivered",
            "ext_message_id",
            sqlite_where=text("ext_message_id IS NOT NULL"),
            postgresql_where=text("ext_message_id IS NOT NULL"),
        ),
        # Not by state as well: a row that is claimed and marked would be moved in it twice.
        Index(None, "rep_id"),
        Index(
            "ix_outbox_held",
            "rep_id",
            sqlite_where=text("state = 'held'"),
            postgresql_where=text("state = 'held'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int = Field(default=None, primary_key=True)
    dedupe_key: str = Field(unique=True)
    platform: str
    bot: str
    place: str
    address: dict[str, Any] = Field(sa_type=Json)
    rep_id: int | None = Field(default=None, foreign_key="reps.id")
    kind: str
    priority: int
    not_before: datetime = Field(sa_type=UtcDateTime)
    payload: dict[str, Any] = Field(sa_type=Json)
    state: OutboxState = Field(default="pending", sa_type=String)
    owner: str | None = None
    epoch: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    mark: str
    repeat: bool = False
    ext_message_id: str | None = None
    error: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Pause(Row, table=True):
    """A penalty window that a platform set: nothing is sent within its scope before ``until``. Scope is ``all`` or a place."""

    __tablename__ = "pauses"

    platform: str = Field(primary_key=True)
    bot: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    until: datetime = Field(sa_type=UtcDateTime)


class ButtonToken(Row, table=True):
    """A button out there: 22 random characters that stand for a command. ``place`` is where it may be pressed."""

    __tablename__ = "buttons"

    token: str = Field(primary_key=True)
    command: dict[str, Any] = Field(sa_type=Json)
    label: str = ""
    rep_id: int | None = Field(default=None, foreign_key="reps.id", index=True)
    place: str
    outbox_id: int | None = Field(default=None, index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Conversation(Row, table=True):
    """What is remembered of one rep's talk in one place.

    ``pending`` is the open question, ``listed`` the last numbered list, ``last_party`` whom the talk is about (since
    ``last_party_at``), ``steps`` maps a platform's message id to the step it made, ``about`` a message id to what it
    was about.
    """

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("place", "rep_id"), {"sqlite_autoincrement": True})

    id: int = Field(default=None, primary_key=True)
    place: str
    rep_id: int = Field(foreign_key="reps.id", index=True)
    pending: dict[str, Any] | None = Field(default=None, sa_type=Json)
    pending_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    listed: list[dict[str, Any]] | None = Field(default=None, sa_type=Json)
    last_party: dict[str, Any] | None = Field(default=None, sa_type=Json)
    last_party_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_step_id: int | None = None
    steps: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    about: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class Occurrence(Row, table=True):
    """One moment of a rule (``follow_up:12``, ``digest:3``). Unique by (rule, local_time): it happens once, whatever clocks do.

    ``local_time`` is wall time in ``zone`` (ISO 8601 without an offset), ``due_at`` what that is in UTC by today's zone data.
    """

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("rule", "local_time"),
        Index(None, "state", "due_at"),
        {"sqlite_autoincrement": True},
    )

    id: int = Field(default=None, primary_key=True)
    rule: str
    local_time: str
    zone: str
    due_at: datetime = Field(sa_type=UtcDateTime)
    state: OccurrenceState = Field(default="pending", sa_type=String)
    rep_id: int | None = Field(default=None, foreign_key="reps.id")
    fired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignOfLife(Row, table=True):
    """When a platform last showed one, whichever process saw it: what was sent while nobody listened it keeps for a day only."""

    __tablename__ = "signs_of_life"

    platform: str = Field(primary_key=True)
    bot: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)


class Lease(Row, table=True):
    """Who does a job that only one process may do. Each new owner has a higher ``epoch``; times are the database's own clock."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True)
    owner: str
    epoch: int
    until: datetime = Field(sa_type=UtcDateTime)

"""What happened with a customer: calls, meetings, e-mails, messages, visits and notes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import text
from sqlmodel import Field, Index, String

from core.columns import Json, Row, UtcDateTime

InteractionKind = Literal["call", "meeting", "email", "message", "visit", "note"]


class Interaction(Row, table=True):
    """One touch. ``summary`` is the note in the rep's own words, ``original`` the message it came from; ``private``: its author's alone.

    ``files`` are what was sent with it: their ids where they lie (the chat platform), names and sizes, never their contents.
    ``latitude`` and ``longitude``, in degrees, say where a visit was.
    """

    __tablename__ = "interactions"
    __table_args__ = (
        Index(None, "customer_id", "occurred_at"),
        Index(None, "contact_id", "occurred_at"),
        Index(None, "rep_id", "occurred_at"),
        Index(
            "ix_interactions_position",
            "latitude",
            sqlite_where=text("latitude IS NOT NULL"),
            postgresql_where=text("latitude IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int = Field(default=None, primary_key=True)
    kind: InteractionKind = Field(sa_type=String)
    customer_id: int = Field(foreign_key="customers.id")
    contact_id: int | None = Field(default=None, foreign_key="contacts.id")
    summary: str = ""
    outcome: str | None = None
    direction: str | None = None
    occurred_at: datetime = Field(sa_type=UtcDateTime)
    duration_minutes: int | None = None
    private: bool = False
    rep_id: int | None = Field(default=None, foreign_key="reps.id")
    original: str = ""
    files: list[dict[str, Any]] | None = Field(default=None, sa_type=Json)
    latitude: float | None = None
    longitude: float | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)

"""What happened with a customer: calls, meetings, e-mails, messages, visits and notes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlmodel import Field, Index, String

from core.columns import Row, UtcDateTime

InteractionKind = Literal["call", "meeting", "email", "message", "visit", "note"]


class Interaction(Row, table=True):
    """One touch. ``summary`` is the note in the rep's own words, ``original`` the message it came from; ``private``: its author's alone."""

    __tablename__ = "interactions"
    __table_args__ = (
        Index(None, "customer_id", "occurred_at"),
        Index(None, "contact_id", "occurred_at"),
        Index(None, "rep_id", "occurred_at"),
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
    created_at: datetime = Field(sa_type=UtcDateTime)

"""What a rep has promised to do: follow-ups, reminders and tasks."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlmodel import Field, Index, String

from core.columns import Row, UtcDateTime

Priority = Literal["low", "normal", "high"]
FollowUpStatus = Literal["open", "done", "cancelled"]


class FollowUp(Row, table=True):
    """A promise. An ``all_day`` one is due at the start of the rep's work day, which ``due_at`` holds.

    ``recurrence`` is an RFC 5545 RRULE without DTSTART, in wall time of the rep's zone, counted from ``first_due_at`` (which
    a snooze does not change); ``zone`` is the IANA zone whose wall time that was. ``waits_for_id`` is the follow-up that must be closed first; blocked or ready is derived from
    it, never stored. ``asked_by_id`` is the colleague who asked for it. ``touch_every_days`` makes it a stay-in-touch clock: due so
    many days after the last touch, see ``core.working.clocks``.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (
        Index(None, "rep_id", "status", "due_at"),
        Index(None, "customer_id", "status", "due_at"),
        {"sqlite_autoincrement": True},
    )

    id: int = Field(default=None, primary_key=True)
    title: str
    customer_id: int | None = Field(default=None, foreign_key="customers.id")
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", index=True)
    deal_id: int | None = Field(default=None, foreign_key="deals.id", index=True)
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
    all_day: bool = False
    priority: Priority = Field(default="normal", sa_type=String)
    status: FollowUpStatus = Field(default="open", sa_type=String)
    waits_for_id: int | None = Field(default=None, foreign_key="follow_ups.id", index=True)
    recurrence: str | None = None
    zone: str | None = None
    rep_id: int | None = Field(default=None, foreign_key="reps.id")
    asked_by_id: int | None = Field(default=None, foreign_key="reps.id")
    first_due_at: datetime = Field(sa_type=UtcDateTime)
    snoozes: int = 0
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    touch_every_days: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)

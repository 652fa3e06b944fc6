"""Customers, the people at them, and the other names they go by."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlmodel import Field, Index, String

from core.columns import Json, Row, UtcDateTime

CustomerKind = Literal["company", "person"]
CustomerStatus = Literal["lead", "prospect", "customer", "lost"]


class Customer(Row, table=True):
    """A company or a person we sell to. ``phone`` is E.164 where it could be read, else as typed; ``country`` an ISO code."""

    __tablename__ = "customers"

    id: int = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    kind: CustomerKind = Field(default="company", sa_type=String)
    status: CustomerStatus = Field(default="customer", sa_type=String)
    phone: str | None = Field(default=None, index=True)
    email: str | None = Field(default=None, index=True)
    website: str | None = None
    city: str | None = Field(default=None, index=True)
    country: str | None = None
    industry: str | None = None
    source: str | None = None
    owner_id: int | None = Field(default=None, foreign_key="reps.id", index=True)
    tags: list[str] = Field(default_factory=list, sa_type=Json)
    notes: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by_id: int | None = Field(default=None, foreign_key="reps.id")
    updated_at: datetime = Field(sa_type=UtcDateTime, index=True)
    last_contacted_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class Contact(Row, table=True):
    """A person at a customer. ``left_at``: since when the person is known to work there no more; kept, but not offered any more."""

    __tablename__ = "contacts"

    id: int = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    customer_id: int = Field(foreign_key="customers.id", index=True)
    title: str | None = None
    phone: str | None = Field(default=None, index=True)
    email: str | None = Field(default=None, index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    last_contacted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Alias(Row, table=True):
    """Another name of a customer or contact, learnt only where a rep pressed [Always mean …]. ``folded`` is its search key."""

    __tablename__ = "aliases"
    __table_args__ = (Index(None, "record", "record_id"), {"sqlite_autoincrement": True})

    id: int = Field(default=None, primary_key=True)
    record: Literal["customer", "contact"] = Field(sa_type=String)
    record_id: int
    alias: str
    folded: str = Field(index=True)
    rep_id: int | None = Field(default=None, foreign_key="reps.id")
    created_at: datetime = Field(sa_type=UtcDateTime)

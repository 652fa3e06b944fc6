"""What might be sold: deals."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from sqlmodel import Field, Index, String

from core.columns import Amount, Row, UtcDateTime

DealStatus = Literal["open", "won", "lost"]


class Deal(Row, table=True):
    """A possible sale. ``stage`` is one of the workspace's; ``amount`` is in ``currency`` (ISO 4217), None where nobody said it."""

    __tablename__ = "deals"
    __table_args__ = (Index(None, "status", "stage"), {"sqlite_autoincrement": True})

    id: int = Field(default=None, primary_key=True)
    title: str
    customer_id: int = Field(foreign_key="customers.id", index=True)
    amount: Decimal | None = Field(default=None, sa_type=Amount)
    currency: str
    stage: str = "new"
    status: DealStatus = Field(default="open", sa_type=String)
    expected_close_on: date | None = None
    lost_reason: str | None = None
    owner_id: int | None = Field(default=None, foreign_key="reps.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

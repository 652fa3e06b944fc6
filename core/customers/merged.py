"""Records that went into another: what the old number leads to now."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlmodel import Field, Index, Session, String, select

from core.columns import Row, UtcDateTime
from core.customers.customer import Contact, Customer


class Merged(Row, table=True):
    """One merge: the record ``from_id`` is ``into_id`` now (which may itself have been merged since)."""

    __tablename__ = "merged"
    __table_args__ = (Index(None, "record", "from_id"), {"sqlite_autoincrement": True})

    id: int = Field(default=None, primary_key=True)
    record: Literal["customer", "contact"] = Field(sa_type=String)
    from_id: int
    into_id: int
    rep_id: int | None = Field(default=None, foreign_key="reps.id")
    merged_at: datetime = Field(sa_type=UtcDateTime)


def customer_row(session: Session, customer_id: int) -> Customer | None:
    """The customer of that number, or the one that it was merged into; None where neither is there."""
    found = session.get(Customer, customer_id)
    return session.get(Customer, _leads_to(session, "customer", customer_id)) if found is None else found


def contact_row(session: Session, contact_id: int) -> Contact | None:
    """The contact of that number, or the one that it was merged into; None where neither is there."""
    found = session.get(Contact, contact_id)
    return session.get(Contact, _leads_to(session, "contact", contact_id)) if found is None else found


def _leads_to(session: Session, record: str, record_id: int) -> int:
    seen = {record_id}
    while True:
        asked = select(Merged.into_id).where(Merged.record == record, Merged.from_id == record_id)
        further = session.exec(asked.order_by(Merged.id.desc()).limit(1)).first()  # type: ignore[attr-defined]
        if further is None or further in seen:
            return record_id
        seen.add(further)
        record_id = further

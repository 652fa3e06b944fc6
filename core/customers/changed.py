"""Who changed a customer: the changes of it, its people and its deals, newest first, from the audit.

What was logged and promised is history, not this; private entries therefore never show here. Of a contact or deal that was deleted
it is told who did what and when, and to which fields, but no value and no name (RELIABILITY DATA6); of one who was erased nothing,
since the erasing took away to whom it had belonged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_
from sqlmodel import col, select

from core.audit import from_json
from core.customers.customer import Contact
from core.selling.deal import Deal
from core.store.audit_rows import Change, Step
from core.transaction import Transaction


@dataclass(frozen=True)
class Changed:
    """One change: who (None: the program or its operator), when (UTC), and the values before and after as a row has them."""

    at: datetime
    rep_id: int | None
    record: str
    record_id: int
    action: str
    before: dict[str, Any]
    after: dict[str, Any]
    gone: bool = False
    """The record was deleted: the values are not to be shown."""


class ChangedRecords:
    """Reading the audit of one customer. Everybody who reads customers may read it."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def of_customer(self, customer_id: int, limit: int = 10, offset: int = 0) -> tuple[list[Changed], int]:
        """So many of them, newest first, and how many there are in all. Raises NotAllowed."""
        self._tx.require("customers.read")
        session = self._tx.session
        hanging = [and_(col(Change.record) == "customer", col(Change.record_id) == customer_id)]
        for record, row in (("contact", Contact), ("deal", Deal)):
            ids = select(row.id).where(row.customer_id == customer_id)
            hanging.append(and_(col(Change.record) == record, col(Change.record_id).in_(ids)))
        gone = self._deleted(customer_id)
        hanging += [and_(col(Change.record) == record, col(Change.record_id) == one) for record, one in sorted(gone)]
        condition = or_(*hanging)
        asked = select(Change, Step).join(Step, col(Step.id) == col(Change.step_id)).where(condition)
        found = session.exec(asked.order_by(col(Change.id).desc()).limit(limit).offset(offset)).all()
        total = session.exec(select(func.count()).select_from(Change).where(condition)).one()
        return [
            Changed(
                step.at,
                step.rep_id,
                change.record,
                change.record_id,
                change.action,
                from_json(change.record, change.before or {}),
                from_json(change.record, change.after or {}),
                gone=(change.record, change.record_id) in gone,
            )
            for change, step in found
        ], total

    def _deleted(self, customer_id: int) -> frozenset[tuple[str, int]]:
        """(kind, id) of the contacts and deals that somebody deleted from that customer; what was undone never was."""
        asked = (
            select(Change.record, Change.record_id)
            .join(Step, col(Step.id) == col(Change.step_id))
            .where(
                col(Change.record).in_(("contact", "deal")),
                Change.action == "delete",
                col(Step.undoes_id).is_(None),
                col(Step.undone_at).is_(None),
                col(Change.before)["customer_id"].as_integer() == customer_id,
            )
        )
        return frozenset(self._tx.session.exec(asked))

"""Who changed a customer: the changes of it, its people and its deals, newest first, from the audit.

What was logged and promised is history, not this; private entries therefore never show here.
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
            )
            for change, step in found
        ], total

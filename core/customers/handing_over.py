"""Giving customers to a colleague: the customer, its owner's open deals, and its owner's open follow-ups go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from core.customers.customer import Customer
from core.customers.merged import customer_row
from core.customers.ownership import require_customer, require_owner
from core.errors import BadValue, NotFound
from core.selling.deal import Deal
from core.steps import Steps
from core.team.rep import Rep
from core.transaction import Transaction
from core.working.follow_up import FollowUp


@dataclass(frozen=True)
class HandedOver:
    """How much went to whom; ``was_id`` is the owner before (None: nobody's)."""

    was_id: int | None
    customers: int
    deals: int
    follow_ups: int


class HandingOver:
    """One customer is given by its owner, a manager or an admin; all of a rep's by a manager or an admin."""

    def __init__(self, transaction: Transaction, steps: Steps) -> None:
        self._tx = transaction
        self._steps = steps

    def give(self, customer_id: int, rep_id: int) -> HandedOver:
        """Make that rep the owner. Raises NotFound, NotAllowed, BadValue (``same``: it is theirs already; ``disabled``)."""
        customer = customer_row(self._tx.session, customer_id)
        if customer is None:
            raise NotFound("customer", str(customer_id))
        require_customer(self._tx, customer, "customers.write")
        require_owner(self._tx, customer, "customers.write")
        rep, was = self._receiver(rep_id), customer.owner_id
        if was == rep.id:
            raise BadValue("owner", rep.name, "same")
        customer.owner_id, customer.updated_at = rep.id, self._tx.now
        deals = self._tx.session.exec(
            select(Deal).where(Deal.customer_id == customer.id, Deal.status == "open", col(Deal.owner_id) == was)
        ).all()
        follow_ups = self._tx.session.exec(
            select(FollowUp).where(
                FollowUp.customer_id == customer.id, FollowUp.status == "open", col(FollowUp.rep_id) == was
            )
        ).all()
        for deal in deals:
            deal.owner_id = rep.id
        for row in follow_ups:
            row.rep_id = rep.id
        self._tx.session.flush()
        return HandedOver(was, 1, len(deals), len(follow_ups))

    def belongings(self, rep_id: int) -> HandedOver:
        """What ``hand_over`` would move."""
        return HandedOver(rep_id, *(len(self._ids(*told, rep_id)) for told in self._tables()))

    def hand_over(self, from_id: int, to_id: int) -> HandedOver:
        """All customers, open deals and open follow-ups of a rep go to another, as one step. Raises as ``give``."""
        giver = self._tx.session.get(Rep, from_id)
        if giver is None:
            raise NotFound("rep", str(from_id))
        self._tx.require("customers.hand_over", record="rep", name=giver.name)
        rep = self._receiver(to_id)
        if from_id == to_id:
            raise BadValue("owner", rep.name, "same")
        counts: list[int] = []
        for (record, field), told in zip(
            (("customer", "owner_id"), ("deal", "owner_id"), ("follow_up", "rep_id")), self._tables(), strict=True
        ):
            ids = self._ids(*told, from_id)
            counts.append(len(ids))
            self._steps.bulk(record, updates=[(row_id, {field: rep.id}) for row_id in ids])
        self._tx.session.expire_all()
        return HandedOver(from_id, *counts)

    def _receiver(self, rep_id: int) -> Rep:
        rep = self._tx.session.get(Rep, rep_id)
        if rep is None:
            raise NotFound("rep", str(rep_id))
        if not rep.active:
            raise BadValue("owner", rep.name, "disabled")
        return rep

    @staticmethod
    def _tables() -> tuple[tuple[Any, Any, list[Any]], ...]:
        return (
            (Customer, Customer.owner_id, []),
            (Deal, Deal.owner_id, [Deal.status == "open"]),
            (FollowUp, FollowUp.rep_id, [FollowUp.status == "open"]),
        )

    def _ids(self, row: Any, column: Any, more: list[Any], rep_id: int) -> list[int]:
        return list(self._tx.session.exec(select(row.id).where(column == rep_id, *more).order_by(row.id)))

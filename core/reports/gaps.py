"""What is missing or looks wrong in the notebook: for one customer, and in all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import and_, func, or_
from sqlmodel import col, select

from core.customers.customer import Contact, Customer
from core.customers.merged import customer_row
from core.errors import NotFound
from core.selling.deal import Deal
from core.transaction import Transaction
from core.visibility import visible
from core.working.follow_up import FollowUp

QUIET = timedelta(days=365)
Gap = Literal["person", "reach", "phone", "email", "city", "source", "owner", "next_step", "close_date"]


@dataclass(frozen=True)
class Health:
    """Counts over the whole notebook: ``alike`` are customers that share a name (letter case aside) or a phone with another."""

    customers: int
    contacts: int
    alike: int
    unreachable: int
    quiet: int
    without_next_step: int


class Gaps:
    """Looking for gaps. Reading only."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def of(self, customer_id: int) -> tuple[list[Gap], list[str]]:
        """What a customer lacks, and the names of its people without phone and e-mail. Raises NotFound."""
        session = self._tx.session
        customer = customer_row(session, customer_id)
        if customer is None:
            raise NotFound("customer", str(customer_id))
        here = select(Contact).where(Contact.customer_id == customer.id, col(Contact.left_at).is_(None))
        people = session.exec(here.order_by(col(Contact.name), col(Contact.id))).all()
        deals = session.exec(select(Deal).where(Deal.customer_id == customer.id, Deal.status == "open")).all()
        promised = session.exec(
            select(FollowUp.id).where(FollowUp.customer_id == customer.id, FollowUp.status == "open").limit(1)
        ).first()
        reachable = customer.phone or customer.email or any(one.phone or one.email for one in people)
        lacks: dict[Gap, bool] = {
            "person": customer.kind == "company" and not people,
            "reach": not reachable,
            "phone": bool(reachable) and not (customer.phone or any(one.phone for one in people)),
            "email": bool(reachable) and not (customer.email or any(one.email for one in people)),
            "city": not customer.city,
            "source": not customer.source,
            "owner": customer.owner_id is None,
            "next_step": promised is None and (bool(deals) or customer.status in ("lead", "prospect")),
            "close_date": any(deal.expected_close_on is None for deal in deals),
        }
        unreached = [one.name for one in people if not one.phone and not one.email]
        return [gap for gap, lacking in lacks.items() if lacking], unreached

    def health(self) -> Health:
        """The counts. Raises NotAllowed."""
        self._tx.require("reports.team")
        session, seen = self._tx.session, visible(self._tx, Customer)
        person = select(Contact.id).where(
            col(Contact.customer_id) == col(Customer.id),
            or_(col(Contact.phone).is_not(None), col(Contact.email).is_not(None)),
        )
        unreachable = and_(col(Customer.phone).is_(None), col(Customer.email).is_(None), ~person.exists())
        since = self._tx.now - QUIET
        quiet = and_(
            func.coalesce(col(Customer.last_contacted_at), col(Customer.created_at)) < since,
            col(Customer.status) != "lost",
        )
        names = select(func.lower(Customer.name)).group_by(func.lower(Customer.name)).having(func.count() > 1)
        phones = (
            select(Customer.phone)
            .where(col(Customer.phone).is_not(None))
            .group_by(col(Customer.phone))
            .having(func.count() > 1)
        )
        alike = or_(func.lower(Customer.name).in_(names), col(Customer.phone).in_(phones))
        promised = select(FollowUp.id).where(
            FollowUp.status == "open", col(FollowUp.customer_id) == col(Deal.customer_id)
        )

        def counted(*conditions: object) -> int:
            return session.exec(select(func.count()).select_from(Customer).where(seen, *conditions)).one()  # type: ignore[arg-type]

        return Health(
            customers=counted(),
            contacts=session.exec(select(func.count()).select_from(Contact)).one(),
            alike=counted(alike),
            unreachable=counted(unreachable),
            quiet=counted(quiet),
            without_next_step=session.exec(
                select(func.count()).select_from(Deal).where(Deal.status == "open", ~promised.exists())
            ).one(),
        )

"""Deals: opening, moving along the stages, winning, losing, and what may come of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from core.customers.customer import Customer
from core.customers.merged import customer_row
from core.customers.ownership import require_customer
from core.errors import AlreadyDone, BadValue, NotFound
from core.fields import checked
from core.selling.deal import Deal
from core.team.rep import Rep
from core.transaction import Transaction
from core.visibility import visible
from core.working.follow_up import FollowUp

_FIXED = frozenset({"status", "closed_at"})
_OWNERS = frozenset({"stage", "amount", "currency", "status", "owner_id"})
_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
_MOST = Decimal(10) ** 12


@dataclass(frozen=True)
class StageSum:
    """The open deals of one stage in one currency. ``weighted`` is the amount times the stage's probability."""

    stage: str
    currency: str
    count: int
    amount: Decimal
    weighted: Decimal


@dataclass
class Forecast:
    """What a period may bring in one currency, by expected close (READING.md, "Small decisions").

    ``commit`` = won + negotiation; ``weighted`` = won + open × probability; ``best`` = won + all open. Open deals
    without a date, and those whose date has passed, are counted aside.
    """

    currency: str
    won: Decimal = Decimal(0)
    commit: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)
    best: Decimal = Decimal(0)
    deals: list[Deal] = field(default_factory=list)
    undated: int = 0
    undated_amount: Decimal = Decimal(0)
    overdue: int = 0
    overdue_amount: Decimal = Decimal(0)


class Deals:
    """Reading and writing deals. Everybody adds deals; stage and amount of somebody else's are a manager's."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    @property
    def stages(self) -> list[str]:
        """The workspace's stages, in order."""
        return [name for name, _ in self._tx.workspace.stages]

    def probability(self, stage: str) -> int:
        """A stage's probability in percent. Raises KeyError."""
        return dict(self._tx.workspace.stages)[stage]

    # -- writing -----------------------------------------------------------------------------------------------------

    def add(  # noqa: PLR0917 - the order in which they are said
        self,
        customer_id: int,
        title: str = "",
        amount: Decimal | None = None,
        currency: str | None = None,
        stage: str | None = None,
        expected_close_on: date | None = None,
        owner_id: int | None = None,
    ) -> Deal:
        """A new open deal, the acting rep's unless told, titled as its customer unless told. Raises NotFound, BadValue."""
        customer = self._customer(customer_id)
        require_customer(self._tx, customer, "deals.write")
        told = self._checked(
            {
                "title": title or customer.name,
                "amount": amount,
                "currency": currency or self._tx.workspace.currency,
                "stage": stage or self.stages[0],
                "expected_close_on": expected_close_on,
            }
        )
        now = self._tx.now
        row = Deal(
            **told, customer_id=customer.id, owner_id=owner_id or self._tx.rep_id, created_at=now, updated_at=now
        )
        customer.updated_at = now
        self._tx.session.add(row)
        self._tx.session.flush()
        return row

    def change(self, deal_id: int, **fields: Any) -> Deal:
        """Change fields. Raises NotFound, NotAllowed (stage, amount, owner of somebody else's), NoSuchSetting, BadValue."""
        row = self.get(deal_id)
        told = self._checked(fields)
        self._require(row, owners=bool(_OWNERS & set(told)))
        return self._set(row, told)

    def move(self, deal_id: int, stage: str) -> Deal:
        """To another stage; a won or lost one is open again by it. Raises BadValue for a stage that is none."""
        row = self.get(deal_id)
        self._require(row, owners=True)
        told = self._checked({"stage": stage})
        return self._set(row, told | {"status": "open", "closed_at": None, "lost_reason": None})

    def win(self, deal_id: int) -> Deal:
        """Won. The customer, if it was a lead or prospect, is a customer now. Raises AlreadyDone."""
        row = self._open(deal_id)
        customer = self._customer(row.customer_id)
        if customer.status != "customer":
            customer.status = "customer"
        return self._set(row, {"status": "won", "closed_at": self._tx.now})

    def lose(self, deal_id: int, reason: str | None = None) -> Deal:
        """Lost, and why. Raises AlreadyDone."""
        row = self._open(deal_id)
        return self._set(
            row, {"status": "lost", "closed_at": self._tx.now, "lost_reason": (reason or "").strip() or None}
        )

    # -- reading -----------------------------------------------------------------------------------------------------

    def get(self, deal_id: int) -> Deal:
        """One deal. Raises NotFound."""
        found = self._tx.session.get(Deal, deal_id)
        if found is None or (self._tx.rep is not None and not self._tx.rep.active):
            raise NotFound("deal", str(deal_id))
        return found

    def open(
        self,
        customer_id: int | None = None,
        owner_id: int | None = None,
        limit: int = 200,
        closing: tuple[date, date | None] | None = None,
    ) -> list[Deal]:
        """Open deals, by expected close (those without one last), then the largest first.

        ``closing``: only those expected from the first day up to the last (not included; None: without end).
        """
        told: list[ColumnElement[bool]] = [visible(self._tx, Deal), col(Deal.status) == "open"]
        if customer_id is not None:
            told.append(col(Deal.customer_id) == customer_id)
        if owner_id is not None:
            told.append(col(Deal.owner_id) == owner_id)
        if closing is not None:
            told.append(col(Deal.expected_close_on) >= closing[0])
            told += [col(Deal.expected_close_on) < closing[1]] if closing[1] is not None else []
        ordered = (
            select(Deal)
            .where(*told)
            .order_by(
                col(Deal.expected_close_on).asc().nulls_last(), col(Deal.amount).desc().nulls_last(), col(Deal.id)
            )
        )
        return list(self._tx.session.exec(ordered.limit(limit)))

    def of(self, customer_id: int) -> list[Deal]:
        """All deals of a customer, newest first."""
        asked = select(Deal).where(visible(self._tx, Deal), Deal.customer_id == customer_id)
        return list(self._tx.session.exec(asked.order_by(col(Deal.id).desc())))

    def without_next_step(self, owner_id: int | None = None) -> list[Deal]:
        """Open deals whose customer has no open follow-up of anybody."""
        promised = select(FollowUp.id).where(
            FollowUp.status == "open", col(FollowUp.customer_id) == col(Deal.customer_id)
        )
        asked = select(Deal).where(visible(self._tx, Deal), Deal.status == "open", ~promised.exists())
        if owner_id is not None:
            asked = asked.where(Deal.owner_id == owner_id)
        return list(self._tx.session.exec(asked.order_by(col(Deal.amount).desc().nulls_last(), col(Deal.id))))

    def pipeline(self, owner_id: int | None = None) -> list[StageSum]:
        """Counts and sums of open deals per stage and currency, in the order of the stages."""
        asked = select(Deal.stage, Deal.currency, func.count(), func.sum(col(Deal.amount))).where(
            visible(self._tx, Deal), Deal.status == "open"
        )
        if owner_id is not None:
            asked = asked.where(Deal.owner_id == owner_id)
        found = self._tx.session.exec(asked.group_by(col(Deal.stage), col(Deal.currency))).all()
        order = {stage: place for place, stage in enumerate(self.stages)}
        chances = dict(self._tx.workspace.stages)
        sums = [
            StageSum(stage, currency, count, amount or Decimal(0), _weighted(amount, chances.get(stage, 0)))
            for stage, currency, count, amount in found
        ]
        return sorted(sums, key=lambda one: (order.get(one.stage, len(order)), one.currency))

    def forecast(self, first: date, last: date, owner_id: int | None = None) -> list[Forecast]:
        """What the period may bring (both days inclusive), one per currency. A won deal counts by the day it was won."""
        made: dict[str, Forecast] = {}
        today = self._tx.now.astimezone(self._tx.zone).date()
        chances = dict(self._tx.workspace.stages)
        for deal in self._counted(owner_id):
            amount = deal.amount or Decimal(0)
            one = made.setdefault(deal.currency, Forecast(deal.currency))
            if deal.status == "won":
                won_on = deal.closed_at.astimezone(self._tx.zone).date() if deal.closed_at else None
                if won_on is not None and first <= won_on <= last:
                    one.deals.append(deal)
                    one.won += amount
            elif deal.expected_close_on is None:
                one.undated += 1
                one.undated_amount += amount
            elif deal.expected_close_on < today:
                one.overdue += 1
                one.overdue_amount += amount
            elif first <= deal.expected_close_on <= last:
                one.deals.append(deal)
                one.commit += amount if deal.stage == "negotiation" else 0
                one.weighted += _weighted(amount, chances.get(deal.stage, 0))
                one.best += amount
        for one in made.values():
            one.commit, one.weighted, one.best = (one.won + part for part in (one.commit, one.weighted, one.best))
        return sorted(made.values(), key=lambda one: one.currency)

    def _counted(self, owner_id: int | None) -> Iterable[Deal]:
        asked = select(Deal).where(visible(self._tx, Deal), col(Deal.status).in_(("open", "won")))
        if owner_id is not None:
            asked = asked.where(Deal.owner_id == owner_id)
        return self._tx.session.exec(asked.order_by(col(Deal.expected_close_on), col(Deal.id)))

    # -- checks ------------------------------------------------------------------------------------------------------

    def _set(self, row: Deal, told: dict[str, Any]) -> Deal:
        for key, value in told.items():
            setattr(row, key, value)
        row.updated_at = self._customer(row.customer_id).updated_at = self._tx.now
        self._tx.session.flush()
        return row

    def _open(self, deal_id: int) -> Deal:
        row = self.get(deal_id)
        self._require(row, owners=True)
        if row.status != "open":
            owner = None if row.owner_id is None else self._tx.session.get(Rep, row.owner_id)
            raise AlreadyDone(row.title, row.status, row.closed_at, "" if owner is None else owner.name)
        return row

    def _require(self, row: Deal, *, owners: bool) -> None:
        require_customer(self._tx, self._customer(row.customer_id), "deals.write")
        if owners and row.owner_id not in (None, self._tx.rep_id):
            owner = self._tx.session.get(Rep, row.owner_id)
            self._tx.require("deals.others", record="deal", name=row.title, who=owner.name if owner else "")

    def _customer(self, customer_id: int) -> Customer:
        found = customer_row(self._tx.session, customer_id)
        if found is None:
            raise NotFound("customer", str(customer_id))
        return found

    def _checked(self, fields: dict[str, Any]) -> dict[str, Any]:
        told = checked(Deal, fields, also_fixed=_FIXED)
        if "stage" in told and told["stage"] not in self.stages:
            raise BadValue("stage", str(told["stage"]), "choice")
        if told.get("amount") is not None:
            told["amount"] = _amount(told["amount"])
        return told


def _amount(told: Any) -> Decimal:
    try:
        amount = Decimal(told).quantize(_CENT)
    except (ArithmeticError, TypeError, ValueError) as fault:
        raise BadValue("amount", str(told)[:40], "number") from fault
    if not 0 <= amount < _MOST:
        raise BadValue("amount", str(told)[:40], "range")
    return amount


def _weighted(amount: Decimal | None, percent: int) -> Decimal:
    return ((amount or Decimal(0)) * percent / _HUNDRED).quantize(_CENT)

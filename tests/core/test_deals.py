"""Deals: stages, money, ownership, pipeline and forecast."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.crm import Office
from core.errors import AlreadyDone, BadValue, NotAllowed, NotFound
from core.tables import Customer, Rep
from tests.conftest import NOW


def test_money_is_exact(office: Office, lina: Rep, acme: Customer) -> None:
    """Amounts are kept to the hundredth and summed exactly; currencies are not added together."""
    with office.open(lina) as crm:
        for amount in ("0.10", "0.20", "999999999999.99"):
            crm.deals.add(acme.id, amount=Decimal(amount))
        crm.deals.add(acme.id, amount=Decimal(5), currency="USD")
        crm.deals.add(acme.id)
    with office.read(lina) as crm:
        told = {one.currency: one for one in crm.deals.pipeline()}
        assert told["SAR"].amount == Decimal("1000000000000.29")
        assert (told["SAR"].count, told["USD"].amount, told["USD"].weighted) == (4, Decimal(5), Decimal("0.50"))


@pytest.mark.parametrize(
    "fields", [{"stage": "maybe"}, {"amount": Decimal(-1)}, {"amount": Decimal(10) ** 12}, {"amount": "much"}]
)
def test_bad_deals(office: Office, lina: Rep, acme: Customer, fields: dict[str, Decimal]) -> None:
    """An unknown stage and an amount that is none are refused."""
    with pytest.raises(BadValue), office.open(lina) as crm:
        crm.deals.add(acme.id, **fields)  # type: ignore[arg-type]
    with pytest.raises(NotFound), office.open(lina) as crm:
        crm.deals.add(99)


def test_winning_and_losing(office: Office, lina: Rep, acme: Customer) -> None:
    """A won deal makes its lead a customer; closing twice is refused; moving a lost one opens it again."""
    with office.open(lina) as crm:
        crm.customers.change(acme.id, status="lead")
        won = crm.deals.win(crm.deals.add(acme.id, title="Vans").id)
        assert (won.status, won.closed_at, crm.customers.get(acme.id).status) == ("won", NOW, "customer")
        lost = crm.deals.lose(crm.deals.add(acme.id).id, " price ")
        assert (lost.status, lost.lost_reason) == ("lost", "price")
    with pytest.raises(AlreadyDone) as told, office.open(lina) as crm:
        crm.deals.lose(won.id)
    assert (told.value.title, told.value.status) == ("Vans", "won")
    with office.open(lina) as crm:
        again = crm.deals.move(lost.id, "negotiation")
        assert (again.status, again.lost_reason, again.closed_at) == ("open", None, None)


def test_somebody_elses_deal(office: Office, lina: Rep, omar: Rep, mona: Rep, acme: Customer) -> None:
    """A colleague sets the expected close but neither stage nor amount; a manager does both; anybody adds a deal."""
    with office.open(lina) as crm:
        deal = crm.deals.add(acme.id)
    with office.open(omar) as crm:
        crm.deals.change(deal.id, expected_close_on=date(2026, 12, 31))
        assert crm.deals.add(acme.id, title="Omar's").owner_id == omar.id
    for act in ("move", "win", "amount"):
        with pytest.raises(NotAllowed) as told, office.open(omar) as crm:  # noqa: PT012 - the acts differ by one word
            if act == "move":
                crm.deals.move(deal.id, "proposal")
            elif act == "win":
                crm.deals.win(deal.id)
            else:
                crm.deals.change(deal.id, amount=Decimal(1))
        assert told.value.who == "Lina"
    with office.open(mona) as crm:
        assert crm.deals.move(deal.id, "proposal").stage == "proposal"


def test_lists(office: Office, lina: Rep, acme: Customer) -> None:
    """Open deals come by expected close; those without a next step are the ones nobody promised anything for."""
    with office.open(lina) as crm:
        globex = crm.customers.add("Globex")
        crm.deals.add(acme.id, title="later", expected_close_on=date(2026, 12, 31))
        crm.deals.add(acme.id, title="undated", amount=Decimal(5))
        crm.deals.add(globex.id, title="soon", expected_close_on=date(2026, 12, 1))
        crm.follow_ups.add("call", NOW, customer_id=globex.id)
        assert [row.title for row in crm.deals.open()] == ["soon", "later", "undated"]
        assert [row.title for row in crm.deals.open(customer_id=globex.id)] == ["soon"]
        assert [row.title for row in crm.deals.without_next_step()] == ["undated", "later"]
        assert [row.title for row in crm.deals.of(acme.id)] == ["undated", "later"]


def test_pipeline_and_forecast(office: Office, lina: Rep, acme: Customer) -> None:
    """Sums by stage in the stages' order; commit, weighted and best by expected close; undated and overdue counted aside."""
    with office.open(lina) as crm:
        for stage, amount, close in (
            ("negotiation", 100, date(2026, 12, 10)),
            ("new", 1000, date(2026, 12, 31)),
            ("proposal", 10, date(2027, 1, 1)),
            ("proposal", 7, None),
            ("contacted", 3, date(2026, 11, 21)),
        ):
            crm.deals.add(acme.id, stage=stage, amount=Decimal(amount), expected_close_on=close)
        crm.deals.win(crm.deals.add(acme.id, amount=Decimal(500)).id)
    with office.read(lina) as crm:
        assert [(one.stage, one.count, one.amount) for one in crm.deals.pipeline()] == [
            ("new", 1, Decimal(1000)),
            ("contacted", 1, Decimal(3)),
            ("proposal", 2, Decimal(17)),
            ("negotiation", 1, Decimal(100)),
        ]
        (told,) = crm.deals.forecast(date(2026, 10, 1), date(2026, 12, 31))
        assert (told.won, told.commit, told.weighted, told.best) == (500, 600, Decimal("675.00"), 1600)
        assert (told.undated, told.undated_amount, told.overdue, told.overdue_amount) == (1, 7, 1, 3)
        assert crm.deals.forecast(date(2026, 10, 1), date(2026, 12, 31), owner_id=99) == []

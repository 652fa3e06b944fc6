"""How deals are worded; shared by the commands of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.language.words import Words
from core.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from bot.desk import Desk
    from bot.reply import Text

STAGES = {
    "new": Words(en="New", ar="جديد"),
    "contacted": Words(en="Contacted", ar="تواصل"),
    "proposal": Words(en="Proposal", ar="عرض سعر"),
    "negotiation": Words(en="Negotiation", ar="تفاوض"),
    "won": Words(en="Won", ar="فوز"),
    "lost": Words(en="Lost", ar="خسارة"),
}
DEAL = Words(en="💼 {customer}", ar="💼 {customer}")
CLOSE = Words(en="close {day}", ar="الإغلاق {day}")
TITLE = Words(en="Deal with {customer}", ar="صفقة {customer}")
NO_AMOUNT = Words(en="no amount yet", ar="بلا مبلغ بعد")


def stage_name(desk: Desk, key: str) -> Text:
    """A stage in words; a stage of the workspace's own is shown as it is called."""
    words = STAGES.get(key)
    return desk.say(words) if words else desk.alone(key)


def amount(desk: Desk, deal: Any) -> Text:
    """A deal's amount, or that there is none."""
    if deal.amount is None:
        return desk.say(NO_AMOUNT)
    return desk.alone(desk.money(Money(deal.amount, deal.currency)))


def deal_line(desk: Desk, deal: Any, customer: str) -> Text:
    """``💼 Acme · SAR 50,000.00 · Proposal · close Thu 31 Dec``."""
    stage = deal.stage if deal.status == "open" else deal.status
    close = desk.say(CLOSE, day=desk.shown_day(deal.expected_close_on)) if deal.expected_close_on else None
    return desk.joined(desk.say(DEAL, customer=customer), amount(desk, deal), stage_name(desk, stage), close)


def sums(desk: Desk, told: Iterable[tuple[str, Decimal]]) -> Text:
    """Sums by currency, ``SAR 74,000.00 + AED 7,250.00``; zero of the workspace's where there is none."""
    added: dict[str, Decimal] = {}
    for currency, value in told:
        added[currency] = added.get(currency, value * 0) + value
    some = {currency: value for currency, value in added.items() if value} or dict(list(added.items())[:1])
    shown = [desk.alone(desk.money(Money(value, currency))) for currency, value in some.items()]
    return desk.joined(*shown, by=" + ") if shown else desk.alone("0")


def which(desk: Desk, customer_id: int) -> list[Any]:
    """The open deals of a customer, newest first."""
    return list(desk.crm.deals.open(customer_id=customer_id))

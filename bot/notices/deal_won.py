"""A deal was won, for a channel that asked to be told: the customer, the deal, its amount, whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.commands.selling.shown import amount
from bot.language.words import Words
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

WON = Words(en="🎉 {customer} · {title} → Won", ar="🎉 {customer} · {title} ← فوز")


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """None where it is not won any more (undone meanwhile), or is gone."""
    try:
        deal = desk.crm.deals.get(int(payload["deal"]))
        customer = desk.crm.customers.get(deal.customer_id)
    except NotFound:
        return None
    if deal.status != "won":
        return None
    owner = desk.crm.team.rep(deal.owner_id) if deal.owner_id else None
    told = desk.joined(
        desk.say(WON, customer=customer.name, title=deal.title),
        amount(desk, deal),
        desk.alone(owner.name) if owner is not None else None,
    )
    return desk.reply(told)

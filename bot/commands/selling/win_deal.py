"""``Acme won``: a deal is won. With none open it asks whether to create one; nothing else is closed unasked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.selling import shown
from bot.commands.selling.chosen import chosen_deal
from bot.commands.selling.closing import close_follow_ups
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.language.words import Words
from bot.reply import Reply
from core.money import Money

if TYPE_CHECKING:
    from bot.desk import Desk

WON = Words(en="🎉 {customer}: {old} → Won", ar="🎉 {customer}: {old} ← فوز")


@dataclass(frozen=True, kw_only=True)
class WinDeal(Command):
    """Mark a customer's open deal as won; an amount that was said becomes the deal's."""

    customer: Party | None = None
    amount: Money | None = None
    deal: Ref | None = None

    permission: ClassVar[str] = "deals.write"
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    slots: ClassVar[dict[str, str]] = {"customer": "customer", "amount": "amount"}
    phrases: ClassVar[Words] = Words(
        en="""
        {customer} [deal] [is] won [{amount}]
        (won|we won|closed|close) [the] [deal] [with|of|for] {customer} [deal] [{amount}]
        {customer} (signed|deal won|closed won) [{amount}]
        """,
        ar="""
        {customer} (ربحنا|ربحناها|فزنا|كسبنا|كسبناها|فزنا بها|تم الفوز) [{amount}]
        (ربحنا|فزنا|كسبنا|فزنا بـ) [صفقة|بصفقة] {customer} [{amount}]
        """,
    )
    example: ClassVar[Words] = Words(en="Acme won", ar="أكمي ربحنا")
    about: ClassVar[Words] = Words(en="A deal is won", ar="الفوز بصفقة")

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed where the deal is a colleague's; asks where several are open or none."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        deal = chosen_deal(desk, self, self.customer, self.deal)
        if isinstance(deal, Reply):
            return deal
        old = shown.stage_name(desk, deal.stage)
        if self.amount is not None:
            desk.crm.deals.change(deal.id, amount=self.amount.amount, currency=self.amount.currency)
        deal = desk.crm.deals.win(deal.id)
        desk.pointing_at(self.customer)
        head = desk.joined(desk.say(WON, customer=self.customer.name, old=old), shown.amount(desk, deal))
        return desk.reply(head, buttons=[[desk.undo_button(), *close_follow_ups(desk, self.customer)]])

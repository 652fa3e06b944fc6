"""``Acme lost, price``: a deal is lost, with the reason in the rep's own words."""

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

if TYPE_CHECKING:
    from bot.desk import Desk

LOST = Words(en="💔 {customer}: {old} → Lost", ar="💔 {customer}: {old} ← خسارة")
WHY = Words(en='"{reason}"', ar="«{reason}»")


@dataclass(frozen=True, kw_only=True)
class LoseDeal(Command):
    """Mark a customer's open deal as lost."""

    customer: Party | None = None
    reason: str = ""
    deal: Ref | None = None

    permission: ClassVar[str] = "deals.write"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    slots: ClassVar[dict[str, str]] = {"customer": "customer"}
    phrases: ClassVar[Words] = Words(
        en="""
        {customer} [deal] [is] lost [because|because of|due to|over|:] [{reason:text}]
        {customer} [has|have] (went with|gone with|chose|picked|signed with|decided on) [a|an|the] [someone|somebody|another|other|different|competitor|competition|competitors] [else|vendor|supplier|company|provider|one|competitor] [because|because of|due to|over|:] [{reason:text}]
        (lost|we lost) [the] [deal] [with|of] {customer} [deal] [because|because of|due to|over|:] [{reason:text}]
        """,
        ar="""
        {customer} (خسرناها|خسرنا|راحت|ضاعت|خسرناهم) [بسبب|عشان|علشان|لأن|:] [{reason:text}]
        (خسرنا) [صفقة] {customer} [بسبب|عشان|علشان|لأن|:] [{reason:text}]
        """,
    )
    example: ClassVar[Words] = Words(en="Acme lost, price", ar="أكمي خسرناها بسبب السعر")
    about: ClassVar[Words] = Words(en="A deal is lost, with the reason", ar="خسارة صفقة مع السبب")

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed where the deal is a colleague's; asks where several are open or none."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        deal = chosen_deal(desk, self, self.customer, self.deal)
        if isinstance(deal, Reply):
            return deal
        old = shown.stage_name(desk, deal.stage)
        deal = desk.crm.deals.lose(deal.id, self.reason or None)
        desk.pointing_at(self.customer)
        head = desk.joined(
            desk.say(LOST, customer=self.customer.name, old=old),
            shown.amount(desk, deal),
            desk.say(WHY, reason=self.reason) if self.reason else None,
        )
        return desk.reply(head, buttons=[[desk.undo_button(), *close_follow_ups(desk, self.customer)]])

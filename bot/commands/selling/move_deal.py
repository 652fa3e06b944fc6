"""``move Acme to negotiation``: the next stage of a deal; the answer shows old and new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.selling import shown
from bot.commands.selling.chosen import chosen_deal
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.kinds.stage import Stage
from bot.language.words import Words
from bot.reply import Reply
from core.money import Money

if TYPE_CHECKING:
    from bot.desk import Desk

AMOUNT = Words(en="{old} → {new}", ar="{old} ← {new}")
MOVED = Words(en="💼 {customer}: {old} → {new}", ar="💼 {customer}: {old} ← {new}")


@dataclass(frozen=True, kw_only=True)
class MoveDeal(Command):
    """Move a customer's open deal to another stage; with several open ones it asks which."""

    customer: Party | None = None
    stage: Stage | None = None
    amount: Money | None = None
    """The deal's amount from now on, where it was told with the stage."""
    deal: Ref | None = None
    """The deal, once chosen."""

    permission: ClassVar[str] = "deals.write"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("customer", "stage")
    slots: ClassVar[dict[str, str]] = {"customer": "customer", "stage": "stage", "amount": "amount"}
    phrases: ClassVar[Words] = Words(
        en="""
        (move|push|advance|shift) [the] [deal] [of|with|for] {customer} [deal] (to|into|->|→) {stage}
        [the] {customer} [deal] (to|moved to|has moved to|went to|went into|is in|is now in|now in|is at|->|→) {stage} [stage] [now]
        (move|push|advance|shift) [the] [deal] [of|with|for] {customer} [deal] (to|into) {stage} [stage] [and] [it] [is] [now] [at|for|with|worth] {amount} [now]
        [the] {customer} [deal] (moved to|has moved to|went to|went into|is in|is now in|now in|is at) {stage} [stage] [now] [and] [it] [is|its|it's] [now] [at|for|with|worth] {amount} [now]
        """,
        ar="""
        (انقل|حرك|حول|نقل) [صفقة] {customer} [إلى|الى|لـ|ل|على] {stage}
        {customer} (صارت|انتقلت|وصلت) [إلى|الى|لـ] {stage}
        (انقل|حرك|حول|نقل) [صفقة] {customer} [إلى|الى|لـ|ل|على] {stage} [بـ|ب|بمبلغ|والمبلغ|والقيمة|وصارت] {amount} [الحين|الآن]
        [صفقة] {customer} (صارت|انتقلت|وصلت) [إلى|الى|لـ|في] {stage} [بـ|ب|بمبلغ|والمبلغ|والقيمة|وصارت] [الحين|الآن] {amount} [الحين|الآن]
        """,
    )
    example: ClassVar[Words] = Words(en="move Acme to negotiation", ar="انقل أكمي إلى تفاوض")
    about: ClassVar[Words] = Words(en="Move a deal to another stage", ar="نقل صفقة إلى مرحلة أخرى")

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed where the deal is a colleague's; asks where several are open."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        assert self.stage is not None  # noqa: S101 - ``needs``
        deal = chosen_deal(desk, self, self.customer, self.deal)
        if isinstance(deal, Reply):
            return deal
        old = deal.stage
        deal = desk.crm.deals.move(deal.id, self.stage.key)
        before = shown.amount(desk, deal)
        if self.amount is not None:
            deal = desk.crm.deals.change(deal.id, amount=self.amount.amount, currency=self.amount.currency)
        desk.pointing_at(self.customer)
        now = shown.amount(desk, deal)
        amount = desk.say(AMOUNT, old=before, new=now) if self.amount is not None else now
        told = {"old": shown.stage_name(desk, old), "new": shown.stage_name(desk, deal.stage)}
        answer = desk.joined(desk.say(MOVED, customer=self.customer.name, **told), amount)
        return desk.reply(answer, buttons=[desk.undo_button()])

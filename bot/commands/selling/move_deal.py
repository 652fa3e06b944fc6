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

if TYPE_CHECKING:
    from bot.desk import Desk

MOVED = Words(en="💼 {customer}: {old} → {new}", ar="💼 {customer}: {old} ← {new}")


@dataclass(frozen=True, kw_only=True)
class MoveDeal(Command):
    """Move a customer's open deal to another stage; with several open ones it asks which."""

    customer: Party | None = None
    stage: Stage | None = None
    deal: Ref | None = None
    """The deal, once chosen."""

    permission: ClassVar[str] = "deals.write"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("customer", "stage")
    slots: ClassVar[dict[str, str]] = {"customer": "customer", "stage": "stage"}
    phrases: ClassVar[Words] = Words(
        en="""
        (move|push|advance|shift) [the] [deal] [of|with|for] {customer} [deal] (to|into|->|→) {stage}
        [the] {customer} [deal] (to|moved to|has moved to|went to|went into|is in|is now in|now in|is at|->|→) {stage} [stage] [now]
        """,
        ar="""
        (انقل|حرك|حول|نقل) [صفقة] {customer} [إلى|الى|لـ|ل|على] {stage}
        {customer} (صارت|انتقلت|وصلت) [إلى|الى|لـ] {stage}
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
        desk.pointing_at(self.customer)
        told = {"old": shown.stage_name(desk, old), "new": shown.stage_name(desk, deal.stage)}
        answer = desk.joined(desk.say(MOVED, customer=self.customer.name, **told), shown.amount(desk, deal))
        return desk.reply(answer, buttons=[desk.undo_button()])

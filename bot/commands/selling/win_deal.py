"""``Acme won``: a deal is won. With none open it asks whether to create one; nothing else is closed unasked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.selling import shown
from bot.commands.selling.chosen import chosen_deal
from bot.commands.selling.closing import close_follow_ups
from bot.delivering.announcing import WINS, announce
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.language.words import Words
from bot.reading.quantities import find_amounts
from bot.reply import Reply
from core.errors import BadValue
from core.money import Money

if TYPE_CHECKING:
    from bot.desk import Desk

NONE = Words(
    en="{customer} has no open deal. Create one as won? Write its amount, or:",
    ar="لا توجد صفقة مفتوحة لدى {customer}. هل أسجلها صفقة رابحة؟ اكتب المبلغ أو:",
)
CREATE = Words(en="➕ Create it as won", ar="➕ تسجيلها رابحة")
CREATE_FOR = Words(en="➕ Create it: {amount}, won", ar="➕ تسجيلها رابحة: {amount}")
CREATED = Words(en="🎉 {customer}: Won", ar="🎉 {customer}: فوز")
WON = Words(en="🎉 {customer}: {old} → Won", ar="🎉 {customer}: {old} ← فوز")


@dataclass(frozen=True, kw_only=True)
class WinDeal(Command):
    """Mark a customer's open deal as won; an amount that was said becomes the deal's."""

    customer: Party | None = None
    amount: Money | None = None
    deal: Ref | None = None
    amount_said: str = ""
    """The amount as typed in answer to the question."""
    create: bool = False
    """Set by the button: with no open deal one is created, and won."""

    permission: ClassVar[str] = "deals.write"
    personal: ClassVar[bool] = True
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
        if self.deal is None and not shown.which(desk, self.customer.id):
            return self._won_at_once(desk, self.customer) if self.create else self._offer(desk, self.customer)
        deal = chosen_deal(desk, self, self.customer, self.deal)
        if isinstance(deal, Reply):
            return deal
        old = shown.stage_name(desk, deal.stage)
        if self.amount is not None:
            desk.crm.deals.change(deal.id, amount=self.amount.amount, currency=self.amount.currency)
        deal = desk.crm.deals.win(deal.id)
        announce(desk, WINS, "deal_won", f"won:{deal.id}", deal=deal.id)
        desk.pointing_at(self.customer)
        head = desk.joined(desk.say(WON, customer=self.customer.name, old=old), shown.amount(desk, deal))
        return desk.reply(head, buttons=[[desk.undo_button(), *close_follow_ups(desk, self.customer)]])

    def _offer(self, desk: Desk, customer: Party) -> Reply:
        then = self.but(create=True)
        label = (
            desk.button(CREATE_FOR, then, amount=desk.money(self.amount)) if self.amount else desk.button(CREATE, then)
        )
        return desk.ask(desk.say(NONE, customer=customer.name), buttons=[label], then=then, into="amount_said")

    def _won_at_once(self, desk: Desk, customer: Party) -> Reply:
        amount = self.amount or self._typed(desk)
        made = desk.crm.deals.add(
            customer.id,
            title=desk.say(shown.TITLE, customer=customer.name).plain,
            amount=amount.amount if amount else None,
            currency=amount.currency if amount else None,
        )
        deal = desk.crm.deals.win(made.id)
        announce(desk, WINS, "deal_won", f"won:{deal.id}", deal=deal.id)
        desk.pointing_at(customer)
        head = desk.joined(desk.say(CREATED, customer=customer.name), shown.amount(desk, deal))
        return desk.reply(head, buttons=[[desk.undo_button(), *close_follow_ups(desk, customer)]])

    def _typed(self, desk: Desk) -> Money | None:
        """The amount that was typed in answer. Raises BadValue where there is none in it."""
        if not self.amount_said:
            return None
        currency = desk.crm.workspace.currency
        found = find_amounts(self.amount_said, currency, expected=True)
        if not found:
            raise BadValue("amount", self.amount_said, "number")
        return Money(found[0].amount, found[0].currency or currency)

"""``convert Khalid, deal 40k``: a lead becomes a customer, with a deal where one was said; its history and source stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command, commands_by_name
from bot.commands.selling import shown
from bot.kinds.party import Party
from bot.language.words import Words
from core.money import Money

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

NOW = Words(en="🌳 {name} is a customer now", ar="🌳 {name}: أصبح عميلًا")
KEPT = Words(en="History kept", ar="السجل محفوظ")
SOURCE = Words(en="source {source}", ar="المصدر {source}")
ALREADY = Words(en="{name} is a customer already.", ar="{name} عميل من قبل.")
ADD_DEAL = Words(en="➕ Deal", ar="➕ صفقة")


@dataclass(frozen=True, kw_only=True)
class ConvertLead(Command):
    """Make a lead (or prospect) a customer."""

    customer: Party | None = None
    amount: Money | None = None

    permission: ClassVar[str] = "customers.write"
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    slots: ClassVar[dict[str, str]] = {"customer": "customer", "amount": "amount"}
    phrases: ClassVar[Words] = Words(
        en="""
        convert [the] [lead] {customer} [(to|into) [a] customer] [with|and] [a|new] [deal] [of|for|worth] {amount}
        convert [the] [lead] {customer} [(to|into) [a] customer]
        (make|turn) [the] [lead] {customer} [into] a customer
        {customer} is [now] a customer [now]
        """,
        ar="""
        (حول|حوّل|حولي) [العميل المحتمل|المحتمل] {customer} (لعميل|إلى عميل|الى عميل|عميل) [مع|و] (صفقة|بصفقة) [بـ] {amount}
        (حول|حوّل|حولي) [العميل المحتمل|المحتمل] {customer} (لعميل|إلى عميل|الى عميل|عميل) [فعلي]
        {customer} (صار|صارت|أصبح|أصبحت) (عميل|عميلا|عميلة|عميلنا|زبون)
        """,
    )
    example: ClassVar[Words] = Words(en="convert Acme, deal 40k", ar="حوّل أكمي لعميل صفقة ٤٠ ألف")
    about: ClassVar[Words] = Words(en="Make a lead a customer", ar="تحويل عميل محتمل إلى عميل")

    def run(self, desk: Desk) -> Reply:
        """Raises NotFound, NotAllowed."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        row = desk.crm.customers.get(self.customer.id)
        known: dict[str, Any] = commands_by_name()
        if row.status == "customer" and self.amount is None:
            add = desk.button(ADD_DEAL, known["add_deal"](customer=self.customer))
            return desk.refuse(desk.say(ALREADY, name=row.name), buttons=[add])
        was = row.status
        if was != "customer":
            row = desk.crm.customers.change(row.id, status="customer")
        deal = None
        if self.amount is not None:
            title = desk.say(shown.TITLE, customer=row.name).plain
            deal = desk.crm.deals.add(row.id, title=title, amount=self.amount.amount, currency=self.amount.currency)
        desk.pointing_at(desk.party("customer", row))
        told = desk.lines(
            desk.say(NOW, name=row.name) if was != "customer" else desk.say(ALREADY, name=row.name),
            shown.deal_line(desk, deal, row.name) if deal is not None else None,
            desk.joined(desk.say(KEPT), desk.say(SOURCE, source=row.source) if row.source else None),
        )
        ways = [desk.undo_button()]
        if deal is None:
            ways.append(desk.button(ADD_DEAL, known["add_deal"](customer=self.customer)))
        return desk.reply(told, buttons=ways)

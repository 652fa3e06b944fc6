"""``give Acme to Omar``: a customer gets another owner; the open deals and follow-ups of the old one go along, and Omar is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.keeping.colleague import named, which
from bot.kinds.party import Party
from bot.kinds.rep_name import RepName
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

GIVEN = Words(en="🤝 {customer}: owner {was} → {now}", ar="🤝 {customer}: المسؤول {was} ← {now}")
FREE = Words(en="🤝 {customer}: owner {now}", ar="🤝 {customer}: المسؤول {now}")
MOVED = Words(
    en="{n, plural, one {# follow-up} other {# follow-ups}} moved",
    ar="{n, plural, zero {لم تُنقل متابعات} one {نُقلت متابعة واحدة} two {نُقلت متابعتان} few {نُقلت # متابعات} many {نُقلت # متابعة} other {نُقلت # متابعة}}",
)
DEALS = Words(
    en="{n, plural, one {# open deal} other {# open deals}} moved",
    ar="{n, plural, zero {لم تُنقل صفقات} one {نُقلت صفقة واحدة} two {نُقلت صفقتان} few {نُقلت # صفقات} many {نُقلت # صفقة} other {نُقلت # صفقة}}",
)
TOLD = Words(en="{name} will be told.", ar="سيصل الخبر إلى {name}.")
THEIRS = Words(en="{customer} is {name}'s already.", ar="{customer} لدى {name} من قبل.")


@dataclass(frozen=True, kw_only=True)
class GiveCustomer(Command):
    """Give a customer to a colleague: by its owner, a manager or an admin."""

    customer: Party | None = None
    to: RepName | None = None
    to_said: str = ""
    """The colleague's name as typed, where it is not one as it stands."""

    permission: ClassVar[str] = "customers.write"
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    slots: ClassVar[dict[str, str]] = {"customer": "customer"}
    phrases: ClassVar[Words] = Words(
        en="""
        (give|assign|reassign|transfer|pass|hand over) [customer|client|account] {customer} [over] to {to}
        (give|assign|reassign|transfer|pass|hand over) [customer|client|account] {customer} [over] to {to_said:word}
        (hand|pass|give) {customer} over to {to}
        (make|set) {to} [the] owner of {customer}
        """,
        ar="""
        (حول|أعط|اعط|اعطي|عط|عطي|سلم|انقل|اسند|أسند) [العميل|عميل|ملف] {customer} (لـ|إلى|الى|ل) {to}
        (حول|أعط|اعط|اعطي|عط|عطي|سلم|انقل|اسند|أسند) [العميل|عميل|ملف] {customer} [إلى|الى] {to_said:word}
        (خلي|خل|اجعل) {to} مسؤول [عن|على] {customer}
        """,
    )
    example: ClassVar[Words] = Words(en="give Acme to Omar", ar="حوّل أكمي لعمر")
    about: ClassVar[Words] = Words(en="Give a customer to a colleague", ar="تحويل عميل إلى زميل")

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed where it is another's customer, NotFound."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        to = self.to or named(desk, self.to_said)
        if to is None:
            return which(desk, self.to_said, self, "to")
        customer = desk.crm.customers.get(self.customer.id)
        if customer.owner_id == to.id:
            return desk.refuse(desk.say(THEIRS, customer=customer.name, name=to.name))
        given = desk.crm.handing_over.give(customer.id, to.id)
        desk.pointing_at(desk.party("customer", customer))
        step = desk.crm.steps.current
        desk.tell(
            to.id,
            "handed_over",
            f"given:{customer.id}:{step.id if step else 0}",
            by=desk.rep.id,
            customer=customer.id,
            follow_ups=given.follow_ups,
        )
        was = desk.crm.team.rep(given.was_id).name if given.was_id is not None else ""
        told = (
            desk.say(GIVEN, customer=customer.name, was=was, now=to.name)
            if was
            else desk.say(FREE, customer=customer.name, now=to.name)
        )
        moved = desk.joined(
            desk.say(MOVED, n=given.follow_ups) if given.follow_ups else None,
            desk.say(DEALS, n=given.deals) if given.deals else None,
            desk.say(TOLD, name=to.name) if to.id != desk.rep.id else None,
        )
        return desk.reply(desk.lines(told, moved), buttons=[desk.undo_button()])

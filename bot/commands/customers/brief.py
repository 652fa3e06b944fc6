"""``brief Acme``: what one wants to know in the lift on the way up, in eight lines at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command
from bot.commands.customers import shown
from bot.kinds.party import Party
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Text

PROMISES = Words(en="🤝 We promised: {items}", ar="🤝 وعدنا بـ: {items}")
PROMISE = Words(en="{title} ({at})", ar="{title} ({at})")
MISSING = Words(en="❔ Missing: {items}", ar="❔ ناقص: {items}")
GAPS = {
    "people": Words(en="nobody to call", ar="لا جهة اتصال"),
    "phone": Words(en="a phone", ar="الهاتف"),
    "email": Words(en="an e-mail", ar="البريد"),
    "next": Words(en="a next step", ar="خطوة تالية"),
}
TOUCHES = 3
PROMISES_SHOWN = 3
PEOPLE = 3


@dataclass(frozen=True, kw_only=True)
class Brief(Command):
    """Who they are, the last three touches, what was promised, open deals, what is missing."""

    customer: Party | None = None

    permission: ClassVar[str] = "customers.read"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    slots: ClassVar[dict[str, str]] = {"customer": "customer"}
    phrases: ClassVar[Words] = Words(
        en="""
        brief [me] [on|for|about] {customer}
        {customer} brief
        (show|tell|give) [me] (everything|all) [you know|you have|we have|we know] (about|on|for) {customer}
        (prepare|prep) [me] [for] {customer}
        what (do|should) i (know|need to know) about {customer}
        """,
        ar="""
        (جهزني|حضرني|جهز لي|ملخص عن|نبذة عن|لخص لي) [عن|لـ|ل] {customer}
        (اعرض|ورني|عطني|اعطني|هات) [لي] كل شي (عن|حول) {customer}
        (وش|ايش|شو) (اعرف|نعرف) عن {customer}
        """,
    )
    example: ClassVar[Words] = Words(en="brief Acme", ar="جهزني لأكمي")
    about: ClassVar[Words] = Words(en="All that matters before a call", ar="كل ما يلزم قبل مكالمة أو زيارة")

    def run(self, desk: Desk) -> Reply:
        """Read only; at most eight lines."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        crm = desk.crm
        customer = crm.customers.get(self.customer.id)
        desk.pointing_at(desk.party("customer", customer))
        people = crm.contacts.of(customer.id)
        touches = crm.interactions.of(customer_id=customer.id, limit=TOUCHES)
        promises = crm.follow_ups.open(customer_id=customer.id)
        desk.listed([("interaction", touch.id) for touch in touches])
        lines: list[Text | None] = [shown.heading(desk, customer)]
        if people:
            lines.append(desk.joined(*(shown.person_line(desk, person) for person in people[:PEOPLE])))
        else:
            lines.append(shown.reach(desk, customer))
        lines += [shown.entry(desk, number, touch) for number, touch in enumerate(touches, 1)]
        lines += [
            None if touches else desk.say(shown.NEVER),
            self._promises(desk, promises),
            shown.deals_line(desk, crm.deals.open(customer_id=customer.id)),
            self._missing(desk, customer, people, promises),
        ]
        return desk.reply(desk.lines(*lines), copies=shown.copies(desk, people[:PEOPLE] or [customer]))

    @staticmethod
    def _promises(desk: Desk, promises: list[Any]) -> Text | None:
        if not promises:
            return None
        items = [
            desk.say(PROMISE, title=row.title, at=desk.shown_when(row.due_at, all_day=row.all_day, zone=False))
            for row in promises[:PROMISES_SHOWN]
        ]
        return desk.say(PROMISES, items=desk.joined(*items))

    @staticmethod
    def _missing(desk: Desk, customer: Any, people: list[Any], promises: list[Any]) -> Text | None:
        everyone = [customer, *people]
        gaps = [
            "people" if customer.kind == "company" and not people else "",
            "" if any(row.phone for row in everyone) else "phone",
            "" if any(row.email for row in everyone) else "email",
            "" if promises else "next",
        ]
        told = [desk.say(GAPS[gap]) for gap in gaps if gap]
        return desk.say(MISSING, items=desk.joined(*told, by=desk.comma)) if told else None

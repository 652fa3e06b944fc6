"""``deals without next step``: open deals that nobody has promised anything for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.selling import shown
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

HEAD = Words(
    en="{n, plural, one {# deal has} other {# deals have}} no next step:",
    ar="{n, plural, zero {لا صفقات} one {صفقة واحدة} two {صفقتان} few {# صفقات} many {# صفقة} other {# صفقة}} بلا خطوة تالية:",
)
NONE = Words(en="Every open deal has a next step.", ar="لكل صفقة مفتوحة خطوة تالية.")
LINE = Words(
    en="{n}. {deal} · {days, plural, zero {today} one {# day} other {# days}}",
    ar="{n}. {deal} · {days, plural, zero {اليوم} one {يوم واحد} two {يومان} few {# أيام} many {# يومًا} other {# يوم}}",
)
HINT = Words(en="Set one by number: next 1 Sunday", ar="لتحديدها بالرقم: التالي ١ الأحد")
SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class DealsWithoutNextStep(Command):
    """Open deals without an open follow-up, longest untouched first."""

    permission: ClassVar[str] = "deals.read"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        [open] deals (without|with no|missing) [a] (next step|next steps|follow-up|follow up|followup)
        stuck deals
        """,
        ar="صفقات (بدون|بلا|من غير) (متابعة|خطوة|خطوة تالية)",
    )
    example: ClassVar[Words] = Words(en="deals without next step", ar="صفقات بدون متابعة")
    about: ClassVar[Words] = Words(en="Deals that nobody follows up", ar="صفقات بلا خطوة تالية")

    def run(self, desk: Desk) -> Reply:
        """Read only; the list is numbered."""
        rows = desk.crm.deals.without_next_step()
        if not rows:
            return desk.reply(desk.say(NONE))
        desk.listed([("deal", row.id) for row in rows[:SHOWN]])
        lines = []
        for number, deal in enumerate(rows[:SHOWN], 1):
            customer = desk.crm.customers.get(deal.customer_id)
            touched = customer.last_contacted_at or deal.created_at
            days = (desk.now.date() - touched.astimezone(desk.zone).date()).days
            lines.append(desk.say(LINE, n=number, deal=shown.deal_line(desk, deal, customer.name), days=max(days, 0)))
        return desk.reply(desk.lines(desk.say(HEAD, n=len(rows)), *lines, desk.say(HINT)))

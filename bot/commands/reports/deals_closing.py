"""``deals closing this month``, ``الصفقات اللي تقفل هالشهر``: the open deals that are expected to close in a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.selling import shown
from bot.kinds.period import Period
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

HEAD = Words(
    en="{n, plural, one {# open deal closes} other {# open deals close}} {start} – {end}",
    ar="{n, plural, zero {لا صفقات} one {صفقة واحدة} two {صفقتان} few {# صفقات} many {# صفقة} other {# صفقة}} موعد إغلاقها {start} – {end}",
)
NONE = Words(en="No open deal is expected to close {start} – {end}.", ar="لا صفقة مفتوحة موعد إغلاقها {start} – {end}.")
LINE = Words(en="{n}. {deal}", ar="{n}. {deal}")
MORE = Words(en="{n} more", ar="بقي {n}")
SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class DealsClosing(Command):
    """Open deals whose expected close falls into a period, the earliest first."""

    period: Period | None = None

    permission: ClassVar[str] = "deals.read"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("period",)
    phrases: ClassVar[Words] = Words(
        en="""
        [show|list|which|what|show me] [my|our|the|all] [open] deals [that|which] [are] (closing|close|due|expected|to close|will close|should close|expected to close) [in|by|within] {period}
        (what|which) (is|deals are) closing {period}
        """,
        ar="""
        [وش|ايش|شو|اعرض|ورني|هات] (الصفقات|صفقاتي|صفقاتنا|صفقات) [اللي|الي|التي] (تقفل|بتقفل|راح تقفل|تتقفل|تغلق|ستغلق|تسكر|بتسكر|موعد إغلاقها|إغلاقها) [في|خلال] {period}
        """,
    )
    example: ClassVar[Words] = Words(en="deals closing this month", ar="الصفقات اللي تقفل هذا الشهر")
    about: ClassVar[Words] = Words(en="Deals expected to close in a period", ar="الصفقات المتوقع إغلاقها في فترة")

    def run(self, desk: Desk) -> Reply:
        """Read only; the list is numbered. The period's ends are days in the rep's zone, the last one not included."""
        assert self.period is not None  # noqa: S101 - ``needs``
        start, end = self.period.start, self.period.end
        last = date.fromordinal(end.toordinal() - 1) if end is not None else start
        days = {"start": desk.shown_day(start), "end": desk.shown_day(last)}
        deals = desk.crm.deals.open(closing=(start, date.fromordinal(last.toordinal() + 1)))
        if not deals:
            return desk.reply(desk.say(NONE, **days))
        desk.listed([("deal", deal.id) for deal in deals[:SHOWN]])
        head = desk.joined(
            desk.say(HEAD, n=len(deals), **days),
            shown.sums(desk, [(d.currency, d.amount or Decimal(0)) for d in deals]),
        )
        lines = [
            desk.say(
                LINE,
                n=number,
                deal=shown.deal_line(desk, deal, desk.crm.customers.get(deal.customer_id).name),
            )
            for number, deal in enumerate(deals[:SHOWN], 1)
        ]
        more = desk.say(MORE, n=len(deals) - SHOWN) if len(deals) > SHOWN else None
        return desk.reply(desk.lines(head, *lines, more))

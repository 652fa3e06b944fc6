"""``stay in touch``: everybody one wants to stay in touch with, the most overdue share first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.in_touch.shown import EVERY
from bot.kinds.ref import Ref
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply, Text
    from core.working.clocks import Clock

HEAD = Words(
    en="🔁 Staying in touch with {n, plural, one {# customer} other {# customers}}:",
    ar="🔁 التواصل الدوري مع {n, plural, zero {لا أحد} one {عميل واحد} two {عميلين} few {# عملاء} many {# عميلًا} other {# عميل}}:",
)
NOBODY = Words(
    en="No stay-in-touch reminders. Set one: stay in touch with Sara every 30 days",
    ar="لا تواصل دوري بعد. للإضافة: تواصل مع سارة كل ٣٠ يوم",
)
LINE = Words(en="{n}. {who} · {every} · {last} · {next}", ar="{n}. {who} · {every} · {last} · {next}")
LATE = Words(en="⚠️ ", ar="⚠️ ")
LAST = Words(en="last {day}", ar="آخر تواصل {day}")
NEVER = Words(en="never", ar="لا تواصل بعد")
NEXT = Words(en="next {day}", ar="القادم {day}")
HINT = Words(en="End one by number: stop 1", ar="للإيقاف بالرقم: أوقف ١")
SHOWN = 15


@dataclass(frozen=True, kw_only=True)
class ListInTouch(Command):
    """The rep's clocks, numbered."""

    permission: ClassVar[str] = "follow_ups.read"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        [my|show|list|show my] (stay|stay-|staying|keep|keeping) in touch [list|reminders|clocks]
        who (should|do|must) i (stay|keep|be) in touch with
        """,
        ar="""
        [اعرض|ورني|قائمة] (التواصل الدوري|تواصلي الدوري|التواصل المنتظم)
        (مع مين|مين) (لازم|المفروض) (اتواصل|أتواصل) [معه|معهم]
        """,
    )
    example: ClassVar[Words] = Words(en="stay in touch", ar="التواصل الدوري")
    about: ClassVar[Words] = Words(en="Whom I want to stay in touch with", ar="قائمة التواصل الدوري")

    def run(self, desk: Desk) -> Reply:
        """Read only."""
        running = desk.crm.clocks.running()
        if not running:
            return desk.reply(desk.say(NOBODY))
        shown = running[:SHOWN]
        desk.listed([Ref("follow_up", each.follow_up.id, each.follow_up.title) for each in shown])
        lines = [self._line(desk, number, each) for number, each in enumerate(shown, 1)]
        return desk.reply(desk.lines(desk.say(HEAD, n=len(running)), *lines, desk.say(HINT)))

    @staticmethod
    def _line(desk: Desk, number: int, clock: Clock) -> Text:
        row = clock.follow_up
        who = desk.crm.contacts.get(row.contact_id) if row.contact_id else desk.crm.customers.get(row.customer_id or 0)
        told = desk.say(
            LINE,
            n=number,
            who=who.name,
            every=desk.say(EVERY, n=row.touch_every_days or 1),
            last=desk.say(LAST, day=desk.shown_day(clock.last_at.astimezone(desk.zone).date()))
            if clock.last_at
            else desk.say(NEVER),
            next=desk.say(NEXT, day=desk.shown_day(row.due_at.astimezone(desk.zone).date())),
        )
        return desk.joined(desk.say(LATE), told, by="") if clock.share > 1 else told

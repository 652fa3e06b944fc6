"""``my numbers``, ``my week in numbers``: what a rep did day by day, in the rep's zone and work week. ``my week`` itself is a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.reports.shown import COUNTS, filter_line, stretch
from bot.kinds.period import Period
from bot.language.words import Words

if TYPE_CHECKING:
    from datetime import date

    from bot.desk import Desk
    from bot.reply import Reply

HEAD = Words(en="📊 {name}, {start} – {end}", ar="📊 {name}، {start} – {end}")
DAY = Words(en="{day}: {n}", ar="{day}: {n}")
TOTAL = Words(en="Total: {what}", ar="المجموع: {what}")
WON = Words(
    en="{n, plural, one {# deal won} other {# deals won}}",
    ar="{n, plural, zero {لا صفقات رابحة} one {صفقة رابحة} two {صفقتان رابحتان} few {# صفقات رابحة} many {# صفقة رابحة} other {# صفقة رابحة}}",
)
NOTHING = Words(en="Nothing logged yet.", ar="لا شيء مسجل بعد.")
BLOCKS = 10
MOST_DAYS = 31


@dataclass(frozen=True, kw_only=True)
class MyNumbers(Command):
    """One's own numbers of a period; without one, of this week."""

    period: Period | None = None

    permission: ClassVar[str] = "reports.read"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        [show] [me] my (numbers|activity|stats|statistics|report) [in|for|of|during] [{period}]
        my week in numbers
        how was my week
        (weekly report|report of my week)
        """,
        ar="""
        [اعرض|ورني] (أرقامي|ارقامي|نشاطي|إحصائياتي|احصائياتي|تقريري|إنجازي) [في|خلال|لـ] [{period}]
        (أسبوعي بالأرقام|كيف كان أسبوعي|تقرير أسبوعي|أرقام أسبوعي)
        """,
    )
    example: ClassVar[Words] = Words(en="my numbers", ar="أرقامي")
    about: ClassVar[Words] = Words(en="What I did this week, in numbers", ar="ما أنجزته هذا الأسبوع بالأرقام")

    def run(self, desk: Desk) -> Reply:
        """Read only."""
        since, until, days = stretch(desk, self.period or Period(_week_starts(desk)))
        counts = desk.crm.activity.counts(since, until, rep_id=desk.rep.id)
        by_day = desk.crm.activity.by_day(since, until, desk.rep.id)
        won = desk.crm.activity.won(since, until, desk.rep.id)
        end = (days.end or days.start) - timedelta(days=1)
        head = desk.say(HEAD, name=desk.rep.name, start=desk.shown_day(days.start), end=desk.shown_day(end))
        line = filter_line(desk, rep=desk.rep.name, days=days)
        if not counts and not won:
            return desk.reply(desk.lines(head, desk.say(NOTHING), line))
        most = max(by_day.values(), default=1)
        shown = [days.start + timedelta(days=ahead) for ahead in range(min((end - days.start).days + 1, MOST_DAYS))]
        lines = [
            desk.joined(
                desk.say(DAY, day=desk.shown_day(day), n=by_day.get(day, 0)),
                desk.alone("█" * max(1, round(BLOCKS * by_day[day] / most))) if day in by_day else None,
                by=" ",
            )
            for day in shown
            if day in by_day or day.weekday() in desk.rep.work_days
        ]
        what = desk.joined(
            *(desk.say(COUNTS[each.kind], n=each.count) for each in counts),
            desk.say(WON, n=won) if won else None,
            by=desk.comma,
        )
        return desk.reply(desk.lines(head, *lines, desk.say(TOTAL, what=what), line))


def _week_starts(desk: Desk) -> date:
    """The first day of the rep's week: the first work day after a day off."""
    days = set(desk.rep.work_days)
    first = next((day for day in (6, 0, 5, 1, 2, 3, 4) if day in days and (day - 1) % 7 not in days), 0)
    return desk.now.date() - timedelta(days=(desk.now.weekday() - first) % 7)

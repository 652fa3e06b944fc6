"""``forecast this quarter``: commit, weighted and best, by expected close.

Commit = won + negotiation; weighted = won + open × probability of its stage; best = won + all open. Deals without a date,
or with one that has passed, are counted beside it (READING, "Small decisions").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.selling import shown
from bot.kinds.period import Period
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

HEAD = Words(en="📈 Forecast {start} – {end}", ar="📈 التوقعات {start} – {end}")
BODY = Words(
    en="commit {commit} · weighted {weighted} · best {best} ({n, plural, one {# deal} other {# deals}})",
    ar="المؤكد {commit} · المرجح {weighted} · الأفضل {best} ({n, plural, zero {لا صفقات} one {صفقة واحدة} two {صفقتان} few {# صفقات} many {# صفقة} other {# صفقة}})",
)
PAST = Words(
    en="⚠️ {n, plural, one {# open deal has} other {# open deals have}} a close date in the past.",
    ar="⚠️ {n, plural, zero {لا صفقات} one {صفقة واحدة مفتوحة موعد إغلاقها} two {صفقتان مفتوحتان موعد إغلاقهما} few {# صفقات مفتوحة موعد إغلاقها} many {# صفقة مفتوحة موعد إغلاقها} other {# صفقة مفتوحة موعد إغلاقها}} قد مضى.",
)
UNDATED = Words(
    en="{n, plural, one {# open deal has} other {# open deals have}} no close date.",
    ar="{n, plural, zero {لا صفقات} one {صفقة واحدة مفتوحة} two {صفقتان مفتوحتان} few {# صفقات مفتوحة} many {# صفقة مفتوحة} other {# صفقة مفتوحة}} بلا موعد إغلاق.",
)
FILTER = Words(en="filter: expected close {text}", ar="التصفية: موعد الإغلاق {text}")


@dataclass(frozen=True, kw_only=True)
class ShowForecast(Command):
    """What may come in within a period; without one, this quarter."""

    period: Period | None = None

    permission: ClassVar[str] = "deals.read"
    personal: ClassVar[bool] = True
    slots: ClassVar[dict[str, str]] = {"period": "period"}
    phrases: ClassVar[Words] = Words(
        en="[sales] forecast [for] [{period}]",
        ar="(توقعات|التوقعات|توقعات المبيعات) [لـ|ل] [{period}]",
    )
    example: ClassVar[Words] = Words(en="forecast this quarter", ar="توقعات هذا الربع")
    about: ClassVar[Words] = Words(en="What may come in", ar="توقعات المبيعات")

    def run(self, desk: Desk) -> Reply:
        """Read only; the period's ends are days in the rep's zone, the last one not included."""
        start, end = self._days(desk)
        last = date.fromordinal(end.toordinal() - 1)
        told = desk.crm.deals.forecast(start, last)
        past, undated = sum(one.overdue for one in told), sum(one.undated for one in told)
        filter_text = f"{start.isoformat()}..{last.isoformat()}"
        return desk.reply(
            desk.lines(
                desk.say(HEAD, start=desk.shown_day(start), end=desk.shown_day(last)),
                desk.say(
                    BODY,
                    commit=shown.sums(desk, [(one.currency, one.commit) for one in told]),
                    weighted=shown.sums(desk, [(one.currency, one.weighted) for one in told]),
                    best=shown.sums(desk, [(one.currency, one.best) for one in told]),
                    n=sum(len(one.deals) for one in told),
                ),
                desk.say(PAST, n=past) if past else None,
                desk.say(UNDATED, n=undated) if undated else None,
                desk.say(FILTER, text=desk.ltr(filter_text)),
            )
        )

    def _days(self, desk: Desk) -> tuple[date, date]:
        today = desk.now.date()
        first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
        after = date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)  # noqa: PLR2004 - October
        if self.period is None:
            return first, after
        return self.period.start, self.period.end or after

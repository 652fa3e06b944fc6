"""``calls by rep this month``: who did how much, with the filter, and as a file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command
from bot.commands.reports.shown import COUNTS, filter_line, kind_in, stretch
from bot.kinds.period import Period
from bot.language.words import Words
from bot.reply import Document
from core.exchange.formulas import guarded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.desk import Desk
    from bot.reply import Reply

HEAD = Words(en="📊 {start} – {end}: {what}", ar="📊 {start} – {end}: {what}")
LINE = Words(en="{name}: {what}", ar="{name}: {what}")
NOBODY = Words(en="unknown", ar="غير معروف")
CSV = Words(en="CSV", ar="CSV")
FILE = "by-rep-{start}-{end}.csv"
BLOCKS = 12


@dataclass(frozen=True, kw_only=True)
class CountByRep(Command):
    """Interactions of a kind by rep; reps without any are shown with none."""

    kind: str = ""
    """``call``, ``visit`` …; empty: what the words say, else all."""
    period: Period | None = None
    as_file: bool = False

    permission: ClassVar[str] = "reports.read"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        [show|count|how many] [all] [the] (calls|meetings|visits|emails|messages|notes|interactions|touches|activities|activity) (by|per) (rep|reps|person|salesperson|colleague) [in|for|during] [{period}]
        [show|count|how many] [all] [the] (calls|meetings|visits|emails|messages|notes|interactions|touches|activities|activity) [in|for|during] {period} (by|per) (rep|reps|person|salesperson|colleague)
        who (called|visited|met|did) [the] most [in|for|during] [{period}]
        """,
        ar="""
        [اعرض|كم|عدد] (المكالمات|مكالمات|الاتصالات|الاجتماعات|اجتماعات|الزيارات|زيارات|الرسائل|النشاط|نشاط) (حسب المندوب|لكل مندوب|حسب الموظف|لكل موظف|حسب المندوبين|بالمندوب) [في|خلال] [{period}]
        [اعرض|كم|عدد] (المكالمات|مكالمات|الاتصالات|الاجتماعات|اجتماعات|الزيارات|زيارات|الرسائل|النشاط|نشاط) [في|خلال] {period} (حسب المندوب|لكل مندوب|حسب الموظف|لكل موظف|حسب المندوبين|بالمندوب)
        """,
    )
    example: ClassVar[Words] = Words(en="calls by rep this month", ar="المكالمات حسب المندوب هذا الشهر")
    about: ClassVar[Words] = Words(en="Who did how much", ar="النشاط حسب المندوب")

    @classmethod
    def understood(cls, values: Mapping[str, Any], said: str) -> dict[str, Any]:
        """What is counted."""
        kind = values.get("kind") or kind_in(said)
        return {"kind": kind} if kind else {}

    def run(self, desk: Desk) -> Reply:
        """Read only. Without a period it is this month so far."""
        kind = self.kind or kind_in(desk.said)
        since, until, days = stretch(desk, self.period)
        counted: dict[int | None, int] = {rep.id: 0 for rep in desk.crm.team.reps(active=True)}
        for each in desk.crm.activity.counts(since, until, kinds=(kind,) if kind else ()):
            counted[each.rep_id] = counted.get(each.rep_id, 0) + each.count
        names = {rep.id: rep.name for rep in desk.crm.team.reps()}
        rows = sorted(
            ((names.get(rep_id or 0) or desk.word(NOBODY), count) for rep_id, count in counted.items()),
            key=lambda row: (-row[1], row[0]),
        )
        end = days.start.fromordinal((days.end or days.start).toordinal() - 1)
        if self.as_file:
            return desk.reply(Document(FILE.format(start=days.start, end=end), _csv(rows)))
        most = max((count for _, count in rows), default=0) or 1
        head = desk.say(
            HEAD,
            start=desk.shown_day(days.start),
            end=desk.shown_day(end),
            what=desk.say(COUNTS[kind], n=sum(count for _, count in rows)),
        )
        lines = [
            desk.joined(
                desk.say(LINE, name=name, what=desk.say(COUNTS[kind], n=count)),
                desk.alone("█" * round(BLOCKS * count / most)) if count else None,
                by=" ",
            )
            for name, count in rows
        ]
        line = filter_line(desk, kind=kind, days=days)
        return desk.reply(desk.lines(head, *lines, line), buttons=[desk.button(CSV, self.but(kind=kind, as_file=True))])


def _csv(rows: list[tuple[str, int]]) -> bytes:
    """With a byte order mark, so that a spreadsheet shows Arabic; no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["rep", "count"])
    writer.writerows([guarded(name), count] for name, count in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")

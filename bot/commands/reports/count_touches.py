"""``calls this month``, ``how many visits did I make last week``: how many touches there were, with the filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command, commands_by_name
from bot.commands.reports.shown import COUNTS, filter_line, kind_in, stretch
from bot.kinds.period import Period
from bot.kinds.rep_name import RepName
from bot.language.normalise import words
from bot.language.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.desk import Desk
    from bot.reply import Reply

HEAD = Words(en="📊 {start} – {end}: {what}", ar="📊 {start} – {end}: {what}")
BY_REP = Words(en="By rep", ar="حسب المندوب")
MINE = frozenset(
    word.folded for word in words("my mine i me مكالماتي اتصالاتي اجتماعاتي زياراتي رسائلي سويت عملت كلمت اتصلت")
)


@dataclass(frozen=True, kw_only=True)
class CountTouches(Command):
    """Count interactions of a kind in a period; of everybody, of a rep, or one's own."""

    kind: str = ""
    """``call``, ``visit`` …; empty: what the words say, else all."""
    period: Period | None = None
    rep: RepName | None = None
    mine: bool = False

    permission: ClassVar[str] = "reports.read"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        [show|list|count|how many] [all] [my|our|the] (calls|meetings|visits|emails|messages|notes|interactions|touches|activities) [made|logged] [in|for|during] {period}
        how many (calls|meetings|visits|emails|messages|notes|interactions|touches|activities) [did|have|has] [i|we] [make|made|have|had|log|logged|do|done] [in|for|during] [{period}]
        how many (calls|meetings|visits|emails|messages|notes|interactions|touches|activities) (did|has) {rep} [make|made|have|had|log|logged|do|done] [in|for|during] [{period}]
        (calls|meetings|visits|emails|messages|notes|interactions|touches|activities) (of|by) {rep} [in|for|during] [{period}]
        """,
        ar="""
        [كم|عدد|اعرض] (مكالمات|المكالمات|مكالماتي|اتصالات|الاتصالات|اتصالاتي|اجتماعات|الاجتماعات|اجتماعاتي|زيارات|الزيارات|زياراتي|رسائل|الرسائل|رسائلي) [في|خلال] {period}
        كم (مكالمة|اتصال|اجتماع|زيارة|رسالة) [سويت|سوينا|عملت|عملنا|سجلت|سجلنا] [في|خلال] {period}
        (مكالمات|اتصالات|اجتماعات|زيارات|رسائل) {rep} [في|خلال] {period}
        """,
    )
    example: ClassVar[Words] = Words(en="calls this month", ar="المكالمات هذا الشهر")
    about: ClassVar[Words] = Words(en="How many calls, visits, meetings", ar="عدد المكالمات والزيارات والاجتماعات")

    @classmethod
    def understood(cls, values: Mapping[str, Any], said: str) -> dict[str, Any]:
        """What is counted, and whether only one's own."""
        told: dict[str, Any] = {"kind": values.get("kind") or kind_in(said)}
        mine = any(word.folded in MINE for word in words(said))
        return {**({"kind": told["kind"]} if told["kind"] else {}), **({"mine": True} if mine else {})}

    def run(self, desk: Desk) -> Reply:
        """Read only. Without a period it is this month so far."""
        kind = self.kind or kind_in(desk.said)
        mine = self.mine or any(word.folded in MINE for word in words(desk.said))
        whose = self.rep.id if self.rep else desk.rep.id if mine else None
        since, until, days = stretch(desk, self.period)
        done = desk.crm.activity.counts(since, until, kinds=(kind,) if kind else (), rep_id=whose)
        told = desk.say(COUNTS[kind], n=sum(each.count for each in done))
        if not kind and done:
            kinds = {each.kind: 0 for each in done}
            for each in done:
                kinds[each.kind] += each.count
            told = desk.joined(told, *(desk.say(COUNTS[name], n=count) for name, count in kinds.items()))
        last = (days.end or days.start).toordinal() - 1
        head = desk.say(
            HEAD, start=desk.shown_day(days.start), end=desk.shown_day(days.start.fromordinal(last)), what=told
        )
        rep = desk.crm.team.rep(whose).name if whose is not None else ""
        line = filter_line(desk, kind=kind, rep=rep, days=days)
        by_rep = commands_by_name()["count_by_rep"](kind=kind, period=self.period)  # type: ignore[call-arg]
        return desk.reply(desk.lines(head, line), buttons=[] if whose is not None else [desk.button(BY_REP, by_rep)])

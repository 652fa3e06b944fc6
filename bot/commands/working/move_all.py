"""``push everything from today to tomorrow``, ``انقل كل متابعات اليوم لبكرة``: a whole list of one's own follow-ups, asked first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.working.scopes import rows_of
from bot.commands.working.shown import assumed_line
from bot.kinds.ref import Ref
from bot.kinds.when import When
from bot.language.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk import Desk
    from bot.reply import Reply, Text
    from core.working.follow_up import FollowUp

SURE = Words(
    en="Move {n, plural, one {# follow-up} other {# follow-ups}} to {day}?",
    ar="{n, plural, zero {نقل لا شيء} one {نقل متابعة واحدة} two {نقل متابعتين} few {نقل # متابعات} many {نقل # متابعة} other {نقل # متابعة}} إلى {day}؟",
)
MOVED = Words(
    en="😴 {n, plural, one {# follow-up} other {# follow-ups}} → {day}",
    ar="😴 {n, plural, zero {لا متابعات} one {متابعة واحدة} two {متابعتان} few {# متابعات} many {# متابعة} other {# متابعة}} ← {day}",
)
LINE = Words(en="• {title} → {when}", ar="• {title} ← {when}")
MORE = Words(en="{n} more", ar="بقي {n}")
PASSED = Words(
    en="{day} has passed. Nothing was moved; write: move overdue to tomorrow",
    ar="مضى {day}. لم يُنقل شيء؛ اكتب: انقل المتأخرات كلها إلى الغد",
)
NOTHING = Words(en="Nothing there to move.", ar="لا شيء لنقله.")
YES = Words(en="😴 Move {n}", ar="😴 نقل {n}")
SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class MoveAll(Command):
    """Move all of one's follow-ups of a day or list. A day alone leaves each its time of day; it is shown and asked first."""

    scope: str = ""
    """As in the lists; empty: today's and what is late."""
    when: When | None = None
    follow_ups: tuple[Ref, ...] = ()
    """Those that were shown; set by the button [Move 3], without it the command asks."""

    permission: ClassVar[str] = "follow_ups.write"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("when",)
    slots: ClassVar[dict[str, str]] = {"scope": "scope"}
    phrases: ClassVar[Words] = Words(
        en="""
        (move|push|shift|postpone|snooze|reschedule|delay|bring|put off) (everything|all|all of it|all of them|them all) [of|from|due|for|on] [my|the] [{scope}] [follow ups|followups|reminders|tasks|to dos] [to|until|till|for|on] {when}
        (move|push|shift|postpone|snooze|reschedule|delay|bring|put off) [all] [of] [my|the] (follow ups|followups|reminders|tasks|to dos) [of|from|due|for|on] [{scope}] (to|until|till|for|on) {when}
        (move|push|shift|postpone|snooze|reschedule|delay|bring|put off) [all] [of] [my|the] {scope} (follow ups|followups|reminders|tasks|to dos|ones|stuff|list) [to|until|till|for|on] {when}
        (move|push|shift|postpone|snooze|reschedule|delay) [everything|all] [that is] {scope} (to|until|till) {when}
        """,
        ar="""
        (انقل|انقلي|أجل|أجلي|رحل|رحلي|أخر|حول|حرك|خل|خلي) (كل|جميع) [شي|شيء|حاجة|المتابعات|المهام|التذكيرات|المواعيد|متابعات|متابعاتي|مهام|مهامي|تذكيرات|مواعيد|مواعيدي|اللي] [عندي|علي] [حق|في] [{scope}] [إلى|الى|لين|حتى|على] {when}
        (انقل|انقلي|أجل|أجلي|رحل|رحلي|أخر|حول|حرك|خل|خلي) (المتابعات|المهام|التذكيرات|المواعيد|متابعات|متابعاتي|مهام|مهامي|تذكيرات|مواعيد|مواعيدي|شغل) {scope} [كلها|كله] [إلى|الى|لين|حتى|على] {when}
        (انقل|انقلي|أجل|أجلي|رحل|رحلي|أخر|حول|حرك|خل|خلي) {scope} (كلها|كله) [إلى|الى|لين|حتى|على] {when}
        """,
    )
    example: ClassVar[Words] = Words(en="push everything from today to tomorrow", ar="انقل كل متابعات اليوم إلى بكرة")
    about: ClassVar[Words] = Words(en="Move all follow-ups of a day", ar="نقل كل متابعات يوم إلى موعد آخر")

    def run(self, desk: Desk) -> Reply:
        """One step, one undo. Those that were finished since it was asked are left as they are."""
        assert self.when is not None  # noqa: S101 - ``needs``
        if not self.follow_ups:
            late, rows = rows_of(desk, self.scope or "today")
            meant = [*rows] if self.scope else [*late, *rows]
            if not meant:
                return desk.reply(desk.say(NOTHING))
            shown = self._lines(desk, [(row, *self._moment(desk, row)) for row in meant])
            head = desk.say(SURE, n=len(meant), day=desk.shown_day(self.when.date))
            refs = tuple(Ref("follow_up", row.id, row.title) for row in meant)
            return desk.ask(
                desk.lines(head, *shown), buttons=[desk.button(YES, self.but(follow_ups=refs), n=len(meant))]
            )
        if self.when.date < desk.now.date():  # the button of a list of days ago
            return desk.refuse(desk.say(PASSED, day=desk.shown_day(self.when.date)))
        moved: list[tuple[FollowUp, datetime, bool]] = []
        for ref in self.follow_ups:
            row = desk.crm.follow_ups.get(ref.id)
            if row.status == "open":
                due_at, all_day = self._moment(desk, row)
                moved.append((desk.crm.follow_ups.move(row.id, due_at, all_day), due_at, all_day))
        if not moved:
            return desk.reply(desk.say(NOTHING))
        head = desk.say(MOVED, n=len(moved), day=desk.shown_day(self.when.date))
        told = desk.lines(head, *self._lines(desk, moved), assumed_line(desk, self.when))
        return desk.reply(told, buttons=[desk.undo_button()])

    def _moment(self, desk: Desk, row: FollowUp) -> tuple[datetime, bool]:
        """The new moment of one: on another day at its own time, unless a time was said or that has passed."""
        assert self.when is not None  # noqa: S101 - ``needs``
        if self.when.at is None and not row.all_day:
            own = datetime.combine(self.when.date, row.due_at.astimezone(desk.zone).time(), tzinfo=desk.zone)
            if own > desk.now:
                return own, False
        return desk.moment(self.when)

    @staticmethod
    def _lines(desk: Desk, moved: Sequence[tuple[FollowUp, datetime, bool]]) -> list[Text]:
        lines = [
            desk.say(LINE, title=row.title, when=desk.shown_when(due_at, all_day=all_day, zone=False, distance=False))
            for row, due_at, all_day in moved[:SHOWN]
        ]
        return [*lines, desk.say(MORE, n=len(moved) - SHOWN)] if len(moved) > SHOWN else lines

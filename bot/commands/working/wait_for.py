"""``2 waits for 1``, ``send contract waits for legal review``: one task is done only after another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.working.waiting import WAITS, named
from bot.kinds.ref import Ref
from bot.language.words import Words
from bot.reply import Button

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply
    from core.working.follow_up import FollowUp

TITLE = Words(en="☑️ {title}", ar="☑️ {title}")
NO_SUCH = Words(
    en='You have no open task "{said}". Your tasks: my follow-ups', ar="لا توجد مهمة مفتوحة «{said}». مهامك: متابعاتي"
)
NOT_LISTED = Words(
    en="The last list was not of tasks. Ask for them first: my follow-ups",
    ar="القائمة الأخيرة ليست قائمة مهام. اعرضها أولًا: متابعاتي",
)
WHICH = Words(en='Which one is "{said}"?', ar="أيها «{said}»؟")


@dataclass(frozen=True, kw_only=True)
class WaitFor(Command):
    """Make a task wait for another, by their numbers in the list or by their titles. A ring is refused and shown."""

    follow_up: Ref | None = None
    other: Ref | None = None
    task: str = ""
    before: str = ""
    """The titles as typed, where no numbers were said."""

    permission: ClassVar[str] = "follow_ups.write"
    personal: ClassVar[bool] = True
    slots: ClassVar[dict[str, str]] = {"follow_up": "ref", "other": "ref"}
    phrases: ClassVar[Words] = Words(
        en="""
        [task|number|no] {follow_up} (waits for|must wait for|should wait for|depends on|is blocked by|comes after|after) [task|number|no] {other}
        {task:text} (waits for|must wait for|should wait for|depends on|is blocked by|comes after) {before:text}
        """,
        ar="""
        [مهمة|رقم] {follow_up} (تنتظر|ينتظر|تستنى|بعد|معلقة على|متوقفة على) [مهمة|رقم] {other}
        {task:text} (تنتظر|ينتظر|تستنى|معلقة على|متوقفة على) {before:text}
        """,
    )
    example: ClassVar[Words] = Words(en="2 waits for 1", ar="٢ تنتظر ١")
    about: ClassVar[Words] = Words(en="One task waits for another", ar="مهمة تنتظر مهمة أخرى")

    def run(self, desk: Desk) -> Reply:
        """Raises Cycle with the chain of titles, NotFound."""
        task = self._meant(desk, self.follow_up, self.task)
        other = self._meant(desk, self.other, self.before)
        for rows, said, field in ((task, self.task, "follow_up"), (other, self.before, "other")):
            if not rows:
                return desk.refuse(desk.say(NO_SUCH, said=said) if said else desk.say(NOT_LISTED))
            if len(rows) > 1:
                buttons = [
                    [Button(row.title, self.but(**{field: Ref("follow_up", row.id, row.title)}))] for row in rows
                ]
                return desk.ask(desk.say(WHICH, said=said), buttons=buttons)
        row = desk.crm.follow_ups.wait_for(task[0].id, other[0].id)
        told = desk.lines(desk.say(TITLE, title=row.title), desk.say(WAITS, title=other[0].title))
        return desk.reply(told, buttons=[desk.undo_button()])

    @staticmethod
    def _meant(desk: Desk, ref: Ref | None, said: str) -> list[FollowUp]:
        if ref is not None:
            return [desk.crm.follow_ups.get(ref.id)] if ref.record == "follow_up" else []
        return named(desk, said)[:5]

"""``cancel 1``, ``الغ ١``: a follow-up that is not to be done any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.ref import Ref
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

FREED = Words(en="🔓 Free now: {title}", ar="🔓 أصبحت جاهزة: {title}")
CANCELLED = Words(en="🗑 Cancelled: {title}", ar="🗑 تم إلغاء: {title}")


@dataclass(frozen=True, kw_only=True)
class CancelFollowUp(Command):
    """Cancel an open follow-up; it stays in the history."""

    follow_up: Ref | None = None

    permission: ClassVar[str] = "follow_ups.write"
    personal: ClassVar[bool] = True
    slots: ClassVar[dict[str, str]] = {"follow_up": "follow_up"}
    needs: ClassVar[tuple[str, ...]] = ("follow_up",)
    phrases: ClassVar[Words] = Words(
        en="""
        (cancel|drop|delete|remove) (my|our|that|this) [next] (follow up|followup|reminder|task) (with|for|of|about) {follow_up}
        (cancel|drop) [my|our|the] [next] (meeting|call|visit|appointment|demo|lunch|coffee) (with|at|for) {follow_up}
        (cancel|drop) [the] [follow up|reminder|task|number|no] [with|for|of] {follow_up} [follow up|reminder|task]
        (delete|remove) [the] (follow up|reminder|task) [number|no] [with|for|of] {follow_up}
        (cancel|drop) [the|this] (follow up|reminder|task)
        """,
        ar="""
        (الغ|الغي|ألغ|ألغِ|الغاء|إلغاء) [متابعة|تذكير|مهمة|المتابعة|المهمة|رقم] [مع] {follow_up}
        (الغ|الغي|ألغ|ألغي|الغاء|إلغاء|كنسل|كنسلي) (موعدي|موعد|الموعد|اجتماعي|اجتماع|الاجتماع|زيارة|زيارتي|مكالمة|متابعتي) [مع|عند|حق|في] {follow_up}
        (شيل|احذف|امسح) (متابعة|تذكير|مهمة|المتابعة|المهمة|التذكير) [رقم] [مع] {follow_up}
        (الغ|الغي|ألغ|إلغاء) (المتابعة|التذكير|المهمة)
        """,
    )
    example: ClassVar[Words] = Words(en="cancel 1", ar="إلغاء ١")
    about: ClassVar[Words] = Words(en="Cancel a follow-up", ar="إلغاء متابعة")

    def run(self, desk: Desk) -> Reply:
        """Cancel it. Raises AlreadyDone, NotFound."""
        assert self.follow_up is not None  # noqa: S101 - the engine asks first: ``needs``
        row = desk.crm.follow_ups.cancel(self.follow_up.id)
        freed = desk.crm.follow_ups.waiting_for(row.id)
        for other in freed:
            if other.rep_id is not None:
                desk.tell(other.rep_id, "free_now", f"free:{other.id}:{row.id}", follow_up=other.id)
        told = [desk.say(FREED, title=other.title) for other in freed]
        return desk.reply(desk.lines(desk.say(CANCELLED, title=row.title), *told), buttons=[desk.undo_button()])

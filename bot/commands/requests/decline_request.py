"""``decline request 1``, ``[Can't]``: a colleague's request goes back to them, who are told at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.requests.shown import asked_of
from bot.kinds.ref import Ref
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

DECLINED = Words(
    en="✋ Handed back to {name}, who has been told: {title}", ar="✋ أُعيد الطلب إلى {name} وتم الإبلاغ: {title}"
)


@dataclass(frozen=True, kw_only=True)
class DeclineRequest(Command):
    """Give back what a colleague asked for: it is theirs again, with its day, so that it is not forgotten."""

    follow_up: Ref | None = None

    permission: ClassVar[str] = "follow_ups.write"
    personal: ClassVar[bool] = True
    slots: ClassVar[dict[str, str]] = {"follow_up": "follow_up"}
    needs: ClassVar[tuple[str, ...]] = ("follow_up",)
    phrases: ClassVar[Words] = Words(
        en="""
        (decline|refuse) [the|that] request [number|no] {follow_up}
        (decline|refuse) [the|that|this] request
        """,
        ar="""
        (أعتذر عن|اعتذر عن|أرفض|ارفض) (الطلب|طلب) [رقم] {follow_up}
        (أعتذر عن|اعتذر عن|أرفض|ارفض) الطلب
        """,
    )
    example: ClassVar[Words] = Words(en="decline request 1", ar="أعتذر عن الطلب ١")
    about: ClassVar[Words] = Words(en="Say no to a colleague's request", ar="الاعتذار عن طلب زميل")

    def run(self, desk: Desk) -> Reply:
        """One step, one undo. Refused where nobody asked, or it is closed. Raises NotFound."""
        asked = asked_of(desk, self.follow_up)
        if not isinstance(asked, tuple):
            return asked
        row, asker = asked
        desk.crm.follow_ups.change(row.id, rep_id=asker.id)
        step = desk.crm.steps.current
        key = f"declined:{row.id}:{step.id if step is not None else 0}"
        desk.tell(asker.id, "answered", key, follow_up=row.id, by=desk.rep.id, can=False)
        told = desk.say(DECLINED, name=asker.name, title=row.title)
        return desk.reply(told, buttons=[desk.undo_button()])

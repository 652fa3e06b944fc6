"""``accept request 1``, ``[Accept]``: a colleague's request is taken on, and the colleague is told."""

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

ACCEPTED = Words(en="👍 {name} has been told that you will do it: {title}", ar="👍 تم إبلاغ {name} بموافقتك: {title}")


@dataclass(frozen=True, kw_only=True)
class AcceptRequest(Command):
    """Say yes to what a colleague asked for. Saying it twice tells them once."""

    follow_up: Ref | None = None

    permission: ClassVar[str] = "follow_ups.write"
    personal: ClassVar[bool] = True
    slots: ClassVar[dict[str, str]] = {"follow_up": "follow_up"}
    needs: ClassVar[tuple[str, ...]] = ("follow_up",)
    phrases: ClassVar[Words] = Words(
        en="""
        accept [the|that] request [number|no] {follow_up}
        accept [the|that|this] request
        """,
        ar="""
        (أقبل|اقبل|قبول|أوافق على|موافق على) (الطلب|طلب) [رقم] {follow_up}
        (أقبل|اقبل|أوافق على|موافق على) الطلب
        """,
    )
    example: ClassVar[Words] = Words(en="accept request 1", ar="أقبل الطلب ١")
    about: ClassVar[Words] = Words(en="Say yes to a colleague's request", ar="الموافقة على طلب زميل")

    def run(self, desk: Desk) -> Reply:
        """Nothing is written but the word to the colleague. Refused where nobody asked, or it is closed. Raises NotFound."""
        asked = asked_of(desk, self.follow_up)
        if not isinstance(asked, tuple):
            return asked
        row, asker = asked
        desk.tell(asker.id, "answered", f"accepted:{row.id}", follow_up=row.id, by=desk.rep.id, can=True)
        return desk.reply(desk.say(ACCEPTED, name=asker.name, title=row.title))

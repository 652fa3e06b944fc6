"""``digest now``: the morning list at once, also when it is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply


@dataclass(frozen=True, kw_only=True)
class ShowDigest(Command):
    """Show what the morning list would say now."""

    permission: ClassVar[str] = "follow_ups.read"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        [my] (digest|morning message|morning list|daily message|summary) now
        (show|send) [me] [my] [the] (digest|morning message|morning list|daily message) [now]
        """,
        ar="""
        (الملخص|ملخص|رسالة الصباح|قائمة الصباح|ملخصي) (الآن|الان|الحين|هلا|حالا)
        (اعرض|أرسل|ارسل|هات) (الملخص|رسالة الصباح|قائمة الصباح|ملخصي) [(الآن|الان|الحين)]
        """,
    )
    example: ClassVar[Words] = Words(en="digest now", ar="الملخص الآن")
    about: ClassVar[Words] = Words(en="The morning message, now", ar="رسالة الصباح الآن")

    def run(self, desk: Desk) -> Reply:
        """Read only."""
        from bot.notices.morning_list import render

        reply = render(desk, {"asked": True})
        assert reply is not None  # noqa: S101 - an asked-for list is never silent
        return reply

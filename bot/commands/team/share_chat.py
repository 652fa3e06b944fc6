"""``answer in full here``: an admin marks a group as shared: what concerns customers is answered in it; private notes never are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.delivering.announcing import SHARED, switched
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

ON = Words(
    en="👥 From now on I answer here in full: phones, notes, amounts. Everybody in this chat reads them; private notes stay private. To stop: stop answering in full here",
    ar="👥 ستكون الإجابات هنا كاملة من الآن: الهواتف والملاحظات والمبالغ. يراها كل من في هذه المحادثة، وتبقى الملاحظات الخاصة خاصة. للإيقاف: أوقف الإجابات الكاملة هنا",
)
OFF = Words(
    en="Answers about customers come in private again, not here.",
    ar="عادت الإجابات عن العملاء إلى المحادثة الخاصة، لا هنا.",
)
ONLY_IN_A_GROUP = Words(en="Write that in the group you want to share.", ar="اكتب ذلك في المجموعة التي تريد مشاركتها.")


@dataclass(frozen=True, kw_only=True)
class ShareChat(Command):
    """Answer in full in this group from now on. Said again, nothing changes."""

    permission: ClassVar[str] = "settings.workspace"
    phrases: ClassVar[Words] = Words(
        en="""
        answer in full here
        mark this (chat|group|channel) as shared
        (this chat|this group|this channel) is shared
        """,
        ar="""
        [اجعل] الإجابات كاملة هنا
        [اجعل] هذه (المجموعة|القناة|المحادثة) مشتركة
        """,
    )
    example: ClassVar[Words] = Words(en="answer in full here", ar="الإجابات كاملة هنا")
    about: ClassVar[Words] = Words(
        en="Answer in full in this group (admins)", ar="إجابات كاملة في هذه المجموعة (لمسؤول النظام)"
    )

    def run(self, desk: Desk) -> Reply:
        """Refused where only the two talk."""
        return switched(desk, SHARED, on=True, told=ON, only_in_a_group=ONLY_IN_A_GROUP)


@dataclass(frozen=True, kw_only=True)
class UnshareChat(Command):
    """Answer in private again what a group must not see."""

    permission: ClassVar[str] = "settings.workspace"
    phrases: ClassVar[Words] = Words(
        en="""
        stop answering in full here
        mark this (chat|group|channel) as not shared
        (this chat|this group|this channel) is not shared [any more]
        """,
        ar="""
        (أوقف|اوقف) الإجابات الكاملة [هنا]
        هذه (المجموعة|القناة|المحادثة) غير مشتركة
        """,
    )
    example: ClassVar[Words] = Words(en="stop answering in full here", ar="أوقف الإجابات الكاملة هنا")
    about: ClassVar[Words] = Words(
        en="Answer in private again (admins)", ar="العودة إلى الإجابة في الخاص (لمسؤول النظام)"
    )

    def run(self, desk: Desk) -> Reply:
        """Refused where only the two talk."""
        return switched(desk, SHARED, on=False, told=OFF, only_in_a_group=ONLY_IN_A_GROUP)

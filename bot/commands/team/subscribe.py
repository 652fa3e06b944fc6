"""``subscribe wins`` in a channel: won deals are told there, because a manager said so; the default is nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.delivering.announcing import WINS, switched
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

ON = Words(
    en="🎉 Won deals will be announced here. To stop: unsubscribe wins",
    ar="🎉 ستُعلن الصفقات الرابحة هنا. للإيقاف: أوقف إعلان الصفقات الرابحة",
)
OFF = Words(en="Won deals are no longer announced here.", ar="تم إيقاف إعلان الصفقات الرابحة هنا.")
ONLY_IN_A_GROUP = Words(
    en="Write that in the group or channel that should hear of won deals.",
    ar="اكتب ذلك في المجموعة أو القناة التي تريد الإعلان فيها.",
)


@dataclass(frozen=True, kw_only=True)
class Subscribe(Command):
    """Tell this channel of won deals from now on."""

    permission: ClassVar[str] = "reports.team"
    phrases: ClassVar[Words] = Words(
        en="""
        subscribe [to] [the] (wins|won deals)
        """,
        ar="""
        (أعلن|اعلن) [عن] الصفقات الرابحة [هنا]
        """,
    )
    example: ClassVar[Words] = Words(en="subscribe wins", ar="أعلن الصفقات الرابحة هنا")
    about: ClassVar[Words] = Words(en="Tell this channel of won deals", ar="إعلان الصفقات الرابحة في القناة")

    def run(self, desk: Desk) -> Reply:
        """Refused where only the two talk."""
        return switched(desk, WINS, on=True, told=ON, only_in_a_group=ONLY_IN_A_GROUP)


@dataclass(frozen=True, kw_only=True)
class Unsubscribe(Command):
    """Tell this channel of won deals no more."""

    permission: ClassVar[str] = "reports.team"
    phrases: ClassVar[Words] = Words(
        en="""
        unsubscribe [from] [the] (wins|won deals)
        """,
        ar="""
        (أوقف|اوقف) إعلان الصفقات الرابحة [هنا]
        """,
    )
    example: ClassVar[Words] = Words(en="unsubscribe wins", ar="أوقف إعلان الصفقات الرابحة")
    about: ClassVar[Words] = Words(en="Stop telling this channel of won deals", ar="إيقاف إعلان الصفقات الرابحة")

    def run(self, desk: Desk) -> Reply:
        """Refused where only the two talk."""
        return switched(desk, WINS, on=False, told=OFF, only_in_a_group=ONLY_IN_A_GROUP)

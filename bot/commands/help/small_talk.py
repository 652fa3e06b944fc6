"""``thanks``, ``hi``, ``شكرا``: a short answer, and nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

ANSWERS = {
    "thanks": Words(en="Any time.", ar="على الرحب والسعة."),
    "hello": Words(en='Hello {name}. What happened? Or type "today".', ar="أهلًا {name}. ما الجديد؟ أو اكتب «اليوم»."),
    "bye": Words(en="See you.", ar="إلى اللقاء."),
    "fine": Words(en="👍", ar="👍"),
    "congrats": Words(en="Thank you! 🎉", ar="شكرًا، بارك الله فيك 🎉"),
    "how": Words(
        en='All in order here. Type "today" for what is due.', ar="كل شيء على ما يرام. اكتب «اليوم» لعرض المستحق."
    ),
}


@dataclass(frozen=True, kw_only=True)
class SmallTalk(Command):
    """Answer politely; changes nothing, leaves lists and the last entry as they were."""

    kind: str = "fine"

    permission: ClassVar[str] = "help.read"
    phrases: ClassVar[Words] = Words(en="-", ar="-")
    example: ClassVar[Words] = Words(en="thanks", ar="شكرا")
    about: ClassVar[Words] = Words(en="A friendly word", ar="كلمة طيبة")

    def run(self, desk: Desk) -> Reply:
        """Say something short."""
        return desk.reply(desk.say(ANSWERS.get(self.kind, ANSWERS["fine"]), name=desk.rep.name))

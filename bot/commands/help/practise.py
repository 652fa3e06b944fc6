"""``practice``: a call with a company that does not exist, so that a new rep sees what a log looks like. Nothing of it stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command, commands_by_name
from bot.kinds.party import Party
from bot.kinds.when import When
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

COMPANY = Words(en="Practice Co", ar="شركة التدريب")
WRITE = Words(
    en="Tell me about a call with Practice Co, as you would tell a colleague: what did they want?",
    ar="أخبرني عن مكالمة مع «شركة التدريب» كما تخبر زميلًا: ماذا يريدون؟",
)
THAT_IS_ALL = Words(
    en="That's all there is to it. I've removed the practice call.",
    ar="هذا كل شيء. وقد حذفتُ مكالمة التدريب.",
)


class _NothingStays(Exception):
    """Undoes the practice."""


@dataclass(frozen=True, kw_only=True)
class Practise(Command):
    """Log a call for practice: the receipt is a real one, and what it wrote is removed at once."""

    told: str = ""

    permission: ClassVar[str] = "help.read"
    phrases: ClassVar[Words] = Words(
        en="""
        (practice|practise) [call|a call]
        (practice|practise) call {told:text}
        """,
        ar="""
        (تدريب|مكالمة تدريب|جرب مكالمة)
        مكالمة تدريب {told:text}
        """,
    )
    example: ClassVar[Words] = Words(en="practice call", ar="مكالمة تدريب")
    about: ClassVar[Words] = Words(en="Try logging a call; nothing is kept", ar="تجربة تسجيل مكالمة دون حفظ")

    def run(self, desk: Desk) -> Reply:
        """Ask what the call was about; then show its receipt. Nothing stays written."""
        if not self.told:
            return desk.ask(desk.say(WRITE), then=self, into="told")
        made: list[Reply] = []
        try:
            with desk.crm.savepoint():
                row = desk.crm.customers.add(desk.word(COMPANY), sure=True)
                log: Any = commands_by_name()["log_interaction"]
                tomorrow = desk.now.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
                party = Party("customer", row.id, row.name)
                call = log(kind="call", customer=party, summary=self.told, follow_up=When(at=tomorrow))
                made.append(call.run(desk))
                raise _NothingStays
        except _NothingStays:
            desk.remembered.party = None
        return desk.reply(*made[0].parts, desk.say(THAT_IS_ALL))

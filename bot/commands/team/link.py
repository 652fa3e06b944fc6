"""``link my telegram``: a one-time code for one's second platform. Typed with a code, it pairs (done by the engine)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

CODE = Words(
    en="Send me this from your other account. It is good once, for 24 hours:",
    ar="أرسل لي هذا من حسابك الآخر. صالح لمرة واحدة ولمدة 24 ساعة:",
)
TYPED = Words(en="link {code}", ar="اربط {code}")
ALREADY = Words(en="You are linked here already, as {name}.", ar="حسابك مربوط هنا من قبل باسم {name}.")


@dataclass(frozen=True, kw_only=True)
class Link(Command):
    """Get a pairing code for oneself. Each new code ends the one before."""

    code: str = ""
    """A code typed by somebody who is linked already: nothing happens with it."""

    permission: ClassVar[str] = "identities.own"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        (link|connect|pair) [my|another|a second] (telegram|slack|account|platform|phone)
        (link|/start|start) {code:word}
        """,
        ar="""
        (اربط|وصل|ربط) [حسابي|حساب] (تيليجرام|تلغرام|سلاك|آخر|ثاني|في تيليجرام|في سلاك)
        اربط {code:word}
        """,
    )
    example: ClassVar[Words] = Words(en="link my telegram", ar="اربط حسابي في تيليجرام")
    about: ClassVar[Words] = Words(en="Connect your second chat account", ar="ربط حسابك الثاني")

    def run(self, desk: Desk) -> Reply:
        """Make the code; shown once, kept hashed."""
        if self.code:
            return desk.reply(desk.say(ALREADY, name=desk.rep.name))
        code = desk.crm.team.invite(desk.rep.id)
        typed = desk.say(TYPED, code=desk.ltr(code))
        return desk.reply(desk.lines(desk.say(CODE), typed), private=True)

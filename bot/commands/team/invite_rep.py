"""``invite Omar``: a pairing code for a colleague; somebody who is not on the team yet is added first, after a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

CODE = Words(
    en="Give {name} this message to send me in a private chat. It is good once, for 24 hours:",
    ar="أعطِ {name} هذه الرسالة لإرسالها لي في محادثة خاصة. صالحة لمرة واحدة ولمدة 24 ساعة:",
)
TYPED = Words(en="link {code}", ar="اربط {code}")
ADD = Words(
    en="{name} is not on the team yet. Add as a rep and invite?",
    ar="ليس في الفريق أحد باسم {name} بعد. إضافة إلى الفريق (مندوب) وإنشاء دعوة؟",
)
YES = Words(en="➕ Add {name}", ar="➕ إضافة {name}")
ADDED = Words(en="👥 {name} is on the team now, as a rep.", ar="👥 تمت إضافة {name} إلى الفريق (مندوب).")


@dataclass(frozen=True, kw_only=True)
class InviteRep(Command):
    """Invite a colleague, by an admin. Each new code ends the one before."""

    rep_name: str = ""
    add: bool = False
    """Set by the button: the colleague is added first."""

    permission: ClassVar[str] = "team.write"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("rep_name",)
    phrases: ClassVar[Words] = Words(
        en="""
        invite {rep_name:text}
        (add|new|create) [a] [new] (rep|colleague|salesperson|team member) {rep_name:text}
        """,
        ar="""
        (ادع|ادعو|دعوة|ادعُ) {rep_name:text}
        (أضف|ضيف|اضافة|إضافة) (مندوب|موظف|زميل) [جديد] {rep_name:text}
        """,
    )
    example: ClassVar[Words] = Words(en="invite Omar", ar="ادعُ عمر")
    about: ClassVar[Words] = Words(en="Invite a colleague (admins)", ar="دعوة زميل (لمسؤول النظام)")

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed, BadValue for a name that is taken."""
        name = self.rep_name.strip(" .,،\"'«»")
        team = desk.crm.team
        rep = team.rep_named(name)
        added = None
        if rep is None:
            if not self.add:
                return desk.ask(desk.say(ADD, name=name), buttons=[desk.button(YES, self.but(add=True), name=name)])
            rep = team.add_rep(name, language="ar" if any("\u0600" <= letter <= "\u06ff" for letter in name) else None)
            added = desk.say(ADDED, name=rep.name)
        code = team.invite(rep.id)
        told = desk.lines(added, desk.say(CODE, name=rep.name), desk.say(TYPED, code=desk.ltr(code)))
        return desk.reply(told, private=True)

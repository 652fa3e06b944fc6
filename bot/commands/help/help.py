"""``help``, ``help log``: what can be asked, with examples to copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rapidfuzz import fuzz

from bot.command import Command, commands_by_name, discover
from bot.language.normalise import fold
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

HEAD = Words(
    en="Write as you would to a colleague; no command word is needed. For example:",
    ar="اكتب كما تكتب لزميل، بلا كلمات خاصة. مثلًا:",
)
LINE = Words(en='• {about}: "{example}"', ar="• {about}: «{example}»")
TAIL = Words(
    en='An exact name wins (Acme is not Acme Holding). "undo" takes back the last change; "help deal" tells more about deals.',
    ar="الاسم المطابق تمامًا هو المقصود (أكمي ليست أكمي القابضة). «تراجع» يلغي آخر تغيير، و«مساعدة صفقة» تشرح الصفقات.",
)
ABOUT = Words(en='{about}. For example: "{example}" or "{other}".', ar="{about}. مثلًا: «{example}» أو «{other}».")
FIRST = (
    "log_interaction",
    "add_follow_up",
    "list_follow_ups",
    "finish_follow_up",
    "look_up",
    "show_history",
    "add_contact",
    "add_deal",
    "undo",
)
_CLOSE = 60.0


@dataclass(frozen=True, kw_only=True)
class Help(Command):
    """Show how to talk to the bot, or how one thing is said."""

    topic: str = ""

    permission: ClassVar[str] = "help.read"
    phrases: ClassVar[Words] = Words(
        en="""
        (help|help me|what can you do|what can i do|commands|how does this work|start|menu)
        help [with|on|about|me] {topic:text}
        how (do i|to|can i) {topic:text}
        """,
        ar="""
        (مساعدة|ساعدني|ساعديني|المساعدة|الأوامر|وش تسوي|كيف استخدمك|ايش تقدر تسوي|القائمة)
        (وش|ايش|شو|ايه|ماذا) (تقدر|تستطيع|بتعرف|يمكنك|ممكن) (تسوي|تعمل|تفعل|أن تفعل)
        (مساعدة|ساعدني في|شرح) {topic:text}
        كيف (اسجل|أضيف|اضيف|ارسل|أعمل|اسوي) {topic:text}
        """,
    )
    example: ClassVar[Words] = Words(en="help", ar="مساعدة")
    about: ClassVar[Words] = Words(en="How to use me", ar="طريقة الاستخدام")

    def run(self, desk: Desk) -> Reply:
        """Read only."""
        if self.topic:
            named = _nearest(self.topic)
            if named is not None:
                about, other = desk.word(named.about), named.example.in_("ar" if desk.language == "en" else "en")
                return desk.reply(desk.say(ABOUT, about=about, example=desk.word(named.example), other=other))
        known = commands_by_name()
        lines = [
            desk.say(LINE, about=desk.word(known[name].about), example=desk.word(known[name].example))
            for name in FIRST
            if name in known
        ]
        return desk.reply(desk.lines(desk.say(HEAD), *lines, desk.say(TAIL)))


def _nearest(topic: str) -> type[Command] | None:
    """The command that a topic names: by its name, what it is about, or its example."""
    known = commands_by_name()
    if topic in known:
        return known[topic]
    said = fold(topic)
    scored = [
        (
            max(
                fuzz.partial_ratio(said, fold(text))
                for text in (
                    kind.name().replace("_", " "),
                    kind.about.en,
                    kind.about.ar,
                    kind.example.en,
                    kind.example.ar,
                )
            ),
            kind,
        )
        for kind in discover()
    ]
    best, kind = max(scored, key=lambda pair: pair[0])
    return kind if best >= _CLOSE else None

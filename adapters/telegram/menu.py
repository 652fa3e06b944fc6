"""The commands that Telegram shows beside the input field, in both languages.

They are display and never authorisation. A command's word is Latin whatever the language (Bot API, BotCommand), so an
Arabic rep reads an Arabic description behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.language.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adapters.telegram.wire import Line

LANGUAGES: tuple[Language, ...] = ("en", "ar")
IN_GROUPS = frozenset({"find", "log", "today", "help"})


@dataclass(frozen=True)
class Entry:
    """One line of the menu: a word of ``a-z 0-9 _`` (at most 32) and what it does (at most 256 letters)."""

    word: str
    says: Words


MENU = (
    Entry("log", Words(en="Log a call, visit or note", ar="تسجيل مكالمة أو زيارة أو ملاحظة")),
    Entry("find", Words(en="Find a customer", ar="البحث عن عميل")),
    Entry("today", Words(en="What's due today", ar="مهام اليوم")),
    Entry("remind", Words(en="Remind me about a customer", ar="تذكيري بعميل")),
    Entry("add", Words(en="Add a customer or contact", ar="إضافة عميل أو جهة اتصال")),
    Entry("pipeline", Words(en="My deals by stage", ar="صفقاتي حسب المرحلة")),
    Entry("report", Words(en="This week in numbers", ar="أرقام هذا الأسبوع")),
    Entry("undo", Words(en="Undo my last change", ar="التراجع عن آخر تغيير")),
    Entry("settings", Words(en="Language, time zone, messages", ar="اللغة والتوقيت والرسائل")),
    Entry("help", Words(en="How to use me", ar="طريقة الاستخدام")),
)


DESCRIPTION = Words(
    en='I keep your team\'s customers. Write to me like to a colleague: "called Sara at Acme, follow up Tuesday 3pm".\n'
    "Only people whom the company has invited get an answer.",
    ar="أحفظ عملاء فريقك. اكتب لي كما تكتب لزميل: «كلمت سارة من أكمي، متابعة الثلاثاء ٣ العصر».\nلا أجيب إلا من دعتهم الشركة.",
)
"""What an empty chat shows: at most 512 letters (Bot API, setMyDescription)."""
SHORT = Words(en="Your team's customers, in chat", ar="عملاء فريقك في المحادثة")
"""On the bot's page: at most 120 letters (setMyShortDescription)."""


def calls(menu: Sequence[Entry]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The calls that set the menu and the descriptions: private chats and groups, each with a default and an Arabic text."""
    for scope, entries in (
        ("all_private_chats", list(menu)),
        ("all_group_chats", [entry for entry in menu if entry.word in IN_GROUPS]),
    ):
        for language in ("en", "ar"):
            told: dict[str, Any] = {
                "commands": [{"command": entry.word, "description": entry.says.in_(language)} for entry in entries],
                "scope": {"type": scope},
            }
            yield "setMyCommands", told if language == "en" else told | {"language_code": language}
    for language in LANGUAGES:
        code: dict[str, Any] = {} if language == "en" else {"language_code": language}
        yield "setMyDescription", {"description": DESCRIPTION.in_(language)} | code
        yield "setMyShortDescription", {"short_description": SHORT.in_(language)} | code
    yield "setChatMenuButton", {"menu_button": {"type": "commands"}}


def publish(line: Line, menu: Sequence[Entry]) -> None:
    """Set the menu, without waiting and without minding a failure: the bot works without one."""
    for method, payload in calls(menu):
        line.begin(method, payload)

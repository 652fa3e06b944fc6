"""``my lists``: the questions that were kept under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command, commands_by_name
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

HEAD = Words(
    en="{n, plural, one {# saved list} other {# saved lists}}:",
    ar="{n, plural, zero {لا قوائم} one {قائمة واحدة محفوظة} two {قائمتان محفوظتان} few {# قوائم محفوظة} many {# قائمة محفوظة} other {# قائمة محفوظة}}:",
)
NONE = Words(
    en='No saved lists. After a list write: save this as "cold vips"',
    ar="لا قوائم محفوظة. بعد أي قائمة اكتب: احفظ هذه باسم «الباردة»",
)
LINE = Words(en="• {name}", ar="• {name}")
NAME = Words(en="📋 {name}", ar="📋 {name}")
SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class ShowLists(Command):
    """The rep's saved lists, each with a button."""

    permission: ClassVar[str] = "lists.own"
    phrases: ClassVar[Words] = Words(
        en="""
        [show] [me] (my|saved|my saved|the saved) lists
        (what|which) lists do i have
        """,
        ar="""
        [اعرض|ورني|وش|هات] (قوائمي|القوائم المحفوظة|قوائم محفوظة)
        """,
    )
    example: ClassVar[Words] = Words(en="my lists", ar="قوائمي")
    about: ClassVar[Words] = Words(en="My saved lists", ar="القوائم المحفوظة")

    def run(self, desk: Desk) -> Reply:
        """Read only."""
        rows = desk.crm.lists.all()
        if not rows:
            return desk.reply(desk.say(NONE))
        known = commands_by_name()["find_customers"]
        buttons = [[desk.button(NAME, known(what=row.name), name=row.name)] for row in rows[:SHOWN]]  # type: ignore[call-arg]
        lines = [desk.say(LINE, name=row.name) for row in rows]
        return desk.reply(desk.lines(desk.say(HEAD, n=len(rows)), *lines), buttons=buttons)

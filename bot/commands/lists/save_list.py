"""``save this as "cold vips"``: the question just asked, kept under a name; ``list cold vips`` asks it anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command, commands_by_name
from bot.commands.lists.naming import bare_name
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

SAVED = Words(
    en='📋 Saved as "{name}". See it any time: list {name}', ar="📋 حُفظت باسم «{name}». للعرض في أي وقت: قائمة {name}"
)
NOTHING = Words(
    en='Ask for a list first, for example: vip customers in Riyadh not contacted 30 days. Then: save this as "cold vips"',
    ar="اطلب قائمة أولًا، مثلًا: عملاء ما تواصلنا معهم من ٣٠ يوم. ثم: احفظ هذه باسم «الباردة»",
)
SHOW = Words(en="List {name}", ar="قائمة {name}")


@dataclass(frozen=True, kw_only=True)
class SaveList(Command):
    """Keep the last question over customers under a name; one of the same name is replaced."""

    list_name: str = ""

    permission: ClassVar[str] = "lists.own"
    needs: ClassVar[tuple[str, ...]] = ("list_name",)
    phrases: ClassVar[Words] = Words(
        en="""
        save (this|that|it|the|these) [list|search|filter|question] as {list_name:text}
        (save|keep|call|name) (this|that|it) list {list_name:text}
        save (list|search|filter) [as] {list_name:text}
        """,
        ar="""
        (احفظ|احفظي|خزن|سم) (هذه|هذي|هذا|القائمة|هذه القائمة|هالقائمة|البحث|النتيجة) [باسم|بإسم|ك|على أنها] {list_name:text}
        (احفظها|احفظه|سمها|سميها) (باسم|بإسم|ك) {list_name:text}
        """,
    )
    example: ClassVar[Words] = Words(en='save this as "cold vips"', ar="احفظ هذه باسم «الباردة»")
    about: ClassVar[Words] = Words(en="Keep a list under a name", ar="حفظ قائمة باسم")

    def run(self, desk: Desk) -> Reply:
        """Raises BadValue for a name that is empty or long."""
        asked = desk.asked_before
        if asked is None:
            return desk.refuse(desk.say(NOTHING))
        row = desk.crm.lists.save(bare_name(self.list_name), asked.to_json())
        show = commands_by_name()["find_customers"](what=row.name)  # type: ignore[call-arg]
        ways = [desk.undo_button(), desk.button(SHOW, show, name=row.name)]
        return desk.reply(desk.say(SAVED, name=row.name), buttons=ways)

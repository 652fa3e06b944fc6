"""``delete list cold vips``: forget a saved list; the customers in it stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.lists.naming import bare_name
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

DELETED = Words(en='🗑 List "{name}" was deleted; its customers stay.', ar="🗑 حُذفت القائمة «{name}»، وبقي عملاؤها.")
NO_SUCH = Words(en='There is no list "{name}". See yours: my lists', ar="لا توجد قائمة «{name}». قوائمك: قوائمي")


@dataclass(frozen=True, kw_only=True)
class DeleteList(Command):
    """Forget one of one's saved lists."""

    list_name: str = ""

    permission: ClassVar[str] = "lists.own"
    needs: ClassVar[tuple[str, ...]] = ("list_name",)
    phrases: ClassVar[Words] = Words(
        en="(delete|remove|forget|drop) [the|my] [saved] list {list_name:text}",
        ar="(احذف|امسح|شيل|حذف) (قائمة|القائمة) {list_name:text}",
    )
    example: ClassVar[Words] = Words(en="delete list cold vips", ar="احذف قائمة الباردة")
    about: ClassVar[Words] = Words(en="Forget a saved list", ar="حذف قائمة محفوظة")

    def run(self, desk: Desk) -> Reply:
        """Only one's own."""
        name = bare_name(self.list_name)
        row = desk.crm.lists.named(name)
        if row is None:
            return desk.refuse(desk.say(NO_SUCH, name=name))
        desk.crm.lists.delete(row.id)
        return desk.reply(desk.say(DELETED, name=name), buttons=[desk.undo_button()])

"""``untag Acme vip``: take a tag away again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.customers.fields import spoken_tags
from bot.kinds.party import Party
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

LEFT = Words(en="🏷 {name}: {tags}", ar="🏷 {name}: {tags}")
NONE = Words(en="🏷 {name} has no tags now.", ar="🏷 لا وسوم لدى {name} الآن.")


@dataclass(frozen=True, kw_only=True)
class Untag(Command):
    """Take tags away from a customer."""

    customer: Party | None = None
    tags: str = ""

    permission: ClassVar[str] = "customers.write"
    needs: ClassVar[tuple[str, ...]] = ("customer", "tags")
    slots: ClassVar[dict[str, str]] = {"customer": "customer"}
    phrases: ClassVar[Words] = Words(
        en="""
        untag {customer} [as|with|:] {tags:text}
        (remove|delete|drop) tag {tags:text} (from|of|on) {customer}
        """,
        ar="""
        (أزل|شيل|احذف) (وسم|تاق|تصنيف) {tags:text} (من|عن) {customer}
        """,
    )
    example: ClassVar[Words] = Words(en="untag Acme vip", ar="أزل وسم مهم من أكمي")
    about: ClassVar[Words] = Words(en="Take a tag away", ar="إزالة وسم عن عميل")

    def run(self, desk: Desk) -> Reply:
        """Taking away a tag that is not there changes nothing."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        row = desk.crm.customers.untag(self.customer.id, *spoken_tags(self.tags))
        desk.pointing_at(desk.party("customer", row))
        answer = (
            desk.say(LEFT, name=row.name, tags=desk.comma.join(row.tags)) if row.tags else desk.say(NONE, name=row.name)
        )
        return desk.reply(answer, buttons=[desk.undo_button()])

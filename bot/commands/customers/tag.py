"""``tag Acme vip``: words that customers are found by."""

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

TAGGED = Words(en="🏷 {name}: {tags}", ar="🏷 {name}: {tags}")


@dataclass(frozen=True, kw_only=True)
class Tag(Command):
    """Add tags to a customer. Adding one that is there changes nothing."""

    customer: Party | None = None
    tags: str = ""
    """Separated by commas or spaces; a leading ``#`` does not count."""

    permission: ClassVar[str] = "customers.write"
    needs: ClassVar[tuple[str, ...]] = ("customer", "tags")
    slots: ClassVar[dict[str, str]] = {"customer": "customer"}
    phrases: ClassVar[Words] = Words(
        en="""
        tag {customer} [as|with|:] {tags:text}
        (add|put) tag {tags:text} (to|on) {customer}
        (put|add) {customer} (on|to|in|into) [the|my] {tags:word} (list|tag|group)
        mark {customer} as {tags:word}
        {customer} (is|is now|became) [now] [a|our] {tags:tag} [customer|client|account] [now]
        """,
        ar="""
        (وسم|علم|صنف) {customer} [بـ|ك|:] {tags:text}
        (أضف|ضيف|حط) (وسم|تاق|تصنيف) {tags:text} (لـ|على|إلى) {customer}
        {customer} (صار|صارت|أصبح|أصبحت|صاروا) [عميل|عميلة] {tags:tag} [الحين|الآن]
        (أضف|ضيف|حط) {customer} (في|إلى|الى|على) (قائمة|وسم|تصنيف) {tags:word}
        """,
    )
    example: ClassVar[Words] = Words(en="tag Acme vip", ar="وسم أكمي مهم")
    about: ClassVar[Words] = Words(en="Tag a customer", ar="وسم عميل")

    def run(self, desk: Desk) -> Reply:
        """Write the tags."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        row = desk.crm.customers.tag(self.customer.id, *spoken_tags(self.tags))
        desk.pointing_at(desk.party("customer", row))
        answer = desk.say(TAGGED, name=row.name, tags=desk.comma.join(row.tags))
        return desk.reply(answer, buttons=[desk.undo_button()])

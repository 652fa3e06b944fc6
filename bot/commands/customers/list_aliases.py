"""``aliases Acme``: the other names that were learnt for a customer or contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.party import Party
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

LIST = Words(en="{name} is also: {aliases}", ar="{name} تُكتب أيضًا: {aliases}")
NONE = Words(en="No other names are learnt for {name}.", ar="لا أسماء بديلة مسجلة لـ{name}.")


@dataclass(frozen=True, kw_only=True)
class ListAliases(Command):
    """The learnt aliases of one party."""

    party: Party | None = None

    permission: ClassVar[str] = "customers.read"
    needs: ClassVar[tuple[str, ...]] = ("party",)
    slots: ClassVar[dict[str, str]] = {"party": "party"}
    phrases: ClassVar[Words] = Words(
        en="(aliases|alias|other names) [of|for] {party}",
        ar="(الأسماء البديلة|أسماء بديلة|اسماء) [لـ|عن] {party}",
    )
    example: ClassVar[Words] = Words(en="aliases Acme", ar="أسماء بديلة لأكمي")
    about: ClassVar[Words] = Words(en="The other names of a customer", ar="الأسماء البديلة لعميل")

    def run(self, desk: Desk) -> Reply:
        """Read only."""
        assert self.party is not None  # noqa: S101 - ``needs``
        names = [row.alias for row in desk.crm.names.aliases(self.party.record, self.party.id)]
        if not names:
            return desk.reply(desk.say(NONE, name=self.party.name))
        return desk.reply(desk.say(LIST, name=self.party.name, aliases=desk.comma.join(names)))

"""``always mean Acme by "ak"``: another name for a customer or contact, learnt only from the rep's own choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.party import Party
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

LEARNT = Words(en='From now on "{alias}" means {name}.', ar="من الآن «{alias}» تعني {name}.")


@dataclass(frozen=True, kw_only=True)
class AlwaysMean(Command):
    """Learn an alias; a step of its own, undone like any other. Learning it twice changes nothing."""

    party: Party | None = None
    alias: str = ""

    permission: ClassVar[str] = "aliases.write"
    needs: ClassVar[tuple[str, ...]] = ("party", "alias")
    slots: ClassVar[dict[str, str]] = {"party": "party"}
    phrases: ClassVar[Words] = Words(
        en="""
        always mean {party} (by|when i write|when i say|as) {alias:text}
        call {party} also {alias:text}
        """,
        ar="(اعتمد|اقصد) {party} (كلما كتبت|كلما قلت|لما اكتب) {alias:text}",
    )
    example: ClassVar[Words] = Words(en="always mean Acme by ak", ar="اعتمد أكمي كلما كتبت أك")
    about: ClassVar[Words] = Words(en="Another name for a customer", ar="اسم بديل لعميل")

    def run(self, desk: Desk) -> Reply:
        """Write the alias."""
        assert self.party is not None  # noqa: S101 - ``needs``
        desk.crm.names.learn(self.alias.strip(' "«»'), self.party.record, self.party.id)
        answer = desk.say(LEARNT, alias=self.alias.strip(' "«»'), name=self.party.name)
        return desk.reply(answer, buttons=[desk.undo_button()])

"""``enable Omar``: let a colleague in again who was disabled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.rep_name import RepName
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

ENABLED = Words(en="👥 {name} may use me again.", ar="👥 عاد حساب {name} إلى العمل.")


@dataclass(frozen=True, kw_only=True)
class EnableRep(Command):
    """Enable a disabled colleague, by an admin."""

    rep: RepName | None = None

    permission: ClassVar[str] = "team.write"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("rep",)
    phrases: ClassVar[Words] = Words(
        en="(enable|reactivate|activate|unblock) [rep|user|colleague] {rep}",
        ar="(فعل|فعّل|شغل|تفعيل|أعد تفعيل) [المندوب|حساب] {rep}",
    )
    example: ClassVar[Words] = Words(en="enable Omar", ar="فعّل حساب عمر")
    about: ClassVar[Words] = Words(en="Let a colleague in again (admins)", ar="إعادة تفعيل حساب زميل (لمسؤول النظام)")

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed."""
        assert self.rep is not None  # noqa: S101 - ``needs``
        row = desk.crm.team.enable(self.rep.id)
        return desk.reply(desk.say(ENABLED, name=row.name), buttons=[desk.undo_button()])

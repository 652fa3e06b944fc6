"""``disable Omar``: shut a colleague out at once; what Omar wrote stays, and what is Omar's is offered to be handed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.rep_name import RepName
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

SURE = Words(
    en="Disable {name}? Nothing is deleted; {name} just cannot use me any more.",
    ar="إيقاف حساب {name}؟ لن يُحذف شيء، ويتوقف الحساب فقط.",
)
YES = Words(en="🚫 Disable {name}", ar="🚫 إيقاف حساب {name}")
DISABLED = Words(en="🚫 {name} is disabled.", ar="🚫 تم إيقاف حساب {name}.")
STILL = Words(
    en="{name} still has {customers, plural, one {# customer} other {# customers}}, {deals, plural, one {# open deal} other {# open deals}} and {promises, plural, one {# open follow-up} other {# open follow-ups}}. Hand them over: hand over all of {name} to …",
    ar="ما زال لدى {name}: {customers, plural, zero {لا عملاء} one {عميل واحد} two {عميلان} few {# عملاء} many {# عميلًا} other {# عميل}}، {deals, plural, zero {لا صفقات مفتوحة} one {صفقة مفتوحة} two {صفقتان مفتوحتان} few {# صفقات مفتوحة} many {# صفقة مفتوحة} other {# صفقة مفتوحة}}، {promises, plural, zero {لا متابعات مفتوحة} one {متابعة مفتوحة} two {متابعتان مفتوحتان} few {# متابعات مفتوحة} many {# متابعة مفتوحة} other {# متابعة مفتوحة}}. للتحويل: سلم كل عملاء {name} إلى …",
)
YOURSELF = Words(en="You cannot disable yourself.", ar="لا يمكنك إيقاف نفسك.")


@dataclass(frozen=True, kw_only=True)
class DisableRep(Command):
    """Disable a colleague, by an admin; asked first, undone like anything else."""

    rep: RepName | None = None
    sure: bool = False

    permission: ClassVar[str] = "team.write"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("rep",)
    phrases: ClassVar[Words] = Words(
        en="(disable|deactivate|lock out|shut out|block) [rep|user|colleague] {rep}",
        ar="(أوقف|اوقف|وقف|عطل|إيقاف|ايقاف|احظر) [المندوب|حساب] {rep}",
    )
    example: ClassVar[Words] = Words(en="disable Omar", ar="أوقف عمر")
    about: ClassVar[Words] = Words(en="Shut a colleague out (admins)", ar="إيقاف حساب زميل (لمسؤول النظام)")

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed, BadValue for the last admin."""
        assert self.rep is not None  # noqa: S101 - ``needs``
        if self.rep.id == desk.rep.id:
            return desk.refuse(desk.say(YOURSELF))
        if not self.sure:
            buttons = [desk.button(YES, self.but(sure=True), name=self.rep.name)]
            return desk.ask(desk.say(SURE, name=self.rep.name), buttons=buttons)
        row = desk.crm.team.disable(self.rep.id)
        left = desk.crm.handing_over.belongings(row.id)
        still = desk.say(STILL, name=row.name, customers=left.customers, deals=left.deals, promises=left.follow_ups)
        told = desk.lines(
            desk.say(DISABLED, name=row.name), still if left.customers or left.deals or left.follow_ups else None
        )
        return desk.reply(told, buttons=[desk.undo_button()])

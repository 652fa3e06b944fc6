"""``data health``: what looks wrong in the notebook, in numbers, for managers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command, commands_by_name
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

HEAD = Words(
    en="🩺 {customers, plural, one {# customer} other {# customers}}, {contacts, plural, one {# contact} other {# contacts}}",
    ar="🩺 {customers, plural, zero {لا عملاء} one {عميل واحد} two {عميلان} few {# عملاء} many {# عميلًا} other {# عميل}}، {contacts, plural, zero {لا جهات اتصال} one {جهة اتصال} two {جهتا اتصال} few {# جهات اتصال} many {# جهة اتصال} other {# جهة اتصال}}",
)
ALIKE = Words(
    en="• {n, plural, one {# possible duplicate} other {# possible duplicates}} (same name or phone): merge A into B",
    ar="• {n, plural, zero {لا سجلات مكررة محتملة} one {سجل مكرر محتمل} two {سجلان مكرران محتملان} few {# سجلات مكررة محتملة} many {# سجلًا مكررًا محتملًا} other {# سجل مكرر محتمل}} (الاسم أو الهاتف نفسه): ادمج أ مع ب",
)
UNREACHABLE = Words(
    en="• {n, plural, one {# customer} other {# customers}} without any phone or e-mail",
    ar="• {n, plural, zero {لا عملاء} one {عميل واحد} two {عميلان} few {# عملاء} many {# عميلًا} other {# عميل}} بلا هاتف ولا بريد",
)
QUIET = Words(
    en="• {n, plural, one {# customer} other {# customers}} untouched for more than a year",
    ar="• {n, plural, zero {لا عملاء} one {عميل واحد} two {عميلان} few {# عملاء} many {# عميلًا} other {# عميل}} بلا تواصل منذ أكثر من سنة",
)
STEPS = Words(
    en="• {n, plural, one {# deal} other {# deals}} without a next step",
    ar="• {n, plural, zero {لا صفقات} one {صفقة واحدة} two {صفقتان} few {# صفقات} many {# صفقة} other {# صفقة}} بلا خطوة تالية",
)
ALL_WELL = Words(en="✅ Nothing looks wrong.", ar="✅ كل شيء سليم.")
SHOW_DEALS = Words(en="Deals without next step", ar="صفقات بلا خطوة تالية")
SHOW_QUIET = Words(en="Untouched for a year", ar="بلا تواصل منذ سنة")
A_YEAR = 365


@dataclass(frozen=True, kw_only=True)
class DataHealth(Command):
    """Counts of what should be looked at, with ways to the lists."""

    permission: ClassVar[str] = "reports.team"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="[show] [the] data (health|quality|check)",
        ar="(صحة|جودة|سلامة) البيانات",
    )
    example: ClassVar[Words] = Words(en="data health", ar="صحة البيانات")
    about: ClassVar[Words] = Words(
        en="What looks wrong in the data (managers)", ar="ما يحتاج إلى مراجعة في البيانات (للمدير)"
    )

    def run(self, desk: Desk) -> Reply:
        """Read only. Raises NotAllowed."""
        found = desk.crm.gaps.health()
        lines = [
            desk.say(words, n=count)
            for words, count in (
                (ALIKE, found.alike),
                (UNREACHABLE, found.unreachable),
                (QUIET, found.quiet),
                (STEPS, found.without_next_step),
            )
            if count
        ]
        known = commands_by_name()
        buttons = []
        if found.without_next_step:
            buttons.append(desk.button(SHOW_DEALS, known["deals_without_next_step"]()))
        if found.quiet:
            buttons.append(desk.button(SHOW_QUIET, known["find_customers"](days=A_YEAR)))  # type: ignore[call-arg]
        head = desk.say(HEAD, customers=found.customers, contacts=found.contacts)
        return desk.reply(desk.lines(head, *(lines or [desk.say(ALL_WELL)])), buttons=[[button] for button in buttons])

"""``erase person Sara Haddad``: shows what goes, asks, and takes it away for good: no undo, no trace of whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.party import Party
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply, Text
    from core.privacy.erasing import ErasurePlan

SURE = Words(en="Erase {name} for good?", ar="حذف بيانات {name} نهائيًا؟")
WITH_IT = Words(en="With it go: {what}", ar="ويُحذف معها: {what}")
EMPTIED = Words(
    en="{n, plural, one {# entry loses its} other {# entries lose their}} words; the fact that something happened stays.",
    ar="{n, plural, zero {لا سجلات تُفرّغ} one {سجل واحد يُفرّغ من نصه} two {سجلان يُفرّغان من نصهما} few {# سجلات تُفرّغ من نصها} many {# سجلًا تُفرّغ من نصها} other {# سجل تُفرّغ من نصها}}، ويبقى أن التواصل حدث.",
)
MENTIONS = Words(
    en="Blacked out in {n, plural, one {# other text} other {# other texts}}.",
    ar="يُطمس الاسم في {n, plural, zero {لا نصوص} one {نص آخر واحد} two {نصين آخرين} few {# نصوص أخرى} many {# نصًا آخر} other {# نص آخر}}.",
)
NO_WAY_BACK = Words(
    en="This cannot be undone: not by me, not from a backup. Messages in this chat are for you to delete.",
    ar="لا تراجع عن هذا، لا بأمر ولا من نسخة احتياطية. أما المكتوب في هذه المحادثة فتحذفه أنت.",
)
ERASE = Words(en="🗑 Erase for good", ar="🗑 حذف نهائي")
ERASED = Words(en="🗑 Erased for good. Nothing of it is left here.", ar="🗑 تم الحذف نهائيًا. لم يبق شيء منها هنا.")
KINDS = {
    "contact": Words(
        en="{n, plural, one {# person} other {# people}}",
        ar="{n, plural, zero {لا أشخاص} one {شخص واحد} two {شخصان} few {# أشخاص} many {# شخصًا} other {# شخص}}",
    ),
    "interaction": Words(
        en="{n, plural, one {# entry} other {# entries}}",
        ar="{n, plural, zero {لا سجلات} one {سجل واحد} two {سجلان} few {# سجلات} many {# سجلًا} other {# سجل}}",
    ),
    "follow_up": Words(
        en="{n, plural, one {# follow-up} other {# follow-ups}}",
        ar="{n, plural, zero {لا متابعات} one {متابعة واحدة} two {متابعتان} few {# متابعات} many {# متابعة} other {# متابعة}}",
    ),
    "deal": Words(
        en="{n, plural, one {# deal} other {# deals}}",
        ar="{n, plural, zero {لا صفقات} one {صفقة واحدة} two {صفقتان} few {# صفقات} many {# صفقة} other {# صفقة}}",
    ),
    "alias": Words(
        en="{n, plural, one {# other name} other {# other names}}",
        ar="{n, plural, zero {لا أسماء أخرى} one {اسم آخر} two {اسمان آخران} few {# أسماء أخرى} many {# اسمًا آخر} other {# اسم آخر}}",
    ),
}


@dataclass(frozen=True, kw_only=True)
class ErasePerson(Command):
    """Erase a contact, or a customer with its people, by an admin. It is shown and asked first."""

    person: Party | None = None
    sure: bool = False
    """Set by the button [Erase for good]; without it the command asks."""

    permission: ClassVar[str] = "erase"
    personal: ClassVar[bool] = True
    forgets: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("person",)
    phrases: ClassVar[Words] = Words(
        en="""
        erase person {person}
        (erase|forget|delete|remove|wipe) {person} (for good|forever|permanently|completely)
        (erase|forget|delete|remove|wipe) (all|everything|all data|all the data|the data|data) (about|of|on|we have about|we have on) {person}
        """,
        ar="""
        (احذف|امسح|حذف|مسح) [كل] (بيانات|معلومات) {person} (نهائيا|نهائيًا|تماما|تمامًا|للأبد)
        (احذف|امسح|حذف|مسح) {person} (نهائيا|نهائيًا|تماما|تمامًا|للأبد)
        """,
    )
    example: ClassVar[Words] = Words(en="erase person Sara Haddad", ar="احذف بيانات سارة حداد نهائيا")
    about: ClassVar[Words] = Words(en="Erase a person for good (admins)", ar="حذف بيانات شخص نهائيًا (لمسؤول النظام)")

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed, NotFound."""
        person = self.person
        assert person is not None  # noqa: S101 - ``needs``
        if not self.sure:
            plan = desk.crm.erasing.plan(person.record, person.id)
            lines = [
                desk.say(SURE, name=plan.name),
                self._with_it(desk, plan),
                desk.say(EMPTIED, n=plan.emptied) if plan.emptied else None,
                desk.say(MENTIONS, n=plan.mentions) if plan.mentions else None,
                desk.say(NO_WAY_BACK),
            ]
            return desk.ask(desk.lines(*lines), buttons=[desk.button(ERASE, self.but(sure=True))])
        desk.crm.erasing.erase(person.record, person.id)
        return desk.reply(desk.say(ERASED))

    def _with_it(self, desk: Desk, plan: ErasurePlan) -> Text | None:
        person = self.person
        assert person is not None  # noqa: S101 - ``run`` looked
        counts = {kind: count for kind, count in plan.counts.items() if kind != person.record}
        told = [desk.say(words, n=counts[kind]) for kind, words in KINDS.items() if counts.get(kind)]
        return desk.say(WITH_IT, what=desk.joined(*told, by=desk.comma)) if told else None

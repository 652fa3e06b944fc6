"""``delete Acme``, ``delete 3``: shows what goes, asks, and can be undone for 24 hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.customers import shown
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Text

SURE = Words(en="Delete {what}?", ar="حذف {what}؟")
GOES = Words(
    en="With it go {people, plural, one {# contact} other {# contacts}}, {entries, plural, one {# entry} other {# entries}} and {promises, plural, one {# open follow-up} other {# open follow-ups}}.",
    ar="ويُحذف معه: {people, plural, zero {لا جهات اتصال} one {جهة اتصال واحدة} two {جهتا اتصال} few {# جهات اتصال} many {# جهة اتصال} other {# جهة اتصال}}، {entries, plural, zero {لا سجلات} one {سجل واحد} two {سجلان} few {# سجلات} many {# سجلًا} other {# سجل}}، {promises, plural, zero {لا متابعات} one {متابعة واحدة} two {متابعتان} few {# متابعات} many {# متابعة} other {# متابعة}}.",
)
UNDOABLE = Words(en="You can undo it for 24 hours.", ar="يمكن التراجع عن الحذف خلال 24 ساعة.")
DELETE = Words(en="🗑 Delete", ar="🗑 حذف")
DELETED = Words(en="🗑 Deleted: {what}", ar="🗑 تم الحذف: {what}")
ENTRY = Words(en='{kind}, {at} "{text}"', ar="{kind}، {at} «{text}»")


@dataclass(frozen=True, kw_only=True)
class DeleteRecord(Command):
    """Delete a customer, a contact, or an entry or follow-up of the last list."""

    customer: Party | None = None
    contact: Party | None = None
    ref: Ref | None = None
    sure: bool = False
    """Set by the button [Delete]; without it the command asks."""

    permission: ClassVar[str] = "customers.delete"
    personal: ClassVar[bool] = True
    slots: ClassVar[dict[str, str]] = {"ref": "ref"}
    phrases: ClassVar[Words] = Words(
        en="""
        (delete|remove|erase) {ref}
        (delete|remove|erase) [customer|contact|company] {customer}
        """,
        ar="""
        (احذف|امسح|شيل|حذف) {ref}
        (احذف|امسح|شيل|حذف) [العميل|عميل|جهة الاتصال] {customer}
        """,
    )
    example: ClassVar[Words] = Words(en="delete Acme", ar="احذف أكمي")
    about: ClassVar[Words] = Words(en="Delete a customer or an entry", ar="حذف عميل أو سجل")

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed where it is not the rep's to delete, NotFound where it is gone."""
        what = self._what(desk)
        if not self.sure:
            goes = self._goes(desk)
            later = desk.say(UNDOABLE)
            buttons = [desk.button(DELETE, self.but(sure=True))]
            return desk.ask(desk.lines(desk.say(SURE, what=what), goes, later), buttons=buttons)
        self._delete(desk)
        return desk.reply(desk.say(DELETED, what=what), buttons=[desk.undo_button()])

    def _what(self, desk: Desk) -> Text:
        if self.ref is not None and self.ref.record == "interaction":
            row = desk.crm.interactions.get(self.ref.id)
            at = desk.shown_happened(row.occurred_at)
            return desk.say(ENTRY, kind=desk.say(shown.KINDS[row.kind]), at=at, text=shown.cut(row.summary or ""))
        if self.ref is not None and self.ref.record == "follow_up":
            return desk.alone(desk.crm.follow_ups.get(self.ref.id).title)
        return desk.alone(self._party().name)

    def _party(self) -> Party:
        if self.ref is not None:
            return Party("contact" if self.ref.record == "contact" else "customer", self.ref.id, self.ref.name)
        party = self.contact or self.customer
        assert party is not None  # noqa: S101 - one of the three is there by the templates
        return party

    def _goes(self, desk: Desk) -> Text | None:
        if self.ref is not None and self.ref.record in {"interaction", "follow_up"}:
            return None
        party = self._party()
        if party.record == "contact":
            return None
        crm = desk.crm
        return desk.say(
            GOES,
            people=len(crm.contacts.of(party.id, left=True)),
            entries=crm.interactions.count(customer_id=party.id),
            promises=len(crm.follow_ups.open(customer_id=party.id)),
        )

    def _delete(self, desk: Desk) -> None:
        if self.ref is not None and self.ref.record == "interaction":
            desk.crm.interactions.delete(self.ref.id)
        elif self.ref is not None and self.ref.record == "follow_up":
            desk.crm.follow_ups.cancel(self.ref.id)
        else:
            party = self._party()
            (desk.crm.contacts if party.record == "contact" else desk.crm.customers).delete(party.id)

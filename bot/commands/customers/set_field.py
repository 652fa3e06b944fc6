"""``set Acme phone = 0112223344``: change one field of a customer or contact; the answer shows old and new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command
from bot.commands.customers import fields as known
from bot.kinds.party import Party
from bot.language.words import Words
from bot.reading.quantities import find_emails
from bot.reply import Reply
from core.errors import BadValue, NoSuchSetting, NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Span

WAS = Words(en="✏️ {name} · {field}: {new} (was: {old})", ar="✏️ {name} · {field}: {new} (كان: {old})")
SET = Words(en="✏️ {name} · {field}: {new}", ar="✏️ {name} · {field}: {new}")
LEFT_TO_RIGHT = frozenset({"phone", "email", "website"})
STATUSES = {
    "lead": "lead", "prospect": "prospect", "customer": "customer", "lost": "lost",
    "محتمل": "lead", "مهتم": "prospect", "عميل": "customer", "مفقود": "lost",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SetField(Command):
    """Set a field of a customer or contact to a value."""

    customer: Party | None = None
    contact: Party | None = None
    field_name: str = ""
    value: str = ""

    permission: ClassVar[str] = "customers.write"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("customer", "field_name", "value")
    phrases: ClassVar[Words] = Words(
        en="""
        (set|change|update|edit) {customer} {field_name:word} (=|to|as|:|) {value:text}
        (set|change|update|edit) [the] {field_name:word} (of|for) {customer} (=|to|as|:|) {value:text}
        {customer} {field_name:word} (=|is now|changed to) {value:text}
        (add|save|put|note|register) {customer} {field_name:word} [=|:|is|as|to] ({value:email}|{value:phone})
        (add|save|put|note|register) [the] {field_name:word} (of|for) {customer} [=|:|is|as|to] ({value:email}|{value:phone})
        {customer} new {field_name:word} (=|is|:) {value:text}
        [the] new {field_name:word} (of|for) {customer} (=|is|:) {value:text}
        """,
        ar="""
        (غير|عدل|حدث|خل|خلي|اجعل) {field_name:word} {customer} (إلى|الى|=|:|هو|) {value:text}
        (غير|عدل|حدث|خل|خلي|اجعل) {customer} {field_name:word} (إلى|الى|=|:) {value:text}
        (أضف|ضيف|سجل|حط|احفظ) {field_name:word} {customer} [هو|:|=] ({value:email}|{value:phone})
        {field_name:word} {customer} (صار|أصبح|=) {value:text}
        {field_name:word} {customer} (الجديد|الجديدة) [هو|هي|:|=] {value:text}
        """,
    )
    example: ClassVar[Words] = Words(en="set Acme phone = 0112223344", ar="غير رقم أكمي إلى 0112223344")
    about: ClassVar[Words] = Words(en="Change a field of a customer", ar="تعديل بيانات عميل")

    def run(self, desk: Desk) -> Reply:
        """Raises NoSuchSetting for an unknown field, BadValue for a value it cannot have, NotAllowed for an owner's field."""
        party = self.contact or self.customer
        assert party is not None  # noqa: S101 - ``needs``
        field = known.field_called(self.field_name)
        wrong = known.CUSTOMER_ONLY if party.record == "contact" else known.CONTACT_ONLY
        if field is None or field in wrong:
            raise NoSuchSetting(self.field_name, self._there_are(desk, wrong))
        rows: Any = desk.crm.contacts if party.record == "contact" else desk.crm.customers
        row = rows.get(party.id)
        column, value = self._stored(desk, field)
        old = getattr(row, column)
        row = rows.change(party.id, **{column: value})
        desk.pointing_at(party)
        told = {
            "name": row.name,
            "field": desk.word(known.NAMES[field]),
            "new": self._shown(desk, field, getattr(row, column)),
        }
        if old in (None, ""):
            return desk.reply(desk.say(SET, **told), buttons=[desk.undo_button()])
        return desk.reply(desk.say(WAS, old=self._shown(desk, field, old), **told), buttons=[desk.undo_button()])

    def _there_are(self, desk: Desk, wrong: frozenset[str]) -> list[str]:
        """The fields that there are, in the rep's words, the closest first."""
        near = dict.fromkeys([*known.fields_near(self.field_name), *known.NAMES])
        return [desk.word(known.NAMES[field]) for field in near if field not in wrong]

    def _stored(self, desk: Desk, field: str) -> tuple[str, Any]:
        value = self.value.strip()
        if field == "owner":
            owner = desk.crm.team.rep_named(value)
            if owner is None:
                raise NotFound("rep", value)
            return "owner_id", owner.id
        if field == "status":
            status = STATUSES.get(value.casefold())
            if status is None:
                raise BadValue("status", value, "status")
            return "status", status
        if field == "email" and value and not find_emails(value):
            raise BadValue("email", value, "email")
        return field, value

    @staticmethod
    def _shown(desk: Desk, field: str, value: Any) -> Span:
        if field == "owner":
            return desk.value(str(desk.crm.team.rep(value).name))
        if field == "phone":
            return desk.phone(str(value))
        return desk.ltr(str(value)) if field in LEFT_TO_RIGHT else desk.value(str(value))

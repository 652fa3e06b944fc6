"""``acme``, ``who is Sara``, ``0501234567``, ``sara@acme.com``: a card of the customer or contact, at once.

A bare name, phone or e-mail is read to this command by ``bot/reading/choose.py``; several that fit are ``matches``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.party import Party
from bot.language.words import Words
from bot.reply import Button, Reply

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Text

CARD = Words(en="🏢 {name}", ar="🏢 {name}")
PERSON = Words(en="👤 {name} {phone}", ar="👤 {name} {phone}")
LAST = Words(en="🕘 Last: {at} — {text}", ar="🕘 آخر تواصل: {at} — {text}")
NEXT = Words(en="⏰ Next: {at}", ar="⏰ التالي: {at}")
NOBODY = Words(en='No customer matches "{text}".', ar="لا يوجد عميل باسم «{text}».")
WHICH = Words(en='Several match "{text}":', ar="أكثر من نتيجة لـ«{text}»:")
CLOSE = Words(en="Close:", ar="الأقرب:")
NAME = Words(en="{name}", ar="{name}")


@dataclass(frozen=True, kw_only=True)
class LookUp(Command):
    """Show a customer's or contact's card; several matches become buttons, none offers the closest."""

    customer: Party | None = None
    contact: Party | None = None
    text: str = ""
    """What was looked for, as typed."""
    matches: tuple[Party, ...] = ()
    """The records that fit equally (``found``) or are merely close."""
    found: bool = True

    permission: ClassVar[str] = "customers.read"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        (who is|who's|show|show me|open|look up|lookup|card) {customer}
        {customer} (phone|number|mobile|card|details|contact details)
        (phone|number|mobile|email|e-mail|contact|details) [of|for] {customer}
        what is {customer} (phone|number|mobile|email)
        what is (the|) (phone|number|mobile|email) of {customer}
        """,
        ar="""
        (مين|من هو|من هي|مين هو|مين هي|منو|اعرض|افتح|بطاقة|بيانات|عرض) {customer}
        [وش|شو|ايش|ما|ما هو|كم] (رقم|هاتف|جوال|تلفون|تليفون|ايميل|بريد|نمرة) {customer}
        """,
    )
    example: ClassVar[Words] = Words(en="who is Sara Haddad", ar="مين سارة حداد")
    about: ClassVar[Words] = Words(
        en="Find a customer by name, phone or e-mail", ar="البحث عن عميل بالاسم أو الهاتف أو البريد"
    )

    def run(self, desk: Desk) -> Reply:
        """Read only. Raises NotFound for a record that is gone."""
        if self.customer is None and self.contact is None:
            return self._choose(desk)
        contact = desk.crm.contacts.get(self.contact.id) if self.contact else None
        customer = desk.crm.customers.get(contact.customer_id if contact else self.customer.id)  # type: ignore[union-attr]
        desk.pointing_at(desk.party("contact", contact) if contact else desk.party("customer", customer))
        people = [contact] if contact else desk.crm.contacts.of(customer.id)
        lines: list[Text] = [desk.say(CARD, name=customer.name)]
        lines += [desk.say(PERSON, name=row.name, phone=desk.ltr(row.phone or "")) for row in people]
        return desk.reply(desk.lines(*lines))

    def _choose(self, desk: Desk) -> Reply:
        buttons: list[list[Button]] = []
        for party in self.matches:
            chosen = LookUp(contact=party) if party.record == "contact" else LookUp(customer=party)
            buttons.append([desk.button(NAME, chosen, name=party.name)])
        if self.found and self.matches:
            return desk.reply(desk.say(WHICH, text=self.text), buttons=buttons)
        nobody = desk.say(NOBODY, text=self.text)
        return desk.reply(desk.lines(nobody, desk.say(CLOSE) if self.matches else None), buttons=buttons)

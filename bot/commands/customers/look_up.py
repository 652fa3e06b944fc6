"""``acme``, ``who is Sara``, ``0501234567``, ``sara@acme.com``, ``who is at Acme``: a card of the customer or contact, at once.

A bare name, phone or e-mail is read to this command by ``bot/reading/choose.py``; several that fit are ``matches``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command, commands_by_name
from bot.commands.customers import shown
from bot.kinds.party import Party
from bot.language.words import Words
from bot.reply import Button, Reply

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Text

NOBODY = Words(en='No customer matches "{text}".', ar="لا يوجد عميل باسم «{text}».")
WHICH = Words(en='Several match "{text}":', ar="أكثر من نتيجة لـ«{text}»:")
CLOSE = Words(en="Close:", ar="الأقرب:")
NEW = Words(en='➕ New "{text}"', ar="➕ عميل جديد «{text}»")
HISTORY = Words(en="History", ar="السجل")
BRIEF = Words(en="Brief", ar="ملخص العميل")
REMIND = Words(en="Remind me", ar="تذكيري")
MORE_PEOPLE = Words(
    en="👥 {n, plural, one {# more person} other {# more people}}: who is at {name}",
    ar="👥 {n, plural, zero {لا أحد غيرهم} one {شخص آخر} two {شخصان آخران} few {# أشخاص آخرين} many {# شخصًا آخر} other {# شخص آخر}}: مين في {name}",
)
SHARE = Words(en="Share here", ar="مشاركة هنا")
PEOPLE_SHOWN = 5


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
    everybody: bool = False
    """All people of the customer, not only the first five."""

    permission: ClassVar[str] = "customers.read"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        (who is|who's|whos|show|show me|open|look up|lookup|card|find) {customer}
        who (owns|handles|manages|looks after|has|is responsible for|is in charge of) {customer}
        where (does|do|is) {customer} (work|working|based|now)
        whose (customer|account|client) is {customer}
        {customer} (phone|number|mobile|card|details|contact details|email|e-mail)
        (phone|number|mobile|email|e-mail|contact|details) [of|for] {customer}
        [what is|whats|give me|tell me|send me|do you have|do we have] {customer} (s|) (number|phone|mobile|email|e-mail|mail|details|phone number|contact)
        [what is|what's|whats|give me] [the] (phone|number|mobile|email|e-mail|phone number) (of|for) {customer}
        (what is|what's|whats|give me|get me|send me) {customer} (phone|number|mobile|email|e-mail|phone number|address|details)
        """,
        ar="""
        (مين|من هو|من هي|مين هو|مين هي|منو|منهو|اعرض|افتح|بطاقة|بيانات|عرض|ابحث عن|دور على|دور) {customer}
        (مين|من|منو) [هو] (مسؤول|المسؤول|ماسك|مستلم|متابع|يتابع|صاحب) [عن|حساب] {customer}
        {customer} (مع|عند|حق|تبع) (مين|منو)
        {customer} (يشتغل|تشتغل|بيشتغل|بتشتغل|شغال|شغالة|يعمل|تعمل) (وين|فين|اين|مع مين|عند مين)
        (وين|فين|اين) (يشتغل|تشتغل|بيشتغل|بتشتغل|شغال|شغالة|يعمل|تعمل) {customer}
        [وش|شو|ايش|ما|ما هو|كم|عطني|اعطني|ابغى|ابي] (رقم|هاتف|جوال|تلفون|تليفون|ايميل|بريد|نمرة|موبايل) {customer} [كم|ايش|وش]
        """,
    )
    example: ClassVar[Words] = Words(en="who is Sara Haddad", ar="مين سارة حداد")
    about: ClassVar[Words] = Words(
        en="Find a customer by name, phone or e-mail", ar="البحث عن عميل بالاسم أو الهاتف أو البريد"
    )

    def run(self, desk: Desk) -> Reply:
        """Read only. Raises NotFound for a record that is gone."""
        if self.contact is not None:
            return self._person(desk, desk.crm.contacts.get(self.contact.id))
        if self.customer is not None:
            return self._company(desk, desk.crm.customers.get(self.customer.id))
        return self._choose(desk)

    def _person(self, desk: Desk, contact: Any) -> Reply:
        party = desk.party("contact", contact)
        desk.pointing_at(party)
        customer = desk.crm.customers.get(contact.customer_id)
        card = desk.lines(
            shown.person_line(desk, contact),
            shown.heading(desk, customer),
            shown.deals_line(desk, desk.crm.deals.open(customer_id=customer.id)),
            shown.last_line(desk, desk.crm.interactions.last(contact_id=contact.id)),
            shown.next_line(desk, desk.crm.follow_ups.next_of(customer.id)),
        )
        ways = self._ways(desk, desk.party("customer", customer), party)
        return desk.reply(card, buttons=ways, copies=shown.copies(desk, [contact]))

    def _company(self, desk: Desk, customer: Any) -> Reply:
        party = desk.party("customer", customer)
        desk.pointing_at(party)
        people = desk.crm.contacts.of(customer.id)
        shown_people = people if self.everybody else people[:PEOPLE_SHOWN]
        lines: list[Text | None] = [shown.heading(desk, customer), shown.reach(desk, customer)]
        lines += [shown.person_line(desk, person) for person in shown_people]
        if len(people) > len(shown_people):
            lines.append(desk.say(MORE_PEOPLE, n=len(people) - len(shown_people), name=customer.name))
        lines += [
            desk.say(shown.TAGS, tags=desk.comma.join(customer.tags)) if customer.tags else None,
            desk.say(shown.SOURCE, source=customer.source) if customer.source else None,
            shown.deals_line(desk, desk.crm.deals.open(customer_id=customer.id)),
            shown.last_line(desk, desk.crm.interactions.last(customer_id=customer.id)),
            shown.next_line(desk, desk.crm.follow_ups.next_of(customer.id)),
        ]
        copies = shown.copies(desk, [customer, *shown_people])
        return desk.reply(desk.lines(*lines), buttons=self._ways(desk, party, None), copies=copies)

    def _ways(self, desk: Desk, customer: Party, contact: Party | None) -> list[list[Button]]:
        known: dict[str, Any] = commands_by_name()
        share = [[desk.button(SHARE, known["share_card"](customer=customer))]] if desk.place.group else []
        return [
            *share,
            [
                desk.button(REMIND, known["add_follow_up"](customer=customer, contact=contact)),
                desk.button(HISTORY, known["show_history"](customer=customer)),
                desk.button(BRIEF, known["brief"](customer=customer)),
            ],
        ]

    def _choose(self, desk: Desk) -> Reply:
        buttons: list[list[Button]] = []
        for party in self.matches[:5]:
            chosen = LookUp(contact=party) if party.record == "contact" else LookUp(customer=party)
            buttons.append([Button(self._telling(desk, party), chosen)])
        if self.found and self.matches:
            return desk.reply(desk.say(WHICH, text=self.text), buttons=buttons)
        if self.text:
            new: Any = commands_by_name()["add_customer"]
            buttons.append([desk.button(NEW, new(customer_name=self.text), text=self.text)])
        nobody = desk.say(NOBODY, text=self.text)
        return desk.reply(desk.lines(nobody, desk.say(CLOSE) if self.matches else None), buttons=buttons)

    def _telling(self, desk: Desk, party: Party) -> str:
        """A label with one telling fact: where the person works, or the customer's city and owner."""
        if party.record == "contact":
            contact = desk.crm.contacts.get(party.id)
            return f"{contact.name} · {desk.crm.customers.get(contact.customer_id).name}"
        customer = desk.crm.customers.get(party.id)
        return " · ".join(fact for fact in (customer.name, customer.city) if fact)

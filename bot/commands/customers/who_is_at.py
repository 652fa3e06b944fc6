"""``who is at Acme``: the people of a customer, with role, phone and last touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.customers import shown
from bot.kinds.party import Party
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

HEAD = Words(
    en="{name}: {n, plural, zero {nobody yet} one {# person} other {# people}}",
    ar="{name}: {n, plural, zero {لا أحد بعد} one {شخص واحد} two {شخصان} few {# أشخاص} many {# شخصًا} other {# شخص}}",
)
NOBODY = Words(
    en="Nobody is noted at {name} yet. Add one: new contact NAME, {name}, PHONE",
    ar="لا أحد مسجل لدى {name} بعد. للإضافة: جهة اتصال جديدة الاسم، {name}، الهاتف",
)


@dataclass(frozen=True, kw_only=True)
class WhoIsAt(Command):
    """The people of one customer."""

    customer: Party | None = None

    permission: ClassVar[str] = "customers.read"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    slots: ClassVar[dict[str, str]] = {"customer": "customer"}
    phrases: ClassVar[Words] = Words(
        en="""
        (who is|who's|whos|who works|who do we know|who do we have) (at|in|from) {customer}
        (who is|whos|who was) [my|our|the|your] (contact|contacts|contact person|contact people|point of contact|poc|guy|person|buyer there) (at|in|from|for|with) {customer}
        (who do i|who do we|who should i|who can i) (know|have|call|talk to|speak to|contact|ask) (at|in|from) {customer}
        [my|our|the] (people|contacts|contact|contact person) (at|in|of|from) {customer}
        {customer} (people|contacts)
        """,
        ar="""
        (مين|من|منو) [نعرف|اعرف|أعرف|عندنا|لنا|يشتغل|يعمل] (في|عند|لدى|بـ) {customer}
        (مين|من|منو) [هو|هي|هم] [جهات الاتصال|جهة الاتصال|جهة اتصالنا|المسؤول|مسؤول التواصل|الشخص|شخصنا|رجلنا|اللي نكلمه|اللي أكلمه|اكلم|أكلم|نكلم|بكلم|اللي بنكلمه|معرفتنا] (في|عند|لدى|من|تبع) {customer}
        (موظفين|ناس|جهات اتصال|جهات الاتصال في|جهات الاتصال عند) {customer}
        """,
    )
    example: ClassVar[Words] = Words(en="who is at Acme", ar="مين في أكمي")
    about: ClassVar[Words] = Words(en="The people of a customer", ar="جهات الاتصال لدى عميل")

    def run(self, desk: Desk) -> Reply:
        """Read only; the list is numbered, so that ``2`` may be used after it."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        customer = desk.crm.customers.get(self.customer.id)
        people = desk.crm.contacts.of(customer.id)
        desk.pointing_at(desk.party("customer", customer))
        if not people:
            return desk.reply(desk.say(NOBODY, name=customer.name))
        desk.listed([("contact", person.id) for person in people])
        lines = [
            desk.joined(
                desk.say(Words(en="{n}. {who}", ar="{n}. {who}"), n=number, who=shown.person_line(desk, person)),
                shown.last_line(desk, desk.crm.interactions.last(contact_id=person.id)),
            )
            for number, person in enumerate(people, 1)
        ]
        told = desk.lines(desk.say(HEAD, name=customer.name, n=len(people)), *lines)
        return desk.reply(told, copies=shown.copies(desk, people))

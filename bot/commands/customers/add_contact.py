"""``new contact Sara Haddad, Acme, +966 50 123 4567, sara@acme.com``: a person of a customer, parts in any order.

Without a company it is a customer of kind person. A company that is not there yet is created with it: the sentence is
clearly about creating.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Clause, Command, Parts, commands_by_name
from bot.commands.customers import shown
from bot.kinds.party import Party
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

CREATED = Words(en="✅ Contact created: {name} · {customer}", ar="✅ أُنشئت جهة الاتصال: {name} · {customer}")
PERSON = Words(en="✅ Customer created: {name}", ar="✅ أُنشئ العميل: {name}")
NEW = Words(en="🆕 {name} is new", ar="🆕 {name}: عميل جديد")
ODD_PHONE = Words(
    en="⚠️ {phone} does not look like a valid number; kept as typed.",
    ar="⚠️ الرقم {phone} لا يبدو صحيحًا؛ حُفظ كما كُتب.",
)
OPEN = Words(en="Open {name}", ar="فتح {name}")


@dataclass(frozen=True, kw_only=True)
class AddContact(Command):
    """Create a contact; with it, where needed, its company."""

    contact_name: str = ""
    customer: Party | None = None
    company: str = ""
    """What was left over: the name of a company that is not known yet, or a title where the company is known."""
    title: str = ""
    phone: str = ""
    email: str = ""
    sure: bool = False
    """Create although somebody similar is there."""

    permission: ClassVar[str] = "customers.write"
    needs: ClassVar[tuple[str, ...]] = ("contact_name",)
    slots: ClassVar[dict[str, str]] = {"phone": "phone", "email": "email", "customer": "customer"}
    phrases: ClassVar[Words] = Words(
        en="(add|save|put|register) {contact_name:text} as [a|the] [new] contact [person] (at|for|of|in|with) {customer} [{phone}] [{email}]",
        ar="(أضف|ضيف|سجل|احفظ) {contact_name:text} (جهة اتصال|كجهة اتصال|جهة تواصل) (في|عند|لدى|لـ|مع) {customer} [{phone}] [{email}]",
    )
    parts: ClassVar[Parts | None] = Parts(
        heads=Words(
            en="(new|add|create|add a new|create a new|add new|save) (contact|person|contact person)",
            ar="""
            جهة اتصال [جديدة]
            (أضف|ضيف|اضافة|إضافة|سجل|احفظ) [لي] (جهة اتصال|شخص|رقم) [جديدة|جديد]
            """,
        ),
        bare=("customer", "phone", "email"),
        clauses=(
            Clause("customer", Words(en="(at|from|of) {}", ar="(من|في|لدى|عند) {}"), "customer"),
            Clause("title", Words(en="(title|role|as) {}", ar="(المسمى|الوظيفة) {}"), "text"),
        ),
        first="contact_name",
        rest="company",
    )
    example: ClassVar[Words] = Words(
        en="new contact Sara Haddad, Acme, +966 50 123 4567, sara@acme.com",
        ar="جهة اتصال جديدة سارة حداد، أكمي، ٠٥٠١٢٣٤٥٦٧",
    )
    about: ClassVar[Words] = Words(en="Add a person of a customer", ar="إضافة جهة اتصال لعميل")

    def run(self, desk: Desk) -> Reply:
        """Raises LooksLike where somebody similar is there and ``sure`` is not set; nothing is written then."""
        crm = desk.crm
        told = {"phone": self.phone or None, "email": self.email or None}
        pieces = [piece.strip() for piece in self.company.replace("،", ",").split(",") if piece.strip()]
        customer, new_company = self.customer, ""
        if customer is None and pieces:
            new_company = pieces.pop(0)
            customer = desk.party("customer", crm.customers.add(new_company, kind="company", sure=self.sure))
        look_up: Any = commands_by_name()["look_up"]
        row: Any
        if customer is None:
            row = crm.customers.add(self.contact_name, kind="person", sure=self.sure, **told)
            party = desk.party("customer", row)
            head, opened = desk.say(PERSON, name=row.name), look_up(customer=party)
        else:
            title = self.title or ", ".join(pieces)
            row = crm.contacts.add(self.contact_name, customer.id, sure=self.sure, title=title or None, **told)
            party = desk.party("contact", row)
            head, opened = desk.say(CREATED, name=row.name, customer=customer.name), look_up(contact=party)
        desk.pointing_at(party)
        odd = self.phone and not str(row.phone or "").startswith("+")
        receipt = desk.lines(
            desk.joined(head, shown.reach(desk, row)),
            desk.say(NEW, name=new_company) if new_company else None,
            desk.say(ODD_PHONE, phone=desk.phone(self.phone)) if odd else None,
        )
        return desk.reply(receipt, buttons=[desk.undo_button(), desk.button(OPEN, opened, name=row.name)])

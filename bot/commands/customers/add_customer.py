"""``new customer Zenith Foods in Jeddah``: a company (or a person) that was not in the notebook.

Named together with a known company, it is a person of that company: ``عميل جديد سارة حداد، شركة أكمي`` is a contact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from bot.command import Clause, Command, Parts, commands_by_name
from bot.commands.customers import shown
from bot.kinds.party import Party
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

CREATED = Words(en="✅ Customer created: {name}", ar="✅ أُنشئ العميل: {name}")
CONTACT_CREATED = Words(en="✅ Contact created: {name} · {customer}", ar="✅ أُنشئت جهة الاتصال: {name} · {customer}")
WANTS = Words(en='📝 "{text}"', ar="📝 «{text}»")
OPEN = Words(en="Open {name}", ar="فتح {name}")


@dataclass(frozen=True, kw_only=True)
class AddCustomer(Command):
    """Create a customer."""

    customer_name: str = ""
    at: Party | None = None
    """A known company named beside it: then this is a person of that company."""
    kind: Literal["company", "person"] = "company"
    city: str = ""
    phone: str = ""
    email: str = ""
    source: str = ""
    wants: str = ""
    """What they want, in the rep's words: kept as a note."""
    sure: bool = False
    """Create although something similar is there."""

    permission: ClassVar[str] = "customers.write"
    needs: ClassVar[tuple[str, ...]] = ("customer_name",)
    slots: ClassVar[dict[str, str]] = {"phone": "phone", "email": "email", "at": "customer"}
    phrases: ClassVar[Words] = Words(en="-", ar="-")
    parts: ClassVar[Parts | None] = Parts(
        heads=Words(
            en="""
            (new|add|create|add a new|create a new|add new) (customer|client|company|account)
            (customer|client|company|account) new
            """,
            ar="""
            (عميل|شركة|حساب|زبون) (جديد|جديدة)
            (أضف|ضيف|اضافة|إضافة|سجل|انشئ|أنشئ) [لي] (عميل|شركة|زبون) [جديد|جديدة]
            """,
        ),
        bare=("phone", "email", "at"),
        clauses=(
            Clause("city", Words(en="(in|based in|city) {}", ar="(في|بـ|مدينة) {}"), "text"),
            Clause("city", Words(en="from {}", ar="من {}"), "city"),
            Clause("source", Words(en="(source|via) {}", ar="(المصدر|عن طريق) {}"), "text"),
            Clause("source", Words(en="from [the|a|an|our] {}", ar="من {}"), "word"),
            Clause(
                "wants",
                Words(
                    en="(wants|want|needs|looking for|interested in|asked for|asks for) {}",
                    ar="(يبي|تبي|يبون|يبغى|تبغى|يبغون|يريد|تريد|يريدون|عايز|عاوز|عايزة|عايزين|بدو|بدها|بدهم|يحتاج|تحتاج|مهتم بـ|طلب|طلبت|طلبوا) {}",
                ),
                "text",
            ),
        ),
        first="customer_name",
    )
    example: ClassVar[Words] = Words(en="new customer Zenith Foods in Jeddah", ar="عميل جديد مؤسسة الريادة في أبها")
    about: ClassVar[Words] = Words(en="Add a customer", ar="إضافة عميل")

    def run(self, desk: Desk) -> Reply:
        """Raises LooksLike where something similar is there and ``sure`` is not set; nothing is written then."""
        told = {"phone": self.phone or None, "email": self.email or None}
        look_up: Any = commands_by_name()["look_up"]
        row: Any
        if self.at is not None:
            row = desk.crm.contacts.add(self.customer_name, self.at.id, sure=self.sure, **told)
            party = desk.party("contact", row)
            head = desk.say(CONTACT_CREATED, name=row.name, customer=self.at.name)
            opened = look_up(contact=party)
        else:
            row = desk.crm.customers.add(
                self.customer_name, kind=self.kind, sure=self.sure,
                city=self.city or None, source=self.source or None, **told,
            )  # fmt: skip
            party = desk.party("customer", row)
            head = desk.say(CREATED, name=row.name)
            opened = look_up(customer=party)
        desk.pointing_at(party)
        if self.wants:
            at, person = (self.at.id, row.id) if self.at is not None else (row.id, None)
            desk.crm.interactions.log("note", at, contact_id=person, summary=self.wants, original=desk.said)
        where = desk.alone(self.city) if self.city else None
        source = desk.say(shown.SOURCE, source=self.source) if self.source and self.at is None else None
        wants = desk.say(WANTS, text=self.wants) if self.wants else None
        receipt = desk.lines(desk.joined(head, where, shown.reach(desk, row)), source, wants)
        return desk.reply(receipt, buttons=[desk.undo_button(), desk.button(OPEN, opened, name=row.name)])

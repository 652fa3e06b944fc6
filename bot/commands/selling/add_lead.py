"""``lead Khalid 0555123456 from instagram wants 3 offices``: somebody new who may buy, with where they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Clause, Command, Parts, commands_by_name
from bot.kinds.when import When
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

LEAD = Words(en="🌱 Lead: {name}", ar="🌱 عميل محتمل: {name}")
SOURCE = Words(en="source {source}", ar="المصدر {source}")
OWNER = Words(en="owner you", ar="المسؤول أنت")
WANTS = Words(en='📝 "{text}"', ar="📝 «{text}»")
FIRST_CALL = Words(en="⏰ First call: {when}", ar="⏰ أول اتصال: {when}")
CALL = Words(en="Call {name}", ar="الاتصال بـ{name}")
CALL_BY = Words(en="First call by when?", ar="متى أول اتصال؟")
REMIND = Words(en="Set first call", ar="تحديد أول اتصال")
OPEN = Words(en="Open {name}", ar="فتح {name}")


@dataclass(frozen=True, kw_only=True)
class AddLead(Command):
    """Create a lead; what they want is kept as an interaction of kind note."""

    lead_name: str = ""
    phone: str = ""
    email: str = ""
    city: str = ""
    source: str = ""
    wants: str = ""
    follow_up: When | None = None
    company: bool = False
    sure: bool = False

    permission: ClassVar[str] = "customers.write"
    needs: ClassVar[tuple[str, ...]] = ("lead_name",)
    slots: ClassVar[dict[str, str]] = {"phone": "phone", "email": "email", "follow_up": "when"}
    phrases: ClassVar[Words] = Words(en="-", ar="-")
    parts: ClassVar[Parts | None] = Parts(
        heads=Words(
            en="[new|add|a new] (lead|prospect|enquiry|inquiry)",
            ar="[أضف|ضيف|سجل] (عميل محتمل|عميلة محتملة|عميل مهتم|ليد) [جديد]",
        ),
        bare=("phone", "email"),
        clauses=(
            Clause("city", Words(en="(from|in|based in) {}", ar="(من|في|ساكن في) {}"), "city"),
            Clause(
                "source",
                Words(en="(from|via|through|source) [the|a|an|our] {}", ar="(من|عن طريق|عبر|المصدر) {}"),
                "word",
            ),
            Clause(
                "wants",
                Words(
                    en="(wants|want|needs|need|looking for|interested in|asked for|asks for) {}",
                    ar="(يبي|تبي|يبغى|تبغى|يبغا|يريد|تريد|عايز|عاوز|عايزة|بدو|بدها|يحتاج|تحتاج|مهتم بـ|طلب|طلبت) {}",
                ),
                "text",
            ),
            Clause(
                "follow_up",
                Words(en="(follow up|call|remind me|fu) [on|at] {}", ar="(تابع|متابعة|ذكرني|اتصل) [يوم] {}"),
                "when",
            ),
        ),
        first="lead_name",
        rest="wants",
    )
    example: ClassVar[Words] = Words(
        en="lead Khalid 0555123456 from instagram wants 3 offices",
        ar="عميل محتمل خالد ٠٥٥٥١٢٣٤٥٦ من انستقرام يبي ٣ مكاتب",
    )
    about: ClassVar[Words] = Words(en="Add a lead with its source", ar="إضافة عميل محتمل مع المصدر")

    def run(self, desk: Desk) -> Reply:
        """Raises LooksLike where the phone, e-mail or name is there already; nothing is written then."""
        row = desk.crm.customers.add(
            self.lead_name, kind="company" if self.company else "person", status="lead", sure=self.sure,
            phone=self.phone or None, email=self.email or None, source=self.source or None,
            city=self.city or None,
        )  # fmt: skip
        party = desk.party("customer", row)
        desk.pointing_at(party)
        if self.wants:
            desk.crm.interactions.log("note", row.id, summary=self.wants, original=desk.said)
        due = self._first_call(desk, row)
        receipt = desk.lines(
            desk.joined(
                desk.say(LEAD, name=row.name),
                desk.alone(desk.phone(row.phone)) if row.phone else None,
                desk.alone(row.city) if row.city else None,
                desk.say(SOURCE, source=row.source) if row.source else None,
                desk.say(OWNER),
            ),
            desk.say(WANTS, text=self.wants) if self.wants else None,
            desk.say(FIRST_CALL, when=desk.shown_when(due[0], all_day=due[1])) if due else desk.say(CALL_BY),
        )
        known: dict[str, Any] = commands_by_name()
        ways = [desk.undo_button(), desk.button(OPEN, known["look_up"](customer=party), name=row.name)]
        if due is None:
            ways.insert(0, desk.button(REMIND, known["add_follow_up"](customer=party)))
        return desk.reply(receipt, buttons=ways)

    def _first_call(self, desk: Desk, row: Any) -> tuple[Any, bool] | None:
        if self.follow_up is None:
            return None
        due_at, all_day = desk.moment(self.follow_up)
        desk.crm.follow_ups.add(desk.say(CALL, name=row.name).plain, due_at, all_day=all_day, customer_id=row.id)
        return due_at, all_day

"""The throw-away sample of ``daftar demo``: one company, three reps, forty customers in English and Arabic.

Everything is dated from the moment the demo begins, so that there is always something overdue, something today, and a
reminder that falls due within the first minute.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from core.crm import Crm, Office
    from core.working.interaction import InteractionKind

COMPANY: Final = "Gulf Trading"
REP: Final = "Sara Mansour"
ZONE: Final = "Asia/Riyadh"
_SOON: Final = timedelta(seconds=30)

_CUSTOMERS: Final[tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...]] = (
    ("Acme Corp", "Riyadh", (("Omar Nasser", "buyer", "0501234567"), ("Nabil Aziz", "finance", "0501234568"))),
    ("Acme Holding", "Jeddah", (("Huda Karam", "director", "0551112223"),)),
    ("Globex", "Dammam", (("Lina Haddad", "procurement", "0533334444"),)),
    ("Zenith Foods", "Jeddah", (("Khalid Omari", "owner", "0544445555"),)),
    ("شركة النور", "الرياض", (("أحمد سالم", "مدير المشتريات", "0505556677"), ("منى العتيبي", "المالية", "0505556678"))),
    ("مؤسسة الواحة", "الدمام", (("سعود الحربي", "المالك", "0566667788"),)),
    ("مجموعة الهلال", "جدة", (("ريم الزهراني", "التسويق", "0577778899"),)),
    ("عيادات نور", "الرياض", (("د. خالد الشمري", "المدير", "0588889900"),)),
    ("دلتا للحديد", "الجبيل", (("فهد القحطاني", "المشتريات", "0599990011"),)),
    ("Apex Co", "Riyadh", (("Maya Fares", "office manager", "0521112233"),)),
    ("Sun Pharma", "Dubai", (("Ravi Menon", "sales", "0522223344"),)),
    ("Delta Steel", "Jubail", (("Yousef Ali", "plant manager", "0523334455"),)),
    ("Blue Wave Logistics", "Dammam", (("Karim Daher", "operations", "0524445566"),)),
    ("Red Sea Hotels", "Jeddah", (("Dana Saleh", "purchasing", "0525556677"),)),
    ("March Ltd", "Khobar", (("Peter March", "director", "0526667788"),)),
)
"""Name, city, and the people: name, title, phone."""
_MORE: Final = (
    ("Oasis Cafes", "Riyadh"), ("Palm Dental", "Riyadh"), ("Najd Motors", "Buraidah"), ("Coral Bay Diving", "Jeddah"),
    ("Falcon Security", "Riyadh"), ("Desert Rose Textiles", "Medina"), ("Summit Engineering", "Dammam"),
    ("Pearl Optics", "Khobar"), ("Cedar Books", "Riyadh"), ("Atlas Freight", "Jubail"), ("Nova Print", "Jeddah"),
    ("Horizon Schools", "Riyadh"), ("مطاعم البيت", "الرياض"), ("مكتبة المعرفة", "جدة"), ("مصنع الأمل", "الدمام"),
    ("شركة الأحد", "الرياض"), ("صيدليات الشفاء", "مكة"), ("معرض السيارات الحديث", "جدة"), ("مخابز السنابل", "الطائف"),
    ("شركة البناء المتين", "الرياض"), ("مركز التقنية", "الخبر"), ("أثاث الدار", "أبها"), ("عطور الشرق", "المدينة"),
    ("شركة الراجحي للنقل", "الرياض"), ("مؤسسة الفجر", "تبوك"),
)  # fmt: skip
_TALKS: Final[tuple[tuple[InteractionKind, str], ...]] = (
    ("call", "wants 3 more seats"), ("meeting", "demo went well, decision next month"), ("email", "sent the price list"),
    ("visit", "met the new manager"), ("call", "no answer"), ("note", "budget frozen until Q2"),
    ("call", "يريدون عرض سعر محدث"), ("meeting", "اجتماع تعريفي، مهتمون بالعقد السنوي"), ("message", "طلبوا كتالوج المنتجات"),
)  # fmt: skip
_DEALS: Final = (
    ("Acme Corp", "Seats 2027", 50_000, "proposal"), ("Acme Corp", "Support", 24_000, "negotiation"),
    ("Globex", "Warehouse system", 120_000, "contacted"), ("Zenith Foods", "Cold chain", 80_000, "new"),
    ("شركة النور", "العقد السنوي", 65_000, "negotiation"), ("مؤسسة الواحة", "توريد شتاء", 30_000, "proposal"),
    ("Sun Pharma", "Pilot", 15_000, "contacted"), ("Delta Steel", "Spare parts", 42_000, "new"),
    ("Red Sea Hotels", "Renovation", 210_000, "proposal"), ("مجموعة الهلال", "حملة الصيف", 55_000, "contacted"),
    ("Apex Co", "Trial", 5_000, "new"), ("دلتا للحديد", "عقد صيانة", 38_000, "negotiation"),
)  # fmt: skip


def begins(now: datetime) -> datetime:
    """When the demo begins: ten in the morning of today, or of the next work day (Sunday to Thursday), in Riyadh."""
    local = now.astimezone(ZoneInfo(ZONE))
    while local.weekday() in (4, 5):
        local += timedelta(days=1)
    return datetime.combine(local.date(), time(10), tzinfo=ZoneInfo(ZONE))


def fill(office: Office) -> str:
    """Write the sample into an empty notebook; what it holds, as one line."""
    start = office.clock.now()
    with office.open(None, doing="sample", at=start - timedelta(days=40)) as crm:
        sara = crm.team.add_rep(REP, "rep", "en", ZONE)
        omar = crm.team.add_rep("Omar Said", "manager", "ar", ZONE)
        huda = crm.team.add_rep("Huda Ali", "rep", "ar", ZONE)
        for rep in (sara, omar, huda):
            crm.team.change(rep.id, digest_at=time(8, 30))
        ids = [sara.id, huda.id, omar.id]
    with office.open(ids[0], doing="sample", at=start - timedelta(days=40)) as crm:
        customers = _customers(crm)
    talks = _interactions(office, customers, ids[0], start)
    with office.open(ids[0], doing="sample", at=start - timedelta(days=3)) as crm:
        for customer, title, amount, stage in _DEALS:
            crm.deals.add(customers[customer], title=title, amount=Decimal(amount), stage=stage)
        _follow_ups(crm, customers, start)
    return f"{len(customers)} customers, {talks} interactions, {len(_DEALS)} deals"


def _customers(crm: Crm) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, (name, city, people) in enumerate((*_CUSTOMERS, *((name, city, ()) for name, city in _MORE))):
        row = crm.customers.add(name, sure=True, city=city)
        found[name] = row.id
        for person, title, phone in people:
            crm.contacts.add(person, row.id, sure=True, title=title, phone=phone)
        if number % 4 == 1:
            crm.customers.tag(row.id, "vip")
    return found


def _interactions(office: Office, customers: dict[str, int], rep_id: int, start: datetime) -> int:
    written = 0
    names = list(customers)
    with office.open(rep_id, doing="sample", at=start - timedelta(hours=1)) as crm:
        for number in range(55):
            kind, summary = _TALKS[number % len(_TALKS)]
            told: dict[str, Any] = {
                "summary": summary,
                "occurred_at": start - timedelta(days=1 + number * 2 // 3, minutes=-20 * (number % 19)),
            }
            if summary == "no answer":
                told |= {"summary": "", "outcome": "no_answer"}
            crm.interactions.log(kind, customers[names[(number * 7) % len(names)]], **told)
            written += 1
    return written


def _follow_ups(crm: Crm, customers: dict[str, int], start: datetime) -> None:
    """One overdue, some today (the first within the minute), some later."""
    morning = datetime.combine(start.astimezone(ZoneInfo(ZONE)).date(), time(), tzinfo=ZoneInfo(ZONE))
    crm.follow_ups.add(
        "Send contract", morning - timedelta(days=1) + timedelta(hours=11), customer_id=customers["Zenith Foods"]
    )
    crm.follow_ups.add("Call Nabil about the invoice", start + _SOON, customer_id=customers["Acme Corp"])
    crm.follow_ups.add("Demo", morning + timedelta(hours=15), customer_id=customers["Apex Co"], priority="high")
    crm.follow_ups.add("متابعة عرض السعر", morning + timedelta(hours=16), customer_id=customers["شركة النور"])
    crm.follow_ups.add(
        "Price list", morning + timedelta(days=1, hours=9), all_day=True, customer_id=customers["عيادات نور"]
    )
    crm.follow_ups.add("زيارة الموقع", morning + timedelta(days=2, hours=10), customer_id=customers["دلتا للحديد"])

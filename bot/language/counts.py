"""Counted nouns of this trade, with the right plurals: ``3 follow-ups``, ``متابعتان``."""

from __future__ import annotations

from typing import Literal

from bot.language.fill import fill
from bot.language.words import Language, Words


def _noun(en: tuple[str, str], ar: tuple[str, str, str, str, str, str]) -> Words:
    """English singular and plural; Arabic none, one, two, few (3–10), many (11–99) and other (100)."""
    none, one, two, few, many, other = ar
    return Words(
        en=f"{{n, plural, =0 {{no {en[1]}}} one {{# {en[0]}}} other {{# {en[1]}}}}}",
        ar=f"{{n, plural, zero {{{none}}} one {{{one}}} two {{{two}}} few {{# {few}}} many {{# {many}}} other {{# {other}}}}}",
    )


Noun = Literal[
    "follow_up", "customer", "contact", "interaction", "call", "meeting", "email", "message", "visit", "note", "deal",
    "lead", "day", "rep", "row", "change", "open_deal", "case", "invoice", "match",
]  # fmt: skip

COUNTS: dict[Noun, Words] = {
    "follow_up": _noun(
        ("follow-up", "follow-ups"), ("لا متابعات", "متابعة واحدة", "متابعتان", "متابعات", "متابعة", "متابعة")
    ),
    "customer": _noun(("customer", "customers"), ("لا عملاء", "عميل واحد", "عميلان", "عملاء", "عميلًا", "عميل")),
    "contact": _noun(
        ("contact", "contacts"),
        ("لا جهات اتصال", "جهة اتصال واحدة", "جهتا اتصال", "جهات اتصال", "جهة اتصال", "جهة اتصال"),
    ),
    "interaction": _noun(
        ("interaction", "interactions"), ("لا تواصل", "تواصل واحد", "تواصلان", "تواصلات", "تواصلًا", "تواصل")
    ),
    "call": _noun(("call", "calls"), ("لا مكالمات", "مكالمة واحدة", "مكالمتان", "مكالمات", "مكالمة", "مكالمة")),
    "meeting": _noun(
        ("meeting", "meetings"), ("لا اجتماعات", "اجتماع واحد", "اجتماعان", "اجتماعات", "اجتماعًا", "اجتماع")
    ),
    "email": _noun(
        ("email", "emails"),
        ("لا رسائل بريد", "رسالة بريد واحدة", "رسالتا بريد", "رسائل بريد", "رسالة بريد", "رسالة بريد"),
    ),
    "message": _noun(("message", "messages"), ("لا رسائل", "رسالة واحدة", "رسالتان", "رسائل", "رسالة", "رسالة")),
    "visit": _noun(("visit", "visits"), ("لا زيارات", "زيارة واحدة", "زيارتان", "زيارات", "زيارة", "زيارة")),
    "note": _noun(("note", "notes"), ("لا ملاحظات", "ملاحظة واحدة", "ملاحظتان", "ملاحظات", "ملاحظة", "ملاحظة")),
    "deal": _noun(("deal", "deals"), ("لا صفقات", "صفقة واحدة", "صفقتان", "صفقات", "صفقة", "صفقة")),
    "open_deal": _noun(
        ("open deal", "open deals"),
        ("لا صفقات مفتوحة", "صفقة مفتوحة", "صفقتان مفتوحتان", "صفقات مفتوحة", "صفقة مفتوحة", "صفقة مفتوحة"),
    ),
    "lead": _noun(
        ("lead", "leads"),
        ("لا عملاء محتملين", "عميل محتمل", "عميلان محتملان", "عملاء محتملين", "عميلًا محتملًا", "عميل محتمل"),
    ),
    "day": _noun(("day", "days"), ("لا أيام", "يوم واحد", "يومان", "أيام", "يومًا", "يوم")),
    "rep": _noun(("rep", "reps"), ("لا مندوبين", "مندوب واحد", "مندوبان", "مندوبين", "مندوبًا", "مندوب")),
    "row": _noun(("row", "rows"), ("لا صفوف", "صف واحد", "صفان", "صفوف", "صفًا", "صف")),
    "change": _noun(("change", "changes"), ("لا تغييرات", "تغيير واحد", "تغييران", "تغييرات", "تغييرًا", "تغيير")),
    "case": _noun(("case", "cases"), ("لا تذاكر", "تذكرة واحدة", "تذكرتان", "تذاكر", "تذكرة", "تذكرة")),
    "invoice": _noun(("invoice", "invoices"), ("لا فواتير", "فاتورة واحدة", "فاتورتان", "فواتير", "فاتورة", "فاتورة")),
    "match": _noun(("match", "matches"), ("لا نتائج", "نتيجة واحدة", "نتيجتان", "نتائج", "نتيجة", "نتيجة")),
}


def counted(noun: Noun, n: int, language: Language, *, arabic_digits: bool = False) -> str:
    """``3 follow-ups``, ``no follow-ups``, ``متابعتان``, ``11 متابعة``."""
    spans = fill(COUNTS[noun].in_(language), language, {"n": n}, arabic_digits=arabic_digits)
    return "".join(span.text for span in spans)

"""The fields of a customer or contact as reps call them, in both languages, and the closest ones for a typo."""

from __future__ import annotations

from rapidfuzz import process

from bot.language.normalise import fold
from bot.language.words import Words

NAMES = {
    "name": Words(en="name", ar="الاسم"),
    "phone": Words(en="phone", ar="الهاتف"),
    "email": Words(en="e-mail", ar="البريد"),
    "website": Words(en="website", ar="الموقع"),
    "city": Words(en="city", ar="المدينة"),
    "country": Words(en="country", ar="الدولة"),
    "industry": Words(en="industry", ar="القطاع"),
    "source": Words(en="source", ar="المصدر"),
    "status": Words(en="status", ar="الحالة"),
    "title": Words(en="title", ar="المسمى الوظيفي"),
    "notes": Words(en="notes", ar="الملاحظات"),
    "owner": Words(en="owner", ar="المسؤول"),
}
SPOKEN = {
    "name": "name اسم الاسم",
    "phone": "phone mobile number tel telephone cell رقم الرقم هاتف جوال تلفون تليفون موبايل",
    "email": "email e-mail mail بريد ايميل البريد الايميل",
    "website": "website site web url موقع الموقع",
    "city": "city town مدينة المدينة",
    "country": "country دولة بلد الدولة البلد",
    "industry": "industry sector field قطاع مجال القطاع المجال",
    "source": "source مصدر المصدر",
    "status": "status حالة الحالة",
    "title": "title role position job مسمى منصب وظيفة المسمى المنصب الوظيفة",
    "notes": "notes comment ملاحظات الملاحظات",
    "owner": "owner responsible مسؤول المسؤول صاحب",
}
CUSTOMER_ONLY = frozenset({"website", "city", "country", "industry", "source", "status", "notes", "owner"})
CONTACT_ONLY = frozenset({"title"})
_KNOWN = {fold(word): field for field, words in SPOKEN.items() for word in words.split()}


def field_called(said: str) -> str | None:
    """The field that a rep calls so, or None."""
    return _KNOWN.get(fold(said))


def fields_near(said: str) -> list[str]:
    """The three closest fields, best first."""
    near = process.extract(fold(said), list(_KNOWN), limit=8, score_cutoff=50)
    return list(dict.fromkeys(_KNOWN[word] for word, _score, _at in near))[:3]


def spoken_tags(said: str) -> list[str]:
    """The tags in a text, separated by commas; a leading ``#`` does not count."""
    told = (piece.strip(" #") for piece in said.replace("،", ",").replace(";", ",").split(","))
    return [piece for piece in told if piece]

"""What columns of customer lists are called in English and Arabic, and the kinds, states and countries that stand in them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from core.customers.folding import fold
from core.exchange.rows import Vocabulary

_HEADS: Final = {
    "name": "name|full name|contact|contact name|contact person|display name|fn|"
    "الاسم|اسم|الاسم الكامل|جهة الاتصال|اسم جهة الاتصال|الشخص المسؤول",
    "customer": "customer|customer name|client|client name|account|account name|العميل|اسم العميل|الزبون|اسم الزبون",
    "first_name": "first name|given name|first|firstname|الاسم الأول|الاسم الاول",
    "last_name": "last name|family name|surname|last|lastname|اسم العائلة|اللقب العائلي|العائلة|الاسم الأخير",
    "kind": "kind|type|customer type|record type|النوع|نوع|نوع العميل|التصنيف",
    "company": "company|company name|organization|organisation|organization name|employer|firm|business|org|الشركة|شركة|اسم الشركة|"
    "المؤسسة|الجهة|المنشأة|جهة العمل",
    "title": "title|job title|position|role|job|designation|المسمى|المسمى الوظيفي|الوظيفة|المنصب|الصفة",
    "phone": "phone|phone number|mobile|mobile number|mobile phone|cell|cell phone|telephone|tel|whatsapp|contact number|phone 1 value|"
    "الهاتف|هاتف|رقم الهاتف|الجوال|جوال|رقم الجوال|الموبايل|موبايل|رقم الموبايل|التلفون|تلفون|واتساب|رقم|الرقم|رقم التواصل",
    "email": "email|e-mail|email address|e-mail address|mail|e-mail 1 value|البريد|بريد|البريد الإلكتروني|البريد الالكتروني|"
    "الإيميل|ايميل|الايميل|بريد إلكتروني",
    "website": "website|web|site|url|web site|homepage|الموقع الإلكتروني|الموقع الالكتروني|الموقع|موقع|الويب",
    "city": "city|town|location|المدينة|مدينة|البلدة",
    "country": "country|country region|nation|الدولة|دولة|البلد|بلد",
    "industry": "industry|sector|field|segment|القطاع|قطاع|المجال|مجال|النشاط|الصناعة",
    "source": "source|lead source|channel|origin|المصدر|مصدر|مصدر العميل|القناة",
    "status": "status|stage|state of customer|الحالة|حالة العميل",
    "tags": "tags|tag|labels|label|groups|categories|الوسوم|وسوم|الوسم|وسم|التصنيفات|العلامات",
    "owner": "owner|account owner|rep|sales rep|salesperson|assigned to|المسؤول|مسؤول|المندوب|مندوب|مندوب المبيعات",
    "notes": "notes|note|comment|comments|remarks|description|ملاحظات|ملاحظة|الملاحظات|تعليق|تعليقات|الوصف",
}
"""Field and its heads. Heads are compared folded: letter case, punctuation, hamza and diacritics do not count."""
_KINDS: Final = {
    "company": "company|business|organization|organisation|firm|b2b|شركة|مؤسسة|منشأة|جهة",
    "person": "person|individual|people|b2c|فرد|شخص|أفراد|عميل فرد",
    "contact": "contact|contact person|جهة اتصال|شخص اتصال",
}
_STATUSES: Final = {
    "lead": "lead|new lead|محتمل|عميل محتمل",
    "prospect": "prospect|qualified|مهتم|مرشح",
    "customer": "customer|client|active|عميل|حالي|نشط",
    "lost": "lost|inactive|churned|مفقود|خسارة|غير نشط",
}
_MORE_COUNTRIES: Final = {
    "SA": "ksa|saudi|kingdom of saudi arabia|المملكة العربية السعودية|السعوديه",
    "AE": "uae|u.a.e|emirates|الإمارات|الامارات|الإمارات العربية المتحدة",
    "US": "usa|u.s|u.s.a|america|أمريكا|الولايات المتحدة الأمريكية",
    "GB": "uk|u.k|britain|great britain|england|بريطانيا|إنجلترا",
    "PS": "palestine|فلسطين",
    "SY": "syria|سوريا",
    "KR": "korea|كوريا",
    "CZ": "czech republic|التشيك",
}


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {fold(word): meaning for meaning, listed in table.items() for word in listed.split("|")}


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Folded names of countries in both languages (CLDR), ISO codes, and what people say instead."""
    from babel import Locale

    found: dict[str, str] = {}
    for language in ("en", "ar"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():  # noqa: PLR2004 - countries, not continents
                found[fold(name)] = code
                found[code.lower()] = code
    return found | _by_word(_MORE_COUNTRIES)


def country_code(name: str) -> str | None:
    """The ISO code of a country as it is called in English or Arabic: ``Saudi Arabia``, السعودية, ``KSA``; None for any other text."""
    return _countries().get(fold(name))


VOCABULARY: Final = Vocabulary(
    fields=_by_word(_HEADS) | {name: name for name in _HEADS},
    kinds=_by_word(_KINDS),
    statuses=_by_word(_STATUSES),
    country=country_code,
)
"""The words of an import."""

"""What an import or export says: why a file or a line is refused, and how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.words import Language, Words
from core.exchange.files import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS

if TYPE_CHECKING:
    from core.exchange.files import Why
    from core.exchange.plan import State
    from core.exchange.rows import Wrong

BAD_FILE: dict[Why, Words] = {
    "empty": Words(en="The file is empty. Nothing was imported.", ar="الملف فارغ. لم يُستورد شيء."),
    "too_big": Words(
        en=f"The file is too big (more than {MOST_BYTES // 1_000_000} MB, or it unpacks to far more). Nothing was imported; split it.",
        ar=f"الملف كبير جدًا (أكثر من {MOST_BYTES // 1_000_000} ميغابايت أو يُفك إلى أكثر بكثير). لم يُستورد شيء؛ قسّمه.",
    ),
    "too_many_rows": Words(
        en=f"The file has more than {MOST_ROWS:,} rows. Nothing was imported; split it.",
        ar=f"في الملف أكثر من {MOST_ROWS:,} صف. لم يُستورد شيء؛ قسّمه.",
    ),
    "too_many_columns": Words(
        en=f"Line {{line}} has more than {MOST_COLUMNS} columns. Nothing was imported. Is it a customer list?",
        ar=f"في السطر {{line}} أكثر من {MOST_COLUMNS} عمود. لم يُستورد شيء. هل هو قائمة عملاء؟",
    ),
    "cell_too_long": Words(
        en=f"A cell in line {{line}} is longer than {LONGEST_CELL:,} characters. Nothing was imported. A quotation mark may be missing there.",
        ar=f"في السطر {{line}} خلية أطول من {LONGEST_CELL:,} حرفًا. لم يُستورد شيء. ربما تنقص علامة اقتباس هناك.",
    ),
    "not_a_table": Words(
        en="I can't read this kind of file. Nothing was imported; send CSV, XLSX or vCard (.vcf).",
        ar="لا أستطيع قراءة هذا النوع من الملفات. لم يُستورد شيء؛ أرسل CSV أو XLSX أو vCard (.vcf).",
    ),
    "broken": Words(
        en="The file is damaged (line {line}). Nothing was imported; save it again and send it once more.",
        ar="الملف تالف (السطر {line}). لم يُستورد شيء؛ احفظه من جديد وأرسله مرة أخرى.",
    ),
    "no_names": Words(
        en="I found no column with names. Nothing was imported. The first line should have headings such as: name, company, phone.",
        ar="لم أجد عمودًا للأسماء. لم يُستورد شيء. يجب أن يحوي السطر الأول عناوين مثل: الاسم، الشركة، الجوال.",
    ),
    "no_library": Words(
        en='Workbooks need an optional library. Nothing was imported; save it as CSV, or ask your admin to install the extra "xlsx".',
        ar="ملفات Excel تحتاج مكتبة إضافية. لم يُستورد شيء؛ احفظه بصيغة CSV أو اطلب من مسؤول النظام تثبيت الإضافة «xlsx».",
    ),
}
"""A file that is refused as a whole; nothing was imported. ``{line}`` is the line it was seen at."""

WRONG: dict[Wrong, Words] = {
    "no_name": Words(en="no name", ar="بلا اسم"),
    "long_name": Words(en="the name is too long", ar="الاسم طويل جدًا"),
    "no_company": Words(en="a contact needs a company", ar="جهة الاتصال تحتاج شركة"),
    "kind": Words(en="kind must be company, person or contact", ar="النوع يجب أن يكون شركة أو فردًا أو جهة اتصال"),
    "email": Words(en="this cannot be an e-mail address", ar="هذا ليس عنوان بريد صحيحًا"),
    "owner": Words(en="nobody on the team has the owner's name", ar="لا يوجد في الفريق من يحمل اسم المسؤول"),
    "erased": Words(
        en="this person was erased for good; add them by hand if they came back",
        ar="حُذفت بيانات هذا الشخص نهائيًا؛ أضفه يدويًا إن عاد",
    ),
    "owner_not_allowed": Words(en="only a manager sets the owner", ar="تحديد المسؤول متاح للمدير فقط"),
    "characters": Words(en="it has characters that cannot be stored", ar="فيه رموز لا يمكن حفظها"),
    "not_yours": Words(en="the customer is somebody else's", ar="العميل لدى زميل آخر"),
}
"""Why a line is left out."""

STATES: dict[State, Words] = {
    "new": Words(en="new", ar="جديد"),
    "similar": Words(en="new, but looks like one that is there", ar="جديد لكنه يشبه سجلًا موجودًا"),
    "update": Words(en="fills empty fields", ar="يكمل حقولًا فارغة"),
    "same": Words(en="there already", ar="موجود"),
    "wrong": Words(en="left out", ar="مستبعد"),
}
_LINE, _PROBLEM = Words(en="line", ar="السطر"), Words(en="problem", ar="المشكلة")


def reasons(language: Language) -> dict[str, str]:
    """The words for ``core.exchange.applying.wrong_rows``."""
    told: dict[str, str] = {code: words.in_(language) for code, words in WRONG.items()}
    return told | {"line": _LINE.in_(language), "problem": _PROBLEM.in_(language)}

"""Arabic words of time: standard, Gulf, Egyptian, Levantine. Teach it a word here.

Words are written without the article; ``words.py`` adds the form with it and folds all spellings (أ إ آ, ة, ى). The month
names of Egypt and the Gulf (يناير), of the Levant (كانون الثاني) and the Hijri ones stand side by side. A word that is also
an ordinary word stands in ``WEAK`` and counts only with a cue before it or a number beside it.
"""

from __future__ import annotations

from typing import Any

WEEKDAY: dict[str, int] = {
    "اثنين إثنين اتنين": 0,
    "ثلاثاء ثلاثا تلات تلاتاء تلاتا ثلوث": 1,
    "أربعاء اربعا ربوع أربع": 2,
    "خميس": 3,
    "جمعة جمعه": 4,
    "سبت": 5,
    "أحد حد": 6,
}
WEAK = "احد حد اثنين اتنين تلات اربع رجب شعبان رمضان صفر محرم شوال اب"
WEAK_WITH_ARTICLE = "الحد التلات الاربع"
MONTH: dict[str, int] = {
    "يناير": 1,
    "فبراير شباط": 2,
    "مارس آذار": 3,
    "أبريل ابريل نيسان": 4,
    "مايو أيار": 5,
    "يونيو يونيه حزيران": 6,
    "يوليو يوليه تموز": 7,
    "أغسطس آب": 8,
    "سبتمبر أيلول": 9,
    "أكتوبر": 10,
    "نوفمبر": 11,
    "ديسمبر": 12,
}
HIJRI_MONTH: dict[str, int] = {
    "محرم": 1,
    "صفر": 2,
    "رجب": 7,
    "شعبان": 8,
    "رمضان": 9,
    "شوال": 10,
}
OFFSET: dict[str, int] = {
    "النهارده النهاردة إنهارده انهاردة هاليوم اليوم": 0,
    "غدا غد بكرة بكرا بكره بوكرا باجر باكر باتشر": 1,
    "أمس امبارح إمبارح مبارح البارح البارحة": -1,
}
PART: dict[str, str] = {
    "صبح صباح صباحا صبحية": "morning",
    "فجر فجرا": "dawn",
    "ضحى": "midmorning",
    "ظهر ظهرا ضهر": "noon",
    "عصر عصرا عصرية": "afternoon",
    "مساء مسا مغرب مغربية": "evening",
    "عشاء عشا عشاءا": "night",
    "ليل ليلا": "night",
    "ليلة": "night",
    "الليلة هالليلة": "tonight",
}
UNIT: dict[str, str] = {
    "ثانية ثواني ثوان": "second",
    "دقيقة دقائق دقايق دقيقه": "minute",
    "ساعة ساعات ساعه": "hour",
    "يوم أيام يوما ايام": "day",
    "أسبوع أسابيع اسبوعا": "week",
    "شهر أشهر شهور شهرا": "month",
    "سنة سنوات سنين عام أعوام عاما": "year",
    "عطلة ويكند": "weekend",
}
DUAL: dict[str, str] = {
    "ثانيتين ثانيتان": "second",
    "دقيقتين دقيقتان": "minute",
    "ساعتين ساعتان": "hour",
    "يومين يومان": "day",
    "أسبوعين أسبوعان": "week",
    "شهرين شهران": "month",
    "سنتين سنتان عامين عامان": "year",
}
ADVERB: dict[str, str] = {
    "يوميا": "day",
    "أسبوعيا": "week",
    "شهريا": "month",
    "سنويا": "year",
}
ORDINAL: dict[str, int] = {"حادي حادية": 1, "آخر أخير أخيرة": -1}
HOUR: dict[str, int] = {
    "الواحدة": 1, "الثانية": 2, "الثالثة": 3, "الرابعة": 4, "الخامسة": 5, "السادسة": 6, "السابعة": 7, "الثامنة": 8,
    "التاسعة": 9, "العاشرة": 10,
}  # fmt: skip
COUNT: dict[str, int] = {"كم بضعة عدة كام": 3}
REL: dict[str, int] = {
    "هذا هذه هالـ حالي حالية هاد ده دي": 0,
    "قادم قادمة مقبل مقبلة جاي جاية جاييه تالي تالية جي": 1,
    "ماضي ماضية سابق سابقة فائت فائتة فايت فايتة منصرم منصرمة": -1,
}
EDGE: dict[str, str] = {
    "نهاية أواخر": "end",
    "آخر": "end",
    "بداية مطلع أوائل": "start",
    "منتصف نص نصف": "mid",
}
AMPM: dict[str, str] = {"ص": "am", "م": "pm"}
KEY: dict[str, str] = {
    "الساعة ساعة الساعه س": "at",
    "عند على ع حوالي": "at",
    "حوالي قرابة تقريبا": "around",
    "في ب فى بـ": "in",
    "خلال غضون": "within",
    "قبل": "before",
    "بعد عقب كمان": "after",
    "منذ مند": "since",
    "من": "from",
    "إلى الى لـ لين لحد": "to",
    "حتى لحد لغاية الين": "until",
    "بين مابين": "between",
    "و": "and",
    "كل كلّ": "every",
    "يوم بيوم": "on",
    "أيام": "on_days",
    "شهر": "month_word",
    "بشهر": "month_word",
    "إلا الا": "less",
    "نص نصف النصف": "half",
    "ربع الربع ربعا": "quarter",
    "ثلث الثلث تلت": "third",
    "الآن الان هلق دلوقتي الحين هلأ هسه": "now",
    "تماما بالضبط": "sharp",
    "عمل دوام": "business",
    "الخير النور": "greeting",
    "لي اللي الذي التي": "which",
    "بالمية بالمئة": "percent",
    "مرة": "times",
    "مرتين": "twice",
    "ذكرني فكرني تابع متابعة": "ask",
    "ابتداء بدءا اعتبارا": "starting",
    "ماعدا عدا": "except",
}
MONEY = "موظفين أشخاص سيارات كراسي أجهزة فروع ريال ريالات درهم دراهم دولار جنيه دينار كيلو حبة قطعة كرتون شخص كيس وحدة ليرة نفر صندوق"
PHRASES: dict[str, dict[str, Any]] = {
    "بعد بكرة": {"offset": 2}, "بعد بكرا": {"offset": 2}, "بعد غد": {"offset": 2}, "بعد الغد": {"offset": 2},
    "بعد باجر": {"offset": 2}, "عقب باجر": {"offset": 2}, "عقب بكرة": {"offset": 2}, "بعد باكر": {"offset": 2},
    "أول أمس": {"offset": -2}, "اول امبارح": {"offset": -2}, "أولة امبارح": {"offset": -2}, "قبل أمس": {"offset": -2},
    "قبل امبارح": {"offset": -2}, "قبل يوم أمس": {"offset": -2}, "قبل البارح": {"offset": -2}, "يوم أمس": {"offset": -1},
    "بالأمس": {"offset": -1}, "هذا اليوم": {"offset": 0}, "يوم غد": {"offset": 1},
    "هذه الليلة": {"part": "tonight"}, "الليلة الماضية": {"part": "night", "offset": -1},
    "بعد الظهر": {"part": "afternoon"}, "بعد الضهر": {"part": "afternoon"}, "بعد العصر": {"part": "afternoon"},
    "بعد المغرب": {"part": "evening"}, "بعد العشاء": {"part": "night"}, "بعد الفجر": {"part": "dawn"},
    "قبل الظهر": {"part": "midmorning"}, "بعد صلاة العصر": {"part": "afternoon"}, "بعد صلاة المغرب": {"part": "evening"},
    "بعد صلاة الظهر": {"part": "afternoon"}, "بعد صلاة العشاء": {"part": "night"}, "منتصف الليل": {"part": "midnight"},
    "نص الليل": {"part": "midnight"}, "آخر اليوم": {"part": "end_of_day"}, "نهاية اليوم": {"part": "end_of_day"},
    "آخر النهار": {"part": "end_of_day"}, "بعد الدوام": {"part": "end_of_day"}, "قبل الدوام": {"part": "morning"},
    "أول الدوام": {"part": "morning"}, "بداية الدوام": {"part": "morning"}, "نهاية الدوام": {"part": "end_of_day"}, "آخر الدوام": {"part": "end_of_day"},
    "يوم عمل": {"unit": "workday"}, "أيام عمل": {"unit": "workday"}, "يومين عمل": {"dual": "workday"},
    "يومي عمل": {"dual": "workday"}, "يوم دوام": {"unit": "workday"}, "أيام دوام": {"unit": "workday"},
    "أيام الدوام": {"unit": "workday"}, "أيام العمل": {"unit": "workday"}, "كانون الأول": {"month": 12}, "كانون الثاني": {"month": 1}, "كانون أول": {"month": 12},
    "كانون ثاني": {"month": 1}, "تشرين الأول": {"month": 10}, "تشرين الثاني": {"month": 11}, "تشرين أول": {"month": 10},
    "تشرين ثاني": {"month": 11}, "ربيع الأول": {"month": 3, "hijri": True}, "ربيع الثاني": {"month": 4, "hijri": True},
    "ربيع الآخر": {"month": 4, "hijri": True}, "جمادى الأولى": {"month": 5, "hijri": True},
    "جمادى الأول": {"month": 5, "hijri": True}, "جمادى الثانية": {"month": 6, "hijri": True},
    "جمادى الآخرة": {"month": 6, "hijri": True}, "ذو القعدة": {"month": 11, "hijri": True},
    "ذي القعدة": {"month": 11, "hijri": True}, "ذو الحجة": {"month": 12, "hijri": True},
    "ذي الحجة": {"month": 12, "hijri": True}, "الثانية عشرة": {"hour": 12, "ordinal": 12},
    "الثانية عشر": {"hour": 12, "ordinal": 12}, "الحادية عشرة": {"hour": 11, "ordinal": 11},
    "الحادية عشر": {"hour": 11, "ordinal": 11}, "اللي فات": {"rel": -1}, "اللي فاتت": {"rel": -1}, "اللي راح": {"rel": -1},
    "اللي طاف": {"rel": -1}, "اللي جاي": {"rel": 1}, "اللي جاية": {"rel": 1}, "اللي بعده": {"rel": 2},
    "اللي بعدها": {"rel": 2}, "بعد القادم": {"rel": 2}, "بعد الجاي": {"rel": 2}, "بعد المقبل": {"rel": 2},
    "عيد الفطر": {"feast": "fitr"}, "عيد الأضحى": {"feast": "adha"}, "عيد الميلاد": {"feast": "christmas"},
    "كريسماس": {"feast": "christmas"}, "الكريسماس": {"feast": "christmas"}, "عيد الفصح": {"feast": "easter"},
    "رأس السنة": {"feast": "new_year"}, "رأس السنة الهجرية": {"feast": "hijri_year"},
    "رأس السنة الميلادية": {"feast": "new_year"}, "نهاية الأسبوع": {"bounded": "week"}, "آخر الأسبوع": {"bounded": "week"},
    "بعد العيد": {"vague": True}, "قبل العيد": {"vague": True}, "بعد رمضان": {"vague": True}, "بعد الإجازة": {"vague": True},
    "بعدين": {"vague": True}, "قريب": {"vague": True}, "قريبا": {"vague": True}, "لاحقا": {"vague": True},
    "بعد الغداء": {"vague": True}, "بعد الغدا": {"vague": True}, "بعد صلاة الجمعة": {"vague": True}, "بعد فترة": {"vague": True}, "بعد شوي": {"vague": True}, "بعد شوية": {"vague": True}, "كمان شوي": {"vague": True},
    "كمان شوية": {"vague": True}, "وقت ثاني": {"vague": True}, "أقرب وقت": {"vague": True},
    "في هذه اللحظة": {"key": "now"}, "ما عدا": {"key": "except"}, "في غضون": {"key": "within"}, "من الآن": {"key": "from_now"},
    "من الحين": {"key": "from_now"},
}  # fmt: skip

"""Words of the questions that the engine asks before anything is written. One for each kind of doubt."""

from __future__ import annotations

from bot.language.words import Words

WITH_WHOM = Words(en="With whom? Nothing is saved yet.", ar="مع من؟ لم يُحفظ شيء بعد.")
WHICH_CUSTOMER = Words(en="Which customer? Nothing is saved yet.", ar="أي عميل؟ لم يُحفظ شيء بعد.")
WHICH_RECORD = Words(en="Which one? Nothing is saved yet.", ar="أيّها تقصد؟ لم يُحفظ شيء بعد.")
WHICH_REP = Words(en="Which colleague? Nothing is saved yet.", ar="أي زميل؟ لم يُحفظ شيء بعد.")
WHEN = Words(en="When? Nothing is saved yet; your text is kept.", ar="متى؟ لم يُحفظ شيء بعد، ونصّك محفوظ عندي.")
HOW_MUCH = Words(en="How much? Nothing is saved yet.", ar="كم المبلغ؟ لم يُحفظ شيء بعد.")
REMIND_OF_WHAT = Words(en="Remind you of what? Nothing is saved yet.", ar="بماذا أذكرك؟ لم يُحفظ شيء بعد.")
NO_OPEN_FOLLOW_UP = Words(
    en="{name} has no open follow-up. Which one do you mean? Nothing is changed yet.",
    ar="لا توجد متابعة مفتوحة لـ{name}. أيّها تقصد؟ لم يتغير شيء بعد.",
)
NO_FOLLOW_UPS = Words(en="You have no open follow-ups.", ar="لا توجد لديك متابعات مفتوحة.")
WHAT_TEXT = Words(en="What shall I write? Nothing is saved yet.", ar="ماذا أكتب؟ لم يُحفظ شيء بعد.")
WHICH = Words(en="Which {said}? (your text is kept)", ar="أيّ «{said}» تقصد؟ (نصّك محفوظ)")
WHICH_OF_THESE = Words(en="Which one? (your text is kept)", ar="أيّها تقصد؟ (نصّك محفوظ)")
DO_NOT_HAVE = Words(
    en="I don't have {said} yet. Nothing is saved yet; your text is kept.",
    ar="لا يوجد لديّ {said} بعد. لم يُحفظ شيء، ونصّك محفوظ.",
)
DO_NOT_HAVE_EITHER = Words(
    en="I don't have {said} yet, nor {person}. Nothing is saved yet; your text is kept.",
    ar="لا يوجد لديّ {said} بعد ولا {person}. لم يُحفظ شيء، ونصّك محفوظ.",
)
NOBODY_THERE = Words(
    en="I don't know {said} at {customer} yet. Nothing is saved yet; your text is kept.",
    ar="لا أعرف {said} لدى {customer} بعد. لم يُحفظ شيء، ونصّك محفوظ.",
)
NO_SUCH_COLLEAGUE = Words(
    en="There is nobody called {said} on the team. Who is it? Nothing is saved yet.",
    ar="لا يوجد في الفريق من اسمه {said}. من تقصد؟ لم يُحفظ شيء بعد.",
)
DID_YOU_MEAN = Words(
    en="Is {said} the same as {name}? Nothing is saved yet.", ar="هل {said} هو {name}؟ لم يُحفظ شيء بعد."
)
HAS_PASSED = Words(en="{said} has passed. When? Nothing is saved yet.", ar="مضى {said}. متى؟ لم يُحفظ شيء بعد.")
NOT_COME_YET = Words(
    en="{said} has not come yet. When was it? Nothing is saved yet.",
    ar="لم يحن {said} بعد. متى كان ذلك؟ لم يُحفظ شيء بعد.",
)
NOT_READ = Words(
    en='I couldn\'t read the date "{said}". Nothing is saved yet; your text is kept. When?',
    ar="لم أستطع قراءة الموعد «{said}». لم يُحفظ شيء بعد، ونصّك محفوظ عندي. متى؟",
)
FAR_AHEAD = Words(
    en="{said} is {when}, more than a year ahead. Is that right? Nothing is saved yet.",
    ar="{said} هو {when}، بعد أكثر من سنة. هل هذا صحيح؟ لم يُحفظ شيء بعد.",
)
NO_SUCH_DAY = Words(
    en="There is no {said}. When? Nothing is saved yet; your text is kept.",
    ar="لا يوجد تاريخ {said}. متى؟ لم يُحفظ شيء بعد، ونصّك محفوظ.",
)
NOT_ON_LIST = Words(
    en="{n, plural, one {The last list has only # entry} other {The last list has only # entries}}; there is no number {said}. Which one?",
    ar="{n, plural, zero {القائمة الأخيرة فارغة} one {في القائمة الأخيرة بند واحد فقط} two {في القائمة الأخيرة بندان فقط} few {في القائمة الأخيرة # بنود فقط} many {في القائمة الأخيرة # بندًا فقط} other {في القائمة الأخيرة # بند فقط}}، ولا يوجد رقم {said}. أيّها تقصد؟",
)
NO_LIST = Words(
    en="There is no list that {said} could point to. Ask for one first: today",
    ar="لا توجد قائمة يشير إليها {said}. اطلب القائمة أولًا: اليوم",
)
NOT_AN_ANSWER = Words(en="I couldn't take that as an answer.", ar="لم أفهم ذلك جوابًا.")
SEARCH_FOR = Words(en="Which name shall I look for? Your text is kept.", ar="عن أي اسم أبحث؟ نصّك محفوظ.")

CREATE_AND_LOG = Words(en="Create it and log", ar="إنشاء وتسجيل")
CREATE_IT = Words(en="Create it", ar="إنشاء")
SEARCH_AGAIN = Words(en="Search again", ar="بحث مرة أخرى")
DISCARD = Words(en="Discard", ar="تجاهل")
NONE_OF_THESE = Words(en="None of these", ar="ولا واحد")
NEW_CUSTOMER = Words(en='➕ New customer "{said}"', ar="➕ عميل جديد «{said}»")
WITHOUT_PERSON = Words(en="Without the person", ar="بدون الشخص")
USE = Words(en="Use {name}", ar="استخدام {name}")
CREATE_ANYWAY = Words(en="Create anyway", ar="إنشاء على أي حال")
YES = Words(en="Yes", ar="نعم")
CANCEL = Words(en="Cancel", ar="إلغاء")
SKIP = Words(en="Skip", ar="تخطٍّ")
NOW = Words(en="Now", ar="الآن")
PICK = Words(en="📅 Pick", ar="📅 اختيار")
WHICH_DAY = Words(en="📅 {month}", ar="📅 {month}")
WHICH_HOUR = Words(
    en="📅 {day} — at what hour? Choose one or write another.", ar="📅 {day} — في أي ساعة؟ اكتب غيرها إن شئت."
)
EARLIER = Words(en="‹ {month}", ar="‹ {month}")
LATER = Words(en="{month} ›", ar="{month} ›")
BACK = Words(en="Back", ar="رجوع")
ANY_TIME = Words(en="Any time that day", ar="أي وقت في ذلك اليوم")
MORNING = Words(en="Morning {time}", ar="الصباح {time}")
NOON = Words(en="Noon {time}", ar="الظهر {time}")
AFTERNOON = Words(en="Afternoon {time}", ar="العصر {time}")
EVENING = Words(en="Evening {time}", ar="المساء {time}")

YOURS = Words(en="yours", ar="عميلك")
OWNED_BY = Words(en="{name}'s", ar="لدى {name}")
AT = Words(en="at {name}", ar="في {name}")

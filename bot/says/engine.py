"""What the engine says by itself: to strangers, about faults, old buttons, dropped questions, pairing and groups."""

from __future__ import annotations

from bot.language.words import Words

STRANGER = Words(
    en="This is a private company bot. Ask your admin for an invitation link.",
    ar="هذا بوت خاص بشركة. اطلب رابط دعوة من مسؤول النظام.",
)
FAULT = Words(
    en='Something went wrong on my side and nothing was saved. Your text: "{text}". Ref {ref} – tell your admin.',
    ar="حدث خطأ لديّ ولم يُحفظ شيء. نصّك: «{text}». الرمز {ref} – أبلغ مسؤول النظام.",
)
FAULT_WITHOUT_TEXT = Words(
    en="Something went wrong on my side and nothing was saved. Ref {ref} – tell your admin.",
    ar="حدث خطأ لديّ ولم يُحفظ شيء. الرمز {ref} – أبلغ مسؤول النظام.",
)
TRY_AGAIN = Words(en="Try again", ar="إعادة المحاولة")
NOT_UNDERSTOOD = Words(
    en="I'm not sure what to do with that. Nothing was saved. Did you mean:",
    ar="لم أفهم المطلوب تمامًا، ولم يُحفظ شيء. هل تقصد:",
)
NOT_UNDERSTOOD_AT_ALL = Words(
    en='I\'m not sure what to do with that. Nothing was saved. Try "{example}", or "help".',
    ar="لم أفهم المطلوب، ولم يُحفظ شيء. جرّب: «{example}» أو «مساعدة».",
)
NOTHING_TO_CORRECT = Words(
    en="There is nothing recent here to correct. Nothing was saved.",
    ar="لا يوجد تسجيل حديث هنا لتعديله. لم يُحفظ شيء.",
)
EXAMPLE = Words(
    en="called Acme, wants a quote, follow up Tuesday 10am", ar="كلمت أكمي، يريدون عرض سعر، تابع الثلاثاء ١٠ الصبح"
)
WHAT_ABOUT = Words(
    en="What shall I do with that about {name}? Nothing is saved yet; your text is kept.",
    ar="ماذا أفعل بهذا عن {name}؟ لم يُحفظ شيء بعد، ونصّك محفوظ عندي.",
)
OFFERS: dict[str, tuple[Words, Words | None]] = {
    "log_interaction": (Words(en="Log it", ar="تسجيلها"), Words(en="Log it on {name}", ar="تسجيلها لدى {name}")),
    "add_follow_up": (
        Words(en="Remind me about it", ar="تذكيري بها"),
        Words(en="Remind me about {name}", ar="تذكيري بـ {name}"),
    ),
    "look_up": (Words(en="Search for it", ar="البحث عنها"), Words(en="Open {name}", ar="فتح {name}")),
    "find_customers": (Words(en="Search for it", ar="البحث عنها"), None),
    "help": (Words(en="Help", ar="مساعدة"), None),
}
"""Labels of the buttons that offer what a sentence could mean: without and with the name it mentions."""
OLD_BUTTON = Words(
    en='This button has expired. Type it instead, for example "undo" or "today".',
    ar="انتهت صلاحية هذا الزر. اكتب المطلوب بدلًا منه، مثل «تراجع» أو «اليوم».",
)
USED_BUTTON = Words(
    en="That was done already with this button.",
    ar="سبق استخدام هذا الزر.",
)
NOT_YOUR_BUTTON = Words(en="This button is somebody else's.", ar="هذا الزر لشخص آخر.")
QUESTION_DROPPED = Words(
    en="(The open question is dropped; nothing of it was saved.)",
    ar="(تُرك السؤال المفتوح، ولم يُحفظ منه شيء.)",
)
BACK_TO = Words(en='↩ "{text}"', ar="↩ «{text}»")
"""The button under an answer that was given in the middle of a question: it says the unfinished sentence again."""
NOT_SAVED = Words(
    en="OK, not saved. Here is your text to copy: {text}",
    ar="لم يُحفظ شيء. هذا نصّك لنسخه: {text}",
)
LEFT_IT = Words(en="OK, nothing was saved.", ar="حسنًا، لم يُحفظ شيء.")
ONCE_MORE = Words(
    en='"undo" once more takes back what was saved before.',
    ar="اكتب «تراجع» مرة أخرى للتراجع عمّا حُفظ قبل ذلك.",
)
LINKED = Words(
    en="👋 Hi {name}! You're connected to {company}'s customer list as {role}.\nTry: call with Acme, wants a quote, remind me tomorrow 9",
    ar="👋 أهلًا {name}! تم ربطك بقائمة عملاء «{company}» بصفة {role}.\nجرّب: مكالمة مع أكمي، يريدون عرض سعر، ذكرني غدًا الساعة ٩",
)
ROLES = {
    "rep": Words(en="a sales rep", ar="مندوب مبيعات"),
    "manager": Words(en="a manager", ar="مدير مبيعات"),
    "admin": Words(en="an admin", ar="مسؤول النظام"),
}
LINKED_ALREADY = Words(en="You are linked already, {name}.", ar="حسابك مرتبط من قبل يا {name}.")
ONLY_IN_PRIVATE = Words(
    en="I've sent it to you privately.",
    ar="أرسلتها لك على الخاص.",
)
WRITE_ME_PRIVATELY = Words(
    en="That is not for a group. Write it to me in a private chat.",
    ar="هذا لا يُعرض في مجموعة. اكتبه لي في محادثة خاصة.",
)
EMPTY = Words(
    en="I can only read text. Write what happened in a few words; nothing was saved.",
    ar="أقرأ النصوص فقط. اكتب ما حدث في بضع كلمات؛ لم يُحفظ شيء.",
)
TOO_LONG = Words(
    en="That is {n} characters; I read up to {most}. Nothing was saved. Send it in shorter messages.",
    ar="النص {n} حرفًا، وأقرأ حتى {most} حرف. لم يُحفظ شيء. أرسله في رسائل أقصر.",
)
TOO_FAST = Words(
    en="More than {n, plural, one {# message} other {# messages}} in a minute is faster than I can answer. Nothing is lost: I go on with the rest, one after the other.",
    ar="أكثر من {n, plural, zero {# رسالة} one {رسالة واحدة} two {رسالتين} few {# رسائل} many {# رسالة} other {# رسالة}} في الدقيقة أسرع مما أستطيع الرد عليه. لم يضع شيء: أتابع البقية واحدة بعد الأخرى.",
)
TALLY = Words(en="✅ {done} of {n} done", ar="✅ أُنجز {done} من {n}")
UPDATED = Words(en="✏️ Updated", ar="✏️ تم التحديث")
TOO_LATE_TO_EDIT = Words(
    en="What that message wrote can no longer be changed by editing it; it stands as it was.",
    ar="لم يعد ممكنًا تغيير ما سجّلته تلك الرسالة بتعديلها؛ بقي كما كان.",
)
REPEAT = Words(en="(may be a repeat)", ar="(قد تكون مكررة)")
LATE = Words(en="(late: due {time})", ar="(متأخر: كان موعده {time})")
SWITCHED_OFF = Words(
    en="Your access was switched off. Ask your admin.",
    ar="أُوقف وصولك. راجع مسؤول النظام.",
)
TERMINAL_IN_GROUP = Words(en="[answered in private]", ar="[أُجيب على الخاص]")

"""What stands on forms, on the board, and in the first welcome. Titles of forms have at most 24 letters (Slack's limit)."""

from __future__ import annotations

from bot.language.words import Words

LOG_TO_CRM = Words(en="Log to CRM", ar="التسجيل في العملاء")
LOG_NEW = Words(en="Log an interaction", ar="تسجيل تواصل")
FIND = Words(en="Find a customer", ar="البحث عن عميل")
NEW_CUSTOMER = Words(en="New customer", ar="عميل جديد")
PICK_A_DATE = Words(en="Pick a date", ar="اختيار تاريخ")
SAVE = Words(en="Save", ar="حفظ")
OPEN = Words(en="Open", ar="فتح")
CANCEL = Words(en="Cancel", ar="إلغاء")
MISSING = Words(en="Fill this in, please.", ar="هذه الخانة مطلوبة.")

CUSTOMER = Words(en="Customer", ar="العميل")
KIND = Words(en="Kind", ar="النوع")
NOTE = Words(en="Note", ar="الملاحظة")
FOLLOW_UP_ON = Words(en="Follow-up on", ar="المتابعة يوم")
FOLLOW_UP_AT = Words(en="Follow-up at", ar="المتابعة الساعة")
ADD_LINK = Words(en="Add a link to this message", ar="إرفاق رابط الرسالة")
NAME = Words(en="Name", ar="الاسم")
CITY = Words(en="City", ar="المدينة")
PHONE = Words(en="Phone", ar="الهاتف")
EMAIL = Words(en="E-mail", ar="البريد الإلكتروني")
DAY = Words(en="Day", ar="اليوم")
HOUR = Words(en="Hour", ar="الساعة")

TOO_LATE_FOR_FORM = Words(
    en="The form could not be opened in time. Press again, or just write it: called Acme, wants a quote, follow up Tuesday 10am",
    ar="تعذر فتح النموذج في الوقت المناسب. اضغط مرة أخرى، أو اكتبها فقط: كلمت أكمي، يريدون عرض سعر، تابع الثلاثاء ١٠ الصبح",
)
HAS_PASSED = Words(
    en="{when} has passed already. Nothing was saved; choose a time ahead.",
    ar="مضى {when}. لم يُحفظ شيء؛ اختر وقتًا قادمًا.",
)
FORM_IS_OLD = Words(
    en="That form is too old; nothing was saved. Open it again.",
    ar="مضى وقت طويل على هذا النموذج، ولم يُحفظ شيء. افتحه مرة أخرى.",
)
SOURCE = Words(en="{author} · {link}", ar="{author} · {link}")

TODAY_IS = Words(en="Today · {day}", ar="اليوم · {day}")
LOG = Words(en="➕ Log", ar="➕ تسجيل")
FIND_SHORT = Words(en="🔎 Find", ar="🔎 بحث")
ADD_CUSTOMER = Words(en="➕ Customer", ar="➕ عميل")
OVERDUE = Words(en="⚠️ Overdue ({n})", ar="⚠️ متأخر ({n})")
TODAY = Words(en="📌 Today ({n})", ar="📌 اليوم ({n})")
NEXT_DAYS = Words(en="🗓 Next 7 days ({n})", ar="🗓 الأيام السبعة القادمة ({n})")
NOTHING_DUE = Words(en="Nothing is due. Enjoy the day.", ar="لا شيء مستحق. يومًا سعيدًا.")
ITEM = Words(en="{title} · {when}", ar="{title} · {when}")
ITEM_WITH = Words(en="{customer} — {title} · {when}", ar="{customer} — {title} · {when}")
MORE = Words(
    en="{n, plural, one {… and # more} other {… and # more}}",
    ar="{n, plural, zero {…} one {… ومتابعة أخرى} two {… ومتابعتان أخريان} few {… و# متابعات أخرى} many {… و# متابعة أخرى} other {… و# متابعة أخرى}}",
)
DONE = Words(en="Done", ar="تم")
TOMORROW = Words(en="Tomorrow", ar="غدًا")
NEXT_WEEK = Words(en="Next week", ar="الأسبوع القادم")
PIPELINE = Words(en="My pipeline", ar="صفقاتي")
DEALS = Words(
    en="💼 {n, plural, zero {No open deals} one {# open deal} other {# open deals}} · {sums}",
    ar="💼 {n, plural, zero {لا صفقات مفتوحة} one {صفقة واحدة مفتوحة} two {صفقتان مفتوحتان} few {# صفقات مفتوحة} many {# صفقة مفتوحة} other {# صفقة مفتوحة}} · {sums}",
)
NO_DEALS = Words(en="💼 No open deals", ar="💼 لا صفقات مفتوحة")
SETTINGS = Words(en="Settings", ar="الإعدادات")
LANGUAGE = Words(en="Language", ar="اللغة")
ZONE = Words(en="Time zone", ar="التوقيت")
MORNING = Words(en="Morning message", ar="رسالة الصباح")
QUIET = Words(en="Quiet", ar="هدوء")
ENGLISH = Words(en="English", ar="الإنجليزية")
ARABIC = Words(en="Arabic", ar="العربية")
OFF = Words(en="Off", ar="متوقفة")
NOT_QUIET = Words(en="Reminders on", ar="التذكيرات مفعّلة")
QUIET_HOURS = Words(
    en="{n, plural, one {# hour} other {# hours}}",
    ar="{n, plural, zero {# ساعة} one {ساعة} two {ساعتان} few {# ساعات} many {# ساعة} other {# ساعة}}",
)
HELP = Words(
    en='Write to me like to a colleague: "called Sara at Acme, follow up Tuesday 3pm", "acme", "today", "undo", "help".',
    ar="اكتب لي كما تكتب لزميل: «كلمت سارة من أكمي، متابعة الثلاثاء ٣ العصر»، «أكمي»، «متابعاتي اليوم»، «تراجع»، «مساعدة».",
)

WELCOME = Words(
    en="👋 Hi {name}, I keep the team's customers. Talk to me like a colleague:\n"
    '• "called Sara at Acme, follow up Tuesday 3pm"\n• "acme"\n• "what\'s due today"\n'
    "I only see what you send me or log — I can't read your channels.",
    ar="👋 أهلًا {name}، أنا أحفظ عملاء الفريق. اكتب لي كما تكتب لزميل:\n"
    "• «كلمت سارة من أكمي، متابعة الثلاثاء ٣ العصر»\n• «أكمي»\n• «ماذا لدي اليوم»\n"
    "لا أرى إلا ما ترسله لي — ولا أستطيع قراءة قنواتكم.",
)
TRY_IT = Words(en="Try it: log a practice call", ar="جرّب: تسجيل مكالمة للتدريب")
IN_ENGLISH = Words(en="In English", ar="بالإنجليزية")
IN_ARABIC = Words(en="In Arabic", ar="بالعربية")
MORNING_AT = Words(en="Morning message 8:30", ar="رسالة الصباح 8:30")

"""What is said about what people send besides words: forwards, files, voice notes, contacts, places, tables."""

from __future__ import annotations

from bot.language.words import Words

ALL_DONE = Words(
    en="{n, plural, one {Is it done?} two {Are both done?} other {Are all # done?}}",
    ar="{n, plural, zero {هل أُنجزت؟} one {هل أُنجزت المتابعة؟} two {هل أُنجزت المتابعتان؟} few {هل أُنجزت المتابعات كلها (#)؟} many {هل أُنجزت المتابعات كلها (#)؟} other {هل أُنجزت المتابعات كلها (#)؟}}",
)
"""A thumbs-up on one message about several follow-ups."""
ONE_OF_ALL = Words(en="{n}. {title}", ar="{n}. {title}")
ALL_OF_THEM = Words(en="✅ Done: all {n}", ar="✅ تم: كلها ({n})")
FORWARDED = Words(
    en="📨 {n, plural, one {# message} other {# messages}} from {author} ({times}). File under which customer? Nothing is saved yet.",
    ar="📨 {n, plural, zero {لا رسائل} one {رسالة واحدة} two {رسالتان} few {# رسائل} many {# رسالة} other {# رسالة}} من {author} ({times}). لدى أي عميل أحفظ ذلك؟ لم يُحفظ شيء بعد.",
)
HIDDEN = Words(
    en="📨 {n, plural, one {# message} other {# messages}} ({times}); the sender does not show who they are. Who is it? Nothing is saved yet.",
    ar="📨 {n, plural, zero {لا رسائل} one {رسالة واحدة} two {رسالتان} few {# رسائل} many {# رسالة} other {# رسالة}} ({times})، والمرسل يخفي هويته. من هو؟ لم يُحفظ شيء بعد.",
)
WHERE = {
    "photo": Words(
        en="📷 {n, plural, one {# photo} other {# photos}}: file under which customer? Nothing is saved yet.",
        ar="📷 {n, plural, zero {لا صور} one {صورة واحدة} two {صورتان} few {# صور} many {# صورة} other {# صورة}}: لدى أي عميل أحفظ ذلك؟ لم يُحفظ شيء بعد.",
    ),
    "voice": Words(
        en="🎤 {n, plural, one {A voice note} other {# voice notes}}: file under which customer? Nothing is saved yet.",
        ar="🎤 {n, plural, zero {لا رسائل صوتية} one {رسالة صوتية} two {رسالتان صوتيتان} few {# رسائل صوتية} many {# رسالة صوتية} other {# رسالة صوتية}}: لدى أي عميل أحفظ ذلك؟ لم يُحفظ شيء بعد.",
    ),
    "place": Words(
        en="📍 A visit here: at which customer? Nothing is saved yet; I'll know the place next time.",
        ar="📍 زيارة في هذا الموقع: لدى أي عميل؟ لم يُحفظ شيء بعد، وسأعرف الموقع في المرة القادمة.",
    ),
    "heard": Words(
        en='🎤 I heard: "{said}"\nFile under which customer? Nothing is saved yet.',
        ar="🎤 سمعت: «{said}»\nلدى أي عميل أحفظ ذلك؟ لم يُحفظ شيء بعد.",
    ),
    "file": Words(
        en="📎 {n, plural, one {# file} other {# files}}: file under which customer? Nothing is saved yet.",
        ar="📎 {n, plural, zero {لا ملفات} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}: لدى أي عميل أحفظ ذلك؟ لم يُحفظ شيء بعد.",
    ),
}
"""What is asked where it is not known to whom it belongs."""
FROM_TO = Words(en="{since}–{until}", ar="{since} – {until}")
OTHER = Words(en="🔎 Other", ar="🔎 آخر")
OTHER_CUSTOMER = Words(en="Other customer", ar="عميل آخر")

KEPT = {
    "photo": Words(
        en="📷 {n, plural, one {# photo kept} other {# photos kept}}",
        ar="📷 {n, plural, zero {لا صور} one {حُفظت صورة واحدة} two {حُفظت صورتان} few {حُفظت # صور} many {حُفظت # صورة} other {حُفظت # صورة}}",
    ),
    "unread": Words(
        en="I can't read pictures; if what one shows matters, write it.",
        ar="لا أستطيع قراءة الصور؛ اكتب ما فيها إن كان مهمًا.",
    ),
    "voice": Words(
        en="🎤 Voice note kept. Transcription is off – add a line of text if you like.",
        ar="🎤 حُفظت الرسالة الصوتية. تحويل الصوت إلى نص متوقف – أضف سطرًا مكتوبًا إن أردت.",
    ),
    "heard": Words(en="🎤 Voice note kept.", ar="🎤 حُفظت الرسالة الصوتية."),
    "file": Words(
        en="📎 {n, plural, one {# file kept} other {# files kept}}: {names}",
        ar="📎 {n, plural, zero {لا ملفات} one {حُفظ ملف واحد} two {حُفظ ملفان} few {حُفظت # ملفات} many {حُفظ # ملفًا} other {حُفظ # ملف}}: {names}",
    ),
}
"""The line of a receipt that says what was kept with the log."""

CARD = Words(en="👤 {name} {phone} — save as what?", ar="👤 {name} {phone} — كيف أحفظه؟")
CARD_KNOWN = Words(
    en="👤 {name} {phone} ⚠️ I have {known} with this number already. Nothing is saved yet.",
    ar="👤 {name} {phone} ⚠️ هذا الرقم مسجل لدي باسم {known}. لم يُحفظ شيء بعد.",
)
OPEN_KNOWN = Words(en="Open {name}", ar="فتح {name}")
NEW_CUSTOMER = Words(en="New customer", ar="عميل جديد")
NEW_COMPANY = Words(en='➕ New company "{name}"', ar="➕ شركة جديدة «{name}»")
ADD_TO = Words(en="Add to {name}", ar="إضافة إلى {name}")
ADD_TO_OTHER = Words(en="Add to …", ar="إضافة إلى …")
NO_NAME = Words(
    en="That contact has no name, so nothing was saved. Write: new contact NAME, COMPANY, PHONE",
    ar="جهة الاتصال بلا اسم، فلم يُحفظ شيء. اكتب: جهة اتصال جديدة الاسم، الشركة، الرقم",
)

HEARD = Words(
    en='🎤 I heard: "{said}"\nNothing is saved yet. Right?', ar="🎤 سمعت: «{said}»\nلم يُحفظ شيء بعد. هل هذا صحيح؟"
)
SAVE = Words(en="Save", ar="حفظ")

NOT_FETCHED = {
    "too_big": Words(
        en="The file is bigger than I may fetch here ({most} MB). Nothing was saved; split it, or import it on the server.",
        ar="الملف أكبر مما يمكنني جلبه هنا ({most} ميغابايت). لم يُحفظ شيء؛ قسّمه أو استورده على الخادم.",
    ),
    "away": Words(
        en="I could not fetch the file. Nothing was saved; send it once more.",
        ar="تعذر جلب الملف. لم يُحفظ شيء؛ أرسله مرة أخرى.",
    ),
}
"""Why a file that must be read could not be fetched."""

"""Words for every core error: what happened, that nothing was saved, what to type next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.words import Words
from core import errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.reply import Text
    from bot.voice import Voice

NOT_FOUND = Words(
    en="I couldn't find {said}. Nothing was saved. Check the spelling, or create it: new customer {said}",
    ar="لم أجد {said}. لم يُحفظ شيء. تأكد من الكتابة، أو أنشئه: عميل جديد {said}",
)
NOT_FOUND_RECORD = Words(en="That is not there any more. Nothing was saved.", ar="لم يعد هذا موجودًا. لم يُحفظ شيء.")
NO_SUCH_REP = Words(
    en="There is nobody called {said} on the team. Nothing was saved.",
    ar="لا يوجد في الفريق من اسمه {said}. لم يُحفظ شيء.",
)
OWNERS_ONLY = Words(
    en="Only {who} or a manager can do that with {name}. Nothing was saved.",
    ar="هذا متاح لـ {who} أو للمدير فقط: {name}. لم يُحفظ شيء.",
)
NOT_ALLOWED = Words(
    en="Your role does not allow that. Nothing was saved. Ask a manager.",
    ar="دورك لا يسمح بذلك. لم يُحفظ شيء. اطلب من المدير.",
)
NOT_ALLOWED_TO_MANAGERS = Words(
    en="Only an admin may do that. Nothing was saved.", ar="هذا متاح لمسؤول النظام فقط. لم يُحفظ شيء."
)
LOOKS_LIKE = Words(
    en="{said} looks like {match} ({why}). Nothing is saved yet.",
    ar="«{said}» يشبه سجلًا موجودًا: {match} ({why}). لم يُحفظ شيء بعد.",
)
WHY = {
    "phone": Words(en="same phone", ar="الهاتف نفسه"),
    "email": Words(en="same e-mail", ar="البريد نفسه"),
    "name": Words(en="nearly the same name", ar="الاسم نفسه تقريبًا"),
}
NOTHING_TO_UNDO = Words(en="There is nothing of yours to undo.", ar="لا يوجد ما يمكن التراجع عنه.")
TOO_OLD_TO_UNDO = Words(
    en="That change is too old to undo in one tap (24 hours). Change it by hand.",
    ar="مضى وقت طويل للتراجع بضغطة واحدة (24 ساعة). عدّله يدويًا.",
)
ERASED = Words(en="That was erased for good and cannot be brought back.", ar="تم حذف ذلك نهائيًا ولا يمكن استرجاعه.")
UNDONE_ALREADY = Words(en="Already undone.", ar="تم التراجع من قبل.")
CHANGED_SINCE = Words(
    en="{who} changed {name} since. Nothing was changed now; look at it first: {name}",
    ar="عدّل {who} السجل {name} بعد ذلك. لم يتغير شيء الآن؛ راجعه أولًا: {name}",
)
CHANGED_SINCE_BY_SOMEONE = Words(
    en="{name} has changed since. Nothing was changed now; look at it first.",
    ar="تغيّر {name} بعد ذلك. لم يتغير شيء الآن؛ راجعه أولًا.",
)
DONE_ALREADY = Words(en="Already done: {title}", ar="أُنجزت من قبل: {title}")
DONE_ALREADY_BY = Words(en="Already done by {who}: {title}", ar="أنجزها {who} من قبل: {title}")
DONE_ALREADY_AT = Words(en="Already done by {who}, {at}: {title}", ar="أنجزها {who} من قبل، {at}: {title}")
CANCELLED_ALREADY = Words(en="Already cancelled: {title}", ar="أُلغيت من قبل: {title}")
YOU = Words(en="you", ar="أنت")
CYCLE = Words(
    en="That would wait for itself: {chain}. Nothing was saved.",
    ar="ستنتظر المهمة نفسها: {chain}. لم يُحفظ شيء.",
)
NO_SUCH_SETTING = Words(
    en='I don\'t know the field "{said}". Nothing was saved. There are: {near}',
    ar="لا أعرف الحقل «{said}». لم يُحفظ شيء. الموجود: {near}",
)
BAD_VALUE = Words(
    en='"{value}" doesn\'t fit {field}{why}. Nothing was saved.',
    ar="القيمة «{value}» لا تصلح هنا ({field}{why}). لم يُحفظ شيء.",
)
FIELDS = {
    "phone": Words(en="phone", ar="الهاتف"),
    "email": Words(en="e-mail", ar="البريد"),
    "name": Words(en="name", ar="الاسم"),
    "status": Words(en="status", ar="الحالة"),
    "zone": Words(en="time zone", ar="المنطقة الزمنية"),
    "language": Words(en="language", ar="اللغة"),
    "digest": Words(en="morning message", ar="رسالة الصباح"),
    "digits": Words(en="digits", ar="الأرقام"),
    "clock": Words(en="clock", ar="نظام الساعة"),
    "mute": Words(en="mute", ar="الكتم"),
    "work_days": Words(en="work days", ar="أيام العمل"),
    "home_platform": Words(en="platform", ar="المنصة"),
    "due_at": Words(en="time", ar="الموعد"),
    "occurred_at": Words(en="time", ar="الوقت"),
    "amount": Words(en="amount", ar="المبلغ"),
    "alias": Words(en="other name", ar="الاسم الآخر"),
    "contact": Words(en="contact", ar="جهة الاتصال"),
    "direction": Words(en="direction", ar="الاتجاه"),
    "duration_minutes": Words(en="length", ar="المدة"),
    "every": Words(en="how often", ar="التكرار"),
    "every_days": Words(en="number of days", ar="عدد الأيام"),
    "merge": Words(en="merging", ar="الدمج"),
    "owner": Words(en="owner", ar="المسؤول"),
    "recurrence": Words(en="repetition", ar="التكرار"),
    "role": Words(en="role", ar="الدور"),
    "stage": Words(en="stage", ar="المرحلة"),
    "tags": Words(en="tags", ar="الوسوم"),
    "title": Words(en="title", ar="العنوان"),
    "work_hours": Words(en="work hours", ar="ساعات العمل"),
}
WHY_BAD = {
    "phone": Words(en=": not a valid phone number", ar=": ليس رقم هاتف صحيحًا"),
    "email": Words(en=": not a valid e-mail address", ar=": ليس بريدًا إلكترونيًا صحيحًا"),
    "zone": Words(
        en=": no such time zone, write it as Asia/Riyadh", ar=": لا توجد منطقة زمنية بهذا الاسم، اكتبها مثل Asia/Riyadh"
    ),
    "long": Words(en=": too long", ar=": أطول من اللازم"),
    "choice": Words(en=": not one of the choices", ar=": ليس من الخيارات"),
    "clock": Words(en=": 12 or 24", ar=": 12 أو 24"),
    "customer": Words(en=": that person works somewhere else", ar=": هذا الشخص لدى عميل آخر"),
    "disabled": Words(
        en=": that colleague is disabled; choose another, or enable this one first",
        ar=": حساب هذا الزميل موقوف؛ اختر غيره أو أعد تفعيله أولًا",
    ),
    "last_admin": Words(en=": somebody must stay admin", ar=": لا بد من بقاء مسؤول واحد للنظام"),
    "number": Words(en=": write it like 50,000 or 50k", ar=": اكتبه مثل 50,000 أو 50 ألف"),
    "order": Words(en=": the end must come after the start", ar=": يجب أن تكون النهاية بعد البداية"),
    "range": Words(en=": too small or too big", ar=": أصغر أو أكبر من الممكن"),
    "recurrence": Words(en=": I don't know that repetition", ar=": تكرار غير معروف"),
    "role": Words(en=": rep, manager or admin", ar=": مندوب أو مدير أو مسؤول"),
    "same": Words(en=": it is like that already", ar=": هو كذلك من قبل"),
    "status": Words(en=": lead, prospect, customer or lost", ar=": محتمل أو مهتم أو عميل أو مفقود"),
    "time": Words(en=": say until when, like until 5pm", ar=": حدد إلى متى، مثل: إلى ٥ العصر"),
    "unit": Words(en=": say it in days, weeks or months", ar=": حدده بالأيام أو الأسابيع أو الأشهر"),
    "work_days": Words(en=": write them like Sun-Thu 9-17", ar=": اكتبها مثل: الأحد-الخميس 9-17"),
    "taken": Words(en=": that is taken", ar=": مستخدم من قبل"),
    "empty": Words(en=": it must not be empty", ar=": لا يجوز أن يكون فارغًا"),
    "characters": Words(en=": it holds characters that cannot be kept", ar=": فيه رموز لا يمكن حفظها"),
}
CODE = {
    "wrong": Words(en="That code is not valid. Ask for a new one.", ar="هذا الرمز غير صحيح. اطلب رمزًا جديدًا."),
    "used": Words(
        en="This link was already used or is older than 24 h. Ask for a new one.",
        ar="استُخدم هذا الرابط أو مضت عليه 24 ساعة. اطلب رابطًا جديدًا.",
    ),
    "locked": Words(
        en="Too many wrong codes. Wait an hour and ask for a new one.",
        ar="محاولات خاطئة كثيرة. انتظر ساعة واطلب رمزًا جديدًا.",
    ),
    "taken": Words(
        en="This account is linked to somebody else already. Ask your admin.",
        ar="هذا الحساب مرتبط بشخص آخر. راجع مسؤول النظام.",
    ),
}
WHY_BAD["unknown"] = WHY_BAD["zone"]
CODE["expired"] = CODE["used"]
CODE["linked"] = CODE["taken"]
BUSY = Words(
    en="I'm busy right now and could not save that. Nothing was saved; send it again in a moment.",
    ar="أنا مشغول الآن ولم أستطع الحفظ. لم يُحفظ شيء؛ أعد الإرسال بعد لحظة.",
)
OTHER = Words(en="That is not possible. Nothing was saved.", ar="هذا غير ممكن. لم يُحفظ شيء.")


def worded(error: errors.CoreError, voice: Voice) -> Text:
    """What a rep is told about a refusal."""
    for kind in type(error).__mro__:
        if kind in _WORDED:
            return _WORDED[kind](error, voice)
    return voice.say(OTHER)


def has_words(kind: type[errors.CoreError]) -> bool:
    """Whether that error has words of its own (the house test asks this of every error)."""
    return kind in _WORDED


def _not_found(error: errors.NotFound, voice: Voice) -> Text:
    if error.record == "rep":
        return voice.say(NO_SUCH_REP, said=error.said)
    return voice.say(NOT_FOUND, said=error.said) if error.said else voice.say(NOT_FOUND_RECORD)


def _not_allowed(error: errors.NotAllowed, voice: Voice) -> Text:
    if error.who and error.name:
        return voice.say(OWNERS_ONLY, who=error.who, name=error.name)
    return voice.say(NOT_ALLOWED if voice.rep.role == "rep" else NOT_ALLOWED_TO_MANAGERS)


def _looks_like(error: errors.LooksLike, voice: Voice) -> Text:
    if not error.matches:
        return voice.say(OTHER)
    _, _, name, why = error.matches[0]
    return voice.say(LOOKS_LIKE, said=error.said, match=name, why=voice.word(WHY.get(why, WHY["name"])))


def _nothing_to_undo(error: errors.NothingToUndo, voice: Voice) -> Text:
    if error.erased:
        return voice.say(ERASED)
    return voice.say(UNDONE_ALREADY if error.already else TOO_OLD_TO_UNDO if error.too_old else NOTHING_TO_UNDO)


def _changed_since(error: errors.ChangedSince, voice: Voice) -> Text:
    if error.who:
        return voice.say(CHANGED_SINCE, who=error.who, name=error.name)
    return voice.say(CHANGED_SINCE_BY_SOMEONE, name=error.name or error.record)


def _already_done(error: errors.AlreadyDone, voice: Voice) -> Text:
    if error.status == "cancelled":
        return voice.say(CANCELLED_ALREADY, title=error.title)
    who = voice.word(YOU) if error.who == voice.rep.name else error.who
    if who and error.at is not None:
        return voice.say(DONE_ALREADY_AT, who=who, at=voice.shown_happened(error.at), title=error.title)
    return voice.say(DONE_ALREADY_BY, who=who, title=error.title) if who else voice.say(DONE_ALREADY, title=error.title)


def _cycle(error: errors.Cycle, voice: Voice) -> Text:
    return voice.say(CYCLE, chain=(" ← " if voice.language == "ar" else " → ").join(error.chain))


def _no_such_setting(error: errors.NoSuchSetting, voice: Voice) -> Text:
    return voice.say(NO_SUCH_SETTING, said=error.said, near=voice.comma.join(error.near))


def _bad_value(error: errors.BadValue, voice: Voice) -> Text:
    why = WHY_BAD.get(error.why)
    named = FIELDS.get(error.field_name)
    field = voice.say(named) if named else error.field_name
    return voice.say(BAD_VALUE, value=error.value[:80], field=field, why=voice.say(why) if why else "")


def _code(error: errors.CodeRefused, voice: Voice) -> Text:
    return voice.say(CODE.get(error.why, CODE["wrong"]))


_WORDED: dict[type[errors.CoreError], Callable[..., Text]] = {
    errors.NotFound: _not_found,
    errors.NotAllowed: _not_allowed,
    errors.LooksLike: _looks_like,
    errors.NothingToUndo: _nothing_to_undo,
    errors.ChangedSince: _changed_since,
    errors.AlreadyDone: _already_done,
    errors.Cycle: _cycle,
    errors.NoSuchSetting: _no_such_setting,
    errors.BadValue: _bad_value,
    errors.CodeRefused: _code,
    errors.Busy: lambda _error, voice: voice.say(BUSY),
}

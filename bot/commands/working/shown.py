"""How interactions and follow-ups are worded in receipts and lists; shared by the commands of this folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.kinds.when import When
from bot.language.words import Words
from bot.reading.words.senses import bare_doing

if TYPE_CHECKING:
    from datetime import datetime

    from bot.command import Command
    from bot.desk import Desk
    from bot.kinds.party import Party
    from bot.reply import Button, Text

KIND_NAMES = {
    "call": Words(en="Call", ar="مكالمة"),
    "meeting": Words(en="Meeting", ar="اجتماع"),
    "email": Words(en="Email", ar="بريد"),
    "message": Words(en="Message", ar="رسالة"),
    "visit": Words(en="Visit", ar="زيارة"),
    "note": Words(en="Note", ar="ملاحظة"),
}
KIND_MARKS = {
    "call": Words(en="📞 Call", ar="📞 مكالمة"),
    "meeting": Words(en="🤝 Meeting", ar="🤝 اجتماع"),
    "email": Words(en="✉️ Email", ar="✉️ بريد"),
    "message": Words(en="💬 Message", ar="💬 رسالة"),
    "visit": Words(en="📍 Visit", ar="📍 زيارة"),
    "note": Words(en="📝 Note", ar="📝 ملاحظة"),
}
OUTCOME_NAMES = {
    "connected": Words(en="connected", ar="تم الرد"),
    "no_answer": Words(en="no answer", ar="لم يُرد"),
    "left_message": Words(en="left a message", ar="تُركت رسالة"),
    "busy": Words(en="busy", ar="مشغول"),
}
FOLLOW_UP = Words(en="⏰ Follow-up: {when}", ar="⏰ المتابعة: {when}")
REPEATS = Words(en="⏰ Follow-up: {when} · 🔁 {rule}", ar="⏰ المتابعة: {when} · 🔁 {rule}")
ASSUMED = {
    "day_off": Words(en="{day} is outside your work week.", ar="{day} خارج أيام دوامك."),
    "skipped_days_off": Words(
        en="Moved to a work day (skips the weekend).", ar="نُقل إلى يوم عمل (تخطي عطلة نهاية الأسبوع)."
    ),
    "next_weekday": Words(en="This week's {day}.", ar="{day} من هذا الأسبوع."),
    "nearest": Words(en="Today, not in a week.", ar="اليوم، وليس بعد أسبوع."),
    "before": Words(en="The last work day before it.", ar="آخر يوم عمل قبله."),
    "hijri": Words(en="{hijri}", ar="{hijri}"),
}
NEW_CUSTOMER = Words(en="🆕 {name} is new", ar="🆕 {name}: عميل جديد")
NEW_CONTACT = Words(en="🆕 {name} is new", ar="🆕 {name}: جهة اتصال جديدة")
REMINDER = Words(en="Reminder", ar="تذكير")
BARE_TITLES = {
    "plain": Words(en="{title} {name}", ar="{title}: {name}"),
    "noun": Words(en="{title} with {name}", ar="{title} مع {name}"),
}
FOLLOW_UP_TITLE = Words(en="Follow up with {name}", ar="متابعة {name}")
INSTEAD = Words(en="{day} instead", ar="{day} بدلًا منه")


def follow_up_lines(desk: Desk, due_at: datetime, when: When, *, all_day: bool, recurrence: str = "") -> Text:
    """``⏰ Follow-up: Tue 24 Nov 2026 10:00 (Riyadh, in 2 days)`` and, on lines of their own, what was assumed."""
    shown = desk.shown_when(due_at, all_day=all_day)
    line = (
        desk.say(REPEATS, when=shown, rule=repeats_words(desk, recurrence))
        if recurrence
        else desk.say(FOLLOW_UP, when=shown)
    )
    return desk.lines(line, assumed_line(desk, when))


def title_or(desk: Desk, title: str, customer: Party | None, contact: Party | None) -> str:
    """What was said to do; where nothing was, ``Follow up with Sara Haddad`` in the rep's language.

    A title that is nothing but what to do (``call``, ``call her``, ``اجتماع``) says with whom as well.
    """
    who = contact or customer
    if who is None:
        return title or desk.word(REMINDER)
    if not title:
        return desk.say(FOLLOW_UP_TITLE, name=who.name).plain
    role, alone = bare_doing(title)
    return desk.say(BARE_TITLES[role], title=alone, name=who.name).plain if role else title


def assumed_line(desk: Desk, when: When) -> Text | None:
    """What was assumed in reading the date, or None."""
    words = ASSUMED.get(when.assumed)
    if words is None or when.assumed == "hijri":
        return None
    return desk.say(words, day=desk.shown_day(when.date))


def instead_button(desk: Desk, when: When, command: Command) -> Button | None:
    """``[Tue 1 Dec instead]``: the same command with the other day that was possible; it corrects what was written."""
    if when.other is None:
        return None
    if when.at is not None:
        at = when.at.replace(year=when.other.year, month=when.other.month, day=when.other.day)
        other = replace(when, at=at, assumed="", other=None)
    else:
        other = replace(when, day=when.other, assumed="", other=None)
    from bot.command import commands_by_name

    field = next(
        name for name in ("due", "when", "next", "follow_up") if isinstance(getattr(command, name, None), When)
    )
    step = desk.crm.steps.current
    correct = commands_by_name()["correct"](step=step.id if step else None, commands=(command.but(**{field: other}),))  # type: ignore[call-arg]
    return desk.button(INSTEAD, correct, day=desk.shown_day(when.other))


def new_mark(desk: Desk, customer: str, contact: str) -> Text | None:
    """Which records a receipt made are new."""
    lines = [
        desk.say(NEW_CUSTOMER, name=customer) if customer else None,
        desk.say(NEW_CONTACT, name=contact) if contact else None,
    ]
    return desk.lines(*lines) if customer or contact else None


_DAYS = {
    "MO": Words(en="Monday", ar="الاثنين"),
    "TU": Words(en="Tuesday", ar="الثلاثاء"),
    "WE": Words(en="Wednesday", ar="الأربعاء"),
    "TH": Words(en="Thursday", ar="الخميس"),
    "FR": Words(en="Friday", ar="الجمعة"),
    "SA": Words(en="Saturday", ar="السبت"),
    "SU": Words(en="Sunday", ar="الأحد"),
}
_EVERY = {
    "DAILY": Words(
        en="{n, plural, one {every day} other {every # days}}",
        ar="{n, plural, zero {كل # يوم} one {كل يوم} two {كل يومين} few {كل # أيام} many {كل # يومًا} other {كل # يوم}}",
    ),
    "WEEKLY": Words(
        en="{n, plural, one {every week} other {every # weeks}}",
        ar="{n, plural, zero {كل # أسبوع} one {كل أسبوع} two {كل أسبوعين} few {كل # أسابيع} many {كل # أسبوعًا} other {كل # أسبوع}}",
    ),
    "MONTHLY": Words(
        en="{n, plural, one {every month} other {every # months}}",
        ar="{n, plural, zero {كل # شهر} one {كل شهر} two {كل شهرين} few {كل # أشهر} many {كل # شهرًا} other {كل # شهر}}",
    ),
    "YEARLY": Words(
        en="{n, plural, one {every year} other {every # years}}",
        ar="{n, plural, zero {كل # سنة} one {كل سنة} two {كل سنتين} few {كل # سنوات} many {كل # سنة} other {كل # سنة}}",
    ),
}
_ON = Words(en="{every} on {days}", ar="{every}، {days}")


def repeats_words(desk: Desk, rrule: str) -> Text:
    """``every 2 weeks on Monday``: a rule (RFC 5545) in words; the rule itself where it says more than that."""
    parts = dict(piece.split("=", 1) for piece in rrule.removeprefix("RRULE:").split(";") if "=" in piece)
    every = _EVERY.get(parts.get("FREQ", ""))
    if every is None:
        return desk.alone(desk.ltr(rrule))
    told = desk.say(every, n=int(parts.get("INTERVAL", "1")))
    days = [desk.word(_DAYS[day]) for day in parts.get("BYDAY", "").split(",") if day in _DAYS]
    if not days:
        return told
    return desk.say(_ON, every=told, days=desk.comma.join(days))

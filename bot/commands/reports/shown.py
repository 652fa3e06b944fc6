"""Stretches of time and kinds of touches as reports word them; shared by the commands of this folder."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.kinds.period import Period
from bot.language.normalise import fold, words
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Text

COUNTS = {
    "call": Words(
        en="{n, plural, one {# call} other {# calls}}",
        ar="{n, plural, zero {لا مكالمات} one {مكالمة واحدة} two {مكالمتان} few {# مكالمات} many {# مكالمة} other {# مكالمة}}",
    ),
    "meeting": Words(
        en="{n, plural, one {# meeting} other {# meetings}}",
        ar="{n, plural, zero {لا اجتماعات} one {اجتماع واحد} two {اجتماعان} few {# اجتماعات} many {# اجتماعًا} other {# اجتماع}}",
    ),
    "visit": Words(
        en="{n, plural, one {# visit} other {# visits}}",
        ar="{n, plural, zero {لا زيارات} one {زيارة واحدة} two {زيارتان} few {# زيارات} many {# زيارة} other {# زيارة}}",
    ),
    "email": Words(
        en="{n, plural, one {# e-mail} other {# e-mails}}",
        ar="{n, plural, zero {لا رسائل بريد} one {رسالة بريد} two {رسالتا بريد} few {# رسائل بريد} many {# رسالة بريد} other {# رسالة بريد}}",
    ),
    "message": Words(
        en="{n, plural, one {# message} other {# messages}}",
        ar="{n, plural, zero {لا رسائل} one {رسالة واحدة} two {رسالتان} few {# رسائل} many {# رسالة} other {# رسالة}}",
    ),
    "note": Words(
        en="{n, plural, one {# note} other {# notes}}",
        ar="{n, plural, zero {لا ملاحظات} one {ملاحظة واحدة} two {ملاحظتان} few {# ملاحظات} many {# ملاحظة} other {# ملاحظة}}",
    ),
    "": Words(
        en="{n, plural, one {# entry} other {# entries}}",
        ar="{n, plural, zero {لا سجلات} one {سجل واحد} two {سجلان} few {# سجلات} many {# سجلًا} other {# سجل}}",
    ),
}
FILTER = Words(en="filter: {text}", ar="التصفية: {text}")
KIND = Words(en="kind = {value}", ar="النوع = {value}")
KINDS = {
    "call": Words(en="call", ar="مكالمة"),
    "meeting": Words(en="meeting", ar="اجتماع"),
    "visit": Words(en="visit", ar="زيارة"),
    "email": Words(en="e-mail", ar="بريد"),
    "message": Words(en="message", ar="رسالة"),
    "note": Words(en="note", ar="ملاحظة"),
}
REP = Words(en="rep = {value}", ar="المندوب = {value}")
SAID = {
    fold(word): kind
    for kind, spoken in {
        "call": "call calls مكالمة مكالمات المكالمات مكالماتي اتصال اتصالات الاتصالات اتصالاتي",
        "meeting": "meeting meetings mtgs اجتماع اجتماعات الاجتماعات اجتماعاتي",
        "visit": "visit visits زيارة زيارات الزيارات زياراتي",
        "email": "email emails mails إيميلات ايميلات الايميلات",
        "message": "message messages texts رسالة رسائل الرسائل رسائلي",
        "note": "note notes ملاحظات الملاحظات",
    }.items()
    for word in spoken.split()
}


def kind_in(said: str) -> str:
    """The kind of touch that a question names; empty: all kinds."""
    return next((SAID[word.folded] for word in words(said) if word.folded in SAID), "")


def stretch(desk: Desk, period: Period | None) -> tuple[datetime, datetime, Period]:
    """The moments of a period (this month where none was said), in UTC, and its days; it ends today at the latest."""
    today = desk.now.date()
    start = period.start if period else today.replace(day=1)
    end = (period.end if period else None) or today + timedelta(days=1)
    ends = min(end, today + timedelta(days=1)) if start <= today else end
    return _moment(desk, start), _moment(desk, ends), Period(start, ends)


def _moment(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=desk.zone).astimezone(UTC)


def filter_line(desk: Desk, *, kind: str = "", rep: str = "", days: Period) -> Text:
    """The filter as the database had it, so that a number can be checked; the days stay in their order in an Arabic line too."""
    last = (days.end or days.start) - timedelta(days=1)
    told = desk.joined(
        desk.say(KIND, value=desk.word(KINDS[kind])) if kind else None,
        desk.say(REP, value=rep) if rep else None,
        desk.alone(desk.ltr(f"{days.start.isoformat()}..{last.isoformat()}")),
    )
    return desk.say(FILTER, text=told)

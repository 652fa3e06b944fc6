"""Picking a day: a question about a time gets [📅 Pick], which turns it into a month of days and then into the hours of a day.

Where a platform has a form for days it is opened instead. Each page takes the place of the one before, in the same message.
A page's buttons carry answers like those of any question, so that an old one, or one of another page, is told to be old.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from bot.kinds.when import When
from bot.language.dates_shown import MONTHS
from bot.language.fill import in_digits
from bot.language.normalise import fold
from bot.reading.doubts import Impossible, Missing, Past, TooFar, Vague
from bot.says import questions as says
from bot.screens.forms import About
from bot.talking.asking import PAST_FIELDS, Asked, Choice

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.language.words import Language, Words
    from bot.reading.doubts import Doubt
    from bot.reading.times import Calendar
    from bot.reply import Text
    from bot.talking.talk import Open

MONTHS_AWAY: Final = 12
"""So many months from this one can be turned to; what lies farther is typed."""
NO_DAY: Final = "·"
WEEK: Final = 7
_INITIALS: Final[dict[Language, tuple[str, ...]]] = {
    "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
    "ar": ("ن", "ث", "ر", "خ", "ج", "س", "ح"),
}
"""Monday first; the narrow names of CLDR, in English with the second letter that tells Tuesday from Thursday."""
_HOURS: Final = (time(9), time(12), time(15), time(18))
"""What morning, noon, afternoon and evening mean where they are typed (READING.md)."""


def about_time(doubt: Doubt | None) -> bool:
    """Whether a time settles it."""
    return isinstance(doubt, Past | Vague | TooFar | Impossible) or (
        isinstance(doubt, Missing) and doubt.kind == "when"
    )


def with_pick(ask: Asked, desk: Desk, *, key: str) -> Asked:
    """The same question with [📅 Pick] before its last button, where the platform can show days. ``key`` is the question's own."""
    if not desk.picks:
        return ask
    answer: dict[str, Any] = (
        {"month": f"{desk.now:%Y-%m}"} if desk.picks == "grid" else {"form": About(form="when", key=key).to_json()}
    )
    *rows, last = ask.choices or ((),)
    return Asked(ask.text, (*rows, (Choice(desk.word(says.PICK), answer), *last)))


def page(ask: Asked, desk: Desk, told: str, *, field: str) -> Asked:
    """The page of the month ``2026-11`` or of the day ``2026-11-24`` for that question. Raises ValueError for another text."""
    past = field in PAST_FIELDS
    if told.count("-") == 1:
        return _month(ask, desk, date.fromisoformat(f"{told}-01"), past=past)
    return _hours(ask, desk, date.fromisoformat(told), past=past)


def in_time(question: Open, answer: dict[str, Any], desk: Desk) -> dict[str, Any]:
    """The answer, while the moment that a button stands for is still to come (for what happened: has come); else that it is not."""
    doubt = question.pending.doubt if question.pending is not None else None
    if doubt is None or "when" not in answer:
        return answer
    past = past_by_now(When.from_json(answer["when"]), doubt.field, desk)
    return answer if past is None else {"doubt": past.to_json()}


def past_by_now(when: When, field: str, desk: Desk) -> Past | None:
    """The doubt about a moment that a button has stood for since it came: it lies behind by now (of what happened: ahead)."""
    at, all_day = desk.moment(when)
    local = at.astimezone(desk.zone)
    gone = local.date() < desk.now.date() if all_day else local <= desk.now
    if (local > desk.now) if field in PAST_FIELDS else gone:
        return Past(said=desk.shown_short(at, all_day=all_day).text, field=field)
    return None


def on_that_day(text: str, told: str, calendar: Calendar) -> str:
    """An hour that is typed while the hours of a day are shown, with that day; any other text as it is."""
    from bot.reading import times

    hour = fold(text)
    said = f"at {hour}" if hour.isdecimal() and int(hour) < 24 else text  # noqa: PLR2004 - hours of a day
    spans = [span for span in times.find_times(said, calendar, []) if isinstance(span, times.TimeSpan)]
    return f"{told} {said}" if len(spans) == 1 and spans[0].day is None else text


def _month(ask: Asked, desk: Desk, first: date, *, past: bool) -> Asked:
    """A month: initials of the days, its weeks from the first day of the rep's week, and the months beside it.

    What cannot be meant (gone by, or for what happened still to come) is a point, and so are the days of other months; a week
    without any day to press is left out.
    """
    today = desk.now.date()
    starts = desk.rep.work_days[0] if desk.rep.work_days else 0
    still = {"month": f"{first:%Y-%m}"}
    initials = _INITIALS[desk.language]
    rows = [tuple(Choice(initials[(starts + number) % WEEK], still) for number in range(WEEK))]
    day = first - timedelta(days=(first.weekday() - starts) % WEEK)
    after = _moved(first, 1)
    while day < after:
        week = [day + timedelta(days=number) for number in range(WEEK)]
        day += timedelta(days=WEEK)
        meant = [each for each in week if first <= each < after and (each <= today if past else each >= today)]
        if meant:
            rows.append(tuple(_day(each, desk) if each in meant else Choice(NO_DAY, still) for each in week))
    this = today.replace(day=1)
    earliest, latest = (_moved(this, -MONTHS_AWAY), this) if past else (this, _moved(this, MONTHS_AWAY))
    beside = [
        *([_turn(desk, says.EARLIER, _moved(first, -1))] if first > earliest else []),
        _back(desk),
        *([_turn(desk, says.LATER, after)] if first < latest else []),
    ]
    return Asked(_under(ask, desk, says.WHICH_DAY, month=_name(first, desk)), (*rows, tuple(beside)))


def _hours(ask: Asked, desk: Desk, day: date, *, past: bool) -> Asked:
    """A day's hours: any time, and the parts of the day that can still be meant; others are typed."""
    whole = When(at=min(_at(day, desk.rep.work_starts, desk), desk.now)) if past else When(day=day)
    rows: list[tuple[Choice, ...]] = [(Choice(desk.word(says.ANY_TIME), {"when": whole.to_json()}),)]
    parts = (says.MORNING, says.NOON, says.AFTERNOON, says.EVENING)
    hours = [(words, _at(day, hour, desk)) for words, hour in zip(parts, _HOURS, strict=True)]
    meant = [(words, at) for words, at in hours if (at <= desk.now if past else at > desk.now)]
    named = [
        Choice(desk.say(words, time=desk.shown_time(at)).plain, {"when": When(at=at).to_json()}) for words, at in meant
    ]
    rows += [tuple(named[start : start + 2]) for start in range(0, len(named), 2)]
    back = Choice(desk.word(says.BACK), {"month": f"{day:%Y-%m}"})
    return Asked(_under(ask, desk, says.WHICH_HOUR, day=desk.shown_day(day)), (*rows, (back,)))


def _day(day: date, desk: Desk) -> Choice:
    return Choice(in_digits(str(day.day), arabic_digits=desk.rep.arabic_digits), {"day": day.isoformat()})


def _turn(desk: Desk, words: Words, first: date) -> Choice:
    return Choice(desk.say(words, month=MONTHS[desk.language][first.month - 1]).plain, {"month": f"{first:%Y-%m}"})


def _back(desk: Desk) -> Choice:
    return Choice(desk.word(says.BACK), {"back": True})


def _under(ask: Asked, desk: Desk, words: Words, **values: Any) -> Text:
    return desk.lines(ask.text, desk.say(words, **values))


def _name(first: date, desk: Desk) -> str:
    return in_digits(f"{MONTHS[desk.language][first.month - 1]} {first.year}", arabic_digits=desk.rep.arabic_digits)


def _moved(first: date, months: int) -> date:
    """The first of the month that is so many months later."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _at(day: date, hour: time, desk: Desk) -> datetime:
    return datetime.combine(day, hour, tzinfo=desk.zone)

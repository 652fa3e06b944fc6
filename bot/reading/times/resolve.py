"""What becomes of a time that was read: a reminder's due time, a recurrence's first, the moment of a log (READING.md, Times)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.kinds.when import Assumption, When
from bot.reading.doubts import Doubt, Impossible, Past, TooFar, Vague
from bot.reading.times.meaning import Counted, DateOf, Day, DayNumber, Feast, Offset, Weekday
from bot.reading.times.periods import Nth, Period
from bot.reading.times.placing import PARTS, fitting, placed
from bot.reading.times.shapes import Calendar, RecurrenceSpan, TimeSpan, UnclearSpan
from bot.reading.times.stretches import add_months

_HOUR = timedelta(hours=1)


def for_follow_up(span: TimeSpan | UnclearSpan, calendar: Calendar) -> When | Doubt:  # noqa: PLR0911 - one line per row of the table
    """When a reminder said so is due, with what was assumed; a Doubt where it must be asked."""
    if isinstance(span, UnclearSpan):
        return (
            Impossible(said=span.text) if span.why == "impossible" else Vague(said=span.text, choices=presets(calendar))
        )
    if span.swapped:
        return Vague(said=span.text, choices=(When(day=span.from_at.date(), said=span.text),))
    if span.cue in ("before", "after") and _whole_day(span):
        return _checked(_beside(span, calendar), span, calendar)
    day = span.day
    if isinstance(day, Counted) and day.exact:
        return _checked(When(at=span.from_at, said=span.text), span, calendar)
    if span.clock is not None or span.part:
        return _checked(_timed(span, calendar), span, calendar)
    if isinstance(day, Offset) and day.days == 0:
        return _today(span, calendar)
    if isinstance(day, DateOf) and day.weekday is not None and span.from_at.weekday() != day.weekday:
        other = Weekday(day.weekday).place(calendar)
        second = (When(day=other.start.date(), said=span.text),) if other else ()
        return Vague(said=span.text, choices=(When(day=span.from_at.date(), said=span.text), *second))
    return _checked(_all_day(span, calendar), span, calendar)


def presets(calendar: Calendar) -> tuple[When, ...]:
    """Days to offer where none was said: the next two work days and the first of next week, no two alike."""
    first = calendar.work_day_from(calendar.today + timedelta(days=1))
    second = calendar.work_day_from(first + timedelta(days=1))
    week = calendar.work_day_from(calendar.week_of(calendar.today) + timedelta(weeks=1))
    return tuple(When(day=day) for day in dict.fromkeys((first, second, week)))


def _whole_day(span: TimeSpan) -> bool:
    return span.clock is None and not span.part and span.day is not None and not isinstance(span.day, Counted)


def _beside(span: TimeSpan, calendar: Calendar) -> When:
    """``before Thursday``: the last work day before it. ``after Thursday``: the next work day after it."""
    if span.cue == "after":
        last = span.to_at.date() if span.to_at else span.from_at.date() + timedelta(days=1)
        return When(day=calendar.work_day_from(last), said=span.text)
    if isinstance(span.day, Period) and span.day.edge == "end":
        return _all_day(span, calendar)
    before = calendar.work_day_until(span.from_at.date() - timedelta(days=1))
    return When(day=before, said=span.text, assumed="before")


def _timed(span: TimeSpan, calendar: Calendar) -> When:
    """A time of day, with or without a day."""
    day, at = span.day, span.from_at
    if day is None:
        if span.part and span.clock is None and at <= calendar.now:
            at += timedelta(days=1)
        return _day_off(When(at=at, said=span.text), calendar)
    if _moves(day) and at > calendar.now:
        return _off_days_off(When(at=at, said=span.text), calendar)
    if isinstance(day, Weekday):
        if at.date() == calendar.today and day.rel == "":
            return When(at=at, said=span.text, assumed="nearest", other=at.date() + timedelta(weeks=1))
        return _weekday(When(at=at, said=span.text), day, calendar)
    return _day_off(_hijri(When(at=at, said=span.text), day), calendar, said=bool(span.part))


def _moves(day: Day | None) -> bool:
    """Whether the day was counted and no weekday was named with it."""
    return (isinstance(day, Counted) and day.weekday is None) or (isinstance(day, Period) and day.counted)


def _weekday(when: When, day: Weekday, calendar: Calendar) -> When:
    """A weekday: ``next`` said of one that is still to come this week carries the one after; a day off says so."""
    this_week = calendar.week_of(when.date) == calendar.week_of(calendar.today)
    if day.rel == "next" and not day.plus and this_week:
        return replace(when, assumed="next_weekday", other=when.date + timedelta(weeks=1))
    return _day_off(when, calendar)


def _hijri(when: When, day: Day | None) -> When:
    return replace(when, assumed="hijri") if isinstance(day, DateOf) and day.hijri else when


def _day_off(when: When, calendar: Calendar, *, said: bool = False) -> When:
    """A named day stays where it was put; on a day off with the next work day beside it."""
    if when.assumed or calendar.works(when.date) or (said and when.date == calendar.today):
        return when
    return replace(when, assumed="day_off", other=calendar.work_day_from(when.date))


def _off_days_off(when: When, calendar: Calendar) -> When:
    """A counted day moves to the next work day."""
    target = calendar.work_day_from(when.date)
    if target == when.date:
        return when
    assumed: Assumption = "skipped_days_off"
    if when.at is not None:
        return replace(when, at=calendar.moment(target, when.at.time()), assumed=assumed)
    return replace(when, day=target, assumed=assumed)


def _today(span: TimeSpan, calendar: Calendar) -> When | Doubt:
    """``today`` without a time: the next full hour at least an hour away, before the end of the work day; else asked."""
    wall = calendar.wall + _HOUR
    full = wall.replace(minute=0, second=0) + (_HOUR if wall.minute or wall.second else timedelta(0))
    full = max(full, datetime.combine(calendar.today, calendar.work_starts))
    if full.date() != calendar.today or full.time() >= calendar.work_ends:
        soon = When(at=(calendar.now + _HOUR).replace(second=0, microsecond=0), said=span.text)
        return Vague(said=span.text, choices=(soon, *presets(calendar)))
    return When(at=calendar.aware(full), said=span.text)


def _all_day(span: TimeSpan, calendar: Calendar) -> When:
    """A day without a time."""
    day, date_of = span.day, span.from_at.date()
    when = When(day=date_of, said=span.text)
    if isinstance(day, Weekday):
        return _weekday(when, day, calendar)
    if isinstance(day, Period):
        if day.unit == "weekend":
            return _day_off(when, calendar)
        over = span.to_at is not None and span.to_at <= calendar.now
        if not day.edge and date_of <= calendar.today and not over:
            return replace(when, day=_rest_of(span, calendar))
        return _off_days_off(when, calendar)
    if _moves(day) and date_of > calendar.today:
        return _off_days_off(when, calendar)
    return _day_off(_hijri(when, day), calendar)


def _rest_of(span: TimeSpan, calendar: Calendar) -> date:
    """``this week``, ``this month``: its last work day still to come, else the next work day."""
    last = calendar.work_day_until((span.to_at or span.from_at).date() - timedelta(days=1))
    return last if last > calendar.today else calendar.work_day_from(calendar.today + timedelta(days=1))


def _checked(when: When, span: TimeSpan, calendar: Calendar) -> When | Doubt:
    """Neither in the past nor more than a year ahead."""
    now = calendar.now
    passed = when.at <= now if when.at is not None else when.date < calendar.today
    if when.day == calendar.today:
        return _today(span, calendar)
    if passed:
        return Past(said=span.text, proposal=_proposal(when, span, calendar))
    if _passed_lately(span, calendar):
        return Past(said=span.text, proposal=when)
    year = add_months(calendar.today, 12)
    if year and when.date > year and not _passed_lately(span, calendar):
        return TooFar(said=span.text, when=when)
    return when


def _passed_lately(span: TimeSpan, calendar: Calendar) -> bool:
    """A date without a year that is nearer in the past than its next time: ``5 Nov`` on 22 Nov."""
    day = span.day
    if not isinstance(day, DateOf) or day.year is not None or day.rel:
        return False
    before = day.occurrence(calendar, forwards=False)
    return before is not None and (calendar.today - before) < (span.from_at.date() - calendar.today)


def _proposal(when: When, span: TimeSpan, calendar: Calendar) -> When | None:
    """The next such time: tomorrow for a time of today, next year for a date, else nothing."""
    if when.at is not None and when.date == calendar.today and not isinstance(span.day, Counted):
        return When(at=calendar.moment(when.date + timedelta(days=1), when.at.time()), said=span.text)
    if isinstance(span.day, DateOf):
        following = replace(span.day, year=None, weekday=None)
        at = placed(following, span.clock, span.part, calendar)
        if at is not None:
            clocked = span.clock is not None or span.part
            return (
                When(at=calendar.aware(at.start), said=span.text)
                if clocked
                else When(day=at.start.date(), said=span.text)
            )
    if isinstance(span.day, Weekday):
        later = calendar.today + timedelta(days=(span.day.weekday - calendar.today.weekday() - 1) % 7 + 1)
        return When(day=later, said=span.text)
    return None


def first_of(recurrence: RecurrenceSpan, calendar: Calendar) -> When:
    """The first time of a recurrence: at its time of day, or all day where none was said."""
    if recurrence.time is not None or recurrence.rrule.startswith(("FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY")):
        return When(at=recurrence.from_at, said=recurrence.text)
    day = recurrence.from_at.date()
    if not any(part.startswith("BY") for part in recurrence.rrule.split(";")):
        return (
            _off_days_off(When(day=day, said=recurrence.text), calendar)
            if "DAILY" not in recurrence.rrule or "INTERVAL" in recurrence.rrule
            else When(day=day, said=recurrence.text)
        )
    return When(day=day, said=recurrence.text)


def for_log(span: TimeSpan | UnclearSpan, calendar: Calendar) -> datetime | Doubt:  # noqa: PLR0911 - one line per row of the table
    """The past moment that a log was said to have happened at (aware, the rep's zone); a Doubt where it has not come yet."""
    if isinstance(span, UnclearSpan):
        return Impossible(said=span.text) if span.why == "impossible" else Vague(said=span.text)
    day = span.day
    if day is None:
        return _earlier_today(span, calendar)
    if isinstance(day, Counted):
        return _not_ahead(span, span.from_at if day.exact else _worked(span.from_at.date(), span, calendar), calendar)
    if isinstance(day, Offset) and day.days == 0:
        if span.clock is None and not span.part:
            return calendar.now
        if span.clock is None:
            return min(span.from_at, calendar.now)
        return _earlier_today(span, calendar)
    date_of = _latest(day, span, calendar)
    return _not_ahead(span, _worked(date_of, span, calendar), calendar)


def _latest(day: Day, span: TimeSpan, calendar: Calendar) -> date:
    """The last such day before today."""
    if isinstance(day, Weekday) and day.week is None and day.rel in ("", "this", "last"):
        back = replace(day, rel="last").place(calendar)
        return back.start.date() if back else span.from_at.date()
    if (isinstance(day, DateOf) and day.year is None) or (isinstance(day, DayNumber) and day.months is None):
        found = day.occurrence(calendar, forwards=False)
        return found or span.from_at.date()
    if isinstance(day, Feast) and day.year is None:
        back = replace(day, rel="last").place(calendar)
        return back.start.date() if back else span.from_at.date()
    if (
        isinstance(day, Period)
        and not day.edge
        and day.unit in ("week", "month", "quarter", "year")
        and day.month is None
    ):
        return (
            min(calendar.work_day_from(span.from_at.date()), calendar.today) if day.offset <= 0 else span.from_at.date()
        )
    if (
        isinstance(day, Nth)
        and span.from_at > calendar.now
        and day.within.month is not None
        and day.within.year is None
    ):
        back = replace(day, within=replace(day.within, year=calendar.today.year)).place(calendar)
        if back and back.start.date() > calendar.today:
            back = replace(day, within=replace(day.within, year=calendar.today.year - 1)).place(calendar)
        return back.start.date() if back else span.from_at.date()
    return span.from_at.date()


def _worked(day: date, span: TimeSpan, calendar: Calendar) -> datetime:
    """The time of day on that day: as said, else the start of work."""
    if span.clock is not None:
        chosen = fitting(span.clock, calendar)[0]
        return calendar.moment(day + timedelta(days=span.clock.hour == 24), chosen)  # noqa: PLR2004 - midnight
    if span.part == "end_of_day":
        return calendar.moment(day, calendar.work_ends)
    if span.part == "midnight":
        return calendar.moment(day + timedelta(days=1), time())
    if span.part:
        return calendar.moment(day, PARTS[span.part][0])
    if day == calendar.today:
        return calendar.now
    return calendar.moment(day, calendar.work_starts)


def _earlier_today(span: TimeSpan, calendar: Calendar) -> datetime | Doubt:
    """The last such moment today; asked where there is none yet. A part of the day that has not begun is now."""
    if span.clock is None:
        return min(span.from_at if span.from_at.date() == calendar.today else calendar.now, calendar.now)
    today = calendar.today
    choices = [calendar.moment(today, at) for at in fitting(span.clock, calendar)]
    past = [at for at in choices if at <= calendar.now]
    if past:
        return past[-1]
    return Past(said=span.text, proposal=When(at=choices[0] - timedelta(days=1), said=span.text))


def _not_ahead(span: TimeSpan, at: datetime, calendar: Calendar) -> datetime | Doubt:
    if at <= calendar.now:
        return at
    if at.date() == calendar.today and span.clock is None:
        return calendar.now
    return Past(said=span.text)

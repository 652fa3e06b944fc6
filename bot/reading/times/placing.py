"""A day, a clock and a part of the day together, placed in the calendar; and the choice that a bare clock leaves (``at 5``)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.reading.times.meaning import Day, Weekday
from bot.reading.times.periods import Period
from bot.reading.times.shapes import Calendar, Clock, Grain
from bot.reading.times.stretches import Stretch

PARTS: dict[str, tuple[time, time]] = {
    "dawn": (time(5), time(7)),
    "morning": (time(9), time(12)),
    "midmorning": (time(11), time(12)),
    "noon": (time(12), time(13)),
    "afternoon": (time(15), time(18)),
    "late_afternoon": (time(16), time(18)),
    "evening": (time(18), time(20)),
    "night": (time(20), time(23, 59)),
    "tonight": (time(20), time(23, 59)),
}
"""When a part of the day begins (READING.md, Times) and ends."""
_EARLIEST, _LATEST = time(7), time(21, 59)
"""Where neither half of the day lies in the work hours, a bare clock is taken between these."""


def placed(day: Day | None, clock: Clock | None, part: str, calendar: Calendar) -> Stretch | None:
    """The stretch of a day, a clock and a part of the day together; None where there is no such day."""
    if day is None:
        if clock is not None:
            return _instant(next_moment(clock, calendar), clock)
        return _of_part(calendar.today, part, calendar)
    whole = day.place(calendar)
    if whole is None or (clock is None and not part):
        return whole
    date_of = whole.start.date()
    if isinstance(day, Period) and not day.edge:
        date_of = calendar.work_day_from(date_of)
    if _nearer_today(day, calendar):
        today = _on(calendar.today, clock, part, calendar)
        if today.start > calendar.wall:
            return today
    return _on(date_of, clock, part, calendar)


def _nearer_today(day: Day, calendar: Calendar) -> bool:
    return (
        isinstance(day, Weekday)
        and day.rel == ""
        and day.week is None
        and not day.plus
        and day.weekday == calendar.today.weekday()
    )


def _on(day: date, clock: Clock | None, part: str, calendar: Calendar) -> Stretch:
    return (
        _instant(datetime.combine(day, time()), clock, choose(clock, calendar, day))
        if clock
        else _of_part(day, part, calendar)
    )


def _instant(at: datetime, clock: Clock, chosen: time | None = None) -> Stretch:
    """The instant; hour 24 is the beginning of the next day."""
    grain: Grain = "minute" if clock.exact else "hour"
    if chosen is not None:
        at = datetime.combine(at.date() + timedelta(days=clock.hour == 24), chosen)  # noqa: PLR2004 - midnight
    return Stretch(at, None, grain)


def _of_part(day: date, part: str, calendar: Calendar) -> Stretch:
    if part == "end_of_day":
        return Stretch(datetime.combine(day, calendar.work_ends), None, "hour")
    if part == "midnight":
        return Stretch(datetime.combine(day + timedelta(days=1), time()), None, "hour")
    first, last = PARTS[part]
    return Stretch(datetime.combine(day, first), datetime.combine(day, last), "hour")


def halves(clock: Clock) -> list[time]:
    """The times of day that a clock may mean: both halves of the day where it is bare."""
    if not clock.bare:
        return [clock.at()]
    low = time(clock.hour % 12, clock.minute, clock.second)
    return [low, low.replace(hour=low.hour + 12)]


def fitting(clock: Clock, calendar: Calendar) -> list[time]:
    """Of both halves of the day those within the work hours (ends included); where there are none, between 07:00 and 21:59."""
    both = halves(clock)
    working = [at for at in both if calendar.work_starts <= at <= calendar.work_ends]
    return working or [at for at in both if _EARLIEST <= at <= _LATEST] or both


def choose(clock: Clock, calendar: Calendar, day: date) -> time:
    """The time meant on a named day; on the present day the next one still to come, if there is one."""
    choices = fitting(clock, calendar)
    if day == calendar.today:
        return next((at for at in choices if datetime.combine(day, at) > calendar.wall), choices[0])
    return choices[0]


def next_moment(clock: Clock, calendar: Calendar) -> datetime:
    """A clock without a day: as written today; bare, the next moment at which it fits (READING.md, ``at 5``)."""
    today = calendar.today
    if not clock.bare:
        return datetime.combine(today + timedelta(days=clock.hour == 24), clock.at())  # noqa: PLR2004 - midnight
    choices = fitting(clock, calendar)
    days = (today, today + timedelta(days=1))
    return next(at for at in (datetime.combine(d, c) for d in days for c in choices) if at > calendar.wall)

"""What a day phrase means, as data, and the calendar arithmetic that places it.

Each kind has ``place(calendar)``: the stretch of wall time that the words name, seen from the calendar's now; None where no
such day exists. ``counted`` tells the days that move off a day off (``in 3 days``, ``next week``) from those the rep named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import ClassVar

from bot.reading.times.feasts import feast_day
from bot.reading.times.periods import Nth, Period
from bot.reading.times.shapes import Calendar
from bot.reading.times.stretches import (
    YEARS,
    Stretch,
    add_months,
    days_between,
    hijri_year,
    next_weekday,
    real_date,
    whole_day,
)


@dataclass(frozen=True, slots=True)
class Offset:
    """Today, tomorrow, the day after, yesterday."""

    days: int
    counted: ClassVar[bool] = False

    def place(self, calendar: Calendar) -> Stretch | None:
        """So many days from today."""
        return whole_day(calendar.today + timedelta(days=self.days))


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week. ``rel`` is ``next``, ``this``, ``last`` or empty; ``week`` counts weeks from this one; ``plus`` weeks more."""

    weekday: int
    rel: str = ""
    week: int | None = None
    plus: int = 0
    counted: ClassVar[bool] = False

    def place(self, calendar: Calendar) -> Stretch | None:
        """The first one after today; with ``last`` the last before it; in a named week the one of that week."""
        today = calendar.today
        if self.week is not None:
            first = calendar.week_of(today) + timedelta(weeks=self.week)
            return whole_day(first + timedelta(days=(self.weekday - first.weekday()) % 7))
        if self.rel == "last":
            return whole_day(today - timedelta(days=(today.weekday() - self.weekday - 1) % 7 + 1))
        return whole_day(next_weekday(today, self.weekday) + timedelta(weeks=self.plus))


@dataclass(frozen=True, slots=True)
class DateOf:
    """A day and a month, Gregorian or Hijri, perhaps with the year and the weekday."""

    day: int
    month: int
    year: int | None = None
    hijri: bool = False
    weekday: int | None = None
    rel: str = ""
    years: int | None = None
    """So many years from this one: ``5 May next year``."""
    last: int | None = None
    """The last day of ``3-5 Nov``."""
    counted: ClassVar[bool] = False

    def _of_year(self, year: int) -> date | None:
        return real_date(year, self.month, self.day, hijri=self.hijri)

    def place(self, calendar: Calendar) -> Stretch | None:
        """The date; without a year the next one, today included."""
        year = self.year if self.years is None or self.hijri else calendar.today.year + self.years
        found = self._of_year(year) if year is not None else self.occurrence(calendar, forwards=not self.rel)
        if found is None:
            return None
        last = found + timedelta(days=self.last - self.day) if self.last else found
        return days_between(found, last + timedelta(days=1), "day")

    def occurrence(self, calendar: Calendar, *, forwards: bool) -> date | None:
        """The nearest such date from today on, or (not ``forwards``) until today."""
        today = calendar.today
        here = hijri_year(today) if self.hijri else today.year
        step = 1 if forwards else -1
        for year in range(here, here + 9 * step, step):
            found = self._of_year(year)
            if found and (found >= today if forwards else found <= today):
                return found
        return None


@dataclass(frozen=True, slots=True)
class DayNumber:
    """A day of a month (``the 18th``), the next such one; ``months`` counts from this month; ``weekday`` must agree where said."""

    day: int
    months: int | None = None
    weekday: int | None = None
    counted: ClassVar[bool] = False

    def place(self, calendar: Calendar) -> Stretch | None:
        """The next day so numbered, today included."""
        found = self.occurrence(calendar, forwards=True)
        return whole_day(found) if found else None

    def occurrence(self, calendar: Calendar, *, forwards: bool) -> date | None:
        """The nearest such day from today on, or until today."""
        today = calendar.today
        first = today.replace(day=1)
        wanted = (self.months,) if self.months is not None else range(13 * 4) if forwards else range(0, -13 * 4, -1)
        for number in wanted:
            month = add_months(first, number)
            found = month and real_date(month.year, month.month, self.day)
            if not found or (self.weekday is not None and found.weekday() != self.weekday):
                continue
            if self.months is not None or (found >= today if forwards else found <= today):
                return found
        return None


@dataclass(frozen=True, slots=True)
class Counted:
    """``in 3 days``, ``2 hours ago``, ``two weeks before 1 May``. ``amounts`` are (number, unit); ``sign`` is 1 or -1."""

    amounts: tuple[tuple[Decimal, str], ...]
    sign: int = 1
    anchor: Day | None = None
    weekday: int | None = None
    counted: ClassVar[bool] = True

    @property
    def exact(self) -> bool:
        """Whether hours, minutes or seconds were counted: an instant, not a day."""
        return any(unit in _SECONDS for _, unit in self.amounts)

    def place(self, calendar: Calendar) -> Stretch | None:
        """From now, or from the anchor's day."""
        start = calendar.today
        if self.anchor is not None:
            anchored = self.anchor.place(calendar)
            if anchored is None:
                return None
            start = anchored.start.date()
        day: date | None = start
        seconds = Decimal(0)
        for number, unit in self.amounts:
            if unit in _SECONDS:
                seconds += number * _SECONDS[unit]
            else:
                day = day and _move(day, number * self.sign, unit, calendar)
        if day is None or abs(seconds) > _LONGEST:
            return None
        if not self.exact:
            if self.weekday is not None:
                week = calendar.week_of(day)
                day = week + timedelta(days=(self.weekday - week.weekday()) % 7)
            return whole_day(day)
        if self.anchor is not None:
            return Stretch(datetime.combine(day, time()) + timedelta(seconds=int(seconds) * self.sign), None, "minute")
        moved = calendar.aware(datetime.combine(day, calendar.wall.time())).astimezone(UTC)
        at = moved + timedelta(seconds=int(seconds) * self.sign)
        return Stretch(at.astimezone(calendar.zone).replace(tzinfo=None), None, "minute")


_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_LONGEST = 3600 * 24 * 4000
_MOST = 5000


def _move(day: date, number: Decimal, unit: str, calendar: Calendar) -> date | None:
    """The day moved by that many units; parts of a unit count in days; None outside the calendar."""
    if abs(number) > _MOST:
        return None
    if unit == "workday":
        step, left = (1, int(number)) if number >= 0 else (-1, -int(number))
        if not calendar.work_days:
            return day + timedelta(days=int(number))
        while left:
            day += timedelta(days=step)
            left -= calendar.works(day)
        return day
    if unit in _IN_MONTHS:
        number *= _IN_MONTHS[unit]
        moved = add_months(day, int(number))
        return moved and moved + timedelta(days=int((number - int(number)) * 30))
    return day + timedelta(days=int(number * {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}[unit]))


_IN_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class CountedWeekday:
    """``3 Fridays from now``, ``two Mondays ago``."""

    number: int
    weekday: int
    counted: ClassVar[bool] = False

    def place(self, calendar: Calendar) -> Stretch | None:
        """The n-th such day from today."""
        if self.number > 0:
            return whole_day(next_weekday(calendar.today, self.weekday) + timedelta(weeks=self.number - 1))
        before = Weekday(self.weekday, "last").place(calendar)
        return before and whole_day(before.start.date() + timedelta(weeks=self.number + 1))


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast with a date of its own; the next one unless a year or ``last`` was said."""

    name: str
    year: int | None = None
    rel: str = ""
    counted: ClassVar[bool] = False

    def place(self, calendar: Calendar) -> Stretch | None:
        """The day of the feast (Eid and the Hijri year by Umm al-Qura)."""
        if self.year is not None:
            found = feast_day(self.name, self.year)
            return whole_day(found) if found else None
        today = calendar.today
        backwards = self.rel == "last"
        years = range(today.year, today.year - 3, -1) if backwards else range(today.year, today.year + 3)
        days = [day for day in (feast_day(self.name, year) for year in years if year in YEARS) if day]
        return next((whole_day(day) for day in days if (day < today if backwards else day >= today)), None)


Day = Offset | Weekday | DateOf | DayNumber | Period | Nth | Counted | CountedWeekday | Feast

"""What a day phrase means, as data, and the calendar arithmetic that places it.

Each kind has ``place(calendar)``: the stretch of wall time that the words name, seen from the calendar's now; None where no
such day exists. ``counted`` tells the days that move off a day off (``in 3 days``, ``next week``) from those the rep named.
"""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import ClassVar

from hijridate import Gregorian, Hijri

from bot.reading.times.shapes import Calendar, Grain

_YEARS = range(1, 9990)
_FEBRUARY = 2
_HIJRI_YEARS = range(1343, 1501)
"""What the Umm al-Qura tables hold (hijridate)."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start`` to ``end`` (exclusive; None for an instant), naive wall time of the rep's zone."""

    start: datetime
    end: datetime | None
    grain: Grain


def whole_day(day: date) -> Stretch:
    """That day."""
    start = datetime.combine(day, time())
    return Stretch(start, start + timedelta(days=1), "day")


def _days(first: date, last: date, grain: Grain) -> Stretch:
    """From the first day to before the last."""
    return Stretch(datetime.combine(first, time()), datetime.combine(last, time()), grain)


def month_days(year: int, month: int) -> int:
    """How many days that month has."""
    return months.monthrange(year, month)[1]


def add_months(day: date, number: int) -> date | None:
    """The same day so many months on, the last of the month where it has none such; None outside the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if year not in _YEARS:
        return None
    return date(year, month + 1, min(day.day, month_days(year, month + 1)))


def real_date(year: int, month: int, day: int, *, hijri: bool = False) -> date | None:
    """That date, or None where there is none (31 Feb; Hijri years outside the Umm al-Qura tables)."""
    if hijri:
        try:
            return Hijri(year, month, day).to_gregorian() if year in _HIJRI_YEARS else None
        except (ValueError, OverflowError):
            return None
    if year not in _YEARS or not 1 <= month <= 12 or not 1 <= day <= month_days(year, month):  # noqa: PLR2004 - months
        return None
    return date(year, month, day)


def _next_weekday(after: date, weekday: int) -> date:
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


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
        return whole_day(_next_weekday(today, self.weekday) + timedelta(weeks=self.plus))


@dataclass(frozen=True, slots=True)
class DateOf:
    """A day and a month, Gregorian or Hijri, perhaps with the year and the weekday."""

    day: int
    month: int
    year: int | None = None
    hijri: bool = False
    weekday: int | None = None
    rel: str = ""
    counted: ClassVar[bool] = False

    def _of_year(self, year: int) -> date | None:
        return real_date(year, self.month, self.day, hijri=self.hijri)

    def place(self, calendar: Calendar) -> Stretch | None:
        """The date; without a year the next one, today included."""
        if self.year is not None:
            found = self._of_year(self.year)
            return whole_day(found) if found else None
        found = self.occurrence(calendar, forwards=self.rel != "last")
        return whole_day(found) if found else None

    def occurrence(self, calendar: Calendar, *, forwards: bool) -> date | None:
        """The nearest such date from today on, or (not ``forwards``) until today."""
        today = calendar.today
        here = _hijri_year(today) if self.hijri else today.year
        step = 1 if forwards else -1
        for year in range(here, here + 9 * step, step):
            found = self._of_year(year)
            if found and (found >= today if forwards else found <= today):
                return found
        return None


def _hijri_year(day: date) -> int:
    try:
        return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
    except (ValueError, OverflowError):
        return 0


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
class Period:
    """A week, weekend, month, quarter, half or year: so many from this one, or a named one; ``edge`` picks its start, middle or end."""

    unit: str
    offset: int = 0
    month: int | None = None
    year: int | None = None
    quarter: int | None = None
    edge: str = ""
    hijri: bool = False
    rel: str = ""

    @property
    def counted(self) -> bool:
        """``next week`` and ``end of month`` are counted; ``the weekend`` was named."""
        return self.unit != "weekend"

    def place(self, calendar: Calendar) -> Stretch | None:
        """The period, or the day at its edge."""
        whole = self._whole(calendar)
        if whole is None or not self.edge or whole.end is None:
            return whole
        first, last = whole.start.date(), whole.end.date() - timedelta(days=1)
        if self.edge == "start":
            return whole_day(calendar.work_day_from(first) if self.unit == "week" else first)
        if self.edge == "mid":
            middle = first + timedelta(days=14) if self.unit == "month" else first + (last - first) / 2
            return whole_day(middle)
        if self.unit == "week":
            end = calendar.work_day_until(last)
            return whole_day(end if end >= calendar.today or self.offset else end + timedelta(weeks=1))
        return whole_day(last)

    def _whole(self, calendar: Calendar) -> Stretch | None:  # noqa: PLR0911 - one line per unit
        today = calendar.today
        if self.month is not None:
            return self._named_month(calendar)
        if self.unit == "week":
            first = calendar.week_of(today) + timedelta(weeks=self.offset)
            return _days(first, first + timedelta(weeks=1), "week")
        if self.unit == "weekend":
            return self._weekend(calendar)
        if self.unit == "year" or self.unit == "":
            year = self.year if self.year is not None else today.year + self.offset
            return _days(date(year, 1, 1), date(year + 1, 1, 1), "year") if year in _YEARS else None
        if self.unit == "day":
            return whole_day(today + timedelta(days=self.offset))
        if self.unit == "hour":
            first_hour = calendar.wall + timedelta(hours=self.offset)
            return Stretch(first_hour, first_hour + timedelta(hours=1), "hour")
        size = {"month": 1, "quarter": 3, "half": 6}[self.unit]
        if self.quarter is not None:
            return self._numbered(calendar, size, self.quarter)
        start = date(today.year, (today.month - 1) // size * size + 1, 1)
        first, last = add_months(start, size * self.offset), add_months(start, size * (self.offset + 1))
        return _days(first, last, "month" if size == 1 else "quarter") if first and last else None

    def _numbered(self, calendar: Calendar, size: int, number: int) -> Stretch | None:
        """``Q4``, ``second half``: of the year said, or the next that has not ended."""
        year = self.year if self.year is not None else calendar.today.year + self.offset
        for candidate in (year, year + 1):
            if candidate not in _YEARS:
                return None
            first = add_months(date(candidate, 1, 1), size * (number - 1))
            last = first and add_months(first, size)
            if first and last and (self.year is not None or last > calendar.today):
                return _days(first, last, "quarter")
        return None

    def _named_month(self, calendar: Calendar) -> Stretch | None:
        today, month = calendar.today, self.month or 1
        here = _hijri_year(today) if self.hijri else today.year
        start = self.year if self.year is not None else here
        backwards = self.rel == "last"
        years = (
            (start,) if self.year is not None else range(start, start - 3, -1) if backwards else range(start, start + 3)
        )
        for year in years:
            first = real_date(year, month, 1, hijri=self.hijri)
            following = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004 - December
            last = real_date(*following, 1, hijri=self.hijri)
            if first and last and (self.year is not None or (last <= today if backwards else last > today)):
                return _days(first, last, "month")
        return None

    def _weekend(self, calendar: Calendar) -> Stretch | None:
        """The days off that end the week."""
        first = calendar.week_of(calendar.today) + timedelta(weeks=self.offset)
        off = [day for day in (first + timedelta(days=n) for n in range(7)) if not calendar.works(day)]
        if not off:
            return None
        last = off[-1]
        while off[0] < last and (last - off[0]).days >= len(off):
            off.pop(0)
        return _days(off[0], last + timedelta(days=1), "day")


@dataclass(frozen=True, slots=True)
class Nth:
    """``first Sunday of next month``, ``last working day of the quarter``, ``third day of October``, ``40th day of 2027``."""

    number: int
    unit: str
    weekday: int | None
    within: Period
    counted: ClassVar[bool] = False

    def place(self, calendar: Calendar) -> Stretch | None:
        """The day; for a bare month name of the next one in which it has not passed."""
        found = self._of(self.within, calendar)
        named = self.within.month is not None and self.within.year is None and not self.within.rel
        if named and found and found.start.date() < calendar.today:
            whole = self.within.place(calendar)
            if whole:
                found = (
                    self._of(replace(self.within, year=whole.start.year + 1), calendar)
                    if not self.within.hijri
                    else found
                )
        return found

    def _of(self, within: Period, calendar: Calendar) -> Stretch | None:
        whole = within.place(calendar)
        if whole is None or whole.end is None:
            return None
        first, last = whole.start.date(), whole.end.date() - timedelta(days=1)
        if self.unit == "week":
            start = calendar.week_of(first if self.number > 0 else last) + timedelta(
                weeks=self.number - (self.number > 0)
            )
            if self.number < 0:
                start += timedelta(weeks=1)
            if self.number > 0 and start < first:
                start += timedelta(weeks=1)
            return _days(start, start + timedelta(weeks=1), "week")
        if self.weekday is None and self.unit != "workday":
            day = first + timedelta(days=self.number - 1) if self.number > 0 else last + timedelta(days=self.number + 1)
        else:
            found = self._nth(first, last, calendar)
            if found is None:
                return None
            day = found
        return whole_day(day) if first <= day <= last else None

    def _nth(self, first: date, last: date, calendar: Calendar) -> date | None:
        day, step = (first, 1) if self.number > 0 else (last, -1)
        left = abs(self.number)
        while first <= day <= last and left:
            fits = calendar.works(day) if self.unit == "workday" else day.weekday() == self.weekday
            left -= fits
            if not left:
                return day
            day += timedelta(days=step)
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
            return whole_day(_next_weekday(calendar.today, self.weekday) + timedelta(weeks=self.number - 1))
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
        days = [day for day in (feast_day(self.name, year) for year in years if year in _YEARS) if day]
        return next((whole_day(day) for day in days if (day < today if backwards else day >= today)), None)


_FIXED = {
    "christmas": (12, 25), "christmas_eve": (12, 24), "new_year": (1, 1), "new_years_eve": (12, 31),
    "halloween": (10, 31), "valentine": (2, 14), "workers": (5, 1),
}  # fmt: skip
_FROM_EASTER = {"easter": 0, "easter_monday": 1, "good_friday": -2}
_HIJRI_FEASTS = {"fitr": (10, 1), "adha": (12, 10), "hijri_year": (1, 1)}


def feast_day(name: str, year: int) -> date | None:
    """The day of a feast in a Gregorian year; None where the tables do not reach."""
    if name in _FIXED:
        return real_date(year, *_FIXED[name])
    if name in _FROM_EASTER:
        return _easter(year) + timedelta(days=_FROM_EASTER[name])
    if name in ("thanksgiving", "black_friday"):
        fourth = _next_weekday(date(year, 11, 1) - timedelta(days=1), 3) + timedelta(weeks=3)
        return fourth + timedelta(days=name == "black_friday")
    month, day = _HIJRI_FEASTS[name]
    here = _hijri_year(date(year, 1, 1))
    found = [real_date(h, month, day, hijri=True) for h in (here, here + 1)] if here else []
    return next((moment for moment in found if moment and moment.year == year), None)


def _easter(year: int) -> date:
    """Western Easter, by the anonymous Gregorian rule (Meeus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


Day = Offset | Weekday | DateOf | DayNumber | Period | Nth | Counted | CountedWeekday | Feast

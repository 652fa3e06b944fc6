"""Weeks, months, quarters and years as data, and the days counted within them (``first Sunday of next month``)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from bot.reading.times.shapes import Calendar
from bot.reading.times.stretches import YEARS, Stretch, add_months, days_between, hijri_year, real_date, whole_day


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
    years: int | None = None
    """With a month: so many years from this one."""

    @property
    def counted(self) -> bool:
        """``next week`` and ``end of month`` are counted; ``the weekend`` was named."""
        return self.unit != "weekend"

    def place(self, calendar: Calendar) -> Stretch | None:
        """The period, or the day at its edge."""
        whole = self._whole(calendar)
        if whole is None or not self.edge or whole.end is None:
            return whole
        day = self._at_edge(whole.start.date(), whole.end.date() - timedelta(days=1), calendar)
        present = not (self.offset or self.rel or self.month or self.year is not None or self.quarter)
        if present and day < calendar.today:  # the start of the month that has begun: of the next one
            return replace(self, offset=1).place(calendar)
        return whole_day(day)

    def _at_edge(self, first: date, last: date, calendar: Calendar) -> date:
        if self.edge == "start":
            return calendar.work_day_from(first) if self.unit == "week" else first
        if self.edge == "mid":
            return first + timedelta(days=14) if self.unit == "month" else first + (last - first) / 2
        return calendar.work_day_until(last) if self.unit == "week" else last

    def _whole(self, calendar: Calendar) -> Stretch | None:  # noqa: PLR0911 - one line per unit
        today = calendar.today
        if self.month is not None:
            return self._named_month(calendar)
        if self.unit == "week" and self.quarter is not None:
            return self._numbered_week(calendar, self.quarter)
        if self.unit == "week":
            first = calendar.week_of(today) + timedelta(weeks=self.offset)
            return days_between(first, first + timedelta(weeks=1), "week")
        if self.unit == "weekend":
            return self._weekend(calendar)
        if self.unit in ("year", ""):
            year = self.year if self.year is not None else today.year + self.offset
            return days_between(date(year, 1, 1), date(year + 1, 1, 1), "year") if year in YEARS else None
        if self.unit == "day":
            return whole_day(today + timedelta(days=self.offset))
        if self.unit == "hour":
            first_hour = calendar.wall + timedelta(hours=self.offset)
            return Stretch(first_hour, first_hour + timedelta(hours=1), "hour")
        size = {"month": 1, "quarter": 3, "half": 6}[self.unit]
        if self.quarter is not None:
            return self._numbered(calendar, size, self.quarter)
        start = date(today.year, (today.month - 1) // size * size + 1, 1)
        begins, ends = add_months(start, size * self.offset), add_months(start, size * (self.offset + 1))
        return days_between(begins, ends, "month" if size == 1 else "quarter") if begins and ends else None

    def _numbered(self, calendar: Calendar, size: int, number: int) -> Stretch | None:
        """``Q4``, ``second half``: of the year said, or the next that has not ended."""
        year = self.year if self.year is not None else calendar.today.year + self.offset
        for candidate in (year, year + 1):
            if candidate not in YEARS:
                return None
            first = add_months(date(candidate, 1, 1), size * (number - 1))
            last = first and add_months(first, size)
            if first and last and (self.year is not None or last > calendar.today):
                return days_between(first, last, "quarter")
        return None

    def _numbered_week(self, calendar: Calendar, number: int) -> Stretch | None:
        """``week 12``: of the year said, or the next that has not ended; from the first day of the rep's week in which it lies."""
        year = self.year if self.year is not None else calendar.today.year
        for candidate in (year, year + 1):
            if candidate not in YEARS:
                return None
            try:
                first = calendar.week_of(date.fromisocalendar(candidate, number, 1))
            except ValueError:  # no 53rd week
                continue
            last = first + timedelta(weeks=1)
            if self.year is not None or last > calendar.today:
                return days_between(first, last, "week")
        return None

    def _named_month(self, calendar: Calendar) -> Stretch | None:
        today, month = calendar.today, self.month or 1
        here = hijri_year(today) if self.hijri else today.year
        start = self.year if self.year is not None else here + (self.years or 0)
        sure = self.year is not None or self.years is not None
        backwards, since = self.rel == "last", self.rel == "since"
        years = (start,) if sure else range(start, start - 3, -1) if backwards or since else range(start, start + 3)
        for year in years:
            first = real_date(year, month, 1, hijri=self.hijri)
            following = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004 - December
            last = real_date(*following, 1, hijri=self.hijri)
            in_time = first and last and (last <= today if backwards else first <= today if since else last > today)
            if first and last and (sure or in_time):
                return days_between(first, last, "month")
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
        return days_between(off[0], last + timedelta(days=1), "day")


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
            return days_between(start, start + timedelta(weeks=1), "week")
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

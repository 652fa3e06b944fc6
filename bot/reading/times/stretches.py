"""Stretches of wall time and the arithmetic of both calendars that places them."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hijridate import Gregorian, Hijri

from bot.reading.times.shapes import Grain

YEARS = range(1, 9990)
"""The years that can be placed, with room for a step beyond."""
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


def days_between(first: date, last: date, grain: Grain) -> Stretch:
    """From the first day to before the last."""
    return Stretch(datetime.combine(first, time()), datetime.combine(last, time()), grain)


def month_days(year: int, month: int) -> int:
    """How many days that month has."""
    return months.monthrange(year, month)[1]


def add_months(day: date, number: int) -> date | None:
    """The same day so many months on, the last of the month where it has none such; None outside the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if year not in YEARS:
        return None
    return date(year, month + 1, min(day.day, month_days(year, month + 1)))


def real_date(year: int, month: int, day: int, *, hijri: bool = False) -> date | None:
    """That date, or None where there is none (31 Feb; Hijri years outside the Umm al-Qura tables)."""
    if hijri:
        try:
            return Hijri(year, month, day).to_gregorian() if year in _HIJRI_YEARS else None
        except (ValueError, OverflowError):
            return None
    if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= month_days(year, month):  # noqa: PLR2004 - months
        return None
    return date(year, month, day)


def next_weekday(after: date, weekday: int) -> date:
    """The first such weekday after that day."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


def hijri_year(day: date) -> int:
    """The Hijri year of a day by Umm al-Qura; 0 outside the tables."""
    try:
        return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
    except (ValueError, OverflowError):
        return 0

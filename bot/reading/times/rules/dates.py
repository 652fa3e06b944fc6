"""Dates in digits: ``10/12``, ``10.12.2026``, ``2026-11-24``, and those with a month's name between the digits."""

from __future__ import annotations

from bot.reading.times.meaning import DateOf, Day
from bot.reading.times.periods import Period
from bot.reading.times.rules.periods import month
from bot.reading.times.words.line import Line

DayFound = tuple[Day, int, bool]
"""The day, the index after it, and whether it is weak: needs a cue or a number beside it."""

_LONGEST_MONTH, _MONTHS = 31, 12
_TWO, _YEAR_DIGITS = 2, 4
_USUAL_YEARS = range(1900, 2100)
_DATE_SEPARATORS = frozenset({"/", "-", ".", "//", "--", "..", "/,"})


def numeric(line: Line, at: int) -> DayFound | None:
    """``10/12``, ``10-12``, ``10.12.2026``, ``2026-11-24``, ``2020/sep/23``, ``2016 10 16``, ``08/12,2015``."""
    token = line.tokens[at]
    parts, separators = token.digits, token.separators
    if len(parts) == 1:
        return _with_name_inside(line, at)
    if len(parts) == 2 and separators == "-" and line.sign(at + 1, "-"):  # noqa: PLR2004 - 23-2020-September
        found = month(line, at + 2)
        if found and len(parts[1]) == 4 and 1 <= int(parts[0]) <= _LONGEST_MONTH:  # noqa: PLR2004
            return DateOf(int(parts[0]), found[0], int(parts[1])), found[2], False
    if len(parts) not in (2, 3) or separators not in _DATE_SEPARATORS:
        return None
    if max(map(len, parts)) > 4:  # noqa: PLR2004
        return None
    dotted = separators.startswith(".")
    if dotted and len(parts) == 3 and len(parts[2]) != 4:  # noqa: PLR2004 - a version number
        return None
    return DateDigits.read(tuple(map(int, parts)), tuple(map(len, parts)), separators, at)


def _with_name_inside(line: Line, at: int) -> DayFound | None:
    """``2020/sep/23``, ``2019-Sep-1``, ``2016 10 16``."""
    spaced = [line.tokens[at + n] for n in range(3)]
    if [len(token.digits[0]) if token.whole is not None else 0 for token in spaced] == [4, 2, 2]:
        number, month_number = spaced[2].whole or 0, spaced[1].whole or 0
        if month_number <= _MONTHS:
            return DateOf(number, month_number, spaced[0].whole), at + 3, False
    if not line.sign(at + 1, "/-"):
        return None
    found = month(line, at + 2)
    year = line.tokens[at].whole
    if found is None or year is None or len(line.tokens[at].digits[0]) != 4:  # noqa: PLR2004
        return None
    here = line.past_sign(found[2], "/-")
    day_number = line.tokens[here].whole
    return (
        (DateOf(day_number, found[0], year), here + 1, False)
        if here > found[2] and day_number and day_number <= _LONGEST_MONTH
        else None
    )


def _year_first(parts: tuple[int, ...], separators: str, at: int) -> DayFound | None:
    """``2026-11-24``, ``2014-10``; day and month exchanged where only that exists."""
    year, second = parts[:2]
    if len(parts) == _TWO:
        known = second in range(1, _MONTHS + 1) and year in _USUAL_YEARS and separators in "-/"
        return (Period("month", month=second, year=year), at + 1, True) if known else None
    third = parts[2]
    if not (1 <= second <= _LONGEST_MONTH and 1 <= third <= _LONGEST_MONTH):
        return None
    return DateOf(third, second, year) if second <= _MONTHS else DateOf(second, third, year), at + 1, False


def _month_and_year(parts: tuple[int, ...], sizes: tuple[int, ...], separators: str, at: int) -> DayFound | None:
    """``2/2013``."""
    known = len(parts) == _TWO and sizes[1] == _YEAR_DIGITS and separators == "/"
    if not known or parts[0] not in range(1, _MONTHS + 1) or parts[1] not in _USUAL_YEARS:
        return None
    return Period("month", month=parts[0], year=parts[1]), at + 1, False


class DateDigits(DateOf):
    """A date in digits whose order of day and month is the rep's; settled by ``order``."""

    __slots__ = ()

    @staticmethod
    def read(parts: tuple[int, ...], sizes: tuple[int, ...], separators: str, at: int) -> DayFound | None:
        """The date as written, day first; ``order`` turns it."""
        if sizes[0] == _YEAR_DIGITS:
            return _year_first(parts, separators, at)
        if max(sizes[:2]) > _TWO:
            return _month_and_year(parts, sizes, separators, at)
        if not all(1 <= part <= _LONGEST_MONTH for part in parts[:2]) or min(parts[:2]) > _MONTHS:
            return None
        if len(parts) == _TWO:
            return DateDigits(parts[0], parts[1]), at + 1, separators != "/"
        if sizes[2] not in (_TWO, _YEAR_DIGITS):
            return None
        return (
            DateDigits(parts[0], parts[1], parts[2] if sizes[2] == _YEAR_DIGITS else century(parts[2])),
            at + 1,
            False,
        )

    def order(self, *, day_first: bool) -> tuple[DateOf, bool]:
        """The date in the rep's order, and whether day and month had to be exchanged because it is impossible so."""
        day_number, month_number = (self.day, self.month) if day_first else (self.month, self.day)
        swapped = month_number > _MONTHS
        if swapped:
            day_number, month_number = month_number, day_number
        return DateOf(day_number, month_number, self.year, weekday=self.weekday, rel=self.rel), swapped


def month_then(line: Line, at: int, month_number: int) -> DayFound | None:
    """``Sep-23-2020``, ``September-2020-23``."""
    first, second = line.tokens[at].digits
    for day_digits, year_digits in ((first, second), (second, first)):
        if len(day_digits) <= 2 and len(year_digits) == 4 and 1 <= int(day_digits) <= _LONGEST_MONTH:  # noqa: PLR2004
            return DateOf(int(day_digits), month_number, int(year_digits)), at + 1, False
    return None


def century(year: int) -> int:
    """A year of two digits, as POSIX reads them."""
    return year + (1900 if year > 69 else 2000)  # noqa: PLR2004 - as POSIX has it

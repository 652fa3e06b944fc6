"""Dates in digits: ``10/12``, ``10.12.2026``, ``2026-11-24``, and those with a month's name between the digits."""

from __future__ import annotations

from bot.reading.times.meaning import DateOf, Day
from bot.reading.times.periods import Period
from bot.reading.times.rules.periods import month
from bot.reading.times.words.line import Line

DayFound = tuple[Day, int, bool]
"""The day, the index after it, and whether it is weak: needs a cue or a number beside it."""

_LONGEST_MONTH = 31
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
        if month_number <= 12:  # noqa: PLR2004 - months
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


class DateDigits(DateOf):
    """A date in digits whose order of day and month is the rep's; settled by ``order``."""

    __slots__ = ()

    @staticmethod
    def read(parts: tuple[int, ...], sizes: tuple[int, ...], separators: str, at: int) -> DayFound | None:
        """The date as written, day first; ``order`` turns it."""
        if sizes[0] == 4:  # noqa: PLR2004 - a year first
            if len(parts) == 3 and 1 <= parts[1] <= _LONGEST_MONTH and 1 <= parts[2] <= _LONGEST_MONTH:  # noqa: PLR2004
                one = DateOf(parts[2], parts[1], parts[0]) if parts[1] <= 12 else DateOf(parts[1], parts[2], parts[0])  # noqa: PLR2004
                return one, at + 1, False
            if len(parts) == 2 and 1 <= parts[1] <= 12 and 1900 <= parts[0] < 2100 and separators in "-/":  # noqa: PLR2004
                return Period("month", month=parts[1], year=parts[0]), at + 1, True
            return None
        if max(sizes[:2]) > 2:  # noqa: PLR2004 - 2/2013
            if (
                len(parts) == 2
                and sizes[1] == 4
                and 1 <= parts[0] <= 12
                and 1900 <= parts[1] < 2100
                and separators == "/"
            ):  # noqa: PLR2004
                return Period("month", month=parts[0], year=parts[1]), at + 1, False
            return None
        year = None
        if len(parts) == 3:  # noqa: PLR2004
            if sizes[2] == 3 or sizes[2] == 1:  # noqa: PLR2004
                return None
            year = parts[2] if sizes[2] == 4 else century(parts[2])  # noqa: PLR2004
        if not (1 <= parts[0] <= _LONGEST_MONTH and 1 <= parts[1] <= _LONGEST_MONTH) or min(parts[:2]) > 12:  # noqa: PLR2004
            return None
        return DateDigits(parts[0], parts[1], year), at + 1, len(parts) == 2 and separators != "/"  # noqa: PLR2004

    def order(self, *, day_first: bool) -> tuple[DateOf, bool]:
        """The date in the rep's order, and whether day and month had to be exchanged because it is impossible so."""
        day_number, month_number = (self.day, self.month) if day_first else (self.month, self.day)
        swapped = month_number > 12  # noqa: PLR2004
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

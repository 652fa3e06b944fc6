"""Feasts with a date of their own: fixed ones, those counted from Easter, and the Hijri ones by Umm al-Qura."""

from __future__ import annotations

from datetime import date, timedelta

from bot.reading.times.stretches import hijri_year, next_weekday, real_date

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
        fourth = next_weekday(date(year, 11, 1) - timedelta(days=1), 3) + timedelta(weeks=3)
        return fourth + timedelta(days=name == "black_friday")
    month, day = _HIJRI_FEASTS[name]
    here = hijri_year(date(year, 1, 1))
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

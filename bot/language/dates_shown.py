"""Dates, distances, durations and money as a rep reads them: language, zone, 12 or 24 hours, Latin or Arabic digits.

Every function takes what it shows and a ``Viewer`` (``bot/voice.py`` is one) and gives plain text. Moments that come in are
aware; they are shown in the viewer's zone. What is shown reads back as the same moment (``bot/reading/times``).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Protocol

from bot.language.fill import fill, in_digits
from bot.language.words import Language, Words
from core.money import Money


class Habits(Protocol):
    """A rep's choices of clock and digits."""

    clock12: bool
    arabic_digits: bool


class Viewer(Protocol):
    """Who looks: a language, a zone, the present moment in it, and the rep's habits."""

    @property
    def language(self) -> Language: ...  # noqa: D102 - see the class
    @property
    def zone(self) -> tzinfo: ...  # noqa: D102 - see the class
    @property
    def now(self) -> datetime: ...  # noqa: D102 - see the class
    @property
    def rep(self) -> Habits: ...  # noqa: D102 - see the class


DAYS: dict[Language, tuple[str, ...]] = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}
"""Monday first, as ``date.weekday`` counts."""
MONTHS: dict[Language, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "ar": (
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
}  # fmt: skip
_HIJRI_MONTHS: dict[Language, tuple[str, ...]] = {
    "en": (
        "Muharram", "Safar", "Rabi I", "Rabi II", "Jumada I", "Jumada II", "Rajab", "Shaban", "Ramadan", "Shawwal",
        "Dhu al-Qadah", "Dhu al-Hijjah",
    ),
    "ar": (
        "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال",
        "ذو القعدة", "ذو الحجة",
    ),
}  # fmt: skip
_TODAY = Words(en="today", ar="اليوم")
_TOMORROW = Words(en="tomorrow", ar="غدًا")
_YESTERDAY = Words(en="yesterday", ar="أمس")
_NOW = Words(en="now", ar="الآن")
_AHEAD = Words(en="in {span}", ar="بعد {span}")
_BACK = Words(en="{span} ago", ar="قبل {span}")
_SPANS = {
    "minute": Words(
        en="{n} min", ar="{n, plural, one {دقيقة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}"
    ),
    "hour": Words(
        en="{n, plural, one {# hour} other {# hours}}",
        ar="{n, plural, one {ساعة} two {ساعتين} few {# ساعات} many {# ساعة} other {# ساعة}}",
    ),
    "day": Words(
        en="{n, plural, one {# day} other {# days}}",
        ar="{n, plural, one {يوم} two {يومين} few {# أيام} many {# يومًا} other {# يوم}}",
    ),
    "week": Words(
        en="{n, plural, one {# week} other {# weeks}}",
        ar="{n, plural, one {أسبوع} two {أسبوعين} few {# أسابيع} many {# أسبوعًا} other {# أسبوع}}",
    ),
    "month": Words(
        en="{n, plural, one {# month} other {# months}}",
        ar="{n, plural, one {شهر} two {شهرين} few {# أشهر} many {# شهرًا} other {# شهر}}",
    ),
    "year": Words(
        en="{n, plural, one {# year} other {# years}}",
        ar="{n, plural, one {سنة} two {سنتين} few {# سنوات} many {# سنة} other {# سنة}}",
    ),
}
_LENGTH_MINUTES = Words(
    en="{n} min", ar="{n, plural, one {دقيقة} two {دقيقتان} few {# دقائق} many {# دقيقة} other {# دقيقة}}"
)
_LENGTH_HOURS = Words(en="{n} h", ar="{n, plural, one {ساعة} two {ساعتان} few {# ساعات} many {# ساعة} other {# ساعة}}")

_WEEKS_FROM, _MONTHS_FROM, _YEARS_FROM = 14, 60, 730
"""Days from which a distance is told in weeks (whole ones, or any after a month), months and years."""


def _said(words: Words, viewer: Viewer, **values: int | str) -> str:
    filled = fill(words.in_(viewer.language), viewer.language, values, arabic_digits=viewer.rep.arabic_digits)
    return "".join(span.text for span in filled)


def _digits(text: str, viewer: Viewer) -> str:
    return in_digits(text, arabic_digits=viewer.rep.arabic_digits)


def shown_time(at: datetime, viewer: Viewer) -> str:
    """The hour of the day: ``15:00``, or ``3:00 PM`` / ``3:00 م`` for a rep with the 12-hour clock."""
    return _digits(_clock(at.astimezone(viewer.zone), viewer), viewer)


def _clock(local: datetime, viewer: Viewer) -> str:
    if not viewer.rep.clock12:
        return f"{local:%H:%M}"
    half = ("AM", "PM") if viewer.language == "en" else ("ص", "م")
    return f"{local.hour % 12 or 12}:{local:%M} {half[local.hour >= 12]}"  # noqa: PLR2004 - noon


def _date(day: date, viewer: Viewer, *, year: bool) -> str:
    text = f"{DAYS[viewer.language][day.weekday()]} {day.day} {MONTHS[viewer.language][day.month - 1]}"
    return f"{text} {day.year}" if year else text


def shown_day(day: date, viewer: Viewer, *, year: bool | None = None, hijri: bool = False) -> str:
    """A day with its weekday: ``Tue 24 Nov``; the year where it is another than this one, or as ``year`` says.

    ``hijri`` adds the Umm al-Qura date: ``Mon 22 Feb 2027 (15 Ramadan 1448)``.
    """
    with_year = day.year != viewer.now.year if year is None else year
    text = _date(day, viewer, year=with_year)
    return _digits(f"{text} ({_hijri(day, viewer)})" if hijri else text, viewer)


def shown_hijri(day: date, viewer: Viewer) -> str:
    """The day in the Umm al-Qura calendar: ``15 Ramadan 1448``. Empty outside the years that calendar is known for (1343–1500 AH)."""
    return _digits(_hijri(day, viewer), viewer)


def _hijri(day: date, viewer: Viewer) -> str:
    from hijridate import Gregorian

    try:
        moon = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return ""
    return f"{moon.day} {_HIJRI_MONTHS[viewer.language][moon.month - 1]} {moon.year}"


@lru_cache(maxsize=1024)
def city(zone: str, language: Language) -> str:
    """The city of a zone: ``Asia/Riyadh`` is Riyadh, الرياض. A zone without one keeps its own name."""
    from babel.dates import get_timezone_location

    try:
        return str(get_timezone_location(zone, locale=language, return_city=True)).rsplit("/", 1)[-1]
    except (LookupError, ValueError):
        return zone.rsplit("/", 1)[-1].replace("_", " ")


def shown_due(
    at: datetime,
    viewer: Viewer,
    *,
    all_day: bool = False,
    zone: bool = True,
    distance: bool = True,
    year: bool = True,
    hijri: bool = False,
) -> str:
    """A due moment: ``Tue 24 Nov 2026 15:00 (Riyadh, in 2 days)``; an all-day one without its hour."""
    local = at.astimezone(viewer.zone)
    text = _date(local.date(), viewer, year=year)
    if hijri and (moon := _hijri(local.date(), viewer)):
        text += f" = {moon}"
    if not all_day:
        text += f" {_clock(local, viewer)}"
    told = [city(str(viewer.zone), viewer.language)] if zone else []
    if distance:
        told.append(shown_distance(at, viewer, whole_days=all_day))
    comma = "، " if viewer.language == "ar" else ", "
    return _digits(f"{text} ({comma.join(told)})" if told else text, viewer)


def shown_short(at: datetime, viewer: Viewer, *, all_day: bool = False) -> str:
    """For buttons and lists: ``Sun 29 Nov 09:00``; the year only where it is another than this one."""
    local = at.astimezone(viewer.zone)
    return shown_due(
        at,
        viewer,
        all_day=all_day,
        zone=False,
        distance=False,
        year=local.year != viewer.now.astimezone(viewer.zone).year,
    )


def shown_happened(at: datetime, viewer: Viewer) -> str:
    """A moment of the past: ``today 14:05``, ``yesterday 16:00``, ``Thu 19 Nov 09:00``."""
    local = at.astimezone(viewer.zone)
    away = (local.date() - viewer.now.astimezone(viewer.zone).date()).days
    near = {0: _TODAY, -1: _YESTERDAY, 1: _TOMORROW}.get(away)
    if near is None:
        return shown_short(at, viewer)
    return _digits(f"{near.in_(viewer.language)} {_clock(local, viewer)}", viewer)


def shown_distance(at: datetime, viewer: Viewer, *, whole_days: bool = False) -> str:
    """How far away: ``in 2 hours``, ``tomorrow``, ``in 3 days``, ``2 weeks ago``; in calendar days of the viewer's zone.

    Within the day in minutes and hours unless ``whole_days``.
    """
    local, now = at.astimezone(viewer.zone), viewer.now.astimezone(viewer.zone)
    away = (local.date() - now.date()).days
    if away == 0 and not whole_days:
        return _within_the_day(at - viewer.now, viewer)
    near = {0: _TODAY, 1: _TOMORROW, -1: _YESTERDAY}.get(away)
    if near is not None:
        return near.in_(viewer.language)
    return _counted_distance(away, viewer)


def _within_the_day(gap: timedelta, viewer: Viewer) -> str:
    minutes = round(abs(gap).total_seconds() / 60)
    if minutes == 0:
        return _NOW.in_(viewer.language)
    span = _span("minute", minutes, viewer) if minutes < 60 else _span("hour", round(minutes / 60), viewer)  # noqa: PLR2004 - an hour
    return _said(_AHEAD if gap > timedelta(0) else _BACK, viewer, span=span)


def _counted_distance(away: int, viewer: Viewer) -> str:
    days = abs(away)
    if days >= _YEARS_FROM:
        span = _span("year", round(days / 365.25), viewer)
    elif days >= _MONTHS_FROM:
        span = _span("month", round(days / 30.44), viewer)
    elif days >= _WEEKS_FROM and (days % 7 == 0 or days > 30):  # noqa: PLR2004 - a month
        span = _span("week", round(days / 7), viewer)
    else:
        span = _span("day", days, viewer)
    return _said(_AHEAD if away > 0 else _BACK, viewer, span=span)


def _span(unit: str, n: int, viewer: Viewer) -> str:
    return _said(_SPANS[unit], viewer, n=n)


def shown_duration(minutes: int, viewer: Viewer) -> str:
    """A length: ``45 min``, ``1 h 30 min``; ``45 دقيقة``، ``ساعة و30 دقيقة``."""
    hours, rest = divmod(max(minutes, 0), 60)
    parts = [_said(_LENGTH_HOURS, viewer, n=hours)] if hours else []
    if rest or not hours:
        parts.append(_said(_LENGTH_MINUTES, viewer, n=rest))
    return (" و" if viewer.language == "ar" else " ").join(parts)


def shown_money(money: Money, viewer: Viewer) -> str:
    """An amount in full: ``SAR 50,000.00``, ``50,000.00 ر.س.``."""
    return money_text(money, viewer.language, arabic_digits=viewer.rep.arabic_digits)


def money_text(money: Money, language: Language, *, arabic_digits: bool = False, decimals: int = 2) -> str:
    """The same without a viewer; ``decimals=0`` for a sum in a list (rounded half up to whole units)."""
    figure = in_digits(
        f"{money.amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP):,f}", arabic_digits=arabic_digits
    )
    if language == "en":
        return f"{money.currency} {figure}"
    return f"{figure} {currency_sign(money.currency)}"


@lru_cache(maxsize=256)
def currency_sign(code: str) -> str:
    """The currency as Arabic readers write it (``ر.س.``), or its code where CLDR has no Arabic sign for it."""
    from babel import Locale

    sign = str(Locale("ar").currency_symbols.get(code, code)).replace("\u200f", "")
    return sign if any("\u0600" <= letter <= "\u06ff" for letter in sign) else code

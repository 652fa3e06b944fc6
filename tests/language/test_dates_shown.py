"""How dates, distances, durations and money are shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from bot.language import dates_shown as shown
from bot.language.words import Language
from core.money import Money

RIYADH = ZoneInfo("Asia/Riyadh")
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=RIYADH)


@dataclass
class Rep:
    """A rep's habits."""

    clock12: bool = False
    arabic_digits: bool = False


@dataclass
class Reader:
    """Who looks."""

    language: Language = "en"
    zone: ZoneInfo = RIYADH
    now: datetime = NOW
    rep: Rep = field(default_factory=Rep)


EN, AR = Reader(), Reader("ar")
TUESDAY = datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_a_due_moment_is_shown_in_full() -> None:
    """Weekday, date, hour, city and distance, in both languages."""
    assert shown.shown_due(TUESDAY, EN) == "Tue 24 Nov 2026 10:00 (Riyadh, in 2 days)"
    assert shown.shown_due(TUESDAY, AR) == "الثلاثاء 24 نوفمبر 2026 10:00 (الرياض، بعد يومين)"


def test_clock_and_digits_are_the_reps() -> None:
    """Twelve hours and Arabic digits where set."""
    habits = Rep(clock12=True, arabic_digits=True)
    afternoon = TUESDAY + timedelta(hours=5)
    assert shown.shown_due(afternoon, Reader("ar", rep=habits)) == "الثلاثاء ٢٤ نوفمبر ٢٠٢٦ ٣:٠٠ م (الرياض، بعد يومين)"
    assert shown.shown_time(afternoon, Reader(rep=Rep(clock12=True))) == "3:00 PM"
    assert shown.shown_time(datetime(2026, 11, 22, 21, tzinfo=UTC), Reader(rep=Rep(clock12=True))) == "12:00 AM"


def test_an_all_day_one_has_no_hour() -> None:
    """The day alone, its distance in days."""
    assert shown.shown_due(TUESDAY, EN, all_day=True) == "Tue 24 Nov 2026 (Riyadh, in 2 days)"
    today = datetime(2026, 11, 22, 6, tzinfo=UTC)
    assert shown.shown_due(today, EN, all_day=True, zone=False) == "Sun 22 Nov 2026 (today)"


def test_short_forms() -> None:
    """Buttons and lists; the year only where it is another."""
    assert shown.shown_short(datetime(2026, 11, 29, 6, tzinfo=UTC), EN) == "Sun 29 Nov 09:00"
    assert shown.shown_short(datetime(2027, 2, 22, 6, tzinfo=UTC), AR, all_day=True) == "الاثنين 22 فبراير 2027"
    assert shown.shown_day(date(2026, 12, 1), EN) == "Tue 1 Dec"


def test_the_past_near_and_far() -> None:
    """Today, yesterday, then the date."""
    said = [shown.shown_happened(NOW - timedelta(**by), EN) for by in ({}, {"hours": 22}, {"days": 3, "hours": 5})]
    assert said == ["today 14:05", "yesterday 16:05", "Thu 19 Nov 09:05"]
    assert shown.shown_happened(NOW, AR) == "اليوم 14:05"


@pytest.mark.parametrize(
    ("away", "en", "ar"),
    [
        (timedelta(minutes=1), "in 1 min", "بعد دقيقة"),
        (timedelta(hours=1, minutes=55), "in 2 hours", "بعد ساعتين"),
        (timedelta(hours=-3), "3 hours ago", "قبل 3 ساعات"),
        (timedelta(days=1), "tomorrow", "غدًا"),
        (timedelta(days=-1), "yesterday", "أمس"),
        (timedelta(days=3), "in 3 days", "بعد 3 أيام"),
        (timedelta(days=11), "in 11 days", "بعد 11 يومًا"),
        (timedelta(days=-14), "2 weeks ago", "قبل أسبوعين"),
        (timedelta(days=16), "in 16 days", "بعد 16 يومًا"),
        (timedelta(days=92), "in 3 months", "بعد 3 أشهر"),
        (timedelta(days=-1096), "3 years ago", "قبل 3 سنوات"),
        (timedelta(0), "now", "الآن"),
    ],
)
def test_distances(away: timedelta, en: str, ar: str) -> None:
    """Right plurals near and far."""
    assert shown.shown_distance(NOW + away, EN) == en
    assert shown.shown_distance(NOW + away, AR) == ar


def test_days_are_counted_in_the_readers_zone() -> None:
    """Late tonight in Riyadh is today there, tomorrow further east."""
    late = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    assert shown.shown_distance(late, EN) == "in 9 hours"
    assert shown.shown_distance(late, Reader(zone=ZoneInfo("Asia/Karachi"))) == "tomorrow"


def test_durations() -> None:
    """Minutes, hours, both."""
    assert [shown.shown_duration(n, EN) for n in (0, 45, 60, 90)] == ["0 min", "45 min", "1 h", "1 h 30 min"]
    assert [shown.shown_duration(n, AR) for n in (45, 60, 120, 90, 5)] == [
        "45 دقيقة", "ساعة", "ساعتان", "ساعة و30 دقيقة", "5 دقائق",
    ]  # fmt: skip


def test_money() -> None:
    """The code before it in English, the sign after it in Arabic."""
    price = Money(Decimal(50000), "SAR")
    assert shown.shown_money(price, EN) == "SAR 50,000.00"
    assert shown.shown_money(price, AR) == "50,000.00 ر.س."
    assert shown.shown_money(price, Reader("ar", rep=Rep(arabic_digits=True))) == "٥٠٬٠٠٠٫٠٠ ر.س."
    assert shown.shown_money(Money(Decimal(5), "USD"), AR) == "5.00 USD"
    assert shown.money_text(Money(Decimal("1234.5"), "SAR"), "en", decimals=0) == "SAR 1,235"


def test_hijri_next_to_the_common_date() -> None:
    """Umm al-Qura, as the reading has it."""
    day = date(2027, 2, 22)
    assert shown.shown_day(day, EN, hijri=True) == "Mon 22 Feb 2027 (15 Ramadan 1448)"
    assert shown.shown_hijri(day, AR) == "15 رمضان 1448"
    assert shown.shown_hijri(date(3000, 1, 1), EN) == ""


def test_names_are_those_of_cldr() -> None:
    """Days and months are written as CLDR writes them."""
    for language in ("en", "ar"):
        locale = Locale(language)
        width = "abbreviated" if language == "en" else "wide"
        assert tuple(locale.days["format"][width][n] for n in range(7)) == shown.DAYS[language]  # type: ignore[index]
        assert tuple(locale.months["format"][width][n] for n in range(1, 13)) == shown.MONTHS[language]  # type: ignore[index]

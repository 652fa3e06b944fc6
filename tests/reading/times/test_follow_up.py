"""The table of READING.md (Times) for reminders, row by row, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.kinds.when import When
from bot.reading.doubts import Doubt, Impossible, Past, TooFar, Vague
from bot.reading.times import Calendar, TimeSpan, UnclearSpan, find_times, for_follow_up


def due(text: str, calendar: Calendar) -> When | Doubt:
    """What the only time of a text becomes for a reminder."""
    (span,) = find_times(text, calendar)
    assert isinstance(span, TimeSpan | UnclearSpan)
    return for_follow_up(span, calendar)


def shown(text: str, calendar: Calendar) -> str:
    """Day or local minute of a reminder, or the name of the doubt."""
    when = due(text, calendar)
    if isinstance(when, Doubt):
        return type(when).__name__
    return when.at.strftime("%Y-%m-%d %H:%M") if when.at else str(when.day)


DAYS = {
    "2026-11-23": "tomorrow|tmrw|2moro|2morrow|tomorow|بكرة|بكره|بكرا|غدا|غداً|باجر",
    "2026-11-24": "day after tomorrow|بعد بكرة|بعد غد|Tuesday|on Tuesday|this Tuesday|الثلاثاء|يوم الثلاثاء|next Tuesday|الثلاثاء القادم"
    "|الثلاثاء الجاي|in 2 business days|بعد يومين عمل",
    "2026-12-01": "اول الشهر الجاي|Tuesday next week|الثلاثاء الأسبوع الجاي|next month|الشهر الجاي",
    "2026-11-29": "next week|الأسبوع القادم|Sunday|الأحد القادم|after Thursday",
    "2027-03-21": "week 12|wk 12 2027|الأسبوع ١٢",
    "2027-01-03": "H1 2027|in H1",
    "2026-12-15": "١٥ الشهر الجاي|نص الشهر",
    "2026-11-26": "end of week|later this week|نهاية الأسبوع|by Thu|بعد ٤ أيام",
    "2026-11-30": "end of month|نهاية الشهر|eom|last working day of the month|آخر يوم عمل في الشهر",
    "2026-11-25": "in 3 days|بعد ٣ أيام|before Thursday|قبل الخميس|after three days",
    "2026-12-06": "in two weeks|بعد أسبوعين|in a fortnight",
    "2026-12-10": "10/12|10-12|10.12.2026|10 Dec|December 10th|١٠ ديسمبر|١٠ كانون الأول|العاشر من ديسمبر",
    "2026-12-31": "end of the year|نهاية السنة|نهاية الربع|before the end of December",
    "2027-02-22": "15 Ramadan|١٥ رمضان|15 رمضان ١٤٤٨",
    "2027-04-03": "on 3 April|٣ نيسان",
    "2026-12-08": "Tuesday in two weeks|الثلاثاء بعد أسبوعين",
    "2026-12-05": "5th of next month|يوم ٥ الشهر الجاي|on the 5th",
    "2027-03-01": "next year in march|مارس السنة الجاية",
}
MINUTES = {
    "2026-11-22 16:00": "today|later today|اليوم|النهارده",
    "2026-11-22 16:05": "in 2 hours|بعد ساعتين|after 2 hours",
    "2026-11-22 15:35": "in 90 minutes|in an hour and a half|بعد ساعة ونص|in 1h30|in 1 h 30 min",
    "2026-11-22 17:00": "at 5|الساعة ٥|الساعة خمسة|Sunday at 5",
    "2026-11-23 09:30": "at 9:30|9:30-10:30|half past nine|الساعة ٩ ونص|التاسعة والنصف",
    "2026-11-23 10:00": "at 10|tomorrow at 10|بكرة ١٠|بكرا عالعشرة|tomorrow 10-11|١٠-١٢ الصبح",
    "2026-11-22 19:00": "at 7",
    "2026-11-24 15:00": "Tuesday at 3|Tue 3pm|الثلاثاء ٣ العصر",
    "2026-11-23 07:00": "tomorrow at 7",
    "2026-11-22 15:30": "15:30|at half past three|الثالثة والنصف",
    "2026-11-22 15:00": "3pm|this afternoon",
    "2026-11-26 15:00": "الخميس ٣ العصر|3pm on Thursday",
    "2026-11-29 10:00": "الأحد ١٠ الصبح|Sunday at 10",
    "2026-11-22 16:45": "quarter to 5|الساعة ٥ إلا ربع",
    "2026-11-22 20:00": "tonight|2nite|الليلة",
    "2026-11-22 18:00": "eod|end of day|نهاية الدوام|بعد الدوام|إلى ٦ المساء|until 6 in the evening",
    "2026-11-27 10:00": "friday at 10",
    "2026-11-23 09:00": "first thing tomorrow|for morning|قبل الدوام",
    "2026-11-26 14:00": "Thursday 2-3pm|Thursday 2pm-3pm|الخميس ٢-٣ العصر",
    "2026-11-23 12:00": "tomorrow at noon|بكرة الظهر",
    "2026-11-23 11:00": "Monday at eleven|يوم الاثنين الساعة احدعش الصبح",
    "2026-11-24 14:00": "يوم الثلاثاء الساعة ثنتين العصر",
}
DOUBTS = {
    "Past": "09:30|5 Nov|٥ نوفمبر|yesterday|this morning|an hour ago",
    "Vague": "soon|later|after Eid|بعد العيد|قريب|12/15|Tuesday 25 November",
    "TooFar": "31 Dec 2027|in 2 years",
    "Impossible": "31/2|30 Feb|٣١ نوفمبر",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (text, expected)
        for table in (DAYS, MINUTES, DOUBTS)
        for expected, texts in table.items()
        for text in texts.split("|")
    ],
)
def test_every_row_of_the_table(text: str, expected: str, calendar: Calendar) -> None:
    """A reminder said so is due then, or is asked about."""
    assert shown(text, calendar) == expected


def test_next_tuesday_offers_the_one_after(calendar: Calendar) -> None:
    """``next Tuesday`` still to come this week carries the Tuesday after it."""
    assert due("next Tuesday", calendar) == When(
        day=date(2026, 11, 24), said="next Tuesday", assumed="next_weekday", other=date(2026, 12, 1)
    )


def test_a_named_day_off_stays(calendar: Calendar) -> None:
    """``Friday`` stays Friday and offers the next work day."""
    when = due("Friday", calendar)
    assert isinstance(when, When)
    assert (when.day, when.assumed, when.other) == (date(2026, 11, 27), "day_off", date(2026, 11, 29))


def test_a_counted_day_off_moves(calendar: Calendar) -> None:
    """``in 2 days`` said on a Wednesday skips the weekend and says so."""
    wednesday = replace(calendar, now=datetime(2026, 11, 25, 14, 5, tzinfo=calendar.zone))
    assert due("in 2 days", wednesday) == When(day=date(2026, 11, 29), said="in 2 days", assumed="skipped_days_off")


def test_a_counted_day_for_another_week() -> None:
    """A rep with Saturday and Sunday off is not moved on a Friday."""
    calendar = Calendar(
        now=datetime(2026, 11, 25, 14, 5, tzinfo=ZoneInfo("Europe/Berlin")), work_days=frozenset(range(5))
    )
    assert due("in 2 days", calendar) == When(day=date(2026, 11, 27), said="in 2 days")


def test_sunday_at_five_on_a_sunday(calendar: Calendar) -> None:
    """It is today while it is still to come, with the next Sunday beside it, and next Sunday afterwards."""
    when = due("Sunday at 5", calendar)
    assert isinstance(when, When)
    assert (when.assumed, when.other) == ("nearest", date(2026, 11, 29))
    evening = replace(calendar, now=datetime(2026, 11, 22, 18, 5, tzinfo=calendar.zone))
    assert shown("Sunday at 5", evening) == "2026-11-29 17:00"


def test_today_late_in_the_day_is_asked(calendar: Calendar) -> None:
    """Where no full hour is left before the end of work, ``today`` is asked with choices."""
    late = replace(calendar, now=datetime(2026, 11, 22, 16, 45, tzinfo=calendar.zone))
    asked = due("today", late)
    assert isinstance(asked, Vague)
    assert asked.choices


@pytest.mark.parametrize(("text", "proposal"), [("09:30", "2026-11-23 09:30"), ("5 Nov", "2027-11-05")])
def test_a_past_time_is_asked_with_a_proposal(text: str, proposal: str, calendar: Calendar) -> None:
    """``09:30`` after 14:05 proposes tomorrow; a date lately passed proposes next year."""
    asked = due(text, calendar)
    assert isinstance(asked, Past)
    when = asked.proposal
    assert when is not None
    assert (when.at.strftime("%Y-%m-%d %H:%M") if when.at else str(when.day)) == proposal


def test_too_far_carries_the_day(calendar: Calendar) -> None:
    """More than a year ahead is asked with the day that was read."""
    asked = due("31 Dec 2027", calendar)
    assert isinstance(asked, TooFar)
    assert asked.when is not None
    assert asked.when.day == date(2027, 12, 31)


def test_month_first_is_a_setting(calendar: Calendar) -> None:
    """``12/10`` is 10 December where the workspace writes the month first."""
    assert shown("12/10", replace(calendar, day_first=False)) == "2026-12-10"


def test_an_impossible_date_is_not_found(calendar: Calendar) -> None:
    """The 31st of a shorter month is asked about."""
    (span,) = find_times("follow up 31/2", calendar)
    assert isinstance(span, UnclearSpan)
    assert isinstance(for_follow_up(span, calendar), Impossible)


def test_other_work_hours_choose_another_half(calendar: Calendar) -> None:
    """A bare clock falls within the rep's own hours: at 8 is 20:00 for the late shift."""
    late = replace(calendar, work_starts=time(14), work_ends=time(22))
    assert shown("at 8", late) == "2026-11-22 20:00"

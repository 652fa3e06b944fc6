"""What comes again: rules, first times, ends."""

from __future__ import annotations

import pytest

from bot.reading.times import Calendar, RecurrenceSpan, find_times, first_of

RULES = {
    "FREQ=WEEKLY;BYDAY=MO": "every Monday|كل اثنين|every monday|Mondays|كل يوم اثنين|أيام الاثنين",
    "FREQ=DAILY": "every day|daily|كل يوم|يوميا|everyday",
    "FREQ=DAILY;INTERVAL=2": "every other day|every 2 days|كل يومين",
    "FREQ=WEEKLY;INTERVAL=2": "every 2 weeks|every other week|كل أسبوعين|biweekly",
    "FREQ=WEEKLY;INTERVAL=3": "every 3 weeks|كل ٣ أسابيع",
    "FREQ=MONTHLY;BYDAY=1SU": "first Sunday of the month|first sunday of every month|أول أحد من الشهر|كل أول أحد من الشهر|أول أحد من كل شهر",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SU": "weekdays|every weekday|every working day|أيام الدوام|كل يوم عمل",
    "FREQ=WEEKLY;BYDAY=FR,SA": "weekends|every weekend",
    "FREQ=WEEKLY;BYDAY=TU,TH": "tuesdays and thursdays|every tue and thu|كل ثلاثاء وخميس",
    "FREQ=MONTHLY;BYMONTHDAY=15": "every 15th|15th of every month|كل شهر يوم ١٥|يوم ١٥ من كل شهر",
    "FREQ=MONTHLY;BYMONTHDAY=-1": "end of each month|last day of every month|31st of every month",
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1": "every month on the 30th",
    "FREQ=MONTHLY;INTERVAL=3": "every quarter|every 3 months|كل ٣ شهور",
    "FREQ=YEARLY;BYMONTHDAY=4;BYMONTH=7": "every July 4th",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270228T235959": "every other tuesday until march",
    "FREQ=DAILY;COUNT=5": "every day for 5 times",
    "FREQ=DAILY;BYDAY=MO,TU,WE,TH,SA,SU": "every day except Friday|كل يوم ما عدا الجمعة",
    "FREQ=HOURLY;INTERVAL=2": "every 2 hours",
    "FREQ=MINUTELY;INTERVAL=30": "every half hour|كل نص ساعة",
    "FREQ=WEEKLY;BYDAY=MO,WE": "كل اثنين وأربعاء|every mon and wed",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,SU;BYSETPOS=1": "first working day of every month|أول يوم عمل من كل شهر",
    "FREQ=YEARLY;BYMONTHDAY=5;BYMONTH=5": "every year on 5 May",
}


@pytest.mark.parametrize(("text", "rule"), [(text, rule) for rule, texts in RULES.items() for text in texts.split("|")])
def test_rules(text: str, rule: str, calendar: Calendar) -> None:
    """The words give that RFC 5545 rule, and nothing else is found in them."""
    (span,) = find_times(text, calendar)
    assert isinstance(span, RecurrenceSpan)
    assert span.rrule == rule


FIRSTS = {
    "2026-11-23T09:00:00+03:00": "every Monday at 9|كل اثنين ٩|كل اثنين الساعة ٩ الصبح|at 9am every Monday",
    "2026-11-26T11:00:00+03:00": "every thursday at 11",
    "2026-11-25T10:00:00+03:00": "كل أربعاء ١٠",
    "2026-12-06": "first Sunday of the month|every 2 weeks",
    "2026-11-23": "every day|weekdays",
    "2026-12-15T10:00:00+03:00": "10am on the 15th of every month",
    "2026-11-22T16:05:00+03:00": "every 2 hours",
}


@pytest.mark.parametrize(
    ("text", "first"), [(text, first) for first, texts in FIRSTS.items() for text in texts.split("|")]
)
def test_first_times(text: str, first: str, calendar: Calendar) -> None:
    """The first time lies ahead, in wall time of the rep's zone."""
    (span,) = find_times(text, calendar)
    assert isinstance(span, RecurrenceSpan)
    assert first_of(span, calendar).shown() == first


def test_an_exception_that_no_rule_holds_is_told(calendar: Calendar) -> None:
    """``except 23 June`` is part of the phrase and marked as left out."""
    (span,) = find_times("every day except 23 June", calendar)
    assert isinstance(span, RecurrenceSpan)
    assert span.left_out

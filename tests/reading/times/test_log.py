"""The rows of READING.md (Times) for logs: always the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.reading.doubts import Past
from bot.reading.times import Calendar, TimeSpan, UnclearSpan, find_times, for_log


def happened(text: str, calendar: Calendar) -> str:
    """The local minute at which a log so said happened, or the name of the doubt."""
    (span,) = find_times(text, calendar)
    assert isinstance(span, TimeSpan | UnclearSpan)
    at = for_log(span, calendar)
    return at.strftime("%Y-%m-%d %H:%M") if isinstance(at, datetime) else type(at).__name__


PAST = {
    "2026-11-21 16:00": "yesterday 4pm|أمس ٤ العصر|امبارح الساعة ٤ العصر",
    "2026-11-19 09:00": "last Thursday|الخميس الماضي",
    "2026-11-22 09:00": "this morning|هذا الصباح|اليوم الصبح",
    "2026-11-22 13:05": "an hour ago|قبل ساعة|من ساعة",
    "2026-11-18 09:00": "on Wednesday|Wednesday|الأربعاء",
    "2026-11-22 10:00": "at 10|الساعة ١٠|today at 10",
    "2026-11-20 09:00": "2 days ago|قبل يومين",
    "2026-11-05 09:00": "5 Nov|on the 5th",
    "2026-11-22 14:05": "today|اليوم|tonight",
    "2026-11-21 20:00": "last night",
    "2026-11-18 15:00": "Wednesday at 3",
}


@pytest.mark.parametrize(("text", "expected"), [(text, at) for at, texts in PAST.items() for text in texts.split("|")])
def test_every_row_for_logs(text: str, expected: str, calendar: Calendar) -> None:
    """What a log's time says lies in the past, at that minute."""
    assert happened(text, calendar) == expected


@pytest.mark.parametrize("text", ["tomorrow", "at 3", "in 2 days", "بكرة", "next Tuesday"])
def test_what_has_not_come_yet_is_asked(text: str, calendar: Calendar) -> None:
    """A log never lies in the future: it is asked instead."""
    (span,) = find_times(text, calendar)
    assert isinstance(span, TimeSpan)
    assert isinstance(for_log(span, calendar), Past)


def test_this_morning_before_it_begins_is_now(calendar: Calendar) -> None:
    """``this morning`` typed at 08:30 is 08:30."""
    early = replace(calendar, now=datetime(2026, 11, 22, 8, 30, tzinfo=calendar.zone))
    assert happened("this morning", early) == "2026-11-22 08:30"

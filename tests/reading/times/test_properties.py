"""Whatever is typed: nothing raises, the steps are bounded, spans are in order and say their own text."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.kinds.when import When
from bot.reading.times import (
    Calendar,
    RecurrenceSpan,
    TimeSpan,
    UnclearSpan,
    describe_steps,
    find_times,
    first_of,
    for_follow_up,
    for_log,
)
from bot.reading.times.words.line import BUDGET
from bot.reading.times.words.table import entry
from tests.reading.times.conftest import RIYADH, SUN_TO_THU

WORDS = (
    "at 5 on the next last this every first second monday mon of month in from to between and half past quarter 3 days ago 10/12 9:30 pm "
    "كل يوم الاثنين القادم بعد ساعتين و ربع من شهر الثالث نهاية الأسبوع , - . 2026 twenty may ١٥ رمضان tomorrow tonight 31/2 29 feb 9999 except"
).split()
EARLIEST, LATEST = (datetime.fromisoformat(day) for day in ("1990-01-01", "2080-01-01"))
ONE_PHRASE_MORE = 200
"""Steps that the phrase under way may take when the budget ends."""


def check(text: str, calendar: Calendar) -> None:
    """Read and resolve everything in a text; the invariants of each span."""
    last = 0
    for span in find_times(text, calendar):
        assert last <= span.start < span.end
        assert span.text == text[span.start : span.end]
        last = span.end
        if isinstance(span, TimeSpan | UnclearSpan):
            happened = for_log(span, calendar)
            assert not isinstance(happened, datetime) or happened <= calendar.now
            when = for_follow_up(span, calendar)
            if isinstance(when, When):
                assert when.at is None or when.at > calendar.now
                assert when.date >= calendar.today
                assert when.date <= calendar.today + timedelta(days=373)
        elif isinstance(span, RecurrenceSpan):
            assert first_of(span, calendar).date >= calendar.today


CALENDAR = Calendar(now=datetime(2026, 11, 22, 14, 5, tzinfo=RIYADH), work_days=SUN_TO_THU)


@given(st.text(st.characters(), max_size=60))
@settings(max_examples=200)
def test_any_text(text: str) -> None:
    """Any characters at all, lone surrogates and NULs among them."""
    check(text, CALENDAR)


@given(
    st.lists(st.sampled_from(WORDS), max_size=9),
    st.datetimes(EARLIEST, LATEST),
    st.sets(st.integers(0, 6)),
)
@settings(max_examples=400)
def test_any_words_of_time(words: list[str], now: datetime, work_days: set[int]) -> None:
    """Words of time in any order, at any moment, for any work week (none and all days included)."""
    check(" ".join(words), Calendar(now=now.replace(tzinfo=RIYADH), work_days=frozenset(work_days)))


@pytest.mark.parametrize(
    "piece",
    [
        "5 ",
        "at 5 ",
        "every ",
        "next ",
        "first and ",
        "كل يوم ",
        "و ",
        "twenty ",
        "1:",
        "12/",
        "3 fridays ",
        "mon, ",
        "except ",
        "every day except ",
        "hundred ",
        "one hundred ",
        "25 past ",
        "half past ",
        "thousand ",
        "5 to ",
        "\ud800",
        "\0",
    ],
)
def test_steps_are_bounded(piece: str) -> None:
    """4,096 characters of nothing but beginnings take a bounded number of steps."""
    assert describe_steps((piece * 4096)[:4096]) <= BUDGET + ONE_PHRASE_MORE


def test_a_long_note_is_read_to_its_end() -> None:
    """The budget is for texts made to be slow; a long note is read wholly."""
    note = "we talked about the price and the delivery in detail and they will come back to us " * 45
    assert [span.text for span in find_times(note + "call tomorrow at 5", CALENDAR)] == ["tomorrow at 5"]


def test_typos_of_long_words() -> None:
    """A letter left out, doubled or exchanged in a weekday or a month is forgiven."""
    assert [entry(word)[1].weekday for word in ("wednsday", "thrusday", "saturdday")] == [2, 3, 5]

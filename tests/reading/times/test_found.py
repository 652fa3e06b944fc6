"""Spans as the command line's ``found`` has them: offsets, from, to, grain; and what is no time at all."""

from __future__ import annotations

import pytest

from bot.reading.times import Calendar, DurationSpan, TimeSpan, find_times

FOUND = [
    ("call Sara tomorrow at 9:30 please", "tomorrow at 9:30", "2026-11-23T09:30", None, "minute"),
    ("كلمها بكرة العصر", "بكرة العصر", "2026-11-23T15:00", "2026-11-23T18:00", "hour"),
    ("follow up next week", "next week", "2026-11-29T00:00", "2026-12-06T00:00", "week"),
    ("forecast this quarter", "this quarter", "2026-10-01T00:00", "2027-01-01T00:00", "quarter"),
    ("budget frozen till Q2", "till Q2", "2027-04-01T00:00", "2027-07-01T00:00", "quarter"),
    ("in March 2027", "in March 2027", "2027-03-01T00:00", "2027-04-01T00:00", "month"),
    ("meet from 2 to 4", "from 2 to 4", "2026-11-23T14:00", "2026-11-23T16:00", "hour"),
    ("موعد من ٢ إلى ٤", "من ٢ إلى ٤", "2026-11-23T14:00", "2026-11-23T16:00", "hour"),
    ("between 3 and 5 pm", "between 3 and 5 pm", "2026-11-22T15:00", "2026-11-22T17:00", "hour"),
    ("from Monday to Wednesday", "from Monday to Wednesday", "2026-11-23T00:00", "2026-11-26T00:00", "day"),
    ("holiday 23-24 Nov", "23-24 Nov", "2026-11-23T00:00", "2026-11-25T00:00", "day"),
    ("2026-11-24T10:00", "2026-11-24T10:00", "2026-11-24T10:00", None, "minute"),
    ("what happened since June", "since June", "2026-06-01T00:00", "2026-07-01T00:00", "month"),
    ("قبل الخميس بيومين", "قبل الخميس بيومين", "2026-11-24T00:00", "2026-11-25T00:00", "day"),
    ("the weekend", "the weekend", "2026-11-27T00:00", "2026-11-29T00:00", "day"),
    ("fu sun am", "sun am", "2026-11-29T09:00", "2026-11-29T12:00", "hour"),
    (
        "met on the 3rd Tuesday of January",
        "on the 3rd Tuesday of January",
        "2027-01-19T00:00",
        "2027-01-20T00:00",
        "day",
    ),
]


@pytest.mark.parametrize("row", FOUND, ids=lambda row: row[0])
def test_found(row: tuple[str, str, str, str | None, str], calendar: Calendar) -> None:
    """The span stands where its words stand and says what they say."""
    text, words, from_at, to_at, grain = row
    (span,) = find_times(text, calendar)
    assert isinstance(span, TimeSpan)
    assert span.text == words == text[span.start : span.end]
    assert span.from_at.isoformat()[:16] == from_at
    assert (span.to_at.isoformat()[:16] if span.to_at else None) == to_at
    assert span.grain == grain


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("45 min", 2700), ("1 hr", 3600), ("نص ساعة", 1800), ("ساعة ونص", 5400), ("an hour and a half", 5400), ("snooze 30m", 1800),
     ("2.5 hours", 9000), ("ساعتين", 7200), ("ربع ساعة", 900), ("1 hour 20 minutes", 4800), ("٤٥ دقيقة", 2700)],
)  # fmt: skip
def test_durations(text: str, seconds: int, calendar: Calendar) -> None:
    """Lengths of time are found as such, in seconds."""
    (span,) = find_times(text, calendar)
    assert isinstance(span, DurationSpan)
    assert span.seconds == seconds


QUIET = (
    "needs 12 tablets|ordered 40 panels and 9 bikes|deal Acme 50k proposal|the price is 1,200 per unit|3 pallets at $1,200|10% discount on 5 units"
    "|call 0501234567|+966 50 123 4567|met at 24 King Fahd Road|office 305, floor 3|model X12 and A4 printer|he sat down with us|the second offer"
    "|I may come|they march on|sun shade for the yard|size 10/12 inches|ratio 3 to 5|invoice 2026-113|room 12|5 out of 10|9 to 5 staffing"
    "|at 5 sites|moved from 10 to 20 units|good morning|صباح الخير|مساء النور|طلب ١٢ جهاز|يبي ٣ سيارات|السعر ٥٠ ألف ريال|عشرين صحن|خصم ١٠٪"
    "|رقمه ٠٥٠١٢٣٤٥٦٧|شارع ١٥ حي النرجس|أول مرة يطلبون|ثاني عرض|نص المبلغ|24/7 support|won 2 out of 3|من ٢ إلى ٤ موظفين|Version: 1.10.30"
    "|which is 1/2 price|the end of the line|May I ask|two to four people|الفرع الثاني|احد الموظفين|sales in the first week|week 3 visits|H2 fittings|unit A-4 pm model"
)


@pytest.mark.parametrize("text", QUIET.split("|"))
def test_quiet(text: str, calendar: Calendar) -> None:
    """Counts, prices, addresses, models and ordinary words are no times."""
    assert find_times(text, calendar) == []


def test_masked_names_are_not_read(calendar: Calendar) -> None:
    """A customer called Sunday Bakery stands beside a real Sunday without being one."""
    text = "follow up with Sunday Bakery sunday 9am"
    (span,) = find_times(text, calendar, masked=[(15, 28)])
    assert span.text == "sunday 9am"


@pytest.mark.parametrize("word", ["mon", "sun", "sat", "may", "mar"])
def test_short_words_need_a_cue(word: str, calendar: Calendar) -> None:
    """A three-letter day or month counts after a preposition or beside a number, not alone in a sentence."""
    assert find_times(f"we saw {word} there", calendar) == []
    assert len(find_times(f"call back on {word} 10", calendar)) == 1

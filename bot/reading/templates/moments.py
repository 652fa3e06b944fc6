"""What a slot's words come to where they tell a time: a moment, a day, a period, a time of day."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.kinds.period import Period
from bot.kinds.when import When
from bot.language.normalise import fold
from bot.reading.doubts import Doubt, Vague
from bot.reading.templates.piece import Piece, Unreadable
from bot.reading.times import DurationSpan, RecurrenceSpan, TimeSpan, find_times, first_of, for_follow_up, for_log
from bot.reading.words.senses import folded_words

_BEFORE_TIMES = frozenset(
    "at on by in until till to for from since before the الساعه الي حتي لين في يوم من منذ علي ل".split()
)


def spans(piece: Piece) -> list[Any]:
    """The times in the slot's words: those found in the sentence, else read again from these words alone."""
    begin, end = piece.text.tokens[piece.first].start, piece.text.tokens[piece.last - 1].end
    whole = [
        span
        for span in piece.text.line.times
        if span.start >= begin and span.end <= end + 1 and span.end - span.start >= (end - begin) - 1
    ]
    if not whole:
        around = [span for span in piece.text.line.times if span.start < begin and abs(span.end - end) <= 1]
        whole = [span for span in around if _only_links(piece, span.start, begin)]
    return whole or [
        s for s in find_times(piece.said, piece.context.calendar, []) if s.end - s.start >= len(piece.said) - 1
    ]


def _only_links(piece: Piece, first: int, last: int) -> bool:
    """Whether the words before the slot that belong to the time (``until``, ``الساعة``) were the template's own."""
    return all(word in _BEFORE_TIMES for word in folded_words(piece.text.line.text[first:last]))


def when_of(piece: Piece) -> When | Doubt:
    """A time to come. Raises Unreadable."""
    number = fold(piece.said).strip()
    found = find_times(f"at {number}", piece.context.calendar, []) if re.fullmatch(r"\d{1,2}", number) else spans(piece)
    if not found or isinstance(found[0], DurationSpan):
        found = _in_so_long(piece) or found
    if not found:
        raise Unreadable
    if isinstance(found[0], RecurrenceSpan):
        return first_of(found[0], piece.context.calendar)
    if isinstance(found[0], DurationSpan):
        return _after(piece, found[0].seconds)
    return for_follow_up(found[0], piece.context.calendar)


def _in_so_long(piece: Piece) -> list[Any]:
    """``snooze 2 days``, ``أجل ساعة``: a length alone is counted from now, as ``in 2 days`` is."""
    said = piece.said.strip()
    lead = "in" if said.isascii() else "بعد"
    whole = f"{lead} {said}"
    return [span for span in find_times(whole, piece.context.calendar, []) if span.end - span.start >= len(whole) - 1]


def _after(piece: Piece, seconds: int) -> When:
    """``snooze 1h``: a length alone is counted from now."""
    return When(at=piece.context.calendar.now + timedelta(seconds=seconds), said=piece.said)


def past_of(piece: Piece) -> datetime | Doubt:
    """A time that was. Raises Unreadable."""
    found = [span for span in spans(piece) if isinstance(span, TimeSpan)]
    if not found:
        raise Unreadable
    return for_log(found[0], piece.context.calendar)


def day_of(piece: Piece) -> date | Doubt:
    """A day to come; of a month its last. Raises Unreadable."""
    found = [span for span in spans(piece) if isinstance(span, TimeSpan)]
    if not found:
        raise Unreadable
    if found[0].grain in ("month", "quarter", "year") and found[0].to_at is not None:
        return (found[0].to_at - timedelta(days=1)).date()  # a month's close is its last day
    told = for_follow_up(found[0], piece.context.calendar)
    if isinstance(told, When):
        return told.date
    return found[0].from_at.date() if not isinstance(told, Vague) else told


def period_of(piece: Piece) -> Period:
    """Days from, and to (not included) where the words say so. Raises Unreadable."""
    found = [span for span in spans(piece) if isinstance(span, TimeSpan)]
    if not found:
        raise Unreadable
    begins, ends = found[0].from_at.date(), found[0].to_at.date() if found[0].to_at is not None else None
    if piece.field == "since":
        past = begins if begins <= piece.context.calendar.today else begins.replace(year=begins.year - 1)
        return Period(past, None, piece.said)  # ``since June``: the June that was
    return Period(begins, ends, piece.said)


def time_of(piece: Piece) -> time:
    """A time of day, said alone: no am or pm means within the rep's work hours where it can, as it does for follow-ups."""
    found = [span for span in spans(piece) if isinstance(span, TimeSpan)]
    if found and found[0].grain in ("minute", "hour"):
        clock, at = found[0].clock, found[0].from_at
        return (
            time(clock.hour, clock.minute)
            if clock is not None and clock.bare and not found[0].part
            else time(at.hour, at.minute)
        )
    number = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?", fold(piece.said).strip())
    if number is None or int(number[1]) > 23:  # noqa: PLR2004 - hours of a day
        raise Unreadable
    return time(int(number[1]), int(number[2] or 0))

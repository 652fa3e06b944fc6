"""From phrases to spans: where each time of a text lies in the calendar, as the words say it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from bot.language.normalise import words
from bot.reading.times.meaning import DateOf, Day, Weekday
from bot.reading.times.periods import Period
from bot.reading.times.placing import PARTS, fitting, placed
from bot.reading.times.rules.counts import SECONDS, amounts
from bot.reading.times.rules.dates import DateDigits
from bot.reading.times.rules.endings import Reader
from bot.reading.times.rules.phrase import Moment
from bot.reading.times.shapes import Calendar, DurationSpan, RecurrenceSpan, Span, TimeSpan, UnclearSpan
from bot.reading.times.stretches import Stretch, add_months
from bot.reading.times.words.line import BUDGET, Line
from bot.reading.times.words.table import NOTHING, may_begin
from bot.reading.times.words.tokens import END_PADDING, Token

_MOST_SPANS = 64


def find_times(text: str, calendar: Calendar, masked: Sequence[tuple[int, int]] = ()) -> list[Span]:
    """Every time, recurrence and duration of a text, in its order, none overlapping another.

    ``masked`` are the offsets of names found before: nothing is read in them. Never raises; the steps taken are bounded.
    """
    return _read(text, calendar, masked)[0]


def describe_steps(text: str) -> int:
    """How many steps of the grammar a text takes: never more than a little over ``line.BUDGET``."""
    return _read(
        text, Calendar(now=datetime.fromisoformat("2026-11-22T14:05:00+00:00"), work_days=frozenset(range(5))), ()
    )[1]


def _read(text: str, calendar: Calendar, masked: Sequence[tuple[int, int]]) -> tuple[list[Span], int]:
    if not any(may_begin(word.text) for word in words(text)):
        return [], 0
    line = Line(text, masked)
    phrases = Reader(line, text)
    found: list[Span] = []
    at, last = 0, len(line.tokens) - END_PADDING
    while at < last and line.steps < BUDGET and len(found) < _MOST_SPANS:
        token = line.tokens[at]
        if _hopeless(token, line.tokens[at + 1]):
            at += 1
            continue
        span, after = _one(phrases, at, text, calendar)
        if span is not None:
            found.append(span)
        at = max(after, at + 1)
    return found, line.steps


def _hopeless(token: Token, after: Token) -> bool:
    """Whether no phrase begins there, seen at a glance: a word without meaning, or one that leads to nothing."""
    meaning = token.entry
    if token.kind != "n" and (meaning is NOTHING or meaning.inert):
        return True
    strange = after.entry is NOTHING and after.kind != "n"
    if token.kind == "n":
        return strange and len(token.digits) == 1 and after.kind == "w" and (after.gap or len(after.text) > 1)
    if token.kind == "s":
        return strange or (after.entry.leads and not after.gap)  # the ``@`` of an address
    return meaning.leads and (strange or (after.kind == "s" and not after.gap))


def _one(phrases: Reader, at: int, text: str, calendar: Calendar) -> tuple[Span | None, int]:
    """The span that begins at that token, and the index after it."""
    line = phrases.line
    best = phrases.phrase(at)
    again = phrases.recurrence(at)
    if best is not None and again is None and (best.clock or best.part or best.day):
        again = _led(phrases, best)
    if again is not None and again.again is not None and (best is None or again.end >= best.end):
        return _recurrence(again, line, text, calendar), again.end
    if best is not None:
        start, end = line.tokens[best.start].start, line.tokens[best.end - 1].end
        return _span(best, start, end, text[start:end], calendar), best.end
    if line.entry(at).vague:
        token = line.tokens[at]
        if token.text != "later" or not (line.entry(at + 1).offset is not None or line.tokens[at + 1].text == "than"):
            return UnclearSpan(
                start=token.start, end=token.end, text=text[token.start : token.end], why="vague"
            ), at + 1
    length = amounts(line, line.skip(at, "for"))
    if length is not None and not (line.key(at) == "a" and length[0][0][1] not in ("hour", "minute")):
        start, end = line.tokens[at].start, line.tokens[length[1] - 1].end
        seconds = int(sum(number * SECONDS[unit] for number, unit in length[0]))
        return DurationSpan(start=start, end=end, text=text[start:end], seconds=seconds), length[1]
    return None, at + 1


def _led(phrases: Reader, first: Moment) -> Moment | None:
    """A recurrence after its time or beginning: ``10am on the 15th of every month``, ``6am every day``."""
    line = phrases.line
    here = first.end
    for _ in range(2):
        found = phrases.recurrence(here)
        if found is not None and found.again is not None and first.day is None and not first.ends:
            found.start, found.clock, found.part = first.start, found.clock or first.clock, found.part or first.part
            return found
        here = line.past_sign(line.skip(here, "on", "the", "in"), ",،")
    return None


def _span(moment: Moment, start: int, end: int, text: str, calendar: Calendar) -> Span | None:
    day, swapped = settled(moment.day, calendar)
    stretch = placed(day, moment.clock, moment.part, calendar)
    if stretch is None:
        return UnclearSpan(start=start, end=end, text=text, why="impossible") if _may_be_meant(day) else None
    finish = stretch.end
    if moment.ends:
        finish = _interval_end(moment.ends[0], day, stretch, calendar)
    return TimeSpan(
        start=start, end=end, text=text, from_at=calendar.aware(stretch.start),
        to_at=calendar.aware(finish) if finish else None, grain=stretch.grain, cue=moment.cue, day=day, clock=moment.clock,
        part=moment.part, swapped=swapped,
    )  # fmt: skip


def _may_be_meant(day: Day | None) -> bool:
    """Whether an impossible day is one that a rep may have meant: the 31st of a shorter month."""
    return isinstance(day, DateOf) and 1 <= day.month <= 12 and 29 <= day.day <= 31  # noqa: PLR2004


def settled(day: Day | None, calendar: Calendar) -> tuple[Day | None, bool]:
    """The day with the order of its digits decided; whether day and month had to be exchanged for it."""
    return day.order(day_first=calendar.day_first) if isinstance(day, DateDigits) else (day, False)


def _interval_end(last: Moment, day: Day | None, first: Stretch, calendar: Calendar) -> datetime | None:
    own, _ = settled(last.day, calendar)
    stretch = placed(own or day, last.clock, last.part, calendar)
    if stretch is None:
        return first.end
    if own is None and last.clock is not None:
        at = datetime.combine(first.start.date(), last.clock.at())
        while at <= first.start:
            at += timedelta(hours=12)
        return at
    finish = stretch.end or stretch.start
    while own is not None and finish <= first.start and isinstance(own, Weekday):
        finish += timedelta(weeks=1)
    return finish if finish > first.start else first.end


def _recurrence(moment: Moment, line: Line, text: str, calendar: Calendar) -> RecurrenceSpan | None:
    found = moment.again
    assert found is not None  # noqa: S101 - called with one
    start, end = line.tokens[moment.start].start, line.tokens[moment.end - 1].end
    rule = found.rule(calendar.work_days)
    at: time | None = None
    if moment.clock is not None:
        at = fitting(moment.clock, calendar)[0]
    elif (part := moment.part or found.part) in PARTS:
        at = PARTS[part][0]
    elif part == "end_of_day":
        at = calendar.work_ends
    elif part == "midnight":
        at = time()
    begins = _begins(moment, calendar)
    first = first_occurrence(rule, at or calendar.work_starts, begins, calendar)
    rule += _ends(moment, first, calendar)
    return RecurrenceSpan(
        start=start,
        end=end,
        text=text[start:end],
        rrule=rule,
        from_at=calendar.aware(first),
        time=at,
        left_out=found.left_out,
    )


def _begins(moment: Moment, calendar: Calendar) -> date | None:
    found = moment.again
    day, _ = settled(found.starting if found else None, calendar)
    stretch = day.place(calendar) if day else None
    return stretch.start.date() if stretch else None


def _ends(moment: Moment, first: datetime, calendar: Calendar) -> str:
    """``;COUNT=`` or ``;UNTIL=`` in floating wall time, the last day included."""
    found = moment.again
    if found is None:
        return ""
    if found.count:
        return f";COUNT={found.count}"
    last: date | None = None
    day, _ = settled(found.until, calendar)
    stretch = day.place(calendar) if day else None
    if stretch is not None:
        last = (
            stretch.start.date() - timedelta(days=1)
            if isinstance(day, Period) and not day.edge
            else stretch.start.date()
        )
        if isinstance(day, DateOf) and day.year is None and last < first.date():
            last = add_months(last, 12)
    elif found.lasts:
        number, unit = found.lasts
        whole = Period(unit, 0) if unit in ("week", "month", "quarter", "half", "year", "day") else None
        last = _after(first.date(), number, unit) if whole else None
    return f";UNTIL={last:%Y%m%d}T235959" if last and last >= first.date() else ""


def _after(day: date, number: int, unit: str) -> date | None:
    size = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(unit)
    if number > 999:  # noqa: PLR2004 - no rep plans so far
        return None
    return add_months(day, number * size) if size else day + timedelta(days=number * (7 if unit == "week" else 1))


def first_occurrence(rule: str, at: time, begins: date | None, calendar: Calendar) -> datetime:
    """The first moment of a rule after now (from ``begins`` on, where that was said), wall time.

    A rule that names no day (``every 3 weeks``) counts from now: its first time is one interval ahead.
    """
    start = max(begins, calendar.today) if begins else calendar.today
    kept = dict(part.split("=", 1) for part in rule.split(";"))
    step = int(kept.get("INTERVAL", "1"))
    if kept["FREQ"] in ("SECONDLY", "MINUTELY", "HOURLY"):
        return calendar.wall + timedelta(**{{"S": "seconds", "M": "minutes", "H": "hours"}[kept["FREQ"][0]]: step})
    if not any(name.startswith("BY") for name in kept):
        if begins:
            return datetime.combine(start, at)
        moved = _stepped(start, kept["FREQ"], step)
        if kept["FREQ"] == "DAILY" and step == 1 and datetime.combine(start, at) > calendar.wall:
            moved = start
        return datetime.combine(moved or start, at)
    kept.pop("INTERVAL", None)
    plain = ";".join(f"{name}={value}" for name, value in kept.items())
    begun = datetime.combine(start, at)
    try:
        found: datetime | None = rrulestr(plain, dtstart=begun).after(calendar.wall, inc=False)
    except (ValueError, OverflowError):
        found = None
    return found or begun


def _stepped(day: date, freq: str, step: int) -> date | None:
    if freq in ("DAILY", "WEEKLY"):
        return day + timedelta(days=step * (7 if freq == "WEEKLY" else 1))
    return add_months(day, step * (12 if freq == "YEARLY" else 1))

"""Which of the times in a clause is meant, and as what: when something happened, or when a next step is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.kinds.when import When
from bot.reading.doubts import Doubt, Past
from bot.reading.times import DurationSpan, RecurrenceSpan, TimeSpan, find_times, first_of, for_follow_up, for_log

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.context import Context
    from bot.reading.units import Line, Unit

_SECONDS = 60


def happened(times: Sequence[Unit], context: Context) -> When | Doubt | None:
    """When a log's time was, from the times of its head; None: not said. A doubt where it has not come yet."""
    spans = [unit.found for unit in times if unit.kind == "time"]
    if not spans:
        return None
    span = spans[0] if len(spans) == 1 else merged(spans, context) or spans[0]
    told = for_log(span, context.calendar)
    if isinstance(told, Doubt):
        return told.about("happened")
    return told if isinstance(told, When) else When(at=told, said=span.text)


def is_ahead(times: Sequence[Unit], context: Context) -> bool:
    """Whether the times can only lie in the future: ``meeting with Acme tomorrow 3pm`` is a plan, not a log."""
    spans = [unit.found for unit in times if unit.kind == "time"]
    return bool(spans) and isinstance(for_log(spans[0], context.calendar), Past)


def due(units: Sequence[Unit], cue_at: int, context: Context) -> tuple[When | Doubt | None, str, list[Unit]]:
    """When a next step is due, its RRULE, and the units that said so."""
    repeats = next((unit for unit in units if unit.kind == "recurrence"), None)
    if repeats is not None:
        span: RecurrenceSpan = repeats.found
        return first_of(span, context.calendar), span.rrule, [repeats]
    timed = [unit for unit in units if unit.kind == "time"]
    if not timed:
        short = _short_day(units, context)
        if short is not None:
            return for_follow_up(short[0], context.calendar), "", [short[1]]
        unclear = [unit for unit in units if unit.kind == "unclear"]
        return (for_follow_up(unclear[0].found, context.calendar), "", unclear[:1]) if unclear else (None, "", [])
    timed = _behind_cue(timed, units[0], cue_at)
    if len(timed) > 1:
        both = (
            merged([unit.found for unit in timed[:2]], context) if _may_merge(timed[0].found, timed[1].found) else None
        )
        if both is not None:
            return for_follow_up(both, context.calendar), "", timed[:2]
    chosen = _nearest(timed, cue_at)
    return for_follow_up(chosen.found, context.calendar), "", [chosen]


def in_so_long(units: Sequence[Unit], context: Context) -> tuple[When | Doubt | None, list[Unit]]:
    """``follow up 1 week``, ``remind me 20 min``: a length alone, counted from now."""
    for unit in units:
        if unit.kind == "duration":
            whole = f"in {unit.text}" if unit.text.isascii() else f"بعد {unit.text}"
            found = [span for span in find_times(whole, context.calendar, []) if isinstance(span, TimeSpan)]
            if len(found) == 1 and found[0].end - found[0].start >= len(whole) - 1:
                return for_follow_up(found[0], context.calendar), [unit]
    return None, []


def _short_day(units: Sequence[Unit], context: Context) -> tuple[TimeSpan, Unit] | None:
    """``follow up Wed``: a short day or month counts as a time where one is asked for, though it may be a word elsewhere."""
    for unit in reversed(units):
        if unit.kind == "word" and unit.has("weak_time") is not None:
            found = [span for span in find_times(f"on {unit.text}", context.calendar, []) if isinstance(span, TimeSpan)]
            if found:
                return found[0], unit
    return None


def minutes(durations: Sequence[Unit]) -> int | None:
    """A length in whole minutes, at least one; None where none was said."""
    spans = [unit.found for unit in durations if isinstance(unit.found, DurationSpan)]
    return max(1, round(spans[0].seconds / _SECONDS)) if spans else None


def merged(spans: Sequence[TimeSpan], context: Context) -> TimeSpan | None:
    """Two times that are one, said apart (``tomorrow call Vertex at 4``): read again side by side."""
    text = " ".join(span.text for span in spans[:2])
    found = [span for span in find_times(text, context.calendar, []) if isinstance(span, TimeSpan)]
    return found[0] if len(found) == 1 and found[0].end - found[0].start >= len(text) - 1 else None


def _may_merge(one: TimeSpan, other: TimeSpan) -> bool:
    days = ("day", "week", "month", "quarter", "year")
    return (one.grain in days) != (other.grain in days)


def _behind_cue(timed: list[Unit], first: Unit, cue_at: int) -> list[Unit]:
    """``a demo next week, remind me to book it tomorrow``: a day behind the cue is its own, unless the clause begins with one."""
    behind = [unit for unit in timed if unit.start > cue_at]
    own_day = any(unit.found.day is not None or unit.found.clock is None for unit in behind)
    return behind if own_day and timed[0] is not first else timed


def _nearest(timed: Sequence[Unit], cue_at: int) -> Unit:
    """The time closest to the cue; of two as close, the later one."""
    return min(
        timed,
        key=lambda unit: (abs(unit.start - cue_at) if unit.start > cue_at else abs(cue_at - unit.end), -unit.start),
    )


def line_times(line: Line) -> list[Unit]:
    """All units of a line that tell a time."""
    return [unit for unit in line.units if unit.is_time]

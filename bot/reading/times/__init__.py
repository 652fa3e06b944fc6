"""Times in both languages: one small grammar that returns span, from, to and grain, and what becomes of a time by purpose.

Words stand in ``lexicon_en.py`` and ``lexicon_ar.py``; ``tokens.py`` cuts a text; ``clocks.py``, ``days.py``, ``periods.py``, ``counts.py`` and
``recurring.py`` are the rules of the pieces, ``grammar.py`` joins them, ``meaning.py`` does the calendar, ``found.py`` makes the
spans of the command line's ``found``, ``resolve.py`` decides by purpose after READING.md's table.
"""

from __future__ import annotations

from bot.reading.times.found import describe_steps, find_times
from bot.reading.times.resolve import first_of, for_follow_up, for_log, presets
from bot.reading.times.shapes import Calendar, Clock, DurationSpan, RecurrenceSpan, Span, TimeSpan, UnclearSpan

__all__ = [
    "Calendar",
    "Clock",
    "DurationSpan",
    "RecurrenceSpan",
    "Span",
    "TimeSpan",
    "UnclearSpan",
    "describe_steps",
    "find_times",
    "first_of",
    "for_follow_up",
    "for_log",
    "presets",
]

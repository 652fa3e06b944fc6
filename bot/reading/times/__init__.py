"""Times in both languages: one small grammar that returns span, from, to and grain, and what becomes of a time by purpose.

``words/`` has the words of both languages (teach it a word in ``lexicon_en.py`` or ``lexicon_ar.py``) and cuts a text into tokens;
``rules/`` is the grammar: pieces (clock, day, period, count, recurrence) in any order, joined while they fit. ``meaning.py``,
``periods.py`` and ``feasts.py`` do the calendar, ``found.py`` makes the spans of the command line's ``found``, ``resolve.py`` decides by
purpose after READING.md's table.
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

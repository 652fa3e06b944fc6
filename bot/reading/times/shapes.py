"""What goes in and what comes out of the reading of times: the rep's calendar, and the spans that were found.

Everything is in the rep's own zone. A span says what the *words* say; what becomes of it (a reminder, the moment of a log)
is decided in ``resolve.py`` after the table of READING.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.reading.times.meaning import Day

Grain = Literal["minute", "hour", "day", "week", "month", "quarter", "year"]
Cue = Literal["", "by", "before", "after", "since", "until"]
"""The word before a phrase that changes what a reminder makes of it."""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A rep's present moment (aware, in the rep's zone) and work week; Monday is 0. Raises ValueError for a naive moment."""

    now: datetime
    work_days: frozenset[int]
    work_starts: time = time(9)
    work_ends: time = time(18)
    day_first: bool = True

    def __post_init__(self) -> None:
        """Refuse a naive moment."""
        if self.now.tzinfo is None:
            raise ValueError(f"a moment needs its zone: {self.now}")

    @property
    def zone(self) -> tzinfo:
        """The rep's zone."""
        assert self.now.tzinfo is not None  # noqa: S101 - guaranteed by __post_init__
        return self.now.tzinfo

    @property
    def today(self) -> date:
        """The rep's date."""
        return self.now.date()

    @property
    def wall(self) -> datetime:
        """The rep's wall clock, naive, to the second."""
        return self.now.replace(tzinfo=None, microsecond=0)

    @property
    def first_weekday(self) -> int:
        """The day that begins the rep's week: the work day that follows a day off (Monday where there is none such)."""
        return next((d for d in (0, 6, 5, 1, 2, 3, 4) if d in self.work_days and (d - 1) % 7 not in self.work_days), 0)

    def works(self, day: date) -> bool:
        """Whether that weekday is a work day."""
        return day.weekday() in self.work_days

    def work_day_from(self, day: date) -> date:
        """The first work day on or after that day (the day itself for a rep without work days)."""
        return next((d for d in (day + timedelta(days=n) for n in range(7)) if self.works(d)), day)

    def work_day_until(self, day: date) -> date:
        """The last work day on or before that day (the day itself for a rep without work days)."""
        return next((d for d in (day - timedelta(days=n) for n in range(7)) if self.works(d)), day)

    def week_of(self, day: date) -> date:
        """The first day of the rep's week that holds that day."""
        return day - timedelta(days=(day.weekday() - self.first_weekday) % 7)

    def moment(self, day: date, at: time) -> datetime:
        """A wall time of the rep's zone, aware. One that the zone skips is shown as after the gap."""
        return self.aware(datetime.combine(day, at))

    def aware(self, wall: datetime) -> datetime:
        """The naive wall time in the rep's zone; the first of two where the clock goes back."""
        return wall.replace(tzinfo=self.zone)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. ``bare``: said on a twelve-hour clock without am or pm (``5``, ``9:30``); ``15:30``, ``09:30``, ``3pm`` are not."""

    hour: int
    minute: int = 0
    second: int = 0
    bare: bool = False
    exact: bool = False
    """Whether minutes were said."""

    def at(self) -> time:
        """As written; hour 24 is midnight."""
        return time(self.hour % 24, self.minute, self.second)


@dataclass(frozen=True, kw_only=True)
class TimeSpan:
    """A time in a text. ``from_at`` and ``to_at`` (exclusive; None for an instant) are aware, before any move to a work day."""

    start: int
    end: int
    text: str
    from_at: datetime
    to_at: datetime | None
    grain: Grain
    cue: Cue = ""
    day: Day | None = None
    clock: Clock | None = None
    part: str = ""
    swapped: bool = False
    """Day and month were exchanged because the date is impossible as the rep's country writes it; to be asked."""


@dataclass(frozen=True, kw_only=True)
class RecurrenceSpan:
    """Something that comes again. ``rrule`` is RFC 5545 in wall time; ``from_at`` the first time; ``time`` None: all day."""

    start: int
    end: int
    text: str
    rrule: str
    from_at: datetime
    time: time | None = None
    left_out: bool = False
    """An exception was said that an RRULE cannot hold (``except 23 June``): worth saying in the answer."""


@dataclass(frozen=True, kw_only=True)
class DurationSpan:
    """A length (``45 min``, ``ساعة ونص``). A month counts 30 days, a year 365."""

    start: int
    end: int
    text: str
    seconds: int


@dataclass(frozen=True, kw_only=True)
class UnclearSpan:
    """Words about a time that name none: ``soon``, ``after Eid`` (vague), ``31 Feb`` (impossible). Only asked about, never found."""

    start: int
    end: int
    text: str
    why: Literal["vague", "impossible"]


Span = TimeSpan | RecurrenceSpan | DurationSpan | UnclearSpan

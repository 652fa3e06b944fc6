"""A recurrence as data, before the calendar is known, and the RRULE it makes (RFC 5545, wall time of the rep's zone).

A day of the month that some months lack is their last day instead of being left out: the 31st is the last day of each month.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.reading.times.meaning import Day

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORK_DAYS, DAYS_OFF = 7, 8
"""Stand-ins in a list of weekdays for the rep's own work days and days off."""
LONGEST_MONTH = 31


@dataclass(slots=True)
class Again:
    """A recurrence as it was said, before the calendar is known."""

    freq: str = ""
    interval: int = 1
    weekdays: list[tuple[int, int]] = field(default_factory=list)
    """(ordinal within the month or 0, weekday)."""
    month_days: list[int] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    year_day: int = 0
    set_positions: list[int] = field(default_factory=list)
    part: str = ""
    starting: Day | None = None
    until: Day | None = None
    lasts: tuple[int, str] | None = None
    count: int = 0
    without: list[int] = field(default_factory=list)
    without_months: list[int] = field(default_factory=list)
    left_out: bool = False
    """An exception was said that the rule cannot hold (a date)."""

    def rule(self, work_days: frozenset[int]) -> str:
        """The RRULE, without its end."""
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        weekdays = self._kept(dict.fromkeys(_weekday_names(self.weekdays, work_days)), work_days)
        if weekdays:
            parts.append("BYDAY=" + ",".join(weekdays))
        days, position = self._last_days()
        if days:
            parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
        months = self.months or [m for m in range(1, 13) if self.without_months and m not in self.without_months]
        if months:
            parts.append("BYMONTH=" + ",".join(map(str, months)))
        if self.year_day:
            parts.append(f"BYYEARDAY={self.year_day}")
        positions = self.set_positions or ([position] if position else [])
        if positions:
            parts.append("BYSETPOS=" + ",".join(map(str, positions)))
        return ";".join(parts)

    def _kept(self, said: dict[str, None], work_days: frozenset[int]) -> list[str]:
        """The weekdays without those excepted; all others where only exceptions were said."""
        if not self.without:
            return list(said)
        left_out = _weekday_names([(0, day) for day in self.without], work_days)
        return [day for day in said or (DAYS if self.freq in ("DAILY", "WEEKLY") else ()) if day not in left_out]

    def _last_days(self) -> tuple[list[int], int]:
        """Days of the month with those that some months lack turned to the last one; a set position where that needs it."""
        if self.freq != "MONTHLY" or self.months or not self.month_days or max(self.month_days) <= 28:  # noqa: PLR2004
            return self.month_days, 0
        if len(self.month_days) > 1:
            return self.month_days, 0
        day = self.month_days[0]
        return ([-1], 0) if day == LONGEST_MONTH else (list(range(28, day + 1)), -1)


def _weekday_names(said: list[tuple[int, int]], work_days: frozenset[int]) -> list[str]:
    """Their names in an RRULE."""
    named: list[str] = []
    for ordinal, weekday in said:
        if weekday >= WORK_DAYS:
            wanted = work_days if weekday == WORK_DAYS else frozenset(range(7)) - work_days
            named += [DAYS[day] for day in sorted(wanted)]
        else:
            named.append(f"{ordinal or ''}{DAYS[weekday]}")
    return named

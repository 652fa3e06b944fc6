"""Which of a rep's own follow-ups are today's, late, this week's: the lists and what is done to a whole list use the same."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk import Desk
    from core.working.follow_up import FollowUp


def rows_of(desk: Desk, scope: str) -> tuple[Sequence[FollowUp], Sequence[FollowUp]]:
    """What is late (only beside ``today``), and what falls into the scope; both important first, then by time.

    ``scope`` is today, overdue, tomorrow, week, blocked or all; days are those of the rep's own zone.
    """
    ups = desk.crm.follow_ups
    start = datetime.combine(desk.now.date(), time(), tzinfo=desk.zone)
    days = {"today": 1, "tomorrow": 1, "week": _left_of_week(desk)}.get(scope)
    first = start + timedelta(days=1) if scope == "tomorrow" else start
    late = [row for row in ups.open(before=start) if ups.blocked(row) is None]
    if scope == "overdue":
        return (), late
    if scope == "blocked":
        return (), [row for row in ups.open() if ups.blocked(row) is not None]
    if days is None:
        return (), [row for row in ups.open() if ups.blocked(row) is None]
    until = datetime.combine(first.date() + timedelta(days=days), time(), tzinfo=desk.zone)
    rows = [row for row in ups.open(after=first, before=until) if ups.blocked(row) is None]
    return (late, rows) if scope == "today" else ((), rows)


def _left_of_week(desk: Desk) -> int:
    """Days from today to the end of the rep's week, today included; a week begins on the first work day after a day off."""
    days = set(desk.rep.work_days)
    first = next((d for d in (6, 0, 5, 1, 2, 3, 4) if d in days and (d - 1) % 7 not in days), 0)
    return 7 - (desk.now.weekday() - first) % 7

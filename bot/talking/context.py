"""What a message is read against: the rep's calendar, and what the conversation remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reading.context import Context
from bot.reading.times import Calendar

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.kinds.ref import Ref
    from bot.talking.talk import Talk


def calendar_of(desk: Desk) -> Calendar:
    """Now in the rep's zone, the rep's work days and hours, the workspace's order of a date."""
    rep = desk.rep
    return Calendar(
        now=desk.now,
        work_days=frozenset(rep.work_days),
        work_starts=rep.work_starts,
        work_ends=rep.work_ends,
        day_first=desk.crm.workspace.day_first,
    )


def context_of(desk: Desk, talk: Talk, calendar: Calendar, *, about: tuple[Ref, ...] = ()) -> Context:
    """What a text is read against: the transaction, the calendar, and what the conversation remembers."""
    from bot.kinds.ref import Ref as Pointed
    from core.errors import NotFound

    written, step = talk.written
    pushed: list[Pointed] = []
    for follow_up_id in talk.pushed_ids:
        try:
            row = desk.crm.follow_ups.get(follow_up_id)
        except NotFound:
            continue
        if row.status == "open":
            pushed.append(Pointed("follow_up", row.id, row.title))
    return Context(
        crm=desk.crm,
        calendar=calendar,
        language=desk.language,
        country=desk.crm.workspace.country,
        currency=desk.crm.workspace.currency,
        listed=talk.listed,
        pointing=talk.party,
        receipt=talk.receipt,
        written=written,
        step=step,
        about=about,
        pushed=tuple(pushed),
    )

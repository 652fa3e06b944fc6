"""Holding what was due before a restore: it may have been sent after the backup was made, and is not sent a second time.

``hold`` is done before the restored file is put in its place; ``resume`` is what an admin says when it shall go out after all.
What waits for a rep who is linked nowhere is held too, but not by a restore: it has no platform, and is left alone here.
Source: RELIABILITY.md DATA2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, Executable, delete, func, or_, update
from sqlmodel import Session, col, select

from core.talking.rows import Occurrence, OutboxRow
from core.team.rep import Rep
from core.working.follow_up import FollowUp

if TYPE_CHECKING:
    from core.database import Database

NOWHERE: Final = "none"
"""The platform of what waits for a rep who is linked nowhere (``bot/delivering/waiting.py``)."""
_FOLLOW_UP: Final = "follow_up:"
_DIGEST: Final = "digest:"


@dataclass(frozen=True)
class Held:
    """How many messages and how many due moments."""

    messages: int
    moments: int

    @property
    def nothing(self) -> bool:
        """Whether there is nothing."""
        return not (self.messages or self.moments)


def hold(database: Database, until: datetime, *, morning: time) -> Held:
    """Hold what is due by then: unsent messages, due moments, and the moments that the heartbeat would make of open follow-ups.

    A message that was being sent when the backup was made is held whenever it was due. ``morning`` is when the morning list
    comes to a rep who has set no hour. Again changes nothing.
    """
    with database.writing() as session:
        messages = _changed(
            session,
            update(OutboxRow)
            .where(
                or_(
                    col(OutboxRow.state) == "dispatching",
                    (col(OutboxRow.state) == "pending") & (col(OutboxRow.not_before) <= until),
                )
            )
            .values(state="held", owner=None, lease_until=None),
        )
        moments = _changed(
            session,
            update(Occurrence)
            .where(col(Occurrence.state) == "pending", col(Occurrence.due_at) <= until)
            .values(state="held"),
        )
        made = _reminders(session, until) + _morning_lists(session, until, morning)
        there = set(session.exec(select(Occurrence.rule, Occurrence.local_time)).all())
        new = [row for row in made if (row.rule, row.local_time) not in there]
        session.add_all(new)
        return Held(messages, moments + len(new))


def resume(database: Database) -> Held:
    """Release what a restore held: messages go out, the heartbeat finds reminders again (late ones say so); old morning lists are left out."""
    with database.writing() as session:
        messages = _changed(
            session,
            update(OutboxRow)
            .where(col(OutboxRow.state) == "held", col(OutboxRow.platform) != NOWHERE)
            .values(state="pending"),
        )
        of_follow_ups = col(Occurrence.rule).startswith(_FOLLOW_UP)
        of_mornings = col(Occurrence.rule).startswith(_DIGEST)
        is_held = col(Occurrence.state) == "held"
        found_again = _changed(session, delete(Occurrence).where(is_held, of_follow_ups))
        _changed(session, update(Occurrence).where(is_held, of_mornings).values(state="skipped"))
        moments = _changed(session, update(Occurrence).where(is_held).values(state="pending"))
        return Held(messages, found_again + moments)


def held(database: Database) -> Held:
    """What a restore holds back now."""
    with database.reading() as session:
        messages = session.exec(
            select(func.count()).select_from(OutboxRow).where(OutboxRow.state == "held", OutboxRow.platform != NOWHERE)
        ).one()
        moments = session.exec(select(func.count()).select_from(Occurrence).where(Occurrence.state == "held")).one()
        return Held(messages, moments)


def _reminders(session: Session, until: datetime) -> list[Occurrence]:
    """The first moment of each open follow-up, named as the heartbeat names it."""
    due = session.exec(select(FollowUp).where(FollowUp.status == "open", col(FollowUp.due_at) <= until))
    return [
        _held(f"{_FOLLOW_UP}{row.id}", row.due_at.astimezone(UTC).replace(tzinfo=None), "UTC", row.due_at, row.rep_id)
        for row in due
    ]


def _morning_lists(session: Session, until: datetime, morning: time) -> list[Occurrence]:
    """Today's list of each rep for whom its hour has come."""
    found: list[Occurrence] = []
    for rep in session.exec(select(Rep).where(Rep.active, Rep.digest_on)):
        local = until.astimezone(ZoneInfo(rep.zone))
        if local.time() >= (rep.digest_at or morning):
            day = datetime.combine(local.date(), time())
            found.append(_held(f"{_DIGEST}{rep.id}", day, rep.zone, until, rep.id))
    return found


def _held(rule: str, local: datetime, zone: str, due_at: datetime, rep_id: int | None) -> Occurrence:
    return Occurrence(
        rule=rule,
        local_time=local.isoformat(timespec="minutes"),
        zone=zone,
        due_at=due_at,
        state="held",
        rep_id=rep_id,
    )


def _changed(session: Session, statement: Executable) -> int:
    done = session.connection().execute(statement)
    assert isinstance(done, CursorResult)  # noqa: S101 - an update or delete always gives one
    return done.rowcount

"""Stay-in-touch clocks: follow-ups that are due so many days after the last touch, whoever it was that touched.

A clock is a follow-up with ``touch_every_days``; its ``due_at`` follows from the interactions and is worked out anew whenever one
is logged, changed, deleted or brought back. A touch with a person's customer that names nobody counts for the person too;
notes and private entries do not count. The next date is a work day of the clock's rep, at the start of work; never earlier than
``first_due_at``. Source: PRODUCT.md, 21.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, literal_column, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from core.errors import BadValue, NotFound
from core.prepared import Prepared
from core.talking.inserting import table_of
from core.team.rep import Rep
from core.transaction import Transaction
from core.visibility import visible
from core.working.follow_up import FollowUp
from core.working.interaction import Interaction

LONGEST_DAYS = 3 * 366
_WEEK = 7


@dataclass(frozen=True)
class Clock:
    """A running clock. ``share`` is how much of its time has passed since the last touch (1.0: due); ``last_at`` None: never."""

    follow_up: FollowUp
    last_at: datetime | None
    share: float


class Clocks:
    """The acting rep's clocks."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def keep(self, title: str, every_days: int, *, customer_id: int, contact_id: int | None = None) -> FollowUp:
        """Stay in touch every so many days from the last touch on; one that is there gets the new length.

        Raises BadValue (``range``), NotFound.
        """
        self._tx.require("follow_ups.write", record="follow_up", name=title)
        if not 0 < every_days <= LONGEST_DAYS:
            raise BadValue("every_days", str(every_days), "range")
        row = self.of(customer_id, contact_id)
        rep = self._tx.rep
        if rep is None:
            raise NotFound("rep")
        last = last_touch(self._tx.session, customer_id, contact_id)
        counted = _work_day(rep, (last or self._tx.now) + timedelta(days=every_days))
        due_at = max(counted, _work_day(rep, self._tx.now + timedelta(days=1)))
        if row is None:
            row = FollowUp(
                title=title,
                customer_id=customer_id,
                contact_id=contact_id,
                due_at=due_at,
                all_day=True,
                rep_id=rep.id,
                first_due_at=due_at,
                touch_every_days=every_days,
                created_at=self._tx.now,
            )
            self._tx.session.add(row)
        else:
            row.touch_every_days, row.due_at, row.first_due_at = every_days, due_at, due_at
        self._tx.session.flush()
        return row

    def of(self, customer_id: int, contact_id: int | None = None) -> FollowUp | None:
        """The rep's running clock of a customer, or of a person there; None where there is none."""
        return next(
            (each.follow_up for each in self.running() if (each.follow_up.customer_id, each.follow_up.contact_id) == (customer_id, contact_id)),
            None,
        )  # fmt: skip

    def running(self) -> list[Clock]:
        """All, the one whose time has passed by the largest share first."""
        asked = select(FollowUp).where(
            visible(self._tx, FollowUp),
            FollowUp.status == "open",
            col(FollowUp.rep_id).is_not_distinct_from(self._tx.rep_id),
            col(FollowUp.touch_every_days).is_not(None),
        )
        clocks = (self._clock(row) for row in self._tx.session.exec(asked.order_by(col(FollowUp.id))))
        return sorted(clocks, key=lambda clock: -clock.share)

    def _clock(self, row: FollowUp) -> Clock:
        last = last_touch(self._tx.session, row.customer_id or 0, row.contact_id)
        passed = self._tx.now - (last or row.created_at)
        return Clock(row, last, passed / timedelta(days=row.touch_every_days or 1))


def last_touch(session: Session, customer_id: int, contact_id: int | None) -> datetime | None:
    """When a customer, or a person there, was last in touch, as far as clocks count it."""
    asked = select(func.max(col(Interaction.occurred_at))).where(
        Interaction.customer_id == customer_id, Interaction.kind != "note", col(Interaction.private).is_(False)
    )
    if contact_id is not None:
        asked = asked.where(or_(col(Interaction.contact_id) == contact_id, col(Interaction.contact_id).is_(None)))
    return session.exec(asked).one()


_OURS: Final = (
    col(FollowUp.status) == "open",
    col(FollowUp.customer_id).in_(bindparam("ids", expanding=True)),
    col(FollowUp.touch_every_days).is_not(None),
)
_RUNNING: Final = select(FollowUp).where(*_OURS)
_FOLLOW_UPS: Final = table_of(FollowUp)
_ANY_RUNNING: Final = Prepared(
    sql_select(_FOLLOW_UPS.c.id)
    .where(
        _FOLLOW_UPS.c.status == literal_column("'open'"),
        _FOLLOW_UPS.c.customer_id == bindparam("customer_id"),
        _FOLLOW_UPS.c.touch_every_days.is_not(None),
    )
    .limit(literal_column("1"))
)
"""Asked at every touch, and mostly there is none."""


def wind(session: Session, customer_ids: Collection[int]) -> None:
    """Set the running clocks of these customers by their touches."""
    if not customer_ids:
        return
    ids = sorted(customer_ids)
    session.flush()
    if len(ids) == 1 and _ANY_RUNNING.first(session.connection(), {"customer_id": ids[0]}) is None:
        return
    for row in session.exec(_RUNNING, params={"ids": ids}).all():
        last = last_touch(session, row.customer_id or 0, row.contact_id)
        rep = None if row.rep_id is None else session.get(Rep, row.rep_id)
        if last is None or rep is None:
            continue
        due_at = max(_work_day(rep, last + timedelta(days=row.touch_every_days or 1)), row.first_due_at)
        if row.due_at != due_at:
            row.due_at = due_at
    session.flush()


def following_of(row: FollowUp, rep: Rep, now: datetime) -> FollowUp:
    """The clock that goes on when one was ticked off without a touch: its time is counted from now."""
    values: dict[str, Any] = {key: getattr(row, key) for key in FollowUp.model_fields if key != "id"}
    due_at = _work_day(rep, now + timedelta(days=row.touch_every_days or 1))
    values.update(due_at=due_at, first_due_at=due_at, status="open", closed_at=None, snoozes=0)
    values.update(created_at=now, waits_for_id=None)
    return FollowUp(**values)


def _work_day(rep: Rep, at: datetime) -> datetime:
    """The start of work on that day, or on the next work day after it."""
    zone = ZoneInfo(rep.zone)
    day: date = at.astimezone(zone).date()
    for ahead in range(_WEEK):
        told = day + timedelta(days=ahead)
        if told.weekday() in rep.work_days:
            day = told
            break
    return datetime.combine(day, rep.work_starts, tzinfo=zone).astimezone(UTC)

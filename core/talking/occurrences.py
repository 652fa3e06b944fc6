"""Occurrences: the moments of rules, kept by their local time so that each happens once whatever the clocks do.

``rule`` names what repeats (``follow_up:12``, ``digest:3``). An occurrence is found by its nominal wall time; ``due_at`` is only
what that means by the present zone data, and is worked out anew when the zone or the data change. Source: RELIABILITY.md.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update
from sqlmodel import col, select

from core.talking.inserting import insert_if_new
from core.talking.rows import Occurrence, OccurrenceState
from core.transaction import Transaction
from core.working.recurrence import wall_to_utc

_MAKE: Final = insert_if_new(
    Occurrence, ("rule", "local_time", "zone", "due_at", "state", "rep_id"), "rule", "local_time"
)


class Occurrences:
    """Making occurrences ahead, and firing each once."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def make(self, rule: str, local_time: datetime, zone: str, *, rep_id: int | None = None) -> int | None:
        """Make one at a naive wall time; its id, or None where it is there already. Raises ValueError for an aware time."""
        if local_time.tzinfo is not None:
            raise ValueError("an occurrence is kept by its wall time")
        found = _MAKE.first(
            self._tx.session.connection(),
            {
                "rule": rule,
                "local_time": local_time.isoformat(timespec="minutes"),
                "zone": zone,
                "due_at": wall_to_utc(local_time, ZoneInfo(zone)),
                "state": "pending",
                "rep_id": rep_id,
            },
        )
        return None if found is None else int(found[0])

    def due(self, *, limit: int = 500) -> list[Occurrence]:
        """The pending ones that are due now, by time. Locked for this transaction on PostgreSQL, those of others passed over."""
        asked = (
            select(Occurrence)
            .where(Occurrence.state == "pending", col(Occurrence.due_at) <= self._tx.now)
            .order_by(col(Occurrence.due_at), col(Occurrence.id))
            .limit(limit)
        )
        if self._tx.dialect == "postgresql":
            asked = asked.with_for_update(skip_locked=True)
        return list(self._tx.session.exec(asked))

    def mark(self, occurrence: Occurrence, state: OccurrenceState) -> bool:
        """Fired (in the transaction that puts its message into the outbox), skipped or held; false where it was marked before."""
        done = self._tx.session.connection().execute(
            update(Occurrence)
            .where(col(Occurrence.id) == occurrence.id, col(Occurrence.state) == "pending")
            .values(state=state, fired_at=self._tx.now)
        )
        return done.rowcount == 1

    def pending_of(self, rule: str) -> list[Occurrence]:
        """A rule's pending ones, by time."""
        asked = select(Occurrence).where(Occurrence.rule == rule, Occurrence.state == "pending")
        return list(self._tx.session.exec(asked.order_by(col(Occurrence.due_at), col(Occurrence.id))))

    def drop_pending(self, rule: str) -> int:
        """Forget a rule's pending ones (its time was changed, it was switched off); how many."""
        done = self._tx.session.connection().execute(
            delete(Occurrence).where(col(Occurrence.rule) == rule, col(Occurrence.state) == "pending")
        )
        return done.rowcount

    def next_due(self) -> datetime | None:
        """When the next pending one is due."""
        asked = select(Occurrence.due_at).where(Occurrence.state == "pending").order_by(col(Occurrence.due_at)).limit(1)
        return self._tx.session.exec(asked).first()

    def recompute(self, *, rep_id: int | None = None, zone: str | None = None, rules: str = "") -> int:
        """Work out anew when pending ones are due: all after the zone data changed, a rep's after moving to ``zone``; how many moved.

        ``rules``: only those of rules that begin so.
        """
        asked = select(Occurrence).where(Occurrence.state == "pending")
        if rules:
            asked = asked.where(col(Occurrence.rule).startswith(rules))
        if rep_id is not None:
            asked = asked.where(Occurrence.rep_id == rep_id)
        moved = 0
        for one in self._tx.session.exec(asked):
            one.zone = zone or one.zone
            due_at = wall_to_utc(datetime.fromisoformat(one.local_time), ZoneInfo(one.zone))
            if due_at != one.due_at:
                one.due_at = due_at
                moved += 1
        self._tx.session.flush()
        return moved

"""Leases: which process does what only one may do. Each change of owner raises the epoch, which fences off the one before.

Compared on the database's own clock, so that processes on machines with different clocks agree. A holder must stop by its own
monotonic clock a third of the lease early. Source: RELIABILITY.md, section 3.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from core.database import database_now
from core.talking.rows import Lease
from core.transaction import Transaction


class Leases:
    """Taking, keeping and giving up leases."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def take(self, name: str, owner: str, lasts: timedelta) -> int | None:
        """The lease's epoch if it is this owner's now (kept, or taken over after it ran out); None where another holds it."""
        session = self._tx.session
        now = database_now(session)
        into = (sqlite.insert(Lease) if self._tx.dialect == "sqlite" else postgresql.insert(Lease)).values(
            name=name, owner=owner, epoch=1, until=now + lasts
        )
        if session.connection().execute(into.on_conflict_do_nothing()).rowcount == 1:
            return 1
        kept = session.connection().execute(
            update(Lease)
            .where(col(Lease.name) == name, col(Lease.owner) == owner, col(Lease.until) > now)
            .values(until=now + lasts)
            .returning(Lease.__table__.c.epoch)  # type: ignore[attr-defined]
        )
        if (found := kept.first()) is not None:
            return int(found[0])
        taken = session.connection().execute(
            update(Lease)
            .where(col(Lease.name) == name, col(Lease.until) <= now)
            .values(owner=owner, epoch=col(Lease.epoch) + 1, until=now + lasts)
            .returning(Lease.__table__.c.epoch)  # type: ignore[attr-defined]
        )
        return int(found[0]) if (found := taken.first()) is not None else None

    def give_up(self, name: str, owner: str) -> bool:
        """Let it go before it runs out; false where it is not this owner's."""
        now = database_now(self._tx.session)
        done = self._tx.session.connection().execute(
            update(Lease)
            .where(col(Lease.name) == name, col(Lease.owner) == owner, col(Lease.until) > now)
            .values(until=now)
        )
        return done.rowcount == 1

    def holder(self, name: str) -> Lease | None:
        """Who holds it now; None where nobody does."""
        found = self._tx.session.get(Lease, name, populate_existing=True)
        return found if found is not None and found.until > database_now(self._tx.session) else None

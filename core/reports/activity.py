"""Who did what in a stretch of time: counts of interactions and of deals won, as a direct query gives them.

Every count passes ``core.visibility``: private entries of others are not in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import col, select

from core.selling.deal import Deal
from core.transaction import Transaction
from core.visibility import visible
from core.working.interaction import Interaction


@dataclass(frozen=True)
class Done:
    """So many interactions of a kind by a rep (None: nobody is written down)."""

    rep_id: int | None
    kind: str
    count: int


class Activity:
    """Counting. ``since`` is inclusive, ``until`` exclusive; both are aware moments."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def counts(
        self, since: datetime, until: datetime, *, kinds: Sequence[str] = (), rep_id: int | None = None
    ) -> list[Done]:
        """By rep and kind; without ``kinds`` all of them. Raises NotAllowed."""
        self._tx.require("reports.read")
        asked = select(Interaction.rep_id, Interaction.kind, func.count()).where(
            visible(self._tx, Interaction),
            col(Interaction.occurred_at) >= since,
            col(Interaction.occurred_at) < until,
        )
        if kinds:
            asked = asked.where(col(Interaction.kind).in_(kinds))
        if rep_id is not None:
            asked = asked.where(Interaction.rep_id == rep_id)
        found = self._tx.session.exec(asked.group_by(col(Interaction.rep_id), col(Interaction.kind))).all()
        return sorted((Done(*row) for row in found), key=lambda done: (-done.count, done.rep_id or 0, done.kind))

    def by_day(self, since: datetime, until: datetime, rep_id: int) -> dict[date, int]:
        """How many interactions of a rep fell on each day of the acting rep's zone; days without any are not there."""
        self._tx.require("reports.read")
        asked = select(Interaction.occurred_at).where(
            visible(self._tx, Interaction),
            col(Interaction.occurred_at) >= since,
            col(Interaction.occurred_at) < until,
            Interaction.rep_id == rep_id,
        )
        counted: dict[date, int] = {}
        for at in self._tx.session.exec(asked):
            day = at.astimezone(self._tx.zone).date()
            counted[day] = counted.get(day, 0) + 1
        return counted

    def won(self, since: datetime, until: datetime, rep_id: int) -> int:
        """How many deals of a rep were won."""
        asked = select(func.count()).where(
            visible(self._tx, Deal),
            Deal.status == "won",
            Deal.owner_id == rep_id,
            col(Deal.closed_at) >= since,
            col(Deal.closed_at) < until,
        )
        return self._tx.session.exec(asked).one()

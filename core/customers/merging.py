"""Merging two customers or two contacts: everything moves to the one that stays, and the old number leads to it.

What hangs on the one that goes is found in the tables themselves (every audited table with a ``customer_id`` or ``contact_id``), so
that a table added later is not forgotten. Each row is written through the flush, so one undo brings both back. Where both
have a value the one that stays keeps its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import col, select

from core.audit import audited_tables
from core.customers.customer import Alias, Contact, Customer
from core.customers.folding import fold
from core.customers.merged import Merged
from core.customers.names import Names
from core.errors import BadValue, NotFound
from core.transaction import Transaction
from core.visibility import visible
from core.working.touches import recount

_FIELDS: dict[str, tuple[str, ...]] = {
    "customer": ("phone", "email", "website", "city", "country", "industry", "source", "notes"),
    "contact": ("title", "phone", "email"),
}
_ROWS: dict[str, type[Any]] = {"customer": Customer, "contact": Contact}


@dataclass(frozen=True)
class Difference:
    """A field that both have and that differs: what stays and what goes."""

    field: str
    stays: str
    goes: str


@dataclass(frozen=True)
class MergePlan:
    """What a merge would do: rows that move, by record (those the rep may see), and the fields that differ."""

    moves: dict[str, int]
    differences: list[Difference]


class Merging:
    """Merging, for managers and admins."""

    def __init__(self, transaction: Transaction, names: Callable[[], Names]) -> None:
        self._tx = transaction
        self._names = names

    def plan(self, record: Literal["customer", "contact"], from_id: int, into_id: int) -> MergePlan:
        """What would move and what differs. Raises NotFound, NotAllowed, BadValue (``same``)."""
        goes, stays = self._two(record, from_id, into_id)
        moves: dict[str, int] = {}
        for table in audited_tables():
            if f"{record}_id" in table.fields:
                column = table.row.__dict__[f"{record}_id"]
                asked = select(col(table.row.id)).where(column == goes.id, visible(self._tx, table.row))
                if count := len(self._tx.session.exec(asked).all()):
                    moves[table.record] = count
        differing = [
            Difference(name, str(getattr(stays, name)), str(getattr(goes, name)))
            for name in _FIELDS[record]
            if getattr(stays, name) and getattr(goes, name) and fold(getattr(stays, name)) != fold(getattr(goes, name))
        ]
        return MergePlan(moves, differing)

    def merge(self, record: Literal["customer", "contact"], from_id: int, into_id: int) -> dict[str, int]:
        """Do it; how many rows of each record moved. Raises as ``plan``. The old name finds the one that stays."""
        session = self._tx.session
        goes, stays = self._two(record, from_id, into_id)
        people = self._people(goes.id) if record == "customer" else []
        moved = self._move(record, goes.id, stays.id)
        self._fill(record, goes, stays)
        known_as = select(Alias).where(Alias.record == record, Alias.record_id == goes.id).order_by(col(Alias.id))
        for alias in session.exec(known_as).all():
            alias.record_id = stays.id
            session.flush()
            self._names().index("alias", alias)
        name, gone_id = goes.name, goes.id
        session.delete(goes)
        session.add(
            Merged(record=record, from_id=gone_id, into_id=stays.id, rep_id=self._tx.rep_id, merged_at=self._tx.now)
        )
        session.flush()
        self._names().forget(record, gone_id)
        if fold(name) != fold(stays.name):
            self._names().learn(name, record, stays.id)
        self._names().index(record, stays)
        for person in people:
            self._names().index("contact", person)
        customers = [stays.id] if record == "customer" else [stays.customer_id]
        recount(session, customers, [stays.id] if record == "contact" else [])
        return moved

    def _two(self, record: str, from_id: int, into_id: int) -> tuple[Any, Any]:
        goes, stays = (self._tx.session.get(_ROWS[record], each) for each in (from_id, into_id))
        for row, row_id in ((goes, from_id), (stays, into_id)):
            if row is None:
                raise NotFound(record, str(row_id))
        assert goes is not None  # noqa: S101 - just looked at
        self._tx.require("customers.merge", record=record, name=goes.name)
        if from_id == into_id:
            raise BadValue("merge", goes.name, "same")
        return goes, stays

    def _move(self, record: str, from_id: int, into_id: int) -> dict[str, int]:
        session, moved = self._tx.session, dict[str, int]()
        customer_id = None if record == "customer" else self._customer_of(into_id)
        for table in audited_tables():
            if f"{record}_id" not in table.fields:
                continue
            hanging = select(table.row).where(table.row.__dict__[f"{record}_id"] == from_id)
            for row in session.exec(hanging.order_by(table.row.__dict__["id"])).all():
                setattr(row, f"{record}_id", into_id)
                if customer_id is not None and "customer_id" in table.fields:
                    row.customer_id = customer_id
                moved[table.record] = moved.get(table.record, 0) + 1
            session.flush()
        return moved

    def _customer_of(self, contact_id: int) -> int:
        found = self._tx.session.get(Contact, contact_id)
        return found.customer_id if found is not None else 0

    def _people(self, customer_id: int) -> list[Contact]:
        asked = select(Contact).where(Contact.customer_id == customer_id).order_by(col(Contact.id))
        return list(self._tx.session.exec(asked))

    def _fill(self, record: str, goes: Any, stays: Any) -> None:
        for name in _FIELDS[record]:
            if not getattr(stays, name) and getattr(goes, name):
                setattr(stays, name, getattr(goes, name))
        if record == "customer":
            there = {tag.casefold() for tag in stays.tags}
            more = [tag for tag in goes.tags if tag.casefold() not in there]
            if more:
                stays.tags = [*stays.tags, *more]
        stays.updated_at = self._tx.now
        self._tx.session.flush()

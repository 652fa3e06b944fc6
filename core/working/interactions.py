"""Logging what happened with customers, and looking back at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from core.customers.customer import Contact, Customer
from core.customers.merged import contact_row, customer_row
from core.customers.ownership import require_customer
from core.errors import BadValue, NotAllowed, NotFound
from core.fields import checked
from core.filters import said_in
from core.transaction import Transaction
from core.visibility import sees, visible
from core.working.clocks import wind
from core.working.interaction import Interaction, InteractionKind
from core.working.places import degrees_north, metres
from core.working.touches import recount

_FIXED = frozenset({"rep_id", "original", "files", "latitude", "longitude"})
_LONGEST = 24 * 60
_LOOKED_AT = 2000
"""So many visits of one latitude are compared, the latest ones."""


class Interactions:
    """Reading and writing interactions. Anybody logs on any customer; an entry is changed and deleted by its author."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    # -- writing -----------------------------------------------------------------------------------------------------

    def log(  # noqa: PLR0917 - the order in which they are said
        self,
        kind: InteractionKind,
        customer_id: int,
        contact_id: int | None = None,
        summary: str = "",
        outcome: str | None = None,
        direction: str | None = None,
        occurred_at: datetime | None = None,
        duration_minutes: int | None = None,
        private: bool = False,
        original: str = "",
        *,
        files: Sequence[dict[str, Any]] = (),
        position: tuple[float, float] | None = None,
    ) -> Interaction:
        """Write one down; without ``occurred_at`` it happened now, and one in the future happened now too.

        ``files`` are ids and names of what was sent with it; ``position`` is (latitude, longitude) in degrees.

        Resets when the customer and the contact were last in touch, unless it is a note, private, or older. Raises NotFound,
        BadValue (a contact of another customer: ``customer``).
        """
        session, now = self._tx.session, self._tx.now
        customer = customer_row(session, customer_id)
        if customer is None:
            raise NotFound("customer", str(customer_id))
        require_customer(self._tx, customer, "interactions.write")
        contact = None if contact_id is None else self._contact(contact_id, customer.id)
        told = self._checked(
            {
                "kind": kind,
                "summary": summary,
                "outcome": outcome,
                "direction": direction,
                "duration_minutes": duration_minutes,
            }
        )
        happened = min(occurred_at or now, now)
        row = session.put(
            Interaction,
            **told,
            customer_id=customer.id,
            contact_id=None if contact is None else contact.id,
            occurred_at=happened,
            private=private,
            rep_id=self._tx.rep_id,
            original=original,
            files=[*files] or None,
            latitude=position[0] if position else None,
            longitude=position[1] if position else None,
            created_at=now,
        )
        for party in (customer, contact):
            if party is not None and counts_as_touch(row) and (party.last_contacted_at or happened) <= happened:
                party.last_contacted_at = happened
        if not private:
            customer.updated_at = now
        session.flush()
        if counts_as_touch(row):
            wind(session, [customer.id])
        return row

    def attach(self, interaction_id: int, files: Sequence[dict[str, Any]]) -> Interaction:
        """Keep more files with an entry of one's own. Raises NotFound, NotAllowed."""
        row = self._own(interaction_id, "interactions.write")
        row.files = [*(row.files or ()), *files]
        self._tx.session.flush()
        return row

    def change(self, interaction_id: int, **fields: Any) -> Interaction:
        """Change an entry of one's own. Raises NotFound, NotAllowed, NoSuchSetting, BadValue."""
        row = self._own(interaction_id, "interactions.write")
        told = self._checked(fields)
        parties = [(row.customer_id, row.contact_id)]
        if "customer_id" in told and self._tx.session.get(Customer, told["customer_id"]) is None:
            raise NotFound("customer", str(told["customer_id"]))
        for key, value in told.items():
            setattr(row, key, value)
        if row.contact_id is not None:
            self._contact(row.contact_id, row.customer_id)
        self._tx.session.flush()
        parties.append((row.customer_id, row.contact_id))
        recount(self._tx.session, [one for one, _ in parties], [two for _, two in parties if two is not None])
        return row

    def delete(self, interaction_id: int) -> None:
        """Delete an entry of one's own (a manager: anybody's that is not private). Raises NotFound, NotAllowed."""
        row = self._own(interaction_id, "interactions.write")
        customer_id, contact_id = row.customer_id, row.contact_id
        self._tx.session.delete(row)
        self._tx.session.flush()
        recount(self._tx.session, [customer_id], [] if contact_id is None else [contact_id])

    # -- reading -----------------------------------------------------------------------------------------------------

    def get(self, interaction_id: int) -> Interaction:
        """One that the acting rep may see. Raises NotFound."""
        found = self._tx.session.get(Interaction, interaction_id)
        if found is None or not sees(self._tx, found):
            raise NotFound("interaction", str(interaction_id))
        return found

    def of(
        self,
        customer_id: int | None = None,
        contact_id: int | None = None,
        since: datetime | None = None,
        limit: int = 10,
        offset: int = 0,
        *,
        rep_id: int | None = None,
        until: datetime | None = None,
        words: Sequence[str] = (),
    ) -> list[Interaction]:
        """Newest first: of a customer, a contact, a rep; ``since`` inclusive, ``until`` exclusive; that say all ``words``."""
        asked = select(Interaction).where(*self._where(customer_id, contact_id, since, rep_id, until), *_saying(words))
        ordered = asked.order_by(col(Interaction.occurred_at).desc(), col(Interaction.id).desc())
        return list(self._tx.session.exec(ordered.limit(limit).offset(offset)))

    def count(
        self,
        customer_id: int | None = None,
        contact_id: int | None = None,
        since: datetime | None = None,
        *,
        rep_id: int | None = None,
        until: datetime | None = None,
        words: Sequence[str] = (),
    ) -> int:
        """How many ``of`` would give without a limit."""
        asked = select(func.count()).select_from(Interaction)
        where = (*self._where(customer_id, contact_id, since, rep_id, until), *_saying(words))
        return self._tx.session.exec(asked.where(*where)).one()

    def last(self, *, customer_id: int | None = None, contact_id: int | None = None) -> Interaction | None:
        """The latest with a customer or contact that was a touch; notes count only where there is nothing else."""
        condition = self._where(customer_id, contact_id, None, None, None)
        for touch in (True, False):
            asked = select(Interaction).where(*condition)
            if touch:
                asked = asked.where(Interaction.kind != "note")
            ordered = asked.order_by(col(Interaction.occurred_at).desc(), col(Interaction.id).desc())
            if (found := self._tx.session.exec(ordered.limit(1)).first()) is not None:
                return found
        return None

    def near(self, position: tuple[float, float], within: float) -> int | None:
        """The customer of the nearest visit at most that many metres from (latitude, longitude); None where there is none."""
        north = degrees_north(within)
        asked = select(Interaction).where(
            visible(self._tx, Interaction),
            col(Interaction.latitude).between(position[0] - north, position[0] + north),
        )
        found: list[tuple[float, int, int]] = []
        for row in self._tx.session.exec(asked.order_by(col(Interaction.id).desc()).limit(_LOOKED_AT)):
            if row.latitude is not None and row.longitude is not None:
                away = metres(position, (row.latitude, row.longitude))
                found += [(away, -row.id, row.customer_id)] if away <= within else []
        return min(found)[2] if found else None

    def with_files(self, customer_id: int) -> list[Interaction]:
        """The entries of a customer that have files, newest first."""
        condition = self._where(customer_id, None, None, None, None)
        asked = select(Interaction).where(*condition, col(Interaction.files).is_not(None))
        ordered = asked.order_by(col(Interaction.occurred_at).desc(), col(Interaction.id).desc())
        return list(self._tx.session.exec(ordered))

    def _where(
        self,
        customer_id: int | None,
        contact_id: int | None,
        since: datetime | None,
        rep_id: int | None,
        until: datetime | None,
    ) -> list[ColumnElement[bool]]:
        told = [visible(self._tx, Interaction)]
        for column, value in (
            (Interaction.customer_id, customer_id),
            (Interaction.contact_id, contact_id),
            (Interaction.rep_id, rep_id),
        ):
            if value is not None:
                told.append(col(column) == value)
        if since is not None:
            told.append(col(Interaction.occurred_at) >= since)
        if until is not None:
            told.append(col(Interaction.occurred_at) < until)
        return told

    def _own(self, interaction_id: int, permission: str) -> Interaction:
        row = self.get(interaction_id)
        self._tx.require(permission, record="interaction")
        if row.rep_id != self._tx.rep_id and not self._tx.allows("interactions.others"):
            raise NotAllowed(permission, "interaction")
        return row

    def _contact(self, contact_id: int, customer_id: int) -> Contact:
        found = contact_row(self._tx.session, contact_id)
        if found is None:
            raise NotFound("contact", str(contact_id))
        if found.customer_id != customer_id:
            raise BadValue("contact", found.name, "customer")
        return found

    def _checked(self, fields: dict[str, Any]) -> dict[str, Any]:
        told = checked(Interaction, fields, also_fixed=_FIXED)
        minutes = told.get("duration_minutes")
        if minutes is not None and not 0 < minutes <= _LONGEST:
            raise BadValue("duration_minutes", str(minutes), "range")
        if told.get("direction") not in (None, "in", "out"):
            raise BadValue("direction", str(told["direction"]), "choice")
        if isinstance(told.get("occurred_at"), datetime):
            told["occurred_at"] = min(told["occurred_at"], self._tx.now)
        return told


def _saying(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """Each word stands in what was logged, in either number and with or without the Arabic article."""
    return [said_in((col(Interaction.summary),), word) for word in words]


def counts_as_touch(row: Interaction) -> bool:
    """Whether somebody was in touch with the customer: a note is none, and a private entry must not show through."""
    return row.kind != "note" and not row.private

"""When customers and contacts were last in touch: follows from their interactions. Notes and private entries do not count."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from core.customers.customer import Contact, Customer
from core.working.clocks import wind
from core.working.interaction import Interaction


def recount(session: Session, customer_ids: Collection[int], contact_ids: Collection[int]) -> None:
    """Work out anew when these were last in touch, after entries were changed, deleted or brought back."""
    for row, key, ids in (
        (Customer, Interaction.customer_id, customer_ids),
        (Contact, Interaction.contact_id, contact_ids),
    ):
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), 500):
            latest = (
                select(func.max(col(Interaction.occurred_at)))
                .where(col(key) == col(row.id), col(Interaction.kind) != "note", col(Interaction.private).is_(False))
                .scalar_subquery()
            )
            some = col(row.id).in_(wanted[start : start + 500])
            session.connection().execute(update(row).where(some).values(last_contacted_at=latest))
        for known in list(session.identity_map.values()):
            if isinstance(known, row) and known.id in ids:
                session.refresh(known, ["last_contacted_at"])
    wind(session, customer_ids)

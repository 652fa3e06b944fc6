"""Erasing once more: an older copy of the notebook was put back, and holds people who were erased since it was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlmodel import col, select

from core.audit import Recorder
from core.customers.customer import Contact, Customer
from core.customers.names import Names
from core.privacy.cleaning import clean
from core.privacy.erasing import Erasing, bury
from core.privacy.hashes import mark_of
from core.privacy.ledger import Erased
from core.team.workspace import Workspace
from core.transaction import Transaction

if TYPE_CHECKING:
    from core.database import Database


def erase_again(database: Database, erased: Sequence[Erased], now: datetime) -> int:
    """Erase whom the ledger names and the database still has; how many records. Again changes nothing."""
    if not erased:
        return 0
    marks = {one.mark for one in erased}
    with database.writing() as session:
        session.recorder = Recorder(None, "erase_again", "", now)
        tx = Transaction(session, rep=None, now=now, workspace=Workspace())
        erasing = Erasing(tx, lambda: Names(tx))
        found: list[tuple[Literal["customer", "contact"], int]] = []
        kinds: tuple[tuple[Literal["customer", "contact"], type[Any]], ...] = (
            ("contact", Contact),
            ("customer", Customer),
        )
        for record, row in kinds:
            for one, made in session.exec(select(row.id, row.created_at).order_by(col(row.id))):
                if mark_of(record, one, made) in marks:
                    found.append((record, int(one)))
        for record, record_id in found:
            if session.get(Contact if record == "contact" else Customer, record_id) is not None:
                erasing.erase(record, record_id)
        for one in erased:
            bury(tx, one.mark, one.record, one.salt, list(one.hashes))
    if found:
        clean(database)
    return len(found)

"""Erasing a person for good: the record, what hangs on it, every mention, the past; nothing of it can be undone.

What stays is that an admin erased a record of that kind, when, and hashes that keep an import and an old copy from bringing the person back.
The bytes leave the database's files after the commit (``cleaning.py``). Source: RELIABILITY.md DATA3, DATA6; READING.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import delete, or_, update
from sqlmodel import col, select

from core.audit import Told, forget_loaded
from core.customers.customer import Alias, Contact, Customer
from core.customers.merged import Merged
from core.customers.names import Names
from core.privacy.cleaning import clean
from core.privacy.hashes import Spelt, hash_of, mark_of
from core.privacy.person import Person, chunks, person_of
from core.privacy.rows import Erasure, Tombstone
from core.privacy.scrubbing import Scrubbing
from core.selling.deal import Deal
from core.talking.rows import Conversation, OutboxRow
from core.transaction import Transaction
from core.working.follow_up import FollowUp
from core.working.interaction import Interaction
from core.working.touches import recount

PERMISSION: Final = "erase"
_SPELT: Final[tuple[Spelt, ...]] = ("name", "phone", "email")
_ORDER: Final[tuple[tuple[str, type[Any]], ...]] = (
    ("alias", Alias), ("interaction", Interaction), ("follow_up", FollowUp), ("deal", Deal), ("contact", Contact), ("customer", Customer),
)  # fmt: skip
"""What is pointed at goes last."""


@dataclass(frozen=True)
class ErasurePlan:
    """What an erasure would take away: rows by record, entries that lose their words, and mentions elsewhere."""

    name: str
    counts: dict[str, int]
    emptied: int
    mentions: int


class Erasing:
    """Erasing, for admins."""

    def __init__(self, transaction: Transaction, names: Callable[[], Names]) -> None:
        self._tx = transaction
        self._names = names

    def plan(self, record: Literal["customer", "contact"], record_id: int) -> ErasurePlan:
        """What would go; nothing is written. Raises NotAllowed, NotFound."""
        self._tx.require(PERMISSION)
        person = person_of(self._tx, record, record_id)
        counts = {kind: len(ids) for kind, ids in person.gone.items()}
        return ErasurePlan(person.name, counts, len(person.emptied), Scrubbing(self._tx, person).mentioned())

    def erase(self, record: Literal["customer", "contact"], record_id: int) -> None:
        """Do it. Raises NotAllowed, NotFound. The running message is forgotten too; its step cannot be undone."""
        self._tx.require(PERMISSION)
        session = self._tx.session
        session.flush()
        recorder = self._tx.recorder
        recorder.write(session)
        person = person_of(self._tx, record, record_id)
        self._bury(person)
        self._delete(person)
        Scrubbing(self._tx, person).scrub()
        recorder.said = ""
        for kind, _ in _ORDER:
            for gone in sorted(person.gone.get(kind, ())):
                recorder.note(Told(kind, gone, "delete", None, None))
        recorder.write(session)
        self._read_anew(person)
        session.forgets = True
        session.afterwards.append(clean)

    def _bury(self, person: Person) -> None:
        """Remember by hashes that these are gone, whoever they were."""
        session = self._tx.session
        salt = salt_of(self._tx)
        for record, row in (("customer", Customer), ("contact", Contact)):
            kind: Any = row
            for some in chunks(person.gone.get(record, set())):
                for one in session.exec(select(kind).where(col(kind.id).in_(some))).all():
                    spelt = {"name": one.name, "phone": one.phone, "email": one.email}
                    if record == "contact":
                        firm = session.get(Customer, one.customer_id)
                        spelt["name"] = name_at(one.name, firm.name if firm is not None else "")
                    hashes = [hash_of(salt, each, told) for each in _SPELT if (told := spelt[each])]
                    bury(self._tx, mark_of(record, one.id, one.created_at), record, salt, hashes)

    def _delete(self, person: Person) -> None:
        """The rows themselves and their names in the index; who waited for them waits no more."""
        connection, names = self._tx.session.connection(), self._names()
        for record in ("contact", "customer"):
            for gone in person.gone.get(record, ()):
                names.forget(record, gone)
        for some in chunks(person.emptied):
            connection.execute(
                update(Interaction)
                .where(col(Interaction.id).in_(some))
                .values(
                    contact_id=None, summary="", original="", outcome=None, files=None, latitude=None, longitude=None
                )
            )
        for some in chunks(person.gone.get("follow_up", set())):
            connection.execute(update(FollowUp).where(col(FollowUp.waits_for_id).in_(some)).values(waits_for_id=None))
        for some in chunks(person.gone.get("deal", set())):
            connection.execute(update(FollowUp).where(col(FollowUp.deal_id).in_(some)).values(deal_id=None))
        for record, row in _ORDER:
            for some in chunks(person.gone.get(record, set())):
                if record in ("contact", "customer"):
                    merged = or_(col(Merged.from_id).in_(some), col(Merged.into_id).in_(some))
                    connection.execute(delete(Merged).where(col(Merged.record) == record, merged))
                connection.execute(delete(row).where(col(row.id).in_(some)))
        if person.record == "contact":
            recount(self._tx.session, [person.customer_id], [])

    def _read_anew(self, person: Person) -> None:
        """Rows were written past the session: it knows none that is gone, and reads the others again."""
        session = self._tx.session
        for row in list(session.identity_map.values()):
            for record, kind in _ORDER:
                if isinstance(row, kind) and row.__dict__.get("id") in person.gone.get(record, ()):
                    session.expunge(row)
                    break
            else:
                if isinstance(row, Conversation | OutboxRow):
                    session.expire(row)
        forget_loaded(session)
        if self._tx.rep is not None:
            session.refresh(self._tx.rep)


def name_at(name: str, company: str) -> str:
    """What a contact is told by: the name alone would be that of too many."""
    return f"{name} {company}"


def salt_of(tx: Transaction) -> str:
    """The salt of this notebook's hashes: that of its first erasure."""
    found = tx.session.exec(select(Erasure.salt).order_by(col(Erasure.id)).limit(1)).first()
    return found or secrets.token_hex(16)


def bury(tx: Transaction, mark: str, record: str, salt: str, hashes: list[str]) -> None:
    """Remember one record that is gone; known already, nothing changes."""
    session = tx.session
    if session.exec(select(Erasure.id).where(Erasure.mark == mark)).first() is not None:
        return
    made = Erasure(mark=mark, salt=salt, record=record, rep_id=tx.rep_id, at=tx.now)
    session.add(made)
    session.flush()
    session.add_all(Tombstone(erasure_id=made.id, hash=one) for one in hashes)
    session.flush()


class Buried:
    """Asking whether a line of an import says somebody who was erased. Read once, for thousands of lines."""

    def __init__(self, tx: Transaction) -> None:
        asked = select(Erasure.salt, Tombstone.hash).join(Tombstone, col(Tombstone.erasure_id) == col(Erasure.id))
        self._hashes: dict[str, set[str]] = {}  # one salt, unless older copies brought others
        for salt, told in tx.session.exec(asked):
            self._hashes.setdefault(salt, set()).add(told)

    def __bool__(self) -> bool:
        """Whether anybody was."""
        return bool(self._hashes)

    def knows(self, **spelt: str | None) -> bool:
        """Whether one of ``name``, ``phone``, ``email`` is that of an erased person."""
        return any(
            hash_of(salt, kind, told) in hashes
            for salt, hashes in self._hashes.items()
            for kind in _SPELT
            if (told := spelt.get(kind))
        )

"""Whom an export or an erasure is about: the record, what hangs on it, and how the person is spelt in free words elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import Text, cast, func, select
from sqlmodel import col

from core.customers.customer import Alias, Contact, Customer
from core.customers.folding import fold
from core.customers.merged import Merged
from core.customers.names.tables import ENTRIES, KEYS
from core.customers.names.words import LINKS, ORDINARY, PLAIN_FORMS, PLAIN_TRADES
from core.errors import NotFound
from core.privacy.spellings import Spellings
from core.selling.deal import Deal
from core.store.audit_rows import Change
from core.talking.inserting import table_of
from core.team.rep import Rep
from core.transaction import Transaction
from core.working.follow_up import FollowUp
from core.working.interaction import Interaction

CHUNK: Final = 500
_READ_AT_ONCE: Final = 2_000
_SHORTEST_WORD: Final = 3
_WEAK: Final = ORDINARY | PLAIN_FORMS | PLAIN_TRADES | LINKS


@dataclass
class Person:
    """A contact, or a customer with the people at it. ``gone`` are the ids that an erasure deletes, by record."""

    record: Literal["customer", "contact"]
    id: int
    name: str
    customer_id: int
    everywhere: Spellings
    """What is theirs alone, wherever it stands."""
    nearby: Spellings
    """What means them in the entries of their own customer: single names too."""
    gone: dict[str, set[int]] = field(default_factory=dict)
    emptied: set[int] = field(default_factory=set)
    """Entries of a customer that stays, about this contact: that something happened stays, its words go."""

    def about(self, value: Any) -> bool:
        """Whether a JSON value points at one of the records that go (``{"record": "contact", "id": 5}``, ``{"follow_up": 3}``)."""
        if isinstance(value, Mapping):
            record, record_id = value.get("record"), value.get("id")
            if isinstance(record_id, int) and record_id in self.gone.get(str(record), ()):
                return True
            if any(isinstance(each, int) and each in self.gone.get(str(key), ()) for key, each in value.items()):
                return True
            return any(self.about(each) for each in value.values())
        return isinstance(value, list) and any(self.about(each) for each in value)


def person_of(tx: Transaction, record: Literal["customer", "contact"], record_id: int) -> Person:
    """Gather them. Raises NotFound."""
    session = tx.session
    row: Any = session.get(Customer if record == "customer" else Contact, record_id)
    if row is None:
        raise NotFound(record, str(record_id))
    customer_id = row.id if record == "customer" else row.customer_id
    gone: dict[str, set[int]] = {record: {row.id}}
    if record == "customer":
        gone["contact"] = _ids(tx, Contact, Contact.customer_id, {row.id})
    for kind in ("customer", "contact"):
        gone[kind] = gone.get(kind, set()) | _merged_into(tx, kind, gone.get(kind, set()))
    customers, contacts = gone["customer"], gone["contact"]
    gone["follow_up"] = _ids(tx, FollowUp, FollowUp.customer_id, customers)
    gone["follow_up"] |= _ids(tx, FollowUp, FollowUp.contact_id, contacts)
    gone["deal"] = _ids(tx, Deal, Deal.customer_id, customers)
    gone["interaction"] = _ids(tx, Interaction, Interaction.customer_id, customers)
    of_contacts = _ids(tx, Interaction, Interaction.contact_id, contacts)
    gone["alias"] = _ids(tx, Alias, Alias.record_id, customers, col(Alias.record) == "customer")
    gone["alias"] |= _ids(tx, Alias, Alias.record_id, contacts, col(Alias.record) == "contact")
    everywhere, nearby = _spellings(tx, gone, customer_id)
    return Person(
        record, int(row.id), str(row.name), int(customer_id), everywhere, nearby,
        {kind: ids for kind, ids in gone.items() if ids}, of_contacts - gone["interaction"],
    )  # fmt: skip


def raw_rows(tx: Transaction, table: Any, columns: Sequence[str], also: Sequence[str]) -> Iterator[Any]:
    """Every row of a table: its keys, ``also``, and the columns as the stored text."""
    keys = [column for column in table.primary_key.columns if column.name not in also]
    asked = select(
        *keys, *(table.c[name] for name in also), *(cast(table.c[name], Text).label(name) for name in columns)
    )
    found = tx.session.connection().execute(asked.execution_options(yield_per=_READ_AT_ONCE))
    yield from found.mappings()


def chunks(ids: Sequence[Any] | set[Any]) -> Iterator[list[Any]]:
    """Ids in pieces that fit into one statement."""
    wanted = sorted(ids)
    for at in range(0, len(wanted), CHUNK):
        yield wanted[at : at + CHUNK]


def _ids(tx: Transaction, row: type[Any], key: Any, ids: set[int], *conditions: Any) -> set[int]:
    found: set[int] = set()
    for some in chunks(ids):
        found.update(tx.session.connection().execute(select(row.id).where(col(key).in_(some), *conditions)).scalars())
    return found


def _merged_into(tx: Transaction, record: str, ids: set[int]) -> set[int]:
    """The numbers that lead to these: records that went into them."""
    found: set[int] = set()
    left = set(ids)
    while left:
        asked = [
            tx.session.connection()
            .execute(select(col(Merged.from_id)).where(col(Merged.record) == record, col(Merged.into_id).in_(some)))
            .scalars()
            .all()
            for some in chunks(left)
        ]
        left = {one for some in asked for one in some} - found - ids
        found |= left
    return found


@dataclass
class _Known:
    names: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)

    def add(self, told: Mapping[str, Any]) -> None:
        for key, kept in (("name", self.names), ("alias", self.names), ("phone", self.phones), ("email", self.emails)):
            if told.get(key):
                kept.add(str(told[key]))


def _spellings(tx: Transaction, gone: dict[str, set[int]], customer_id: int) -> tuple[Spellings, Spellings]:
    """What the records are and were ever known by."""
    connection, known = tx.session.connection(), _Known()
    kinds: tuple[tuple[str, type[Any]], ...] = (("customer", Customer), ("contact", Contact), ("alias", Alias))
    for kind, row in kinds:
        for some in chunks(gone.get(kind, set())):
            for one in connection.execute(select(table_of(row)).where(table_of(row).c.id.in_(some))).mappings():
                known.add(dict(one))
            asked = select(col(Change.before), col(Change.after))
            for change in connection.execute(asked.where(col(Change.record) == kind, col(Change.record_id).in_(some))):
                for told in change:
                    known.add(told or {})
    ours = {(kind, one) for kind in ("customer", "contact") for one in gone.get(kind, set())}
    own = {name for name in known.names if _alone(tx, fold(name), ours)}
    words = {word for name in known.names for word in fold(name).split() if len(word) >= _SHORTEST_WORD}
    near = known.names | (words - _WEAK - _words_nearby(tx, customer_id, ours))
    return (
        Spellings(names=sorted(own), phones=sorted(known.phones), emails=sorted(known.emails)),
        Spellings(names=sorted(near), phones=sorted(known.phones), emails=sorted(known.emails)),
    )


def _alone(tx: Transaction, folded: str, ours: set[tuple[str, int]]) -> bool:
    """Whether a name means nobody else: no other record has it, and a single word is no ordinary one and in no other name."""
    connection = tx.session.connection()
    same = select(ENTRIES.c.record, ENTRIES.c.record_id).where(ENTRIES.c.folded == folded)
    if any((record, record_id) not in ours for record, record_id in connection.execute(same)):
        return False
    if " " in folded:
        return True
    if folded in _WEAK or len(folded) < _SHORTEST_WORD:
        return False
    having = select(ENTRIES.c.record, ENTRIES.c.record_id).join(KEYS, KEYS.c.entry_id == ENTRIES.c.id)
    if any(
        (record, record_id) not in ours for record, record_id in connection.execute(having.where(KEYS.c.key == folded))
    ):
        return False
    reps = connection.execute(select(func.lower(col(Rep.name)))).scalars()
    return all(folded not in fold(name).split() for name in reps)


def _words_nearby(tx: Transaction, customer_id: int, ours: set[tuple[str, int]]) -> set[str]:
    """Words of the names that stay at the same customer, and of our own people: they do not mean the one who goes."""
    asked = select(ENTRIES.c.record, ENTRIES.c.record_id, ENTRIES.c.folded).where(
        ENTRIES.c.customer_id == customer_id, ENTRIES.c.alias_id.is_(None)
    )
    staying = [told for told in tx.session.connection().execute(asked) if (told.record, told.record_id) not in ours]
    reps = tx.session.connection().execute(select(col(Rep.name))).scalars()
    return {word for told in staying for word in told.folded.split()} | {
        word for name in reps for word in fold(name).split()
    }

"""Which records lines of a file may mean, asked for many lines at once.

The same: phone, e-mail, or name (letter case, punctuation and spaces aside). Alike: the same name but for company words,
articles and spelling forms (``core.customers.names``).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlmodel import col

from core.customers.customer import Contact, Customer
from core.customers.folding import fold
from core.customers.names.keys import whole_key
from core.customers.names.matching import spelling
from core.customers.names.tables import ENTRIES, KEYS
from core.transaction import Transaction

_ASKED: Final = 400


def same_name(text: str) -> str:
    """What two names share that differ in letter case, punctuation and spaces alone; the name itself where nothing else is in it."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LNM")
    return kept or plain.strip()


def alike_name(text: str) -> str:
    """What two names share that are the same but for company words, articles and forms of letters."""
    return whole_key(spelling(fold(text)).squeezed_core)


def _keys(text: str) -> set[str]:
    told = spelling(fold(text))
    return {whole_key(told.squeezed), whole_key(told.squeezed_core)}


@dataclass(frozen=True, slots=True)
class Known:
    """A record that is there, as far as finding it needs."""

    id: int
    name: str
    customer_id: int


@dataclass
class Register:
    """The records that the lines of a file may mean, by name, phone and e-mail."""

    by_name: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_core: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_phone: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_email: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))


def register(
    transaction: Transaction,
    row: type[Customer | Contact],
    names: Iterable[str],
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
) -> Register:
    """Look them up: a few statements for any number of lines."""
    found = Register()
    record = "customer" if row is Customer else "contact"
    connection = transaction.session.connection()
    entries: set[int] = set()
    for some in _some({key for name in set(names) for key in _keys(name)}):
        # Two statements: joined, SQLite goes through all entries of the record instead of through the keys.
        ids = list(connection.execute(select(KEYS.c.entry_id).where(KEYS.c.key.in_(some)).distinct()).scalars())
        entries.update(ids)
    for some in _some(entries):
        asked = select(ENTRIES.c.record_id, ENTRIES.c.name, ENTRIES.c.customer_id, ENTRIES.c.record, ENTRIES.c.alias_id)
        for record_id, name, customer_id, whose, alias_id in connection.execute(asked.where(ENTRIES.c.id.in_(some))):
            if whose == record and alias_id is None:
                known = Known(record_id, name, customer_id or record_id)
                found.by_name[same_name(name)].append(known)
                found.by_core[alike_name(name)].append(known)
    for some in _some(set(phones)):
        for known, phone, _ in _reached(transaction, row, col(row.phone).in_(some)):
            found.by_phone[phone].append(known)
    for some in _some({told for email in emails for told in (email, email.casefold())}):
        matched = or_(col(row.email).in_(some), func.lower(row.email).in_(some))
        for known, _, email in _reached(transaction, row, matched):
            found.by_email[email.casefold()].append(known)
    for listed in (
        *found.by_name.values(),
        *found.by_core.values(),
        *found.by_phone.values(),
        *found.by_email.values(),
    ):
        listed.sort(key=lambda known: known.id)
    return found


def _reached(transaction: Transaction, row: type[Any], condition: Any) -> Iterator[tuple[Known, str, str]]:
    owner = row.id if row is Customer else row.customer_id
    asked = select(row.id, row.name, owner, row.phone, row.email).where(condition)
    for record_id, name, customer_id, phone, email in transaction.session.connection().execute(asked):
        yield Known(record_id, name, customer_id), phone or "", email or ""


def _some(values: set[Any]) -> Iterator[Sequence[Any]]:
    listed = sorted(values)
    for at in range(0, len(listed), _ASKED):
        yield listed[at : at + _ASKED]


def rows_of(transaction: Transaction, row: type[Any], ids: Iterable[int]) -> dict[int, Any]:
    """The rows with those ids as mappings, by id; what is not visible any more is left out."""
    table = row.__table__
    found: dict[int, Any] = {}
    for some in _some(set(ids)):
        asked = select(table).where(table.c.id.in_(some))
        for told in transaction.session.connection().execute(asked).mappings():
            found[told["id"]] = told
    return found

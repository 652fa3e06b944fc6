"""Which records lines of a file may mean, asked for many lines at once.

The same: phone, e-mail, or name (letter case, punctuation and spaces aside). Alike: the same name but for company words,
articles and spelling forms (``core.customers.names``).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from sqlalchemy import func, select
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
    for known in _named(transaction, "customer" if row is Customer else "contact", names):
        found.by_name[same_name(known.name)].append(known)
        found.by_core[alike_name(known.name)].append(known)
    for some in _some(set(phones)):
        for known, phone, _ in _reached(transaction, row, col(row.phone).in_(some)):
            found.by_phone[phone].append(known)
    for known, email in _written_to(transaction, row, {email.casefold() for email in emails}):
        found.by_email[email].append(known)
    for listed in chain(*(told.values() for told in (found.by_name, found.by_core, found.by_phone, found.by_email))):
        listed.sort(key=lambda known: known.id)
    return found


def _named(transaction: Transaction, record: str, names: Iterable[str]) -> Iterator[Known]:
    """The records of these names or of the same but for form."""
    # Two statements: joined, SQLite goes through all entries of the record instead of through the keys.
    connection = transaction.session.connection()
    entries: set[int] = set()
    for some in _some({key for name in set(names) for key in _keys(name)}):
        entries.update(connection.execute(select(KEYS.c.entry_id).where(KEYS.c.key.in_(some))).scalars())
    for some in _some(entries):
        asked = select(ENTRIES.c.record_id, ENTRIES.c.name, ENTRIES.c.customer_id, ENTRIES.c.record, ENTRIES.c.alias_id)
        for record_id, name, customer_id, whose, alias_id in connection.execute(asked.where(ENTRIES.c.id.in_(some))):
            if whose == record and alias_id is None:
                yield Known(record_id, name, customer_id or record_id)


def _written_to(transaction: Transaction, row: type[Any], wanted: set[str]) -> Iterator[tuple[Known, str]]:
    """The records with these addresses (in small letters). They are kept as typed, so this goes through the table: once."""
    if not wanted:
        return
    told = col(row.email).is_not(None) if len(wanted) > _ASKED else func.lower(row.email).in_(sorted(wanted))
    for known, _, email in _reached(transaction, row, told):
        if email.casefold() in wanted:
            yield known, email.casefold()


def _reached(transaction: Transaction, row: type[Any], condition: Any) -> Iterator[tuple[Known, str, str]]:
    owner = row.id if row is Customer else row.customer_id
    columns: tuple[Any, ...] = (row.id, row.name, owner, row.phone, row.email)
    for told in transaction.session.connection().execute(select(*columns).where(condition)):
        record_id, name, customer_id, phone, email = tuple(told)
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

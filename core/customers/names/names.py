"""What records are called: finding them by what a rep says, and keeping the index that this needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise
from typing import Any, Final, Literal

from sqlalchemy import func
from sqlmodel import col, select

from core.customers.customer import Alias, Contact, Customer
from core.customers.folding import fold, fold_email
from core.customers.names import index as keeping
from core.customers.names.index import Indexed
from core.customers.names.looking import look_up
from core.customers.names.matching import Match
from core.customers.names.scanning import scan_names
from core.customers.names.spans import NameSpan
from core.direct import rows
from core.errors import BadValue, NotFound
from core.transaction import Transaction

Record = Literal["customer", "contact"]
BOTH: Final[tuple[Record, ...]] = ("customer", "contact")
_TIES_READ: Final = 40
_LONGEST: Final = 1_000
"""Characters of a name that is looked for; a longer text is a letter, and only costs time (SEC17)."""


class Names:
    """The names of customers and contacts, and the aliases that reps taught. Everybody may read them all."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    # -- finding -----------------------------------------------------------------------------------------------------

    def find(self, text: str, limit: int = 5, records: tuple[Record, ...] = BOTH) -> list[Match]:
        """The records that a name said may mean, the best first; ties in the order of ``Match`` and then own and recent first.

        Nothing for a text without letters or digits, nor for one that is longer than any name. For the meaning of scores see ``Match``; ``certain`` decides.
        """
        if self._blind() or len(text) > _LONGEST:
            return []
        found = look_up(self._tx.session.connection(), text, records)
        return self._nearest_first(found, limit)

    def scan(self, text: str, ordinary: Callable[[str], bool] | Collection[str] | None = None) -> list[NameSpan]:
        """The known names inside a sentence, in its order, with offsets into the text as typed.

        ``ordinary`` are further words (folded) that are not taken for parts or misspellings of names.
        """
        if self._blind():
            return []
        told = ordinary if ordinary is None or callable(ordinary) else ordinary.__contains__
        spans = scan_names(self._tx.session.connection(), text, told)
        return [self._ordered(span) for span in spans]

    def by_phone(self, e164: str) -> list[Match]:
        """The records with exactly that phone."""
        return self._by(lambda row: row.phone == e164, "phone")

    def by_email(self, text: str) -> list[Match]:
        """The records with that e-mail address, letter case aside."""
        typed, wanted = text.strip(), fold_email(text)
        found = self._by(lambda row: row.email.in_({typed, wanted}), "email")
        return found or self._by(lambda row: func.lower(row.email) == wanted, "email")

    # -- aliases -----------------------------------------------------------------------------------------------------

    def learn(self, alias: str, record: Record, record_id: int) -> Alias:
        """From now on that text means that record. What it was taught to mean before is forgotten; said again, nothing changes.

        Raises NotFound for a record that is not there, BadValue for a text without letters or digits.
        """
        session, folded = self._tx.session, fold(alias)
        if not folded:
            raise BadValue("alias", alias, "empty")
        row = self._row(record, record_id)
        for old in session.exec(select(Alias).where(Alias.folded == folded)).all():
            if (old.record, old.record_id) == (record, record_id):
                return old
            self._unlearn(old)
        made = Alias(
            record=record,
            record_id=record_id,
            alias=" ".join(alias.split()),
            folded=folded,
            rep_id=self._tx.rep_id,
            created_at=self._tx.now,
        )
        session.add(made)
        session.flush()
        self._put_alias(made, row)
        return made

    def unlearn(self, alias_id: int) -> None:
        """Forget an alias. Raises NotFound."""
        found = self._tx.session.get(Alias, alias_id)
        if found is None:
            raise NotFound("alias", str(alias_id))
        self._unlearn(found)

    def aliases(self, record: Record, record_id: int) -> list[Alias]:
        """What a record is also called, the oldest first."""
        asked = select(Alias).where(Alias.record == record, Alias.record_id == record_id)
        return list(self._tx.session.exec(asked.order_by(col(Alias.id))))

    # -- keeping -----------------------------------------------------------------------------------------------------

    def index(self, record: str, row: Customer | Contact | Alias) -> None:
        """Make a row findable as it is now; called after each write of its name, kind or customer. Again changes nothing."""
        self._tx.session.flush()
        if isinstance(row, Alias):
            owner = self._owner(row.record, row.record_id)
            if owner is not None:
                self._put_alias(row, owner)
            return
        del record
        keeping.put(self._tx.session.connection(), indexed(row))

    def index_many(self, record: str, rows: Iterable[Customer | Contact]) -> None:
        """Make many rows findable as they are now; new ones go in by the thousand (imports)."""
        del record
        self._tx.session.flush()
        keeping.put_some(self._tx.session.connection(), [indexed(row) for row in rows])

    def forget(self, record: str, record_id: int) -> None:
        """Make a deleted record (``alias``: an alias) unfindable. One that is not there is passed over."""
        connection = self._tx.session.connection()
        if record == "alias":
            keeping.forget_alias(connection, record_id)
        else:
            keeping.forget(connection, record, record_id)

    def touched(self, record: str, ids: Sequence[int], gone: bool) -> None:
        """Follow what was written past the flush (undo, import): those rows are there now, or ``gone``."""
        if record not in {"customer", "contact", "alias"}:
            return
        if gone:
            for record_id in ids:
                self.forget(record, record_id)
            return
        session = self._tx.session
        kind: Any = Customer if record == "customer" else Contact
        for at in range(0, len(ids), _CHUNK):
            some = list(ids[at : at + _CHUNK])
            if record == "alias":
                for alias in session.exec(select(Alias).where(col(Alias.id).in_(some))):
                    self.index(record, alias)
            else:
                self.index_many(record, session.exec(select(kind).where(col(kind.id).in_(some))).all())

    def rebuild(self) -> int:
        """Make the whole index anew from the rows; how many names it has then."""
        session = self._tx.session
        keeping.clear(session.connection())
        return keeping.put_many(session.connection(), self._everything())

    # -- inner -------------------------------------------------------------------------------------------------------

    def _everything(self) -> Iterable[Indexed]:
        session = self._tx.session
        shown: dict[tuple[str, int], Indexed] = {}
        aliases = list(session.exec(select(Alias)))
        wanted = {(row.record, row.record_id) for row in aliases}
        kinds: tuple[Any, ...] = (Customer, Contact)
        for kind in kinds:
            last = 0
            while some := session.exec(
                select(kind).where(col(kind.id) > last).order_by(col(kind.id)).limit(_REBUILT)
            ).all():
                for row in some:
                    told = indexed(row)
                    if (told.record, told.record_id) in wanted:
                        shown[told.record, told.record_id] = told
                    yield told
                last = some[-1].id
        for alias in aliases:
            if own := shown.get((alias.record, alias.record_id)):
                yield _alias_of(own, alias)

    def _blind(self) -> bool:
        self._tx.session.flush()
        return self._tx.rep is not None and not self._tx.rep.active

    def _row(self, record: Record, record_id: int) -> Customer | Contact:
        found = self._owner(record, record_id)
        if found is None:
            raise NotFound(record, str(record_id))
        return found

    def _owner(self, record: Record, record_id: int) -> Customer | Contact | None:
        if record == "customer":
            return self._tx.session.get(Customer, record_id)
        return self._tx.session.get(Contact, record_id)

    def _put_alias(self, alias: Alias, owner: Customer | Contact) -> None:
        keeping.put(self._tx.session.connection(), _alias_of(indexed(owner), alias))

    def _unlearn(self, alias: Alias) -> None:
        keeping.forget_alias(self._tx.session.connection(), alias.id)
        self._tx.session.delete(alias)
        self._tx.session.flush()

    def _by(self, holds: Callable[[Any], Any], how: Literal["phone", "email"]) -> list[Match]:
        if self._blind():
            return []
        session = self._tx.session
        found = [
            Match("customer", row.id, row.name, 100.0, how, row.id)
            for row in session.exec(select(Customer).where(holds(Customer)).order_by(col(Customer.id)))
        ]
        found += [
            Match("contact", row.id, row.name, 100.0, how, row.customer_id)
            for row in session.exec(select(Contact).where(holds(Contact)).order_by(col(Contact.id)))
        ]
        return self._nearest_first(found, len(found))

    def _ordered(self, span: NameSpan) -> NameSpan:
        told = span.candidates
        if len(told) > 1 and told[0].score == told[1].score:
            told = tuple(self._nearest_first(list(told), len(told)))
            return NameSpan(span.start, span.end, span.text, told, common_word=span.common_word, runs_on=span.runs_on)
        return span

    def _nearest_first(self, found: list[Match], limit: int) -> list[Match]:
        """Among equal scores the rep's own customers and the recent ones first: an order to show, not a decision."""
        read = found[: max(limit, _TIES_READ)]
        if all(one.score != two.score for one, two in pairwise(read[: limit + 1])):
            return read[:limit]
        ids = sorted({match.customer_id for match in read if match.customer_id is not None})
        connection = self._tx.session.connection()
        asked = (json.dumps(ids) if connection.dialect.name == "sqlite" else ids,)
        told = {row[0]: row[1:] for row in rows(connection, _NEAREST[connection.dialect.name], asked)}

        def own(match: Match) -> bool:
            owner = told.get(match.customer_id, (None, None))[0]
            return owner is not None and owner == self._tx.rep_id

        def contacted(match: Match) -> tuple[bool, Any]:
            at = told.get(match.customer_id, (None, None))[1]
            return (at is not None, at)

        recent_first = sorted(read, key=contacted, reverse=True)
        return sorted(recent_first, key=lambda match: (-match.score, not own(match)))[:limit]


_NEAREST: Final = {
    "sqlite": "SELECT id, owner_id, last_contacted_at FROM customers WHERE id IN (SELECT value FROM json_each(?))",
    "postgresql": "SELECT id, owner_id, last_contacted_at FROM customers WHERE id = ANY(%s)",
}
"""Asked straight of the driver; moments are only compared with each other."""
_CHUNK: Final = 500
_REBUILT: Final = 5000


def indexed(row: Customer | Contact) -> Indexed:
    """A row's own name for the index."""
    if isinstance(row, Customer):
        return Indexed("customer", row.id, row.name, row.kind == "person", row.id)
    return Indexed("contact", row.id, row.name, person=True, customer_id=row.customer_id)


def _alias_of(own: Indexed, alias: Alias) -> Indexed:
    return Indexed(
        own.record, own.record_id, own.name, own.person, own.customer_id, alias.alias, alias.id, alias.rep_id
    )

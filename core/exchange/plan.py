"""What an import would do, line by line, before anything is written.

A line with the same phone, e-mail or name as a record fills that record's empty fields (``update``, or ``same`` where there is
nothing to fill); one that merely looks alike is new and listed (``similar``); a ``wrong`` one is left out and told. Source: CLI.md,
"Import". A line that names a company makes that company too where it is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from core.customers.customer import Contact, Customer
from core.exchange.alike import Known, Register, alike_name, register, rows_of, same_name
from core.exchange.files import Sheet
from core.exchange.rows import Column, Draft, Record, Vocabulary, Wrong, columns, draft
from core.transaction import Transaction

State = Literal["new", "similar", "update", "same", "wrong"]
_FILLED_FROM_COMPANY_LINE: Final = ("website", "city", "country", "industry", "source", "status", "tags")


@dataclass
class Planned:
    """One record of the plan. ``line`` 0: a company that only lines of its contacts name."""

    line: int
    record: Record
    name: str
    state: State
    values: dict[str, Any] = field(default_factory=dict)
    """All of a new record, the fields to fill of one that is there."""
    id: int | None = None
    """The record that is there; None for a new one."""
    company: Planned | None = None
    """A contact's customer, new or there."""
    like: str = ""
    """The name of what a similar one looks like."""
    wrong: Wrong = ""
    bad_phone: bool = False
    notes: str = ""
    repeats: Planned | None = None
    """The earlier line of this file that says the same record."""


@dataclass
class Plan:
    """The whole import."""

    sheet: Sheet
    columns: tuple[Column, ...]
    rows: list[Planned]
    """One for each line of the file, in its order."""
    companies: list[Planned]
    """New customers that only lines of their contacts name."""

    @property
    def counts(self) -> Counter[State]:
        """How many lines are in each state."""
        return Counter(row.state for row in self.rows)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The heads of columns that are not read."""
        return tuple(column.head for column in self.columns if column.field is None and column.head)

    @property
    def bad_phones(self) -> int:
        """How many lines have a phone that cannot be one; it is kept as typed."""
        return sum(row.bad_phone for row in self.rows if row.state != "wrong")

    def writes(self) -> bool:
        """Whether anything would be written."""
        return any(row.state in ("new", "similar", "update") for row in self.rows)


def plan(
    transaction: Transaction,
    sheet: Sheet,
    vocabulary: Vocabulary,
    *,
    keep: Collection[str] = (),
    may_set_owner: bool = False,
) -> Plan:
    """Plan an import; nothing is written. To be made anew in the transaction that carries it out.

    ``keep`` are heads of unknown columns to be kept as notes; ``may_set_owner`` on the command line and for managers. Raises
    BadFile for a file without a column of names.
    """
    cols = columns(sheet, vocabulary)
    drafts = [draft(line, cols, vocabulary, transaction.workspace.country, keep=keep) for line in sheet.lines]
    owners = _owners(transaction, drafts)
    for one in drafts:
        if one.owner and not one.wrong:
            one.wrong = "owner_not_allowed" if not may_set_owner else "owner" if owners.get(one.owner) is None else ""
    _leave_out_erased(transaction, drafts)
    made = _Maker(transaction, drafts, owners).made()
    return Plan(sheet, cols, *made)


def _leave_out_erased(transaction: Transaction, drafts: Sequence[Draft]) -> None:
    """Whoever was erased for good does not come back with an old file."""
    from core.privacy.erasing import Buried, name_at

    buried = Buried(transaction)
    if not buried:
        return
    for one in drafts:
        name = name_at(one.name, one.company) if one.record == "contact" else one.name
        if not one.wrong and buried.knows(name=name, phone=one.values.get("phone"), email=one.values.get("email")):
            one.wrong = "erased"


def _owners(transaction: Transaction, drafts: Sequence[Draft]) -> dict[str, int]:
    from core.team.team import Team

    team = Team(transaction)
    found = {name: team.rep_named(name) for name in {one.owner for one in drafts if one.owner}}
    return {name: rep.id for name, rep in found.items() if rep is not None}


class _Maker:
    def __init__(self, transaction: Transaction, drafts: Sequence[Draft], owners: dict[str, int]) -> None:
        self._tx = transaction
        self._drafts = drafts
        self._owners = owners
        self._customers: dict[str, Planned] = {}
        self._cores: dict[str, Planned] = {}
        self._people: dict[tuple[int, str], Planned] = {}
        self._companies: list[Planned] = []

    def made(self) -> tuple[list[Planned], list[Planned]]:
        """The rows in the order of the file, and the companies that only contacts name."""
        rows: dict[int, Planned] = {}
        fine = [one for one in self._drafts if not one.wrong]
        for one in self._drafts:
            if one.wrong:
                rows[id(one)] = Planned(one.line, one.record, one.name, "wrong", wrong=one.wrong)
        firms = [one for one in fine if one.record == "customer"]
        people = [one for one in fine if one.record == "contact"]
        known = self._register(Customer, firms, [one.company for one in people])
        for one in firms:
            rows[id(one)] = self._customer(one, known)
        for one in people:
            one_company = self._company(one, known)
            rows[id(one)] = Planned(one.line, "contact", one.name, "new", company=one_company)
        found = self._register(Contact, people, [])
        for one in people:
            self._contact(one, rows[id(one)], found)
        self._fill_those_there([*rows.values(), *self._companies])
        return [rows[id(one)] for one in self._drafts], [one for one in self._companies if one.id is None]

    def _register(self, row: type[Customer | Contact], drafts: Sequence[Draft], also: Sequence[str]) -> Register:
        return register(
            self._tx,
            row,
            [*(one.name for one in drafts), *also],
            [one.values["phone"] for one in drafts if "phone" in one.values],
            [one.values["email"] for one in drafts if "email" in one.values],
        )

    # -- customers -------------------------------------------------------------------------------------------------

    def _customer(self, one: Draft, known: Register) -> Planned:
        values = {**one.values, **({"owner_id": self._owners[one.owner]} if one.owner else {})}
        made = Planned(one.line, "customer", one.name, "new", values, bad_phone=one.bad_phone)
        key = same_name(one.name)
        there = _first(known.by_name.get(key)) or self._reached(one, known)
        if there is not None:
            made.id, made.state = there.id, "update"
        elif key in self._customers:
            self._repeat(made, self._customers[key])
            return made
        else:
            self._look_alike(made, known)
        self._customers.setdefault(key, made)
        self._cores.setdefault(alike_name(one.name), made)
        return made

    def _look_alike(self, made: Planned, known: Register) -> None:
        core = alike_name(made.name)
        other = _first(known.by_core.get(core))
        if other is not None or core in self._cores:
            made.state, made.like = "similar", other.name if other else self._cores[core].name

    def _repeat(self, made: Planned, earlier: Planned) -> None:
        """A second line of the same record fills what the first left out."""
        made.state, made.repeats, made.id = "same", earlier, earlier.id
        for key, value in made.values.items():
            earlier.values.setdefault(key, value)

    def _company(self, one: Draft, known: Register) -> Planned:
        key = same_name(one.company)
        made = self._customers.get(key)
        if made is None:
            there = _first(known.by_name.get(key))
            owner = {"owner_id": self._owners[one.owner]} if one.owner else {}
            values = {
                "kind": "company",
                **{k: v for k, v in one.company_values.items() if k in _FILLED_FROM_COMPANY_LINE},
                **owner,
            }
            made = Planned(0, "customer", one.company, "new", values)
            if there is not None:
                made.id, made.state, made.values, made.name = there.id, "same", {}, there.name
            else:
                self._look_alike(made, known)
            self._customers[key] = made
            self._cores.setdefault(alike_name(one.company), made)
            self._companies.append(made)
        return made

    # -- contacts --------------------------------------------------------------------------------------------------

    def _contact(self, one: Draft, made: Planned, known: Register) -> None:
        company = made.company
        assert company is not None  # noqa: S101 - every contact's line has one
        made.values, made.notes, made.bad_phone = dict(one.values), one.notes, one.bad_phone
        key = (id(company), same_name(one.name))
        namesakes = [p for p in known.by_name.get(key[1], ()) if p.customer_id == company.id]
        there = _first(namesakes) or (None if key in self._people else self._reached(one, known))
        if there is not None:
            made.id, made.state = there.id, "update"
        elif key in self._people:
            self._repeat(made, self._people[key])
            return
        else:
            alike = [p for p in known.by_core.get(alike_name(one.name), ()) if p.customer_id == company.id]
            if alike:
                made.state, made.like = "similar", alike[0].name
        self._people.setdefault(key, made)

    def _reached(self, one: Draft, known: Register) -> Known | None:
        email, phone = str(one.values.get("email", "")).casefold(), one.values.get("phone", "")
        by_email = _first(known.by_email.get(email)) if email else None
        return by_email or (_first(known.by_phone.get(phone)) if phone and not one.bad_phone else None)

    # -- those that are there ----------------------------------------------------------------------------------------

    def _fill_those_there(self, rows: Sequence[Planned]) -> None:
        """Leave of each update what fills an empty field; two lines of one record do not fill the same field twice."""
        for record, row in (("customer", Customer), ("contact", Contact)):
            mine = [one for one in rows if one.record == record and one.id is not None and one.state == "update"]
            there = rows_of(self._tx, row, (one.id for one in mine if one.id is not None))
            filled: dict[int, set[str]] = {}
            for one in mine:
                self._fill(one, there.get(one.id or 0), filled.setdefault(one.id or 0, set()))

    def _fill(self, one: Planned, there: Any, filled: set[str]) -> None:
        if there is None:
            one.state, one.id = "new", None
            return
        empty = {k: v for k, v in one.values.items() if v and k not in filled and there[k] in (None, "", [])}
        filled.update(empty)
        one.values = empty
        one.state = "update" if empty else "same"
        if empty and not self._may_change(one, there):
            one.state, one.wrong, one.values = "wrong", "not_yours", {}

    def _may_change(self, one: Planned, there: Any) -> bool:
        if not self._tx.workspace.strict_ownership or self._tx.rep is None or self._tx.allows("customers.others"):
            return True
        owner = there["owner_id"] if one.record == "customer" else None
        return owner in (None, self._tx.rep_id)


def _first(found: list[Known] | None) -> Known | None:
    return found[0] if found else None

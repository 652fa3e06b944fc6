"""A line of a file as a customer or a contact: which column is which field, and what is wrong with a line by itself.

The core knows no language: what heads and kinds are called is told by a ``Vocabulary`` (``bot/language/headers.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from core.customers.folding import fold
from core.customers.reachable import phone_of
from core.exchange.files import BadFile, Line, Sheet
from core.fields import storable

CUSTOMER_FIELDS: Final = ("website", "city", "country", "industry", "source", "status", "tags", "notes")
"""What a customer has and a contact has not; in a contact's line they are its company's, where that is new."""
_LONGEST_NAME: Final = 200
_E164: Final = re.compile(r"\+\d{7,15}")

Record = Literal["customer", "contact"]
Wrong = Literal[
    "",
    "no_name",
    "long_name",
    "no_company",
    "kind",
    "email",
    "owner",
    "owner_not_allowed",
    "characters",
    "not_yours",
    "erased",
]
"""no_company: a contact without one; kind, email, owner: a value that is none; owner_not_allowed: only a manager hands customers
out; characters: what no database keeps; not_yours: the record is somebody else's; erased: the person was erased for good."""


@dataclass(frozen=True)
class Vocabulary:
    """What the words of a file mean. Keys are folded (``core.customers.folding``).

    ``fields`` heads to fields (also ``first_name``, ``last_name``, and ``customer``, which is the company where another column
    names people); ``kinds`` to company, person, contact; ``statuses``; ``country``
    gives the ISO code of a country's name, None where it knows none.
    """

    fields: Mapping[str, str]
    kinds: Mapping[str, str]
    statuses: Mapping[str, str]
    country: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head as typed, and the field it is, None for an unknown one (or a second of the same field)."""

    head: str
    field: str | None


@dataclass
class Draft:
    """A line as a record that is not written yet. ``values`` hold only what the line says."""

    line: int
    record: Record
    name: str
    values: dict[str, Any] = field(default_factory=dict)
    company: str = ""
    owner: str = ""
    company_values: dict[str, Any] = field(default_factory=dict)
    """A contact's line says this of its company."""
    notes: str = ""
    wrong: Wrong = ""
    bad_phone: bool = False
    """The phone cannot be one: it is kept as typed, and said."""


def columns(sheet: Sheet, vocabulary: Vocabulary) -> tuple[Column, ...]:
    """The columns of a sheet. Raises BadFile (``no_names``) where none of them can name anybody."""
    taken: set[str] = set()
    found: list[Column] = []
    named = [vocabulary.fields.get(fold(head)) for head in sheet.heads]
    customer = "company" if {"name", "first_name", "last_name"} & set(named) else "name"
    for head, told in zip(sheet.heads, named, strict=True):
        name = customer if told == "customer" else told
        found.append(Column(head, None if name in taken else name))
        if name:
            taken.add(name)
    if not taken & {"name", "company", "first_name", "last_name"}:
        raise BadFile("no_names", line=1)
    return tuple(found)


def draft(
    line: Line, cols: tuple[Column, ...], vocabulary: Vocabulary, country: str, *, keep: Collection[str] = ()
) -> Draft:
    """What a line says. ``country`` is the workspace's; ``keep`` are heads of unknown columns to be kept as notes."""
    cells = {column.field: cell for column, cell in zip(cols, line.cells, strict=False) if column.field and cell}
    kept = [
        f"{column.head}: {cell}"
        for column, cell in zip(cols, line.cells, strict=False)
        if cell and column.head in keep and not column.field
    ]
    if kept:
        cells["notes"] = "\n".join(filter(None, [cells.get("notes", ""), *kept]))
    named_people = any(column.field == "company" for column in cols)
    made = _named(line.number, cells, vocabulary, named_people=named_people)
    if any(cell != storable(cell) for cell in cells.values()):
        made.wrong = made.wrong or "characters"
    _fill(made, cells, vocabulary, country)
    return made


def _named(number: int, cells: dict[str, str], vocabulary: Vocabulary, *, named_people: bool) -> Draft:
    """Whom the line is about, by its name, company and kind."""
    name = _one_line(cells.get("name", "") or f"{cells.get('first_name', '')} {cells.get('last_name', '')}")
    company = _one_line(cells.get("company", ""))
    said = cells.get("kind", "")
    kind = vocabulary.kinds.get(fold(said), "") if said else ""
    if said and not kind:
        return Draft(number, "customer", name or company, wrong="kind")
    if not name:
        name, company, kind = company, "", "company"
    if kind == "contact" and not company:
        return Draft(number, "contact", name, wrong="no_company" if name else "no_name")
    is_contact = bool(company) and kind != "company"
    if not kind:
        kind = "person" if named_people and not company else "company"
    made = Draft(number, "contact" if is_contact else "customer", name, company=company if is_contact else "")
    if not is_contact:
        made.values["kind"] = kind
    if not name:
        made.wrong = "no_name"
    elif max(len(name), len(company)) > _LONGEST_NAME:
        made.wrong = "long_name"
    return made


def _fill(made: Draft, cells: dict[str, str], vocabulary: Vocabulary, country: str) -> None:
    told: dict[str, Any] = {key: cells[key] for key in CUSTOMER_FIELDS if key in cells}
    if "country" in told:
        told["country"] = vocabulary.country(told["country"]) or told["country"]
    if "tags" in told:
        told["tags"] = list(
            dict.fromkeys(
                tag for part in re.split(r"[;,،؛]", told["tags"]) if (tag := part.strip().lstrip("#").strip())
            )
        )
    if "status" in told:
        status = vocabulary.statuses.get(fold(told["status"]))
        told.pop("status")
        told.update({"status": status} if status else {})
    if "phone" in cells:
        spoken_in = told.get("country", country)
        made.values["phone"] = phone_of(cells["phone"], spoken_in if len(spoken_in) == 2 else country)  # noqa: PLR2004 - ISO
        made.bad_phone = not _E164.fullmatch(made.values["phone"])
    if "email" in cells:
        made.values["email"] = cells["email"]
        if not made.wrong and not _is_email(cells["email"]):
            made.wrong = "email"
    made.owner = cells.get("owner", "")
    if made.record == "customer":
        made.values.update(told)
        return
    if "title" in cells:
        made.values["title"] = cells["title"]
    made.notes = told.pop("notes", "")
    made.company_values = told


def _is_email(text: str) -> bool:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return False
    return "." in text.rsplit("@", 1)[1]


def _one_line(text: str) -> str:
    return " ".join(text.split())

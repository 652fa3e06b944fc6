"""Writing records to a file: CSV that a spreadsheet opens right, a workbook, JSON Lines, vCards."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final, Literal

from core.crm import Crm
from core.exchange.files import BadFile
from core.exchange.formulas import guarded
from core.exchange.records import KINDS, Kind, records

Form = Literal["csv", "xlsx", "jsonl", "vcf"]
MEDIA_TYPES: Final[dict[Form, str]] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
    "vcf": "text/vcard",
}
_CARDS_OF: Final = frozenset({"customers", "contacts"})


class NoCards(Exception):
    """Only customers and contacts can be written as vCards."""


def export(
    crm: Crm,
    kind: Kind,
    form: Form = "csv",
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    rep_id: int | None = None,
) -> bytes:
    """The records of a kind as a file, as ``records`` gives them.

    Who may export everything is asked by the caller. Raises NoCards, and BadFile (``no_library``) for a workbook without its
    library.
    """
    if form == "vcf" and kind not in _CARDS_OF:
        raise NoCards(kind)
    return b"".join(pieces(kind, form, records(crm, kind, since=since, until=until, rep_id=rep_id)))


def pieces(kind: Kind, form: Form, rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The same piece by piece, for a file or a pipe."""
    if form == "jsonl":
        return (json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n" for row in rows)
    if form == "vcf":
        return (_card(row) for row in rows)
    if form == "xlsx":
        return iter([_workbook(kind, rows)])
    return _csv(kind, rows)


def heads(kind: Kind) -> tuple[str, ...]:
    """The columns of a table of these records: money is two of them, a customer's contact names its ``company``."""
    return tuple(
        column for name in KINDS[kind].fields for column in (("amount", "currency") if name == "amount" else (name,))
    )


def flat(row: dict[str, Any]) -> dict[str, str]:
    """A record's values as cells: references by name, tags with ``;`` between them, ``yes`` for true."""
    cells: dict[str, str] = {}
    for name, value in row.items():
        if name == "amount":
            cells |= {"amount": value["amount"], "currency": value["currency"]}
        elif isinstance(value, dict):
            cells[name] = str(value["name"])
        elif isinstance(value, list):
            cells[name] = "; ".join(map(str, value))
        elif isinstance(value, bool):
            cells[name] = "yes" if value else ""
        else:
            cells[name] = str(value)
    return cells


def _csv(kind: Kind, rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """With a byte order mark, so that a spreadsheet shows Arabic; no cell is a formula."""
    columns = heads(kind)
    yield b"\xef\xbb\xbf" + _line(columns)
    for row in rows:
        cells = flat(row)
        yield _line(guarded(cells.get(column, "")) for column in columns)


def _line(cells: Iterable[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(list(cells))
    return out.getvalue().encode("utf-8", errors="replace")


def _workbook(kind: Kind, rows: Iterable[dict[str, Any]]) -> bytes:
    try:
        import xlsxwriter
    except ImportError as fault:
        raise BadFile("no_library") from fault
    out = io.BytesIO()
    plain = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
    }
    with xlsxwriter.Workbook(out, {"in_memory": True, **plain}) as book:
        sheet = book.add_worksheet(kind)
        columns = heads(kind)
        for column, head in enumerate(columns):
            sheet.write_string(0, column, head, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            cells = flat(row)
            for column, head in enumerate(columns):
                _cell(sheet, number, column, head, cells.get(head, ""))
    return out.getvalue()


def _cell(sheet: Any, number: int, column: int, head: str, text: str) -> None:
    if not text:
        return
    if head in ("id", "amount", "duration_minutes"):
        sheet.write_number(number, column, float(text))
    else:
        sheet.write_string(number, column, text[:32_767])


def _card(row: dict[str, Any]) -> bytes:
    """A vCard 3.0 of a customer or contact."""
    import vobject

    card = vobject.vCard()
    name = str(row["name"])
    card.add("fn").value = name
    given, _, family = name.partition(" ")
    company = row.get("customer", {}).get("name") or (name if row.get("kind") == "company" else "")
    card.add("n").value = vobject.vcard.Name(
        family="" if company == name else family, given="" if company == name else given
    )
    if company:
        card.add("org").value = [company]
    for field, key in (("title", "title"), ("email", "email"), ("url", "website"), ("note", "notes")):
        if row.get(key):
            card.add(field).value = str(row[key])
    if row.get("phone"):
        phone = card.add("tel")
        phone.value, phone.type_param = str(row["phone"]), "WORK"
    if row.get("city") or row.get("country"):
        card.add("adr").value = vobject.vcard.Address(city=row.get("city", ""), country=row.get("country", ""))
    if row.get("tags"):
        card.add("categories").value = list(row["tags"])
    text: str = card.serialize()
    return text.encode("utf-8", errors="replace")

"""Exports, and reading them back."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exchange.formulas import guarded, unguarded
from core.exchange.reading import read_table
from core.exchange.records import count
from core.exchange.writing import NoCards, export

if TYPE_CHECKING:
    from core.crm import Office
    from tests.core.exchange.conftest import Importing

NASTY = [
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\uff1d1", "\uff0b1",
    "\uff0d1", "\uff201", "%0A=1", '"=1', "safe\n=cmd", "|x", "0501234567", "+966501234567", "-5", "1e9", "00123", "'=1", "''=1", "'quoted'",
]  # fmt: skip
RISKY = re.compile(r"[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


@pytest.mark.parametrize("cell", NASTY)
def test_no_guarded_cell_is_a_formula(cell: str) -> None:
    """Nor any line of it; and it reads back as it was."""
    told = guarded(cell)
    assert not RISKY.match(told)
    assert not any(RISKY.match(line) for line in re.split(r"[\r\n]+", told) if line)
    assert unguarded(told) == cell


@given(st.text(alphabet="'=+-@ \t\r\nax\"|\u00a0\uff1d", max_size=12))
def test_any_cell_reads_back(cell: str) -> None:
    """Guarding and freeing are each other's opposite."""
    told = guarded(cell)
    assert not RISKY.match(told)
    assert unguarded(told) == cell


@pytest.fixture
def filled(office: Office, importing: Importing) -> Office:
    """A customer with a contact, a deal, a private and a plain interaction, a follow-up."""
    importing(
        "name,kind,company,phone,city,tags,notes\n=Acme,company,,0501234567,الرياض,vip; big,-x\nSara,contact,=Acme,0551112222,,,\n"
    )
    with office.open(1) as crm:
        crm.interactions.log("call", 1, summary="wants a quote")
        crm.interactions.log("note", 1, summary="hush", private=True)
        crm.follow_ups.add("Call her", datetime(2026, 11, 24, 7, tzinfo=UTC), customer_id=1)
        crm.deals.add(1, amount=Decimal(50000), title="Seats")
    return office


def test_json_lines_have_the_fields_of_the_contract(filled: Office) -> None:
    """References by id and name, moments with offset, money with currency, nulls left out."""
    with filled.read(None) as crm:
        (customer,) = [json.loads(line) for line in export(crm, "customers", "jsonl").splitlines()]
        (contact,) = [json.loads(line) for line in export(crm, "contacts", "jsonl").splitlines()]
        (deal,) = [json.loads(line) for line in export(crm, "deals", "jsonl").splitlines()]
        (due,) = [json.loads(line) for line in export(crm, "follow_ups", "jsonl").splitlines()]
    assert (customer["id"], customer["name"], customer["tags"]) == (1, "=Acme", ["vip", "big"])
    assert customer["owner"] == {"id": 1, "name": "Lina"}
    assert "email" not in customer
    assert contact["customer"] == {"id": 1, "name": "=Acme"}
    assert deal["amount"] == {"amount": "50000.00", "currency": "SAR"}
    assert (due["due_at"], due["rep"]) == ("2026-11-24T10:00:00+03:00", {"id": 1, "name": "Lina"})


def test_private_entries_of_others_are_absent(filled: Office) -> None:
    """For a manager and for the program; their author has them."""
    for rep, wanted in ((1, 2), (2, 1), (None, 1)):
        with filled.read(rep) as crm:
            assert len(export(crm, "interactions", "jsonl").splitlines()) == wanted
            assert (b"hush" in export(crm, "interactions", "csv")) == (wanted == 2)
            assert count(crm, "interactions") == wanted


def test_a_period_is_about_when_it_happened(filled: Office) -> None:
    """Since is included, until is not."""
    day = datetime(2026, 11, 24, 7, tzinfo=UTC)
    with filled.read(1) as crm:
        assert count(crm, "follow_ups", since=day) == 1
        assert export(crm, "follow_ups", "jsonl", until=day) == b""


def test_csv_opens_right_in_a_spreadsheet(filled: Office) -> None:
    """Byte order mark, guarded cells, phones that come back unchanged."""
    with filled.read(None) as crm:
        data = export(crm, "customers", "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert (row["name"], row["phone"], row["city"], row["tags"]) == ("'=Acme", "'+966501234567", "الرياض", "vip; big")


def test_our_own_export_brings_nothing_new(filled: Office, importing: Importing) -> None:
    """CSV, workbook and cards."""
    for kind in ("customers", "contacts"):
        for form in ("csv", "xlsx", "vcf"):
            with filled.read(None) as crm:
                data = export(crm, kind, form)  # type: ignore[arg-type]
            _, done = importing(data, f"{kind}.{form}")
            assert (kind, form, done.new, done.updated, done.wrong) == (kind, form, 0, 0, 0)


def test_a_workbook_has_no_formulas(filled: Office) -> None:
    """Texts stay texts, numbers are numbers."""
    with filled.read(None) as crm:
        sheet = read_table("a.xlsx", export(crm, "customers", "xlsx"))
        deals = read_table("b.xlsx", export(crm, "deals", "xlsx"))
    assert sheet.lines[0].cells[1] == "=Acme"
    assert dict(zip(deals.heads, deals.lines[0].cells, strict=False))["amount"] == "50000"


def test_only_people_and_companies_are_cards(filled: Office) -> None:
    """A deal is none."""
    with filled.read(None) as crm, pytest.raises(NoCards):
        export(crm, "deals", "vcf")

"""Reading tables of every kind, and refusing what is none."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
import xlsxwriter

from core.exchange.files import BadFile, Sheet
from core.exchange.reading import read_table

ARABIC = "الاسم;الجوال\nمحمد;0501234567\n"


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    """Heads and rows."""
    return [sheet.heads, *(line.cells for line in sheet.lines)]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("cp1256", "cp1256"),
    ],
)
def test_every_usual_encoding_is_told(encoding: str, told: str) -> None:
    """Byte order mark, UTF-8, UTF-16 without a mark, Windows-1256."""
    table = ARABIC if encoding not in ("utf-16-le", "utf-16-be") else "name;phone\nAcme;0501234567\n"
    sheet = read_table("a.csv", table.encode(encoding))
    assert (sheet.encoding, sheet.separator) == (told, ";")
    assert cells(sheet)[0] == tuple(table.splitlines()[0].split(";"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_usual_separator_is_told(separator: str) -> None:
    """Also where the others stand in quotes."""
    sheet = read_table("a.csv", f'"name, full"{separator}phone\nA{separator}1\n'.encode())
    assert sheet.separator == separator
    assert cells(sheet) == [("name, full", "phone"), ("A", "1")]


def test_lines_are_counted_as_in_an_editor() -> None:
    """Empty lines are passed over and cells may hold line ends."""
    sheet = read_table("a.csv", b'name,notes\n\nA,"one\ntwo"\nB,\n')
    assert [(line.number, line.cells[0]) for line in sheet.lines] == [(3, "A"), (5, "B")]


def test_a_workbook_is_read() -> None:
    """Whole numbers are phones, not floats."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["الاسم", "phone"])
        sheet.write_row(1, 0, ["أكمي", 966501234567])
    assert cells(read_table("a.xlsx", out.getvalue())) == [("الاسم", "phone"), ("أكمي", "966501234567")]


CARD = (
    "BEGIN:VCARD\r\nVERSION:{version}\r\nFN:Sara Haddad\r\nN:Haddad;Sara;;;\r\nORG:Acme;Sales\r\nTITLE:Buyer\r\n"
    "TEL;TYPE=WORK:+966112345678\r\nTEL;TYPE=CELL:tel:+966501234567\r\nEMAIL:sara@acme.com\r\nPHOTO:http://127.0.0.1:1/x\r\n"
    "NOTE:long\r\n  note\r\nEND:VCARD\r\n"
)


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
def test_cards_are_read(version: str) -> None:
    """Name, company, mobile number first; pictures are passed over."""
    sheet = read_table("a.vcf", (CARD.format(version=version) * 2).encode())
    told = dict(zip(sheet.heads, sheet.lines[0].cells, strict=True))
    assert (told["name"], told["kind"], told["company"]) == ("Sara Haddad", "contact", "Acme")
    assert (told["phone"], told["email"], told["notes"]) == ("+966501234567", "sara@acme.com", "long note")
    assert len(sheet.lines) == 2


def test_quoted_printable_cards_are_read() -> None:
    """As old phones write Arabic."""
    card = b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B3=D8=A7=D8=B1=D8=A9\nEND:VCARD\n"
    assert read_table("a.vcf", card).lines[0].cells[:2] == ("سارة", "person")


def _zip(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


BOMBS = [
    ("empty", b"  \n"),
    ("too_big", b"name\n" + b"a" * 26_000_000),
    ("cell_too_long", b'name\n"' + b"x," * 100_000),
    ("cell_too_long", b"name\n" + b"a" * 40_000),
    ("too_many_columns", ",".join(f"c{n}" for n in range(5_000)).encode()),
    ("too_many_rows", b"name\n" + b"a\n" * 150_000),
    ("too_big", _zip("xl/workbook.xml", b"0" * 50_000_000)),
    ("not_a_table", _zip("../../evil.csv", b"x")),
    ("broken", b"PK\x03\x04garbage"),
    ("not_a_table", gzip.compress(b"a,b\n1,2\n", mtime=0)),
    ("not_a_table", b"%PDF-1.7\n..."),
    ("broken", b"BEGIN:VCARD\n" * 20_000),
    ("cell_too_long", b"BEGIN:VCARD\nVERSION:3.0\nFN:a\nNOTE:" + b"x\n " * 500_000 + b"\nEND:VCARD\n"),
    ("broken", b"\xff\xfe\x00\xd8\x00"),
]


@pytest.mark.parametrize(("why", "data"), BOMBS)
def test_bombs_are_refused(why: str, data: bytes) -> None:
    """By the written sizes, with a reason; what they cost is a figure of the checks."""
    with pytest.raises(BadFile) as refused:
        read_table("bomb", data)
    assert refused.value.why == why


def test_a_card_without_its_end_is_a_row_without_a_name() -> None:
    """It is told as wrong, the others are read."""
    sheet = read_table("a.vcf", b"BEGIN:VCARD\nFN:a\nEND:VCARD\nBEGIN:VCARD\nFN:b\n")
    assert [line.cells[0] for line in sheet.lines] == ["a", ""]


def test_a_picture_in_a_card_is_passed_over() -> None:
    """However long its folded lines are."""
    card = b"BEGIN:VCARD\nFN:a\nPHOTO;ENCODING=b:" + b"AAAA\n " * 100_000 + b"\nTEL:1\nEND:VCARD\n"
    assert read_table("a.vcf", card).lines[0].cells[4] == "1"

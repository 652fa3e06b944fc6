"""Reading a table: CSV in any usual encoding, workbooks (XLSX), vCards.

The encoding is told by, in this order: a byte order mark, being strict UTF-8, NULs in every second place (UTF-16), and
else Windows-1256, which accepts any byte and therefore comes last. The separator is that of ``,`` ``;`` and tab which cuts
the heading into most columns.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from core.exchange.files import MOST_BYTES, BadFile, Sheet, sheet_of
from core.exchange.vcards import read_cards
from core.exchange.workbooks import is_zip, read_workbook

_SEPARATORS: Final = (",", ";", "\t")
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PACKED: Final = (
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"7z\xbc\xaf",
    b"\x89PNG",
    b"\xff\xd8\xff",
)
_SAMPLE: Final = 4096
_HEAD: Final = 65_536
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])|[^\r\n]+")
"""Line by line: an ``io.StringIO`` would keep the whole file again, four bytes a letter (SEC15)."""
_SHARE_OF_NULS: Final = 0.25


def read_file(path: Path) -> Sheet:
    """Read a file of the operator's. Raises BadFile, and OSError where it cannot be opened."""
    if path.stat().st_size > MOST_BYTES:
        raise BadFile("too_big")
    return read_table(path.name, path.read_bytes())


def read_table(name: str, data: bytes) -> Sheet:
    """Read a file by what is in it (its name decides nothing but what it is called). Raises BadFile."""
    if len(data) > MOST_BYTES:
        raise BadFile("too_big")
    if not data.strip():
        raise BadFile("empty")
    if is_zip(data):
        return read_workbook(name, data)
    if data.startswith(_PACKED):
        raise BadFile("not_a_table")
    text, encoding = decoded(data)
    if text.lstrip("\ufeff \r\n\t")[:20].upper().startswith("BEGIN:VCARD"):
        return read_cards(name, text, encoding)
    return _csv(name, text, encoding)


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file and the encoding it was in: ``utf-8``, ``utf-16`` or ``cp1256``. Raises BadFile for UTF-16 that is none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :] if encoding == "utf-8" else data, encoding), encoding
    sample = data[:_SAMPLE]
    nuls = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 == 0 and max(nuls) > _SHARE_OF_NULS * len(sample) / 2:
        return _strict(data, "utf-16-le" if nuls[1] >= nuls[0] else "utf-16-be"), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1256", errors="replace"), "cp1256"


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise BadFile("broken") from fault


def _csv(name: str, text: str, encoding: str) -> Sheet:
    separator = _separator(text)
    reader = csv.reader((line[0] for line in _LINE.finditer(text)), delimiter=separator)
    return sheet_of(name, _counted(reader), encoding=encoding, separator=separator)


def _counted(reader: Any) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows with the line each begins at."""
    begun = 1
    try:
        for cells in reader:
            yield begun, cells
            begun = reader.line_num + 1
    except csv.Error as fault:
        raise BadFile("cell_too_long" if "field larger" in str(fault) else "broken", line=begun) from fault


def _separator(text: str) -> str:
    head = text[:_HEAD].lstrip("\r\n").split("\n", 1)[0]
    if head.lower().startswith("sep=") and head[4:5] in _SEPARATORS:
        return head[4]
    outside = "".join(head.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)

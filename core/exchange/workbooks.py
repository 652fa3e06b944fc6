"""Workbooks (XLSX): the first sheet that has anything in it. Needs the optional library python-calamine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from core.exchange.files import MOST_PACKED, MOST_ROWS, MOST_UNPACKED, BadFile, Sheet, sheet_of

_MOST_PARTS: Final = 2_000


def is_zip(data: bytes) -> bool:
    """Whether the bytes are a zip archive, as a workbook is."""
    return data.startswith(b"PK\x03\x04")


def read_workbook(name: str, data: bytes) -> Sheet:
    """Read a workbook. Raises BadFile: for an archive that is none, that would unpack to too much, or is damaged."""
    _check(data)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as fault:
        raise BadFile("no_library") from fault
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for title in book.sheet_names:
            sheet = book.get_sheet_by_name(title)
            if sheet.height > MOST_ROWS + 1:
                raise BadFile("too_many_rows")
            if sheet.height:
                return sheet_of(name, _rows(sheet))
    except CalamineError as fault:
        raise BadFile("broken") from fault
    raise BadFile("empty")


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[str]]]:
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
        yield number, [_text(cell) for cell in cells]


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as fault:
        raise BadFile("broken") from fault
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_PACKED * max(len(data), 10_000):
        raise BadFile("too_big")
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise BadFile("not_a_table")


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without ``.0`` (phones), days as ``2026-11-24``."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)

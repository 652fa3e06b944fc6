"""What an import accepts, and how it says no: sizes that a machine of one small server can bear (RELIABILITY SEC15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from core.exchange.formulas import unguarded

MOST_BYTES: Final = 25_000_000
MOST_FETCHED: Final = 20_000_000
"""Bytes of a file that is fetched from a chat platform (Bot API, getFile: 20 MB)."""
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 32_767
"""Excel's own limit of characters in a cell."""
MOST_UNPACKED: Final = 200_000_000
MOST_PACKED: Final = 100
"""How many times bigger than its file a workbook may become."""

Why = Literal[
    "empty",
    "too_big",
    "too_many_rows",
    "too_many_columns",
    "cell_too_long",
    "not_a_table",
    "broken",
    "no_names",
    "no_library",
]
"""empty: nothing in it; not_a_table: no format we read; broken: damaged; no_names: no column with names; no_library: the
optional library for workbooks is not installed."""


class BadFile(Exception):
    """A file that is refused as a whole; nothing was read from it or written. ``line`` counts from 1, 0 where none is meant."""

    def __init__(self, why: Why, *, line: int = 0) -> None:
        super().__init__(f"{why} (line {line})" if line else why)
        self.why: Why = why
        self.line = line


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file: its line or card number as a person counts it, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A table as it was read. Cells are text without blanks around them; ``heads`` are as the file has them."""

    name: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    encoding: str = ""
    """``utf-8``, ``utf-16``, ``cp1256``; empty for workbooks and cards."""
    separator: str = ""
    """``,`` ``;`` or tab; empty for workbooks and cards."""


def sheet_of(name: str, rows: Iterable[tuple[int, Sequence[str]]], *, encoding: str = "", separator: str = "") -> Sheet:
    """Rows as a Sheet: the first row that is not empty are the heads. Raises BadFile by the sizes of ``files``."""
    heads: tuple[str, ...] = ()
    lines: list[Line] = []
    for number, cells in rows:
        if len(cells) > MOST_COLUMNS:
            raise BadFile("too_many_columns", line=number)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise BadFile("cell_too_long", line=number)
        told = tuple(unguarded(cell).strip() for cell in cells)
        if not any(told) or (not heads and told[0].lower().startswith("sep=")):
            continue
        if not heads:
            heads = told
            continue
        lines.append(Line(number, told))
        if len(lines) > MOST_ROWS:
            raise BadFile("too_many_rows", line=number)
    if not heads:
        raise BadFile("empty")
    return Sheet(name, heads, tuple(lines), encoding, separator)

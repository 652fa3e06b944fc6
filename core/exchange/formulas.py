"""Cells that a spreadsheet would take for a formula: guarded on the way out, freed on the way in (RELIABILITY SEC14).

A line of a cell is guarded with an apostrophe where its first character that is no blank is one of ``= + - @ | %`` or a
full-width twin, or where the cell begins with a tab or a line end. A guarded line gets one more, so that reading our own
export gives back exactly what was written: phones stay ``+966…``.
"""

from __future__ import annotations

import re
from typing import Final

_RISKY: Final = re.compile(r"""'*(?:[\s\u00a0"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n])""")
_LINES: Final = re.compile(r"\r\n|\r|\n")


def guarded(cell: str) -> str:
    """The cell as it may stand in a CSV file."""
    if cell[:1] in ("\t", "\r", "\n"):
        cell = "'" + cell
        first, rest = cell[:2], cell[2:]
        return first + _each_line(rest, _guard)
    return _each_line(cell, _guard)


def unguarded(cell: str) -> str:
    """What ``guarded`` was given; other people's apostrophes before ``+966…`` go as well."""
    if cell[:1] == "'" and cell[1:2] in ("\t", "\r", "\n"):
        return cell[1] + _each_line(cell[2:], _free)
    return _each_line(cell, _free)


def _guard(line: str) -> str:
    return "'" + line if _RISKY.match(line) else line


def _free(line: str) -> str:
    return line[1:] if line.startswith("'") and _RISKY.match(line[1:]) else line


def _each_line(cell: str, change: object) -> str:
    assert callable(change)  # noqa: S101 - the two functions above
    if "\n" not in cell and "\r" not in cell:
        return str(change(cell))
    pieces: list[str] = []
    at = 0
    for end in _LINES.finditer(cell):
        pieces += [change(cell[at : end.start()]), end[0]]
        at = end.end()
    pieces.append(change(cell[at:]))
    return "".join(pieces)

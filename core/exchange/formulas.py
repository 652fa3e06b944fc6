"""Cells that a spreadsheet would take for a formula: guarded on the way out, freed on the way in (RELIABILITY SEC14).

A line of a cell is guarded with an apostrophe where its first character that is no blank is one of ``= + - @ | %`` or a
full-width twin, or where the cell begins with a tab or a line end. A guarded line gets one more, so that reading our own
export gives back exactly what was written: phones stay ``+966…``.
"""

from __future__ import annotations

import re
from typing import Final

_RISKY: Final = re.compile(r"""'*[\s\u00a0"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]""")
_RISKY_START: Final = re.compile(r"'*[\t\r\n]")
_LINES: Final = re.compile(r"(\r\n|\r|\n)")


def guarded(cell: str) -> str:
    """The cell as it may stand in a CSV file."""
    lines = _LINES.split(cell)
    if _RISKY_START.match(cell) or _RISKY.match(lines[0]):
        lines[0] = "'" + lines[0]
    lines[2::2] = ["'" + line if _RISKY.match(line) else line for line in lines[2::2]]
    return "".join(lines)


def unguarded(cell: str) -> str:
    """What ``guarded`` was given; other people's apostrophes before ``+966…`` go as well."""
    if "'" not in cell:
        return cell
    lines = _LINES.split(cell)
    if cell.startswith("'") and (_RISKY_START.match(cell[1:]) or _RISKY.match(lines[0][1:])):
        lines[0] = lines[0][1:]
    lines[2::2] = [line[1:] if line.startswith("'") and _RISKY.match(line[1:]) else line for line in lines[2::2]]
    return "".join(lines)

"""A reply as plain text, for the command line's JSON and for a platform without tables: parts under each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reply import Document, Part, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterable


def plain_text(parts: Iterable[Part]) -> str:
    """All parts as lines, without marks or escapes; an empty cell is ``–``, a file is its name."""
    return "\n".join(_plain(part) for part in parts)


def _plain(part: Part) -> str:
    if isinstance(part, Text):
        return part.plain
    if isinstance(part, Document):
        return f"📎 {part.name}"
    return _table(part)


def _table(table: Table) -> str:
    lines = [" · ".join(table.heads)] if table.heads else []
    lines += [" · ".join(cell or "–" for cell in row) for row in table.rows]
    return "\n".join([table.caption, *lines] if table.caption else lines)

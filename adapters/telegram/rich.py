"""An Outgoing with tables as a rich message: real columns, right to left where the language is. Pure.

Blocks and never markup, so no value can be markup; what Telegram would make a link of stays text. Limits and shapes: Bot API 10.2,
``sendRichMessage``, ``InputRichMessage``, ``InputRichBlockTable``, ``RichBlockTableCell``: 32,768 characters, 500 blocks, 20 columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from adapters.telegram.layout import EMPTY_CELL, harmless
from bot.language.bidi import isolated
from bot.reply import Document, Span, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.language.words import Language
    from bot.reply import Outgoing, Part

LONGEST: Final = 32_768
MOST_BLOCKS: Final = 500
MOST_COLUMNS: Final = 20


def rich_message(outgoing: Outgoing) -> dict[str, Any] | None:
    """The ``rich_message`` of a message with tables; None for one without, with a file, an edit, or beyond the limits."""
    parts = outgoing.whole
    if outgoing.edits is not None or outgoing.repeat or any(isinstance(part, Document) for part in parts):
        return None
    tables = [part for part in parts if isinstance(part, Table)]
    if not tables or any(len(row) > MOST_COLUMNS for table in tables for row in (table.heads, *table.rows)):
        return None
    blocks = [block for part in parts for block in _blocks(part, outgoing.language)]
    count = len(blocks) + sum(len(table.rows) + 1 for table in tables)
    if count > MOST_BLOCKS or len(str(blocks)) > LONGEST:
        return None
    return {"blocks": blocks, "is_rtl": outgoing.language == "ar", "skip_entity_detection": True}


def _blocks(part: Part, language: Language) -> Iterator[dict[str, Any]]:
    if isinstance(part, Table):
        yield _table(part, language)
    elif isinstance(part, Text):
        line: list[Span] = []
        for span in part.spans:
            first, *others = span.text.split("\n")
            line.append(Span(first, span.tone))
            for other in others:
                yield from _paragraph(line, language)
                line = [Span(other, span.tone)]
        yield from _paragraph(line, language)


def _paragraph(spans: list[Span], language: Language) -> Iterator[dict[str, Any]]:
    if any(span.text.strip() for span in spans):
        yield {"type": "paragraph", "text": _words(spans, language)}


def _table(table: Table, language: Language) -> dict[str, Any]:
    rows = [[_cell(head, language, head=True) for head in table.heads]] if table.heads else []
    rows += [[_cell(cell, language, head=False) for cell in row] for row in table.rows]
    told: dict[str, Any] = {"type": "table", "cells": rows, "is_striped": True}
    return told | ({"caption": _words([Span(table.caption)], language)} if table.caption else {})


def _cell(text: str, language: Language, *, head: bool) -> dict[str, Any]:
    words = _words([Span(text or EMPTY_CELL, "plain" if head else "value")], language)
    told: dict[str, Any] = {"text": words, "align": "right" if language == "ar" else "left", "valign": "middle"}
    return told | ({"is_header": True} if head else {})


def _words(spans: list[Span], language: Language) -> list[Any]:
    """A RichText: plain runs and bold ones, values isolated as everywhere."""
    shown = isolated([Span(harmless(span.text), span.tone) for span in spans], language)
    return [{"type": "bold", "text": span.text} if span.tone == "strong" else span.text for span in shown if span.text]

"""Spans as Telegram's text and bold entities, cut into messages without harming a letter. Pure.

Telegram counts UTF-16 units, for the limit and for the offsets of entities (Bot API, MessageEntity); here positions are
code points until the very end. Isolates that a cut tears open are closed before it and opened again after it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.language.bidi import PDI, RLM, isolated
from bot.reply import Document, Span, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.language.words import Language
    from bot.reply import Part

EMPTY_CELL = "–"
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_OPENING = "\u2066\u2067\u2068"
_ZWJ = "\u200d"
_REPAIR = 2
"""Units that a cut may cost the part before it: the isolates it closes; values keep none of their own, so there is one."""


@dataclass(frozen=True)
class Piece:
    """The text of one message and its bold runs, as ``(start, end)`` in code points."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()

    @property
    def entities(self) -> list[dict[str, Any]]:
        """The bold runs as Bot API entities, in UTF-16 units."""
        return [
            {"type": "bold", "offset": units(self.text[:start]), "length": units(self.text[start:end])}
            for start, end in self.bold
        ]


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def harmless(text: str) -> str:
    """The text without control characters; every kind of line end is one, a lone surrogate becomes U+FFFD."""
    text = _LINE_ENDS.sub("\n", text)
    if text.isprintable():
        return text
    return "".join(_printed(letter) for letter in text)


def _printed(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Cs":
        return "\ufffd"
    return "" if kind == "Cc" and letter not in "\n\t" else letter


def pieces(parts: Iterable[Part], language: Language, limit: int) -> list[Piece]:
    """The parts that are text or table, under each other, as messages of at most ``limit`` units. Empty for no text."""
    spans = [Span(harmless(span.text), span.tone) for span in _spans(parts)]
    text, bold = "", list[tuple[int, int]]()
    for span in isolated(spans, language):
        if span.tone == "strong" and span.text.strip():
            bold.append((len(text), len(text) + len(span.text)))
        text += span.text
    return [piece for piece in _cut(text.rstrip(), bold, language, limit) if piece.text.strip()]


def _spans(parts: Iterable[Part]) -> Iterator[Span]:
    first = True
    for part in parts:
        if isinstance(part, Document):
            continue
        if not first:
            yield Span("\n")
        first = False
        yield from part.spans if isinstance(part, Text) else _lines(part)


def _lines(table: Table) -> Iterator[Span]:
    """A table as lines: ``cell · cell``, since columns cannot be aligned in a proportional font of two directions."""
    if table.caption:
        yield Span(table.caption, "strong")
        yield Span("\n")
    if table.heads:
        yield Span(" · ".join(table.heads))
    for number, row in enumerate(table.rows):
        if number or table.heads:
            yield Span("\n")
        for column, cell in enumerate(row):
            if column:
                yield Span(" · ")
            yield Span(cell or EMPTY_CELL, "value")


def _cut(text: str, bold: Sequence[tuple[int, int]], language: Language, limit: int) -> Iterator[Piece]:
    start = 0
    opened = ""
    while start < len(text):
        before = RLM + opened if start and language == "ar" and text[start] != RLM else opened
        end = _end(text, start, limit - len(before))
        body = text[start:end]
        kept = body.rstrip() if end < len(text) else body
        opened = _still_open(opened, body)
        yield Piece(
            before + kept + PDI * len(opened),
            tuple(
                (max(left, start) - start + len(before), min(right, start + len(kept)) - start + len(before))
                for left, right in bold
                if left < start + len(kept) and right > start
            ),
        )
        start = end


def _still_open(opened: str, body: str) -> str:
    for letter in body:
        if letter in _OPENING:
            opened += letter
        elif letter == PDI:
            opened = opened[:-1]
    return opened


def _end(text: str, start: int, limit: int) -> int:
    """Where a message that begins at ``start`` ends: at a line's end, else a word's, else between two letters."""
    end, room = start, limit
    while end < len(text) and room >= (cost := 2 if text[end] > "\uffff" else 1):
        room -= cost
        end += 1
    if end == len(text):
        return end
    room = _REPAIR
    while room > 0 and end > start + 1:
        end -= 1
        room -= 2 if text[end] > "\uffff" else 1
    half = start + (end - start) // 2
    for stops in ("\n", " \t"):
        for place in range(end, half, -1):
            if text[place - 1] in stops and between_letters(text, place):
                return place
    return back_to_letter(text, end, start + 1)


def back_to_letter(text: str, place: int, least: int) -> int:
    """The nearest place at or before this one that cuts no letter in two; the place itself where there is none."""
    return next((here for here in range(place, least, -1) if between_letters(text, here)), place)


def between_letters(text: str, place: int) -> bool:
    """Whether a cut before ``place`` leaves what readers see as one letter whole (the cases of UAX #29 that chats have)."""
    if not 0 < place < len(text):
        return True
    before, after = text[place - 1], text[place]
    joined = _ZWJ in {before, after} or unicodedata.category(after).startswith("M")
    tone_or_tag = "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f"
    return not (joined or tone_or_tag or (_flag(before) and _flag(after) and _flags_before(text, place) % 2))


def _flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _flags_before(text: str, place: int) -> int:
    count = 0
    while place - count > 0 and _flag(text[place - count - 1]):
        count += 1
    return count

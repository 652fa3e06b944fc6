"""Fitting a template to a sentence: literals on folded words, slots on what was found, the whole sentence or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.language.normalise import words
from bot.reading.templates.pattern import CONTRACTED, Either, Literal, Pattern, Sign, Slot
from bot.reading.words.senses import mended_to, senses_at, unglued

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.language.normalise import Word
    from bot.reading.units import Line, Unit

Fill = tuple[Slot, int, int]
"""A slot with the first word it took and the one behind its last."""
_MOST_STEPS = 4000
_MOST_WORDS = 80
_LETTER_AND_MORE = 2
_FREE = ("text", "word")
_POLITELY = tuple(
    tuple(phrase.split())
    for phrase in (
        "لو سمحت", "لو سمحتي", "من فضلك", "can you", "could you", "would you", "can we", "could we", "can i", "shall we", "let us",
        "lets", "let's", "ممكن", "خلنا", "خلينا", "خلونا",
    )
)  # fmt: skip
_POLITE_OPENINGS = frozenset(phrase[0] for phrase in _POLITELY)
_POLITE_ENDINGS = frozenset(phrase[-1] for phrase in _POLITELY)
_WORDED = ("scope", "stage", "priority")
"""Slots whose words stand in the lists, under the same name."""


@dataclass
class Text:
    """A line as words, with the unit that each word belongs to."""

    line: Line
    tokens: list[Word]
    folded: list[str]
    unit_of: list[int]
    steps: int = 0

    @classmethod
    def of(cls, line: Line, first: int = 0, last: int | None = None) -> Text:
        """The words of a line, politeness at either end left out."""
        tokens = words(line.text)
        if any(token.folded in CONTRACTED for token in tokens):
            tokens = list(_spelt_out(tokens))
        tokens = tokens[first : len(tokens) if last is None else last]
        unit_of: list[int] = []
        place = 0
        for token in tokens:
            while place < len(line.units) - 1 and line.units[place].end <= token.start:
                place += 1
            unit_of.append(place)
        text = cls(line, tokens, [token.folded for token in tokens], unit_of)
        text._strip_politeness()
        return text

    @cached_property
    def signs(self) -> list[str]:
        """What stands before each word. Few templates ask for it."""
        return [self._gap(at) for at in range(len(self.tokens))]

    def _strip_politeness(self) -> None:
        for at, end in ((0, False), (-1, True)):
            while len(self.tokens) > 1 and self._polite(at):
                drop = slice(-1, None) if end else slice(0, 1)
                del self.tokens[drop], self.folded[drop], self.unit_of[drop]
        if len(self.tokens) < 2 or (  # noqa: PLR2004 - politeness and what is asked for
            self.folded[0] not in _POLITE_OPENINGS and self.folded[-1] not in _POLITE_ENDINGS
        ):
            return
        for phrase in _POLITELY:
            if len(self.tokens) > len(phrase) and tuple(self.folded[-len(phrase) :]) == phrase:
                size = -len(phrase)
                del self.tokens[size:], self.folded[size:], self.unit_of[size:]
            if len(self.tokens) > len(phrase) and tuple(self.folded[: len(phrase)]) == phrase:
                size = len(phrase)
                del self.tokens[:size], self.folded[:size], self.unit_of[:size]

    def _polite(self, at: int) -> bool:
        return (
            self.folded[at] in ("please", "pls", "plz", "kindly", "رجاء", "الرجاء")
            and self.line.units[self.unit_of[at]].kind == "word"
        )

    def _gap(self, at: int) -> str:
        begins = self.tokens[at - 1].end if at else 0
        return self.line.text[begins : self.tokens[at].start].strip()

    def said(self, first: int, last: int) -> str:
        """The words from ``first`` to before ``last``, as typed."""
        return self.line.text[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""

    def is_found(self, at: int) -> bool:
        """Whether a word was found to be of a name, a time, an amount, a phone or an address."""
        return self.line.units[self.unit_of[at]].kind != "word"

    def unit(self, at: int) -> Unit:
        """The unit of a word."""
        return self.line.units[self.unit_of[at]]


def _spelt_out(tokens: Sequence[Word]) -> Iterator[Word]:
    """``what's`` as ``what is``."""
    for token in tokens:
        if token.folded in CONTRACTED:
            yield token._replace(folded=CONTRACTED[token.folded])
            yield token._replace(folded="is")
        else:
            yield token


def fits(pattern: Pattern, text: Text, kinds: dict[str, str]) -> list[Fill] | None:
    """The slots' places where the pattern fits the whole text, else None. ``kinds`` are the slots by field."""
    if len(text.tokens) > _MOST_WORDS:
        return None
    if isinstance(ending := pattern[-1], Literal) and not _says(text.folded[-1], ending.word):
        return None
    if isinstance(opening := pattern[0], Literal) and not _says(text.folded[0], opening.word):
        return None
    text.steps = 0
    for end, fills in _walk(pattern, 0, text, 0, kinds):
        if end == len(text.tokens):
            return list(fills)
    return None


def prefix(
    pattern: Pattern, text: Text, kinds: dict[str, str], first: int = 0
) -> Iterator[tuple[int, tuple[Fill, ...]]]:
    """The ways in which the pattern fits from word ``first`` on, whatever comes after."""
    text.steps = 0
    return _walk(pattern, 0, text, first, kinds)


def _walk(  # noqa: C901, PLR0912 - one branch per kind of node
    pattern: Pattern, node_at: int, text: Text, at: int, kinds: dict[str, str]
) -> Iterator[tuple[int, tuple[Fill, ...]]]:
    text.steps += 1
    if text.steps > _MOST_STEPS:
        return
    room = len(text.tokens)
    for node in pattern[node_at:]:  # literals and signs leave no choice: they are gone over here
        if isinstance(node, Literal):
            if at >= room or not _says(text.folded[at], node.word):
                return
            at += 1
        elif isinstance(node, Sign):
            if at >= room or node.sign not in text.signs[at]:
                return
        else:
            break
        node_at += 1
    else:
        yield at, ()
        return
    if isinstance(node, Either):
        for way in node.ways:
            for middle, fills in _walk(way, 0, text, at, kinds):
                for end, more in _walk(pattern, node_at + 1, text, middle, kinds):
                    yield end, (*fills, *more)
        return
    if at >= room:
        return
    for end in ends(node, text, at, kinds, last=node_at == len(pattern) - 1):
        for stop, fills in _walk(pattern, node_at + 1, text, end, kinds):
            yield stop, ((node, at, end), *fills)


def _says(said: str, meant: str) -> bool:
    return (
        said == meant
        or unglued(said) == meant
        or (said[:1] in "وف" and said[1:] == meant and len(meant) > _LETTER_AND_MORE)
        or mended_to(said, meant)
    )


def ends(slot: Slot, text: Text, at: int, kinds: dict[str, str], *, last: bool) -> Iterator[int]:
    """Where a slot that begins at word ``at`` may end, the likeliest first."""
    kind = slot.kind or kinds.get(slot.field, "text")
    if kind == "word":
        yield at + 1
        return
    if kind in ("text", "refs"):
        if last:
            yield len(text.tokens)
        yield from range(at + 1, len(text.tokens) + (0 if last else 1))
        return
    if kind in ("party", "customer", "contact", "known", "follow_up"):
        yield from _party_ends(text, at, kind)
        return
    if kind in _WORDED:
        yield from sorted({at + r.length for r in senses_at(text.folded, at) if r.sense.role == kind}, reverse=True)
        return
    if kind in ("number", "ref"):
        yield at + 1
        return
    yield from _unit_ends(text, at)


def _unit_ends(text: Text, at: int) -> Iterator[int]:
    """The end of the unit at this word, of two units side by side, then words one by one."""
    end = _behind(text, at)
    if end < len(text.tokens) and text.unit(end).kind == text.unit(at).kind:
        yield _behind(text, end)
    yield end
    yield from (more for more in range(at + 1, min(len(text.tokens), at + 8) + 1) if more != end)


def _behind(text: Text, at: int) -> int:
    end = at + 1
    while end < len(text.tokens) and text.unit_of[end] == text.unit_of[at]:
        end += 1
    return end


def _party_ends(text: Text, at: int, kind: str) -> Iterator[int]:
    unit = text.unit(at)
    if unit.kind in ("name", "phone", "email"):
        end = _behind(text, at)
        after = end
        while after < len(text.tokens) and text.folded[after] in ("at", "from", "of", "من", "في"):
            after += 1
        if after < len(text.tokens) and text.unit(after).kind == "name":
            yield _behind(text, after)
        yield end
        return
    if kind == "follow_up":
        yield _behind_numbers(text, at)
        yield at + 1
    for end in range(at + 1, min(len(text.tokens), at + 7) + 1):
        if text.unit(end - 1).kind not in ("word", "amount"):
            return
        yield end


def _behind_numbers(text: Text, at: int) -> int:
    """Behind ``1``, ``1 and 3``, ``1, 2, 3``, ``١ و٣``: numbers of a list that are joined; else behind the word itself."""
    end = at + 1
    while end < len(text.tokens) and text.folded[end - 1].isdecimal():
        number = end + (text.folded[end] in ("and", "و"))
        if number == len(text.tokens) or text.is_found(number) or not text.folded[number].isdecimal():
            break
        if number == end and not {",", "،"} & set(text.signs[end]):
            break
        end = number + 1
    return end


def has_free_slot(fills: list[Fill], kinds: dict[str, str]) -> bool:
    """Whether any slot takes words as they are."""
    return any((slot.kind or kinds.get(slot.field, "text")) in _FREE for slot, _, _ in fills)


def meaning_at(text: Text, at: int, *roles: str) -> bool:
    """Whether a word has one of these roles."""
    return any(reach.sense.role in roles for reach in senses_at(text.folded, at))

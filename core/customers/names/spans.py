"""What a search in a sentence answers: spans with candidates, and which of the overlapping readings is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.customers.folding import Token
from core.customers.names.candidates import Entry
from core.customers.names.matching import Match
from core.customers.names.reading_words import skipped

_CANDIDATES: Final = 8
_SHORTEST_SURNAME: Final = 3
_NEAR: Final = 20.0


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A known name in a sentence: ``text[start:end]`` and the records it may mean, the best first.

    ``common_word`` is set where what was matched is a day, a month or an ordinary word too (June, الخميس): whether it is meant
    as a name is for the reader to say from what stands around it. ``runs_on`` is set where only a part of the name stands
    there and an unknown word follows at once (Omar Khalil, where only Omar Haddad is known).
    """

    start: int
    end: int
    text: str
    candidates: tuple[Match, ...]
    common_word: bool = False
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One entry at one place of the sentence."""

    first: int
    last: int
    start: int
    end: int
    entry: Entry
    match: Match
    common: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A text with its tokens, and which of them are ordinary words."""

    text: str
    tokens: Sequence[Token]
    common: Sequence[bool]


def chosen(line: Line, found: Sequence[Found]) -> list[NameSpan]:
    """The best reading: long and well fitting names first, what overlaps them goes; in the order of the text."""
    places: dict[tuple[int, int], list[Found]] = {}
    for one in found:
        places.setdefault((one.first, one.last), []).append(one)
    order = sorted(places, key=lambda place: _worth(places[place], place), reverse=True)
    taken: list[tuple[int, int]] = []
    for place in order:
        if not any(place[0] <= last and place[1] >= first for first, last in taken):
            taken.append(place)
    taken.sort()
    return [_span(line, places[place], place[1], taken) for place in taken]


def _worth(here: Sequence[Found], place: tuple[int, int]) -> tuple[float, float]:
    best = max(here, key=lambda one: one.match.score)
    return (best.match.score * (1.0 + 0.6 * (place[1] - place[0])) * (0.6 if best.common else 1.0), best.match.score)


def _span(line: Line, here: Sequence[Found], last: int, taken: Sequence[tuple[int, int]]) -> NameSpan:
    best: dict[tuple[str, int], Found] = {}
    for one in here:
        before = best.get((one.match.record, one.match.id))
        if before is None or before.match.score < one.match.score:
            best[one.match.record, one.match.id] = one
    told = sorted(best.values(), key=lambda one: (-one.match.score, len(one.match.name), one.match.name, one.match.id))
    told = [one for one in told if one.match.score >= told[0].match.score - _NEAR]
    start, end = told[0].start, told[0].end
    span = NameSpan(
        start,
        end,
        line.text[start:end],
        tuple(one.match for one in told[:_CANDIDATES]),
        common_word=told[0].common,
    )
    return replace(span, runs_on=True) if not told[0].whole and _runs_on(line, last, taken) else span


def _runs_on(line: Line, last: int, taken: Sequence[tuple[int, int]]) -> bool:
    after = last + 1
    if after >= len(line.tokens) or any(first <= after <= end for first, end in taken):
        return False
    word = line.tokens[after].folded
    if line.text[line.tokens[last].end : line.tokens[after].start].strip():
        return False
    return not (line.common[after] or skipped(word) or len(word) < _SHORTEST_SURNAME)

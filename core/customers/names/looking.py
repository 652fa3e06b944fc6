"""Looking a name up: candidates, ranked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from sqlalchemy import Connection

from core.customers.names.candidates import (
    Entry,
    Spelt,
    entries_of,
    keys_said,
    widened,
    words_begun,
    words_spelt,
)
from core.customers.names.keys import bare_of_article, pair_key, whole_key
from core.customers.names.matching import BY_ALIAS, WORST, How, Match, Spelling, fits, said_as, spelling
from core.customers.names.words import PLAIN_TRADES

_MOST_PAIRS: Final = 120
_MOST_SINGLES: Final = 30
_WORDS_BEGUN: Final = 12
_GOOD: Final = 80.0
_MOST_WORDS: Final = 8


def look_up(connection: Connection, text: str, records: Sequence[str]) -> list[Match]:
    """Everything that a name said may mean, the best first, one match a record; nothing for a text without letters."""
    said = said_as(text)
    if not said.folded:
        return []
    words = list(dict.fromkeys(said.core))[:_MOST_WORDS]
    keys = keys_said(words)
    near = widened(keys, words_spelt(connection, list(keys)))
    best = _ranked(said, entries_of(connection, _keys(said, words, near)), records)
    if (not best or best[0].score < _GOOD) and len(words[-1]) > 1:
        begun = [Spelt(word, 0.7) for word in words_begun(connection, words[-1], _WORDS_BEGUN)]
        near[words[-1]] = near.get(words[-1], []) + begun
        best = _ranked(said, entries_of(connection, _keys(said, words, near)), records)
    return best


def _keys(said: Spelling, words: Sequence[str], near: dict[str, list[Spelt]]) -> list[str]:
    """The keys to fetch names by, the most telling first."""
    wholes = [whole_key(said.squeezed), whole_key(said.squeezed_core)]
    pairs: list[tuple[float, str]] = []
    for one, two in combinations(words, 2):
        for left in near.get(one, ()):
            for right in near.get(two, ()):
                trades = 0.1 * ((left.word in PLAIN_TRADES) + (right.word in PLAIN_TRADES))
                pairs.append((left.close * right.close - trades, pair_key(left.word, right.word)))
    pairs.sort(reverse=True)
    singles = [
        (spelt.close - (0.5 if spelt.word in PLAIN_TRADES else 0.0), spelt.word)
        for word in words
        for spelt in near.get(word, ())
    ]
    singles += [(0.9, bare) for word in words if (bare := bare_of_article(word))]
    singles += (
        [(0.8, whole_key(spelt.word)) for word in words for spelt in near.get(word, ())] if len(words) == 1 else []
    )
    singles.sort(reverse=True)
    told = [*wholes, *(key for _, key in pairs[:_MOST_PAIRS]), *(key for _, key in singles[:_MOST_SINGLES])]
    return list(dict.fromkeys(told))


def _ranked(said: Spelling, found: Iterable[tuple[str, Entry]], records: Sequence[str]) -> list[Match]:
    best: dict[tuple[str, int], Match] = {}
    seen: set[int] = set()
    for _key, entry in found:
        if entry.id in seen or entry.record not in records:
            continue
        seen.add(entry.id)
        score, how = fits(said, spelling(entry.folded))
        if score < WORST:
            continue
        match = as_match(entry, score, how)
        before = best.get((entry.record, entry.record_id))
        if before is None or before.score < match.score:
            best[entry.record, entry.record_id] = match
    return sorted(best.values(), key=lambda match: (-match.score, len(match.name), match.name, match.id))


def as_match(entry: Entry, score: float, how: How) -> Match:
    """An entry of the index as a match."""
    if entry.alias_id is not None:
        score, how = (min(score, BY_ALIAS), "alias") if score >= BY_ALIAS else (score - 1.0, how)
    return Match(
        record="contact" if entry.record == "contact" else "customer",
        id=entry.record_id,
        name=entry.name,
        score=round(score, 1),
        how=how,
        customer_id=entry.customer_id,
    )

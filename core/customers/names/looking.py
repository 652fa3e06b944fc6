"""Looking a name up: candidates, ranked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from rapidfuzz.distance import JaroWinkler
from sqlalchemy import Connection

from core.customers.folding import is_arabic
from core.customers.names.candidates import (
    Entry,
    Spelt,
    entries_of,
    keys_said,
    widened,
    words_begun,
    words_spelt,
)
from core.customers.names.keys import bare_of_article, pair_key, telling_word, two_slip_keys, whole_key
from core.customers.names.matching import (
    BY_ALIAS,
    WORST,
    How,
    Match,
    Spelling,
    fits,
    said_as,
    spelling,
    with_forms_righted,
)
from core.customers.names.words import PLAIN_TRADES

_MOST_PAIRS: Final = 120
_MOST_SINGLES: Final = 30
_WORDS_BEGUN: Final = 12
_GOOD: Final = 80.0
_MOST_WORDS: Final = 8
_CERTAIN_OF_PAIRS: Final = 76.0
_PER_PAIR: Final = 40
_PER_WORD: Final = 20
_PER_WORD_BEGUN: Final = 8
_JUDGED: Final = 50
_SHORTEST_TWICE: Final = 4


def look_up(connection: Connection, text: str, records: Sequence[str]) -> list[Match]:
    """Everything that a name said may mean, the best first, one match a record; nothing for a text without letters."""
    said = said_as(text)
    if not said.folded:
        return []
    search = _Search(connection, said, records)
    search.near()
    if search.best < _GOOD:
        search.begun()
    if search.best < _GOOD:
        search.slipped_twice()
    return search.ranked()


class _Search:
    """One look-up: what was said, the words of names it may stand for, and what was found so far."""

    def __init__(self, connection: Connection, said: Spelling, records: Sequence[str]) -> None:
        self.connection = connection
        self.said = said
        self.righted = with_forms_righted(said)
        self.records = records
        self.words = list(dict.fromkeys(self.righted.core))[:_MOST_WORDS]
        self.spelt: dict[str, list[Spelt]] = {}
        self.asked: set[str] = set()
        self.seen: set[int] = set()
        self.found: dict[tuple[str, int], tuple[Match, float]] = {}
        self.best = 0.0

    def near(self) -> None:
        """The words as they are, with one slip, or as they sound."""
        keys = keys_said(self.words, self.words)
        self.spelt = widened(keys, words_spelt(self.connection, list(keys)))
        self._fetch([*self._wholes(), *self._pairs()], _PER_PAIR)
        if self.best < _CERTAIN_OF_PAIRS or len(self.words) == 1:
            self._fetch(self._singles(), _PER_WORD)

    def begun(self) -> None:
        """The last word may be the beginning of a longer one."""
        last = self.words[-1]
        if len(last) > 1:
            begun = [Spelt(word, 0.7) for word in words_begun(self.connection, last, _WORDS_BEGUN)]
            self._more({last: begun}, _PER_WORD_BEGUN)

    def slipped_twice(self) -> None:
        """Two slips in the one telling word of a name."""
        word = telling_word(self.words)
        if len(word) >= _SHORTEST_TWICE:
            keys = {key: [word] for key in two_slip_keys(word)}
            self._more(widened(keys, words_spelt(self.connection, list(keys)), slips=2), _PER_WORD)

    def ranked(self) -> list[Match]:
        """What was found, the best first; among equals the one that looks most like what was said."""
        told = sorted(
            self.found.values(),
            key=lambda pair: (-pair[0].score, -pair[1], len(pair[0].name), pair[0].name, pair[0].id),
        )
        return [match for match, _ in told]

    def _more(self, spelt: dict[str, list[Spelt]], per_key: int) -> None:
        for word, others in spelt.items():
            known = {one.word for one in self.spelt.get(word, ())}
            self.spelt[word] = self.spelt.get(word, []) + [one for one in others if one.word not in known]
        self._fetch([*self._pairs(), *self._singles()], per_key)

    def _wholes(self) -> list[str]:
        wholes = [self.said.squeezed, self.said.squeezed_core, self.righted.squeezed_core]
        return [whole_key(squeezed) for squeezed in wholes]

    def _pairs(self) -> list[str]:
        pairs: list[tuple[float, str]] = []
        for one, two in combinations(self.words, 2):
            for left in self.spelt.get(one, ()):
                for right in self.spelt.get(two, ()):
                    trades = 0.1 * ((left.word in PLAIN_TRADES) + (right.word in PLAIN_TRADES))
                    pairs.append((left.close * right.close - trades, pair_key(left.word, right.word)))
        pairs.sort(reverse=True)
        return [key for _, key in pairs[:_MOST_PAIRS]]

    def _singles(self) -> list[str]:
        singles = [(0.9, bare) for word in self.words if (bare := bare_of_article(word))]
        for word in self.words:
            for spelt in self.spelt.get(word, ()):
                singles.append((spelt.close - (0.5 if spelt.word in PLAIN_TRADES else 0.0), spelt.word))
                if len(self.words) == 1:
                    singles.append((spelt.close + 0.01, whole_key(spelt.word)))
        singles.sort(reverse=True)
        return [key for _, key in singles[:_MOST_SINGLES]]

    def _fetch(self, keys: Iterable[str], per_key: int) -> None:
        wanted = [key for key in dict.fromkeys(keys) if key not in self.asked]
        self.asked.update(wanted)
        new: list[Entry] = []
        for entry in entries_of(self.connection, wanted, per_key):
            if entry.id not in self.seen and entry.record in self.records:
                self.seen.add(entry.id)
                new.append(entry)
        if len(new) > _JUDGED and len(self.words) > 1:
            # Judging is dear: of many, those that look most like it, and all of the other script, which never look like it.
            other = [entry for entry in new if is_arabic(entry.folded) != self.said.arabic]
            same = [entry for entry in new if is_arabic(entry.folded) == self.said.arabic]
            same.sort(key=lambda entry: -JaroWinkler.similarity(self.said.folded, entry.folded))
            new = same[:_JUDGED] + other[:_JUDGED]
        for entry in new:
            self._judge(entry)

    def _judge(self, entry: Entry) -> None:
        name = spelling(entry.folded)
        score, how = fits(self.said, name)
        if self.righted.folded != self.said.folded:
            other, other_how = fits(self.righted, name)
            if other - 1.0 > score:
                score, how = other - 1.0, "typo" if other_how == "exact" else other_how
        if score < WORST:
            return
        match = as_match(entry, score, how)
        before = self.found.get((entry.record, entry.record_id))
        if before is None or before[0].score < match.score:
            looks = JaroWinkler.similarity(self.said.squeezed, name.squeezed)
            self.found[entry.record, entry.record_id] = (match, looks)
            self.best = max(self.best, match.score)


def as_match(entry: Entry, score: float, how: How) -> Match:
    """An entry of the index as a match."""
    if entry.alias_id is not None:
        score, how = (min(score, BY_ALIAS), "alias") if score >= BY_ALIAS else (score - 1.0, how)
    return Match(
        record="contact" if entry.record == "contact" else "customer",
        id=entry.record_id,
        name=entry.name,
        score=score if score.is_integer() else round(score, 1),
        how=how,
        customer_id=entry.customer_id,
    )

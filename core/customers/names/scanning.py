"""Known names inside a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA
from sqlalchemy import Connection

from core.customers.folding import Token, is_arabic
from core.customers.names.candidates import Entry, closeness, entries_of, keys_said, words_known, words_spelt
from core.customers.names.keys import pair_key, whole_key
from core.customers.names.looking import as_match
from core.customers.names.matching import BY_ALIAS, EXACT, WORST, Spelling, fits, spelling
from core.customers.names.reading_words import (
    Ordinary,
    Part,
    after_letters,
    known,
    parts_of,
    sentence_tokens,
    unglued,
)
from core.customers.names.spans import Found, Line, NameSpan, chosen
from core.customers.names.words import AFTER, ARTICLES, CALENDAR, PLAIN_FORMS, PLAIN_TRADES, plain

_PER_PAIR: Final = 24
_PER_WORD_ALONE: Final = 12
_MOST_KEYS: Final = 700
_MOST_SPELLING_KEYS: Final = 900
_PER_WORD: Final = 8
_SHORTEST_SLIP: Final = 4
_SHORTEST_ALONE: Final = 3
_SHORTEST_SLIPPED_ALONE: Final = 5
_LONG: Final = 8
_NEAR: Final = 3
_SOUNDS: Final = 0.6
_SOUNDS_ALONE: Final = 0.76


class _Hit(NamedTuple):
    """A word of names at a place of the sentence, how close it is, and whether it is an ordinary word that stands there."""

    part: Part
    close: float
    common: bool


class _Sentence:
    """A sentence with the words of names that stand in it."""

    def __init__(self, text: str, ordinary: Ordinary | None) -> None:
        self.text = text
        self.tokens: list[Token] = sentence_tokens(text)
        told = [known(token.folded, ordinary) for token in self.tokens]
        self.common = [word.everyday for word in told]
        self.skipped = [word.skipped for word in told]
        self.parts: list[Part] = []
        for place, word in enumerate(told):
            self.parts += parts_of(text, self.tokens, place, word)
        self.said: dict[str, list[Part]] = {}
        for part in self.parts:
            self.said.setdefault(part.word, []).append(part)
        self.hits: dict[str, list[_Hit]] = {
            word: [_Hit(part, 1.0, self._common(part)) for part in parts] for word, parts in self.said.items()
        }
        self.widened = False
        self.following = self._followings()
        """For each place that of the next word that can belong to a name; -1 where there is none near."""
        self.strange: set[str] = set()
        """Words that were asked about and stand in no name."""

    def _followings(self) -> list[int]:
        following = [-1] * len(self.tokens)
        later = -1
        for place in range(len(following) - 1, -1, -1):
            following[place] = later if later - place <= _NEAR else -1
            if not self.skipped[place]:
                later = place
        return following

    @cached_property
    def apart(self) -> dict[str, list[int]]:
        """Two words side by side, written as one, with the places where they begin."""
        found: dict[str, list[int]] = {}
        for place, (one, two) in enumerate(pairwise(self.tokens)):
            if len(one.folded) > 1 and len(two.folded) > 1:
                found.setdefault(one.folded + two.folded, []).append(place)
        return found

    def widen(self, connection: Connection, covered: set[int]) -> bool:
        """Find which words of names stand here with a slip or in the other script, outside the places that whole names cover.

        True where there is one.
        """
        said = self.said
        open_words = [
            word
            for word, parts in said.items()
            # a company's form (``inc``) tells no name, and so no slip of one; nor does ``10am``
            if len(word) > 2  # noqa: PLR2004
            and word not in PLAIN_FORMS
            and not word[0].isdigit()
            and not all(self._common(part) or part.first in covered for part in parts)
        ]
        as_typed = words_known(connection, open_words)
        self.strange.update(word for word in open_words if word not in as_typed)
        keys = keys_said([word for word in open_words if word not in as_typed], open_words)
        near: dict[str, set[str]] = {}
        for key, word in words_spelt(connection, list(keys)[:_MOST_SPELLING_KEYS]):
            for other in keys[key]:
                near.setdefault(other, set()).add(word)
        more = False
        for word, others in near.items():
            # what stands in names as it is typed is no slip of another word; the other script may still spell it
            same = is_arabic(word) if word in as_typed else None
            close = [(closeness_in_text(word, other), other) for other in others if is_arabic(other) != same]
            for alike, other in sorted(close, reverse=True)[:_PER_WORD]:
                if alike > 0.0:
                    self.hits.setdefault(other, []).extend(_Hit(part, alike, self._common(part)) for part in said[word])
                    more = True
        self.widened = more
        return more

    def _common(self, part: Part) -> bool:
        return part.first == part.last and self.common[part.first]

    def keys_together(self) -> list[str]:
        """The keys of names that stand here with two words or more, and of names that are one word."""
        at: dict[int, list[tuple[str, _Hit]]] = {}
        wholes: list[str] = []
        for word, hits in self.hits.items():
            for hit in hits:
                at.setdefault(hit.part.first, []).append((word, hit))
            if len(word) > 2 or not all(hit.common for hit in hits):  # noqa: PLR2004 - ``to`` and ``at`` are no names
                wholes.append(whole_key(word))
        pairs: list[tuple[float, str]] = []
        for here in at.values():
            for word, (part, close, common) in here:
                for other, (_, other_close, other_common) in at.get(self.following[part.last], ()):
                    pairs.append((close * other_close, pair_key(word, other)))
                    if close == other_close == 1.0 and not (common and other_common):
                        wholes.append(whole_key(word + other))
        if self.widened:
            pairs.sort(reverse=True)
        told = [*(key for _, key in pairs[:_MOST_KEYS]), *wholes, *self._days()]
        return list(dict.fromkeys(told))[:_MOST_KEYS]

    def _days(self) -> Iterable[str]:
        """The days and months said, which may be a name's only word (``جمعة``): they are asked about with what stands together."""
        return (
            word
            for word, parts in self.said.items()
            if any(
                self._common(part) and (word in CALENDAR or self.tokens[part.first].folded in CALENDAR)
                for part in parts
            )
        )

    def keys_alone(self, covered: set[int]) -> list[str]:
        """The keys of names of which one telling word may stand here, outside the places that names were found at."""
        singles: list[tuple[float, str]] = []
        for word, hits in self.hits.items():
            if word in PLAIN_TRADES or word in PLAIN_FORMS or word in self.strange:
                continue
            singles += [
                (hit.close, word)
                for hit in hits
                if hit.close >= _SOUNDS_ALONE and not (hit.common or hit.part.first in covered)
            ]
        singles.sort(reverse=True)
        return list(dict.fromkeys(word for _, word in singles))[:_MOST_KEYS]

    # -- matching ----------------------------------------------------------------------------------------------------

    def places_of(self, entry: Entry) -> Iterable[Found]:
        """Where an entry stands in the sentence."""
        name = spelling(entry.folded)
        for index, word in enumerate(name.core):
            for hit in self.hits.get(word, ()):
                if index and self._begins_earlier(name.core[index - 1], hit):
                    continue
                found = self._judge(entry, name, index, self._run(name, index, hit))
                if found is not None:
                    yield found
        if len(name.core) == 1:
            yield from self._written_apart(entry, name)

    def _begins_earlier(self, word: str, hit: _Hit) -> bool:
        """Whether the word of the name before that one stands right before it here: the run was looked at from there."""
        return any(self.following[before.part.last] == hit.part.first for before in self.hits.get(word, ()))

    def _run(self, name: Spelling, index: int, hit: _Hit) -> list[_Hit]:
        run = [hit]
        for word in name.core[index + 1 :]:
            following = self.following[run[-1].part.last]
            nexts = [other for other in self.hits.get(word, ()) if other.part.first == following]
            if following < 0 or not nexts:
                break
            run.append(max(nexts, key=lambda other: other.close))
        return run

    def _written_apart(self, entry: Entry, name: Spelling) -> Iterable[Found]:
        """Bluewave said as blue wave."""
        for place in self.apart.get(name.squeezed_core, ()):
            one, two = self.tokens[place].folded, self.tokens[place + 1].folded
            part = Part(place, place + 1, self.tokens[place].start, f"{one} {two}", name.core[0])
            found = self._judge(entry, name, 0, [_Hit(part, 1.0, common=False)])
            if found is not None:
                yield found

    def _judge(self, entry: Entry, name: Spelling, index: int, run: list[_Hit]) -> Found | None:
        """Whether a run of words is enough of that name to be taken for it, and how well it fits."""
        whole = len(run) == len(name.core)
        common = all(hit.common for hit in run)
        if not whole and not self._enough(entry, name, index, run, common=common, formed=True):
            return None  # whatever stands before it
        if not self._sure(run, whole=whole):
            return None
        first, last = run[0].part.first, run[-1].part.last
        left, right = self._with_forms(name, first, last, whole=whole)
        formed = left < first and any(
            self.tokens[at].folded in PLAIN_FORMS or self._glued_form(at) for at in range(left, first)
        )
        if not whole and not formed and not self._enough(entry, name, index, run, common=common, formed=False):
            return None
        bare = [run[0].part.bare, *(token.folded for token in self.tokens[run[0].part.last + 1 : right + 1])]
        start = run[0].part.start
        if left < first:
            before = [token.folded for token in self.tokens[left:first]]
            start = self.tokens[left].start
            if before[0] not in PLAIN_FORMS and (glued := self._glued_form(left)):
                before[0] = dict(unglued(before[0]))[glued]
                start = after_letters(self.text, self.tokens[left], glued)
            bare = [*before, *bare]
        score, how = fits(spelling(" ".join(bare)), name)
        score = min(score, EXACT)
        if len(run) < len(name.core) and how == "typo":
            score -= 2.0
        match = as_match(entry, score, how)
        if match.score < WORST:
            return None
        few = len(run) < 3 and not any(hit.part.word in PLAIN_TRADES for hit in run if len(run) > 1)  # noqa: PLR2004
        return Found(
            first=min(left, first),
            last=right,
            start=start,
            end=self.tokens[right].end,
            entry=entry,
            match=match,
            common=common and not formed and few,
            whole=whole,
        )

    def _with_forms(self, name: Spelling, first: int, last: int, *, whole: bool) -> tuple[int, int]:
        """The run together with the company words and articles beside it that belong to the name."""
        words = name.folded.split()
        left, right = first, last
        while left > 0 and self._beside(left - 1, left):
            word = self.tokens[left - 1].folded
            if word not in ARTICLES and not (word in PLAIN_FORMS and (word in words[:-1] or is_arabic(word))):
                break
            left -= 1
        if left == first and left > 0 and self._beside(left - 1, left) and self._glued_form(left - 1):
            left -= 1
        while whole and right + 1 < len(self.tokens) and self._beside(right, right + 1):
            word = self.tokens[right + 1].folded
            if word not in AFTER and not (word in PLAIN_FORMS and word in words[1:] and words[-1] in PLAIN_FORMS):
                break
            right += 1
        return left, right

    def _glued_form(self, place: int) -> int:
        """How many letters are glued to the front of a company word (لمؤسسة); 0 where it is none."""
        for length, rest in unglued(self.tokens[place].folded):
            if rest in PLAIN_FORMS:
                return length
        return 0

    def _beside(self, one: int, two: int) -> bool:
        """Nothing but blanks and dots, commas of a company's form, between two tokens."""
        return (
            self.text[self.tokens[one].end : self.tokens[two].start].strip(" .\u200e\u200f\u2066\u2067\u2068\u2069'\"")
            == ""
        )

    def _enough(
        self, entry: Entry, name: Spelling, index: int, run: Sequence[_Hit], *, common: bool, formed: bool
    ) -> bool:
        """Whether a part of a name tells it: the beginning of a company's, the first or last name of a person."""
        ends = index + len(run) == len(name.core)
        if entry.person:
            if common:
                return index == 0 and (len(run) > 1 or plain(self.tokens[run[0].part.first].folded) in _CALENDAR)
            return index == 0 or ends
        telling = [hit for hit in run if not hit.common and hit.part.word not in PLAIN_TRADES]
        if index == 0:
            return bool(telling) or formed or (len(run) > 1 and not any(hit.part.word.isdigit() for hit in run))
        return len(run) > 1 and bool(telling)

    def _sure(self, run: Sequence[_Hit], *, whole: bool) -> bool:
        """Whether slips leave enough of the words: one word alone is forgiven less than one among others."""
        slipped = [hit for hit in run if hit.close < 1.0]
        if not slipped:
            return True
        if any(hit.common for hit in slipped):
            return False
        if len(run) > 1:
            mean = sum(hit.close for hit in run) / len(run)
            return mean >= 0.75 if len(slipped) < len(run) or whole else mean >= 0.85  # noqa: PLR2004 - tuned on typing slips
        return run[0].close >= _SOUNDS_ALONE and len(run[0].part.word) >= _SHORTEST_ALONE


_CALENDAR: Final = frozenset(CALENDAR | {plain(word) for word in CALENDAR})


@lru_cache(maxsize=65536)
def closeness_in_text(said: str, word: str) -> float:
    """How close a word of names is to one in a sentence; 0 where a sentence's word must not be taken for it."""
    if is_arabic(said) != is_arabic(word):
        close = closeness(said, word)
        return close if close >= _SOUNDS else 0.0
    if len(said) < _SHORTEST_SLIP or said.isdigit():
        return 0.0
    slips = OSA.distance(said, word, score_cutoff=2)
    allowed = 0 if len(said) < _SHORTEST_SLIP else 1 if len(said) < _LONG else 2
    if slips > allowed:
        return 0.0
    if len(said) < _SHORTEST_SLIPPED_ALONE or said[0] != word[0]:
        return 0.7 - 0.05 * slips  # among other words of the name only
    return 1.0 - slips / (len(word) + 1)


def scan_names(connection: Connection, text: str, ordinary: Ordinary | None = None) -> list[NameSpan]:
    """The known names in a text in its order, none overlapping another; see ``NameSpan``. At most five statements, whatever the text.

    Names are looked for as they are typed first. What is a name as it stands needs no guess; only for the words outside are
    slips and the other script looked at. A name of one word may still be the beginning of longer ones.
    """
    sentence = _Sentence(text, ordinary)
    if not sentence.parts:
        return []
    found: list[Found] = []
    seen: dict[int, Entry] = {}
    covered: set[int] = set()
    certain: set[int] = set()

    def look(keys: Sequence[str], per_key: int) -> None:
        for entry in entries_of(connection, keys, per_key):
            if entry.id not in seen:
                seen[entry.id] = entry
                here = list(sentence.places_of(entry))
                found.extend(here)
                for one in here:
                    if one.whole and one.last > one.first:
                        covered.update(range(one.first, one.last + 1))
                    elif one.whole and not one.common and one.match.score >= BY_ALIAS:
                        certain.add(one.first)

    asked = sentence.keys_together()
    look(asked, _PER_PAIR)
    if sentence.widen(connection, covered | certain):
        found.clear()  # each name is judged anew, with the words that may stand for its own
        for entry in seen.values():
            found.extend(sentence.places_of(entry))
        known_keys = set(asked)
        look([key for key in sentence.keys_together() if key not in known_keys], _PER_PAIR)
    look(sentence.keys_alone(covered), _PER_WORD_ALONE)
    return chosen(Line(sentence.text, sentence.tokens, sentence.common), found)

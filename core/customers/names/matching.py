"""How well a name fits what was said: one scale from 0 to 100 for every way of fitting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import OSA, DamerauLevenshtein, JaroWinkler

from core.customers.folding import fold, is_arabic
from core.customers.names.sounds import skeletons, sounds_like
from core.customers.names.words import LINKS, PLAIN_FORMS, PLAIN_TRADES, core

How = Literal["exact", "alias", "part", "prefix", "typo", "script", "phone", "email"]
EXACT: Final = 100.0
BY_ALIAS: Final = 99.0
SAME_BUT_FORM: Final = 97.0
"""The same but for company words, article or blanks."""
_PART: Final = 84.0
"""A telling part of the name; its beginning fits a little better."""
WORST: Final = 55.0
"""Below this nothing is offered."""


@dataclass(frozen=True, slots=True)
class Match:
    """A record that a text may mean. ``score`` 0 to 100 is comparable between all matches.

    100 the name itself, 99 a learnt alias (also a phone or e-mail address), 92 to 97 the same but for company words, article,
    blanks or order; up to 90 a part or the beginning of a name; up to 95 with slips of typing; up to 90 in the other script.
    ``customer_id`` is the customer itself, or a contact's customer. ``name`` is as the record has it.
    """

    record: Literal["customer", "contact"]
    id: int
    name: str
    score: float
    how: How
    customer_id: int | None


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name taken apart for comparing."""

    folded: str
    core: tuple[str, ...]
    forms: frozenset[str]
    arabic: bool
    squeezed: str
    squeezed_core: str


@lru_cache(maxsize=16384)
def spelling(folded: str) -> Spelling:
    """Take a folded name apart."""
    words = folded.split()
    kept = core(words)
    return Spelling(
        folded=folded,
        core=tuple(kept),
        forms=frozenset(word for word in words if word in PLAIN_FORMS),
        arabic=is_arabic(folded),
        squeezed="".join(word for word in words if word not in LINKS),
        squeezed_core="".join(kept),
    )


_HOLDING: Final = frozenset(fold(word) for word in ("holding", "holdings", "group", "القابضة", "مجموعة"))


def fits(said: Spelling, name: Spelling) -> tuple[float, How]:
    """Score and way of fitting of a name to what was said, both folded; the score may be 0."""
    same = _same(said, name)
    if same:
        return same, "exact"
    if said.arabic != name.arabic:
        score = _other_script(said, name)
        if score and bool(said.forms & _HOLDING) != bool(name.forms & _HOLDING):
            return score - (6.0 if said.forms & _HOLDING else 3.0), "script"  # أكمي القابضة is Acme Holding, not Acme
        return (score if said.forms or not name.forms else score - 3.0), "script"
    part, how = _part(said.core, name.core)
    if part >= _PART:
        return part, how
    typo = _typo(said, name)
    return (part, how) if part >= typo else (typo, "typo")


def _same(said: Spelling, name: Spelling) -> float:
    """The same name, perhaps but for blanks, company words, article or order; 0 where it is another."""
    if said.folded == name.folded:
        return EXACT
    if said.squeezed == name.squeezed:
        return 98.0
    if said.squeezed_core == name.squeezed_core:
        if said.forms <= name.forms:
            return SAME_BUT_FORM
        return 95.0 if name.forms <= said.forms else 92.0
    return 94.0 if len(said.core) == len(name.core) and sorted(said.core) == sorted(name.core) else 0.0


def _part(said: tuple[str, ...], name: tuple[str, ...]) -> tuple[float, How]:
    """A part of the name: its beginning best; of names that differ only in the rest, all alike."""
    if len(said) >= len(name):
        if set(name) <= set(said):
            covered = sum(_weight(word) for word in name) / sum(_weight(word) for word in said)
            return 58.0 + 24.0 * covered, "part"
        begun = len(said) == len(name) and len(said[-1]) > 1 and _begins(said, name)
        return (80.0 if begun else 0.0), "prefix"
    if name[: len(said)] == said:
        return 88.0, "part"
    if set(said) <= set(name):
        return (_PART if any(word not in PLAIN_TRADES for word in said) else 70.0), "part"
    if _begins(said, name):
        return 82.0, "prefix"
    near = [max(_word_close(word, other) for other in name) for word in said]
    # below three quarters words are others
    return (84.0 * (sum(near) / len(near)) if min(near) >= 0.75 else 0.0), "typo"  # noqa: PLR2004


def _begins(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """The first words as the name has them, the last one begun."""
    return name[: len(said) - 1] == said[:-1] and name[len(said) - 1].startswith(said[-1])


def _typo(said: Spelling, name: Spelling) -> float:
    """Alike but for slips: words aligned with words, and the whole with the whole, the better of the two."""
    whole = max(
        _close(said.squeezed_core, name.squeezed_core),
        _close(said.squeezed, name.squeezed) - 0.02,
    )
    words = _aligned(said.core, name.core)
    alike = max(whole, words) * 0.8 + min(whole, words) * 0.2
    if alike <= 0.6:  # noqa: PLR2004 - nothing like it
        return 0.0
    return 96.0 - 150.0 * (1.0 - alike) if alike >= 0.8 else 66.0 - 70.0 * (0.8 - alike)  # noqa: PLR2004


def _close(left: str, right: str) -> float:
    """1 for equal; one slip costs by the length, the beginning counts a little more."""
    longest = max(len(left), len(right))
    slips = DamerauLevenshtein.distance(left, right, score_cutoff=longest // 2 + 1)
    edits = 1.0 - slips / longest
    return 0.6 * edits + 0.4 * JaroWinkler.similarity(left, right)


def _aligned(said: tuple[str, ...], name: tuple[str, ...]) -> float:
    """Each word said with the word of the name that it fits best, weighted by length; words left over cost."""
    free = list(name)
    total = 0.0
    weight = 0.0
    for word in said:
        share = _weight(word)
        weight += share
        if not free:
            continue
        best = max(free, key=lambda other: _word_close(word, other))
        alike = _word_close(word, best)
        if alike >= 0.55:  # noqa: PLR2004 - less alike words are different words
            free.remove(best)
            total += alike * max(share, _weight(best))
            weight += max(0.0, _weight(best) - share)
    left = sum(_weight(word) for word in free)
    return total / (weight + 0.8 * left) if weight else 0.0


def _weight(word: str) -> float:
    return (0.5 if word in PLAIN_TRADES else 1.0) * (2 + min(len(word), 10))


@lru_cache(maxsize=65536)
def _word_close(left: str, right: str) -> float:
    if left == right:
        return 1.0
    close = _close(left, right)
    if len(left) > 3 and close > 0.6 and skeletons(left)[:1] == skeletons(right)[:1]:  # noqa: PLR2004 - Helal, Hilal
        return close + 0.4 * (1.0 - close)
    return close


def _other_script(said: Spelling, name: Spelling) -> float:
    """The other script's spelling: word by word by sound, each word said needing its own; order counts a little."""
    if not said.core or not name.core:
        return 0.0
    if len(said.core) > len(name.core):
        return sounds_like(said.squeezed_core, name.squeezed_core) * 85.0
    free = list(enumerate(name.core))
    total = 0.0
    weight = 0.0
    ordered = True
    for place, word in enumerate(said.core):
        at, best = max(free, key=lambda other: sounds_like(word, other[1]))
        alike = sounds_like(word, best)
        free.remove((at, best))
        ordered = ordered and at == place
        total += alike * len(word)
        weight += len(word)
    alike = total / weight
    whole = sounds_like(said.squeezed_core, name.squeezed_core)
    scale = 92.0 if not free else 84.0
    return max(alike * (scale if ordered else scale - 3), whole * 92.0)


def certain(found: Sequence[Match]) -> Match | None:
    """The one record that is meant, where nothing needs to be asked; None where several fit equally or none fits well.

    ``found`` is best first, as look-ups answer. An exact name or an alias wins against anything weaker; anything else must
    fit well and clearly better than what comes next. A mere beginning of a word is never certain.
    """
    if not found:
        return None
    best = found[0]
    rival = max((match.score for match in found[1:]), default=0.0)
    if best.score >= SAME_BUT_FORM:
        return best if best.score - rival >= 1.0 else None
    return best if best.score >= _WELL.get(best.how, 100.0) and best.score - rival >= _CLEARLY else None


_CLEARLY: Final = 3.0
_WELL: Final[dict[How, float]] = {"exact": 90.0, "alias": 90.0, "part": 80.0, "typo": 78.0, "script": 76.0}


def said_as(text: str) -> Spelling:
    """What was said, taken apart."""
    return spelling(fold(text))


@lru_cache(maxsize=4096)
def with_forms_righted(said: Spelling) -> Spelling:
    """The same with misspelt company words put right (holdigns, limted); the same object where there are none."""
    words = [_form_meant(word) if word in said.core else word for word in said.folded.split()]
    righted = " ".join(words)
    return said if righted == said.folded else spelling(righted)


def _form_meant(word: str) -> str:
    if len(word) < _SHORTEST_FORM:
        return word
    near = [
        form
        for form in _LONG_FORMS
        if (form[0] == word[0] or len(form) > _SHORTEST_FORM) and OSA.distance(form, word, score_cutoff=1) <= 1
    ]
    return near[0] if near else word


_SHORTEST_FORM: Final = 4
_LONG_FORMS: Final = (
    "holdings", "holding", "group", "limited", "incorporated", "corporation", "company", "companies", "corp",
)  # fmt: skip


__all__ = ["Match", "Spelling", "certain", "fits", "said_as", "spelling", "with_forms_righted"]

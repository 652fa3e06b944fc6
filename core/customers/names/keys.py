"""The keys that names and words are indexed by; the index and the search make them by the same rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final

from core.customers.folding import is_arabic
from core.customers.names.matching import Spelling
from core.customers.names.sounds import skeletons
from core.customers.names.words import PLAIN_TRADES

MOST_WORDS: Final = 8
"""Words of one name that are indexed; pairs are made of the first six of them."""
LONGEST_WORD: Final = 24
_PAIRED: Final = 6
_SHORTEST_SLIP: Final = 3
_SHORTEST_TWO_SLIPS: Final = 5
_FRONT: Final = 8


def whole_key(squeezed: str) -> str:
    """The key of a whole name without its blanks."""
    return "=" + squeezed[:80]


def pair_key(one: str, two: str) -> str:
    """The key of two words, whichever comes first."""
    return f"{one} {two}" if one < two else f"{two} {one}"


def name_keys(name: Spelling) -> set[str]:
    """Every key that a name is found by."""
    words = [word[:LONGEST_WORD] for word in dict.fromkeys(name.core)][:MOST_WORDS]
    keys = {whole_key(name.squeezed_core), whole_key(name.squeezed), *words}
    keys.update(bare for word in words if (bare := bare_of_article(word)))
    keys.update(pair_key(one, two) for one, two in combinations(words[:_PAIRED], 2))
    return keys


def words_of(keys: Iterable[str]) -> Iterator[str]:
    """The keys that are single words."""
    return (key for key in keys if key[0] != "=" and " " not in key)


def bare_of_article(word: str) -> str:
    """``alrashid`` as ``rashid``; nothing for a word that has no Latin article glued to it."""
    return word[2:] if len(word) > len("alxxxx") and word.startswith(("al", "el")) and not is_arabic(word) else ""


@lru_cache(maxsize=32768)
def less_one_letter(word: str) -> tuple[str, ...]:
    """A word and all that is left of it when one letter is left out."""
    if len(word) < _SHORTEST_SLIP or word.isdigit():
        return (word,)
    return tuple(dict.fromkeys([word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]))


@lru_cache(maxsize=8192)
def less_two_letters(word: str) -> tuple[str, ...]:
    """What is left of the front of a word when two letters are left out (and one of them, for a word that lost one)."""
    front = word[:_FRONT]
    if len(front) < _SHORTEST_TWO_SLIPS or word.isdigit():
        return ()
    return tuple(dict.fromkeys("~" + two for one in less_one_letter(front)[1:] for two in less_one_letter(one)[1:]))


def two_slip_keys(said: str) -> list[str]:
    """The keys by which a word that was said with two slips is found."""
    one_less = less_one_letter(said[:_FRONT])
    twice = less_two_letters(said)
    return [*("~" + key for key in one_less), *twice, *(key[1:] for key in less_two_letters(said[: _FRONT + 2]))]


def sound_keys(word: str) -> list[str]:
    """The keys of a word's sound."""
    return ["%" + skeleton for skeleton in skeletons(word)]


def spelling_keys(word: str, *, alone: bool) -> list[str]:
    """Every key that a word of names is found by; ``alone`` for the one telling word of a name, which no other helps to find."""
    return [*less_one_letter(word), *sound_keys(word), *(less_two_letters(word) if alone else ())]


def spellings(name: Spelling, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(spelling key, word) for the words among a name's keys."""
    alone = telling_word(name.core)
    return ((key, word) for word in words_of(keys) for key in spelling_keys(word, alone=word == alone))


def telling_word(words: Sequence[str]) -> str:
    """The only word that is not a line of business (Bluewave of Bluewave Trading); nothing where there are several."""
    telling = [word for word in words if word not in PLAIN_TRADES] or list(words)
    return telling[0][:LONGEST_WORD] if len(telling) == 1 else ""

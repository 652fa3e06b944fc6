"""The words of a sentence as parts of names: what each may be once glued prefixes, articles and endings are taken off."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from core.customers.folding import Token, fold_letter, is_arabic, tokens
from core.customers.names.keys import bare_of_article
from core.customers.names.words import ARTICLES, LINKS, OPENERS, ORDINARY, PLAIN_FORMS, core, plain

MOST_TOKENS: Final = 240
_GLUED: Final = re.compile("(?:[وف])?(?:[بلك])?")
_SHORTEST_NAME: Final = 3
_ADDRESS: Final = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}|https?://\S+|www\.\S+", re.IGNORECASE)

Ordinary = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the sentence as one word of a name: tokens ``first`` to ``last``, the offset where the name begins.

    ``bare`` is it without what was glued to its front, ``word`` as the index has words of names.
    """

    first: int
    last: int
    start: int
    bare: str
    word: str


def everyday(word: str, ordinary: Ordinary | None) -> bool:
    """Whether a folded word is an ordinary one of either language, with or without article and glued prefix."""
    if word.isdigit() or _is_ordinary(word, ordinary):
        return True
    return is_arabic(word) and any(_is_ordinary(rest, ordinary) for _, rest in unglued(word))


def _is_ordinary(word: str, ordinary: Ordinary | None) -> bool:
    bare = plain(word)
    if word in ORDINARY or bare in ORDINARY:
        return True
    return ordinary is not None and (ordinary(word) or (bare != word and ordinary(bare)))


@lru_cache(maxsize=16384)
def unglued(word: str) -> tuple[tuple[int, str], ...]:
    """و، ف، ب، ل، ك taken off the front of an Arabic word: how many letters, and what is left (بأكمي: أكمي, للأمل: الأمل)."""
    match = _GLUED.match(word)
    found: dict[str, int] = {}
    for length in range(1, (match.end() if match else 0) + 1):
        rest = word[length:]
        if word[length - 1] == "ل" and rest.startswith("ل") and len(rest) > _SHORTEST_NAME:
            rest = "ال" + rest[1:]
        if len(rest) >= _SHORTEST_NAME:
            found.setdefault(rest, length)
    return tuple((length, rest) for rest, length in found.items())


def sentence_tokens(text: str) -> list[Token]:
    """The tokens of a sentence, as many as are looked at; e-mail and web addresses have none that are names."""
    if "@" not in text and "/" not in text and "www" not in text:
        return tokens(text)[:MOST_TOKENS]
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    told = [token for token in tokens(text) if not any(start <= token.start < end for start, end in addresses)]
    return told[:MOST_TOKENS]


def parts_of(text: str, told: list[Token], place: int, ordinary: Ordinary | None) -> list[Part]:
    """What the token at that place may be as a word of a name, the likeliest first."""
    token = told[place]
    word = token.folded
    if word in ARTICLES or word in LINKS:
        return []
    found = [Part(place, place, token.start, word, _indexed(word))]
    if is_arabic(word):
        if not _is_ordinary(word, ordinary):  # of لمدرسة الرواد the rest is an ordinary word, and still begins a name
            found += _unglued(text, token, place)
    else:
        if word.endswith("s") and "'" in text[token.start : token.end].replace("’", "'"):
            found.append(Part(place, place, token.start, word[:-1], _indexed(word[:-1])))
        if bare := bare_of_article(word):
            found.append(Part(place, place, token.start, word, bare))
        if place and told[place - 1].folded in ARTICLES:
            glued = told[place - 1].folded + word
            found.append(Part(place - 1, place, told[place - 1].start, glued, glued))
    joined = _joined(told, place, found)
    return [*joined, *found]


def _indexed(word: str) -> str:
    return core([word])[0]


def _unglued(text: str, token: Token, place: int) -> list[Part]:
    """The token without what is glued to its front; of للأمل nothing is cut off the text, its article has no alef."""
    found: list[Part] = []
    for length, rest in unglued(token.folded):
        start = (
            token.start if rest.startswith("ال") and token.folded[length] == "ل" else after_letters(text, token, length)
        )
        found.append(Part(place, place, start, rest, _indexed(rest)))
    return found


def after_letters(text: str, token: Token, letters: int) -> int:
    """The offset after so many folded letters of a token."""
    at = token.start
    left = letters
    while at < token.end and (left > 0 or not fold_letter(text[at])):
        left -= len(fold_letter(text[at]))
        at += 1
    return at


def _joined(told: list[Token], place: int, found: list[Part]) -> list[Part]:
    """عبد الكريم, Abd al Karim, Abu Dhabi: an opener and the word after it, as the index has them."""
    joined: list[Part] = []
    for part in found:
        if part.bare not in OPENERS:
            continue
        last = place + 1
        if last < len(told) and told[last].folded in ARTICLES:
            last += 1
        if last < len(told):
            words = [part.bare, *(token.folded for token in told[place + 1 : last + 1])]
            joined.append(Part(place, last, part.start, " ".join(words), core(words)[0]))
    return joined


def skipped(word: str) -> bool:
    """Whether a word may stand between the words of a name without belonging to it."""
    return word in ARTICLES or word in LINKS or word in PLAIN_FORMS

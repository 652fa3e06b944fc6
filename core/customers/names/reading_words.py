"""The words of a sentence as parts of names: what each may be once glued prefixes, articles and endings are taken off."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from core.customers.folding import Token, fold_letter, is_arabic, tokens
from core.customers.names.keys import bare_of_article
from core.customers.names.words import ARTICLES, LINKS, OPENERS, ORDINARY, PLAIN_FORMS, core, plain

MOST_TOKENS: Final = 240
_GLUED: Final = re.compile("(?:[وف])?(?:[بلك])?")
_SHORTEST_NAME: Final = 3
_ADDRESS: Final = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}|https?://\S+|www\.\S+", re.IGNORECASE)

Ordinary = Callable[[str], bool]


class Part(NamedTuple):
    """A stretch of the sentence as one word of a name: tokens ``first`` to ``last``, the offset where the name begins.

    ``bare`` is it without what was glued to its front, ``word`` as the index has words of names.
    """

    first: int
    last: int
    start: int
    bare: str
    word: str


class Known(NamedTuple):
    """What a word is to names, whatever stands around it.

    ``everyday``: an ordinary word of either language, with or without article and glued prefix. ``skipped``: it may stand
    between the words of a name without belonging to it. ``parts``: what it may be as a word of a name, the likeliest first:
    how many letters glued to its front are left out, the rest, and the rest as the index has it.
    """

    everyday: bool
    skipped: bool
    parts: tuple[tuple[int, str, str], ...]


@lru_cache(maxsize=16384)
def known(word: str, ordinary: Ordinary | None) -> Known:
    """What a folded word is to names."""
    plainly = _is_ordinary(word, ordinary)
    arabic = is_arabic(word)
    glued = unglued(word) if arabic else ()
    parts: list[tuple[int, str, str]] = []
    if word not in ARTICLES and word not in LINKS:
        parts.append((0, word, _indexed(word)))
        if not plainly:  # of لمدرسة الرواد the rest is an ordinary word, and still begins a name
            parts += [(length, rest, _indexed(rest)) for length, rest in glued]
    everyday = plainly or word.isdigit() or any(_is_ordinary(rest, ordinary) for _, rest in glued)
    return Known(everyday, skipped(word), tuple(parts))


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
    without = _ADDRESS.sub(lambda address: " " * len(address[0]), text)
    return tokens(without)[:MOST_TOKENS]


def parts_of(text: str, told: list[Token], place: int, here: Known) -> list[Part]:
    """What the token at that place may be as a word of a name, the likeliest first."""
    if not here.parts:
        return []
    token = told[place]
    word = token.folded
    found = [
        Part(place, place, _behind(text, token, letters, bare) if letters else token.start, bare, indexed)
        for letters, bare, indexed in here.parts
    ]
    if not is_arabic(word):
        if word.endswith("s") and "'" in text[token.start : token.end].replace("’", "'"):
            found.append(Part(place, place, token.start, word[:-1], _indexed(word[:-1])))
        if bare := bare_of_article(word):
            found.append(Part(place, place, token.start, word, bare))
        if place and told[place - 1].folded in ARTICLES:
            glued = told[place - 1].folded + word
            found.append(Part(place - 1, place, told[place - 1].start, glued, glued))
    joined = _joined(told, place, found)
    return [*joined, *found] if joined else found


@lru_cache(maxsize=16384)
def _indexed(word: str) -> str:
    return core([word])[0]


def _behind(text: str, token: Token, letters: int, rest: str) -> int:
    """Where the rest of a token begins; of للأمل nothing is cut off the text, its article has no alef."""
    if rest.startswith("ال") and token.folded[letters] == "ل":
        return token.start
    return after_letters(text, token, letters)


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

"""One form for comparing: what a rep typed, cleaned, folded and cut into words, always with the way back to the offsets."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from core.customers.folding import fold_letter

_MARKS = "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\u00ad"
"""Direction marks, isolates, zero-width space and joiner, byte order mark, soft hyphen: they carry no meaning here."""
_NOT_TEXT = re.compile(f"[{_MARKS}\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85")

_BLANKS = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_PUNCTUATION = {
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("–—−‐‑‒", "-"),
    "،": ",",
    "؛": ";",
    "؟": "?",
}


class Word(NamedTuple):
    """A word or a number as typed, its folded form, and where it stands (``start`` included, ``end`` not)."""

    text: str
    folded: str
    start: int
    end: int


def clean(text: str) -> str:
    """The text in NFC without direction marks, control characters and lone surrogates; line ends are LF, blanks are spaces.

    Letters are kept as typed (tatweel and diacritics too): this is what is stored and what offsets refer to.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", text))))


@lru_cache(maxsize=8192)
def _fold_one(letter: str) -> str:
    """Letters, digits and marks as the core folds names; spaces and punctuation stay, in their plain form."""
    kind = unicodedata.category(letter)
    if kind[0] in "LMN" or kind == "Cf":
        return fold_letter(letter)
    return _PUNCTUATION.get(letter) or (fold_letter(letter) and letter)


def fold(text: str) -> str:
    """The key two spellings share: case, accents, diacritics, tatweel, alef and ya forms, ta marbuta, hamza, digits.

    Letter by letter the same folding as that of names (``core/customers/folding.py``), so that the fold of a part is a
    part of the fold; spaces and punctuation stay in their plain form, apostrophes go (``don't`` is ``dont``).
    """
    if text.isascii() and "'" not in text and "`" not in text:
        return text.lower()
    return "".join(map(_fold_one, unicodedata.normalize("NFC", text)))


def fold_keeping_offsets(text: str) -> tuple[str, list[int]]:
    """The fold, and for each of its characters the offset in ``text`` it came from, with ``len(text)`` at the end."""
    if text.isascii() and "'" not in text and "`" not in text:
        return text.lower(), list(range(len(text) + 1))
    letters: list[str] = []
    offsets: list[int] = []
    for at, letter in enumerate(text):
        folded = _fold_one(letter)
        letters.append(folded)
        offsets.extend([at] * len(folded))
    offsets.append(len(text))
    return "".join(letters), offsets


_GROUPED = r"\d+(?:[.\u066b]\d+|[,\u066c\u060c'’](?=\d{3}(?!\d))\d{3}|,(?=\d\d,\d)\d\d)*"
_WORD = re.compile(
    rf"{_GROUPED}|[^\W\d_]+(?:[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d]|['’](?=[^\W\d_])|[^\W\d_])*"
)


def words(text: str) -> list[Word]:
    """The words and numbers of a text in order. Punctuation and signs are left out and can be seen in the gaps.

    A change between letters and digits ends a word (``50k`` is ``50``, ``k``); a number keeps its grouping and its
    decimals (``50,000``, ``٥٠٬٠٠٠``, ``10.12.2026``); an apostrophe inside a word stays (``O'Brien``), a hyphen does not.
    """
    return list(_words(text))


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[Word, ...]:
    """One message is taken apart by several readers, one after the other."""
    return tuple([Word(typed := match[0], _folded(typed), *match.span()) for match in _WORD.finditer(text)])


@lru_cache(maxsize=16384)
def _folded(word: str) -> str:
    return fold(word)

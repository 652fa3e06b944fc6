"""The one folding: what is left of a name or a sentence when spelling habits are taken away.

Two texts that a rep would call the same name fold to the same tokens: case, accents, Arabic diacritics, tatweel, alef, ya,
ta marbuta and hamza forms, Persian letters, Arabic and Persian digits, marks of direction, apostrophes and punctuation do
not count. Nothing is dropped that has a meaning: company words and the article stay (see ``core.customers.names.words``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

# Letters that no decomposition takes apart, and letters of Persian, Urdu and Kurdish keyboards in Arabic names.
_LETTERS: Final = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ŧ": "t",
    "ə": "a", "ʿ": "", "ʾ": "", "ʼ": "", "ʻ": "",
    "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ک": "ك", "ڪ": "ك",
    "گ": "ك", "پ": "ب", "چ": "ج", "ژ": "ز", "ڤ": "ف", "ٱ": "ا", "ء": "", "ـ": "",
}  # fmt: skip
# Marks inside a word that join rather than part: D'Angelo is typed dangelo.
_JOINING: Final = frozenset("'’‘`´ʹ′‛＇")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_MARKS_OF_FORMAT: Final = frozenset({"Mn", "Me", "Cf", "Cc"})
# Of English alone (most sentences) words are seen by their letters; what is joined and what parts is as ``fold_letter`` has it.
_ENGLISH: Final = re.compile(r"[ -~\n\t]*")
_ENGLISH_WORD: Final = re.compile(r"[a-z0-9]+(?:['`]+[a-z0-9]+)*|&")


class Token(NamedTuple):
    """One word of a text: folded, and where it stands in the text as it was typed (``text[start:end]``)."""

    folded: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def fold_letter(letter: str) -> str:
    """One character of any text as it counts for comparing: nothing, a space, or one or more folded characters."""
    if letter in _JOINING:
        return ""
    category = unicodedata.category(letter)
    if category in _MARKS_OF_FORMAT:
        return " " if letter in "\t\n\r\v\f" else ""
    if letter == "&":
        return " and "
    if category == "Nd":
        return str(unicodedata.digit(letter))
    if "⁄" in unicodedata.normalize("NFKD", letter):
        return letter  # one half is not twelve
    out: list[str] = []
    for part in unicodedata.normalize("NFKD", letter.casefold()):
        kind = unicodedata.category(part)
        if kind in _MARKS_OF_FORMAT:
            continue
        if part in _LETTERS:
            out.append(_LETTERS[part])
        elif kind[0] in "LN":
            out.append(part.casefold())
        else:
            out.append(" ")
    whole = "".join(out)
    return whole.replace(" ", "") or (" " if out and whole else "")


def tokens(text: str) -> list[Token]:
    """The words of a text, folded, each with its place in the text as typed.

    ``&`` is the word ``and``; letters parted by dots are one word (``U.K.`` is ``uk``, ``م.ذ.م.م`` is ``مذمم``, and so is
    ``A. O.``). A text without any letter or digit has none.
    """
    if _ENGLISH.fullmatch(text):
        return _initials_joined(text, _english(text))
    found: list[Token] = []
    letters: list[str] = []
    begun = 0
    last = 0
    for place, letter in enumerate(text):
        folded = letter if "a" <= letter <= "z" else fold_letter(letter)
        if not folded:
            if letters and last == place and unicodedata.category(letter)[0] in "LM":
                last = place + 1  # a hamza or vowel sign that closes the word belongs to it
            continue
        if folded[0] != " ":
            if not letters:
                begun = place
            letters.append(folded)
            last = place + 1
            continue
        if letters:
            found.append(Token("".join(letters), begun, last))
            letters.clear()
        if folded != " " and folded.strip():
            found.append(Token(folded.strip(), place, place + 1))
    if letters:
        found.append(Token("".join(letters), begun, last))
    return _initials_joined(text, found)


def _english(text: str) -> list[Token]:
    found: list[Token] = []
    for match in _ENGLISH_WORD.finditer(text.lower()):
        start, end = match.span()
        word = match.group()
        if word == "&":
            word = "and"
        elif not word.isalnum():
            word = word.replace("'", "").replace("`", "")
        found.append(Token(word, start, end))
    return found


def _initials_joined(text: str, found: list[Token]) -> list[Token]:
    """Runs of single letters with a dot between them become one word."""
    if "." not in text:
        return found
    joined: list[Token] = []
    for token in found:
        if joined and len(token.folded) == 1 and token.folded.isalpha():
            before = joined[-1]
            between = text[before.end : token.start]
            alone = before.end - before.start == 1 or "." in text[before.start : before.end]
            if alone and between.strip() == "." and len(between) <= len(". "):
                joined[-1] = Token(before.folded + token.folded, before.start, token.end)
                continue
        joined.append(token)
    return joined


def fold(text: str) -> str:
    """The folded words of a text, one space between them. Folding twice changes nothing."""
    return " ".join(token.folded for token in tokens(text))


def is_arabic(text: str) -> bool:
    """Whether there is an Arabic letter in it."""
    return not text.isascii() and _ARABIC.search(text) is not None


def fold_email(text: str) -> str:
    """An e-mail address for comparing: without blanks around it, in small letters."""
    return text.strip().casefold()

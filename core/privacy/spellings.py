"""Finding a person in free words: a name, a phone or an e-mail address in any spelling that folds to the same.

A pattern is made from each: letters stand for all letters that fold alike (case, accents, forms of alef and ya, presentation forms,
Arabic and Persian digits), with marks and directions anywhere between them. Arabic words may have a particle before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from core.customers.folding import fold, fold_email, fold_letter, is_arabic

REDACTED: Final = "▇▇▇"
"""What stands where a person was named; the same in both languages."""
_RANGES: Final = (
    (0x20, 0x700), (0x750, 0x780), (0x1E00, 0x1F00), (0x2010, 0x2070), (0xFB50, 0xFE00), (0xFE70, 0xFF5F),
)  # fmt: skip
_BETWEEN_DIGITS: Final = "[\\s\\-().\u2010-\u2015\u200e\u200f\u202a-\u202e\u2066-\u2069/]{0,3}"
_BETWEEN_WORDS: Final = "(?:[^\\w&]|_){0,5}"
_NO_LETTER_BEFORE: Final = "(?<![^\\W_])"
_NO_LETTER_AFTER: Final = "(?![^\\W_])"
_FEWEST_DIGITS: Final = 6
_FEWEST_LETTERS: Final = 2


class Spellings:
    """The spellings of what one or several people are known by."""

    def __init__(self, *, names: Iterable[str] = (), phones: Iterable[str] = (), emails: Iterable[str] = ()) -> None:
        folded = [one for name in names if len(one := fold(name)) >= _FEWEST_LETTERS]
        numbers = [parted for phone in phones if len((parted := _parted(phone))[1]) >= _FEWEST_DIGITS]
        addresses = [fold_email(email) for email in emails if "@" in email]
        patterns = [_name(one) for one in folded] + [_phone(*one) for one in numbers]
        patterns += [f"(?i:{re.escape(one)})" for one in addresses]
        patterns = sorted(dict.fromkeys(patterns), key=len, reverse=True)
        self._exact = re.compile("|".join(patterns)) if patterns else None
        said = [" ".join(order) for one in folded for order in _orders(one.split())]
        self._needles = tuple({_bare(one) for one in (*said, *(number for _, number in numbers), *addresses)} - {""})

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return self._exact is not None

    def perhaps(self, raw: str | None) -> bool:
        """Whether a text, or JSON as it is stored, may hold one: quick, sometimes wrongly yes, never wrongly no."""
        bare = _bare(raw.replace("\\n", " ").replace("\\t", " ").replace("\\r", " ")) if raw else ""
        return any(needle in bare for needle in self._needles)

    def found(self, value: Any) -> bool:
        """Whether a text, or any text inside a JSON value, holds one."""
        if isinstance(value, str):
            return self._exact is not None and self._exact.search(value) is not None
        if isinstance(value, dict):
            return any(self.found(key) or self.found(each) for key, each in value.items())
        return isinstance(value, list) and any(self.found(each) for each in value)

    def without(self, value: Any) -> Any:
        """The same text or JSON value with each of them blacked out."""
        if isinstance(value, str):
            return value if self._exact is None else self._exact.sub(REDACTED, value)
        if isinstance(value, dict):
            return {self.without(key): self.without(each) for key, each in value.items()}
        return [self.without(each) for each in value] if isinstance(value, list) else value


def _name(folded: str) -> str:
    either = "|".join(_BETWEEN_WORDS.join(map(_word, order)) for order in _orders(folded.split()))
    before = "" if is_arabic(folded) else _NO_LETTER_BEFORE
    return f"{before}(?:{either}){_NO_LETTER_AFTER}"


def _word(folded: str) -> str:
    return f"(?:{_letters(folded)}|&)" if folded == "and" else _letters(folded)


def _letters(folded: str) -> str:
    letters, marks = _alike(), _alike()[""]
    parts: list[str] = []
    at = 0
    while at < len(folded):
        one = letters.get(folded[at], re.escape(folded[at]))
        two = letters.get(folded[at : at + 2], "") if at + 1 < len(folded) else ""
        if two:
            parts.append(f"(?:{two}|{one}{marks}*{letters.get(folded[at + 1], re.escape(folded[at + 1]))})")
        else:
            parts.append(one)
        at += 2 if two else 1
    return f"{marks}*".join(parts) + f"{marks}*"


def _orders(words: list[str]) -> list[list[str]]:
    """``Sara Haddad`` and ``Haddad, Sara``."""
    return [words] if len(words) == 1 else [words, [*words[1:], words[0]], [words[-1], *words[:-1]]]


def _phone(country: str, national: str) -> str:
    letters = _alike()
    spelt = _BETWEEN_DIGITS.join(letters[digit] for digit in national)
    zero = letters["0"]
    if not country:
        return f"(?<!\\d)(?:\\+|{zero}{zero}?)?{spelt}(?!\\d)"
    code = _BETWEEN_DIGITS.join(letters[digit] for digit in country)
    before = f"(?:(?:\\+|{zero}{zero})?{code}{_BETWEEN_DIGITS}{zero}?|{zero})?{_BETWEEN_DIGITS}"
    return f"(?<!\\d){before}{spelt}(?!\\d)"


def _parted(phone: str) -> tuple[str, str]:
    """The country code and the rest, digits only; no code where the phone was kept as typed."""
    import phonenumbers

    digits = "".join(folded for letter in phone if (folded := fold_letter(letter)).isdigit())
    if phone.startswith("+"):
        try:
            read = phonenumbers.parse(phone)
        except phonenumbers.NumberParseException:
            return "", digits
        return str(read.country_code), str(read.national_number)
    return "", digits.lstrip("0")


class _Bare(dict[int, str]):
    """For ``str.translate``: each letter folded; marks, blanks and punctuation gone."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold_letter(chr(code)).replace(" ", "")
        return folded


_TABLE: Final = _Bare()


def _bare(text: str) -> str:
    return text.translate(_TABLE)


@cache
def _alike() -> dict[str, str]:
    """For each folded letter (and pair that is one sign) the class of all letters that fold to it; "" are the marks."""
    found: dict[str, set[str]] = {}
    for first, last in _RANGES:
        for code in range(first, last):
            letter = chr(code)
            folded = fold_letter(letter)
            if folded == "" or (not folded.isspace() and len(folded) <= len("لا") and " " not in folded):
                found.setdefault(folded, set()).add(letter)
    return {
        folded: "[" + "".join(re.escape(each) for each in sorted(letters)) + "]" for folded, letters in found.items()
    }

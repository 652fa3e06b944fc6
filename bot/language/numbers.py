"""Numbers as reps type and say them: any digits, spelt English and Arabic with dialects, fractions, thousands and millions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.language import numbers_ar as ar
from bot.language import numbers_en as en
from bot.language.normalise import fold

_WINDOW = 24
"""Words looked at: the longest number anybody spells is shorter, and reading stays within bounded steps."""

_PLAIN = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}\.\d{3},\d+|\d+,\d{1,2}")


def latin_digits(text: str) -> str:
    """The text with Arabic, Persian and other digits as 0–9, ٬ and ، as ``,`` and ٫ as ``.``; its length stays the same."""
    return text if text.isascii() else "".join(map(_latin, text))


def _latin(letter: str) -> str:
    return str(int(letter)) if letter.isdecimal() else {"٬": ",", "٫": ".", "،": ",", "’": "'"}.get(letter, letter)


def parse_digits(text: str) -> Decimal | None:
    """The value of digits with grouping and decimals, else None: ``50,000``, ``٥٠٬٠٠٠``, ``1.5``, ``5,00,000``, ``1.500.000,5``.

    A single point is decimal; a comma before exactly three digits is grouping, before one or two decimal. A date such as
    ``10.12.2026`` is None.
    """
    plain = latin_digits(text).replace("'", ",")
    if _PLAIN.fullmatch(plain):
        return Decimal(plain)
    if _GROUPED.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    if _DECIMAL_COMMA.fullmatch(plain):
        return Decimal(plain.replace(".", "").replace(",", "."))
    return None


def read_number(words: Sequence[str], at: int, *, money: bool = False) -> tuple[Decimal, int] | None:
    """The number that begins at word ``at`` and the index of the first word after it; None where none begins there.

    Words are as ``normalise.words`` cuts them, folded or not. Reads as far as the number goes: ``12 thousand``,
    ``two and a half million``, ``half a million``, ``خمسة وعشرين``, ``مية وخمسين ألف``, ``مليون ونص``, ``ثلاث تلاف``. ``a`` counts as one
    only before hundred, thousand, …; ``money`` also takes the short ``m`` and ``b``.
    """
    if not (0 <= at < len(words)) or not _may_begin(fold(words[at])):
        return None
    tokens = _cut(words[at : at + _WINDOW])
    found = _Reader(tokens, money=money).number()
    return (found[0], at + tokens[found[1] - 1].word + 1) if found else None


def read_ordinal(words: Sequence[str], at: int) -> tuple[int, int] | None:  # noqa: PLR0911 - one line per form
    """``third``, ``3rd``, ``twenty first``, ``الثالثة``, ``ثالث``, ``الحادي عشر`` as a whole number and the index after it; else None."""
    folded = [fold(word) for word in words[at : at + 4]] + [""] * 4
    first, second = folded[0], folded[1]
    if first.isdecimal() and second in en.SUFFIXES:
        return int(first), at + 2
    if first in en.TENS and second in en.ORDINALS and en.ORDINALS[second] < 10:  # noqa: PLR2004 - a unit
        return en.TENS[first] + en.ORDINALS[second], at + 2
    if first in en.ORDINALS:
        return en.ORDINALS[first], at + 1
    bare = first.removeprefix(ar.ARTICLE)
    if bare in ar.ORDINAL_TEENS and second.removeprefix(ar.ARTICLE) in ar.TEN_OF_TEENS:
        return 10 + ar.ORDINAL_TEENS[bare], at + 2
    tens = ar.TENS.get(second.removeprefix(ar.AND).removeprefix(ar.ARTICLE)) if second.startswith(ar.AND) else None
    if bare in ar.ORDINAL_TEENS and tens:
        return tens + ar.ORDINAL_TEENS[bare], at + 2
    if first.startswith(ar.ARTICLE) and bare in ar.TENS:
        return ar.TENS[bare], at + 1
    found = ar.ORDINALS.get(first) or ar.ORDINALS.get(bare)
    return (found, at + 1) if found else None


def _may_begin(word: str) -> bool:
    return word[:1].isdecimal() or word in _BEGIN or (word.startswith(ar.AND) and word[1:] in _AFTER_AND)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    word: int
    """The index of the word it came from: وعشرين is two tokens of one word."""


def _cut(words: Sequence[str]) -> list[_Token]:
    tokens: list[_Token] = []
    for index, word in enumerate(map(fold, words)):
        if word.startswith(ar.AND) and len(word) > 1 and word not in ar.UNITS and word[1:] in _AFTER_AND:
            if tokens:  # at the very beginning it only joins the number to what was said before
                tokens.append(_Token(ar.AND, index))
            tokens.append(_Token(word[1:], index))
        else:
            tokens.append(_Token(word, index))
    return tokens


_AFTER_AND = frozenset({*ar.COUNTS, *ar.TEENS, *ar.TENS, *ar.HUNDREDS, *ar.SCALES, *ar.WHOLE_WORDS, *ar.FRACTIONS})
_BEGIN = _AFTER_AND | {*en.ONE, *en.UNITS, *en.TENS, *en.HUNDRED, *en.SCALES_ALONE, *en.WHOLE_WORDS, *en.FRACTIONS}
_SMALLEST_JOINED_TO_DIGITS = 100
"""``50k and two calls`` is not 50,002; ``٥ آلاف وخمسمية`` is 5,500."""

_Found = tuple[Decimal, int]


class _Reader:
    """Recursive descent over the tokens; each rule returns the value and the position after it, or None."""

    def __init__(self, tokens: Sequence[_Token], *, money: bool) -> None:
        self._words = [token.text for token in tokens]
        self._money = money

    def _word(self, at: int) -> str:
        return self._words[at] if at < len(self._words) else ""

    def _scale(self, at: int) -> int | None:
        word = self._word(at)
        return en.SCALES.get(word) or ar.SCALES.get(word) or (en.SHORT_SCALES.get(word) if self._money else None)

    def number(self) -> _Found | None:
        """A whole number: groups with falling scales, then a fraction."""
        part = self._leading_fraction()
        if part:
            return part
        first = self._scaled_group(0)
        if first is None:
            return None
        total, at, lowest = first
        by_digits = self._word(0)[:1].isdecimal()
        while lowest > 1:
            following = self._next_group(at, lowest, by_digits=by_digits)
            if following is None:
                break
            value, at, lowest = following
            total += value
        return self._with_fraction(total, at, lowest)

    def _leading_fraction(self) -> _Found | None:
        """``half a million``, ``a quarter of a million``, ``نص مليون``; alone ``half`` and ``ربع`` too."""
        here = 1 if self._word(0) in en.ONE and self._word(1) in en.FRACTIONS else 0
        word = self._word(here)
        part = en.LEADING_FRACTIONS.get(word) or ar.LEADING_FRACTIONS.get(word)
        if part is None:
            return None
        after = here + 1
        after += self._word(after) == "of"
        after += self._word(after) in en.ONE
        scale = self._scale(after)
        return (part * scale, after + 1) if scale else (part, here + 1)

    def _next_group(self, at: int, lowest: int, *, by_digits: bool) -> tuple[Decimal, int, int] | None:
        joined = self._word(at) in (en.AND, ar.AND)
        here = at + joined
        word = self._word(here)
        if word[:1].isdecimal() and not (joined and len(word) == 3):  # noqa: PLR2004 - hundreds
            return None
        if not joined and (by_digits or not self._is_english(here)):
            return None
        found = self._scaled_group(here)
        if found is None or found[0] >= lowest or found[2] >= lowest:
            return None
        if by_digits and found[0] < _SMALLEST_JOINED_TO_DIGITS:
            return None
        return found

    def _is_english(self, at: int) -> bool:
        word = self._word(at)
        return word in en.UNITS or word in en.TENS

    def _scaled_group(self, at: int) -> tuple[Decimal, int, int] | None:
        """A group below a thousand (or digits) with the scale after it: value, position, scale (1 without one)."""
        word = self._word(at)
        if word in ar.WHOLE_WORDS:
            value = ar.WHOLE_WORDS[word]
            scale = next(size for size in (10**9, 10**6, 10**3) if value >= size)
            return Decimal(value), at + 1, scale
        group = self._digits(at) or self._english(at) or self._arabic(at)
        if group is None:
            here = at + (word in en.ONE)
            alone = self._word(here)
            if alone in en.SCALES_ALONE or (here == at and alone in ar.SCALES_ALONE):
                scale = self._scale(here) or 1
                return Decimal(scale), here + 1, scale
            return None
        return self._times_scales(*group)

    def _times_scales(self, value: Decimal, at: int) -> tuple[Decimal, int, int]:
        half = self._fraction(at)
        if half and (scale := self._scale(half[1])):  # two and a half million
            return (value + half[0]) * scale, half[1] + 1, 1
        scale = self._scale(at)
        if scale is None:
            return value, at, 1
        again = self._scale(at + 1)  # a thousand million
        if again and again > scale:
            return value * scale * again, at + 2, scale
        return value * scale, at + 1, scale

    def _digits(self, at: int) -> _Found | None:
        value = parse_digits(self._word(at)) if self._word(at)[:1].isdecimal() else None
        if value is None:
            return None
        if self._word(at + 1) in en.HUNDRED and value < 100:  # noqa: PLR2004 - 12 hundred
            return value * 100, at + 2
        return self._after_point(value, at + 1)

    def _after_point(self, value: Decimal, at: int) -> _Found:
        """``one point three``, ``4 فاصلة 5``: what is said after the point are its digits."""
        if self._word(at) not in (en.POINT, ar.POINT) or value != int(value):
            return value, at
        here, said = at + 1, ""
        while (word := self._word(here)) in en.UNITS or word in ar.UNITS or word in en.TENS or word.isdecimal():
            said += (
                word if word.isdecimal() else str(en.UNITS.get(word) or en.TENS.get(word) or ar.UNITS.get(word) or 0)
            )
            here += 1
        return (Decimal(f"{int(value)}.{said}"), here) if said else (value, at)

    def _english(self, at: int) -> _Found | None:
        word = self._word(at)
        here = at + (word in en.ONE)
        counted = en.WHOLE_WORDS.get(self._word(here))
        if counted and (here > at or self._word(here + 1) == "of"):
            after = here + 1 + (self._word(here + 1) == "of")
            return Decimal(counted), after if self._scale(after) or self._word(after) in en.HUNDRED else here + 1
        small = self._english_below_hundred(at) if here == at else None
        value, after = small or (1, here)
        if self._word(after) == "hundred" and value < 100:  # noqa: PLR2004 - eleven hundred
            joined = after + 1 + (self._word(after + 1) == en.AND)
            rest = self._english_below_hundred(joined)
            return (Decimal(value * 100 + rest[0]), rest[1]) if rest else (Decimal(value * 100), after + 1)
        return self._after_point(Decimal(small[0]), small[1]) if small else None

    def _english_below_hundred(self, at: int) -> tuple[int, int] | None:
        word = self._word(at)
        if word in en.TENS:
            unit = en.UNITS.get(self._word(at + 1), 0)
            return (en.TENS[word] + unit, at + 2) if 0 < unit < 10 else (en.TENS[word], at + 1)  # noqa: PLR2004 - a unit
        return (en.UNITS[word], at + 1) if word in en.UNITS else None

    def _arabic(self, at: int) -> _Found | None:
        word = self._word(at)
        hundreds, here = ar.HUNDREDS.get(word), at + 1
        if hundreds is None and ar.HUNDREDS.get(self._word(at + 1)) == 100 and 3 <= ar.COUNTS.get(word, 0) <= 9:  # noqa: PLR2004
            hundreds, here = 100 * ar.COUNTS[word], at + 2
        if hundreds is not None:
            rest = self._arabic_below_hundred(here + 1) if self._word(here) == ar.AND else None
            return (Decimal(hundreds + rest[0]), rest[1]) if rest else (Decimal(hundreds), here)
        small = self._arabic_below_hundred(at)
        if small is None and word in ar.COUNTS and self._scale(at + 1):
            small = (ar.COUNTS[word], at + 1)
        return self._after_point(Decimal(small[0]), small[1]) if small else None

    def _arabic_below_hundred(self, at: int) -> tuple[int, int] | None:
        word = self._word(at)
        if word in ar.TENS:
            return ar.TENS[word], at + 1
        if word in ar.TEENS and ar.TEENS[word] < 10 and self._word(at + 1) in ar.TEN_OF_TEENS:  # noqa: PLR2004 - a unit
            return 10 + ar.TEENS[word], at + 2
        if word not in ar.UNITS:
            return None
        tens = ar.TENS.get(self._word(at + 2)) if self._word(at + 1) == ar.AND else None
        if tens and 0 < ar.UNITS[word] < 10:  # noqa: PLR2004 - a unit
            return ar.UNITS[word] + tens, at + 3
        return ar.UNITS[word], at + 1

    def _fraction(self, at: int) -> _Found | None:
        """``and a half``, ``ونص``."""
        if self._word(at) == ar.AND and self._word(at + 1) in ar.FRACTIONS:
            return ar.FRACTIONS[self._word(at + 1)], at + 2
        if self._word(at) == en.AND and self._word(at + 1) in en.ONE and self._word(at + 2) in en.LEADING_FRACTIONS:
            return en.LEADING_FRACTIONS[self._word(at + 2)], at + 3
        return None

    def _with_fraction(self, total: Decimal, at: int, lowest: int) -> _Found:
        word = self._word(at)
        part = en.FRACTIONS.get(word) if word.endswith("s") else None
        part = part or (ar.FRACTIONS.get(word) if word == ar.QUARTERS else None)
        if part and 1 < total < 4:  # noqa: PLR2004 - two thirds, three quarters, ثلاث أرباع
            after = at + 1 + (self._word(at + 1) == "of")
            after += self._word(after) in en.ONE
            scale = self._scale(after)
            return (total * part * scale, after + 1) if scale else (total * part, at + 1)
        half = self._fraction(at)
        return (total + half[0] * lowest, half[1]) if half else (total, at)

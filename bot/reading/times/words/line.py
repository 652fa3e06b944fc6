"""The tokens of one text under the eyes of the grammar: looking ahead, counting steps, reading numbers.

Rules return the value and the index after it, or None. Each rule looks only a few tokens ahead and adds to ``steps``, so the
work grows with the length of the text; ``BUDGET`` ends the reading of a text made to be slow.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.times.words.table import Entry
from bot.reading.times.words.tokens import Token, tokenise

BUDGET = 5000
"""Steps at most. A sentence of a rep takes some hundred; 4,096 characters of nothing but times are read in part."""

_TEEN, _TWENTY, _HUNDRED, _THOUSAND = 10, 20, 100, 1000


class Line:
    """Tokens with a cursor given from outside."""

    def __init__(self, text: str, masked: Sequence[tuple[int, int]] = ()) -> None:
        self.tokens: list[Token] = tokenise(text, masked)
        self.steps = 0

    def entry(self, at: int) -> Entry:
        """The meanings of the token at that index."""
        return self.tokens[at].entry

    def key(self, at: int) -> str:
        """The keyword at that index, or empty."""
        return self.tokens[at].entry.key

    def skip(self, at: int, *keys: str) -> int:
        """The index after the token if it is one of these keywords, else the same index."""
        return at + 1 if self.tokens[at].entry.key in keys else at

    def sign(self, at: int, signs: str) -> bool:
        """Whether the token is one of these signs."""
        token = self.tokens[at]
        return token.kind == "s" and token.text in signs

    def past_sign(self, at: int, signs: str) -> int:
        """The index after one of these signs, else the same."""
        return at + 1 if self.sign(at, signs) else at

    def cardinal(self, at: int) -> tuple[int, int] | None:
        """Digits or a spelt whole number: ``12``, ``twenty five``, ``خمسة وعشرين``, ``ثمانية عشر``."""
        self.steps += 1
        token = self.tokens[at]
        if token.kind == "n":
            return (token.whole, at + 1) if token.whole is not None else None
        value = token.entry.number
        if value is None:
            return None
        return self._spelt(value, at)

    def _spelt(self, value: int, at: int) -> tuple[int, int]:
        after = self.tokens[at + 1]
        if not self.tokens[at].text.isascii():
            if value < _TEEN and after.entry.number == _TEEN and not after.entry.joined:
                return value + _TEEN, at + 2
            tens = self._joined(at + 1)
            if value < _TEEN and tens and tens[0] >= _TWENTY:
                return value + tens[0], tens[1]
            return value, at + 1
        here = at + 1
        if value >= _TWENTY:
            unit_at = self.past_sign(here, "-")
            unit = self.entry(unit_at).number
            if unit and unit < _TEEN and self.tokens[unit_at].text.isascii() and not self.entry(unit_at + 1).suffix:
                value, here = value + unit, unit_at + 1
        for size in (_HUNDRED, _THOUSAND):
            if self.entry(here).number == size:
                value, here = value * size, here + 1
                rest = self._below_hundred(self.skip(here, "and"))
                if rest and rest[0] < size:
                    value, here = value + rest[0], rest[1]
        return value, here

    def _below_hundred(self, at: int) -> tuple[int, int] | None:
        """English tens and units; a hundred in between is not looked for."""
        value = self.entry(at).number
        if value is None or not 0 < value < _HUNDRED or not self.tokens[at].text.isascii():
            return None
        unit = self.entry(at + 1).number if value >= _TWENTY else None
        return (value + unit, at + 2) if unit and unit < _TEEN else (value, at + 1)

    def _joined(self, at: int) -> tuple[int, int] | None:
        """A number after the Arabic و, glued or not."""
        token = self.tokens[at]
        if token.entry.joined == "و" and token.entry.number is not None:
            return token.entry.number, at + 1
        if token.text == "و" and self.tokens[at + 1].entry.number is not None:
            return self.tokens[at + 1].entry.number or 0, at + 2
        return None

    def ordinal(self, at: int) -> tuple[int, int] | None:
        """``3rd``, ``third``, ``twenty first``, ``الثالث``, ``الحادي والعشرين``; the last is -1."""
        self.steps += 1
        token, after = self.tokens[at], self.tokens[at + 1]
        if token.kind == "n":
            whole = token.whole
            return (whole, at + 2) if whole is not None and after.entry.suffix and not after.gap else None
        meaning = token.entry
        if meaning.number in (20, 30):
            unit_at = self.past_sign(at + 1, "-")
            unit = self.entry(unit_at).ordinal
            if unit and 0 < unit < _TEEN:
                return meaning.number + unit, unit_at + 1
        value = meaning.ordinal
        if value is None:
            return (meaning.number, at + 1) if meaning.number in (20, 30) and token.text.startswith("ال") else None
        if 0 < value < _TEEN and not token.text.isascii():
            if after.entry.number == _TEEN and not after.entry.joined:
                return value + _TEEN, at + 2
            tens = self._joined(at + 1)
            if tens and tens[0] in (20, 30):
                return value + tens[0], tens[1]
        return value, at + 1

    def year(self, at: int) -> tuple[int, int] | None:
        """A year in four digits or spelt (``nineteen eighty six``, ``two thousand ten``, ``nineteen zero one``)."""
        token = self.tokens[at]
        if token.kind == "n":
            whole = token.whole
            return (whole, at + 1) if whole is not None and len(token.digits[0]) == 4 and 1000 <= whole < 3000 else None  # noqa: PLR2004
        first = self.cardinal(at) if token.entry.number else None
        if first is None:
            return None
        value, here = first
        if 1000 <= value < 3000:  # noqa: PLR2004
            return value, here
        if 1000 <= value * 100 < 3000 and self.entry(here).number is not None:  # noqa: PLR2004
            low = self.cardinal(here)
            if low and low[0] == 0:
                low = self.cardinal(here + 1)
            if low and low[0] < _HUNDRED:
                return value * 100 + low[0], low[1]
        return None

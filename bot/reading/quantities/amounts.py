"""Amounts of money inside a text.

A number is an amount where a currency stands beside it, where it is said in thousands or millions (``50k``, ``خمسين ألف``), where
it is grouped (``50,000``), or where an amount is expected (``deal Acme 5000``). Counts of things, percentages, clock times,
dates, phones and model numbers are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.language import numbers_ar as ar
from bot.language import numbers_en as en
from bot.language.normalise import Word, fold_keeping_offsets, words
from bot.language.numbers import parse_digits, read_number
from bot.reading.quantities.currencies import THOUSANDTHS, Mention, known, mentions
from bot.reading.quantities.spans import AmountSpan
from bot.reading.quantities.vocabulary import ARABIC_NUMBERS, BEFORE_FIGURES, CONTINUES, COUNTED, NUMBER_WORDS, TELLING

_JOINS = re.compile(r"\s*(?:-|–|—|\bto\b|\bor\b|الى|إلى|لـ|ل|حتى|حتي)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:between|from|بين|من)\s*$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|و)\s*", re.IGNORECASE)
_CENTS_JOIN = re.compile(r"\s+(?:and\s+|و\s*)?", re.IGNORECASE)
_QUANTITY = re.compile(
    r"(?<![\w.,])(\d{1,4})\s+(?:[^\W\d_]+\s+){1,2}(?:at|@|for|each at|بسعر|ب)\s*$|(?<![\w.,])(\d{1,4})\s*[x×*]\s*$",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"\s*(?:$|[.,;!?،؛؟](?:\s|$)|\n)")
_GLUE = frozenset("/:%#_@\\")
_YEARS = range(1900, 2101)
_LEAST_WITH_K = 10**3
_WIDEST_GAP = 2
"""Characters between a number and its currency: a blank, a hyphen, a point."""
_MOST_NUMBERS = 100
"""Numbers looked at in one text, so that a page of figures is read in bounded time."""
_DECIMAL_COMMAS = frozenset(",٬،")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in the text; ``first`` and ``after`` are indexes of words."""

    start: int
    end: int
    value: Decimal
    first: int
    after: int
    scaled: bool
    """Said in thousands or more, with a number before the scale (50k, خمسين ألف; not ``a thousand`` alone)."""
    grouped: bool
    short: bool
    """Its scale is a bare ``m`` or ``b``, which may mean minutes or metres."""


def find_amounts(
    text: str, currency: str = "SAR", masked: Sequence[tuple[int, int]] = (), *, expected: bool = False
) -> list[AmountSpan]:
    """The amounts in order, not overlapping. ``currency`` is the workspace's: it decides what ``$`` or ``ريال`` means.

    ``masked`` are places already read as something else (names, times, phones). ``expected``: where no amount is marked
    as one, the largest bare number is it (``deal Acme 5000``, ``make it 600``).
    """
    finder = _Finder(text, currency, masked)
    found = finder.marked()
    if not found and expected and (bare := finder.bare()):
        found = [bare]
    return found


class _Finder:
    def __init__(self, text: str, currency: str, masked: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.own = currency
        self.masked = bytearray(len(text))
        """A one for each character that was read as something else: there may be hundreds of places (SEC17)."""
        for first, last in masked:
            self.masked[first:last] = b"\1" * len(self.masked[first:last])
        self.words = [_unprefixed(word) for word in words(text)]
        self.mentions: list[Mention] = []
        self.numbers: list[_Number] = []
        if any(
            (word.folded in TELLING or word.text[0].isdecimal()) and not self._is_masked(word.start, word.end)
            for word in self.words
        ):
            self.words = self._with_decimal_commas(self.words)
            folded, offsets = fold_keeping_offsets(text)
            self.mentions = [m for m in mentions(text, folded, offsets) if not self._is_masked(m.start, m.end)]
            self._starting = {mention.start: mention for mention in self.mentions}
            self._ending = {mention.end: mention for mention in self.mentions}
            self.numbers = self._numbers()

    def _with_decimal_commas(self, cut: list[Word]) -> list[Word]:
        """``1,5 million``, ``١٬٥ مليون``: one number where thousands or a currency follow; elsewhere ``2,3`` is a list."""
        out: list[Word] = []
        for at, word in enumerate(cut):
            before = out[-1] if out else None
            following = cut[at + 1].folded if at + 1 < len(cut) else ""
            if (
                before is not None
                and word.text.isdecimal()
                and before.text.isdecimal()
                and len(word.text) <= 2  # noqa: PLR2004 - tenths, hundredths
                and self.text[before.end : word.start] in _DECIMAL_COMMAS
                and before.end < word.start
                and (
                    following in en.SCALES or following in en.SHORT_SCALES or following in ar.SCALES or known(following)
                )
            ):
                out[-1] = Word(
                    self.text[before.start : word.end], f"{before.folded}.{word.folded}", before.start, word.end
                )
            else:
                out.append(word)
        return out

    def _is_masked(self, start: int, end: int) -> bool:
        return 1 in self.masked[start:end]

    # -- numbers ---------------------------------------------------------------------------------------------------

    def _numbers(self) -> list[_Number]:
        found: list[_Number] = []
        at = 0
        while at < len(self.words) and len(found) < _MOST_NUMBERS:
            number = self._number(at)
            if number is None:
                at += 1
            else:
                found.append(number)
                at = number.after
        return found

    def _number(self, at: int) -> _Number | None:
        word = self.words[at]
        if word.folded not in NUMBER_WORDS and not word.text[0].isdecimal():
            return None
        if self._is_masked(word.start, word.end) or not self._stands_free(word):
            return None
        if word.folded in en.ONE and (one := self._one(word)):
            return _Number(*one, Decimal(1), at, at + 1, scaled=False, grouped=False, short=False)
        run = self._run(at)
        if len(run) == 1 and run[0] in en.ONE:
            return None  # quickly: a text may have thousands of them
        read = read_number(run, 0, money=True)
        if read is None:
            return None
        value, used = read
        last = self.words[at + used - 1]
        short = last.folded in en.SHORT_SCALES and used > 1
        digits = word.text[0].isdecimal()
        scaled = value >= _LEAST_WITH_K and used > 1 and (digits or self._is_scale(last.folded) or len(run[:used]) > 1)
        if run[0] in en.ONE or (word.folded in ar.SCALES and used == 1):
            scaled = False
        grouped = digits and used == 1 and value >= _LEAST_WITH_K and not word.text.isdecimal() and value == int(value)
        grouped = grouped or (digits and used == 1 and re.search(r"[,٬،]\d{3}", word.text) is not None)
        joined = word.folded.startswith(ar.AND) and word.folded not in ar.UNITS
        return _Number(word.start + joined, last.end, value, at, at + used, scaled, grouped, short)

    def _one(self, word: Word) -> tuple[int, int] | None:
        """``a dollar``: the article is the number where a currency in small letters follows."""
        after = self._mention_after(word.end)
        if after is None or after.start != word.end + 1:
            return None
        name = self.text[after.start : after.end]
        return (word.start, word.end) if name.isalpha() and not name.isupper() else None

    def _is_scale(self, word: str) -> bool:
        return word in en.SCALES or word in ar.SCALES

    def _run(self, at: int) -> list[str]:
        """The folded words from there on that may belong to one number: only blanks or a hyphen between them."""
        run = [self.words[at].folded]
        for before, after in zip(self.words[at : at + 12], self.words[at + 1 : at + 13], strict=False):
            if after.folded not in CONTINUES and not (after.text[0].isdecimal() and before.folded in BEFORE_FIGURES):
                break
            between = self.text[before.end : after.start]
            hyphen = between == "-" and before.folded in en.TENS
            if (between.strip() and not hyphen) or "\n" in between or self._is_masked(after.start, after.end):
                break
            run.append(after.folded)
        return run

    def _stands_free(self, word: Word) -> bool:
        """Not part of a date, a clock time, a percentage, a model number or a reference."""
        if not word.text[0].isdecimal():
            return True
        before = self.text[word.start - 1] if word.start else ""
        after = self.text[word.end : word.end + 2]
        if before in _GLUE or (before in ".,-٬،٫" and before and self.text[max(0, word.start - 2)].isdecimal()):
            return before == "-" and self._is_range(word)
        if before.isalpha() and not self._glued_letters(word.start):
            return False
        if after[:1] in ("/", ":", ".") and after[1:2].isdecimal():
            return False
        return not re.match(r"\s?%|\s?٪", after)

    def _is_range(self, word: Word) -> bool:
        """``10-20``: both ends small enough to be no date or phone is decided later; here only that it is one hyphen."""
        before = self.text[: word.start - 1]
        lead = re.search(r"[\d٠-٩.,]+$", before)
        return lead is not None and (lead.start() == 0 or before[lead.start() - 1] not in "-/")

    def _glued_letters(self, at: int) -> bool:
        """Whether the letters right before a figure are a currency (SAR50) or an Arabic prefix (ب50)."""
        start = at
        while start and self.text[start - 1].isalpha():
            start -= 1
        letters, offsets = fold_keeping_offsets(self.text[start:at])
        return letters in ("ب", "ل", "و", "ف", "وب", "ال") or bool(mentions(self.text[start:at], letters, offsets))

    # -- amounts ---------------------------------------------------------------------------------------------------

    def marked(self) -> list[AmountSpan]:
        """Amounts that are marked as such, in order."""
        found: list[AmountSpan] = []
        used: set[Mention] = set()
        taken = 0
        for index, number in enumerate(self.numbers):
            if number.start < taken:
                continue
            amount = self._with_currency(index, used) or self._without_currency(number)
            if amount is None:
                continue
            amount = self._ranged(index, amount, found)
            amount = self._counted(amount)
            found.append(amount)
            taken = amount.end
        return sorted([*found, *self._by_themselves(found, used)], key=lambda amount: amount.start)

    def _with_currency(self, index: int, used: set[Mention]) -> AmountSpan | None:
        number = self.numbers[index]
        before = self._mention_before(number.start, used)
        after = self._mention_after(number.end)
        if after in used:
            after = None
        if before is None and after is None:
            return None
        if before is not None and after is not None and before.code(self.own) != after.code(self.own):
            glued = before.end == number.start
            before, after = (before, None) if glued or self._number_follows(after.end) else (None, after)
        mention = before or after
        assert mention is not None  # noqa: S101 - one of them is there
        used.update(m for m in (before, after) if m is not None)
        start = min(number.start, before.start if before else number.start)
        end = max(number.end, after.end if after else number.end)
        code = mention.code(self.own)
        if mention.small and mention.end - mention.start == 1 and self.text[mention.start].isalpha():
            return None  # 10 c, 5 p: too little to go by
        if mention.small:
            return self._span(start, end, number.value * mention.hundredth(), code)
        value = self._decimals(number, code)
        cents = self._cents(index, end, value, used) if after or before else None
        return self._span(start, cents[1], value + cents[0], code) if cents else self._span(start, end, value, code)

    def _decimals(self, number: _Number, code: str | None) -> Decimal:
        """``50.000`` is fifty thousand, but fifty in a currency of three decimals."""
        word = self.words[number.first].text
        if number.after == number.first + 1 and code not in THOUSANDTHS and re.fullmatch(r"\d{1,3}[.٫]000", word):
            return number.value * 1000
        return number.value

    def _mention_before(self, start: int, used: set[Mention]) -> Mention | None:
        for gap in range(_WIDEST_GAP + 1):
            mention = self._ending.get(start - gap)
            if mention is not None:
                between = self.text[mention.end : start].strip(" \u00a0:.")
                free = not (between or mention.small or mention.dual or mention in used)
                return mention if free else None
        return None

    def _mention_after(self, end: int) -> Mention | None:
        for gap in range(_WIDEST_GAP + 1):
            mention = self._starting.get(end + gap)
            if mention is not None:
                return None if mention.dual or self.text[end : mention.start].strip(" \u00a0-") else mention
        return None

    def _number_follows(self, at: int) -> bool:
        return any(0 <= number.start - at <= 1 for number in self.numbers)

    def _cents(self, index: int, end: int, value: Decimal, used: set[Mention]) -> tuple[Decimal, int] | None:
        """``20 dollar 43c``, ``$20 and 43``, ``20 دولار و43 سنت``: what follows in hundredths, and where it ends."""
        following = next((n for n in self.numbers[index + 1 :] if n.start >= end), None)
        if following is None or value >= 1000 or value != int(value) or not 0 < following.value < 100:  # noqa: PLR2004
            return None
        if not _CENTS_JOIN.fullmatch(self.text, end, following.start) or following.value != int(following.value):
            return None
        small = self._mention_after(following.end)
        if small is not None and small.small:
            used.add(small)
            return following.value / 100, small.end
        if small is None and _CLAUSE_ENDS.match(self.text, following.end):
            return following.value / 100, following.end
        return None

    def _without_currency(self, number: _Number) -> AmountSpan | None:
        if self._counts_things(number):
            return None
        if number.short and not self._surely_millions(number):
            return None
        if not (number.scaled or number.grouped):
            return None
        return self._span(number.start, number.end, number.value, None)

    def _surely_millions(self, number: _Number) -> bool:
        """``1.5m`` and ``2M`` are millions; ``45 m`` and ``5m`` may be minutes or metres."""
        figure, scale = self.words[number.after - 2], self.words[number.after - 1]
        return scale.start == figure.end and (scale.text.isupper() or not figure.text.isdecimal())

    def _counts_things(self, number: _Number) -> bool:
        if number.after >= len(self.words):
            return False
        following = self.words[number.after]
        gap = self.text[number.end : following.start]
        return not gap.strip() and "\n" not in gap and following.folded in COUNTED

    def _ranged(self, index: int, amount: AmountSpan, found: list[AmountSpan]) -> AmountSpan:
        """Join ``10-20k``, ``between 10 and 20 dollars``, ``من عشرة لعشرين دولار`` into one span with ``most``."""
        before = self.numbers[index - 1] if index else None
        if before is None or before.end > amount.start:
            return amount
        low = found[-1] if found and found[-1].end >= before.end else None
        lead_end, value = (low.end, low.amount) if low else (before.end, before.value)
        lead_start = low.start if low else before.start
        gap = self.text[lead_end : amount.start]
        between = _AND.fullmatch(gap) and _BETWEEN.search(self.text[:lead_start])
        joined = _JOINS.fullmatch(gap) or self._glued_to(gap, index)
        if not (between or joined) or (low is not None and low.currency not in (None, amount.currency)):
            return amount
        value = self._scaled_alike(value, amount.amount, self.numbers[index])
        if value >= amount.amount:
            return amount
        if low:
            found.pop()
        return replace(
            amount, start=lead_start, text=self.text[lead_start : amount.end], amount=value, most=amount.amount
        )

    def _glued_to(self, gap: str, index: int) -> bool:
        """``لعشرين``: the word for to is glued to the second number, which was read without it."""
        number = self.numbers[index]
        return gap.strip() in ("ل", "و") and self.text[number.start - 1 : number.start] == gap.strip() == "ل"

    def _scaled_alike(self, low: Decimal, high: Decimal, number: _Number) -> Decimal:
        last = self.words[number.after - 1].folded
        scale = en.SCALES.get(last) or en.SHORT_SCALES.get(last) or ar.SCALES.get(last)
        return low * scale if scale and low < scale and low * scale < high else low

    def _counted(self, amount: AmountSpan) -> AmountSpan:
        """``3 pallets at $1,200``, ``3 x 1,200``: the count is kept beside the amount of one."""
        count = _QUANTITY.search(self.text, max(0, amount.start - 60), amount.start)
        if count is None or self._is_masked(count.start(), count.start() + 1):
            return amount
        told = parse_digits(count[1] or count[2])
        return replace(amount, quantity=int(told)) if told else amount

    def _by_themselves(self, found: list[AmountSpan], used: set[Mention]) -> list[AmountSpan]:
        """``ريالين``: two in one word."""
        alone: list[AmountSpan] = []
        for mention in self.mentions:
            if mention in used or any(amount.start < mention.end and mention.start < amount.end for amount in found):
                continue
            if mention.dual:
                alone.append(self._span(mention.start, mention.end, Decimal(2), mention.code(self.own)))
        return alone

    def bare(self) -> AmountSpan | None:
        """The largest number that counts nothing and is no year (a year where there is nothing else)."""
        free = [n for n in self.numbers if not self._counts_things(n) and n.value > 0]
        plain = [
            n
            for n in free
            if not (self.words[n.first].text.isdecimal() and n.value in _YEARS and n.after == n.first + 1)
        ]
        best = max(plain or free, key=lambda n: n.value, default=None)
        if best is None:
            return None
        return self._counted(self._span(best.start, best.end, best.value, None))

    def _span(self, start: int, end: int, value: Decimal, code: str | None) -> AmountSpan:
        return AmountSpan(start, end, self.text[start:end], value.normalize() + 0, code)


def _unprefixed(word: Word) -> Word:
    """بخمسين، لعشرين: the preposition is taken off a spelt number."""
    if word.folded[:1] in ("ب", "ل") and word.folded[1:] in ARABIC_NUMBERS and word.folded not in ARABIC_NUMBERS:
        return Word(word.text[1:], word.folded[1:], word.start + 1, word.end)
    return word

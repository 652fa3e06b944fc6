"""Phone numbers inside a text, in any digits, read with the workspace's country as default."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.language.normalise import fold
from bot.language.numbers import latin_digits
from bot.reading.quantities.spans import PhoneSpan

_RUN = re.compile(r"(?<![\w.,])\(?(?:\+|00)?\(?\+?\d(?:[ \u00a0]{0,2}[-./()]{0,2}[ \u00a0]{0,2}\d){4,20}(?![\w@])")
_EXTENSION = re.compile(r"\s*(?:ext|x|تحويلة)\.?\s*\d{1,5}(?!\d)", re.IGNORECASE)
_DATE = re.compile(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:\D.*)?")
_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+")
_CUE = re.compile(
    r"(?:phone|mobile|cell|tel|telephone|number|whatsapp|fax|call|رقم|رقمه|رقمها|جوال|جواله|جوالها|هاتف|تلفون|تليفون|موبايل|موبايله|"
    r"واتساب|واتس|محمول|نمره)\s*[.:=#]?\s*(?:is|=|:|هو)?\s*$"
)
_PIECE = re.compile(r"\S+")
_MOST_PIECES = 6
_SHORTEST, _LONGEST = 7, 15
"""Digits of a number: E.164 has at most 15; shorter than 7 nobody calls from abroad."""


def find_phones(text: str, country: str, masked: Sequence[tuple[int, int]] = ()) -> list[PhoneSpan]:
    """The phones in order. ``country`` is an ISO code (``SA``) for numbers without ``+``.

    A run of digits counts where it is valid; one that cannot be valid counts only where it was meant as a phone (begins
    with +, 00 or 0, or stands after a word such as phone, رقم) and is kept as typed. Dates and grouped figures do not.
    """
    plain = latin_digits(text)
    found: list[PhoneSpan] = []
    for start, end in _runs(plain):
        if any(start < last and first < end for first, last in masked):
            continue
        first, last, value = _best(plain, start, end, country)
        if value is None and not _meant(plain, start, end):
            continue
        if extension := _EXTENSION.match(plain, last):
            last = extension.end()
        found.append(PhoneSpan(first, last, text[first:last], value or text[first:last].strip(), value is not None))
    return found


def _best(plain: str, start: int, end: int, country: str) -> tuple[int, int, str | None]:
    """The longest part of a run of figures, cut at blanks, that is a valid number: ``0501234567 5 seats``."""
    pieces = [(start + piece.start(), start + piece.end()) for piece in _PIECE.finditer(plain[start:end])][
        :_MOST_PIECES
    ]
    parts = sorted(
        {(one[0], other[1]) for at, one in enumerate(pieces) for other in pieces[at:]} | {(start, end)},
        key=lambda part: (part[0] - part[1], part[0]),
    )
    for first, last in parts:
        value = e164(plain[first:last], country)
        if value is not None:
            return first, last, value
    longest = max(pieces, key=lambda piece: piece[1] - piece[0])
    if sum(map(str.isdigit, plain[slice(*longest)])) >= _SHORTEST and not plain[start:end].startswith("+"):
        return *longest, None
    return start, end, None


def e164(typed: str, country: str) -> str | None:
    """``+966501234567`` for a number as typed anywhere (a form, an import), None where it cannot be valid."""
    import phonenumbers

    plain = latin_digits(typed).strip().removeprefix("tel:")
    digits = re.sub(r"\D", "", plain)
    if not _SHORTEST - 2 <= len(digits) <= _LONGEST + 2:
        return None
    international = plain.lstrip("( ").startswith("+")
    tries = [f"+{digits}"] if international else [digits, f"+{digits.removeprefix('00')}"]
    if not international and len(digits) <= 9 and not digits.startswith("00"):  # noqa: PLR2004 - no country code in it
        tries = [digits]
    for number in tries:
        try:
            parsed = phonenumbers.parse(number, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    return None


def shown_phone(value: str) -> str:
    """A number for reading: ``+966 50 123 4567``; one that is not E.164 as it is."""
    import phonenumbers

    if not re.fullmatch(r"\+\d{7,15}", value):
        return value
    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def _runs(plain: str) -> Iterator[tuple[int, int]]:
    for run in _RUN.finditer(plain):
        start, end = run.span()
        inside = plain[start:end]
        if inside.count("(") != inside.count(")"):
            start += inside.startswith("(")
            inside = plain[start:end]
        count = sum(map(str.isdigit, inside))
        lowest = 5 if inside.startswith("+") else _SHORTEST
        if lowest <= count <= _LONGEST + 2 and not _DATE.fullmatch(inside) and not _GROUPS.fullmatch(inside):
            yield start, end


def _meant(plain: str, start: int, end: int) -> bool:
    """Whether a number that is not valid was still meant as a phone."""
    inside = plain[start:end].lstrip("(")
    if inside.startswith(("+", "0")):
        return True
    before = fold(plain[max(0, start - 24) : start]).split("\n")[-1]
    return _CUE.search(before) is not None

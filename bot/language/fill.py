"""Filling a template: ``{name}`` places, plurals and choices, as spans; the values never become part of the markup.

The template language is ICU's in small: ``{name}``, ``{n, plural, one {# call} other {# calls}}`` with the forms of CLDR
(Arabic: zero one two few many other; ``=0`` for an exact number) and ``{kind, select, call {…} other {…}}``. ``#`` is the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.language.words import Language
from bot.reply import Span, Tone
from core.money import Money


class Ltr(str):
    """A value that is always left to right: an id, a web address, a file name."""

    __slots__ = ()


class Phone(Ltr):
    """A phone number."""

    __slots__ = ()


@dataclass(frozen=True)
class Amount:
    """A money value to be shown in full with its currency."""

    money: Money


Value = str | int | Decimal | Ltr | Amount | Span | tuple[Span, ...]


class MissingValue(KeyError):
    """A template asks for a value that was not given."""


class BadTemplate(ValueError):
    """A template's braces do not match, or a plural lacks ``other``."""


@dataclass(frozen=True, slots=True)
class _Place:
    name: str


@dataclass(frozen=True, slots=True)
class _Number:
    """``#``: the number of the plural around it."""


@dataclass(frozen=True, slots=True)
class _Choice:
    name: str
    plural: bool
    forms: tuple[tuple[str, tuple[_Piece, ...]], ...]


_Piece = str | _Place | _Number | _Choice

_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_SEPARATORS = re.compile(r"(?<=\d)[.,](?=\d)")


def in_digits(text: str, *, arabic_digits: bool) -> str:
    """The text with its digits as the rep reads them; grouping and decimal signs follow (``٥٠٬٠٠٠٫٠٠``)."""
    if not arabic_digits:
        return text
    return _SEPARATORS.sub(lambda sign: "٬" if sign[0] == "," else "٫", text).translate(_ARABIC_DIGITS)


def fill(
    template: str, language: Language, values: Mapping[str, Value] | None = None, *, arabic_digits: bool = False
) -> tuple[Span, ...]:
    """The template as spans. A text becomes a ``value`` span, a number plain digits, phones, amounts and ids ``ltr``; spans go in as they are.

    Values that the template does not ask for are left out (one language may need a word less). Raises MissingValue for
    one it asks for in vain, BadTemplate for a broken template, TypeError for a plural of something that is no number.
    """
    if (always := _always(template)) is not None:
        return always
    spans: list[Span] = []
    for span in _filled(_parsed(template), language, values or {}, arabic_digits=arabic_digits):
        if not span.text:
            continue
        if spans and spans[-1].tone == span.tone == "plain":
            spans[-1] = Span(spans[-1].text + span.text)
        else:
            spans.append(span)
    return tuple(spans)


def places(template: str) -> frozenset[str]:
    """The names of the values a template asks for, in any of its forms. Raises BadTemplate."""
    return frozenset(_names(_parsed(template)))


@lru_cache(maxsize=4096)
def plural_form(language: Language, number: int | Decimal) -> str:
    """The plural form of CLDR: ``one``/``other`` in English, six forms in Arabic."""
    from babel import Locale

    return str(Locale(language).plural_form(number))


def shown_number(number: int | Decimal, *, arabic_digits: bool = False) -> str:
    """A number with grouping: ``1,030``, ``١٬٠٣٠``; decimals as they are."""
    return in_digits(f"{number:,}", arabic_digits=arabic_digits)


def _names(pieces: tuple[_Piece, ...]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, _Place | _Choice):
            yield piece.name
        if isinstance(piece, _Choice):
            for _, form in piece.forms:
                yield from _names(form)


def _filled(
    pieces: tuple[_Piece, ...],
    language: Language,
    values: Mapping[str, Value],
    *,
    arabic_digits: bool,
    number: str = "#",
) -> Iterator[Span]:
    for piece in pieces:
        if isinstance(piece, str):
            yield Span(piece)
        elif isinstance(piece, _Number):
            yield Span(number)
        elif piece.name not in values:
            raise MissingValue(piece.name)
        elif isinstance(piece, _Place):
            yield from _shown(values[piece.name], language, arabic_digits=arabic_digits)
        else:
            value = values[piece.name]
            counted = piece.plural and isinstance(value, int | Decimal)
            shown = shown_number(value, arabic_digits=arabic_digits) if counted else number  # type: ignore[arg-type]
            form = _chosen(piece, value, language)
            yield from _filled(form, language, values, arabic_digits=arabic_digits, number=shown)


def _chosen(choice: _Choice, value: Value, language: Language) -> tuple[_Piece, ...]:
    forms = dict(choice.forms)
    if not choice.plural:
        return forms.get(str(value), forms["other"])
    if not isinstance(value, int | Decimal):
        msg = f"{choice.name} is counted but is {value!r}"
        raise TypeError(msg)
    exact = (
        forms.get(f"={value}") if value else forms.get("=0", forms.get("zero"))
    )  # English has no form of its own for none
    return exact if exact is not None else forms.get(plural_form(language, abs(value)), forms["other"])


def _shown(value: Value, language: Language, *, arabic_digits: bool) -> tuple[Span, ...]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, Span):
        return (value,)
    if isinstance(value, Amount):
        from bot.language.dates_shown import money_text

        return (Span(money_text(value.money, language, arabic_digits=arabic_digits), "ltr"),)
    if isinstance(value, str):
        tone: Tone = "ltr" if isinstance(value, Ltr) else "value"
        return (Span(str(value), tone),)
    return (Span(shown_number(value, arabic_digits=arabic_digits)),)


@lru_cache(maxsize=2048)
def _always(template: str) -> tuple[Span, ...] | None:
    """What a template without places is, whatever the values."""
    pieces = _parsed(template)
    if not all(isinstance(piece, str) for piece in pieces):
        return None
    text = "".join(piece for piece in pieces if isinstance(piece, str))
    return (Span(text),) if text else ()


@lru_cache(maxsize=2048)
def _parsed(template: str) -> tuple[_Piece, ...]:
    pieces, end = _parse(template, 0, inside=False)
    if end != len(template):
        msg = f"a closing brace too many: {template!r}"
        raise BadTemplate(msg)
    return pieces


def _parse(template: str, at: int, *, inside: bool) -> tuple[tuple[_Piece, ...], int]:
    """Pieces up to the end, or to the brace that closes a form; ``#`` counts only inside a plural."""
    pieces: list[_Piece] = []
    text = ""
    while at < len(template) and template[at] != "}":
        letter = template[at]
        if letter == "{" or (letter == "#" and inside):
            if text:
                pieces.append(text)
                text = ""
            piece, at = (_Number(), at + 1) if letter == "#" else _place(template, at + 1, inside=inside)
            pieces.append(piece)
        else:
            text += letter
            at += 1
    return (*pieces, text) if text else tuple(pieces), at


_HEAD = re.compile(r"\s*(\w+)\s*(?:(\})|,\s*(plural|select)\s*,\s*)")
_FORM = re.compile(r"\s*(=\d+|\w+)\s*\{")
_CLOSE = re.compile(r"\s*\}")


def _place(template: str, at: int, *, inside: bool) -> tuple[_Piece, int]:
    head = _HEAD.match(template, at)
    if head is None:
        msg = f"a place needs a name: {template!r}"
        raise BadTemplate(msg)
    if head[2]:
        return _Place(head[1]), head.end()
    at, forms = head.end(), list[tuple[str, tuple[_Piece, ...]]]()
    while form := _FORM.match(template, at):
        pieces, at = _parse(template, form.end(), inside=inside or head[3] == "plural")
        if at >= len(template):
            break
        forms.append((form[1], pieces))
        at += 1
    close = _CLOSE.match(template, at)
    if close is None or "other" not in dict(forms):
        msg = f"a {head[3]} without its end or without other: {template!r}"
        raise BadTemplate(msg)
    return _Choice(head[1], head[3] == "plural", tuple(forms)), close.end()

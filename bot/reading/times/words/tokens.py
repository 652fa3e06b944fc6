"""A text cut for the grammar: words with their entries, groups of digits, single signs.

A group of digits with its separators (``10/12``, ``9:30``, ``2026-11-24``) is one token. One that belongs to something else
is blinded: part of a model number (``A4``, ``X-12``), of a price (``$9``, ``9 riyals``), a percentage, or a masked name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.times.words.table import NOTHING, Entry, entry, phrases

_TOKEN = re.compile(
    r"(?P<word>(?:(?<!\d)2(?=mor|mrw|mro|day\b|nite\b|night\b))?[^\W\d_]+(?:[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640]|['’](?=[^\W\d_])|[^\W\d_])*)"
    r"|(?P<digits>\d+(?:[.,:/\-٫][\d]+)*)"
    r"|(?P<sign>[^\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff])"
)
_SEPARATORS = re.compile(r"[.,:/\-٫]")


@dataclass(slots=True)
class Token:
    """One token: its folded text, where it stands, whether a space is before it, what it means."""

    text: str
    start: int
    end: int
    gap: bool
    entry: Entry
    kind: str
    """``w`` word, ``n`` digits, ``s`` sign, ``x`` blinded or masked, empty at the end."""
    digits: tuple[str, ...] = ()
    separators: str = ""
    folded: str = ""
    """The word with the Arabic letters glued before it."""

    @property
    def whole(self) -> int | None:
        """The value of plain digits (up to four of them), else None."""
        return int(self.digits[0]) if self.kind == "n" and len(self.digits) == 1 and len(self.digits[0]) <= 4 else None  # noqa: PLR2004 - a year


_END = Token("", 0, 0, True, NOTHING, "")
END_PADDING = 6
"""Tokens without meaning after the last, so that the grammar may look ahead without asking."""
_SIGNS = {
    "@": Entry(key="at"),
    "&": Entry(key="and"),
    "'": Entry(unit="minute"),
    '"': Entry(unit="second"),
    "″": Entry(unit="second"),
    "′": Entry(unit="minute"),
}
_BEFORE_PRICE = frozenset("$£€#№+_﷼%°=*^~")
_AFTER_PRICE = frozenset("$£€%٪﷼_°")


def tokenise(text: str, masked: Sequence[tuple[int, int]] = ()) -> list[Token]:
    """All tokens of a text, padded with ``END_PADDING`` empty ones."""
    found: list[Token] = []
    before = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        gap, before, kind = start > before, end, match.lastgroup
        if kind == "digits":
            found.append(_digits(match.group(), start, end, gap=gap))
        elif kind == "word":
            bare, meaning, folded = entry(match.group())
            if meaning.joined == "ه" and (meaning.unit or meaning.weekday is not None):  # ``هالأسبوع``: this week
                this, the_rest = entry("هذا"), entry(match.group()[1:])
                found.append(Token(this[0], start, start + 1, gap, this[1], "w", folded=this[2]))
                found.append(
                    Token(the_rest[0], start + 1, end, gap=False, entry=the_rest[1], kind="w", folded=the_rest[2])
                )
                continue
            found.append(Token(bare, start, end, gap, meaning, "w", folded=folded))
        else:
            found.append(Token(match.group(), start, end, gap, _SIGNS.get(match.group(), NOTHING), "s"))
    if masked:
        _mask(found, masked)
    found = _join(_ranges(found))
    _blind(found)
    return [*found, *([_END] * END_PADDING)]


def _mask(tokens: list[Token], masked: Sequence[tuple[int, int]]) -> None:
    spans, at = sorted(masked), 0
    for token in tokens:
        while at < len(spans) and spans[at][1] <= token.start:
            at += 1
        if at < len(spans) and spans[at][0] < token.end:
            token.kind, token.entry, token.text = "x", NOTHING, "\0"


_HOURS_OF_CLOCK = 12


def _ranges(tokens: list[Token]) -> list[Token]:
    """``2-4pm``, ``9:30-10:30``, ``tomorrow 9-11``, ``٢-٤ العصر``: two times of day, which are no date."""
    for token in tokens:
        if "-" in token.separators:
            break
    else:
        return tokens
    cut: list[Token] = []
    for at, token in enumerate(tokens):
        if token.separators.count("-") != 1 or not _is_range(tokens, at):
            cut.append(token)
            continue
        dash = token.text.index("-")
        middle, end = token.start + dash, token.end
        cut.append(_digits(token.text[:dash], token.start, middle, gap=token.gap))
        cut.append(Token("-", middle, middle + 1, gap=False, entry=NOTHING, kind="s"))
        cut.append(_digits(token.text[dash + 1 :], middle + 1, end, gap=False))
    return cut


def _digits(written: str, start: int, end: int, *, gap: bool) -> Token:
    parts = tuple(_SEPARATORS.split(written))
    return Token(written, start, end, gap, NOTHING, "n", parts, "".join(_SEPARATORS.findall(written)))


def _is_range(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if set(token.separators) - set("-:") or max(map(len, token.digits)) > 2:  # noqa: PLR2004 - hours and minutes
        return False
    if ":" in token.separators:
        return True
    first, last = int(token.digits[0]), int(token.digits[1])
    if not 1 <= first <= _HOURS_OF_CLOCK or not 1 <= last <= _HOURS_OF_CLOCK:
        return False
    after = tokens[at + 1].entry if at + 1 < len(tokens) else NOTHING
    before = tokens[at - 1].entry if at else NOTHING
    if after.ampm and (tokens[at + 1].text in ("am", "pm") or at + 2 >= len(tokens)):
        return True
    return first < last and (bool(after.part) or before.offset is not None)


def _join(tokens: list[Token]) -> list[Token]:
    """Expressions of several words become one token."""
    known, joined, at = phrases(), list[Token](), 0
    while at < len(tokens):
        token, step = tokens[at], 1
        seconds = known.get(token.folded) if token.kind == "w" else None
        if seconds is not None:
            after = tokens[at + 1] if at + 1 < len(tokens) else _END
            longer = seconds.get(after.folded) or seconds.get(after.text) or ()
            for words, meaning in (*longer, *seconds.get("", ())):
                size = len(words)
                if size <= len(tokens) - at and all(
                    tokens[at + n].folded == words[n] or tokens[at + n].text == words[n] for n in range(2, size)
                ):
                    token = Token(" ".join(words), token.start, tokens[at + size - 1].end, token.gap, meaning, "w")
                    step = size
                    break
        joined.append(token)
        at += step
    return joined


def _blind(tokens: list[Token]) -> None:
    """Digits that are no time on any reading."""
    last = len(tokens) - 1
    for at, token in enumerate(tokens):
        if token.kind != "n":
            continue
        before = tokens[at - 1] if at and not token.gap else None
        after = tokens[at + 1] if at < last else None
        glued = after if after is not None and not after.gap else None
        if (
            (before is not None and (before.text in _BEFORE_PRICE or _is_code(tokens, at - 1)))
            or (after is not None and (after.text in _AFTER_PRICE or after.entry.key == "percent"))
            or (after is not None and after.entry.money and not after.entry.unit)
            or token.text == "24/7"
            or (glued is not None and glued.kind in "wx" and not _may_follow(glued))
        ):
            token.kind = "x"


def _may_follow(word: Token) -> bool:
    meaning = word.entry
    return bool(
        meaning.suffix or meaning.unit or meaning.ampm or meaning.month or meaning.part
        or meaning.key in ("h", "ish", "oclock", "to", "times", "q") or word.text in ("t", "m", "hrs", "d", "w", "y")
    )  # fmt: skip


def _is_code(tokens: list[Token], at: int) -> bool:
    """Whether the token before digits makes them part of a code: a strange word, or a dash or point glued to one."""
    token = tokens[at]
    if token.kind in "wx":
        if token.text.isascii() and len(token.text) == 1:
            return token.text not in ("t", "q", "h")
        return token.entry is NOTHING and token.text not in ("ال", "ه")
    if token.text in "-./" and at and not token.gap:
        word = tokens[at - 1]
        if word.entry.ampm and at > 1 and tokens[at - 2].kind == "n":
            return False  # ``2pm-3pm``
        return word.kind in "wx" and not (word.entry.month or word.entry.weekday is not None or word.entry.part)
    return False

"""A text as a row of units: names, times, amounts, phones, e-mails that were found in it, and the words between them.

All offsets are into the cleaned text (``bot.language.normalise.clean``). Names come first (READING rule 5), then phones and
e-mails, then times, then amounts; what one of them took the next does not see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bot.language.normalise import Word, fold, words
from bot.reading.quantities import find_amounts, find_emails, find_phones
from bot.reading.times import Span, find_times
from bot.reading.words.senses import Reach, greeting_ends, longest, ordinary_words, senses_at, unglued

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.context import Context

UnitKind = Literal["word", "name", "time", "recurrence", "duration", "unclear", "amount", "phone", "email"]
_STOP = re.compile(r"[,;:.!?،؛؟…|\n]|(?<=\s)[-\u2010-\u2015>/+]+(?=\s)|[\u2013\u2014]")
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "eng", "st", "prof", "م", "د", "أ"})
_AND = re.compile(r"&|\+")
_AT = re.compile(r"@")
_TIME_KINDS: dict[str, UnitKind] = {
    "TimeSpan": "time",
    "RecurrenceSpan": "recurrence",
    "DurationSpan": "duration",
    "UnclearSpan": "unclear",
}
_MOST_UNITS = 900
"""A text of 4,096 characters has no more words than that in practice; the rest of a longer row is note."""


@dataclass(slots=True)
class Unit:
    """A word or a find. ``stop`` is the punctuation before it that ends a piece (``,``, ``.``, ``-``, a line end), else empty."""

    kind: UnitKind
    text: str
    start: int
    end: int
    folded: str = ""
    stop: str = ""
    found: Any = None
    reaches: Sequence[Reach] = ()

    @property
    def is_time(self) -> bool:
        """Whether it tells a time, a recurrence or a length."""
        return self.kind in ("time", "recurrence", "duration")

    def has(self, *roles: str) -> Reach | None:
        """The longest meaning of one of these roles that begins at this word."""
        for reach in self.reaches:  # the longest come first
            if reach.sense.role in roles:
                return reach
        return None


@dataclass(slots=True)
class Line:
    """The whole text: its units, and the finds for ``explain``."""

    text: str
    units: list[Unit]
    names: list[Any]
    times: list[Span]
    amounts: list[Any]
    phones: list[Any]
    emails: list[Any]

    def said(self, first: int, last: int) -> str:
        """The text from unit ``first`` up to (not with) unit ``last``, as typed."""
        if first >= last or first >= len(self.units):
            return ""
        return self.text[self.units[first].start : self.units[min(last, len(self.units)) - 1].end]


def read_line(text: str, context: Context) -> Line:
    """Find everything in a cleaned text. Bounded by the text's length; never raises on any text."""
    tokens = words(text)[:_MOST_UNITS]
    emails = find_emails(text)
    phones = [span for span in find_phones(text, context.country) if not _covered(span, emails)]
    fixed = [(mail.start, mail.end) for mail in emails] + [(phone.start, phone.end) for phone in phones]
    names = [span for span in context.crm.names.scan(text, ordinary_words()) if not _touches(span, fixed)]
    names = _without_weak(text, tokens, names)
    masked = fixed + [(span.start, span.end) for span in names]
    times = find_times(text, context.calendar, masked)
    masked = masked + [(span.start, span.end) for span in times]
    amounts = find_amounts(text, context.currency, masked)
    line = Line(text, [], names, list(times), list(amounts), list(phones), list(emails))
    line.units = _units(text, tokens, line)
    return line


def _covered(span: Any, others: Sequence[Any]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _touches(span: Any, taken: Sequence[tuple[int, int]]) -> bool:
    return any(span.start < end and start < span.end for start, end in taken)


_SURE = ("exact", "alias")
_LOOSE_LINKS = frozenset(
    {"علي", "الي", "من", "في", "مع", "at", "to", "with", "in", "on", "by", "for", "of", "the", "a", "and"}
)


def _without_weak(text: str, tokens: Sequence[Word], names: Sequence[Any]) -> list[Any]:
    """Names without those that are merely words of the sentence: ``sunday`` for Sunday Bakery, ``call`` for Call Me Tours."""
    kept = []
    for at, span in enumerate(names):
        inside = [i for i, token in enumerate(tokens) if token.start < span.end and token.end > span.start]
        if (
            inside
            and not _of_a_stranger(text, tokens, span, inside, names[:at])
            and not _is_only_words(tokens, span, inside, names[:at], names[at + 1 :])
            and not _in_a_greeting(tokens, inside)
        ):
            kept.append(span)
    return kept


_CALLED = frozenset(
    "abu abo um umm ustad ustaz ustadh sayed sir madam captain engineer doctor professor uncle brother sister manager director owner yesterday today tonight".split()
)


def _of_a_stranger(text: str, tokens: Sequence[Word], span: Any, inside: Sequence[int], before: Sequence[Any]) -> bool:
    """``John Smith`` where only Smith-Taylor Design is known: a loose match behind a capitalised word that nothing explains."""
    at = inside[0]
    if at == 0 or not span.candidates or span.candidates[0].how in _SURE or len(inside) > 1:
        return False
    ahead = tokens[at - 1]
    return (
        ahead.text.isascii()
        and ahead.text[:1].isupper()
        and not ahead.text.isupper()
        and ahead.text.isalpha()
        and tokens[at].text[:1].isupper()
        and text[ahead.end : tokens[at].start] == " "
        and ahead.folded not in _CALLED | _TITLES
        and not any(other.end > ahead.start for other in before)
        and not senses_at([ahead.folded], 0)
    )


def _is_only_words(
    tokens: Sequence[Word], span: Any, inside: Sequence[int], before: Sequence[Any], after: Sequence[Any]
) -> bool:
    folded = [token.folded for token in tokens]
    best = span.candidates[0] if span.candidates else None
    if best is None:
        return True
    sure = best.how in _SURE
    whole_sentence = len(inside) == len(tokens)
    if len(inside) == 1 and folded[inside[0]] in _LOOSE_LINKS:
        return not whole_sentence and (not sure or bool(after) or fold(best.name) != folded[inside[0]])
    if whole_sentence or (sure and len(inside) > 1):
        return False
    meanings = [senses_at(folded, i) for i in inside]
    if all(longest(m, "weak_time") for m in meanings):
        again = any(
            c.id == best.id and c.record == best.record
            for other in (*before, *after)
            for c in other.candidates[:1]
            if len(other.text) > len(span.text)
        )
        return again or not _follows_a_link(folded, inside[0])
    if sure:
        return False
    cue = (
        "done",
        "noun",
        "plain",
        "log",
        "follow",
        "remind",
        "task",
        "outcome",
        "opener",
        "link",
        "starts",
        "about",
        "pronoun",
        "small",
        "stage",
        "not_that",
    )
    return all(longest(m, *cue) for m in meanings)


def _in_a_greeting(tokens: Sequence[Word], inside: Sequence[int]) -> bool:
    """``صباح النور``, where شركة النور is known: a name that ends a friendly phrase that began before it."""
    if tokens[inside[-1]].folded not in greeting_ends():
        return False
    first = max(0, inside[0] - _LONGEST_GREETING)
    return any(
        (reach := longest(senses_at([token.folded for token in tokens[first : inside[-1] + 1]], at - first), "small"))
        is not None
        and at + reach.length > inside[-1]
        for at in range(first, inside[0])
    )


_LONGEST_GREETING = 3
_WITH_WHOM = frozenset("with w مع".split())


def _follows_a_link(folded: Sequence[str], at: int) -> bool:
    """Whether a word stands right after a verb of talking, or ``with``: there a name is expected."""
    if at == 0:
        return True
    for back in range(1, min(at, 5) + 1):
        senses = senses_at(folded, at - back)
        reach = longest(senses, "done", "plain", "from_them")
        if reach and reach.length >= back:
            return not reach.sense.pronoun  # ``أكلمه الأحد``: whom is said already
        if (reach := longest(senses, "follow")) is not None and reach.length >= back:
            return folded[at - 1] in _WITH_WHOM  # ``follow up الأحد`` says when, ``follow up with الأحد`` with whom
    return folded[at - 1] in ("with", "w", "مع")


def _units(text: str, tokens: Sequence[Word], line: Line) -> list[Unit]:
    spans: list[tuple[int, int, UnitKind, Any]] = [(s.start, s.end, "name", s) for s in line.names]
    spans.extend((s.start, s.end, _TIME_KINDS[type(s).__name__], s) for s in line.times)
    kinds: tuple[tuple[UnitKind, list[Any]], ...] = (
        ("amount", line.amounts),
        ("phone", line.phones),
        ("email", line.emails),
    )
    for kind, found_ones in kinds:
        spans.extend((s.start, s.end, kind, s) for s in found_ones)
    spans.sort(key=lambda span: span[:2])
    units: list[Unit] = []
    ends, at = 0, 0
    for token in tokens:
        if token.start < ends:
            continue
        while at < len(spans) and spans[at][1] <= token.start:
            at += 1
        if at < len(spans) and spans[at][0] < token.end:
            start, end, span_kind, found = spans[at]
            start = max(start, ends)
            units.append(Unit(span_kind, text[start:end], start, end, fold(text[start:end]), found=found))
            at += 1
        else:
            units.append(Unit("word", token.text, token.start, token.end, token.folded))
        ends = units[-1].end
    _mark_gaps(text, units)
    _mark_senses(units)
    return units


def _mark_gaps(text: str, units: list[Unit]) -> None:
    """Stops before each unit; ``@`` and ``&`` between units become words, for they say ``at`` and ``and``."""
    ends = 0
    added: list[tuple[int, Unit]] = []
    for place, unit in enumerate(units):
        gap = text[ends : unit.start]
        if gap and not gap.isspace():
            stop = None if gap.strip() == "." and place and units[place - 1].folded in _TITLES else _STOP.search(gap)
            unit.stop = stop.group()[0] if stop else ""
            for sign, word in ((_AT, "at"), (_AND, "and")):
                seen = sign.search(gap)
                if seen and not (stop and stop.group() == seen.group()):
                    added.append(
                        (place, Unit("word", seen.group(), ends + seen.start(), ends + seen.end(), word, unit.stop))
                    )
                    unit.stop = ""
        elif "\n" in gap:
            unit.stop = "\n"
        ends = unit.end
    for place, sign_unit in reversed(added):
        units.insert(place, sign_unit)


def _mark_senses(units: list[Unit]) -> None:
    """The meanings of every run of words; a phrase does not reach across a find, nor across a stop."""
    at = 0
    while at < len(units):
        if units[at].kind != "word":
            at += 1
            continue
        end = at + 1
        while end < len(units) and units[end].kind == "word" and not units[end].stop:
            end += 1
        folded = [unit.folded for unit in units[at:end]]
        for i in range(at, end):
            units[i].reaches = senses_at(folded, i - at)
            if i > at and folded[i - at - 1] in _IF:  # ``nudge her Thursday if no reply``: it has not come to that yet
                units[i].reaches = tuple(reach for reach in units[i].reaches if reach.sense.role != "outcome")
        at = end


_IF = frozenset("if unless case اذا لو ان".split())


def plain_word(unit: Unit) -> str:
    """A word's folded form without a glued و or ف."""
    return unglued(unit.folded)

"""All commands' templates against one sentence: the drafts that fit, best first."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.command import Command, discover
from bot.reading.doubts import Doubt, Missing, Unknown
from bot.reading.draft import Draft
from bot.reading.finishing import pushed_one
from bot.reading.templates.cities import is_city
from bot.reading.templates.match import Fill, Text, fits
from bot.reading.templates.parts import both, read_parts
from bot.reading.templates.pattern import SIGNS, Pattern, all_needed, begins_with_word, first_words, must_have
from bot.reading.templates.piece import Piece, Unreadable
from bot.reading.templates.slots import filled, kinds_of
from bot.reading.words.senses import longest, mended_to, senses_at, unglued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.reading.context import Context
    from bot.reading.units import Line

_MOST_SLIPS = 2
_FREE = ("text", "word")
_LONGEST_CITY = 3
_LEAST_WHOLE = 6.0
_CHANGING = frozenset({"change_deal", "move_deal", "win_deal", "lose_deal"})
_PARTIES = ("party", "customer", "contact")
_SIGNS = tuple(sorted(SIGNS))


class Entry(NamedTuple):
    """A template of a command: whether a literal opens it, and sets of words of each of which one must be said."""

    command: type[Command]
    pattern: Pattern
    opens: bool
    needed: tuple[frozenset[str], ...]


@cache
def _indexed() -> tuple[dict[str, list[Entry]], dict[str, list[Entry]], list[Entry]]:
    """Patterns by the word that a sentence must begin with; the others by a word that must stand in it; and those without."""
    opening: dict[str, list[Entry]] = {}
    keyed: dict[str, list[Entry]] = {}
    loose: list[Entry] = []
    for command in discover():
        kinds_of(command)  # looked up once for all, so that no rep waits for the first use of a command
        for pattern in both(command.phrases):
            entry = Entry(command, pattern, begins_with_word(pattern), all_needed(pattern))
            firsts, needed = first_words(pattern), must_have(pattern)
            for word in firsts if firsts is not None else needed:
                (opening if firsts is not None else keyed).setdefault(word, []).append(entry)
            if firsts is None and not needed:
                loose.append(entry)
    return opening, keyed, loose


@cache
def _with_parts() -> tuple[tuple[type[Command], frozenset[str]], ...]:
    """Commands with parts, and the words of which one must stand near the beginning."""
    return tuple(
        (command, frozenset().union(*(must_have(head) for head in both(command.parts.heads))))
        for command in discover()
        if command.parts is not None
    )


def compile_all() -> None:
    """Make the index of all templates now instead of with the first sentence. Done once; again changes nothing."""
    _indexed()
    _with_parts()
    _by_letter()


@lru_cache(maxsize=16384)
def headed(word: str) -> tuple[type[Command], ...]:
    """The commands with parts that this word (or what it is a slip of) may head."""
    return tuple(command for command, needed in _with_parts() if word in needed or _slips(word, needed))


def _patterns(text: Text) -> Iterator[Entry]:
    opening, keyed, loose = _indexed()
    for word in _meant(text.folded[0], opening=True, found=text.is_found(0)):
        yield from opening[word]
    seen: set[int] = set()
    keys = [
        word for at, said in enumerate(text.folded) for word in _meant(said, opening=False, found=text.is_found(at))
    ]
    keys += [sign for sign in _SIGNS if sign in text.line.text and sign in keyed]
    for key in keys:
        for entry in keyed[key]:
            if id(entry.pattern) not in seen:
                seen.add(id(entry.pattern))
                yield entry
    yield from loose


@lru_cache(maxsize=16384)
def _meant(said: str, *, opening: bool, found: bool) -> tuple[str, ...]:
    """The words of the index that a word said may be: itself, itself without a glued letter, or what it is a slip of.

    A word that was ``found`` to be of a name, a time or a number is no slip of another.
    """
    index = _indexed()[0 if opening else 1]
    forms = [said, unglued(said)]
    if said[:1] in "وف":
        forms.append(said[1:])
    if said not in index and not found:
        forms.extend(_slips(said, _words_of(opening=opening)))
    return tuple(form for form in dict.fromkeys(forms) if form in index)


@cache
def _words_of(*, opening: bool) -> frozenset[str]:
    """The words of one of the two indexes."""
    openings, keyed, _ = _indexed()
    return frozenset(openings if opening else keyed)


@cache
def _literals() -> frozenset[str]:
    """Every word of the templates and of the heads of parts."""
    opening, keyed, loose = _indexed()
    entries = [*chain.from_iterable((*opening.values(), *keyed.values())), *loose]
    heads = (words for _, words in _with_parts())
    return frozenset(chain.from_iterable(chain(*(entry.needed for entry in entries), heads)))


def _literals_said(text: Text) -> set[str]:
    """The words and signs of templates that a text may say."""
    found = [_literals_of(said, found=text.is_found(at)) for at, said in enumerate(text.folded)]
    return set().union(*found, (sign for sign in _SIGNS if sign in text.line.text))


@lru_cache(maxsize=16384)
def _literals_of(said: str, *, found: bool) -> frozenset[str]:
    """The words of templates that a word may be: itself, itself without a glued letter, and what it may be a slip of."""
    glued = {said, unglued(said), said[1:] if said[:1] in "وف" else said}
    return frozenset((glued & _literals()).union(() if found else _nearly(said)))


@lru_cache(maxsize=16384)
def _nearly(said: str) -> tuple[str, ...]:
    """The longer words of templates that are no more than two slips away and begin alike."""
    longer = _by_letter().get(said[:1], ())
    near = process.extract(said, longer, scorer=OSA.distance, score_cutoff=_MOST_SLIPS, limit=None)
    return tuple(word for word, _, _ in near)


@cache
def _by_letter() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(_literals()):
        if len(word) > 4:  # noqa: PLR2004 - shorter words forgive no slip
            found.setdefault(word[0], []).append(word)
    return {letter: tuple(told) for letter, told in found.items()}


def _slips(said: str, known: frozenset[str]) -> list[str]:
    if said in known or len(said) < 4 or not said.isalpha():  # noqa: PLR2004 - as above
        return []
    return [word for word in _nearly(said) if word in known and mended_to(said, word)]


_LONG = 6


@lru_cache(maxsize=4096)
def is_nearly_a_command(said: str) -> bool:
    """Whether a folded word is one with which a command opens, or one slip away (``halp``), two in a long one (``reprot``)."""
    if len(said) < 4:  # noqa: PLR2004 - too short to tell
        return said in _indexed()[0]
    allowed = 2 if len(said) >= _LONG else 1
    return any(
        word[:1] == said[:1] and OSA.distance(said, word, score_cutoff=allowed) <= allowed for word in _indexed()[0]
    )


def read_templates(line: Line, context: Context) -> list[Draft]:
    """Every command whose template or head fits the whole text, best first."""
    text = Text.of(line)
    if not text.tokens:
        return []
    found = _fitting(text, context)
    begins = 0 if found else _behind_greeting(text)
    return found or (_fitting(Text.of(line, begins), context) if begins else [])


def _behind_greeting(text: Text) -> int:
    """``morning! what's due today``: where the sentence begins behind friendly words; 0 where there are none, or nothing else."""
    at = 0
    while at < len(text.folded) and not text.is_found(at):
        reach = longest(senses_at(text.folded, at), "small")
        if reach is None:
            break
        at += reach.length
    return at if at < len(text.folded) else 0


def _fitting(text: Text, context: Context) -> list[Draft]:
    drafts: list[Draft] = []
    meant = _literals_said(text)
    for command, pattern, opens, needed in _patterns(text):
        for words in needed:
            if meant.isdisjoint(words):
                break
        else:
            fills = fits(pattern, text, kinds_of(command))
            draft = _draft(command, fills, text, context, opens=opens) if fills is not None else None
            if draft is not None:
                drafts.append(draft)
    heads = {command for word in text.folded[:4] for command in headed(word)}
    for command, _ in _with_parts() if heads else ():
        if command in heads and command.parts is not None:
            part = read_parts(command, command.parts, text, context)
            if part is not None and not (part.values.get(command.parts.rest) and any(map(_explains_all, drafts))):
                drafts.append(with_needs(part))
    return sorted(drafts, key=lambda draft: -draft.score)


def _draft(command: type[Command], fills: list[Fill], text: Text, context: Context, *, opens: bool) -> Draft | None:
    kinds = kinds_of(command)
    values: dict[str, Any] = {}
    doubts: list[Doubt] = []
    typed = free = inside = 0
    for slot, first, last in fills:
        kind = slot.kind or kinds.get(slot.field, "text")
        if kind == "text" and not opens and all(text.unit(at).is_time for at in range(first, last)):
            return None  # ``see you in june`` names no city
        if slot.field == "city" and last - first > _LONGEST_CITY:
            return None  # ``customers in Jeddah I haven't called`` asks for more than a city
        if (
            slot.field == "city"
            and not opens
            and text.unit(first).kind == "name"
            and not is_city(text.said(first, last), context)
        ):
            return None  # ``what do you think of Acme``
        try:
            told, asked = filled(command, kind, Piece(text, first, last, slot.field, context))
        except Unreadable:
            return None
        values.update(told)
        doubts.extend(asked)
        inside += last - first
        if kind in _FREE:
            free += last - first
        else:
            typed += last - first
    literals = len(text.tokens) - inside
    score = 3.0 * literals + 2.0 * typed - 0.5 * free - sum(_cost(doubt) for doubt in doubts) + (2.0 if opens else 0.0)
    if "follow_up" in command.needs and "follow_up" not in values and not any(d.field == "follow_up" for d in doubts):
        told_last = pushed_one(context, "follow_up")  # ``snooze 1h``: the reminder just pushed
        if isinstance(told_last, Doubt):
            doubts.insert(0, told_last)
        else:
            values["follow_up"] = told_last[0]
    draft = Draft(command, values, tuple(doubts), score)
    return with_needs(draft)


def _explains_all(draft: Draft) -> bool:
    """Whether a template took every word, and knows what each means: ``صفقة أكمي صارت ٣٠ ألف`` is no deal called ``صارت``."""
    return draft.complete and draft.score > _LEAST_WHOLE and draft.command.name() in _CHANGING


def _cost(doubt: Doubt) -> float:
    """An unknown name may be no name at all; an unclear one surely is one."""
    return 9.0 if isinstance(doubt, Unknown) else 2.0


def with_needs(draft: Draft) -> Draft:
    """The draft with a doubt for every field that must be there and is not."""
    kinds = kinds_of(draft.command)
    told = set(draft.values) | {doubt.field for doubt in draft.doubts}
    if {"new_customer", "contact"} & told:
        told.add("customer")
    missing = tuple(
        Missing(name, kind=_asked_as(kinds.get(name, "text"))) for name in draft.command.needs if name not in told
    )
    return (
        Draft(draft.command, draft.values, (*draft.doubts, *missing), draft.score - 2.0 * len(missing))
        if missing
        else draft
    )


def _asked_as(kind: str) -> str:
    if kind in _PARTIES:
        return "customer" if kind == "customer" else "party"
    return {
        "when": "when",
        "amount": "amount",
        "ref": "record",
        "follow_up": "record",
        "rep": "rep",
        "stage": "stage",
    }.get(kind, "text")

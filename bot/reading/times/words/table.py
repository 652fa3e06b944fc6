"""From a word to what it may mean in a phrase of time: the two lexicons folded into one table of entries.

A word has one entry with as many meanings as it has (``second`` is an ordinal and a unit, ``ثانية`` too); the grammar
picks. The number words are those of ``bot/language``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from typing import Any

from bot.language import numbers_ar, numbers_en
from bot.language.normalise import fold
from bot.reading.times.words import lexicon_ar, lexicon_en


@dataclass(frozen=True, slots=True)
class Entry:
    """The meanings of a word; None, 0 and the empty text stand for "not that"."""

    weekday: int | None = None
    plural: bool = False
    """Said in the plural (``Mondays``): it comes again."""
    month: int | None = None
    hijri: bool = False
    weak: bool = False
    """An ordinary word too: counts only with a cue or a number beside it."""
    offset: int | None = None
    part: str = ""
    unit: str = ""
    dual: str = ""
    adverb: str = ""
    ordinal: int | None = None
    suffix: bool = False
    number: int | None = None
    hour: int | None = None
    """The feminine ordinals of Arabic that name hours (الثالثة)."""
    rel: int | None = None
    ampm: str = ""
    edge: str = ""
    bounded: str = ""
    key: str = ""
    money: bool = False
    feast: str = ""
    vague: bool = False
    inert: bool = False
    """No phrase begins with it."""
    leads: bool = False
    """It only leads to what comes after it (``at``, ``on the``): before a word without meaning it leads to nothing."""
    joined: str = ""
    """The Arabic letter glued before the word: و, ف, ب, ل."""


NOTHING = Entry()
_ARTICLE = "ال"
_DEFAULTS = {f.name: f.default for f in fields(Entry)}


def _merge(table: dict[str, Entry], word: str, **meaning: Any) -> None:
    table[word] = replace(table.get(word, NOTHING), **meaning)


def _each(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for spelt, meaning in table.items():
        for word in spelt.split():
            yield fold(word), meaning


def _numbers(table: dict[str, Entry]) -> None:
    for word, value in {**numbers_en.UNITS, **numbers_en.TENS, **numbers_ar.UNITS, **numbers_ar.TENS}.items():
        _merge(table, word, number=value)
    _merge(table, "hundred", number=100)
    _merge(table, "thousand", number=1000)
    for word, value in {**numbers_en.ORDINALS, **numbers_ar.ORDINALS}.items():
        _merge(table, word, ordinal=value)
        if not word.isascii() and not word.startswith(_ARTICLE):
            _merge(table, _ARTICLE + word, ordinal=value)
    for word in (*numbers_en.SCALES, *numbers_ar.SCALES):
        _merge(table, word, money=True)
    for word in numbers_en.SUFFIXES:
        _merge(table, word, suffix=True)


_TYPO_LENGTH = 6


def _typos(word: str) -> set[str]:
    """One letter left out, doubled, or two exchanged; never the first."""
    at = range(1, len(word))
    return {
        *(word[:n] + word[n + 1 :] for n in at),
        *(word[:n] + word[n] + word[n:] for n in at),
        *(word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in at if n + 1 < len(word)),
    }


@cache
def _table() -> dict[str, Entry]:
    table: dict[str, Entry] = {}
    _numbers(table)
    _tables_of_both(table)
    single: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("weekday", lexicon_en.WEEKDAYS), ("bounded", lexicon_en.BOUNDED), ("hour", lexicon_ar.HOUR),
    )  # fmt: skip
    for name, words in single:
        plural = {"plural": True} if words is lexicon_en.WEEKDAYS else {}
        for word, value in _each(words):
            _merge(table, word, **{name: value}, **plural)
    with_article: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("dual", lexicon_ar.DUAL),
        ("ordinal", lexicon_ar.ORDINAL),
    )
    for name, words in with_article:
        for word, value in _each(words):
            _merge(table, word, **{name: value})
            _merge(table, _ARTICLE + word, **{name: value})
    for word in fold(lexicon_ar.WEAK_WITH_ARTICLE).split():
        _merge(table, word, weak=True)
    _misspelt(table)
    for word, meaning in table.items():
        if replace(meaning, key="", money=False, suffix=False, ampm="") == NOTHING and meaning.key in _NEVER_FIRST:
            table[word] = replace(meaning, inert=True)
        elif meaning.key in _ONLY_LEADS and replace(meaning, key="") == NOTHING:
            table[word] = replace(meaning, leads=True)
    return table


def _tables_of_both(table: dict[str, Entry]) -> None:
    """What stands in both lexicons; Arabic words also with the article."""
    for lexicon, article in ((lexicon_en, ""), (lexicon_ar, _ARTICLE)):
        named: tuple[tuple[str, Mapping[str, Any]], ...] = (
            ("weekday", lexicon.WEEKDAY), ("month", lexicon.MONTH), ("month", lexicon.HIJRI_MONTH), ("offset", lexicon.OFFSET),
            ("part", lexicon.PART), ("unit", lexicon.UNIT), ("adverb", lexicon.ADVERB), ("number", lexicon.COUNT),
            ("rel", lexicon.REL), ("ampm", lexicon.AMPM), ("edge", lexicon.EDGE), ("key", lexicon.KEY),
        )  # fmt: skip
        for name, words in named:
            hijri = {"hijri": True} if words is lexicon.HIJRI_MONTH else {}
            for word, value in _each(words):
                _merge(table, word, **{name: value}, **hijri)
                if article and name not in ("key", "offset", "ampm") and not word.startswith(article):
                    _merge(table, article + word, **{name: value}, **hijri)
        for name, spelt in (("weak", lexicon.WEAK), ("money", lexicon.MONEY)):
            for word in fold(spelt).split():
                _merge(table, word, **{name: True})


def _misspelt(table: dict[str, Entry]) -> None:
    """Long names of days and months, with a slip in them, mean the same."""
    for word, meaning in tuple(table.items()):
        named = meaning.weekday is not None or meaning.month is not None or meaning.offset is not None
        if named and word.isascii() and len(word) >= _TYPO_LENGTH:
            for wrong in _typos(word) - table.keys():
                table[wrong] = meaning


_NEVER_FIRST = frozenset(
    {
        "",
        "of",
        "and",
        "for",
        "other",
        "now",
        "oclock",
        "sharp",
        "ish",
        "ask",
        "greeting",
        "percent",
        "times",
        "which",
        "instance",
        "less",
        "more",
        "ago",
    }
)
_ONLY_LEADS = frozenset(
    "at on in by before after since until from to between around the a during within except".split()
)
_JOINED_KEYS = frozenset({"half", "quarter", "third", "before", "after", "to", "less", "twice", "every"})
_PREFIXES = ("وب", "ول", "وال", "عال", "لل", "و", "ف", "ب", "ل", "ع", "ه")


@lru_cache(maxsize=16384)
def entry(word: str) -> tuple[str, Entry, str]:
    """The folded word, its entry (``NOTHING`` where it has no meaning here), and the folded word with the letters glued before it.

    The first is without those Arabic letters (و, ب, ل).
    """
    folded = fold(word)
    table = _table()
    found = table.get(folded)
    if found is not None or folded.isascii():
        return folded, found or NOTHING, folded
    for prefix in _PREFIXES:
        if folded.startswith(prefix) and len(folded) > len(prefix) + 1:
            rest = folded[len(prefix) :]
            found = table.get(rest) or (table.get(_ARTICLE + rest) if prefix == "لل" else None)
            if found is not None and (not found.key or found.unit or found.part or found.key in _JOINED_KEYS):
                text = _ARTICLE + rest if prefix in ("لل", "وال") else rest
                return text, replace(found, joined=prefix[0]), folded
    return folded, NOTHING, folded


@lru_cache(maxsize=16384)
def may_begin(word: str) -> bool:
    """Whether a phrase of time may begin with that word or number; where none of a text may, it tells none."""
    _, meaning, folded = entry(word)
    return not word[0].isalpha() or folded in phrases() or not (meaning is NOTHING or meaning.inert)


@cache
def phrases() -> dict[str, dict[str, list[tuple[tuple[str, ...], Entry]]]]:
    """Expressions by their first word and their second (empty where they have one), the longest first."""
    found: dict[str, dict[str, list[tuple[tuple[str, ...], Entry]]]] = {}
    told: Iterable[tuple[str, dict[str, Any]]] = (*lexicon_en.PHRASES.items(), *lexicon_ar.PHRASES.items())
    for spelt, meaning in told:
        words = tuple(fold(word) for word in spelt.split())
        first, *others = words
        found.setdefault(first, {}).setdefault(others[0] if others else "", []).append((words, Entry(**meaning)))
    for seconds in found.values():
        for choices in seconds.values():
            choices.sort(key=lambda choice: -len(choice[0]))
    return found

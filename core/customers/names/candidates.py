"""Which names come into question, from SQL alone: at most two short statements, a bounded number of rows.

Words are widened by their spellings (one slip, the other script), names are fetched by whole name, then by pairs of words,
then by single words, each key bounded, so that a frequent word costs no more than a rare one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from rapidfuzz.distance import OSA
from sqlalchemy import Connection

from core.customers.folding import is_arabic
from core.customers.names.keys import less_one_letter, sound_keys
from core.customers.names.sounds import as_in_the_gulf, sounds_like
from core.direct import rows

_PER_WORD: Final = 12
"""Spellings of names that one word said may stand for."""
_SPELLINGS_READ: Final = 4000
_ENTRIES_READ: Final = 160


class Entry(NamedTuple):
    """A row of the index: a name or an alias and whose it is."""

    id: int
    record: str
    record_id: int
    alias_id: int | None
    rep_id: int | None
    name: str
    folded: str
    person: bool
    customer_id: int | None


@dataclass(frozen=True, slots=True)
class Spelt:
    """A word of names that a word said may stand for. ``close`` is 1 for the same word."""

    word: str
    close: float


_COLUMNS: Final = "e.id, e.record, e.record_id, e.alias_id, e.rep_id, e.name, e.folded, e.person, e.customer_id"
# OFFSET 0 keeps PostgreSQL from reading the whole table to join it: each key is looked up by itself, as SQLite does.
_WORDS_SQL: Final = {
    "sqlite": "SELECT s.key, s.word FROM json_each(?) j CROSS JOIN name_spellings s WHERE s.key = j.value LIMIT ?",
    "postgresql": "SELECT s.key, s.word FROM unnest(%s::text[]) AS j(value) "
    "CROSS JOIN LATERAL (SELECT key, word FROM name_spellings WHERE key = j.value OFFSET 0) s LIMIT %s",
}
_KNOWN_SQL: Final = {
    "sqlite": "SELECT s.word FROM json_each(?) j CROSS JOIN name_spellings s WHERE s.key = j.value AND s.word = j.value",
    "postgresql": "SELECT s.word FROM unnest(%s::text[]) AS j(value) "
    "CROSS JOIN LATERAL (SELECT word FROM name_spellings WHERE key = j.value AND word = j.value OFFSET 0) s",
}
_ENTRIES_SQL: Final = {
    "sqlite": f"SELECT {_COLUMNS} FROM json_each(?) j CROSS JOIN name_entries e "  # noqa: S608
    "WHERE e.id IN (SELECT k.entry_id FROM name_keys k WHERE k.key = j.value LIMIT ?) LIMIT ?",
    "postgresql": f"SELECT {_COLUMNS} FROM unnest(%s::text[]) AS j(value) "  # noqa: S608
    "CROSS JOIN LATERAL (SELECT k.entry_id FROM name_keys k WHERE k.key = j.value LIMIT %s) k "
    "JOIN name_entries e ON e.id = k.entry_id LIMIT %s",
}
_BEGUN_SQL: Final = {
    "sqlite": "SELECT s.word FROM name_spellings s WHERE s.key >= ? AND s.key < ? AND s.word = s.key LIMIT ?",
    "postgresql": "SELECT s.word FROM name_spellings s WHERE s.key >= %s AND s.key < %s AND s.word = s.key LIMIT %s",
}


def _list(connection: Connection, values: Sequence[str]) -> Any:
    """The keys as one value of a statement: as JSON on SQLite. They are folded: letters, digits, ``=``, ``%``, ``~``, nothing to escape."""
    return '["' + '","'.join(values) + '"]' if connection.dialect.name == "sqlite" else list(values)


def words_known(connection: Connection, words: Sequence[str]) -> set[str]:
    """Those of the words that stand in names as they are."""
    if not words:
        return set()
    return {word for (word,) in rows(connection, _KNOWN_SQL[connection.dialect.name], (_list(connection, words),))}


def words_spelt(connection: Connection, keys: Sequence[str]) -> list[tuple[str, str]]:
    """(key, word of names) for each spelling key that is known."""
    if not keys:
        return []
    return rows(connection, _WORDS_SQL[connection.dialect.name], (_list(connection, keys), _SPELLINGS_READ))


def entries_of(connection: Connection, keys: Sequence[str], per_key: int) -> list[Entry]:
    """The first names of each key, the keys in their order, a bounded number in all; a name of several keys comes several times."""
    if not keys:
        return []
    told = rows(connection, _ENTRIES_SQL[connection.dialect.name], (_list(connection, keys), per_key, _ENTRIES_READ))
    return [Entry._make(row) for row in told]


def words_begun(connection: Connection, beginning: str, limit: int) -> list[str]:
    """Words of names that begin so."""
    told = rows(connection, _BEGUN_SQL[connection.dialect.name], (beginning, beginning + "\uffff", limit))
    return [word for (word,) in told]


def keys_said(slipped: Sequence[str], heard: Sequence[str]) -> dict[str, list[str]]:
    """The spelling keys of words said, each with the words that have it; keys of spelling before keys of sound.

    ``slipped`` are the words that may be misspelt, ``heard`` those that may be spelt in the other script.
    """
    keys: dict[str, list[str]] = {}
    for word in slipped:
        for key in less_one_letter(word):
            keys.setdefault(key, []).append(word)
    for word in heard:
        gulf = as_in_the_gulf(word)
        for key in (*sound_keys(word), *(sound_keys(gulf) if gulf != word else ())):
            if len(key) > 1:
                keys.setdefault(key, []).append(word)
    return keys


def widened(keys: dict[str, list[str]], found: Iterable[tuple[str, str]], slips: int = 0) -> dict[str, list[Spelt]]:
    """For each word said the words of names it may stand for, the closest first, at most a dozen."""
    told: dict[str, dict[str, float]] = {}
    for key, word in found:
        for said in keys.get(key, ()):
            near = told.setdefault(said, {})
            if word not in near:
                close = closeness(said, word, slips)
                if close > 0.0:
                    near[word] = close
    return {
        said: [Spelt(word, close) for word, close in sorted(near.items(), key=lambda pair: -pair[1])[:_PER_WORD]]
        for said, near in told.items()
    }


@lru_cache(maxsize=65536)
def closeness(said: str, word: str, slips: int = 0) -> float:
    """How close a word of names is to a word said: 1 the same, 0 too far; slips are counted by length, sounds by letters."""
    if said == word:
        return 1.0
    if is_arabic(said) != is_arabic(word):
        alike = sounds_like(said, word)
        return 0.95 * alike if alike >= 0.5 else 0.0  # noqa: PLR2004 - below it is another word
    allowed = slips or (1 if max(len(said), len(word)) < 5 else 2)  # noqa: PLR2004 - short words have room for one slip
    there = OSA.distance(said, word, score_cutoff=allowed)
    if there <= allowed:
        return 1.0 - there / (max(len(said), len(word)) + 1) - (0.05 if said[:1] != word[:1] else 0.0)
    alike = sounds_like(said, word)
    return 0.8 * alike if alike >= 0.75 else 0.0  # noqa: PLR2004 - below it is another word

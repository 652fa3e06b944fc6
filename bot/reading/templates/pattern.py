"""A template as a small tree: literals, alternatives, options and slots; written as ``bot/commands/__init__.py`` says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.normalise import words

_TOKEN = re.compile(r"\{[^}]*\}|[()\[\]|]|[^\s()\[\]|{}]+")
SIGNS = frozenset(("=", ":", "->", "→", "#", "←"))
CONTRACTED = {f"{word}s": word for word in ("what", "who", "where", "when", "how")}
"""``what's`` and ``whats`` (folded alike) are read as ``what is``, in templates as in texts."""
_GLUED = frozenset(("ل", "ب", "ك", "و"))


@dataclass(frozen=True, slots=True)
class Literal:
    """One word, folded."""

    word: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Punctuation that must stand there."""

    sign: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value. ``kind`` is empty for the field's own."""

    field: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Either:
    """One of several sequences; an empty one may be among them."""

    ways: tuple[tuple[Node, ...], ...]


Node = Literal | Sign | Slot | Either
Pattern = tuple[Node, ...]


def compiled(line: str) -> Pattern:
    """A template line as a tree. Raises ValueError where brackets do not match."""
    pieces = _TOKEN.findall(line)
    nodes, at = _ways(pieces, 0, "")
    if at != len(pieces):
        msg = f"brackets do not match: {line!r}"
        raise ValueError(msg)
    return nodes[0] if len(nodes) == 1 else (Either(nodes),)


def _ways(pieces: list[str], at: int, closes: str) -> tuple[tuple[Pattern, ...], int]:
    ways: list[Pattern] = []
    nodes: list[Node] = []
    while at < len(pieces):
        piece = pieces[at]
        if piece in (")", "]"):
            if piece != closes:
                msg = f"unexpected {piece!r}"
                raise ValueError(msg)
            break
        at += 1
        if piece == "|":
            ways.append(tuple(nodes))
            nodes = []
        elif piece in ("(", "["):
            inner, at = _ways(pieces, at, ")" if piece == "(" else "]")
            at += 1
            some = tuple(way for way in inner if way)  # ``لـ`` alone is no word: nothing, and tried last
            nodes.append(Either((*some, ()) if piece == "[" or len(some) < len(inner) else some))
        elif piece.startswith("{"):
            field, _, kind = piece[1:-1].partition(":")
            nodes.append(Slot(field.strip(), kind.strip()))
        elif piece in SIGNS:
            nodes.append(Sign(piece))
        else:
            nodes.extend(_literals(piece))
    return (*ways, tuple(nodes)), at


def _literals(piece: str) -> list[Node]:
    found: list[str] = []
    for word in words(piece):
        found.extend([CONTRACTED[word.folded], "is"] if word.folded in CONTRACTED else [word.folded])
    if found and found[-1] in _GLUED and len(found) == 1:  # ``لـ`` is written together with the name
        return []
    return [Literal(word) for word in found]


def must_have(pattern: Pattern) -> frozenset[str]:
    """A set of words (and signs) of which one must stand in any sentence that fits; empty where the pattern has no needed literal."""
    best: frozenset[str] = frozenset()
    for node in pattern:
        if isinstance(node, Literal):
            return frozenset((node.word,))
        if isinstance(node, Sign):
            return frozenset((node.sign,))
        if isinstance(node, Either):
            firsts = [must_have(way) for way in node.ways]
            if all(firsts):
                found = frozenset().union(*firsts)
                best = found if not best or len(found) < len(best) else best
    return best


def all_needed(pattern: Pattern) -> tuple[frozenset[str], ...]:
    """Sets of words (and signs), of each of which one must stand in any sentence that fits."""
    found: list[frozenset[str]] = []
    for node in pattern:
        if isinstance(node, Literal):
            found.append(frozenset((node.word,)))
        elif isinstance(node, Sign):
            found.append(frozenset((node.sign,)))
        elif isinstance(node, Either):
            ways = [must_have(way) for way in node.ways]
            if all(ways):
                found.append(frozenset().union(*ways))
    return tuple(dict.fromkeys(found))


def begins_with_word(pattern: Pattern) -> bool:
    """Whether it opens with a literal, whichever way is taken."""
    for node in pattern:
        if isinstance(node, Literal):
            return True
        if isinstance(node, Either):
            told = [way for way in node.ways if way]
            if len(told) == len(node.ways):
                return all(begins_with_word(way) for way in told)
            continue
        return False
    return False


def first_words(pattern: Pattern) -> frozenset[str] | None:
    """The words with which a sentence that fits may begin; None where it may begin with anything."""
    found: set[str] = set()
    for node in pattern:
        if isinstance(node, Literal):
            return frozenset(found | {node.word})
        if not isinstance(node, Either):
            return None
        ways = [first_words(way) if way else frozenset() for way in node.ways]
        if any(way is None for way in ways):
            return None
        for way in ways:
            found.update(way or ())
        if all(node.ways) and not any(_may_be_empty(way) for way in node.ways):
            return frozenset(found)
    return None


def _may_be_empty(pattern: Pattern) -> bool:
    return all(isinstance(node, Either) and any(_may_be_empty(way) for way in node.ways) for node in pattern)

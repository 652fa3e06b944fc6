"""The note: what is left of a clause in the rep's own words, as typed, without dangling links and punctuation at its ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reading.words.senses import senses_at, unglued

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.reading.units import Line, Unit

_EDGES = " \t\n,;:.-–—|،؛…/>+@"
_LEADING = frozenset("and & so but that to then also also, that و ثم".split())
_TRAILING = frozenset(
    "and & on by at with to in for please pls and, then so also, but و في على الى مع من ثم كمان يوم بس لكن must لازم".split()
)


def text_of(line: Line, kept: Sequence[Unit]) -> str:
    """The typed text of these units; what stood between neighbours is kept, gaps become one space."""
    pieces: list[str] = []
    run: list[Unit] = []
    places = {id(unit): place for place, unit in enumerate(line.units)}
    last = -2
    for unit in kept:
        place = places[id(unit)]
        if run and place != last + 1:
            pieces.append(line.text[run[0].start : _end(line, last)])
            run = []
        run.append(unit)
        last = place
    if run:
        pieces.append(line.text[run[0].start : _end(line, last)])
    return " ".join(piece.strip() for piece in pieces if piece.strip())


def _end(line: Line, place: int) -> int:
    """The end of a unit with the closing signs after it (``)``, ``%``, ``!``, a quote) that belong to the words."""
    end = line.units[place].end
    until = line.units[place + 1].start if place + 1 < len(line.units) else len(line.text)
    while end < until and not line.text[end].isspace() and line.text[end] not in ",;،؛:":
        end += 1
    return end


def trimmed(line: Line, kept: Sequence[Unit]) -> str:
    """A note from what is left: links at either end go, and a و glued to its first word."""
    units = list(kept)
    while units and _dangles(units[0], _LEADING):
        units.pop(0)
    while units and _dangles(units[-1], _TRAILING) and _cut_behind(line, units[-1]):
        units.pop()
    text = text_of(line, units).strip(_EDGES)
    if units and units[0].kind == "word" and unglued(units[0].folded) != units[0].folded and text[:1] in "وف":
        text = text[1:]
    return text


def _cut_behind(line: Line, unit: Unit) -> bool:
    """Whether what followed this word at once was taken out; ``the owner is not in`` ends with its last word."""
    place = next(at for at, other in enumerate(line.units) if other is unit)
    return place + 1 < len(line.units) and not line.units[place + 1].stop


def _dangles(unit: Unit, words: Iterable[str]) -> bool:
    return unit.kind == "word" and unit.folded in words


def is_idle(units: Sequence[Unit]) -> bool:
    """Whether words say nothing of their own: greetings, ``quick note``, ``please``."""
    at = 0
    while at < len(units):
        unit = units[at]
        lengths = [
            reach.length
            for reach in unit.reaches
            if reach.sense.role in ("opener", "link", "small", "log")
            or (reach.sense.role == "noun" and reach.sense.value == "note")
        ]
        if unit.kind != "word" or not lengths:
            return False
        at += max(lengths)
    return True


def known(word: str) -> bool:
    """Whether a folded word stands in the lists."""
    return bool(senses_at([word], 0))

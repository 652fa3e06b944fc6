"""A sentence cut into what is to be logged and what is to be followed up, each with the word that says so (its cue)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reading.sentence.cues import AND, SOFT, Cue, cues_of, joined_on, next_is_name, timed
from bot.reading.words.senses import unglued

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.units import Unit

_LEADS = frozenset("please pls plz kindly also then so and just now لو سمحت سمحتي رجاء الرجاء ثم بعدين كمان و".split())


@dataclass(frozen=True, slots=True)
class Segment:
    """Units ``first`` to ``last`` (not included) that belong to a cue."""

    cue: Cue
    first: int
    last: int


def segments(units: Sequence[Unit]) -> list[Segment]:
    """The logs and next steps of a sentence, in order, covering it whole; none where no known verb speaks."""
    cues = _chosen(units, cues_of(units))
    found: list[Segment] = []
    for place, (cue, first) in enumerate(cues):
        last = cues[place + 1][1] if place + 1 < len(cues) else len(units)
        found.append(Segment(cue, first if found else 0, last))
    return found


# ------------------------------------------------------------------------------------------------------------- choosing


def _chosen(  # noqa: C901 - what comes before decides what a cue opens, case by case
    units: Sequence[Unit], cues: Sequence[Cue]
) -> list[tuple[Cue, int]]:
    """The cues that open a segment of their own, with the unit at which it begins."""
    logged = any(cue.style in ("done", "from_them", "noun") for cue in cues)
    open_: list[tuple[Cue, int]] = []
    for cue in cues:
        begins = _begins(units, cue)
        last = open_[-1][0] if open_ else None
        if not cue.logs:
            if logged and units[cue.first].folded in SOFT:
                continue
            if last is None or last.logs:
                if last is not None and last.style in ("noun", "plain") and not _was_a_log(units, open_[-1], begins):
                    open_[-1] = (cue, open_[-1][1])
                    continue
                open_.append((cue, begins))
            elif (
                (joined_on(units, begins) or units[begins].folded in AND)
                and timed(units, last.last, begins)
                and timed(units, cue.first, len(units))
            ):
                open_.append((cue, begins))
            continue
        if last is None:
            open_.append((cue, begins))
        elif not last.logs:
            if cue.style != "plain" and units[begins].stop in (".", "\n", ";", ",", "؛", "،", "-", "!"):
                open_.append((cue, begins))
        elif _is_to_do(units, cue):
            open_.append((cue, begins))
        elif _stronger(cue, last):
            open_[-1] = (cue, open_[-1][1])
        elif (
            cue.style != "plain"
            and last.style != "plain"
            and _own_name(units, cue, begins)
            and (joined_on(units, begins) or units[begins].folded in AND)
            and (units[begins].stop in ("\n", ".") or _somebody_else(units, last, cue))
        ):
            open_.append((cue, begins))
    return open_


_WHOM = frozenset("him her them".split())


def _is_to_do(units: Sequence[Unit], cue: Cue) -> bool:
    """``…, call her tomorrow 10``: a clause of its own that says what to do, whom and when."""
    if cue.style != "plain" or not units[cue.first].stop or cue.first == 0:
        return False
    end = cue.last
    while end < len(units) and not units[end].stop:
        end += 1
    whom = cue.pronoun or (cue.last < end and (units[cue.last].folded in _WHOM or units[cue.last].kind == "name"))
    return whom and timed(units, cue.last, end)


def _stronger(cue: Cue, last: Cue) -> bool:
    """``quick note from the road. Today I visited …``: a verb beats a noun that names nobody."""
    order = {"plain": 0, "noun": 1, "from_them": 2, "done": 2}
    return order[cue.style] > order[last.style] and not last.explicit


def _was_a_log(units: Sequence[Unit], opened: tuple[Cue, int], until: int) -> bool:
    """Whether a noun or plain verb before ``follow up`` is a log: it names somebody or was asked for."""
    cue, first = opened
    return (
        cue.explicit
        or any(unit.kind in ("name", "phone", "email") for unit in units[first:until])
        or (cue.style == "noun" and cue.last < until)
    )


def _own_name(units: Sequence[Unit], cue: Cue, begins: int) -> bool:
    return next_is_name(units, cue.last) or any(unit.kind == "name" for unit in units[begins : cue.first])


def _name_near(units: Sequence[Unit], cue: Cue) -> Unit | None:
    """The first name beside a cue."""
    beside = (*units[cue.last : cue.last + 4], *reversed(units[max(0, cue.first - 4) : cue.first]))
    return next((unit for unit in beside if unit.kind == "name"), None)


def _somebody_else(units: Sequence[Unit], one: Cue, other: Cue) -> bool:
    """Whether two verbs are about different customers, or different people of one (``emailed Rana and called Ziad``)."""
    mine, theirs = _name_near(units, one), _name_near(units, other)
    if mine is None:
        return False
    if theirs is None:
        return True
    mine_best, other_best = mine.found.candidates[0], theirs.found.candidates[0]
    if mine_best.record == other_best.record == "contact":
        return bool(mine_best.id != other_best.id)
    return not (_customers(mine) & _customers(theirs))


def _customers(unit: Unit) -> set[int]:
    return {m.customer_id if m.customer_id is not None else m.id for m in unit.found.candidates[:2]}


def _begins(units: Sequence[Unit], cue: Cue) -> int:
    """Where the cue's clause begins: times and openers before it belong to it back to a stop, an ``and`` or the start."""
    place = cue.first
    reached = place
    while place > 0 and not units[place].stop:
        place -= 1
        unit = units[place]
        if unit.folded in AND:
            return place
        if (
            unit.is_time
            or unit.has("opener", "log", "link", "priority") is not None
            or (cue.logs and unit.kind == "name")
        ):
            if (
                place == 0
                or unit.stop
                or (
                    not unit.is_time and (unit.folded in _LEADS or (cue.logs and unit.has("opener", "log") is not None))
                )
            ):
                reached = place
            if unglued(unit.folded) != unit.folded:
                return place
        else:
            break
    return reached

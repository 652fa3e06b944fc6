"""A next step: for whom, when, how often, how urgent, and what, in the rep's own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.reading.doubts import Doubt, Unknown
from bot.reading.parties import Who, gather
from bot.reading.sentence.cues import WILL
from bot.reading.sentence.notes import is_idle, text_of, trimmed
from bot.reading.sentence.strangers import name_ends
from bot.reading.sentence.times import due, in_so_long
from bot.reading.times import for_follow_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.kinds.when import When
    from bot.reading.context import Context
    from bot.reading.sentence.segments import Segment
    from bot.reading.units import Line, Unit

_NAMED = ("name", "phone", "email")
_POINTING = frozenset("him her them it his their له لها لهم معه معها معهم عليه عليها عليهم".split())
_OBJECT_ENDINGS = ("ه", "ها", "هم")
_WITH = frozenset("with w مع".split())
_LEADING = frozenset("on at by in to about for that of am will and مع على ب في الى ان اني انه يوم بخصوص عن".split())
_TITLE_KEEPS = frozenset("about عن بخصوص".split())
_TRAILING = frozenset("on at by before in from until till and also then next يوم في الساعه قبل على الى و عند".split())
_ARRANGES = frozenset("set schedule book arrange plan حدد رتب احجز".split())
_DEGREES = frozenset("too very so really is are was were looks seems quite pretty كثير مره وايد جدا".split())
_WAIT = frozenset("after بعد".split())
_THEN = frozenset("then وقتها ساعتها حينها وقتذاك".split())


@dataclass
class NextStep:
    """What a follow-up segment says. ``when`` is None where no time was said; ``lead`` are words before the cue."""

    who: Who = field(default_factory=Who)
    others: list[Who] = field(default_factory=list)
    when: When | Doubt | None = None
    recurrence: str = ""
    priority: str = ""
    title: str = ""
    pronoun: bool = False
    needs_whom: bool = False
    waits_for: str = ""


def read_next_step(line: Line, segment: Segment, context: Context) -> NextStep:
    """Read one follow-up segment."""
    units = line.units[segment.first : segment.last]
    cue = segment.cue
    step = NextStep(needs_whom=cue.style in ("follow", "stay"))
    step.when, step.recurrence, timed = due(units, line.units[cue.first].start, context)
    if step.when is None and cue.style in ("follow", "remind"):
        step.when, timed = in_so_long(units, context)
    if step.when is None and cue.style in ("follow", "remind"):
        step.when, timed = _then(line, segment, context)
    named = [unit for unit in units if unit.kind in _NAMED]
    found = gather(named, context)
    step.who = found[0] if found else Who()
    step.others = found[1:]
    step.pronoun = cue.pronoun or any(_points(unit) for unit in units)
    rest = [unit for unit in units if not any(unit is told for told in timed)]
    step.priority, rest = _priority(rest, line)
    if cue.style == "follow" and step.who.nobody and not step.pronoun:
        step.who, rest = _stranger(line, segment, rest)
    step.title = _title(line, segment, rest, named)
    return step


def _then(line: Line, segment: Segment, context: Context) -> tuple[When | Doubt | None, list[Unit]]:
    """``busy till Tuesday 3pm, remind me then``: the time said last before it. Without one it only says that there is a time."""
    told = [
        unit for unit in line.units[segment.cue.last : segment.last] if unit.folded in _THEN and unit.kind == "word"
    ]
    before = [unit for unit in line.units[: segment.first] if unit.kind == "time"]
    if not told or not before:
        return None, told
    return for_follow_up(before[-1].found, context.calendar), told


def _points(unit: Unit) -> bool:
    if unit.folded in _POINTING:
        return True
    return any(reach.sense.pronoun and reach.length == 1 for reach in unit.reaches)


def _priority(units: Sequence[Unit], line: Line) -> tuple[str, list[Unit]]:
    """``!high``, ``urgent``, ``مهم`` as words of their own; ``an important contract`` stays in the title."""
    for at, unit in enumerate(units):
        reach = unit.has("priority")
        if reach is None:
            continue
        if at and not unit.stop and units[at - 1].folded in _DEGREES:
            continue  # ``price too high``
        marked = unit.start > 0 and line.text[unit.start - 1] == "!"
        ends = (
            at + reach.length >= len(units)
            or bool(units[at + reach.length].stop)
            or units[at + reach.length].folded in _TRAILING
            or _gap(units, at + reach.length)
        )
        begins = bool(unit.stop) or at == 0
        if marked or (reach.sense.value != "normal" and (ends or begins) and (at > 0 or begins)):
            return reach.sense.value, [*units[:at], *units[at + reach.length :]]
    return "", list(units)


def _gap(units: Sequence[Unit], at: int) -> bool:
    """Whether something was taken out before this unit (a time)."""
    return units[at].start - units[at - 1].end > 2  # noqa: PLR2004 - more than a blank and a sign


def _stranger(line: Line, segment: Segment, rest: list[Unit]) -> tuple[Who, list[Unit]]:
    """``follow up with Solar Peak``: a name that nobody has, right after the cue."""
    at = segment.cue.last
    units = line.units
    while at < segment.last and units[at].folded in (*_WITH, "on"):
        at += 1
    if (
        at >= segment.last
        or units[at].stop
        or units[at - 1].folded not in (*_WITH, *_endings(units[segment.cue.last - 1].folded))
    ):
        return Who(), rest
    end = name_ends(units, at, segment.last)
    if end == at:
        return Who(), rest
    said = text_of(line, units[at:end])
    taken = units[at:end]
    return Who(doubts=(Unknown("customer", said, creating=True),), said=said), [
        u for u in rest if not any(u is t for t in taken)
    ]


def _endings(last_word: str) -> tuple[str, ...]:
    return (last_word,) if last_word in _WITH else ()


def _title(line: Line, segment: Segment, rest: Sequence[Unit], named: Sequence[Unit]) -> str:
    """What is left in the rep's words. ``follow up with Acme`` leaves nothing; the receipt then says it in ours."""
    cue = segment.cue
    cue_units = line.units[cue.first : cue.last]
    before = [unit for unit in rest if unit.start < line.units[cue.first].start]
    after = [unit for unit in rest if unit.start > cue_units[-1].start]
    while after and after[-1].kind == "word" and (said := after[-1].has("small")) and said.sense.value == "thanks":
        after.pop()
    if cue.style in ("follow", "stay"):
        after = _without_object(after, named)
        if cue_units[0].folded in _ARRANGES:  # ``book a meeting with Ravi``
            what = next((unit for unit in cue_units if unit.has("noun") is not None), None)
            after = [what, *after] if what is not None else after
        if before and not is_idle([u for u in before if u.kind == "word"]):
            before = [unit for unit in before if unit.kind not in _NAMED]
        elif all(u.kind != "word" or is_idle([u]) for u in before):
            before = []
    elif cue.style in ("plain", "noun", "from_them"):
        before = [unit for unit in before if unit.folded not in WILL]
        after = [*cue_units, *after]
    pieces = [_bare(line, before) if before and not is_idle(before) else "", _bare(line, after)]
    return " · ".join(piece for piece in pieces if piece)


def _without_object(after: Sequence[Unit], named: Sequence[Unit]) -> list[Unit]:
    """Drop ``with Acme`` and ``Sara at Acme`` right behind ``follow up``; names later on stay in the words."""
    at = 0
    while at < len(after) and (
        any(after[at] is unit for unit in named)
        or after[at].has("link", "opener", "beside") is not None
        or after[at].folded in _POINTING
    ):
        if after[at].folded in _TITLE_KEEPS:
            break
        at += 1
    return list(after[at:])


def _bare(line: Line, kept: Sequence[Unit]) -> str:
    units = list(kept)
    while units and units[0].kind == "word" and units[0].folded in _LEADING and units[0].folded not in _TITLE_KEEPS:
        units.pop(0)
    while units and units[-1].kind == "word" and units[-1].folded in _TRAILING:
        units.pop()
    return trimmed(line, units)

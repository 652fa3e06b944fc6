"""``ask Omar to visit Acme on Thursday``: work for a colleague."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.command import commands_by_name
from bot.reading.doubts import Doubt, Missing
from bot.reading.draft import Draft
from bot.reading.sentence.cues import Cue
from bot.reading.sentence.followups import read_next_step
from bot.reading.sentence.segments import Segment
from bot.reading.teammates import rep_called

if TYPE_CHECKING:
    from bot.reading.context import Context
    from bot.reading.units import Line

_ASK = frozenset("remind ذكر فكر ask tell assign have delegate request كلف اطلب بلغ قول قل خلي خل وكل ابلغ".split())
_BETWEEN = frozenset("to من ل لـ".split())
_TO = frozenset("to that please يكلم ان انه".split())


def read_asking(line: Line, context: Context) -> Draft | None:
    """The draft where the sentence asks a colleague for something, else None."""
    units = line.units
    at = 0
    while at < len(units) and units[at].has("opener") is not None and units[at].folded not in _ASK:
        at += 1
    if at + 2 >= len(units) or units[at].folded not in _ASK:
        return None
    own = units[at].has("remind")
    if own is not None and own.length > 1:
        return None  # ``remind me to``: no colleague is asked
    at += 1
    if units[at].folded in _BETWEEN:
        at += 1
    for length in (2, 1):
        if at + length < len(units) and not any(units[i].stop for i in range(at + 1, at + length)):
            rep = rep_called(
                line.said(at, at + length).lstrip("ل")
                if length == 1 and not units[at].text.isascii()
                else line.said(at, at + length),
                context.crm.team,
            )
            if rep is not None:
                return _draft(line, at + length, {"rep": rep}, context)
    return None


def _without_rep(line: Line, first: int, last: int) -> Line:
    """The line with the colleague's name as plain words: a customer may bear the same name."""
    units = [
        replace(unit, kind="word", reaches=()) if first <= at < last else unit for at, unit in enumerate(line.units)
    ]
    return replace(line, units=units)


def _draft(line: Line, at: int, values: dict[str, object], context: Context) -> Draft:
    begins = at - 1
    while at < len(line.units) - 1 and line.units[at].folded in _TO:
        at += 1
    cue = Cue(begins, at, "remind")
    step = read_next_step(_without_rep(line, begins, at), Segment(cue, begins, len(line.units)), context)
    doubts: list[Doubt] = list(step.who.doubts)
    values = {**values, **step.who.values()}
    if step.title:
        values["title"] = step.title
    else:
        doubts.append(Missing("title", kind="text"))
    if isinstance(step.when, Doubt):
        doubts.append(step.when.about("due"))
    elif step.when is None:
        doubts.append(Missing("due", kind="when"))
    else:
        values["due"] = step.when
    if step.priority:
        values["priority"] = step.priority
    return Draft(commands_by_name()["ask_colleague"], values, tuple(doubts), 12.0)

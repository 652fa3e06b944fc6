"""``done 2, she accepted, next Monday call``: what is finished, what is logged of it, and what comes next."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.command import commands_by_name
from bot.kinds.ref import Ref
from bot.language.normalise import fold
from bot.language.numbers import read_number
from bot.reading.doubts import Ambiguous, Candidate, Doubt, Missing, NotListed
from bot.reading.draft import Draft
from bot.reading.parties import gather
from bot.reading.sentence.notes import trimmed
from bot.reading.sentence.times import due
from bot.reading.templates.slots import open_follow_up
from bot.reading.words.senses import folded_words, unglued

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.context import Context
    from bot.reading.units import Line, Unit

_DONE = frozenset(
    "done finished finish completed complete did close closed تم خلصت خلص انتهيت انجزت انهيت سويت خلصنا انجز اغلق".split()
)
_JOINS = frozenset("and & و".split())
_NEXT = frozenset("next then القادم بعدها".split())
_ENDED = frozenset("finished خلصت خلصنا انتهيت انهيت سويت".split())
_DID_WHAT = frozenset("it this that all both".split())
_WITH = frozenset("with من مع انجاز انهاء".split())
_ALL = frozenset("all everything both الكل كل كلها كلهم كله كلهن جميعها جميعهم الجميع كلشي".split())
_OF_THEM = frozenset(
    "of it them these those the my follow-ups followups reminders tasks شي شيء حاجه المتابعات المهام التذكيرات متابعاتي مهامي التذاكير عندي اللي هذه هذي".split()
)
_IT = frozenset("it this that هذا هذه هي هو".split())
_ALL_OF_THEM = re.compile(
    r"\s*\w+\s+(?:with\s+)?(?:all\s+|كل\s+)?(?:of\s+)?(?:my\s+|the\s+)?(?:today.?s\s+|overdue\s+|late\s+)?(?:follow[- ]?ups|reminders|متابعات)\b"
    r"|\s*(?:close|closed|أغلق|اغلق)\s+(?:[^,.،]*\s)?(?:deal|opportunity|صفقة|صفقه)\b",
    re.IGNORECASE,
)
"""``close follow-ups of Acme`` and ``close the Acme deal in January`` are commands of their own."""
_FILLERS = frozenset("the with مع من عند number no task follow up followup رقم مهمه متابعه المتابعه".split())


def read_done(line: Line, context: Context) -> list[Draft]:
    """The drafts of a sentence that opens with ``done``; none where it does not."""
    units = line.units
    behind = _done_behind(units)
    if behind is not None:
        line = replace(line, units=behind)
        units = behind
    if not units or units[0].kind != "word" or fold(units[0].text) not in _DONE:
        return []
    ended = all_behind(units)
    if ended is not None and ended == len(units):
        return _all(context)
    if ended is not None or _says_otherwise(line, units):
        return []  # ``done all of today`` has a template
    refs, at = _which(units, context)
    if isinstance(refs, Doubt):
        values: dict[str, Any] = {}
        doubts: tuple[Doubt, ...] = (refs,)
        return [_draft(line, units, at, context, values, doubts)]
    return [_draft(line, units, at, context, {"follow_up": ref}, ()) for ref in refs]


def _says_otherwise(line: Line, units: Sequence[Unit]) -> bool:
    """Whether a sentence that opens with such a word is another: a log, a question, a command of its own."""
    if _ALL_OF_THEM.match(line.text):
        return True
    log = units[0].has("done")
    if log is not None and log.length > 1:
        return True  # ``تم التواصل مع النور``
    if units[0].folded in ("did", "complete") and not (
        len(units) == 1 or _number(units[1]) is not None or units[1].folded in (*_DID_WHAT, *_FILLERS)
    ):
        return True  # ``did you call Vertex?``, ``did a demo for Acme``
    # ``finished a call with Rana``, ``خلصت اجتماع مع شهد``
    return units[0].folded in _ENDED and len(units) > 1 and units[1].has("noun") is not None and not units[1].stop


def all_behind(units: Sequence[Unit]) -> int | None:
    """Where ``done all``, ``خلصت كل شي`` ends; None where not all is said to be done."""
    at = 1
    while at < len(units) and units[at].kind == "word" and units[at].folded in _WITH:
        at += 1
    if at >= len(units) or units[at].kind != "word" or units[at].folded not in _ALL:
        return None
    while at < len(units) and units[at].kind == "word" and units[at].folded in _ALL | _OF_THEM:
        at += 1
    return at


def _all(context: Context) -> list[Draft]:
    """All that is answered, else of the list shown, else of the reminders that came; without any it is of today's."""
    for meant in (context.about, context.listed, context.pushed):
        refs = tuple(ref for ref in meant if ref.record == "follow_up")
        if refs:
            return [Draft(commands_by_name()["finish_all"], {"follow_ups": refs}, (), 12.0)]
    return [Draft(commands_by_name()["finish_all"], {}, (), 12.0)]


def _done_behind(units: Sequence[Unit]) -> list[Unit] | None:
    """``2 done``, ``mark 2 as done``: the same words in the usual order."""
    if not any(unit.folded in _DONE for unit in units):
        return None
    told = [unit for unit in units if unit.folded not in ("mark", "as", "is", "are")]
    if len(told) == 2 and told[0].folded in _ALL and told[1].folded in _DONE:  # noqa: PLR2004 - ``all done``, ``mark all as done``
        return [told[1], told[0]]
    if (
        len(told) in (2, 3)
        and told[-1].kind == "word"
        and told[-1].folded in _DONE
        and told[0].folded not in _DONE
        and (_number(told[0]) is not None)
    ):
        return [told[-1], *told[:-1]]
    if len(told) > 2 and all(unit.folded in _DONE | _JOINS or _number(unit) is not None for unit in told):  # noqa: PLR2004 - ``1 done 2 done``
        numbers = [unit for unit in told if _number(unit) is not None]
        done = next((unit for unit in told if unit.folded in _DONE), None)
        return [done, *numbers] if done is not None else None
    if (
        len(units) > 2  # noqa: PLR2004 - ``2 done, he agreed``
        and not units[1].stop
        and units[1].kind == "word"
        and units[1].folded in _DONE
        and _number(units[0]) is not None
    ):
        return [units[1], units[0], *units[2:]]
    return None


def _which(units: Sequence[Unit], context: Context) -> tuple[Sequence[Ref] | Doubt, int]:
    at = 1
    while at < len(units) and units[at].kind == "word" and units[at].folded in _FILLERS and not units[at].stop:
        at += 1
    numbers: list[int] = []
    while at < len(units) and (not units[at].stop or (units[at].stop in ",،" and _number(units[at]) is not None)):
        told = _number(units[at])
        if told is not None:
            numbers.append(told)
        elif not (
            units[at].folded in _JOINS and numbers and at + 1 < len(units) and _number(units[at + 1]) is not None
        ):
            break
        at += 1
    if numbers:
        if any(not 1 <= n <= len(context.listed) or context.listed[n - 1].record != "follow_up" for n in numbers):
            listed = context.listed if context.listed and context.listed[0].record == "follow_up" else ()
            return NotListed("follow_up", str(numbers[0]), count=len(listed)), at
        return [context.listed[n - 1] for n in numbers], at
    if at < len(units) and not units[at].stop and units[at].kind in ("name", "phone", "email"):
        return _of(units, at, context)
    if at < len(units) and units[at].folded in _IT and not units[at].stop:
        at += 1
    return pushed_one(context, "follow_up"), at


def _of(units: Sequence[Unit], at: int, context: Context) -> tuple[Sequence[Ref] | Doubt, int]:
    """The open follow-up of the customer named at ``at``, and the unit behind what names it."""
    who = gather([units[at]], context)[0]
    at += 1
    if who.doubts:
        return who.doubts[0].about("follow_up"), at
    assert who.customer is not None  # noqa: S101 - gather tells a customer or a doubt
    told = open_follow_up(context, "follow_up", who.customer, who.contact, units[at - 1].text)
    if isinstance(told, Doubt):
        return told, at
    title = folded_words(told.name)
    while at < len(units) and not units[at].stop and units[at].folded in title:
        at += 1  # ``done with the Zenith contract``: what was to be done, not what is said of it
    return [told], at


def pushed_one(context: Context, field: str) -> Sequence[Ref] | Doubt:
    """``done`` alone: the reminder just pushed (or answered) where only one is open; else it is asked which."""
    mine = [ref for ref in (context.about or context.pushed) if ref.record == "follow_up"]
    if len(mine) == 1:
        return mine
    if mine:
        return Ambiguous(field, "", tuple(Candidate(ref.record, ref.id, ref.name) for ref in mine[:5]))
    return Missing(field, kind="record")


def _number(unit: Unit) -> int | None:
    if not re.fullmatch(r"\d{1,3}", unit.folded):
        if unit.kind != "word":
            return None
        told = read_number([unit.folded], 0)
        return int(told[0]) if told is not None and told[0] == int(told[0]) else None
    return int(unit.folded)


def _draft(  # noqa: PLR0917 - where it stands, then what is known
    line: Line, units: Sequence[Unit], at: int, context: Context, values: dict[str, Any], doubts: tuple[Doubt, ...]
) -> Draft:
    note, rest = _next_step(line, units[at:], context)
    values = {**values, **rest}
    if note:
        values["note"] = note
    return Draft(commands_by_name()["finish_follow_up"], values, doubts, 12.0)


def _next_step(line: Line, units: Sequence[Unit], context: Context) -> tuple[str, dict[str, Any]]:
    """Split what follows into the note and the next step: a piece with a time and a word of what to do, or ``next``."""
    begins = _next_begins(units)
    if begins is None:
        return trimmed(line, units), {}
    after = units[begins:]
    when, rrule, taken = due(after, after[0].start, context)
    if when is None or isinstance(when, Doubt):
        return trimmed(line, units), {}
    left = [unit for unit in after if not any(unit is told for told in taken)]
    while left and (left[0].folded in _NEXT or left[0].has("follow", "remind") is not None):
        reach = left[0].has("follow", "remind")
        del left[: reach.length if reach is not None else 1]
    title = trimmed(line, left)
    told: dict[str, Any] = {"next": when}
    if title:
        told["next_title"] = title
    if rrule:
        told["recurrence"] = rrule
    return trimmed(line, units[:begins]), told


def _joined_verb(unit: Unit) -> bool:
    """``وأكلمه الأحد``: a و glued to what is to be done."""
    return unit.kind == "word" and unglued(unit.folded) != unit.folded and unit.has("plain") is not None


def _next_begins(units: Sequence[Unit]) -> int | None:
    """Where the next step begins: at ``next``, at a cue, or at a piece that is a time and a plain verb (``call Sunday``)."""
    for at, unit in enumerate(units):
        if unit.kind == "word" and (unit.folded in _NEXT or unit.has("follow", "remind") is not None):
            if any(more.kind in ("time", "recurrence") for more in units[at:]):
                return at
        elif at == 0 or unit.stop or _joined_verb(unit):
            end = at + 1
            while end < len(units) and not units[end].stop:
                end += 1
            piece = units[at:end]
            timed = any(more.kind in ("time", "recurrence") for more in piece)
            verb = any(more.kind == "word" and more.has("plain", "noun") is not None for more in piece)
            opens = piece[0].kind in ("time", "recurrence") or piece[0].has("plain", "noun") is not None
            if timed and verb and opens:
                return at
        elif unit.kind in ("time", "recurrence") and unit.text.casefold().startswith(("next", "القادم")):
            return at
    return None

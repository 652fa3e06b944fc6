"""``no, Acme Holding``, ``no, yesterday``, ``make it 60k``: the command just carried out, as it should have been (READING rule 8)."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from bot.command import commands_by_name
from bot.kinds.when import When
from bot.reading.doubts import Doubt, Past, Unknown
from bot.reading.draft import Draft
from bot.reading.parties import Who, gather
from bot.reading.sentence.notes import text_of
from bot.reading.sentence.strangers import name_ends
from bot.reading.sentence.times import due, happened, minutes
from bot.reading.times import TimeSpan, find_times
from core.money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.command import Command
    from bot.reading.context import Context
    from bot.reading.units import Line, Unit

_ALONE = frozenset("yesterday امس امبارح البارحه مبارح أمس".split())
_INSTEAD = frozenset("instead بدلا بدل بداله بدالها".split())
_SMALL = frozenset(
    "no not it was is should be make i mean meant the a an of at on to for in with was, sorry wrong لا مو مش اقصد قصدي كان كانت هو هي بل خليها خله خليه على في مع الى الساعه يوم".split()
)
_JOINING = frozenset(
    "not but and instead rather the company customer client contact called named شركه عميل العميل الشركه باسم اسمه اسمها وليس".split()
)
_DUE = ("due", "follow_up", "to", "next")


def opens(line: Line) -> int:
    """How many units open a correction; 0 where the text is none. ``no answer from Acme`` is none."""
    if not line.units or line.units[0].kind != "word":
        return 0
    reach = line.units[0].has("not_that")
    other = line.units[0].has("outcome", "small")
    if reach is None or (other is not None and other.length > reach.length):
        return 0
    at = reach.length
    while (
        at < len(line.units) and (more := line.units[at].has("not_that")) is not None and line.units[at].kind == "word"
    ):
        at += more.length
    return at


def corrected(line: Line, context: Context) -> list[Draft] | None:
    """The drafts of what was written last, with what the text changes; None where it corrects nothing that can be told."""
    written = just_written(context)
    if not written:
        return None
    at = opens(line)
    instead = not at and any(unit.folded in _INSTEAD and unit.kind == "word" for unit in line.units)
    alone = len(line.units) == 1 and line.units[0].folded in _ALONE
    if not (at or alone or instead) or (at and at >= len(line.units)):
        return None
    rest = [unit for unit in line.units[at:] if unit.folded not in _INSTEAD]
    if at and _says_more(rest):
        return None
    target = written[-1] if len(written) == 1 else _target(written, rest)
    if alone and target.name() != "log_interaction":
        return None
    values, doubts = _changes(line, at, rest, target, context)
    if not values and not doubts:
        return None
    drafts = [Draft(type(each), _told(each), (), 9.0) for each in written]
    place = written.index(target)
    drafts[place] = replace(drafts[place], values={**drafts[place].values, **values}, doubts=tuple(doubts))
    return drafts


def _says_more(rest: Sequence[Unit]) -> bool:
    """Whether a name stands among words that a correction has no use for: ``لا تتصل على الأمل``, ``no need to call Acme``."""
    if not any(unit.kind == "name" for unit in rest):
        return False
    if len(rest) > 1 and rest[0].folded == "to" and rest[1].has("plain") is not None:
        return True  # ``I meant to visit Acme``
    for unit in rest:
        if unit.kind != "word" or unit.folded in _SMALL or unit.folded in _JOINING:
            continue
        if unit.has("not_that", "link", "beside", "noun", "stage", "pronoun", "weak_time") is not None:
            continue
        if unit.has("done", "plain", "follow", "remind", "starts", "outcome") is not None or not unit.text.isascii():
            return True
    return False


def just_written(context: Context) -> tuple[Command, ...]:
    """The commands whose effect stands now: a correction's own commands, else what was carried out."""
    found: list[Command] = []
    for command in context.written:
        inner = getattr(command, "commands", None)
        found.extend(inner or (command,))
    return tuple(command for command in found if command.name() not in ("undo", "change_setting"))


def as_one(drafts: Sequence[Draft], context: Context) -> Draft:
    """The finished drafts as one ``correct``."""
    values: dict[str, Any] = {"step": context.step, "commands": tuple(draft.build() for draft in drafts)}
    earlier = context.written[0] if context.written and context.written[0].name() == "correct" else None
    origin = getattr(earlier, "origin", None) or getattr(earlier, "step", None)
    if origin is not None:
        values["origin"] = origin
    return Draft(commands_by_name()["correct"], values, (), 10.0)


def _told(command: Command) -> dict[str, Any]:
    return {f.name: getattr(command, f.name) for f in fields(command) if getattr(command, f.name) != f.default}


def _target(written: Sequence[Command], rest: Sequence[Unit]) -> Command:
    """Of several commands, the one that has what is corrected: an amount is a deal's, a time to come a follow-up's."""
    if any(unit.kind == "amount" for unit in rest):
        for command in written:
            if hasattr(command, "amount"):
                return command
    return written[0]


def _changes(
    line: Line, at: int, rest: Sequence[Unit], target: Command, context: Context
) -> tuple[dict[str, Any], list[Doubt]]:
    has = {f.name for f in fields(target)}
    values: dict[str, Any] = {}
    doubts: list[Doubt] = []
    named = [unit for unit in rest if unit.kind in ("name", "phone", "email")]
    timed = [unit for unit in rest if unit.kind in ("time", "recurrence")]
    lengths = [unit for unit in rest if unit.kind == "duration"]
    amounts = [unit for unit in rest if unit.kind == "amount"]
    kind = next(
        (reach.sense.value for unit in rest if unit.kind == "word" and (reach := unit.has("noun")) is not None), ""
    )
    stage = next(
        (reach.sense.value for unit in rest if unit.kind == "word" and (reach := unit.has("stage")) is not None), ""
    )
    if named and "customer" in has:
        _name(values, doubts, gather(named, context)[-1], has)
    elif named and named[0].kind in has:
        values[named[0].kind] = str(named[0].found.value) if named[0].kind != "name" else named[0].text
    if amounts and "amount" in has:
        span = amounts[0].found
        old = getattr(target, "amount", None)
        values["amount"] = Money(span.amount, span.currency or (old.currency if old is not None else context.currency))
    if timed:
        _time(values, doubts, rest, timed, has, context, target)
    if lengths and "duration_minutes" in has:
        values["duration_minutes"] = minutes(lengths)
    if kind and "kind" in has and target.name() == "log_interaction" and not named:
        values["kind"] = kind
    if stage and "stage" in has and not values:
        from bot.kinds.stage import Stage

        values["stage"] = Stage(stage)
    if not values and not doubts and "customer" in has:
        _stranger(line, at, doubts)
    return values, doubts


def _name(values: dict[str, Any], doubts: list[Doubt], who: Who, has: set[str]) -> None:
    doubts.extend(who.doubts)
    if who.customer is not None:
        values["customer"] = who.customer
        if "new_customer" in has:
            values["new_customer"] = ""
    if "contact" in has and not who.doubts:
        values["contact"] = who.contact
        if "new_contact" in has:
            values["new_contact"] = ""


def _time(  # noqa: PLR0917 - what is filled, then what is read
    values: dict[str, Any],
    doubts: list[Doubt],
    rest: Sequence[Unit],
    timed: Sequence[Unit],
    has: set[str],
    context: Context,
    target: Command,
) -> None:
    ahead, rrule, _ = due(rest, timed[0].start, context)
    next_step = any(unit.kind == "word" and unit.has("follow", "remind") is not None for unit in rest)
    if "happened" in has and not next_step:
        past = happened(_on_its_day(timed, getattr(target, "happened", None), context), context)
        if isinstance(past, When):
            values["happened"] = past
            return
        if not (isinstance(past, Past) and isinstance(ahead, When)):
            doubts.extend([past] if isinstance(past, Doubt) else [])
            return
    field = next((name for name in _DUE if name in has), "")
    if not field:
        if "expected_close_on" in has and isinstance(ahead, When):
            values["expected_close_on"] = ahead.date
        return
    old = getattr(target, field, None)
    ahead, _, _ = due(_on_its_day(timed, old, context), timed[0].start, context)
    if isinstance(ahead, When) and ahead.at is None and old is not None and old.at is not None and not rrule:
        ahead = replace(
            ahead, at=old.at.replace(year=ahead.date.year, month=ahead.date.month, day=ahead.date.day), day=None
        )
    if isinstance(ahead, Doubt):
        doubts.append(ahead.about(field))
    elif ahead is not None:
        values[field] = ahead
        if rrule and "recurrence" in has:
            values["recurrence"] = rrule


def _on_its_day(timed: Sequence[Unit], old: When | None, context: Context) -> list[Unit]:
    """``make it 3pm``: a time of day alone is one of the day that was said before."""
    first = timed[0]
    span = first.found
    if old is None or len(timed) > 1 or not isinstance(span, TimeSpan) or span.clock is None or span.day is not None:
        return list(timed)
    whole = f"{old.date.isoformat()} {first.text}"
    found = [each for each in find_times(whole, context.calendar, []) if isinstance(each, TimeSpan)]
    return [replace(first, found=found[0])] if len(found) == 1 and found[0].end == len(whole) else list(timed)


def _stranger(line: Line, at: int, doubts: list[Doubt]) -> None:
    """``no, Zenith``: a name that nobody has."""
    place = at
    while place < len(line.units) and line.units[place].folded in _SMALL:
        place += 1
    if place < len(line.units):
        end = name_ends(line.units, place, len(line.units))
        if end == len(line.units) and end - place <= 5:  # noqa: PLR2004 - the name of a company is no sentence
            said = text_of(line, line.units[place:end])
            doubts.append(Unknown("customer", said, creating=True))

"""How a message would be read: the answer of ``daftar explain`` (CLI.md), and for people why, word by word. Writes nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from bot.desk import Desk
from bot.language.normalise import clean
from bot.messages import Place
from bot.reading.reader import read
from bot.reading.units import read_line
from bot.talking.context import calendar_of, context_of
from bot.talking.talk import talk_of

if TYPE_CHECKING:
    from bot.reading.draft import Draft
    from bot.reading.units import Line, Unit
    from core.crm import Office
    from core.team.rep import Rep

_MOST_NEAR = 3


def explained(office: Office, rep: Rep, place: Place, text: str) -> dict[str, Any]:
    """``message``, ``command``, ``parameters``, ``note``, ``language``, ``alternatives``, ``found`` and ``milliseconds``."""
    began = time.perf_counter()
    with office.read(rep) as crm:
        desk = Desk(crm, place, said=text)
        talk = talk_of(crm, place, rep.id)
        reading = read(clean(text), context_of(desk, talk, calendar_of(desk)))
        first = reading.drafts[0] if reading.drafts else None
        return {
            "message": text,
            "command": first.command.name() if first is not None else None,
            "parameters": _parameters(first, text) if first is not None else {},
            "note": reading.note,
            "language": reading.language,
            "alternatives": [_shown(draft, text) for draft in reading.alternatives],
            "found": [found.shown() for found in reading.found],
            "milliseconds": round((time.perf_counter() - began) * 1000, 2),
        }


def readable(told: dict[str, Any], why: list[str]) -> str:
    """The same for people; ``why`` are the lines of ``reasons``."""
    lines = [f"command: {told['command'] or 'not understood'}"]
    lines += [f"  {key}: {_value(value)}" for key, value in told["parameters"].items()]
    if told["note"]:
        lines.append(f"note: {told['note']}")
    lines += why
    lines += [f"or: {other['command']} {_value(other['parameters'])}" for other in told["alternatives"]]
    return "\n".join(lines)


def reasons(office: Office, rep: Rep, place: Place, text: str) -> list[str]:
    """Further commands, what would be asked, and each word or find with what it may mean: where to look when it was misread."""
    with office.read(rep) as crm:
        desk = Desk(crm, place, said=text)
        talk = talk_of(crm, place, rep.id)
        context = context_of(desk, talk, calendar_of(desk))
        reading = read(clean(text), context)
        lines = [f"also: {draft.command.name()} {_value(_parameters(draft, text))}" for draft in reading.drafts[1:]]
        for draft in reading.drafts:
            lines += [f'asks: {type(doubt).__name__} {doubt.field} "{doubt.said}"' for doubt in draft.doubts]
        return [*lines, *_words(read_line(clean(text).strip(), context))]


def _words(line: Line) -> list[str]:
    if not line.units:
        return []
    width = min(24, max(len(unit.text) for unit in line.units))
    return ["words:", *(f"  {unit.stop or ' '} {unit.text:<{width}}  {_meant(unit)}" for unit in line.units)]


def _meant(unit: Unit) -> str:  # noqa: PLR0911 - one line per kind of find
    """What a unit may mean: a find with its value, or the roles of a word in ``bot/reading/words``."""
    found = unit.found
    if unit.kind == "name":
        near = (f"{each.name} ({each.record}, {each.how} {each.score:.0f})" for each in found.candidates[:_MOST_NEAR])
        return "name: " + ", ".join(near)
    if unit.kind == "time":
        until = f" to {found.to_at:%Y-%m-%d %H:%M}" if found.to_at else ""
        return f"time: {found.from_at:%a %Y-%m-%d %H:%M}{until} ({found.grain})"
    if unit.kind == "recurrence":
        return f"recurrence: {found.rrule}"
    if unit.kind == "duration":
        return f"length: {found.seconds} seconds"
    if unit.kind == "amount":
        return f"amount: {found.amount} {found.currency or ''}".rstrip()
    if unit.kind in ("phone", "email"):
        return f"{unit.kind}: {found.value}"
    roles = dict.fromkeys(
        f"{reach.sense.role}{'=' + reach.sense.value if reach.sense.value else ''}{f' (over {reach.length} words)' if reach.length > 1 else ''}"
        for reach in unit.reaches
    )
    return ", ".join(roles) or "-"


def _parameters(draft: Draft, text: str) -> dict[str, Any]:
    return {**draft.shown(), **draft.command.understood(draft.values, text)}


def _shown(draft: Draft, text: str) -> dict[str, Any]:
    return {"command": draft.command.name(), "parameters": _parameters(draft, text)}


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return (
            str(value["name"]) if "name" in value else ", ".join(f"{key} {_value(each)}" for key, each in value.items())
        )
    return str(value)

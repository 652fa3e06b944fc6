"""How a message would be read: the answer of ``daftar explain`` (CLI.md). Writes nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from bot.desk import Desk
from bot.language.normalise import clean
from bot.messages import Place
from bot.reading.reader import read
from bot.talking.hearing import calendar_of, context_of
from bot.talking.talk import talk_of

if TYPE_CHECKING:
    from bot.reading.draft import Draft
    from core.crm import Office
    from core.team.rep import Rep


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
            "parameters": first.shown() if first is not None else {},
            "note": reading.note,
            "language": reading.language,
            "alternatives": [_shown(draft) for draft in reading.alternatives],
            "found": [found.shown() for found in reading.found],
            "milliseconds": round((time.perf_counter() - began) * 1000, 2),
        }


def readable(told: dict[str, Any]) -> str:
    """The same for people."""
    lines = [f"command: {told['command'] or 'not understood'}"]
    lines += [f"  {key}: {_value(value)}" for key, value in told["parameters"].items()]
    if told["note"]:
        lines.append(f"note: {told['note']}")
    lines += [f"found: {found['kind']} “{found['text']}”" for found in told["found"]]
    lines += [f"or: {other['command']} {_value(other['parameters'])}" for other in told["alternatives"]]
    return "\n".join(lines)


def _shown(draft: Draft) -> dict[str, Any]:
    return {"command": draft.command.name(), "parameters": draft.shown()}


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return (
            str(value["name"]) if "name" in value else ", ".join(f"{key} {_value(each)}" for key, each in value.items())
        )
    return str(value)

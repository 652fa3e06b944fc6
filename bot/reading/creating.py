"""``new contact Noura, Zenith Labs, called her, wants a quote, follow up Sunday``: clearly creating, all of it at once."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.reading.draft import Draft
from bot.reading.parties import Who, gather
from bot.reading.sentence.build import read_sentence
from bot.reading.sentence.segments import segments
from bot.reading.templates.match import Text, prefix
from bot.reading.templates.parts import both
from bot.reading.templates.read import headed
from bot.reading.templates.slots import kinds_of
from bot.reading.units import Line

if TYPE_CHECKING:
    from bot.reading.context import Context
    from bot.reading.units import Unit

_CREATING = ("add_contact", "add_customer")


def read_creating(line: Line, context: Context) -> Draft | None:
    """The log with its new customer and contact, where a head of creating is followed by a log; else None."""
    from bot.command import commands_by_name

    if not any(_heads_one(unit.folded) for unit in line.units if unit.kind == "word"):
        return None
    told = segments(line.units)
    if not told or not told[0].cue.logs or not line.units[told[0].cue.first].stop:
        return None
    text = Text.of(line)
    for name in _CREATING:
        command = commands_by_name().get(name)
        if command is None or command.parts is None:
            continue
        begins = max(
            (end for head in both(command.parts.heads) for end, _ in prefix(head, text, kinds_of(command))), default=0
        )
        if begins and begins < len(text.tokens):
            return _draft(line, text.unit_of[begins], told[0].cue.first, context, person=name == "add_customer")
    return None


@lru_cache(maxsize=16384)
def _heads_one(word: str) -> bool:
    """Whether a command that creates may begin with that word."""
    return any(command.name() in _CREATING for command in headed(word))


def _draft(line: Line, first: int, until: int, context: Context, *, person: bool) -> Draft | None:
    pieces = _pieces(line.units[first:until])
    values: dict[str, Any] = {}
    names: list[str] = []
    for piece in pieces:
        if piece[0].kind in ("phone", "email"):
            values[f"new_{piece[0].kind}"] = str(piece[0].found.value)
            continue
        if names and len(piece) == 1 and piece[0].kind == "name":  # `Zenith Labs` is not the known Zenith Foods
            who: Who = gather([piece[0]], context)[0]
            if who.customer is not None and not who.doubts:
                values["customer"] = who.customer
                continue
        names.append(line.text[piece[0].start : piece[-1].end])
    if not names:
        return None
    if "customer" in values:
        values["new_contact"] = names[0]
    elif len(names) > 1:
        values["new_contact"], values["new_customer"] = names[0], names[1]
    else:
        values["new_customer"] = names[0]
        values["person"] = not person
    rest = Line(line.text, line.units[until:], [], [], [], [], [])
    spoken = read_sentence(rest, replace(context, pointing=None))
    if not spoken.drafts:
        return None
    log = spoken.drafts[0]
    kept = {key: value for key, value in log.values.items() if key not in ("customer", "contact")}
    doubts = tuple(doubt for doubt in log.doubts if doubt.field not in ("customer", "contact"))
    return replace(log, values={**kept, **values}, doubts=doubts, score=15.0)


def _pieces(units: list[Unit]) -> list[list[Unit]]:
    pieces: list[list[Unit]] = []
    for unit in units:
        if not pieces or unit.stop or unit.kind in ("phone", "email") or pieces[-1][-1].kind in ("phone", "email"):
            pieces.append([])
        pieces[-1].append(unit)
    return pieces

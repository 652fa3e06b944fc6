"""What a slot's words come to: a value, or a doubt to ask about. The kinds are listed in ``bot/commands/__init__.py``."""

from __future__ import annotations

import re
import typing
from dataclasses import fields
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.kinds.party import Party
from bot.kinds.period import Period
from bot.kinds.ref import Ref
from bot.kinds.rep_name import RepName
from bot.kinds.stage import Stage
from bot.kinds.when import When
from bot.language.normalise import fold
from bot.language.numbers import read_number
from bot.reading.doubts import Ambiguous, Candidate, Doubt, Missing, NotListed, Unknown
from bot.reading.parties import Who, candidate, equals, gather
from bot.reading.teammates import rep_called
from bot.reading.templates.cities import is_city
from bot.reading.templates.moments import day_of, past_of, period_of, time_of, when_of
from bot.reading.templates.piece import Piece, Unreadable
from bot.reading.words.senses import folded_words, longest, senses_at
from core.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.command import Command
    from bot.reading.context import Context

_BY_TYPE: dict[Any, str] = {
    Party: "party",
    Ref: "ref",
    When: "when",
    Money: "amount",
    Stage: "stage",
    RepName: "rep",
    Period: "period",
    date: "day",
    time: "time",
    int: "number",
    Decimal: "number",
    str: "text",
}
_LONGEST_NAME = 120
_POINTING = frozenset("it this that him her them هو هي هذا هذه هذي ذا".split())


@cache
def kinds_of(command: type[Command]) -> dict[str, str]:
    """The slot kind of each field of a command: what it says itself, else by the field's type."""
    hints = typing.get_type_hints(command)
    found: dict[str, str] = {}
    for f in fields(command):
        hint = hints[f.name]
        inner = (
            [a for a in typing.get_args(hint) if a is not type(None)] if typing.get_origin(hint) is not None else [hint]
        )
        found[f.name] = next((_BY_TYPE[a] for a in inner if a in _BY_TYPE), "text")
    return {**found, **command.slots}


def filled(command: type[Command], kind: str, piece: Piece) -> tuple[dict[str, Any], list[Doubt]]:
    """The values of one slot, by field, and its doubts. Raises Unreadable where the words are no such thing."""
    reader = _READERS.get(kind, _text)
    told = reader(piece)
    if isinstance(told, Doubt):
        return {}, [told if told.field else told.about(piece.field)]
    if isinstance(told, Who):
        return _who(command, kind, piece.field, told)
    return {piece.field: told}, []


def _who(command: type[Command], kind: str, name: str, who: Who) -> tuple[dict[str, Any], list[Doubt]]:
    has = {f.name for f in fields(command)}
    doubts = [doubt.about(name) for doubt in who.doubts]
    values: dict[str, Any] = {}
    if who.customer is not None and (kind != "contact") and name != "contact":
        values[name if name != "contact" else "customer"] = who.customer
    if who.contact is not None and "contact" in has and kind != "customer":
        values["contact"] = who.contact
    elif who.contact is not None and "customer" not in has and name in has:
        values[name] = who.contact
    return values, doubts


# ------------------------------------------------------------------------------------------------------------- parties


def _party(piece: Piece) -> Who | Doubt:
    text = piece.text
    places = sorted({text.unit_of[at] for at in range(piece.first, piece.last)})
    units = [text.line.units[at] for at in places]
    named = [unit for unit in units if unit.kind in ("name", "phone", "email")]
    if named:
        if any(unit.kind == "word" and unit.has("link", "opener", "beside") is None for unit in units):
            raise Unreadable
        if (
            text.tokens[piece.first].start > units[0].start
            and units[0].kind == "name"
            and text.tokens[piece.first].start >= units[0].end
        ):
            raise Unreadable
        return gather(named, piece.context)[0]
    if len(piece.folded) == 1 and piece.folded[0] in _POINTING:
        return _pointed(piece)
    if any(longest(senses_at(piece.folded, i), "starts", "done") for i in range(len(piece.folded))):
        raise Unreadable
    asking = longest(senses_at(piece.folded, 0), "remind")
    if asking is not None and asking.length == len(piece.folded):
        raise Unreadable  # ``remind me`` is nobody
    if len(piece.said) > _LONGEST_NAME:
        raise Unreadable
    matches = piece.context.crm.names.find(piece.said, limit=5)
    meant = equals(matches)
    if meant and meant[0].how in ("exact", "alias"):
        raise Unreadable  # it would have been found in the sentence
    near = tuple(candidate(match, piece.context) for match in matches[:5])
    return Unknown(piece.field, piece.said, near=near)


def _known(piece: Piece) -> Who:
    """A customer or contact that is there, perhaps several of that name; a field called ``contact`` wants a person."""
    who = _party(piece)
    if isinstance(who, Doubt) or any(isinstance(doubt, Unknown) for doubt in who.doubts):
        raise Unreadable
    if piece.field == "contact" and who.contact is None and not who.doubts:
        raise Unreadable  # ``Acme moved to Globex`` is about no person
    return who


def _pointed(piece: Piece) -> Who | Doubt:
    from bot.reading.sentence.build import pointed

    party = piece.context.pointing
    return Missing(piece.field, piece.said, kind="party") if party is None else pointed(party, piece.context)


def _ref(piece: Piece) -> Ref | Doubt:
    listed = piece.context.listed
    if len(piece.folded) == 1 and piece.folded[0] in _POINTING:
        about = piece.context.about or piece.context.pushed
        return about[0] if len(about) == 1 else Missing(piece.field, piece.said, kind="record")
    number = _whole(piece)
    if 1 <= number <= len(listed):
        return listed[number - 1]
    return NotListed(piece.field, piece.said, count=len(listed))


def _follow_up(piece: Piece) -> Ref | tuple[Ref, ...] | Doubt:
    """A number of the last list, several (``1 and 3``), ``it``, or a customer with an open follow-up."""
    told: Ref | tuple[Ref, ...] | Doubt | None
    try:
        told = _ref(piece) if len(piece.folded) == 1 else _refs(piece)
    except Unreadable:
        told = None
    if isinstance(told, tuple):
        return told if all(ref.record == "follow_up" for ref in told) else NotListed(piece.field, piece.said, count=0)
    if told is not None:
        if isinstance(told, Ref) and told.record != "follow_up":
            return NotListed(piece.field, piece.said, count=0)
        return told
    who = _party(piece)
    if isinstance(who, Doubt):
        return who
    if who.customer is None:
        return who.doubts[0].about(piece.field) if who.doubts else Missing(piece.field, piece.said, kind="record")
    return open_follow_up(piece.context, piece.field, who.customer, who.contact, piece.said)


def open_follow_up(context: Context, field: str, customer: Party, contact: Party | None, said: str) -> Ref | Doubt:
    """The open follow-up of a customer; several are asked about, none makes Missing."""
    rows = context.crm.follow_ups.open(customer_id=customer.id)
    mine = list(rows)
    if contact is not None:  # another person's is not meant
        mine = [row for row in rows if row.contact_id == contact.id] or [row for row in rows if row.contact_id is None]
    if len(mine) == 1:
        return Ref("follow_up", int(mine[0].id or 0), str(mine[0].title))
    if not mine:
        return Missing(field, said, kind="record")
    return Ambiguous(
        field,
        said,
        tuple(Candidate("follow_up", int(row.id or 0), str(row.title), customer=customer) for row in mine[:5]),
    )


def _refs(piece: Piece) -> tuple[Ref, ...] | Doubt:
    numbers = re.findall(r"\d+", fold(piece.said))
    if not numbers or re.sub(r"[\d\s,،;&+]|and|و", "", fold(piece.said)):
        raise Unreadable
    listed = piece.context.listed
    strange = [n for n in numbers if not 1 <= int(n) <= len(listed)]
    if strange:
        return NotListed(piece.field, strange[0], count=len(listed))
    return tuple(dict.fromkeys(listed[int(n) - 1] for n in numbers))


# ---------------------------------------------------------------------------------------------------------------- rest


def _whole(piece: Piece) -> int:
    told = read_number(piece.folded, 0)
    if told is None or told[1] not in (len(piece.folded), 0) or told[0] != int(told[0]):
        raise Unreadable
    return int(told[0])


def _amount(piece: Piece) -> Money:
    begin, end = piece.text.tokens[piece.first].start, piece.text.tokens[piece.last - 1].end
    for span in piece.text.line.amounts:
        if span.start >= begin - 3 and span.end <= end + 3:
            return Money(span.amount, span.currency or piece.context.currency)
    told = read_number(piece.folded, 0)
    if told is None or told[1] != len(piece.folded):
        raise Unreadable
    return Money(told[0], piece.context.currency)


def _phone(piece: Piece) -> str:
    unit = piece.text.unit(piece.first)
    if unit.kind != "phone":
        raise Unreadable
    return str(unit.found.value)


def _email(piece: Piece) -> str:
    unit = piece.text.unit(piece.first)
    if unit.kind != "email":
        raise Unreadable
    return str(unit.found.value)


def _rep(piece: Piece) -> RepName:
    told = rep_called(piece.said, piece.context.crm.team)
    if told is None:
        raise Unreadable
    return told


def _sensed(role: str) -> Callable[[Piece], str]:
    def reader(piece: Piece) -> str:
        folded = folded_words(piece.said)
        for reach in senses_at(folded, 0) if folded else ():
            if reach.sense.role == role and reach.length == len(folded):
                return reach.sense.value
        raise Unreadable

    return reader


def _stage(piece: Piece) -> Stage:
    return Stage(_sensed("stage")(piece))


def _city(piece: Piece) -> str:
    if not is_city(_text(piece), piece.context):
        raise Unreadable
    return _text(piece)


_TAGS = frozenset("vip vips مهم مهمه هام هامه مميز مميزه ذهبي ذهبيه".split())
"""Words that can only be a tag where a customer is told to be one: another is asked about (``Acme is a mess now``)."""

_BEHIND_A_TAG = frozenset("now customer client account الحين الان هلق دلوقتي".split())


def _tag(piece: Piece) -> str:
    if piece.folded[0] not in _TAGS or any(word not in _BEHIND_A_TAG for word in piece.folded[1:]):
        raise Unreadable
    return piece.said.split()[0].strip(",،.")


def _text(piece: Piece) -> str:
    return piece.said.strip(" \t\n,;:،؛")


_READERS: dict[str, Callable[[Piece], Any]] = {
    "party": _party,
    "customer": _party,
    "contact": _party,
    "known": _known,
    "ref": _ref,
    "refs": _refs,
    "follow_up": _follow_up,
    "when": when_of,
    "past": past_of,
    "day": day_of,
    "period": period_of,
    "time": time_of,
    "amount": _amount,
    "number": _whole,
    "duration": lambda piece: max(1, _whole(piece)),
    "phone": _phone,
    "email": _email,
    "rep": _rep,
    "stage": _stage,
    "priority": _sensed("priority"),
    "scope": _sensed("scope"),
    "city": _city,
    "tag": _tag,
    "word": _text,
    "text": _text,
}

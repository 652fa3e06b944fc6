"""An Outgoing as JSON and back: how a finished message is kept in the outbox until it is delivered."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from bot.messages import Place
from bot.reply import Document, Key, Outgoing, Part, Span, Table, Text


def place_to_json(place: Place) -> dict[str, Any]:
    """The place in full."""
    return {
        "platform": place.platform,
        "workspace": place.workspace,
        "chat_id": place.chat_id,
        "thread_id": place.thread_id,
        "private": place.private,
    }


def place_from_json(told: dict[str, Any]) -> Place:
    """Read back what ``place_to_json`` wrote."""
    return Place(**told)


def to_json(outgoing: Outgoing) -> dict[str, Any]:
    """The message without its place, mark and repeat, which the outbox row has."""
    told: dict[str, Any] = {
        "language": outgoing.language,
        "parts": [_part(part) for part in outgoing.parts],
        "keys": [[[key.label, key.token] for key in row] for row in outgoing.keys],
    }
    if outgoing.edits is not None:
        told["edits"] = outgoing.edits
    if outgoing.silent:
        told["silent"] = True
    if outgoing.extra:
        told["extra"] = outgoing.extra
    return told


def from_json(told: dict[str, Any], place: Place, *, mark: str = "", repeat: bool = False) -> Outgoing:
    """Read back what ``to_json`` wrote."""
    return Outgoing(
        place=place,
        language=told["language"],
        parts=tuple(_part_from(part) for part in told["parts"]),
        keys=tuple(tuple(Key(label, token) for label, token in row) for row in told["keys"]),
        edits=told.get("edits"),
        silent=bool(told.get("silent")),
        mark=mark,
        repeat=repeat,
        extra=told.get("extra", {}),
    )


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"text": [[span.text, span.tone] for span in part.spans]}
    if isinstance(part, Table):
        return {"table": {"heads": part.heads, "rows": part.rows, "caption": part.caption}}
    return {"document": {"name": part.name, "data": b64encode(part.data).decode(), "media_type": part.media_type}}


def _part_from(told: dict[str, Any]) -> Part:
    if "text" in told:
        return Text(tuple(Span(text, tone) for text, tone in told["text"]))
    if "table" in told:
        table = told["table"]
        return Table(tuple(table["heads"]), tuple(tuple(row) for row in table["rows"]), table["caption"])
    document = told["document"]
    return Document(document["name"], b64decode(document["data"]), document["media_type"])

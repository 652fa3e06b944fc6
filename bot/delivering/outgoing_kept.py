"""An Outgoing as JSON and back: how a finished message is kept in the outbox until it is delivered."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

from bot.messages import Place
from bot.reply import Above, Chart, Copy, Document, Key, Outgoing, Part, Span, Table, Text
from bot.screens.shapes import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def place_to_json(place: Place) -> dict[str, Any]:
    """The place in full."""
    return {
        "platform": place.platform,
        "workspace": place.workspace,
        "chat_id": place.chat_id,
        "thread_id": place.thread_id,
        "private": place.private,
        **({"group": place.group} if place.group is not None else {}),
    }


def place_from_json(told: dict[str, Any]) -> Place:
    """Read back what ``place_to_json`` wrote."""
    return Place(**told)


def to_json(outgoing: Outgoing) -> dict[str, Any]:
    """The message without its place, mark and repeat, which the outbox row has."""
    told: dict[str, Any] = {
        "language": outgoing.language,
        "parts": parts_to_json(outgoing.parts),
        "keys": keys_to_json(outgoing.keys),
    }
    if outgoing.edits is not None:
        told["edits"] = outgoing.edits
    if outgoing.silent:
        told["silent"] = True
    if outgoing.extra:
        told["extra"] = outgoing.extra
    if outgoing.above is not None:
        told["above"] = {"parts": parts_to_json(outgoing.above.parts), "keys": keys_to_json(outgoing.above.keys)}
    if outgoing.form is not None:
        told["form"] = outgoing.form.to_json()
        told["handle"] = outgoing.handle
    if outgoing.marks is not None:
        told["marks"] = outgoing.marks
    if outgoing.copies:
        told["copies"] = copies_to_json(outgoing.copies)
    return told


def from_json(told: dict[str, Any], place: Place, *, mark: str = "", repeat: bool = False) -> Outgoing:
    """Read back what ``to_json`` wrote."""
    return Outgoing(
        place=place,
        language=told["language"],
        parts=parts_from_json(told["parts"]),
        keys=keys_from_json(told["keys"]),
        edits=told.get("edits"),
        silent=bool(told.get("silent")),
        mark=mark,
        repeat=repeat,
        extra=told.get("extra", {}),
        above=above_from_json(told["above"]) if "above" in told else None,
        form=Form.from_json(told["form"]) if "form" in told else None,
        handle=str(told.get("handle", "")),
        marks=told.get("marks"),
        copies=tuple(Copy(label, text) for label, text in told.get("copies", ())),
    )


def above_from_json(told: dict[str, Any]) -> Above:
    """What stays of a message, read back."""
    return Above(parts_from_json(told["parts"]), keys_from_json(told["keys"]))


def parts_to_json(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Parts as they are kept."""
    return [_part(part) for part in parts]


def parts_from_json(told: Iterable[dict[str, Any]]) -> tuple[Part, ...]:
    """Read back what ``parts_to_json`` wrote."""
    return tuple(_part_from(part) for part in told)


def keys_to_json(keys: Iterable[Iterable[Key]]) -> list[list[list[str]]]:
    """Rows of buttons as they are kept."""
    return [[[key.label, key.token] for key in row] for row in keys]


def keys_from_json(told: Iterable[Iterable[Sequence[str]]]) -> tuple[tuple[Key, ...], ...]:
    """Read back what ``keys_to_json`` wrote."""
    return tuple(tuple(Key(label, token) for label, token in row) for row in told)


def copies_to_json(copies: Iterable[Copy]) -> list[list[str]]:
    """What may be copied, as it is kept."""
    return [[copy.label, copy.text] for copy in copies]


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"text": [[span.text, span.tone] for span in part.spans]}
    if isinstance(part, Table):
        told: dict[str, Any] = {"heads": part.heads, "rows": part.rows, "caption": part.caption}
        return {"table": {**told, "values": part.values} if isinstance(part, Chart) else told}
    if part.ref:
        return {"kept": {"name": part.name, "ref": part.ref, "kind": part.kind}}
    return {"document": {"name": part.name, "data": b64encode(part.data).decode(), "media_type": part.media_type}}


def _part_from(told: dict[str, Any]) -> Part:
    if "text" in told:
        return Text(tuple(Span(text, tone) for text, tone in told["text"]))
    if "table" in told:
        table = told["table"]
        given = (tuple(table["heads"]), tuple(tuple(row) for row in table["rows"]), table["caption"])
        return Chart(*given, tuple(table["values"])) if "values" in table else Table(*given)
    if "kept" in told:
        kept = told["kept"]
        return Document(kept["name"], b"", ref=kept["ref"], kind=kept["kind"])
    document = told["document"]
    return Document(document["name"], b64decode(document["data"]), document["media_type"])

"""What a raw message carries besides its words: files, a contact, a place, an album, where it was passed on from. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, get_args

from bot.kinds.sent_file import FileKind, SentFile
from bot.messages import ContactCard, Forwarded

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "telegram"
_KINDS: Final[dict[str, FileKind]] = {
    **{kind: kind for kind in get_args(FileKind)},
    "animation": "video",
    "video_note": "video",
}


def files(told: dict[str, Any]) -> tuple[SentFile, ...]:
    """The file of a message; of a photo the largest size. Raises what makes no sense: KeyError, TypeError, AttributeError."""
    return tuple(_files(told))


def _files(told: dict[str, Any]) -> Iterator[SentFile]:
    for key, kind in _KINDS.items():
        if key not in told or (key == "document" and "animation" in told):  # an animation comes as both
            continue
        one = max(told[key], key=lambda size: size.get("width", 0)) if key == "photo" else told[key]
        yield SentFile(
            kind=kind,
            platform=NAME,
            ref=_text(one["file_id"]),
            name=_text(one.get("file_name", ""))[:200],
            size=number(one.get("file_size", 0)),
            seconds=number(one.get("duration", 0)),
        )


def card(told: dict[str, Any]) -> ContactCard | None:
    """The contact that was shared."""
    shared = told.get("contact")
    if shared is None:
        return None
    name = " ".join(filter(None, (_text(shared["first_name"]), _text(shared.get("last_name", "")))))
    return ContactCard(name=name, phone=_text(shared["phone_number"]), vcard=_text(shared.get("vcard", "")))


def position(told: dict[str, Any]) -> tuple[float, float] | None:
    """Where somebody says that they are; a venue is a place with a name. A place that goes on moving is its beginning."""
    place = told.get("location")
    if place is None:
        return None
    north, east = float(place["latitude"]), float(place["longitude"])
    if not (-90 <= north <= 90 and -180 <= east <= 180):  # noqa: PLR2004 - degrees
        raise TypeError("a place that is nowhere")
    return north, east


def forwarded(origin: dict[str, Any] | None) -> Forwarded | None:
    """Where a forwarded message came from; a person who hides has no author."""
    if origin is None:
        return None
    author = ""
    if origin["type"] == "user":
        user = origin["sender_user"]
        author = " ".join(name for name in (user.get("first_name"), user.get("last_name")) if name)
    elif origin["type"] in {"chat", "channel"}:
        author = str((origin.get("sender_chat") or origin.get("chat") or {}).get("title", ""))
    return Forwarded(author=author, at=moment(origin["date"]))


def moment(seconds: Any) -> datetime:
    """Seconds since 1970. Raises TypeError for what is no number."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise TypeError("a moment that is no number")
    return datetime.fromtimestamp(seconds, UTC)


def number(told: Any) -> int:
    """A whole number. Raises TypeError for what is none."""
    if isinstance(told, bool) or not isinstance(told, int):
        raise TypeError("an id that is no number")
    return told


def _text(told: Any) -> str:
    if not isinstance(told, str):
        raise TypeError("a text that is none")
    return told

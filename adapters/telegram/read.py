"""A raw Bot API update as what it is for us; None for what does not concern us. Pure.

Who speaks is ``from.id`` alone: names change hands, and what comes in the name of a chat (``sender_chat``), through another bot
(``via_bot``) or from a bot is nobody we know (RELIABILITY SEC4). In a group only what names us, answers us or is a command
concerns us. Message ids are Telegram's own, unique within one chat.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from adapters.telegram.shared import NAME, card, files, forwarded, moment, number, position
from bot.messages import ChatMoved, Click, Edit, Incoming, Message, Place, Reach, Reaction, Speaker

RECEIVED_AT = "received_at"
"""The key under which the receiver notes when it got an update, in seconds since 1970: a click has no time of its own."""
WANTED = ("message", "edited_message", "callback_query", "inline_query", "message_reaction", "my_chat_member")
_WITHOUT_TEXT = frozenset(
    {
        "animation",
        "audio",
        "contact",
        "document",
        "location",
        "photo",
        "sticker",
        "venue",
        "video",
        "video_note",
        "voice",
    }
)
_SERVICE_NOTICES = 777000
"""Telegram's own account, which passes on the posts of a linked channel."""
_PLACES = ("private", "group", "supergroup")


@dataclass(frozen=True, kw_only=True)
class Me:
    """The bot itself: its number (the first half of its token) and its user name without @, empty while it is not known."""

    id: int
    username: str = ""


def read(body: dict[str, Any], me: Me) -> Incoming | None:
    """The update as we know it. Raises ValueError where it makes no sense."""
    try:
        if "message" in body:
            return _message(body["message"], me)
        if "edited_message" in body:
            return _edit(body["edited_message"], me)
        if "callback_query" in body:
            return _click(body["callback_query"], me, body.get(RECEIVED_AT))
        if "message_reaction" in body:
            return _reaction(body["message_reaction"], me, body.get("update_id"))
        if "my_chat_member" in body:
            return _reach(body["my_chat_member"], me, body.get("update_id"))
    except (KeyError, TypeError, AttributeError, OverflowError, OSError) as wrong:
        raise ValueError(f"an update that makes no sense: {type(wrong).__name__}") from wrong
    return None


def gesture(body: dict[str, Any]) -> tuple[str | None, str]:
    """The key of a message's own gesture (None for other updates) and the chat in whose order it stands. Never raises."""
    for kind in ("message", "edited_message"):
        told = body.get(kind)
        if isinstance(told, dict):
            chat = _id_in(told.get("chat"))
            number = told.get("message_id")
            known = kind == "message" and chat and isinstance(number, int)
            return (f"{chat}/{number}" if known else None), chat
    for kind in ("message_reaction", "my_chat_member"):
        if isinstance(told := body.get(kind), dict):
            return None, _id_in(told.get("chat"))
    query = body.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    return None, _id_in(message.get("chat")) if isinstance(message, dict) else ""


def _id_in(told: Any) -> str:
    number = told.get("id") if isinstance(told, dict) else None
    return str(number) if isinstance(number, int) else ""


def _message(told: dict[str, Any], me: Me) -> Message | ChatMoved | None:
    if "migrate_to_chat_id" in told:
        return _moved(told, me)
    heard = _heard(told, me)
    if heard is None:
        return None
    speaker, place, text = heard
    answered = told.get("reply_to_message")
    return Message(
        id=str(number(told["message_id"])),
        at=moment(told["date"]),
        speaker=speaker,
        place=place,
        text=text,
        answers=str(number(answered["message_id"])) if answered is not None else None,
        forwarded=forwarded(told.get("forward_origin")),
        files=files(told),
        card=card(told),
        position=position(told),
        album=str(told.get("media_group_id", "")),
    )


def _moved(told: dict[str, Any], me: Me) -> ChatMoved:
    """A group became a supergroup: everything of it has a new chat id from now on."""
    return ChatMoved(
        id=str(number(told["message_id"])),
        at=moment(told["date"]),
        speaker=_speaker(told["from"], me),
        place=_place(told, me),
        to=str(number(told["migrate_to_chat_id"])),
    )


def _edit(told: dict[str, Any], me: Me) -> Edit | None:
    if "text" not in told and "caption" not in told:
        return None  # a place that moves on, a counter under a post
    heard = _heard(told, me)
    if heard is None:
        return None
    speaker, place, text = heard
    own, edited = str(number(told["message_id"])), number(told["edit_date"])
    return Edit(id=f"{own}@{edited}", at=moment(edited), speaker=speaker, place=place, text=text, edits=own)


def _click(told: dict[str, Any], me: Me, received: Any) -> Click | None:
    message, token = told.get("message"), told.get("data")
    if message is None or token is None or _stranger_to_us(told["from"]):
        return None  # a button of an inline message, or a game's
    if not isinstance(token, str) or not isinstance(told["id"], str):
        raise TypeError("a click whose token or id is no text")
    return Click(
        id=told["id"],
        at=moment(received if received is not None else message["date"]),
        speaker=_speaker(told["from"], me),
        place=_place(message, me),
        token=token,
        on=str(number(message["message_id"])),
    )


def _reaction(told: dict[str, Any], me: Me, update: Any) -> Reaction | None:
    author = told.get("user")
    if author is None or _stranger_to_us(author):
        return None  # somebody in the name of a chat
    return Reaction(
        id=f"reaction-{number(update)}",
        at=moment(told["date"]),
        speaker=_speaker(author, me),
        place=_place(told, me),
        on=str(number(told["message_id"])),
        marks=tuple(each["emoji"] for each in told["new_reaction"] if each["type"] == "emoji"),
    )


def _reach(told: dict[str, Any], me: Me, update: Any) -> Reach | None:
    if told["chat"]["type"] not in _PLACES:
        return None
    status = told["new_chat_member"]["status"]
    return Reach(
        id=f"reach-{number(update)}",
        at=moment(told["date"]),
        speaker=_speaker(told["from"], me),
        place=_place(told, me),
        reachable=status not in {"kicked", "left"},
    )


def _heard(told: dict[str, Any], me: Me) -> tuple[Speaker, Place, str] | None:
    """Who, where and what; None where it is nobody's word to us."""
    author = told.get("from")
    if author is None or "sender_chat" in told or "via_bot" in told or _stranger_to_us(author):
        return None
    if told["chat"]["type"] not in _PLACES:
        return None
    text = told.get("text", told.get("caption"))
    if text is None:
        if not _WITHOUT_TEXT & told.keys():
            return None
        text = ""
    if not isinstance(text, str):
        raise TypeError("a message whose text is no text")
    place = _place(told, me)
    said = _said_to_us(text, me)
    if not place.private and not _concerns_us(told, text, said, me):
        return None
    return _speaker(author, me), place, said if said is not None else text


def _stranger_to_us(author: dict[str, Any]) -> bool:
    return bool(author.get("is_bot")) or number(author["id"]) == _SERVICE_NOTICES


def _speaker(author: dict[str, Any], me: Me) -> Speaker:
    names = (author.get("first_name"), author.get("last_name"))
    shown = " ".join(name for name in names if isinstance(name, str) and name)
    return Speaker(platform=NAME, workspace=str(me.id), user_id=str(number(author["id"])), shown_name=shown)


def _place(told: dict[str, Any], me: Me) -> Place:
    thread = told.get("message_thread_id") if told.get("is_topic_message") else None
    return Place(
        platform=NAME,
        workspace=str(me.id),
        chat_id=str(number(told["chat"]["id"])),
        thread_id=str(number(thread)) if thread is not None else None,
        private=told["chat"]["type"] == "private",
    )


def _said_to_us(text: str, me: Me) -> str | None:
    """The text without our name where it names us, else None: ``/start@our_bot X``, ``@our_bot find Acme``."""
    if not me.username:
        return None
    ours = re.escape(me.username)
    said = re.sub(rf"^(/\w+)@{ours}(?!\w)", r"\1", text, flags=re.IGNORECASE)
    said = re.sub(rf"(?<![\w/@])@{ours}(?!\w)[,:،]?[ \t]*", "", said, flags=re.IGNORECASE)
    return said.strip() if said != text else None


def _concerns_us(told: dict[str, Any], text: str, said: str | None, me: Me) -> bool:
    if said is not None:
        return True
    command = re.match(r"/\w+(@\w+)?", text)
    if command:
        return command.group(1) is None  # with a name it is another bot's
    answered = told.get("reply_to_message")
    return answered is not None and (answered.get("from") or {}).get("id") == me.id

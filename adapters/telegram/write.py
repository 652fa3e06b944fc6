"""An Outgoing as Bot API calls. Pure.

Format stands in entities and never in a parse_mode, so no value can be markup; link previews are off. Limits: Bot API,
``sendMessage`` (4,096 units after entities) and ``InlineKeyboardButton`` (``callback_data`` 1 to 64 bytes); the widths of labels
are what fits on a phone. Telegram shows button rows from left to right in every language (tdlib/telegram-bot-api #882), so
an Arabic row is written last button first.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from adapters.telegram.layout import Piece, back_to_letter, harmless, pieces
from bot.language.bidi import marked_label
from bot.platform import Limits
from bot.reply import Document
from bot.says.engine import REPEAT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.language.words import Language
    from bot.reply import Copy, Key, Outgoing

LIMITS = Limits(text=4096, label=40, row=3, rows=8, utf16=True)
WIDTHS = {1: 40, 2: 24, 3: 20, 7: 2}
"""Letters of a label by how many buttons share its row; seven are the days of a week."""
THIRD = 13.9
"""Latin letters that a third of a phone's width shows; an Arabic letter is narrower. A row with a longer label is broken before it is cut."""
ARABIC_LETTER = 0.7
TOKEN_BYTES = 64
COPIED = 256
"""Characters that a button can copy."""
_ROOM = 64
"""Units kept free in every message, so that the line about a repeat never moves a cut."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One Bot API call; ``file`` goes with it as ``document``. ``main`` marks the call whose message id stands for the whole."""

    method: str
    payload: dict[str, Any] = field(default_factory=dict)
    file: Document | None = None
    main: bool = False


def write(outgoing: Outgoing) -> tuple[Call, ...]:
    """The calls that deliver it, in order: an edit or message per piece of text, then the files. Keys stand under the last text.

    Raises ValueError where there is nothing to deliver or a token is longer than Telegram carries.
    """
    texts = pieces(outgoing.whole, outgoing.language, LIMITS.text - _ROOM)
    files = [part for part in outgoing.parts if isinstance(part, Document)]
    if not texts and not files:
        raise ValueError("there is nothing to deliver: no text and no file")
    keys = keyboard(outgoing)
    last = len(texts) - 1
    calls = [
        _text(outgoing, piece, keys if number == last else None, edits=not number, main=number == last)
        for number, piece in enumerate(texts)
    ]
    for number, file in enumerate(files):
        payload = address(outgoing)
        if outgoing.repeat:
            payload["caption"] = REPEAT.in_(outgoing.language)
        if keys and not texts and number == len(files) - 1:
            payload["reply_markup"] = keys
        main = not texts and not number
        if file.ref:
            calls.append(Call(method=f"send{file.kind.title()}", payload=payload | {file.kind: file.ref}, main=main))
        else:
            calls.append(Call(method="sendDocument", payload=payload, file=file, main=main))
    return tuple(calls)


def anew(outgoing: Outgoing, number: int) -> Call:
    """The call with that number, for a message that cannot be edited any more: the same text as a new message."""
    return write(replace(outgoing, edits=None))[number]


def _text(outgoing: Outgoing, piece: Piece, keys: dict[str, Any] | None, *, edits: bool, main: bool) -> Call:
    editing = edits and outgoing.edits is not None
    text = piece.text
    if outgoing.repeat and not editing:  # the same edit twice is one edit
        text = f"{text}\n{REPEAT.in_(outgoing.language)}"
    payload: dict[str, Any] = {"chat_id": _number(outgoing.place.chat_id)} if editing else address(outgoing)
    payload |= {"text": text, "link_preview_options": {"is_disabled": True}}
    if piece.entities:
        payload["entities"] = piece.entities
    if editing:
        payload["message_id"] = _number(outgoing.edits or "")
    elif "answers" in outgoing.extra:
        told = {"message_id": _number(str(outgoing.extra["answers"])), "allow_sending_without_reply": True}
        payload["reply_parameters"] = told
    if keys:
        payload["reply_markup"] = keys
    return Call(method="editMessageText" if editing else "sendMessage", payload=payload, main=main)


def address(outgoing: Outgoing) -> dict[str, Any]:
    """Chat, topic, and whether it comes without a sound."""
    payload: dict[str, Any] = {"chat_id": _number(outgoing.place.chat_id)}
    if outgoing.place.thread_id is not None:
        payload["message_thread_id"] = _number(outgoing.place.thread_id)
    if outgoing.silent:
        payload["disable_notification"] = True
    return payload


def _number(told: str) -> int | str:
    """Ids are numbers on the wire; what is none is left for Telegram to refuse."""
    try:
        return int(told)
    except ValueError:
        return told


def keyboard(outgoing: Outgoing) -> dict[str, Any] | None:
    """The keys as an inline keyboard, None without any."""
    rows = [row for keys in outgoing.all_keys for row in _rows(keys)]
    if not rows and not outgoing.copies:
        return None
    shown = [_row(row, outgoing.language) for row in rows]
    return {"inline_keyboard": [*shown, *copying(outgoing.copies, outgoing.language)]}


def _rows(keys: tuple[Key, ...]) -> Iterator[tuple[Key, ...]]:
    """A row too long for a phone as several of nearly the same length; a week of days is not too long."""
    if len(keys) > LIMITS.row and all(len(key.label) <= WIDTHS.get(len(keys), 0) for key in keys):
        yield keys
        return
    most = LIMITS.row if all(_breadth(key.label) <= THIRD for key in keys) else 2
    count = -(-len(keys) // most)
    start = 0
    for number in range(count):
        end = start + -(-(len(keys) - start) // (count - number))
        yield keys[start:end]
        start = end


def _breadth(label: str) -> float:
    return sum(ARABIC_LETTER if "\u0600" <= letter <= "\u06ff" else 1 for letter in label)


def _row(keys: tuple[Key, ...], language: Language) -> list[dict[str, str]]:
    width = WIDTHS[len(keys)]
    for key in keys:
        if not 1 <= len(key.token.encode()) <= TOKEN_BYTES:
            raise ValueError(f"a button's token has 1 to {TOKEN_BYTES} bytes")
    row = [{"text": marked_label(label(key.label, width), language), "callback_data": key.token} for key in keys]
    return row[::-1] if language == "ar" else row


def copying(copies: tuple[Copy, ...], language: Language) -> list[list[dict[str, Any]]]:
    """Buttons that copy, as a row of their own; no row without any (Bot API, CopyTextButton: 1 to 256 characters)."""
    row = [
        {
            "text": marked_label(label(copy.label, WIDTHS[min(len(copies), LIMITS.row)]), language),
            "copy_text": {"text": copy.text[:COPIED]},
        }
        for copy in copies[: LIMITS.row]
    ]
    return [row[::-1] if language == "ar" else row] if row else []


def label(text: str, width: int) -> str:
    """A label in one line of at most that many letters, cut after a word, with … where it was cut."""
    line = " ".join(harmless(text).split()) or "…"
    if len(line) <= width:
        return line
    end = back_to_letter(line, width - 1, 1)
    space = line.rfind(" ", 0, end + 1)
    if space > width // 3:
        end = space
    return line[:end].rstrip(" ·—") + "…"

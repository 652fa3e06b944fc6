"""What the fake Telegram keeps of its chats, and the rules by which it refuses a message.

The wording of refusals is Telegram's own, since clients decide on it. Lengths count UTF-16 units, after entities.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import asdict, dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
BUTTON_BYTES = 64
COPIED = 256
BUTTONS = 100
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
ENTITY_KINDS = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


class Refusal(Exception):
    """An answer that is not ok: HTTP status, description, and Telegram's ``parameters`` where it has some."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One effect in the ledger. ``at`` is the fake's clock; ``marker`` the first ``#word`` of the text."""

    at: float
    method: str
    chat_id: int
    message_id: int
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    edits: bool = False
    silent: bool = False
    preview: bool = True
    file_name: str | None = None
    file_size: int = 0
    file_id: str = ""
    rich: dict[str, Any] | None = None
    marker: str = ""

    def as_json(self) -> dict[str, Any]:
        """The entry as the control port gives it."""
        return asdict(self)


def units(text: str) -> int:
    """Length in UTF-16 code units. Raises Refusal for what cannot be encoded."""
    try:
        return len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise Refusal(400, "Bad Request: strings must be encoded in UTF-8") from None


def parsed(text: str, mode: str | None, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """The text and its entities after ``parse_mode`` (HTML only) or as given. Raises Refusal where they make no sense."""
    if mode:
        if mode.upper() != "HTML":
            raise Refusal(400, "Bad Request: can't parse entities: unsupported parse_mode")
        return _html(text)
    size = units(text)
    raw = text.encode("utf-16-le")
    for entity in entities:
        start, length = int(entity.get("offset", -1)), int(entity.get("length", 0))
        if entity.get("type") not in ENTITY_KINDS or start < 0 or length < 1 or start + length > size:
            raise Refusal(400, f"Bad Request: can't parse entities: wrong entity at offset {start}")
        try:
            raw[2 * start : 2 * (start + length)].decode("utf-16-le")
        except UnicodeDecodeError:
            raise Refusal(400, f"Bad Request: can't parse entities: entity cuts a character at {start}") from None
    return text, entities


def _html(text: str) -> tuple[str, list[dict[str, Any]]]:
    out = ""
    found: list[dict[str, Any]] = []
    stack: list[tuple[str, int]] = []
    kinds = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough", "code": "code", "pre": "pre"}
    for piece in re.split(r"(<[^>]*>?)", text):
        if not piece.startswith("<"):
            out += unescape(piece)
            continue
        name = piece.strip("</>").strip().lower()
        if name not in kinds or not piece.endswith(">"):
            raise Refusal(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{name}"')
        if not piece.startswith("</"):
            stack.append((name, units(out)))
        elif not stack or stack[-1][0] != name:
            raise Refusal(400, "Bad Request: can't parse entities: Unexpected end tag")
        else:
            _, start = stack.pop()
            found.append({"type": kinds[name], "offset": start, "length": units(out) - start})
    if stack:
        raise Refusal(400, f"Bad Request: can't parse entities: Can't find end tag for \"{stack[-1][0]}\"")
    return out, found


def keyboard(markup: dict[str, Any] | None) -> list[list[dict[str, Any]]]:
    """The inline keyboard of a ``reply_markup``. Raises Refusal as Telegram does."""
    rows = (markup or {}).get("inline_keyboard") or []
    if sum(len(row) for row in rows) > BUTTONS:
        raise Refusal(400, "Bad Request: reply markup is too long")
    for button in (button for row in rows for button in row):
        if not str(button.get("text", "")).strip():
            raise Refusal(400, "Bad Request: can't parse inline keyboard button: Text must be non-empty")
        if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= BUTTON_BYTES:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        if "copy_text" in button and not 1 <= len(str(button["copy_text"].get("text", ""))) <= COPIED:
            raise Refusal(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
        if len(button) != 2:
            raise Refusal(400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed")
    return [row for row in rows if row]


class Chats:
    """The chats, their messages, who can be written to, and the ledger of every effect."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.ledger: list[Delivery] = []
        self.messages: dict[tuple[int, int], dict[str, Any]] = {}
        self.refusing: dict[int, tuple[int, str]] = {}
        self.moved: dict[int, int] = {}
        self.uneditable: set[tuple[int, int]] = set()
        self.queries: set[str] = set()
        self.answered: list[dict[str, Any]] = []
        self.marked: dict[tuple[int, int], list[str]] = {}
        """The reactions that the bot has set, by chat and message."""
        self._next = 1

    def next_id(self) -> int:
        """A fresh message id."""
        self._next += 1
        return self._next

    def reachable(self, chat: int) -> None:
        """Raise the Refusal that this chat answers with, if any."""
        if chat in self.moved:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.moved[chat],
            )
        if chat in self.refusing:
            raise Refusal(*self.refusing[chat])

    def send_text(self, told: dict[str, Any], bot: dict[str, Any]) -> dict[str, Any]:
        """``sendMessage``."""
        chat = chat_of(told)
        self.reachable(chat)
        text, entities = parsed(str(told.get("text", "")), told.get("parse_mode"), told.get("entities") or [])
        if not text.strip():
            raise Refusal(400, "Bad Request: message text is empty")
        if units(text) > TEXT_LIMIT:
            raise Refusal(400, "Bad Request: message is too long")
        return self._keep("sendMessage", chat, told, bot, (text, entities))

    def send_file(self, method: str, told: dict[str, Any], bot: dict[str, Any]) -> dict[str, Any]:
        """``sendDocument`` and the like; the part stands in ``told`` as ``(name, bytes)``, or as the id of a file that Telegram has."""
        chat = chat_of(told)
        self.reachable(chat)
        caption, entities = parsed(
            str(told.get("caption", "")), told.get("parse_mode"), told.get("caption_entities") or []
        )
        if units(caption) > CAPTION_LIMIT:
            raise Refusal(400, "Bad Request: message caption is too long")
        part = told.get(method.removeprefix("send").lower()) or told.get("document") or ("", b"")
        if isinstance(part, str):
            return self._keep(method, chat, told, bot, (caption, entities), file=(part, b""), file_id=part)
        name, data = part
        if not data:
            raise Refusal(400, "Bad Request: file must be non-empty")
        if len(data) > (PHOTO_BYTES if method == "sendPhoto" else UPLOAD_BYTES):
            raise Refusal(413, "Request Entity Too Large")
        return self._keep(method, chat, told, bot, (caption, entities), file=(name, data))

    def send_rich(self, told: dict[str, Any], bot: dict[str, Any]) -> dict[str, Any]:
        """``sendRichMessage``."""
        from tests.fakes.telegram_rich import shown

        chat = chat_of(told)
        self.reachable(chat)
        return self._keep("sendRichMessage", chat, told, bot, (shown(told.get("rich_message") or {}), []))

    def react(self, told: dict[str, Any]) -> bool:
        """``setMessageReaction``."""
        chat = chat_of(told)
        self.reachable(chat)
        self.marked[chat, int(told["message_id"])] = [str(each["emoji"]) for each in told.get("reaction") or []]
        return True

    def edit_text(self, told: dict[str, Any], bot: dict[str, Any]) -> dict[str, Any]:
        """``editMessageText`` and ``editMessageReplyMarkup`` (which has no ``text``)."""
        chat = chat_of(told)
        self.reachable(chat)
        key = (chat, int(told.get("message_id") or 0))
        old = self.messages.get(key)
        if old is None or old["from"]["id"] != bot["id"]:
            raise Refusal(400, "Bad Request: message to edit not found")
        if key in self.uneditable:
            raise Refusal(400, "Bad Request: message can't be edited")
        if "text" in told:
            if "text" not in old:
                raise Refusal(400, "Bad Request: there is no text in the message to edit")
            text, entities = parsed(str(told["text"]), told.get("parse_mode"), told.get("entities") or [])
        else:
            text, entities = old.get("text", ""), old.get("entities", [])
        if "text" in told and not text.strip():
            raise Refusal(400, "Bad Request: message text is empty")
        if units(text) > TEXT_LIMIT:
            raise Refusal(400, "Bad Request: message is too long")
        rows = keyboard(told.get("reply_markup"))
        same = (
            old.get("text", ""),
            old.get("entities", []),
            (old.get("reply_markup") or {}).get("inline_keyboard", []),
        )
        if same == (text, entities, rows):
            raise Refusal(400, NOT_MODIFIED)
        return self._keep("editMessageText", chat, told, bot, (text, entities), edits=key[1])

    def answer(self, told: dict[str, Any]) -> bool:
        """``answerCallbackQuery``: once for each query."""
        query = str(told.get("callback_query_id", ""))
        if query not in self.queries:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.queries.discard(query)
        self.answered.append({"id": query, "text": told.get("text", "")})
        return True

    def _keep(
        self,
        method: str,
        chat: int,
        told: dict[str, Any],
        bot: dict[str, Any],
        said: tuple[str, list[dict[str, Any]]],
        *,
        edits: int | None = None,
        file: tuple[str, bytes] | None = None,
        file_id: str = "",
    ) -> dict[str, Any]:
        text, entities = said
        rows = keyboard(told.get("reply_markup"))
        number = edits if edits is not None else self.next_id()
        now = self.clock()
        message: dict[str, Any] = {
            "message_id": number,
            "from": bot,
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup"},
            "date": int(now),
        }
        if "rich_message" in told:
            message["rich_message"] = told["rich_message"]
        elif file is not None:
            message["document"] = {"file_id": f"f{number}", "file_unique_id": f"u{number}", "file_name": file[0]}
            message |= {"caption": text, "caption_entities": entities} if text else {}
        else:
            message |= {"text": text, "entities": entities} if entities else {"text": text}
        if edits is not None:
            message["edit_date"] = int(now)
        if rows:
            message["reply_markup"] = {"inline_keyboard": rows}
        self.messages[chat, number] = message
        marker = re.search(r"#(\w+)", text)
        self.ledger.append(
            Delivery(
                at=now,
                method=method,
                chat_id=chat,
                message_id=number,
                text=text,
                entities=entities,
                buttons=rows,
                edits=edits is not None,
                silent=bool(told.get("disable_notification")),
                preview=not (told.get("link_preview_options") or {}).get("is_disabled", False),
                file_name=file[0] if file else None,
                file_size=len(file[1]) if file else 0,
                file_id=file_id,
                rich=told.get("rich_message"),
                marker=marker.group(1) if marker else "",
            )
        )
        return json.loads(json.dumps(message))  # type: ignore[no-any-return]


def chat_of(told: dict[str, Any]) -> int:
    """The numeric chat of a call. Raises Refusal where there is none."""
    try:
        return int(told["chat_id"])
    except (KeyError, TypeError, ValueError):
        raise Refusal(400, "Bad Request: chat_id is empty") from None

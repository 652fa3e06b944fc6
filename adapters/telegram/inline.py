"""Inline mode: ``@our_bot acme`` typed in any chat offers cards that may be sent there.

Each answer is personal and kept by nobody (``is_personal``, ``cache_time`` 0: Bot API, answerInlineQuery), since what one rep may see
is not for the next one who types the same. A query changes nothing, so it does not pass through the inbox; one that is lost is typed again.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

from adapters.telegram.layout import pieces
from adapters.telegram.shared import NAME
from adapters.telegram.write import copying
from bot.logs import log
from bot.messages import Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.telegram.wire import Line
    from bot.language.words import Language
    from bot.platform import Inbox
    from bot.screens.sharing import Offer

START: Final = "connect"
"""What the button for strangers starts the private chat with; it is no code."""
_TITLE: Final = 100
_AT_ONCE: Final = 2


class Inline:
    """Answers inline queries, beside the receiving. ``fields`` are those that a card may show."""

    def __init__(self, line: Line, workspace: str, fields: Sequence[str]) -> None:
        self._line = line
        self._workspace = workspace
        self._fields = tuple(fields)
        self._working = ThreadPoolExecutor(_AT_ONCE, "telegram-inline")

    def take(self, update: Any, inbox: Inbox) -> bool:
        """Whether that update is an inline query; it is answered then, soon."""
        query = update.get("inline_query") if isinstance(update, dict) else None
        if query is None:
            return False
        self._working.submit(self._answer, query, inbox)
        return True

    def _answer(self, query: Any, inbox: Inbox) -> None:
        try:
            author = query["from"]
            language: Language = "ar" if str(author.get("language_code", "")).startswith("ar") else "en"
            speaker = Speaker(platform=NAME, workspace=self._workspace, user_id=str(int(author["id"])))
            offer = inbox.shareable(speaker, str(query["query"]), self._fields, language)
            self._line.begin("answerInlineQuery", answer(str(query["id"]), offer))
        except Exception as fault:  # noqa: BLE001 - nobody waits for it, and a query can be typed again
            log().warning("inline_not_answered", fault=fault)

    def close(self) -> None:
        """Answer no more."""
        self._working.shutdown(wait=False, cancel_futures=True)


def answer(query: str, offer: Offer) -> dict[str, Any]:
    """The call that answers a query. Pure."""
    told: dict[str, Any] = {"inline_query_id": query, "cache_time": 0, "is_personal": True, "results": []}
    for each in offer.cards:
        piece = pieces((each.card,), offer.language, 4096)[0]
        content: dict[str, Any] = {"message_text": piece.text, "link_preview_options": {"is_disabled": True}}
        if piece.entities:
            content["entities"] = piece.entities
        one = {"type": "article", "id": each.key, "title": each.title[:_TITLE], "input_message_content": content}
        if rows := copying(each.copies, offer.language):
            one["reply_markup"] = {"inline_keyboard": rows}
        told["results"].append(one | ({"description": each.line} if each.line else {}))
    if offer.invite:
        told["button"] = {"text": offer.invite, "start_parameter": START}
    return told

"""Inline queries in the fake Telegram: what a person types after the bot's name in any chat, and what the bot may answer.

Rules of the Bot API, ``answerInlineQuery``: at most 50 results, ids of 1 to 64 bytes, each once; a button has a text and a start
parameter of 1 to 64 letters ``A-Za-z0-9_-``; a query is answered once, within seconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram_chats import TEXT_LIMIT, Refusal, parsed, units

MOST = 50
ID_BYTES = 64
_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, kw_only=True)
class Offered:
    """One answer to an inline query: what the person sees. ``cached`` is for how many seconds Telegram keeps it."""

    query: str
    user: int
    titles: list[str]
    lines: list[str]
    texts: list[str]
    personal: bool
    cached: int
    button: dict[str, Any] | None = None


@dataclass
class Inline:
    """The queries that wait for an answer, and the answers."""

    asked: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: list[Offered] = field(default_factory=list)

    def ask(self, query: dict[str, Any]) -> None:
        """A person has typed that."""
        self.asked[query["id"]] = query

    def answer(self, told: dict[str, Any]) -> bool:
        """``answerInlineQuery``. Raises Refusal as Telegram does."""
        query = self.asked.get(str(told.get("inline_query_id", "")))
        if query is None:
            raise Refusal(400, TOO_OLD)
        results = told.get("results") or []
        ids = [str(result.get("id", "")) for result in results]
        if len(results) > MOST:
            raise Refusal(400, "Bad Request: RESULTS_TOO_MUCH")
        if any(not 1 <= len(each.encode()) <= ID_BYTES for each in ids):
            raise Refusal(400, "Bad Request: RESULT_ID_INVALID")
        if len(set(ids)) < len(ids):
            raise Refusal(400, "Bad Request: RESULT_ID_DUPLICATE")
        button = told.get("button")
        if button is not None and not (
            button.get("text") and _PARAMETER.fullmatch(str(button.get("start_parameter", "")))
        ):
            raise Refusal(400, "Bad Request: START_PARAM_INVALID")
        texts = [_text(result) for result in results]
        del self.asked[query["id"]]
        self.answers.append(
            Offered(
                query=query["query"],
                user=query["from"]["id"],
                titles=[str(result["title"]) for result in results],
                lines=[str(result.get("description", "")) for result in results],
                texts=texts,
                personal=bool(told.get("is_personal")),
                cached=int(told.get("cache_time", 300)),
                button=button,
            )
        )
        return True


def _text(result: dict[str, Any]) -> str:
    """What the chat will read. Raises Refusal."""
    content = result.get("input_message_content") or {}
    if result.get("type") != "article" or not result.get("title"):
        raise Refusal(400, "Bad Request: can't parse inline query result: title is empty")
    text, _ = parsed(str(content.get("message_text", "")), content.get("parse_mode"), content.get("entities") or [])
    if not text.strip():
        raise Refusal(400, "Bad Request: MESSAGE_EMPTY")
    if units(text) > TEXT_LIMIT:
        raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
    return text

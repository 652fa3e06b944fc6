"""A call of Telegram's Bot API as HTML that looks like the message on a phone.

A line takes its direction from its first letter, isolates left out, as the apps do; rows of buttons run from left to right whatever the
language, share their row equally, and a label that is too wide ends in an ellipsis.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import Any


def message(payload: dict[str, Any]) -> str:
    """The bubble and its buttons, of the arguments of ``sendMessage``, ``editMessageText``, ``sendRichMessage`` or of a file."""
    if "rich_message" in payload:
        body = _rich(payload["rich_message"])
    elif "text" in payload:
        body = f'<div class="lines">{marked(payload["text"], payload.get("entities", ()))}</div>'
    else:
        caption = marked(payload.get("caption", ""), payload.get("caption_entities", ()))
        body = f'<div class="file">📎 {escape(payload.get("file_name", ""))}</div><div class="lines">{caption}</div>'
    return f'<div class="bubble">{body}</div>' + keyboard(payload.get("reply_markup", {}).get("inline_keyboard", ()))


def marked(text: str, entities: Any) -> str:
    """The text with its bold runs; offsets count UTF-16 units."""
    raw = text.encode("utf-16-le")
    bold = [(each["offset"], each["offset"] + each["length"]) for each in entities if each["type"] == "bold"]
    stops = sorted({0, len(raw) // 2, *(place for run in bold for place in run)})
    told = ""
    for start, end in pairwise(stops):
        piece = escape(raw[2 * start : 2 * end].decode("utf-16-le"))
        told += f"<b>{piece}</b>" if any(first <= start < last for first, last in bold) else piece
    return told


def keyboard(rows: Any) -> str:
    """An inline keyboard; a mark in the corner tells a link and a button that copies."""
    told = ""
    for row in rows:
        keys = ""
        for key in row:
            corner = "↗" if "url" in key else "⧉" if "copy_text" in key else ""
            keys += f'<span class="key {key.get("style", "")}" dir="auto">{escape(key["text"])}<i>{corner}</i></span>'
        told += f'<div class="keys">{keys}</div>'
    return told


def _rich(told: dict[str, Any]) -> str:
    side = "rtl" if told.get("is_rtl") else "ltr"
    return f'<div dir="{side}">{"".join(_block(block) for block in told["blocks"])}</div>'


def _block(block: dict[str, Any]) -> str:
    if block["type"] != "table":
        return f'<div class="lines">{_words(block["text"])}</div>'
    caption = f"<caption>{_words(block['caption'])}</caption>" if block.get("caption") else ""
    return f'<table class="striped">{caption}{"".join(_row(row) for row in block["cells"])}</table>'


def _row(cells: Any) -> str:
    told = ""
    for cell in cells:
        tag = "th" if cell.get("is_header") else "td"
        told += f'<{tag} style="text-align:{cell["align"]}">{_words(cell["text"])}</{tag}>'
    return f"<tr>{told}</tr>"


def _words(text: Any) -> str:
    if isinstance(text, str):
        return escape(text)
    if isinstance(text, list):
        return "".join(_words(each) for each in text)
    return f"<b>{_words(text['text'])}</b>"

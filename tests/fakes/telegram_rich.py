"""Rich messages in the fake Telegram: the limits of ``sendRichMessage`` and what a reader sees of its blocks.

Only blocks that are sent by us are known: paragraphs and tables. Limits: 32,768 characters, 500 blocks, 20 columns (Bot API 10.2,
rich message limits).
"""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram_chats import Refusal

LONGEST = 32_768
MOST_BLOCKS = 500
MOST_COLUMNS = 20
_ALIGNED = ({"left", "center", "right"}, {"top", "middle", "bottom"})


def shown(rich: dict[str, Any]) -> str:
    """The words of a rich message: a line for each paragraph and row. Raises Refusal as Telegram does."""
    blocks = rich.get("blocks")
    if not isinstance(blocks, list) or not blocks or "html" in rich or "markdown" in rich:
        raise Refusal(400, "Bad Request: exactly one of the fields html, markdown, or blocks must be used")
    lines: list[str] = []
    count = 0
    for block in blocks:
        if block.get("type") == "paragraph":
            count += 1
            lines.append(_words(block.get("text")))
        elif block.get("type") == "table":
            rows = [_row(row) for row in block.get("cells") or [[]]]
            count += 1 + len(rows)
            lines += [_words(block["caption"])] if block.get("caption") else []
            lines += rows
        else:
            raise Refusal(400, f"Bad Request: RICH_VALIDATE_CTOR_NOT_ALLOWED: {block.get('type')}")
    text = "\n".join(lines)
    if count > MOST_BLOCKS or len(text) > LONGEST:
        raise Refusal(400, "Bad Request: RICH_MESSAGE_TOO_LONG")
    if not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    return text


def _row(cells: list[dict[str, Any]]) -> str:
    if not 1 <= len(cells) <= MOST_COLUMNS:
        raise Refusal(400, "Bad Request: RICH_TABLE_COLUMNS_INVALID")
    for cell in cells:
        if cell.get("align") not in _ALIGNED[0] or cell.get("valign") not in _ALIGNED[1]:
            raise Refusal(400, "Bad Request: can't parse table cell: alignment is invalid")
    return " | ".join(_words(cell.get("text", "")) for cell in cells)


def _words(text: Any) -> str:
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(_words(each) for each in text)
    if isinstance(text, dict) and text.get("type") == "bold":
        return _words(text.get("text"))
    raise Refusal(400, "Bad Request: can't parse RichText")

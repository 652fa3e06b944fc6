"""Block Kit as Slack checks it, and what a reader of a message would see, call or open.

Limits are those of docs.slack.dev (Block Kit reference); the sum of all blocks is what others met (bolt-js #2509). The reader
here is independent of the adapter's writer: it takes markup apart again, so that an injection would be found.
"""

from __future__ import annotations

import re
from typing import Any

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
ALL_TEXT = 13_000
LABEL = 75
SPECIAL = re.compile(r"<([@#!][^<>]*|[a-z]+:[^<>]*)>", re.IGNORECASE)
KNOWN = frozenset(
    [
        "actions",
        "alert",
        "card",
        "carousel",
        "container",
        "context",
        "context_actions",
        "data_table",
        "data_visualization",
        "divider",
        "file",
        "header",
        "image",
        "input",
        "markdown",
        "plan",
        "rich_text",
        "section",
        "table",
        "task_card",
        "video",
    ]
)


def problems(blocks: Any, *, view: bool = False) -> list[str]:
    """What Slack would say is wrong with these blocks; empty when nothing is."""
    if not isinstance(blocks, list):
        return ["[ERROR] must be a list [json-pointer:/blocks]"]
    found: list[str] = []
    most = VIEW_BLOCKS if view else MESSAGE_BLOCKS
    if len(blocks) > most:
        found.append(f"[ERROR] no more than {most} items allowed [json-pointer:/blocks]")
    names: set[str] = set()
    actions: set[str] = set()
    for number, block in enumerate(blocks):
        where = f"/blocks/{number}"
        if not isinstance(block, dict) or block.get("type") not in KNOWN:
            found.append(f"[ERROR] unsupported type: {str(block)[:40]} [json-pointer:{where}/type]")
            continue
        if block.get("block_id") in names:
            found.append(f"[ERROR] block_id already exists [json-pointer:{where}/block_id]")
        if block.get("block_id"):
            names.add(block["block_id"])
        found += [f"[ERROR] {each} [json-pointer:{where}]" for each in _of_block(block, actions)]
    return found


def _of_block(block: dict[str, Any], actions: set[str]) -> list[str]:  # noqa: PLR0911 - one line per kind of block
    kind = block["type"]
    if kind == "rich_text":
        return _of_rich_text(block)
    if kind == "section":
        return _of_text(block.get("text"), 3000) if block.get("text") else ([] if block.get("fields") else ["no text"])
    if kind == "header":
        return _of_text(block.get("text"), 150, only="plain_text")
    if kind == "context":
        return [] if 1 <= len(block.get("elements", [])) <= 10 else ["1 to 10 elements"]
    if kind == "actions":
        return _of_actions(block, actions)
    if kind == "data_table":
        rows, widths = block.get("rows", []), {len(row) for row in block.get("rows", [])}
        told = (
            isinstance(block.get("caption"), str) and 2 <= len(rows) <= 101 and len(widths) == 1 and max(widths) <= 20
        )
        full = all(cell.get("text") for row in rows for cell in row)
        return (
            []
            if told and full and 1 <= block.get("page_size", 5) <= 100
            else ["caption, 2 to 101 equal rows, full cells"]
        )
    if kind == "data_visualization":
        names = block.get("chart", {}).get("axis_config", {}).get("categories", [])
        fits = len(block.get("title", "")) <= 50 and 1 <= len(set(names)) == len(names) <= 20
        return [] if fits and all(len(each) <= 20 for each in names) else ["title of 50, 1 to 20 categories of 20"]
    if kind == "input":
        return _of_text(block.get("label"), 2000, only="plain_text")
    if kind == "table":
        rows = block.get("rows", [])
        return (
            []
            if 1 <= len(rows) <= 100 and all(1 <= len(row) <= 20 for row in rows)
            else ["1 to 100 rows, 1 to 20 cells"]
        )
    return []


def _of_actions(block: dict[str, Any], actions: set[str]) -> list[str]:
    found: list[str] = []
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= 25:
        found.append("1 to 25 elements")
    for element in elements:
        name = element.get("action_id")
        if name in actions:
            found.append(f"action_id {name} already exists")
        if name:
            actions.add(name)
        if len(str(name or "")) > 255:
            found.append("action_id of more than 255 characters")
        if element.get("type") == "button":
            found += _of_text(element.get("text"), LABEL, only="plain_text")
            if len(str(element.get("value", ""))) > 2000:
                found.append("value of more than 2000 characters")
            if element.get("style") not in (None, "primary", "danger"):
                found.append("style")
    return found


def _of_text(text: Any, most: int, only: str | None = None) -> list[str]:
    if not isinstance(text, dict) or text.get("type") not in ("plain_text", "mrkdwn"):
        return ["no text object"]
    if only and text["type"] != only:
        return [f"must be {only}"]
    if not str(text.get("text", "")):
        return ["must be more than 0 characters"]
    return [f"must be less than {most + 1} characters"] if len(text["text"]) > most else []


def _of_rich_text(block: dict[str, Any]) -> list[str]:
    found: list[str] = []
    if not block.get("elements"):
        return ["no elements"]
    for element in walk(block):
        if element.get("type") == "text" and not element.get("text"):
            found.append("empty text element")
        if element.get("type") == "text" and len(element.get("text", "")) > 3000:
            found.append("text element of more than 3000 characters")
        if element.get("type") == "link" and not (element.get("url") and element.get("text")):
            found.append("link without url or text")
        if element.get("type", "").startswith("rich_text_") and not element.get("elements"):
            found.append(f"empty {element['type']}")
    return found


def walk(part: Any) -> list[dict[str, Any]]:
    """Every object inside, in reading order."""
    found: list[dict[str, Any]] = []
    if isinstance(part, dict):
        found.append(part)
        for value in part.values():
            found += walk(value)
    elif isinstance(part, list):
        for value in part:
            found += walk(value)
    return found


def too_long(blocks: list[dict[str, Any]]) -> bool:
    """Whether all the blocks together are too much for one message."""
    return sum(len(each["text"]) for each in walk(blocks) if isinstance(each.get("text"), str)) > ALL_TEXT


def seen_text(text: str, blocks: list[dict[str, Any]]) -> str:
    """What stands in the message for a reader: the blocks where there are some, else the text."""
    if not blocks:
        return unescaped(SPECIAL.sub(lambda found: found[1].partition("|")[2] or found[1], text))
    lines: list[str] = []
    for block in blocks:
        if block["type"] == "rich_text":
            lines.append(
                "".join(
                    each.get("text", "") for each in walk(block["elements"]) if each.get("type") in ("text", "link")
                )
            )
        elif block["type"] in ("section", "header", "context"):
            told = [each for each in walk(block) if each.get("type") in ("plain_text", "mrkdwn")]
            lines += [each["text"] if each["type"] == "plain_text" else unescaped(each["text"]) for each in told]
        elif block["type"] in ("table", "data_table"):
            lines += [block["caption"]] if block.get("caption") else []
            lines += [" · ".join(cell["text"] for cell in row) for row in block["rows"]]
        elif block["type"] == "data_visualization":
            lines += [block["title"], *block["chart"]["axis_config"]["categories"]]
    return "\n".join(lines)


def buttons(blocks: list[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    """The rows of (label, value)."""
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [[(each["text"]["text"], each.get("value", "")) for each in row if each["type"] == "button"] for row in rows]


def active(arguments: dict[str, Any]) -> list[str]:
    """Everything in a message that would call somebody, name a channel, link or unfurl."""
    found = [match[0] for match in SPECIAL.finditer(str(arguments.get("text") or ""))]
    for each in walk(arguments.get("blocks") or []):
        if each.get("type") in ("user", "usergroup", "channel", "broadcast", "link", "team") and not _only_calls(each):
            found.append(str(each))
        if each.get("type") == "mrkdwn":
            found += [match[0] for match in SPECIAL.finditer(each.get("text", ""))]
    if arguments.get("link_names") or str(arguments.get("parse") or "none") != "none":
        found.append("parse or link_names")
    if arguments.get("unfurl_links") is not False and arguments.get("unfurl_links") is not None:
        found.append("unfurl_links")
    return found


def _only_calls(element: dict[str, Any]) -> bool:
    """Whether pressing it calls the very number that its reader sees, and does nothing else."""
    number = "".join(letter for letter in str(element.get("text", "")) if letter not in "\u200f\u2066\u2068\u2069")
    return bool(re.fullmatch(r"\+[0-9]{5,15}", number)) and element.get("url") == f"tel:{number}"


def unescaped(text: str) -> str:
    """Slack's three escapes undone."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

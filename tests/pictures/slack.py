"""Block Kit as HTML that looks like Slack: messages, App Home, modals.

Each block takes its direction from its first letter (``dir="auto"``, which looks into isolates too); rows of buttons run from left to right
whatever the language and wrap where they are too wide.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

_MARKUP = (
    (re.compile(r"(?<!\w)\*([^*\n]+)\*(?!\w)"), r"<b>\1</b>"),
    (re.compile(r"(?<!\w)_([^_\n]+)_(?!\w)"), r"<i>\1</i>"),
    (re.compile(r"(?<!\w)~([^~\n]+)~(?!\w)"), r"<s>\1</s>"),
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"&lt;[^&|]+\|([^&]+)&gt;"), r"<u>\1</u>"),
)


def message(blocks: Any) -> str:
    """The blocks of one message or of the home tab."""
    return "".join(_block(block) for block in blocks)


def view(told: dict[str, Any]) -> str:
    """A view of ``views.open`` or ``views.publish``."""
    if told["type"] == "home":
        return f'<div class="home">{message(told["blocks"])}</div>'
    foot = f'<span class="key">{_text(told["close"])}</span><span class="key primary">{_text(told["submit"])}</span>'
    head = f'<div class="title" dir="auto">{_text(told["title"])}</div>'
    return f'<div class="modal">{head}{message(told["blocks"])}<div class="foot">{foot}</div></div>'


def _block(block: dict[str, Any]) -> str:  # noqa: PLR0911 - a line for each kind of block
    match block["type"]:
        case "rich_text":
            return "".join(_rich(each) for each in block["elements"])
        case "section":
            fields = "".join(f'<div class="field">{_lines(each)}</div>' for each in block.get("fields", ()))
            beside = _element(block["accessory"]) if "accessory" in block else ""
            text = _lines(block["text"]) if "text" in block else ""
            return f'<div class="section"><div class="grow">{text}{fields}</div>{beside}</div>'
        case "header":
            return f'<div class="header" dir="auto">{_text(block["text"])}</div>'
        case "context":
            return f'<div class="context">{"".join(_lines(each) for each in block["elements"])}</div>'
        case "divider":
            return "<hr>"
        case "actions":
            return f'<div class="actions">{"".join(_element(each) for each in block["elements"])}</div>'
        case "input":
            optional = ' <span class="faint">(optional)</span>' if block.get("optional") else ""
            label = f'<div class="label" dir="auto">{_text(block["label"])}{optional}</div>'
            return f'<div class="input">{label}{_element(block["element"])}</div>'
        case "table" | "data_table":
            return _table(block)
        case "data_visualization":
            return _chart(block)
        case _:
            return f'<div class="unknown">{escape(str(block))}</div>'


def _rich(element: dict[str, Any]) -> str:
    told = ""
    for each in element["elements"]:
        words = escape(each["text"]) if each["type"] == "text" else _active(each)
        told += f"<b>{words}</b>" if each.get("style", {}).get("bold") else words
    return f'<div class="lines" dir="auto">{told}</div>'


def _active(told: dict[str, Any]) -> str:
    """What can be pressed: a link by its words; anything else of a rich text as it is written."""
    return (
        f"<u>{escape(told.get('text') or told['url'])}</u>" if told["type"] == "link" else f"<u>{escape(str(told))}</u>"
    )


def _text(told: dict[str, Any]) -> str:
    """A text object: plain, or Slack's markup with its three escapes, which are HTML's own."""
    if told["type"] == "plain_text":
        return escape(told["text"])
    text = told["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    shown = escape(text, quote=False)
    for found, made in _MARKUP:
        shown = found.sub(made, shown)
    return shown


def _lines(told: dict[str, Any]) -> str:
    return f'<div class="lines" dir="auto">{_text(told)}</div>'


def _element(told: dict[str, Any]) -> str:  # noqa: PLR0911 - a line for each kind of element
    match told["type"]:
        case "button":
            kind = told.get("style", "") + (" asks" if "confirm" in told else "")
            return f'<span class="key {kind}" dir="auto">{_text(told["text"])}{_confirm(told)}</span>'
        case "overflow":
            options = "".join(f'<div dir="auto">{_text(each["text"])}</div>' for each in told["options"])
            return f'<div class="menu"><span class="key">⋯</span><div class="options">{options}</div></div>'
        case "radio_buttons" | "checkboxes":
            return "".join(_choice(told, each) for each in told["options"])
        case "static_select" | "external_select":
            return f'<span class="select" dir="auto">{_chosen(told)} ⌄</span>' + _offered(told)
        case "datepicker":
            return f'<span class="select">📅 {escape(told.get("initial_date", "Select a date"))}</span>'
        case "timepicker":
            return f'<span class="select">🕘 {escape(told.get("initial_time", "Select a time"))}</span>'
        case "plain_text_input":
            tall = " tall" if told.get("multiline") else ""
            return f'<div class="blank lines{tall}" dir="auto">{escape(told.get("initial_value", ""))}</div>'
        case _:
            return f'<div class="unknown">{escape(str(told))}</div>'


def _confirm(told: dict[str, Any]) -> str:
    if "confirm" not in told:
        return ""
    words = " / ".join(_text(told["confirm"][each]) for each in ("title", "text", "confirm", "deny"))
    return f'<small dir="auto">{words}</small>'


def _chosen(told: dict[str, Any]) -> str:
    if "initial_option" in told:
        return _text(told["initial_option"]["text"])
    return f'<span class="faint">{_text(told["placeholder"]) if "placeholder" in told else "Choose an option"}</span>'


def _offered(told: dict[str, Any]) -> str:
    options = [_text(each["text"]) for each in told.get("options", ())]
    return f'<div class="options">{"".join(f"<div dir=auto>{each}</div>" for each in options)}</div>' if options else ""


def _choice(told: dict[str, Any], option: dict[str, Any]) -> str:
    chosen = option == told.get("initial_option") or option in told.get("initial_options", ())
    mark = ("◉" if chosen else "○") if told["type"] == "radio_buttons" else ("☑" if chosen else "☐")
    return f'<div class="choice">{mark} <span dir="auto">{_text(option["text"])}</span></div>'


def _table(block: dict[str, Any]) -> str:
    caption = f'<caption dir="auto">{escape(block["caption"])}</caption>' if block.get("caption") else ""
    rows = ""
    for number, row in enumerate(block["rows"]):
        tag = "td" if number else "th"
        rows += "<tr>" + "".join(f'<{tag} dir="auto">{escape(cell["text"])}</{tag}>' for cell in row) + "</tr>"
    return f"<table>{caption}{rows}</table>"


def _chart(block: dict[str, Any]) -> str:
    data = block["chart"]["series"][0]["data"]
    most = max((abs(each["value"]) for each in data), default=0) or 1
    bars = ""
    for each in data:
        width = 100 * abs(each["value"]) / most
        bars += f'<tr><td dir="auto">{escape(each["label"])}</td><td class="bar"><i style="width:{width:.0f}%"></i></td></tr>'
    return f'<table class="chart"><caption dir="auto">{escape(block["title"])}</caption>{bars}</table>'

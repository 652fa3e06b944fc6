"""Slack's description of the app, from ``adapters/slack/manifest.yaml``, in the form that is wanted: HTTP, agent, Arabic, a link.

The file is written in a small part of YAML (maps, lists, plain and quoted text, numbers, true and false), which is read here;
Slack takes the result as JSON, which is YAML too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH: Final = "/slack"
"""Where HTTP mode is served."""
_NEW_APP: Final = "https://api.slack.com/apps?new_app=1&manifest_json="
_ABOUT: Final = {
    "en": "Log calls, find customers and keep your follow-ups by writing one sentence, in English or Arabic.",
    "ar": "سجّل مكالماتك وابحث عن عملائك وتابع مواعيدك بجملة واحدة، بالعربية أو الإنجليزية.",
}
_PROMPTS: Final = {
    "en": (("My day", "today"), ("What is overdue?", "overdue"), ("My pipeline", "pipeline")),
    "ar": (("يومي", "متابعاتي اليوم"), ("ما المتأخر؟", "المتأخرة"), ("صفقاتي", "صفقاتي")),
}
_ARABIC: Final = {
    "Daftar": "دفتر",
    "Your team's customers, in chat": "عملاء فريقك في المحادثة",
    "Log, find, remind": "سجّل وابحث وتذكّر",
    "acme | called Sara… | today | help": "أكمي | كلمت سارة… | اليوم | مساعدة",
    "Log to CRM": "التسجيل في العملاء",
    "Save this message on a customer": "حفظ هذه الرسالة لدى عميل",
    "Log an interaction": "تسجيل تواصل",
    "Call, visit or note": "مكالمة أو زيارة أو ملاحظة",
    "Find a customer": "البحث عن عميل",
    "Look up a customer": "عرض بطاقة عميل",
}
"""The manifest's texts in Arabic; a test holds them against the file."""


@dataclass(frozen=True)
class Form:
    """What is asked of the manifest. ``http`` is the public address of HTTP mode, with or without ``PATH``; None for Socket Mode."""

    agent: bool = False
    http: str | None = None
    language: str = "en"
    command: str | None = None


def manifest(form: Form | None = None) -> dict[str, Any]:
    """The manifest as Slack takes it. Raises ValueError for an address that is not https or a command that is none."""
    asked = form or Form()
    told: dict[str, Any] = json.loads(json.dumps(_plain()))
    if asked.command is not None:
        _name_command(told, asked.command)
    if asked.http is not None:
        _over_http(told, asked.http)
    if asked.agent:
        _as_agent(told, asked.language)
    return _in_arabic(told) if asked.language == "ar" else told


def link(told: dict[str, Any]) -> str:
    """The address that opens Slack's page "create an app" with everything filled in."""
    return _NEW_APP + quote(json.dumps(told, ensure_ascii=False, separators=(",", ":")))


def scopes() -> frozenset[str]:
    """What the bot token is allowed to do, by the manifest."""
    return frozenset(_plain()["oauth_config"]["scopes"]["bot"])


@cache
def _plain() -> dict[str, Any]:
    text = files("adapters.slack").joinpath("manifest.yaml").read_text("utf-8")
    found: dict[str, Any] = read(text)
    return found


def _name_command(told: dict[str, Any], command: str) -> None:
    name = "/" + command.removeprefix("/")
    if len(name) < 2 or any(letter.isspace() for letter in name) or name != name.lower() or len(name) > 32:  # noqa: PLR2004 - Slack's rule
        raise ValueError(f"{command} is no slash command: small letters without spaces, at most 32")
    told["features"]["slash_commands"][0]["command"] = name


def _over_http(told: dict[str, Any], address: str) -> None:
    if not address.startswith("https://"):
        raise ValueError(f"Slack posts to https:// addresses only, not to {address}")
    address = address.rstrip("/").removesuffix(PATH) + PATH
    told["settings"]["socket_mode_enabled"] = False
    told["settings"]["event_subscriptions"]["request_url"] = address
    told["settings"]["interactivity"]["request_url"] = address
    for command in told["features"].get("slash_commands", ()):
        command["url"] = address


def _as_agent(told: dict[str, Any], language: str) -> None:
    prompts = [{"title": title, "message": message} for title, message in _PROMPTS[language]]
    told["features"]["agent_view"] = {"agent_description": _ABOUT[language], "suggested_prompts": prompts}
    told["oauth_config"]["scopes"]["bot"].append("assistant:write")
    told["settings"]["event_subscriptions"]["bot_events"].append("app_context_changed")


def _in_arabic(told: Any) -> Any:
    match told:
        case dict():
            return {key: _in_arabic(value) for key, value in told.items()}
        case list():
            return [_in_arabic(value) for value in told]
        case str():
            return _ARABIC.get(told, told)
        case _:
            return told


# -- the part of YAML that the file is written in ------------------------------------------------------------------------------


def read(text: str) -> Any:
    """What such a file says. Raises ValueError, with the line, for what is not in this part of YAML."""
    lines = list(_lines(text))
    value, at = _block(lines, 0, lines[0][1]) if lines else ({}, 0)
    if at < len(lines):
        raise ValueError(f"line {lines[at][0]}: it is indented otherwise than what stands before it")
    return value


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Number, depth and content of each line that says something."""
    for number, line in enumerate(text.splitlines(), 1):
        content = line.strip()
        if content and not content.startswith("#"):
            if "\t" in line:
                raise ValueError(f"line {number}: a tab")
            yield number, len(line) - len(line.lstrip()), content


def _block(lines: list[tuple[int, int, str]], at: int, depth: int) -> tuple[Any, int]:
    return _list(lines, at, depth) if lines[at][2].startswith("- ") else _map(lines, at, depth)


def _list(lines: list[tuple[int, int, str]], at: int, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while at < len(lines) and lines[at][1] == depth and lines[at][2].startswith("- "):
        number, _, content = lines[at]
        inner = content[2:].strip()
        if inner[:1] not in "\"'" and (": " in inner or inner.endswith(":")):
            # The first key of a map stands behind the dash; its others stand below it.
            lines[at] = (number, depth + 2, inner)
            value, at = _map(lines, at, depth + 2)
        else:
            value, at = _scalar(inner, number), at + 1
        found.append(value)
    return found, at


def _map(lines: list[tuple[int, int, str]], at: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while at < len(lines) and lines[at][1] == depth and not lines[at][2].startswith("- "):
        number, _, content = lines[at]
        key, colon, rest = content.partition(":")
        if not colon or (rest and not rest.startswith(" ")):
            raise ValueError(f"line {number}: no key")
        at += 1
        if rest.strip():
            found[key.strip()] = _scalar(rest.strip(), number)
        elif at < len(lines) and (lines[at][1] > depth or (lines[at][1] == depth and lines[at][2].startswith("- "))):
            found[key.strip()], at = _block(lines, at, lines[at][1])
        else:
            raise ValueError(f"line {number}: {key} has no value")
    return found, at


def _scalar(text: str, number: int) -> Any:
    if text[0] == '"':
        return json.loads(text)
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    if text[0] in "[{&*|>!%@`":
        raise ValueError(f"line {number}: {text[0]} is not read here")
    plain = text.split(" #", maxsplit=1)[0].strip()
    if plain in ("true", "false"):
        return plain == "true"
    return int(plain) if plain.isdecimal() else plain

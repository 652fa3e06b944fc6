"""One line of ``say -`` or ``explain -``: plain text, or a JSON object with the keys of CLI.md."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_KEYS = frozenset({"text", "press", "edit", "tick", "reply_to", "as", "now", "in_group"})


class Unreadable(ValueError):
    """A line that cannot be read; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a line says. Exactly one of text, press, edit and tick; ``rep`` and ``now`` stay in force afterwards."""

    text: str | None = None
    press: str | None = None
    edit: str | None = None
    tick: bool = False
    reply_to: int | None = None
    rep: str | None = None
    now: datetime | None = None
    in_group: bool = False

    @property
    def shown(self) -> str | None:
        """What stands under ``message`` in the answer."""
        return next((told for told in (self.text, self.press, self.edit) if told is not None), None)


def read_line(line: str) -> Line:
    """Read one line. Raises Unreadable. Plain text that begins with ``{`` must be JSON."""
    line = line.rstrip("\r\n")
    if not line.lstrip().startswith("{"):
        return Line(text=line)
    try:
        told = json.loads(line)
    except ValueError as wrong:
        raise Unreadable(f"no JSON: {wrong}") from None
    except RecursionError:
        raise Unreadable("no JSON: nested too deeply") from None
    unknown = sorted(set(told) - _KEYS)
    if unknown:
        raise Unreadable(f"unknown key {unknown[0]}; there are {', '.join(sorted(_KEYS))}")
    read = Line(
        text=_text(told, "text"),
        press=_text(told, "press"),
        edit=_text(told, "edit"),
        tick=_flag(told, "tick"),
        reply_to=_count(told, "reply_to"),
        rep=_text(told, "as"),
        now=moment(told["now"]) if told.get("now") is not None else None,
        in_group=_flag(told, "in_group"),
    )
    if sum((read.text is not None, read.press is not None, read.edit is not None, read.tick)) != 1:
        raise Unreadable("one of text, press, edit and tick is needed")
    return read


def moment(told: Any) -> datetime:
    """A moment as ISO 8601 with an offset. Raises Unreadable."""
    try:
        at = datetime.fromisoformat(told)
    except (TypeError, ValueError):
        raise Unreadable(f"no moment: {told!r}; write it as 2026-11-22T14:05:00+03:00") from None
    if at.tzinfo is None:
        raise Unreadable(f"{told} has no offset; write it as {told}+03:00")
    return at


def _text(told: dict[str, Any], key: str) -> str | None:
    value = told.get(key)
    if value is not None and not isinstance(value, str):
        raise Unreadable(f"{key} is a text")
    return value


def _flag(told: dict[str, Any], key: str) -> bool:
    value = told.get(key)
    if value is not None and not isinstance(value, bool):
        raise Unreadable(f"{key} is true or false")
    return bool(value)


def _count(told: dict[str, Any], key: str) -> int | None:
    value = told.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise Unreadable(f"{key} counts back from 1")
    return value

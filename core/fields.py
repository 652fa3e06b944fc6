"""Setting fields from outside: which a record has, which of them may be set, and which values they take."""

from __future__ import annotations

import difflib
import re
import typing
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.columns import Row
from core.errors import BadValue, NoSuchSetting

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_NEVER = frozenset({"id", "created_at", "created_by_id", "updated_at", "last_contacted_at"})


def checked(row: type[Row], values: dict[str, Any], *, also_fixed: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The values, texts stripped and empty ones None where the field may be empty.

    Raises NoSuchSetting for a field that the record has not or that nobody sets, BadValue (``empty``, ``choice``).
    """
    kind: Any = row
    kinds = _settable(kind, also_fixed)
    return {name: _value(kinds, name, value) for name, value in values.items()}


@dataclass(frozen=True)
class _Kind:
    """What a field takes: whether it may be empty, and its values where they are few."""

    empty: bool
    choices: tuple[Any, ...] | None


@cache
def _settable(row: Any, also_fixed: frozenset[str]) -> dict[str, _Kind]:
    told: dict[str, _Kind] = {}
    for name, field in row.model_fields.items():
        if name not in _NEVER | also_fixed:
            given = typing.get_args(field.annotation)
            few = typing.get_origin(field.annotation) is typing.Literal
            told[name] = _Kind(type(None) in given, given if few else None)
    return told


def _value(kinds: dict[str, _Kind], name: str, value: Any) -> Any:
    kind = kinds.get(name)
    if kind is None:
        raise NoSuchSetting(name, difflib.get_close_matches(name, kinds, n=3, cutoff=0.5))
    if isinstance(value, str):
        value = value.strip()
        if value != storable(value):
            raise BadValue(name, storable(value), "characters")
        if not value and kind.empty:
            return None
    if value in (None, "") and name in ("name", "title") and not kind.empty:
        raise BadValue(name, "", "empty")
    if kind.choices is not None and value not in kind.choices:
        raise BadValue(name, str(value), "choice")
    return value


def storable(text: str) -> str:
    """The text with what neither database keeps (NUL, lone surrogates) shown as U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)

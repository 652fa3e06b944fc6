"""Setting fields from outside: which a record has, which of them may be set, and which values they take."""

from __future__ import annotations

import difflib
import re
import typing
from typing import Any

from core.columns import Row
from core.errors import BadValue, NoSuchSetting

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_NEVER = frozenset({"id", "created_at", "created_by_id", "updated_at", "last_contacted_at"})


def checked(row: type[Row], values: dict[str, Any], *, also_fixed: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The values, texts stripped and empty ones None where the field may be empty.

    Raises NoSuchSetting for a field that the record has not or that nobody sets, BadValue (``empty``, ``choice``).
    """
    settable = [name for name in row.model_fields if name not in _NEVER | also_fixed]
    return {name: _value(row, settable, name, value) for name, value in values.items()}


def _value(row: type[Row], settable: list[str], name: str, value: Any) -> Any:
    if name not in settable:
        raise NoSuchSetting(name, difflib.get_close_matches(name, settable, n=3, cutoff=0.5))
    kind = row.model_fields[name].annotation
    if isinstance(value, str):
        value = value.strip()
        if value != storable(value):
            raise BadValue(name, storable(value), "characters")
        if not value and type(None) in typing.get_args(kind):
            return None
    if value in (None, "") and name in ("name", "title") and type(None) not in typing.get_args(kind):
        raise BadValue(name, "", "empty")
    if typing.get_origin(kind) is typing.Literal and value not in typing.get_args(kind):
        raise BadValue(name, str(value), "choice")
    return value


def storable(text: str) -> str:
    """The text with what neither database keeps (NUL, lone surrogates) shown as U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)

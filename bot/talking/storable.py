"""Raw updates without what no database keeps (NUL, lone surrogates): such characters are kept as U+FFFD."""

from __future__ import annotations

from typing import Any

from core.fields import storable


def storable_body(body: dict[str, Any]) -> dict[str, Any]:
    """The same update with texts that can be kept."""
    return {storable(str(key)): _storable(value) for key, value in body.items()}


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return storable_body(value)
    if isinstance(value, list):
        return [_storable(each) for each in value]
    return value

"""What came in, before anybody has looked at it."""

from __future__ import annotations

from typing import Any, NamedTuple


class Raw(NamedTuple):
    """A raw update: its own id, what it says, the key of the gesture that made it, and its chat."""

    ext_id: str
    body: dict[str, Any]
    gesture: str | None = None
    chat: str = ""

"""A file that somebody sent: where it lies and what it is, never its contents.

The platform keeps the bytes; the bot hands the file out again by its id (Bot API, "Sending files": a file that is on Telegram's
servers is sent by ``file_id``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self

FileKind = Literal["photo", "document", "voice", "audio", "video"]


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """``ref`` is the platform's id of it; ``size`` is in bytes and ``seconds`` its length, 0 where nobody told."""

    kind: FileKind
    platform: str
    ref: str
    name: str = ""
    size: int = 0
    seconds: int = 0

    def to_json(self) -> dict[str, Any]:
        """The complete form."""
        return {key: value for key, value in vars(self).items() if value not in ("", 0)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Read back what ``to_json`` wrote."""
        return cls(**value)

    def shown(self) -> dict[str, Any]:
        """The command line's form."""
        return {"kind": self.kind, **({"name": self.name} if self.name else {})}

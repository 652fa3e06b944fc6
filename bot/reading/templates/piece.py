"""The words of one slot: what a template or a clause found for a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.reading.context import Context
    from bot.reading.templates.match import Text


class Unreadable(Exception):
    """The words are no such thing: the template does not fit."""


@dataclass(frozen=True)
class Piece:
    """The words of a slot: the text they stand in, and from which word to before which."""

    text: Text
    first: int
    last: int
    field: str
    context: Context

    @property
    def said(self) -> str:
        """As typed."""
        return self.text.said(self.first, self.last)

    @property
    def folded(self) -> list[str]:
        """Folded."""
        return self.text.folded[self.first : self.last]

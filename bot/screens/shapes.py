"""The shapes of a form and of a board, as platforms that have such things are given them. No platform's limits are known here.

Texts of a board are spans like those of a message; labels are in the rep's language already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from bot.reply import Key, Text

Fill = Literal["customer", "choice", "text", "line", "day", "time", "tick"]
"""How a blank is filled: a customer found while typing; one of several; lines of text; one line; a day (ISO 8601); an hour
(``15:00``); a tick (``yes`` or nothing)."""


@dataclass(frozen=True, kw_only=True)
class Blank:
    """One thing to fill in. ``value`` is what stands there already, ``shown`` its words where the value is an id."""

    name: str
    label: str
    fill: Fill
    value: str = ""
    shown: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """(value, label) of a ``choice``."""
    optional: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {**vars(self), "choices": [list(choice) for choice in self.choices]}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Blank:
        """Read back what ``to_json`` wrote."""
        kept: dict[str, Any] = told | {"choices": tuple((value, label) for value, label in told["choices"])}
        return cls(**kept)


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form. ``token`` stands for what it is about; it comes back with what was filled in."""

    title: str
    save: str
    leave: str
    blanks: tuple[Blank, ...]
    token: str
    missing: str
    """What is said below a blank that must be filled and is not."""

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {**vars(self), "blanks": [blank.to_json() for blank in self.blanks]}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Form:
        """Read back what ``to_json`` wrote."""
        kept: dict[str, Any] = told | {"blanks": tuple(Blank.from_json(blank) for blank in told["blanks"])}
        return cls(**kept)


@dataclass(frozen=True)
class Heading:
    """A line in large letters."""

    text: str


@dataclass(frozen=True)
class Line:
    """A line of text with a menu of its own, opened by a press."""

    text: Text
    menu: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Row:
    """Buttons beside each other."""

    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Picks:
    """One of several; ``chosen`` is the token of the one in force, None where none of them is."""

    label: Text
    keys: tuple[Key, ...]
    chosen: str | None = None


@dataclass(frozen=True)
class Rule:
    """A line across."""


BoardPart = Heading | Line | Row | Picks | Rule


@dataclass(frozen=True)
class Board:
    """A rep's board, from top to bottom."""

    parts: tuple[BoardPart, ...]

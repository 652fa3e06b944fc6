"""What goes out: a Reply (inside, its buttons are commands) becomes an Outgoing (outside, they are random tokens).

Text is spans, not markup: values go in after the template was cut into spans, so a customer named ``*_Ltd_*`` or
``<!channel>`` cannot break or abuse a platform. Escaping and direction marks are the adapters' ``write.py`` alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from bot.command import Command
    from bot.messages import Place
    from bot.screens.shapes import Board, Form

Tone = Literal["plain", "value", "ltr", "phone", "strong"]
"""How a span is written: our own words; an inserted value (isolated); a value that is always left to right (e-mails, ids,
amounts); an international number, left to right as well, that may be pressed to call; our own words, emphasised."""
CALLABLE = re.compile(r"\+[0-9]{5,15}")
"""A number that can be called as it stands, from any country (E.164)."""


@dataclass(frozen=True)
class Span:
    """A run of text of one tone. A line break is a newline inside a plain span."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Text:
    """One or more lines of spans."""

    spans: tuple[Span, ...]

    @property
    def plain(self) -> str:
        """The text without any marks, as it is compared and searched."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Table:
    """Rows of cells under headings; a platform without tables writes it as lines."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True)
class Chart(Table):
    """Bars, one a row: its first cell names it, ``values`` are their lengths. Where there are no charts it is a table."""

    values: tuple[float, ...] = ()


@dataclass(frozen=True)
class Document:
    """A file to hand over: its ``data``, or ``ref``, the id of a file that lies on the platform it goes to, of that ``kind``."""

    name: str
    data: bytes
    media_type: str = "text/csv"
    ref: str = ""
    kind: Literal["photo", "document", "voice", "audio", "video"] = "document"


Part = Text | Table | Document


@dataclass(frozen=True)
class Button:
    """A label in the rep's language and what pressing it does, as if the rep had typed that command.

    ``asks`` marks a button that answers an open question instead: the engine keeps its value with the question.
    """

    label: str
    command: Command


@dataclass(frozen=True)
class Copy:
    """A button that puts ``text`` into the reader's clipboard and does nothing else; for platforms that have such buttons.

    It is beside the others because nothing is pressed in Daftar: it has no token, and no platform without it lacks anything.
    """

    label: str
    text: str


@dataclass(frozen=True)
class Reply:
    """An answer. ``private`` asks for it to be given where only the rep reads, also when the question came from a group."""

    parts: tuple[Part, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    private: bool = False
    shared: bool = False
    """Meant for everybody in the group where it was asked for: the rep pressed a button that says so."""
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True)
class Key:
    """A button outside: its label and a random token of 22 characters (128 bits)."""

    label: str
    token: str


@dataclass(frozen=True)
class Above:
    """What stays of a message that is rewritten: its words, and the buttons that still mean something."""

    parts: tuple[Part, ...] = ()
    keys: tuple[tuple[Key, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message for a platform. ``edits`` is the platform's id of the message to rewrite instead of sending anew.

    ``above`` is what of that message stays, before the parts. ``form`` is opened with ``handle`` instead of a message; where it
    cannot be (any more), the parts are sent. ``board`` replaces the rep's board; the parts stand at its top. ``marks`` is the id of
    a message in ``place`` that gets a mark: it was saved.

    ``mark`` is the delivery's own random id (Slack keeps it in the message's metadata); ``repeat`` says that the message
    may have been delivered already and must say so.
    """

    place: Place
    language: Literal["en", "ar"]
    parts: tuple[Part, ...]
    keys: tuple[tuple[Key, ...], ...] = ()
    edits: str | None = None
    silent: bool = False
    mark: str = ""
    repeat: bool = False
    extra: dict[str, Any] = field(default_factory=dict)
    above: Above | None = None
    form: Form | None = None
    handle: str = ""
    board: Board | None = None
    marks: str | None = None
    copies: tuple[Copy, ...] = ()

    @property
    def whole(self) -> tuple[Part, ...]:
        """What stays of a rewritten message, and the parts."""
        return (*self.above.parts, *self.parts) if self.above is not None and self.edits is not None else self.parts

    @property
    def all_keys(self) -> tuple[tuple[Key, ...], ...]:
        """The buttons that stay on a rewritten message, and the new ones."""
        return (*self.above.keys, *self.keys) if self.above is not None and self.edits is not None else self.keys

"""What became of a message, a press or a form that was heard: what is answered, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Outcome
    from bot.screens.shapes import Form
    from bot.talking.asking import Choice


@dataclass(frozen=True)
class Later:
    """A question that waits a moment, since more may come that it is about: its key, and that of the one it replaces."""

    key: str
    until: datetime
    instead_of: str = ""


@dataclass
class Heard:
    """What became of it: the reply with its commands on buttons, or a question with its choices."""

    outcome: Outcome
    reply: Reply
    command: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    choices: tuple[tuple[Choice, ...], ...] = ()
    personal: bool = False
    form: Form | None = None
    handle: str = ""
    """A form to open instead of an answer; ``reply`` is said where it cannot be opened."""
    board: bool = False
    """The answer goes to the top of the rep's board."""
    marks: str | None = None
    """The id of a message that was saved and gets a mark."""
    quiet: bool = False
    """There is nothing to say."""
    later: Later | None = None

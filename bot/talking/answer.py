"""What became of one message, for whoever called the road from within the program; and its JSON (CLI.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.plain import plain_text

if TYPE_CHECKING:
    from bot.desk import Outcome
    from bot.reply import Outgoing


@dataclass(frozen=True)
class Push:
    """One message that the bot sent first: to whom, of which kind."""

    rep: str
    kind: str
    outgoing: Outgoing

    def shown(self) -> dict[str, Any]:
        """The command line's form."""
        return {"rep": self.rep, "kind": self.kind, **_told(self.outgoing)}


@dataclass
class Answer:
    """One message's outcome. ``changes`` are those committed because of it, in the contract's form."""

    message: str | None = None
    command: str | None = None
    outcome: Outcome = "done"
    parameters: dict[str, Any] = field(default_factory=dict)
    replies: list[Outgoing] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    pushes: list[Push] = field(default_factory=list)
    milliseconds: float = 0.0
    waits: bool = False
    """It is not handled yet: what its file holds is being fetched."""
    again: bool = False
    """It failed and will be tried again; nothing was said yet."""
    outbox_ids: list[int] = field(default_factory=list)
    """The outbox rows that answer the message; the sender tells which were delivered."""

    def shown(self) -> dict[str, Any]:
        """The command line's form, to the letter of CLI.md."""
        return {
            "message": self.message,
            "command": self.command,
            "outcome": self.outcome,
            "parameters": self.parameters,
            "replies": [_told(outgoing) for outgoing in self.replies],
            "changes": self.changes,
            "pushes": [push.shown() for push in self.pushes],
            "milliseconds": round(self.milliseconds, 2),
        }


def _told(outgoing: Outgoing) -> dict[str, Any]:
    return {
        "text": plain_text(outgoing.parts),
        "buttons": [[key.label for key in row] for row in outgoing.keys],
    }

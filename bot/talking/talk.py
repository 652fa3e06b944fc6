"""What one rep's talk in one place remembers between messages: the open question, the last list, whom it is about.

A thin reading of the Conversation row; it lives inside the transaction of one message and is written back with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.command import Command
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.reading.draft import Pending
from bot.talking.asking import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.messages import Place
    from core.crm import Crm
    from core.talking.rows import Conversation

RECEIPT_HOLDS = timedelta(hours=2)
"""For so long the customer of the last receipt decides between equal names (READING.md, small decisions)."""
PUSHED_KEPT = 20
OPERATOR = "terminal"
"""The platform whose speakers are reps by id: whoever may open the notebook's file may be anybody."""
_PRIVATE = "private"
"""The place under which is kept what all private chats of a rep know: the last list, the reminders that were pushed."""


@dataclass(frozen=True)
class Open:
    """An open question: an unfinished sentence, or a command that waits for a word (``into``), and its buttons.

    ``takes_back`` is the step that the answer's step replaces: the question came from an edited message. ``key`` is the
    message that asked, so that an edit of it replaces the question.
    """

    pending: Pending | None = None
    command: Command | None = None
    into: str | None = None
    choices: tuple[Choice, ...] = ()
    said: str = ""
    takes_back: int | None = None
    key: str = ""
    commands: tuple[Command, ...] = field(default=())
    """What was to be carried out when the core found a look-alike; ``command`` is the one among them."""
    gathered: tuple[dict[str, Any], ...] = field(default=())
    """The messages that it is about, while more may follow: forwards, the pictures of one album."""
    page: str = ""
    """What its buttons show instead of the likeliest answers: the month ``2026-11``, or the hours of ``2026-11-24``."""

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        told: dict[str, Any] = {"said": self.said, "key": self.key}
        told["choices"] = [[choice.label, choice.answer] for choice in self.choices]
        if self.pending is not None:
            told["pending"] = self.pending.to_json()
        if self.command is not None:
            told["command"] = self.command.to_json()
        if self.into is not None:
            told["into"] = self.into
        if self.takes_back is not None:
            told["takes_back"] = self.takes_back
        if self.gathered:
            told["gathered"] = list(self.gathered)
        if self.page:
            told["page"] = self.page
        if self.commands:
            told["commands"] = [command.to_json() for command in self.commands]
        return told

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Open:
        """Read back what ``to_json`` wrote. Raises KeyError or TypeError where a command is not there any more."""
        return cls(
            pending=Pending.from_json(told["pending"]) if "pending" in told else None,
            command=Command.from_json(told["command"]) if "command" in told else None,
            into=told.get("into"),
            choices=tuple(Choice(label, answer) for label, answer in told["choices"]),
            said=told["said"],
            takes_back=told.get("takes_back"),
            key=told.get("key", ""),
            commands=tuple(Command.from_json(each) for each in told.get("commands", ())),
            gathered=tuple(told.get("gathered", ())),
            page=told.get("page", ""),
        )


def talk_of(crm: Crm, place: Place, rep_id: int, *, wait: bool = True) -> Talk:
    """The talk that goes on in that place; nobody else changes it until this transaction ends.

    Another that is about to change it is waited for, or with ``wait`` false InUse is raised.

    Talks do not mix: a question is answered where it was asked, ``it`` and ``no, yesterday`` mean what was said there. But a
    rep's private chats know of each other's lists and reminders, so that what came on Slack is done on Telegram. What the
    operator says in a rep's name stands apart, and so does a group.
    """
    if not place.private or place.group is not None or place.platform == OPERATOR:
        return Talk(crm, crm.conversations.beside(place.key, place.key, rep_id, wait=wait)[0])
    own, everywhere = crm.conversations.beside(place.key, _PRIVATE, rep_id, wait=wait)
    return Talk(crm, own, everywhere)


class Talk:
    """One conversation. Its setters write to the row, so that the transaction keeps them."""

    def __init__(self, crm: Crm, row: Conversation, everywhere: Conversation | None = None) -> None:
        self._crm = crm
        self._row = row
        self._everywhere = row if everywhere is None else everywhere
        self._standing: dict[int, bool | None] = {}

    @property
    def question(self) -> Open | None:
        """The open question; None where there is none, or where it is about a command that is gone."""
        if not self._row.pending:
            return None
        try:
            return Open.from_json(self._row.pending)
        except (KeyError, TypeError, ValueError):
            return None

    @question.setter
    def question(self, question: Open | None) -> None:
        if question is None and self._row.pending is None:
            return
        self._row.pending = question.to_json() if question is not None else None
        self._row.pending_at = self._crm.now if question is not None else None

    @property
    def listed(self) -> tuple[Ref, ...]:
        """The numbered list that numbers mean, in its order: the last one here, or after two hours the last one anywhere."""
        row = self._row if self._listed_lately() else self._everywhere
        return tuple(Ref.from_json(told) for told in row.listed or ())

    @listed.setter
    def listed(self, refs: Sequence[Ref]) -> None:
        told = [ref.to_json() for ref in refs]
        self._row.listed = self._everywhere.listed = told
        self._remember({"#listed_at": self._crm.now.isoformat()})

    def _listed_lately(self) -> bool:
        at = self._about().get("#listed_at")
        return at is not None and self._crm.now - datetime.fromisoformat(at) <= RECEIPT_HOLDS

    @property
    def party(self) -> Party | None:
        """Whom ``it``, ``him``, ``her`` mean."""
        return Party.from_json(self._row.last_party) if self._row.last_party else None

    @party.setter
    def party(self, party: Party | None) -> None:
        self._row.last_party = party.to_json() if party is not None else None
        self._row.last_party_at = self._crm.now

    @property
    def receipt(self) -> Party | None:
        """The customer of the last receipt or card, at most two hours old and not undone since."""
        at: datetime | None = self._row.last_party_at
        if at is None or not timedelta(0) <= self._crm.now - at <= RECEIPT_HOLDS:
            return None
        step_id = self._about().get("#party_step")
        undone = step_id is not None and self._stands(int(step_id)) is False
        return None if undone else self.party

    def wrote(self, step_id: int, commands: Sequence[Command], *, about: bool) -> None:
        """Remember the step that this message wrote, for corrections. ``about``: the party in mind is that of this step."""
        self._row.last_step_id = step_id
        written = {"step": step_id, "commands": [command.to_json() for command in commands]}
        self._remember({"#written": written, "#party_step": step_id if about else None})

    def looked(self) -> None:
        """The party in mind now comes from a card, which no undo takes away."""
        self._remember({"#party_step": None})

    @property
    def written(self) -> tuple[tuple[Command, ...], int | None]:
        """The commands of the last step written here and its id, while it stands; else nothing and None."""
        told = self._about().get("#written")
        if not told:
            return (), None
        if not self._stands(int(told["step"])):
            return (), None
        try:
            return tuple(Command.from_json(each) for each in told["commands"]), int(told["step"])
        except (KeyError, TypeError, ValueError):
            return (), int(told["step"])

    def pushed(self, follow_up_id: int) -> None:
        """A reminder of that follow-up was pushed, here or in another private chat of the rep."""
        ids = [each for each in self.pushed_ids if each != follow_up_id]
        self._everywhere.about = {**(self._everywhere.about or {}), "#pushed": [*ids, follow_up_id][-PUSHED_KEPT:]}

    @property
    def pushed_ids(self) -> list[int]:
        """The follow-ups whose reminders were pushed, oldest first, finished ones too."""
        return [int(each) for each in (self._everywhere.about or {}).get("#pushed", [])]

    @property
    def board(self) -> bool:
        """Whether the rep opened the board of this platform once."""
        return bool(self._about().get("#board"))

    def has_board(self) -> None:
        """The rep opened it."""
        if not self.board:
            self._remember({"#board": True})

    @property
    def asked_for(self) -> Command | None:
        """The last question over the data that can be kept under a name; None where there was none."""
        told = self._about().get("#asked")
        try:
            return Command.from_json(told) if told else None
        except (KeyError, TypeError, ValueError):
            return None

    def ask_for(self, command: Command) -> None:
        """Remember that question."""
        self._remember({"#asked": command.to_json()})

    @property
    def album(self) -> tuple[str, int] | None:
        """The last album of which a part was logged here, and the interaction that keeps it."""
        told = self._about().get("#album")
        return (str(told[0]), int(told[1])) if told else None

    def logged_album(self, album: str, interaction_id: int) -> None:
        """What comes with that album belongs to that interaction."""
        self._remember({"#album": [album, interaction_id]})

    @property
    def welcomed(self) -> bool:
        """Whether the rep was told once how to talk to the bot."""
        return bool(self._about().get("#welcomed"))

    def welcome(self) -> None:
        """Tell no more."""
        self._remember({"#welcomed": True})

    def _about(self) -> dict[str, Any]:
        return self._row.about or {}

    def _stands(self, step_id: int) -> bool | None:
        """Whether a step is in effect, as it was when this message came: asked once."""
        if step_id not in self._standing:
            self._standing[step_id] = self._crm.steps.stands(step_id)
        return self._standing[step_id]

    def _remember(self, some: dict[str, Any]) -> None:
        told = {**self._about(), **some}
        self._row.about = {each: kept for each, kept in told.items() if kept is not None}

"""What a running command may touch: the open transaction, the rep, the language, and how to answer.

One desk lives for one message. What it is told to remember (``listed``, ``pointing_at``, ``ask``) is written to the
conversation of the place by the engine, in the same transaction as everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from bot.command import Command, commands_by_name
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.language.words import Words
from bot.reply import Button, Copy, Part, Reply
from bot.voice import Voice

if TYPE_CHECKING:
    from bot.kinds.when import When
    from bot.messages import Place
    from core.crm import Crm
    from core.team.rep import Rep

UNDO = Words(en="Undo", ar="تراجع")
Outcome = Literal["done", "asked", "refused", "not_understood", "failed"]
Picks = Literal["", "grid", "form"]
"""How a day is picked: typed, from a month of buttons in the message, or in a form of the platform's own."""
Listed = Ref | tuple[str, int]
"""A record of a numbered list: a Ref, or its kind and id alone: ``("follow_up", 12)``."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """An open question: its answer, typed freely, becomes ``field`` of ``command``. Without a field only the buttons answer."""

    command: Command | None = None
    field: str | None = None


@dataclass
class Remembered:
    """What a message leaves behind for the next one in this place. None means: as it was."""

    listed: list[Ref] | None = None
    party: Party | None = None
    question: Question | None = None
    follow_up: int | None = None
    asked: Command | None = None
    extra: dict[str, Any] = field(default_factory=dict)


class Desk(Voice):
    """A rep's desk for one message. ``now`` is the message's own time, in the rep's zone."""

    def __init__(self, crm: Crm, place: Place, *, said: str = "") -> None:
        rep = crm.rep
        if rep is None:
            msg = "a desk is a rep's"
            raise ValueError(msg)
        super().__init__(rep, crm.now, ZoneInfo(str(crm.zone)))
        self.crm = crm
        self.place = place
        self.said = said
        """The whole message as it was typed; kept with an interaction as its original."""
        self.teller: Callable[[Crm, Rep], Place | None] | None = None
        """Where other reps are told things; None: where they wrote last."""
        self.picks: Picks = ""
        """How a day is picked on the platform where this was said."""
        self.asked_before: Command | None = None
        """The last question of this place that can be kept under a name."""
        self.outcome: Outcome = "done"
        self.remembered = Remembered()

    # -- answering ---------------------------------------------------------------------------------------------------

    def reply(
        self,
        *parts: Part | None,
        buttons: Sequence[Sequence[Button] | Button] = (),
        private: bool = False,
        copies: Sequence[Copy] = (),
    ) -> Reply:
        """An answer. ``buttons`` are rows, or single buttons that make one row; None parts are left out."""
        told = tuple(part for part in parts if part is not None)
        return Reply(told, _rows(buttons), private, copies=tuple(copies))

    def ask(
        self,
        *parts: Part | None,
        buttons: Sequence[Sequence[Button] | Button] = (),
        then: Command | None = None,
        into: str | None = None,
    ) -> Reply:
        """An answer that asks: outcome ``asked``, and the transaction is undone. A typed answer fills ``into`` of ``then``.

        For what must be confirmed (deletion) or told in one line (Done + log). A missing or ambiguous parameter is not
        asked here but by the engine, before the command runs.
        """
        self.outcome = "asked"
        self.remembered.question = Question(command=then, field=into)
        return self.reply(*parts, buttons=buttons)

    def refuse(self, *parts: Part | None, buttons: Sequence[Sequence[Button] | Button] = ()) -> Reply:
        """An answer that says no: outcome ``refused``, and the transaction is undone."""
        self.outcome = "refused"
        return self.reply(*parts, buttons=buttons)

    def undo_button(self) -> Button:
        """``[Undo]``: takes back exactly the step that is running now, for 24 hours."""
        step = self.crm.steps.current
        return Button(self.word(UNDO), _command("undo", step=step.id if step is not None else None))

    def tell(self, rep_id: int, notice: str, key: str, **payload: Any) -> None:
        """Say something to another rep (a notice of ``bot/notices/`` by its name), once per ``key``; nothing to oneself.

        It goes out with the commit: ``desk.tell(omar.id, "asked", f"asked:{row.id}", follow_up=row.id)``.
        """
        from bot.delivering.waiting import place_of, post

        rep = self.crm.team.rep(rep_id)
        if rep.id == self.rep.id or not rep.active:
            return
        told = {"notice": notice, **payload}
        place = self.teller(self.crm, rep) if self.teller else place_of(self.crm, rep)
        post(self.crm, key, rep, place, kind=notice, payload=told)

    # -- times -------------------------------------------------------------------------------------------------------

    def moment(self, when: When) -> tuple[datetime, bool]:
        """(due_at in UTC, all_day). A day without an hour is due at the start of the rep's work day, in the rep's zone."""
        if when.at is not None:
            return when.at.astimezone(UTC), False
        starts: time = self.rep.work_starts
        return datetime.combine(when.date, starts, tzinfo=self.zone).astimezone(UTC), True

    # -- remembering -------------------------------------------------------------------------------------------------

    def listed(self, records: Sequence[Listed]) -> None:
        """Remember a numbered list that this answer shows: ``done 2`` means its second record."""
        self.remembered.listed = [record if isinstance(record, Ref) else Ref(*record) for record in records]

    def keepable(self, question: Command) -> None:
        """Remember a question over the data, so that ``save this as …`` can keep it under a name."""
        self.remembered.asked = question

    def pointing_at(self, party: Party | None, *, follow_up: int | None = None) -> None:
        """Remember whom (and which follow-up) ``it``, ``him``, ``her`` mean from now on in this place."""
        self.remembered.party = party
        if follow_up is not None:
            self.remembered.follow_up = follow_up

    def party(self, record: Literal["customer", "contact"], row: Any) -> Party:
        """A row as a Party."""
        return Party(record, int(row.id), str(row.name))

    @property
    def private(self) -> bool:
        """Whether only this rep reads the answer."""
        return self.place.private


def _rows(buttons: Sequence[Sequence[Button] | Button]) -> tuple[tuple[Button, ...], ...]:
    single = tuple(button for button in buttons if isinstance(button, Button))
    rows = tuple(tuple(row) for row in buttons if not isinstance(row, Button) and row)
    return ((single, *rows)) if single else rows


def _command(name: str, **fields: Any) -> Command:
    """A command by its contract name; commands do not know each other, a desk may."""
    return commands_by_name()[name](**fields)

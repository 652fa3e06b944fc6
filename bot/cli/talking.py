"""A talk with the notebook from within this process: what a line says goes through the inbox, answers come from the outbox.

``say``, ``explain``, ``chat`` and ``demo`` are this, with different ways to show the answers.
"""

from __future__ import annotations

import time
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from bot.cli.line import Line, Unreadable
from bot.cli.platforms import terminal
from bot.kinds.when import When
from bot.language.normalise import fold
from bot.messages import Place
from bot.reply import Outgoing, Span, Text
from bot.talking.answer import Answer, Push
from core.clock import MovableClock, SystemClock

if TYPE_CHECKING:
    from bot.cli.notebook import Notebook
    from core.clock import Clock
    from core.crm import Office
    from core.team.rep import Rep

KEPT = 50
"""So many answers and pushes of each rep can be pressed on or replied to."""


class SetClock:
    """The computer's clock until it is set; then it stands there until it is set again."""

    def __init__(self, at: datetime | None = None) -> None:
        self._clock: Clock = SystemClock() if at is None else MovableClock(at)

    def set(self, at: datetime) -> None:
        """Stand at that moment. Raises ValueError for a naive one."""
        self._clock = MovableClock(at)

    def now(self) -> datetime:
        """The present moment of this clock, aware, in UTC."""
        return self._clock.now()


class Settable(Protocol):
    """A clock that lines with ``now`` may set."""

    def set(self, at: datetime) -> None:
        """Go to that moment."""
        ...


class Talking:
    """Talks as any rep. ``clock`` is set by lines with ``now``; None lets the notebook's own clock run."""

    def __init__(self, notebook: Notebook, *, clock: Settable | None = None, name: str | None = None) -> None:
        from bot.assistant import Assistant
        from bot.delivering.sender import Sender
        from bot.heartbeat import Heartbeat

        self._notebook = notebook
        self._clock = clock
        self._name = name
        self._rep: Rep | None = None
        self._reps: dict[str, Rep] = {}
        self._heard: dict[int, str] = {}
        self._shown: dict[int, list[tuple[str, Outgoing]]] = defaultdict(list)
        self.platform = terminal(self._keep)
        platforms = {self.platform.name: self.platform}
        self.assistant = Assistant(notebook.office, platforms)
        self.sender = Sender(notebook.office, platforms, notebook.settings.sending)
        self.heartbeat = Heartbeat(
            notebook.office, notebook.settings.reminders, where=lambda _crm, rep: self._place_of(rep)
        )

    # -- who ---------------------------------------------------------------------------------------------------------------

    @property
    def rep(self) -> Rep:
        """Who is writing now. Raises Ends (usage) where nobody was named and there is not just one."""
        if self._rep is None:
            self._rep = self._notebook.rep(self._name)
        return self._rep

    def become(self, name: str) -> Rep:
        """Write as that rep from now on. Raises Ends (usage) where there is none of that name."""
        if name not in self._reps:
            self._reps[name] = self._notebook.rep(name)
        self._rep = self._reps[name]
        return self._rep

    @property
    def office(self) -> Office:
        """The open notebook's office."""
        return self._notebook.office

    def place(self, *, in_group: bool = False) -> Place:
        """Where the present rep is answered."""
        incoming = self.platform.read(self._body(Line(text="", in_group=in_group)))
        assert incoming is not None  # noqa: S101 - our own update
        return incoming.place

    def forget_reps(self) -> None:
        """Read the rep anew before the next line: a setting was changed."""
        name = self.rep.name
        self._reps.clear()
        self.become(name)

    def local_now(self) -> datetime:
        """The present moment in the rep's zone."""
        return self.office.clock.now().astimezone(ZoneInfo(self.rep.zone))

    def time_said(self, text: str) -> datetime | None:
        """A moment as the rep would say it for a follow-up: ``tue 15:00``; None where it is none."""
        from bot.reading.times import Calendar, TimeSpan, find_times, for_follow_up

        rep = self.rep
        calendar = Calendar(
            now=self.local_now(),
            work_days=frozenset(rep.work_days),
            work_starts=rep.work_starts,
            work_ends=rep.work_ends,
        )
        spans = [span for span in find_times(text, calendar, []) if isinstance(span, TimeSpan)]
        when = for_follow_up(spans[0], calendar) if spans else None
        if not isinstance(when, When):
            return None
        return when.at or datetime.combine(when.date, rep.work_starts, tzinfo=ZoneInfo(rep.zone))

    # -- lines ---------------------------------------------------------------------------------------------------------------

    def prepare(self, line: Line) -> None:
        """Take over the rep and the moment of a line. Raises Ends."""
        if line.now is not None and self._clock is not None:
            self._clock.set(line.now)
        if line.rep is not None:
            self.become(line.rep)

    def hear(self, line: Line) -> Answer:
        """One line in, its answer out. Raises Unreadable for a press on a button that is not there."""
        self.prepare(line)
        began = time.perf_counter()
        answer = Answer(pushes=self.tick()) if line.tick else self._said(line)
        answer.message = line.shown
        answer.milliseconds = (time.perf_counter() - began) * 1000
        return answer

    def tick(self) -> list[Push]:
        """Push to every rep whatever is due at this moment; what was sent."""
        self.heartbeat.beat()
        return [Push(sent.rep, sent.kind, sent.outgoing) for sent in self.sender.drain()]

    def _said(self, line: Line) -> Answer:
        answer = self.assistant.take(self.platform, self._body(line))
        sent = self.sender.drain()
        answer.replies = [each.outgoing for each in sent if each.outbox_id in answer.outbox_ids]
        answer.pushes = [
            Push(each.rep, each.kind, each.outgoing) for each in sent if each.outbox_id not in answer.outbox_ids
        ]
        return answer

    def _body(self, line: Line) -> dict[str, Any]:
        rep_id = int(self.rep.id)
        body: dict[str, Any] = {
            "id": f"{time.time_ns()}",
            "at": self._notebook.office.clock.now().isoformat(),
            "rep": rep_id,
        }
        if line.in_group:
            body["in_group"] = True
        if line.press is not None:
            message_id, token = self._button(line.press)
            return body | {"press": token, "on": message_id}
        if line.edit is not None:
            return body | {"edit": line.edit, "of": self._heard.get(rep_id, "")}
        if line.reply_to is not None:
            shown = self._shown[rep_id]
            if len(shown) < line.reply_to:
                raise Unreadable(f"there are only {len(shown)} messages to reply to")
            body["answers"] = shown[-line.reply_to][0]
        self._heard[rep_id] = body["id"]
        return body | {"text": line.text}

    def _place_of(self, rep: Rep) -> Place:
        return Place(platform=self.platform.name, workspace=self.platform.workspace, chat_id=str(rep.id))

    def _button(self, label: str) -> tuple[str, str]:
        """The last message of this rep with a button so labelled: its id and the button's token."""
        wanted = fold(label).strip()
        for message_id, outgoing in reversed(self._shown[int(self.rep.id)]):
            for row in outgoing.keys:
                for key in row:
                    if key.label == label or fold(key.label).strip() == wanted:
                        return message_id, key.token
        raise Unreadable(f'there is no button "{label}"')

    def press_number(self, number: int) -> Answer:
        """Press the button of that number on this rep's last message that has any. Raises Unreadable where there is none."""
        for _, outgoing in reversed(self._shown[int(self.rep.id)]):
            keys = [key for row in outgoing.keys for key in row]
            if keys:
                if not 1 <= number <= len(keys):
                    break
                return self.hear(Line(press=keys[number - 1].label))
        raise Unreadable(f"there is no button {number}")

    def labels(self) -> list[str]:
        """The labels of the buttons of this rep's last message that has any."""
        for _, outgoing in reversed(self._shown[int(self.rep.id)]):
            if outgoing.keys:
                return [key.label for row in outgoing.keys for key in row]
        return []

    def failed(self, line: Line | None, sentence: str) -> Answer:
        """The answer to a line that cannot be carried out."""
        place = Place(platform=self.platform.name, workspace=self.platform.workspace, chat_id="")
        outgoing = Outgoing(place=place, language="en", parts=(Text((Span(sentence),)),))
        return Answer(message=line.shown if line is not None else None, outcome="failed", replies=[outgoing])

    def _keep(self, outgoing: Outgoing, message_id: str) -> None:
        rep_id = int(outgoing.place.chat_id.removeprefix("group-"))
        shown = self._shown[rep_id]
        shown.append((message_id, outgoing))
        del shown[:-KEPT]

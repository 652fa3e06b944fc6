"""A notebook with two linked reps, and a platform whose every send goes as the test says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.assistant import Assistant
from bot.delivering.sender import Sender
from bot.heartbeat import Heartbeat
from bot.platform import NotSent, SendError, Sent
from bot.reply import Outgoing
from bot.settings import defaults
from bot.talking.answer import Answer
from core.clock import MovableClock
from core.crm import Office
from tests.talks.stage import Remembering


class Scripted(Remembering):
    """Remembers what it was given; ``faults`` are raised first, one a send; a fault may come after the message arrived."""

    def __init__(self, name: str = "telegram") -> None:
        super().__init__(name)
        self.faults: list[SendError] = []
        self.arrives_anyway = False
        self.can_look_up = False
        self.attempts = 0

    def send(self, outgoing: Outgoing) -> Sent:
        """Fail as told, or deliver."""
        self.attempts += 1
        if self.faults:
            fault = self.faults.pop(0)
            if self.arrives_anyway:
                super().send(outgoing)
            raise fault
        sent = super().send(outgoing)
        return Sent(message_id=outgoing.edits) if outgoing.edits is not None else sent  # as platforms do it

    def look_up(self, outgoing: Outgoing, since: float) -> Sent | None:
        """By the mark, where this platform can."""
        if not self.can_look_up:
            raise NotSent("cannot be told")
        return super().look_up(outgoing, since)

    @property
    def texts(self) -> list[str]:
        """What arrived, in order."""
        from bot.plain import plain_text

        return [plain_text(outgoing.parts) for _, outgoing in self.sent]


@dataclass
class Road:
    """Everything that one message passes."""

    office: Office
    clock: MovableClock
    platform: Scripted = field(default_factory=Scripted)
    count: int = 0

    def __post_init__(self) -> None:
        settings = defaults()
        self.platforms: dict[str, Any] = {self.platform.name: self.platform}
        self.assistant = Assistant(self.office, self.platforms)
        self.sender = Sender(self.office, self.platforms, settings.sending)
        self.heartbeat = Heartbeat(self.office, settings.reminders)
        with self.office.open(None, doing="given") as crm:
            for name, role, language in (("Lina", "rep", "en"), ("Omar", "rep", "ar"), ("Huda", "manager", "en")):
                rep = crm.team.add_rep(name, role, language, "Asia/Riyadh")  # type: ignore[arg-type]
                crm.team.change(rep.id, digest_on=False)
                crm.team.link(
                    crm.team.invite(rep.id), self.platform.name, "acme", f"u-{name.lower()}", f"dm-u-{name.lower()}"
                )

    def body(self, who: str, **told: Any) -> dict[str, Any]:
        """An update as the platform would have it."""
        self.count += 1
        return {"id": f"m{self.count}", "at": self.clock.now().isoformat(), "user": f"u-{who}", "text": ""} | told

    def say(self, who: str, text: str, **told: Any) -> Answer:
        """A message, handled at once."""
        return self.assistant.take(self.platform, self.body(who, text=text, **told))

    def press(self, who: str, token: str) -> Answer:
        """A press on a button."""
        return self.assistant.take(self.platform, self.body(who, press=token, on="x"))

    def beat(self) -> list[str]:
        """One beat and everything that is due to be sent; the new texts."""
        before = len(self.platform.sent)
        self.heartbeat.beat()
        self.sender.drain()
        return self.platform.texts[before:]

    def drained(self) -> list[str]:
        """Send what is due; the new texts."""
        before = len(self.platform.sent)
        self.sender.drain()
        return self.platform.texts[before:]

    def token(self, label: str) -> str:
        """The token of the last button of that label."""
        for _, outgoing in reversed(self.platform.sent):
            for row in outgoing.keys:
                for key in row:
                    if key.label == label:
                        return key.token
        raise AssertionError(f"no button {label}")

    def ticks(self) -> list[str]:
        """The tokens of the last message's buttons that finish one of a list, in their order."""
        keys = [key for row in self.platform.sent[-1][1].all_keys for key in row]
        return [key.token for key in keys if re.fullmatch(r"✅ \d+", key.label)]

    def later(self, **by: float) -> None:
        """Let time pass."""
        self.clock.forward(timedelta(**by))

    def count_of(self, record: Callable[[Any], int]) -> int:
        """How many of something there are."""
        with self.office.read(None) as crm:
            return record(crm)

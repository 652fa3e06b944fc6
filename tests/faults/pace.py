"""R14 to R18 on a clock that only the check moves: penalties, limits, fairness, chats that are gone or have moved.

The product's own dispatcher runs round by round; each send goes to the limiter of the fake Telegram, which counts by itself.
"""

from __future__ import annotations

from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from bot.delivering.sender import Sender
from bot.messages import Place
from bot.operating.settings import SendingSettings
from bot.platform import Limits, Moved, NotSent, Refused, Sent, SlowDown
from bot.reply import Outgoing, Span, Text
from core.clock import MovableClock
from core.crm import Crm, Office
from core.database import Database
from tests.fakes.telegram_chats import Refusal
from tests.fakes.telegram_faults import Flood

START = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
ANSWERS_IN = 0.02
"""Seconds that the platform takes to answer, on the clock of the check."""


class Limited:
    """A platform that counts as the fake Telegram does, and remembers when what arrived."""

    name = "telegram"
    workspace = "7000000001"
    limits = Limits(text=4096, label=40, row=3, rows=8)

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.flood = Flood(lambda: clock.now().timestamp())
        self.arrived: list[tuple[float, Outgoing]] = []
        self.calls: dict[str, int] = {}
        self.every_third = 0
        self.gone: dict[str, str] = {}
        self.moved: dict[str, str] = {}

    def send(self, outgoing: Outgoing) -> Sent:
        """Count it, and deliver it unless a limit, a penalty or the chat says no."""
        chat = outgoing.place.chat_id
        self.calls[chat] = self.calls.get(chat, 0) + 1
        number = sum(self.calls.values())
        try:
            self.flood.check(int(chat))
            if self.every_third and number % 3 == 0:
                seconds = 30 if number == self.every_third * 3 else 7
                self.flood.penalise(seconds)
                raise SlowDown(seconds)
        except Refusal as refusal:
            raise SlowDown(float(refusal.parameters["retry_after"])) from None
        if chat in self.gone:
            raise Refused(self.gone[chat], address_dead=True)
        if chat in self.moved:
            raise Moved(self.moved[chat])
        self.arrived.append((self.clock.now().timestamp(), outgoing))
        return Sent(message_id=str(number))

    def look_up(self, outgoing: Outgoing, since: float) -> Sent | None:
        """As Telegram: it cannot be told."""
        raise NotSent(f"{outgoing.mark or 'it'} cannot be told since {since}")


class _AtOnce:
    """Workers whose work is done before ``submit`` returns; the clock goes on by what a send takes, shared by ``in_flight``."""

    def __init__(self, clock: MovableClock, in_flight: int) -> None:
        self._clock, self._step = clock, ANSWERS_IN / in_flight

    def submit(self, work: Any, *arguments: Any) -> Future[None]:
        """Do it now."""
        work(*arguments)
        self._clock.forward(timedelta(seconds=self._step))
        return Future()


class Stage:
    """An outbox in memory, the product's dispatcher, and a clock that goes on by what the dispatcher says it waits."""

    def __init__(self) -> None:
        self.clock = MovableClock(START)
        database = Database("sqlite://")
        database.create_tables()
        self.office = Office(database, self.clock)
        self.platform = Limited(self.clock)
        self.settings = SendingSettings()
        platforms: Any = {"telegram": self.platform}
        sender = Sender(self.office, platforms, self.settings, ticks=lambda: self.clock.now().timestamp())
        (self.lane,) = sender.lanes
        self._workers: Any = _AtOnce(self.clock, self.settings.in_flight)

    def put(self, crm: Crm, key: str, chat: int, kind: str, *, rep: int | None = None) -> None:
        """One message for that chat."""
        place = Place(platform="telegram", workspace=self.platform.workspace, chat_id=str(chat), private=chat > 0)
        from bot.delivering.outgoing_kept import place_to_json, to_json

        outgoing = Outgoing(place=place, language="en", parts=(Text((Span(key),)),))
        crm.outbox.put(
            key, platform="telegram", bot=self.platform.workspace, place=place.key, address=place_to_json(place),
            kind=kind, payload=to_json(outgoing), rep_id=rep,
        )  # fmt: skip

    def run(self, until_empty: bool = True, seconds: float = 4000) -> None:
        """Let the dispatcher work until nothing is left, or for so many seconds of its clock."""
        ends = self.clock.now() + timedelta(seconds=seconds)
        while self.clock.now() < ends:
            wait = self.lane.round(self._workers)
            if wait:
                if until_empty and not self.left():
                    return
                self.clock.forward(timedelta(seconds=min(max(wait, 0.001), 0.5)))

    def left(self) -> int:
        """How many messages are not finished."""
        with self.office.read(None) as crm:
            return crm.outbox.count("pending") + crm.outbox.count("dispatching")

    def attempts(self) -> int:
        """The most tries that any message has used."""
        with self.office.read(None) as crm:
            return max((row.attempts for row in crm.outbox.in_state("sent", "failed", limit=100_000)), default=0)


def flooded(messages: int) -> dict[str, Any]:
    """R14: every third call is answered with 429 for 7 s, once for 30 s; nothing is sent within a penalty, nothing is lost."""
    stage = Stage()
    stage.platform.every_third = 5
    with stage.office.open(None, doing="Prepare") as crm:
        for number in range(messages):
            stage.put(crm, f"m{number}", 100 + number, "reminder")
    stage.run(seconds=60 * messages)
    told = {
        "messages": messages,
        "lost": messages - len(stage.platform.arrived),
        "calls_in_penalty": stage.platform.flood.in_penalty,
        "most_attempts": stage.attempts(),
    }
    bad = told["calls_in_penalty"] or told["most_attempts"] != 1
    return told | ({"broken": "a penalty was not kept, or cost a try"} if bad else {})


def limits(digests: int, people: int, groups: int, commands: int) -> dict[str, Any]:
    """R15, R16: digests to many chats at once, with people writing meanwhile; no limit is broken, and they wait for nothing."""
    stage = Stage()
    chats = [1000 + number for number in range(people)] + [-1000 - number for number in range(groups)]
    with stage.office.open(None, doing="Prepare") as crm:
        for number in range(digests):
            stage.put(crm, f"d{number}", chats[number % len(chats)], "digest")
    ideal = digests / 30
    began = stage.clock.now()
    asked: dict[str, float] = {}
    for number in range(commands):
        stage.run(until_empty=False, seconds=ideal / commands * 0.9)
        with stage.office.open(None, doing="Ask") as crm:
            stage.put(crm, f"reply {number}", 500_000 + number, "reply")
        asked[f"reply {number}"] = stage.clock.now().timestamp()
    stage.run()
    took = (max(at for at, _ in stage.platform.arrived) - began.timestamp()) if stage.platform.arrived else 0.0
    texts = {_text(outgoing): at for at, outgoing in stage.platform.arrived}
    waited = sorted(texts[key] - at for key, at in asked.items() if key in texts) or [0.0]
    told = {
        "messages": digests + commands,
        "lost": digests + commands - len(texts),
        "breaches": len(stage.platform.flood.breaches),
        "seconds_of_its_clock": round(took, 1),
        "times_ideal": round(took / ((digests + commands) / 30), 3),
        "reply_p95_s": round(waited[int(len(waited) * 0.95) - 1], 2),
        "reply_p99_s": round(waited[int(len(waited) * 0.99) - 1], 2),
    }
    bad = told["breaches"] or told["times_ideal"] > 1.1 or told["reply_p95_s"] > 1 or told["reply_p99_s"] > 3
    return told | ({"broken": "a limit, the time or fairness"} if bad else {})


def unreachable(messages: int) -> dict[str, Any]:
    """R17: people who blocked the bot: one call each, what waits for them is held or failed, their manager is told once."""
    stage = Stage()
    with stage.office.open(None, doing="Prepare") as crm:
        boss = crm.team.add_rep("Huda", "manager")
        crm.team.link(crm.team.invite(boss.id), "telegram", stage.platform.workspace, "1", "1")
        for number, reason in enumerate(GONE):
            rep = crm.team.add_rep(f"Rep {number}")
            chat = 100 + number
            crm.team.link(crm.team.invite(rep.id), "telegram", stage.platform.workspace, str(chat), str(chat))
            stage.platform.gone[str(chat)] = reason
            for item in range(messages):
                stage.put(crm, f"{reason} {item}", chat, "reminder" if item % 2 else "reply", rep=rep.id)
    stage.run()
    stage.clock.forward(timedelta(hours=1))
    stage.run()
    with stage.office.read(None) as crm:
        dead = sum(not identity.chat_id for rep in crm.team.reps() for identity in crm.team.identities(rep.id))
        told = {
            "chats": len(GONE),
            "calls_to_them": sum(stage.platform.calls.get(chat, 0) for chat in stage.platform.gone),
            "marked_dead": dead,
            "manager_told": len(stage.platform.arrived),
            "failed": crm.outbox.count("failed"),
            "held": crm.outbox.count("held"),
        }
    wanted = (len(GONE), len(GONE), len(GONE), len(GONE) * messages)
    found = (told["calls_to_them"], told["marked_dead"], told["manager_told"], told["failed"] + told["held"])
    return told | ({"broken": f"{found} instead of {wanted}"} if found != wanted else {})


GONE = ("Forbidden: bot was blocked by the user", "Bad Request: chat not found", "is_archived", "user_disabled")


def upgraded(messages: int) -> dict[str, Any]:
    """R18: a group became a supergroup: its new id is followed and kept, and each message arrives once."""
    stage = Stage()
    stage.platform.moved["-77"] = "-100077"
    with stage.office.open(None, doing="Prepare") as crm:
        for number in range(messages):
            stage.put(crm, f"m{number}", -77, "alert")
    stage.run()
    texts = [_text(outgoing) for _, outgoing in stage.platform.arrived]
    told = {"messages": messages, "lost": messages - len(set(texts)), "repeats": len(texts) - len(set(texts))}
    calls = stage.platform.calls.get("-77", 0)
    return told | {"calls_to_the_old": calls} | ({"broken": "the old id was not forgotten"} if calls != 1 else {})


def _text(outgoing: Outgoing) -> str:
    return "".join(span.text for part in outgoing.parts for span in cast("Text", part).spans)

"""The two fakes under one face: what the harness does with a chat platform, and what its people received."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from tests.fakes.slack import FakeSlack
from tests.fakes.slack_state import TEAM
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_faults import Fault


@dataclass(frozen=True)
class Received:
    """One message in somebody's chat: when (Unix time), where, and its text."""

    at: float
    chat: str
    text: str


class Chat(Protocol):
    """A platform with one person on it."""

    name: str
    settings: dict[str, str]
    labels_repeats: bool
    """Whether a repeat cannot be avoided here and must say so."""

    def say(self, text: str) -> None:
        """The person types."""
        ...

    def person(self, number: int) -> tuple[str, str, str]:
        """One more person: workspace, user id, and the chat that the bot writes to them in."""
        ...

    def received(self) -> list[Received]:
        """Everything the bot sent, oldest first."""
        ...

    def slow_answers(self, seconds: float) -> None:
        """From now on the platform answers a send only so long after its effect."""
        ...


USER = 4711


class TelegramChat:
    """One person in a private chat with the bot."""

    name = "telegram"
    labels_repeats = True

    def __init__(self, fake: FakeTelegram) -> None:
        self.fake = fake
        fake.flood.enforcing = False
        self.settings = {"DAFTAR_TELEGRAM__TOKEN": fake.token, "DAFTAR_TELEGRAM__API_BASE": fake.address}

    def person(self, number: int) -> tuple[str, str, str]:
        """One more person with a private chat of their own."""
        user = USER + 1 + number
        return str(self.fake.bot["id"]), str(user), str(user)

    def say(self, text: str) -> None:
        """The person types."""
        self.fake.do(lambda: self.fake.updates.put(self.fake.updates.says(USER, text)))

    def received(self) -> list[Received]:
        """Everything the bot sent that is a message (edits aside)."""
        return [Received(one.at, str(one.chat_id), one.text) for one in self.fake.ledger if not one.edits]

    def slow_answers(self, seconds: float) -> None:
        """Answers come late, the effect at once."""
        self.fake.arm(Fault(kind="delay", method="sendMessage", seconds=seconds, times=1_000_000))


class SlackChat:
    """One member of the workspace in a direct message with the bot."""

    name = "slack"
    labels_repeats = False

    def __init__(self, fake: FakeSlack) -> None:
        self.fake = fake
        fake.do("add_user", user="U4711")
        self.settings = {
            "DAFTAR_SLACK__BOT_TOKEN": fake.bot_token,
            "DAFTAR_SLACK__APP_TOKEN": fake.app_token,
            "DAFTAR_SLACK__API_BASE": fake.api_base,
        }

    def person(self, number: int) -> tuple[str, str, str]:
        """One more member with a direct channel of their own."""
        user = f"U9{number:05d}"
        return TEAM, user, str(self.fake.do("add_user", user=user))

    def say(self, text: str) -> None:
        """The person types."""
        self.fake.do("say", user="U4711", text=text)

    def received(self) -> list[Received]:
        """Everything the bot posted (updates aside)."""
        told: list[dict[str, Any]] = self.fake.do("ledger")
        return [
            Received(float(one["at"]), str(one["channel"]), str(one["text"]))
            for one in told
            if one["method"] == "chat.postMessage"
        ]

    def slow_answers(self, seconds: float) -> None:
        """Answers come late, the effect at once."""
        self.fake.do("fault", kind="delay", method="chat.postMessage", seconds=seconds, count=None)


@contextmanager
def telegram() -> Iterator[Chat]:
    """A fake Telegram for as long as the block runs."""
    with FakeTelegram() as fake:
        yield TelegramChat(fake)


@contextmanager
def slack() -> Iterator[Chat]:
    """A fake Slack for as long as the block runs; what was not acknowledged comes again after three seconds."""
    with FakeSlack(delays=(0.0, 1.0, 2.0, 4.0, 8.0, 16.0)) as fake:
        yield SlackChat(fake)


PLATFORMS: dict[str, Callable[[], Any]] = {"telegram": telegram, "slack": slack}


def wait_for(what: Callable[[], bool], seconds: float, every: float = 0.05) -> bool:
    """Whether that came true within so many seconds."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if what():
            return True
        time.sleep(every)
    return what()

"""The two fakes under one face, each in both ways of receiving: what the harness does with a chat platform, and what its people received."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
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
    """A platform with any number of people on it, each in a private chat with the bot."""

    name: str
    settings: dict[str, str]
    labels_repeats: bool
    """Whether a repeat cannot be avoided here and must say so."""

    def person(self, number: int) -> tuple[str, str, str]:
        """A person: workspace, user id, and the chat that the bot writes to them in."""
        ...

    def say(self, *told: tuple[int, str]) -> None:
        """People (their numbers) type."""
        ...

    def poison(self) -> None:
        """An update comes that makes no sense."""
        ...

    def sent(self) -> int:
        """How many effects the platform has seen."""
        ...

    def received(self) -> list[Received]:
        """Every message that the bot sent, oldest first (rewritings aside)."""
        ...

    def fault(self, kind: str, *, times: int | None = None, every: int = 1, seconds: float = 0.0) -> None:
        """Coming sends go wrong: ``lost``, ``reset``, ``delay``, ``flood`` (429)."""
        ...

    def listening(self, *, on: bool) -> None:
        """Cut the network between bot and platform, or mend it."""
        ...


USER = 4711
_MANY = 10_000_000


class TelegramChat:
    """People in private chats with the bot, by long polling, or by webhook (``hooked``)."""

    name = "telegram"
    labels_repeats = True

    def __init__(self, fake: FakeTelegram, *, hooked: bool = False) -> None:
        self.fake = fake
        fake.flood.enforcing = False
        self.settings = {"DAFTAR_TELEGRAM__TOKEN": fake.token, "DAFTAR_TELEGRAM__API_BASE": fake.address}
        if hooked:
            port = free_port()
            self.settings |= {
                "DAFTAR_TELEGRAM__MODE": "webhook",
                "DAFTAR_TELEGRAM__URL": f"http://127.0.0.1:{port}/telegram",
                "DAFTAR_TELEGRAM__PORT": str(port),
                "DAFTAR_TELEGRAM__WEBHOOK_SECRET": "a-secret-of-forty-three-letters-0123456789_",
            }

    def person(self, number: int) -> tuple[str, str, str]:
        """One more person with a private chat of their own."""
        return str(self.fake.bot["id"]), str(USER + number), str(USER + number)

    def say(self, *told: tuple[int, str]) -> None:
        """People type."""
        updates = self.fake.updates
        self.fake.do(lambda: updates.put(*[updates.says(USER + person, text) for person, text in told]))

    def poison(self) -> None:
        """A message whose parts are of the wrong kind."""
        told = {"message": {"message_id": "x", "from": [], "chat": 7, "date": "soon", "text": {"poison": "zzz"}}}
        self.fake.do(lambda: self.fake.updates.put(told))

    def sent(self) -> int:
        """How many effects there were."""
        return len(self.fake.chats.ledger)

    def received(self) -> list[Received]:
        """Everything the bot sent that is a message."""
        return [Received(one.at, str(one.chat_id), one.text) for one in self.fake.ledger if not one.edits]

    def fault(self, kind: str, *, times: int | None = None, every: int = 1, seconds: float = 0.0) -> None:
        """A fault of sendMessage."""
        told: Any = kind
        self.fake.arm(
            Fault(
                kind=told, method="sendMessage", times=_MANY if times is None else times, every=every, seconds=seconds
            )
        )

    def listening(self, *, on: bool) -> None:
        """Refuse connections, or take them again."""
        self.fake.listening(on=on)


class SlackChat:
    """Members of the workspace in direct channels with the bot, by Socket Mode, or by signed HTTP (``posted``)."""

    name = "slack"
    labels_repeats = False

    def __init__(self, fake: FakeSlack, *, posted: bool = False) -> None:
        self.fake = fake
        self.settings = {
            "DAFTAR_SLACK__BOT_TOKEN": fake.bot_token,
            "DAFTAR_SLACK__APP_TOKEN": fake.app_token,
            "DAFTAR_SLACK__API_BASE": fake.api_base,
        }
        if posted:
            port, signing = free_port(), "0123456789abcdef0123456789abcdef"
            self.settings |= {
                "DAFTAR_SLACK__MODE": "http",
                "DAFTAR_SLACK__PORT": str(port),
                "DAFTAR_SLACK__SIGNING_SECRET": signing,
            }
            fake.do("post_to", url=f"http://127.0.0.1:{port}/slack", secret=signing)

    def person(self, number: int) -> tuple[str, str, str]:
        """One more member with a direct channel of their own."""
        return TEAM, f"U9{number:05d}", str(self.fake.do("add_user", user=f"U9{number:05d}"))

    def say(self, *told: tuple[int, str]) -> None:
        """People type."""
        for person, text in told:
            self.fake.do("say", user=f"U9{person:05d}", text=text)

    def poison(self) -> None:
        """An event whose parts are missing or of the wrong kind."""
        event = {"type": "message", "channel_type": "im", "channel": "D7", "user": "U900000", "text": {"zzz": 1}}
        self.fake.do("give", payload=self.fake.event(event))

    def sent(self) -> int:
        """How many effects there were."""
        return len(self.fake.workspace.ledger)

    def received(self) -> list[Received]:
        """Everything the bot posted."""
        ledger = list(self.fake.workspace.ledger)
        return [Received(one.at, one.channel, one.text) for one in ledger if one.method == "chat.postMessage"]

    def fault(self, kind: str, *, times: int | None = None, every: int = 1, seconds: float = 0.0) -> None:
        """A fault of chat.postMessage."""
        named = {"flood": "slow_down"}.get(kind, kind)
        self.fake.do("fault", kind=named, method="chat.postMessage", seconds=seconds, count=times, every=every)

    def listening(self, *, on: bool) -> None:
        """The socket is cut and stays so, or may be opened again."""
        self.fake.do("outage", on=not on)


def free_port() -> int:
    """A port of this machine that nothing listens on now."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@contextmanager
def telegram(*, hooked: bool = False) -> Iterator[Chat]:
    """A fake Telegram for as long as the block runs."""
    with FakeTelegram() as fake:
        yield TelegramChat(fake, hooked=hooked)


@contextmanager
def slack(*, posted: bool = False) -> Iterator[Chat]:
    """A fake Slack for as long as the block runs; what was not acknowledged comes again after three seconds."""
    with FakeSlack(delays=(0.0, *(1.0,) * 600)) as fake:
        yield SlackChat(fake, posted=posted)


PLATFORMS: dict[str, Callable[[], Any]] = {"telegram": telegram, "slack": slack}
MODES: dict[str, Callable[[], Any]] = {
    "telegram polling": telegram,
    "telegram webhook": partial(telegram, hooked=True),
    "slack socket": slack,
    "slack http": partial(slack, posted=True),
}


def many(first: int, count: int, people: int) -> Sequence[tuple[int, str]]:
    """Numbered notes, from one person after the other."""
    return [(item % people, f"note Acme: item {item}") for item in range(first, first + count)]


def wait_for(what: Callable[[], bool], seconds: float, every: float = 0.05) -> bool:
    """Whether that came true within so many seconds."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if what():
            return True
        time.sleep(every)
    return what()

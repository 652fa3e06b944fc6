"""What a platform's tests stand on: the Bench protocol, an inbox in memory, and ways to wait and compare.

Faults are named by what happens on the wire, so that a test says "could bytes have left?" (RELIABILITY, section 3) and
not how one platform spells it.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from bot.platform import ChatPlatform
from bot.screens.sharing import Offer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from bot.language.words import Language
    from bot.messages import Speaker
    from core.crm import Office
    from core.talking.raw import Raw

Fault = Literal[
    "unreachable", "lost_answer", "reset", "server_error", "garbage", "slow_down", "gone", "bad_request", "moved"
]
"""``unreachable`` connection refused; ``lost_answer`` delivered, then no answer; ``reset`` the connection breaks after the
request; ``server_error`` 5xx; ``garbage`` an answer that cannot be read; ``slow_down`` 429 asking for 7 seconds; ``gone`` the person
blocked the bot or left; ``bad_request`` a refusal of this message alone; ``moved`` the chat has the new id ``-100777``."""

TOKEN = "tok_abcdefghij_KLMNOPQ"  # 22 characters, as the engine makes them
DIRECTION_MARKS = dict.fromkeys([0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F, 0x061C])


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One delivery in the fake's ledger, as the reader sees it.

    ``text`` is the visible text (escapes undone, direction marks kept); ``buttons`` rows of (label, token) in the order on
    the wire; ``active`` what in it would call, link or mention and was not put there by us; ``edits`` the id it rewrote.
    """

    message_id: str
    chat_id: str
    text: str
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    active: tuple[str, ...] = ()
    edits: str | None = None
    file_name: str | None = None


class Bench(Protocol):
    """A fake server, the platform that talks to it, and how to make its raw updates."""

    platform: ChatPlatform
    faults: frozenset[str]
    user_id: str
    chat_id: str
    group_id: str

    def text_update(self, text: str, *, group: bool = False, answers: str | None = None) -> dict[str, Any]:
        """A raw update: ``user_id`` wrote this (in the group: addressed to the bot)."""
        ...

    def edit_update(self, text: str, of: dict[str, Any]) -> dict[str, Any]:
        """A raw update: the message of that update was rewritten by its author."""
        ...

    def click_update(self, token: str, on: str) -> dict[str, Any]:
        """A raw update: ``user_id`` pressed the button with that token on the message ``on``."""
        ...

    def ignored_updates(self) -> list[dict[str, Any]]:
        """Raw updates that concern nobody: the bot's own, other bots', service messages, idle talk in the group."""
        ...

    def poison_update(self) -> dict[str, Any]:
        """A raw update with an id of its own whose content makes no sense."""
        ...

    def deliver(self, *updates: dict[str, Any]) -> None:
        """Let the server hand these to the platform, in this order, as long as they are not confirmed."""
        ...

    def unconfirmed(self) -> int:
        """How many delivered updates the platform has not confirmed yet."""
        ...

    def shown(self) -> list[Shown]:
        """The ledger of what was delivered to people, oldest first."""
        ...

    def fault(self, name: Fault) -> None:
        """The next send meets this fault; the ones after it none."""
        ...


@dataclass
class KeptInbox:
    """An inbox in memory with the two unique keys of the real one; ``failing`` makes it refuse as a full disk does."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    gestures: set[str] = field(default_factory=set)
    failing: Exception | None = None
    tried: int = 0
    arrived: threading.Condition = field(default_factory=threading.Condition)
    customers: list[tuple[str, str]] = field(default_factory=list)

    def put(self, ext_id: str, body: dict[str, Any], *, gesture: str | None = None, chat: str = "") -> bool:
        """Keep it unless its id or gesture is there already. Raises ``failing`` while that is set."""
        with self.arrived:
            self.tried += 1
            self.arrived.notify_all()
            if self.failing is not None:
                raise self.failing
            if ext_id in self.keys or (gesture is not None and gesture in self.gestures):
                return False
            self.keys.add(ext_id)
            if gesture is not None:
                self.gestures.add(gesture)
            self.rows.append({"ext_id": ext_id, "body": body, "gesture": gesture, "chat": chat})
            return True

    def found_so_far(self, speaker: Speaker, text: str) -> list[tuple[str, str]]:
        """The customers whose names begin with that text."""
        del speaker
        return [each for each in self.customers if each[1].lower().startswith(text.lower())]

    def shareable(self, speaker: Speaker, text: str, fields: Collection[str], language: Language) -> Offer:
        """Nothing: it keeps no customers."""
        del speaker, text, fields
        return Offer(language)

    def put_many(self, updates: Sequence[Raw]) -> list[bool]:
        """Keep all of them, or none where one of them fails."""
        with self.arrived:
            before = (list(self.rows), set(self.keys), set(self.gestures))
            try:
                return [self.put(one.ext_id, one.body, gesture=one.gesture, chat=one.chat) for one in updates]
            except Exception:
                self.rows, self.keys, self.gestures = before
                raise


def until(holds: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Wait until that holds; false when it does not within the time, which is far longer than it takes on a busy machine."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


def marked(office: Office) -> bool:
    """Wait until what was delivered is written down as sent: before that nobody knows which message a press or a reply is about."""

    def nothing_in_flight() -> bool:
        with office.read(None) as crm:
            return crm.outbox.count("dispatching") == 0

    return until(nothing_in_flight)


@contextmanager
def receiving(platform: ChatPlatform, inbox: KeptInbox) -> Iterator[None]:
    """The platform receives in a thread of its own while this lasts, and ends when it is told to (R26 measures how fast)."""
    stop = threading.Event()
    thread = threading.Thread(target=platform.receive, args=(inbox, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive(), "receive() did not stop"


def plain(text: str) -> str:
    """The text without direction marks."""
    return text.translate(DIRECTION_MARKS)


def balanced(text: str) -> bool:
    """Whether each isolate opened in this text is closed in it, and none is closed twice."""
    depth = 0
    for letter in text:
        depth += (letter in "\u2066\u2067\u2068") - (letter == "\u2069")
        if depth < 0:
            return False
    return depth == 0

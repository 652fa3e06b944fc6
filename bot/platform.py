"""What an adapter must offer: receive into the inbox, send one message, and say how it failed.

An adapter converts and carries, nothing else. ``read`` and ``write`` are pure; ``receive`` commits every raw update
through ``Inbox.put`` *before* it confirms it to the platform; ``send`` makes one attempt, never retries by itself, and
tells by the kind of exception whether bytes may have left (RELIABILITY: "could bytes have left?").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    import threading
    from collections.abc import Collection, Sequence

    from bot.language.words import Language
    from bot.messages import Incoming, Speaker
    from bot.reply import Outgoing
    from bot.screens.sharing import Offer
    from core.talking.raw import Raw


@dataclass(frozen=True, kw_only=True)
class Limits:
    """A platform's limits: characters of a text (``text_units``: counted in UTF-16 units or code points), of a label, buttons."""

    text: int
    label: int
    row: int
    rows: int
    utf16: bool = False


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A delivery that the platform confirmed; ``message_id`` is the platform's (Telegram message_id, Slack ts)."""

    message_id: str


class BadToken(Exception):
    """The platform refuses a token, or one is missing; the message is one sentence that says which setting mends it."""


class SendError(Exception):
    """A send that was not confirmed; the subclasses say what is known of it."""


class NotSent(SendError):
    """Surely nothing left (refused, DNS, TLS, connect time-out): try again."""


class SlowDown(SendError):
    """The platform asked to wait (429); nothing was delivered. ``seconds`` from now; ``scope`` is ``chat`` or ``all``."""

    def __init__(self, seconds: float, scope: str = "all") -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds
        self.scope = scope


class MaybeSent(SendError):
    """Bytes may have left and no answer came (read time-out, reset, 5xx, unreadable answer)."""


class Refused(SendError):
    """The platform said no for good (4xx). ``address_dead``: this person or chat cannot be reached any more."""

    def __init__(self, reason: str, *, address_dead: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.address_dead = address_dead


class TokenRefused(Refused):
    """The platform does not let the bot in any more; nothing was delivered, and neither the message nor its address is to blame."""


class Moved(SendError):
    """The chat has a new id (Telegram's migrate_to_chat_id)."""

    def __init__(self, chat_id: str) -> None:
        super().__init__(chat_id)
        self.chat_id = chat_id


class NotFetched(Exception):
    """A file could not be fetched: ``too_big`` for good, ``away`` where it may be tried again."""

    def __init__(self, why: Literal["too_big", "away"]) -> None:
        super().__init__(why)
        self.why = why


class Fetches(Protocol):
    """A platform that hands out the contents of files."""

    def fetch(self, ref: str, most: int) -> bytes:
        """The contents of the file with that id, at most so many bytes. Raises NotFetched."""
        ...


class Inbox(Protocol):
    """Where an adapter puts what it received."""

    def put(self, ext_id: str, body: dict[str, Any], *, gesture: str | None = None, chat: str = "") -> bool:
        """Commit a raw update; false where its ``ext_id`` or ``gesture`` was there already. Raises when it could not be kept."""
        ...

    def found_so_far(self, speaker: Speaker, text: str) -> list[tuple[str, str]]:
        """(id, name) of the customers whom a text typed into a form may mean, as far as that speaker may see; reads only."""
        ...

    def shareable(self, speaker: Speaker, text: str, fields: Collection[str], language: Language) -> Offer:
        """The cards that a person may send into any chat for what was typed; reads only."""
        ...

    def put_many(self, updates: Sequence[Raw]) -> list[bool]:
        """Commit several in one transaction, in their order; for each what ``put`` says. Raises when none was kept."""
        ...


class ChatPlatform(Protocol):
    """One chat platform. All methods are called from threads; ``receive`` and ``send`` may run at the same time."""

    name: str
    workspace: str
    limits: Limits

    def read(self, body: dict[str, Any]) -> Incoming | None:
        """A raw update as we know it; None for what does not concern us. Pure. Raises ValueError on what it cannot read."""
        ...

    def receive(self, inbox: Inbox, stop: threading.Event) -> None:
        """Receive until ``stop`` is set: commit each raw update to the inbox, then confirm it."""
        ...

    def send(self, outgoing: Outgoing) -> Sent:
        """One attempt to deliver. Raises a SendError; never tries again by itself."""
        ...

    def look_up(self, outgoing: Outgoing, since: float) -> Sent | None:
        """Whether that delivery arrived, by its ``mark``: Sent, or None when it surely did not. Raises NotSent when it cannot be told."""
        ...

    def close(self) -> None:
        """Let go of connections; called once, after the last send."""
        ...

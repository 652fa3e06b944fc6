"""What came in, from any platform: a message, its edit or deletion, a click, a form asked for or filled, a page opened.

All moments are aware UTC datetimes and are the platform's own time of the gesture, not of its arrival, so that a log
written on a plane is dated when it was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.kinds.sent_file import SentFile


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """A person as a platform knows them; who they are for us is decided by their Identity row alone."""

    platform: str
    workspace: str
    user_id: str
    shown_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where to answer. ``private`` is true where nobody but the speaker reads.

    ``group`` is set where only the speaker reads although it stands inside a group: that group's ``chat_id``.
    """

    platform: str
    workspace: str
    chat_id: str
    thread_id: str | None = None
    private: bool = True
    group: str | None = None

    @property
    def key(self) -> str:
        """The place as one text, the key of its conversation."""
        return "/".join((self.platform, self.workspace, self.chat_id, self.thread_id or ""))


@dataclass(frozen=True, kw_only=True)
class Forwarded:
    """Where a forwarded message came from. ``author`` is empty where the sender hides."""

    author: str
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ContactCard:
    """A person out of somebody's address book: the name and phone as typed there, and the whole vCard where there is one."""

    name: str
    phone: str = ""
    vcard: str = ""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One text, with what was sent along. ``id`` is the platform's own (used for de-duplication).

    ``answers`` is the id of the message replied to; ``album`` is the same for messages that were sent as one; ``position`` is
    (latitude, longitude) in degrees, where somebody says that they are.
    """

    id: str
    at: datetime
    speaker: Speaker
    place: Place
    text: str
    answers: str | None = None
    forwarded: Forwarded | None = None
    files: tuple[SentFile, ...] = ()
    card: ContactCard | None = None
    position: tuple[float, float] | None = None
    album: str = ""


@dataclass(frozen=True, kw_only=True)
class Edit:
    """The new text of an earlier message; ``edits`` is the ``id`` that message had."""

    id: str
    at: datetime
    speaker: Speaker
    place: Place
    text: str
    edits: str


@dataclass(frozen=True, kw_only=True)
class Click:
    """A press on one of our buttons. ``token`` is all the wire carries; ``on`` is the id of the message it stood on.

    ``handle`` is what the platform needs to open a form at once, good for seconds; ``board`` is true for a press on the
    speaker's own board, which no message answers.
    """

    id: str
    at: datetime
    speaker: Speaker
    place: Place
    token: str
    on: str | None = None
    handle: str = ""
    board: bool = False


@dataclass(frozen=True, kw_only=True)
class Wants:
    """Somebody asks for a form (``log``, ``find``), maybe about somebody's message: its text, author, time and link.

    ``handle`` is what the platform needs to open it, good for seconds; ``on`` is the id of that message in ``place``.
    """

    id: str
    at: datetime
    speaker: Speaker
    place: Place
    form: str
    handle: str
    text: str = ""
    author: str = ""
    written_at: datetime | None = None
    link: str = ""
    on: str | None = None


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A form was filled in and saved: the blanks by their names, empty ones left out. ``token`` came with the form."""

    id: str
    at: datetime
    speaker: Speaker
    place: Place
    token: str
    blanks: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Somebody opened the bot's page: the ``board``, or the ``talk`` with it."""

    id: str
    at: datetime
    speaker: Speaker
    place: Place
    what: Literal["board", "talk"]


@dataclass(frozen=True, kw_only=True)
class Deleted:
    """A message was deleted by its author; ``deletes`` is the ``id`` that it had."""

    id: str
    at: datetime
    speaker: Speaker
    place: Place
    deletes: str


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """Somebody's reactions to a message as they are now; ``on`` is its id, ``marks`` are emoji."""

    id: str
    at: datetime
    speaker: Speaker
    place: Place
    on: str
    marks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Whether the bot can be heard in that place from now on: somebody blocked it, or let it in again."""

    id: str
    at: datetime
    speaker: Speaker
    place: Place
    reachable: bool


@dataclass(frozen=True, kw_only=True)
class ChatMoved:
    """The chat of ``place`` has a new id, ``to``. ``speaker`` is whoever did it, and decides nothing."""

    id: str
    at: datetime
    speaker: Speaker
    place: Place
    to: str


Incoming = Message | Edit | Click | Wants | Filled | Opened | Deleted | Reaction | Reach | ChatMoved


def key_of(incoming: Incoming) -> str:
    """The message's own key: an edit or deletion has that of the message that it changes."""
    own = incoming.id
    if isinstance(incoming, Edit | Deleted):
        own = incoming.edits if isinstance(incoming, Edit) else incoming.deletes
    return f"{incoming.place.key}#{own}"

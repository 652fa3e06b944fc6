"""What came in, from any platform: a message, an edit of one, a click on a button.

All moments are aware UTC datetimes and are the platform's own time of the gesture, not of its arrival, so that a log
written on a plane is dated when it was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """A person as a platform knows them; who they are for us is decided by their Identity row alone."""

    platform: str
    workspace: str
    user_id: str
    shown_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where to answer. ``private`` is true where nobody but the speaker reads."""

    platform: str
    workspace: str
    chat_id: str
    thread_id: str | None = None
    private: bool = True

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
class Message:
    """One text. ``id`` is the platform's own (used for de-duplication); ``answers`` the id of the message replied to."""

    id: str
    at: datetime
    speaker: Speaker
    place: Place
    text: str
    answers: str | None = None
    forwarded: Forwarded | None = None


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
    """A press on one of our buttons. ``token`` is all the wire carries; ``on`` is the id of the message it stood on."""

    id: str
    at: datetime
    speaker: Speaker
    place: Place
    token: str
    on: str | None = None


Incoming = Message | Edit | Click

"""What the core refuses, as data: a code (the class) and fields. Words for each stand in ``bot/says/``, in one place.

Raising any of these undoes what the running command wrote.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class CoreError(Exception):
    """A refusal that a rep may see; every subclass has words in both languages."""


@dataclass
class NotFound(CoreError):
    """There is no such record, or the rep may not see it (the two are told apart by nobody)."""

    record: str
    said: str = ""


@dataclass
class NotAllowed(CoreError):
    """The rep's role or ownership does not admit it. ``who`` names whose it is, where that may be told."""

    action: str
    record: str = ""
    name: str = ""
    who: str = ""


@dataclass
class LooksLike(CoreError):
    """A new record looks like some that are there; nothing was written. ``matches`` are (record, id, name, why)."""

    said: str
    matches: list[tuple[str, int, str, str]] = field(default_factory=list)


@dataclass
class NothingToUndo(CoreError):
    """The rep has no step to undo, or it is older than 24 hours (``too_old``), or was undone before (``already``).

    ``erased``: it erased somebody, or was about somebody who was erased since: nothing is left of it.
    """

    too_old: bool = False
    already: bool = False
    erased: bool = False


@dataclass
class ChangedSince(CoreError):
    """A record no longer is as the step left it."""

    record: str
    name: str = ""
    who: str = ""


@dataclass
class AlreadyDone(CoreError):
    """The follow-up is finished or cancelled already."""

    title: str
    status: str
    at: Any = None
    who: str = ""


@dataclass
class Cycle(CoreError):
    """A task would wait for itself; ``chain`` are the titles in order."""

    chain: list[str] = field(default_factory=list)


@dataclass
class NoSuchSetting(CoreError):
    """An unknown field or setting; ``near`` are the closest that exist."""

    said: str
    near: list[str] = field(default_factory=list)


@dataclass
class BadValue(CoreError):
    """A field cannot have that value; ``why`` is a code worded with the field."""

    field_name: str
    value: str
    why: str = ""


@dataclass
class CodeRefused(CoreError):
    """A pairing code that is wrong, used, expired, or came after too many wrong ones (``why``)."""

    why: str = "wrong"


@dataclass
class Busy(CoreError):
    """The database is locked by another for too long, or (``away``) cannot be reached now; nothing was written.

    A connection that broke while it committed may have: what matters is kept so that doing it again is harmless.
    """

    away: bool = False

"""Fetching what a message points to: lists of customers, and voice notes where they are to be written down.

The message waits in the inbox meanwhile, and what came after it in the same chat with it; nothing is fetched within a transaction.
What was fetched is put into the waiting row, packed. Whoever dies while fetching loses nothing: the row is taken again after
``PATIENCE`` and asked for anew.
"""

from __future__ import annotations

import queue
import zlib
from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from bot.commands.exchange.import_file import CONTENTS
from bot.logs import log
from bot.messages import Message
from bot.platform import NotFetched
from bot.sent.parcels import is_table
from core.database import NoStore
from core.errors import Busy
from core.exchange.files import MOST_FETCHED

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping

    from bot.fetching.voice_notes import VoiceNotes
    from bot.kinds.sent_file import SentFile
    from bot.messages import Incoming
    from bot.platform import ChatPlatform
    from core.crm import Crm, Office
    from core.talking.rows import InboxRow

PATIENCE: Final = timedelta(seconds=90)
"""A row whose file has not come by then is taken again."""
TRIES: Final = 3
_GLANCE: Final = 0.3
_STORE_AGAIN: Final = 0.3
"""Seconds between two attempts to put what was fetched into a store that is away."""


@dataclass(frozen=True)
class Wanted:
    """A file that a row of the inbox waits for."""

    row_id: int
    platform: str
    file: SentFile


class Fetching:
    """Fetches one file after the other. ``voice`` writes voice notes down; None where that is not set up."""

    def __init__(
        self, office: Office, platforms: Mapping[str, ChatPlatform], *, voice: VoiceNotes | None = None
    ) -> None:
        self._office = office
        self._platforms = platforms
        self._voice = voice
        self._asked: queue.Queue[Wanted] = queue.Queue()
        self._asking: set[int] = set()
        self.arrived: Callable[[], None] = lambda: None
        """Called when a row need not wait any more."""

    def wanted(self, incoming: Incoming) -> SentFile | None:
        """The file whose contents must be known before that message can be handled."""
        if not isinstance(incoming, Message) or not incoming.files or incoming.card or incoming.position:
            return None
        file = incoming.files[0]
        if not hasattr(self._platforms.get(incoming.place.platform), "fetch"):
            return None
        spoken = file.kind == "voice" and self._voice is not None and incoming.forwarded is None and not incoming.text
        return file if is_table(file) or spoken else None

    def holds(self, crm: Crm, row: InboxRow, incoming: Incoming) -> bool:
        """Whether the message must wait for what its file holds; it is being fetched then."""
        file = None if CONTENTS in (row.body or {}) else self.wanted(incoming)
        if file is None:
            return False
        crm.inbox.wait(row, self._office.clock.now() + PATIENCE)
        self.ask(row.id, row.platform, file)
        return True

    def ask(self, row_id: int, platform: str, file: SentFile) -> None:
        """Let it be fetched, unless it is asked for already."""
        if row_id not in self._asking:
            self._asking.add(row_id)
            self._asked.put(Wanted(row_id, platform, file))

    def run(self, stop: threading.Event) -> None:
        """Fetch until ``stop`` is set."""
        while not stop.is_set():
            try:
                wanted = self._asked.get(timeout=_GLANCE)
            except queue.Empty:
                continue
            told = self._contents(wanted, stop)
            while told is not None and not self._put(wanted, told):
                if stop.wait(_STORE_AGAIN):
                    return
            self._asking.discard(wanted.row_id)
            self.arrived()

    def _put(self, wanted: Wanted, told: dict[str, Any]) -> bool:
        """Put it into the waiting row; false while the store is locked, full or away: what was fetched is here only."""
        try:
            with self._office.open(None, doing="fetch") as crm:
                crm.inbox.add(wanted.row_id, CONTENTS, told)
        except (Busy, NoStore) as fault:
            log().warning("cannot_put_now", fault=fault)
            return False
        return True

    def _contents(self, wanted: Wanted, stop: threading.Event) -> dict[str, Any] | None:
        """What the row gets; None where the process stops first."""
        file, platform = wanted.file, self._platforms[wanted.platform]
        for attempt in range(TRIES):
            try:
                data = self._fetched(platform, file)
                if file.kind == "voice":
                    assert self._voice is not None  # noqa: S101 - wanted() looked
                    return {"heard": self._voice.written_down(data, file)}
                return {"data": b64encode(zlib.compress(data, 1)).decode()}
            except NotFetched as wrong:
                log().warning("not_fetched", platform=wanted.platform, why=wrong.why, attempt=attempt)
                if wrong.why == "too_big":
                    return {"missing": wrong.why}
            if stop.wait(attempt + 1):
                return None
        return {"missing": "away"}

    @staticmethod
    def _fetched(platform: Any, file: SentFile) -> bytes:
        if file.size > MOST_FETCHED:
            raise NotFetched("too_big")
        data: bytes = platform.fetch(file.ref, MOST_FETCHED)
        return data

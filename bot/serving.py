"""Serving: receivers, workers, heartbeat and sender of one process, started together and stopped within eight seconds.

Every thread that ends by itself ends the process with an error: a bot that is silently half dead is worse than one that a
supervisor starts again.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from bot.assistant import MOST_TOGETHER, Assistant
from bot.delivering.failpoints import failpoint
from bot.delivering.outages import Outages
from bot.delivering.sender import Sender
from bot.delivering.tokens import Tokens
from bot.fetching.fetching import Fetching
from bot.fetching.voice_notes import VoiceNotes
from bot.heartbeat import Heartbeat
from bot.logs import log
from bot.operating import figures
from bot.platform import BadToken
from bot.screens.finding import found_so_far
from bot.screens.sharing import Offer, shareable
from bot.settings import secret
from bot.talking.storable import storable_body
from bot.talking.turns import Turns
from core.database import NoStore
from core.errors import Busy
from core.store.bell import Listening
from core.talking.raw import Raw

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from bot.language.words import Language
    from bot.messages import Speaker
    from bot.platform import ChatPlatform
    from bot.settings import Settings
    from core.crm import Office

_WORKERS_ON_POSTGRESQL: Final = 8
_IDLE: Final = 1.0
"""Seconds between looks at an inbox in which nothing waits; whoever puts something in wakes a worker at once."""
_BEAT: Final = 1.0
_STORE_AGAIN: Final = 0.3
_TIDY: Final = 3600.0
_STOPPING: Final = 7.0
_REMEMBERED: Final = 10_000
"""Ids of the latest raw updates that are surely in the inbox."""


class Door:
    """The inbox as an adapter sees it: ``put`` returns after the commit. Safe to use from several threads.

    What several threads bring while a commit is under way goes into the next one together: a burst of posts waits for its turn
    to write once, not once for each. What this process itself has seen kept is not asked of the database again: a platform that was
    not answered in time repeats itself just when there is most to do.
    """

    def __init__(self, office: Office, platform: ChatPlatform, wake: Callable[[], None]) -> None:
        self._office = office
        self._platform = platform
        self._wake = wake
        self._guard = threading.Lock()
        self._line: list[tuple[list[Raw], Future[list[bool]]]] = []
        self._turn = threading.Lock()
        self._kept: OrderedDict[str, None] = OrderedDict()

    def put(self, ext_id: str, body: dict[str, Any], *, gesture: str | None = None, chat: str = "") -> bool:
        """Commit a raw update; false where its ``ext_id`` or ``gesture`` was there already. Raises when it could not be kept."""
        return self.put_many([Raw(ext_id, body, gesture, chat)])[0]

    def put_many(self, updates: Sequence[Raw]) -> list[bool]:
        """Commit several in one transaction, in their order; for each what ``put`` says. Raises when none was kept."""
        failpoint("inbox.received")
        with self._guard:
            repeated = [one.ext_id in self._kept for one in updates]
        coming = [one for one, again in zip(updates, repeated, strict=True) if not again]
        fresh = iter(self._put(coming) if coming else [])
        kept = [not again and next(fresh) for again in repeated]
        new = sum(kept)
        figures.count("messages", self._platform.name, new)
        figures.count("duplicates", self._platform.name, len(kept) - new)
        if new:
            self._wake()
        return kept

    def _put(self, updates: list[Raw]) -> list[bool]:
        """Commit these with whatever else stands in line."""
        told = [one._replace(body=storable_body(one.body), chat=f"{self._platform.name}/{one.chat}") for one in updates]
        mine: Future[list[bool]] = Future()
        with self._guard:
            self._line.append((told, mine))
        with self._turn:
            if not mine.done():
                self._commit_line()
        kept = mine.result()
        with self._guard:
            self._kept.update((one.ext_id, None) for one in updates)
            while len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)
        return kept

    def _commit_line(self) -> None:
        """Commit what stands in line; where that fails one by one, each told what became of its own."""
        with self._guard:
            line, self._line = self._line, []
        if len(line) > 1:
            with suppress(Exception):
                self._commit(line)
                return
        for one in line:
            try:
                self._commit([one])
            except Exception as fault:  # noqa: BLE001 - told to whoever brought it
                one[1].set_exception(fault)

    def _commit(self, line: list[tuple[list[Raw], Future[list[bool]]]]) -> None:
        """Commit these in one transaction, and tell each what became of its own."""
        platform = self._platform
        together = [raw for rows, _ in line for raw in rows]
        with self._office.open(None, doing="receive") as crm:
            kept = crm.inbox.put_many(platform.name, platform.workspace, together)
            failpoint("inbox.kept")
        failpoint("inbox.committed")
        at = 0
        for rows, told in line:
            told.set_result(kept[at : at + len(rows)])
            at += len(rows)

    def found_so_far(self, speaker: Speaker, text: str) -> list[tuple[str, str]]:
        """(id, name) of the customers whom a text typed into a form may mean, as far as that speaker may see; reads only."""
        return found_so_far(self._office, speaker, text)

    def shareable(self, speaker: Speaker, text: str, fields: Collection[str], language: Language) -> Offer:
        """The cards that a person may send into any chat for what was typed; reads only."""
        return shareable(self._office, speaker, text, fields, language)


def voice_notes(settings: Settings) -> VoiceNotes | None:
    """What writes voice notes down; None unless an address is set."""
    if not settings.voice.url:
        return None
    return VoiceNotes(settings.voice.url, secret(settings.voice.key), settings.voice.model)


class Serving:
    """All of one process. ``start`` returns at once; ``wait`` until it is stopped or a part of it has failed."""

    def __init__(self, office: Office, platforms: Mapping[str, ChatPlatform], settings: Settings) -> None:
        self._office = office
        self._platforms = platforms
        self._fetching = Fetching(office, platforms, voice=voice_notes(settings))
        self._fetching.arrived = self._wake
        turns = Turns(settings.receiving.messages_per_minute)
        self._assistant = Assistant(office, platforms, fetching=self._fetching, turns=turns)
        self._sender = Sender(office, platforms, settings.sending, shut_out=self._shut_out)
        self._tokens = Tokens(office, platforms, self._token_settled)
        self._heartbeat = Heartbeat(office, settings.reminders)
        self._outages = Outages(office, platforms)
        self._bell = Listening(office.database.writer, self._rung)
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._work = threading.Condition()
        self._waiting = 0
        self._threads: list[threading.Thread] = []
        self._receivers: list[threading.Thread] = []
        self.beaten_at = 0.0
        """When the heartbeat last beat without a fault, monotonic seconds; 0 before the first time."""
        self.broken: str = ""
        """Which part failed; empty while all is well."""
        self.no_token = ""
        """Why nothing can be served any more: one sentence about a refused token; empty while all is well."""

    def start(self) -> None:
        """Start everything: what was left undone first, then what comes in."""
        self._sender.start()
        workers = 1 if self._office.database.dialect == "sqlite" else _WORKERS_ON_POSTGRESQL
        for number in range(workers):
            self._threads.append(self._thread(f"worker-{number}", self._handle))
        self._threads.append(self._thread("heartbeat", self._beat))
        self._threads.append(self._thread("fetching", self._fetching.run, self._stop))
        for platform in self._platforms.values():
            self._receivers.append(self._thread(f"receive-{platform.name}", self._receive, platform))
        for thread in (*self._threads, *self._receivers):
            thread.start()
        self._bell.start()

    def wait(self) -> None:
        """Until ``stop`` was called or a part has failed."""
        self._ended.wait()

    def end(self) -> None:
        """Make ``wait`` return; safe in a signal handler."""
        self._stop.set()
        self._ended.set()

    def stop(self) -> None:
        """Take nothing more in, finish what is being handled and sent, let go. At most eight seconds."""
        self._stop.set()
        self._ended.set()
        self._bell.stop()
        self._wake()
        until = time.monotonic() + _STOPPING
        for thread in (*self._threads, *self._receivers):
            thread.join(max(0.1, until - time.monotonic()) if thread in self._threads else 0.5)
        self._sender.stop()
        for thread in self._receivers:
            thread.join(max(0.1, until - time.monotonic()))
        self._bell.join(max(0.1, until - time.monotonic()))
        for platform in self._platforms.values():
            platform.close()

    def _thread(self, name: str, work: Callable[..., None], *arguments: Any) -> threading.Thread:
        def guarded() -> None:
            try:
                work(*arguments)
            except BadToken as refused:
                self._tokens.refused(name.removeprefix("receive-"), str(refused), self._stop)
                return
            except Exception as fault:  # noqa: BLE001 - told to whoever waits, below
                log().critical("part_failed", part=name, fault=fault)
                self.broken = name
            if not self._stop.is_set():
                self.broken = self.broken or name
                self._ended.set()

        return threading.Thread(target=guarded, name=name, daemon=True)

    def _receive(self, platform: ChatPlatform) -> None:
        platform.receive(Door(self._office, platform, self._wake), self._stop)

    def _shut_out(self, platform: str) -> None:
        """A message was refused because of the token: the platform is asked whether it means it."""
        self._tokens.doubted(platform, self._stop)

    def _token_settled(self, platform: str, sentence: str) -> None:
        """The token is accepted after all (no sentence), or refused for good: served on without that platform, if another is left."""
        self._sender.let_in(platform, again=not sentence)
        if sentence and self._tokens.none_left(platform):
            self.no_token = sentence
            self.end()

    def _rung(self, work: str) -> None:
        """Another process (or this one) has committed something to handle or to send."""
        if work == "inbox":
            self._wake()
        else:
            self._sender.wake()

    def _wake(self) -> None:
        with self._work:
            self._waiting += 1
            self._work.notify()

    def _handle(self) -> None:
        alone = 0
        away = False
        while not self._stop.is_set():
            try:
                handled = self._assistant.next() is not None if alone else self._assistant.several()
            except (Busy, NoStore) as fault:
                # The store is locked, full or away: nothing was done, and it is tried until it is back.
                if not away:
                    log().warning("cannot_handle_now", fault=fault)
                away = True
                self._stop.wait(_STORE_AGAIN)
                continue
            except Exception as fault:
                if alone:
                    raise
                # Their commit failed as a whole: each is tried alone, so that the one that is to blame is found and put aside.
                log().warning("together_failed", fault=fault)
                alone = MOST_TOGETHER
                continue
            away = False
            alone = max(0, alone - 1) if handled else 0
            if handled:
                self._sender.wake()
                continue
            with self._work:
                if not self._waiting:
                    self._work.wait(_IDLE)
                self._waiting = 0

    def _beat(self) -> None:
        tidied = time.monotonic()
        while not self._stop.wait(_BEAT):
            try:
                if self._heartbeat.beat() + self._outages.look():
                    self._sender.wake()
                self.beaten_at = time.monotonic()
                if time.monotonic() - tidied > _TIDY:
                    tidied = time.monotonic()
                    self._tidy()
            except (Busy, NoStore) as fault:
                log().warning("beat_late", fault=fault)

    def _tidy(self) -> None:
        """Forget what need not be kept: bodies of done updates, sent messages, expired buttons."""
        with self._office.open(None, doing="tidy") as crm:
            crm.inbox.purge()
            crm.outbox.purge()
            crm.buttons.purge()

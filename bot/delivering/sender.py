"""The sender: from the outbox to the platforms, replies first, at the pace that each platform allows.

One dispatcher thread for each platform claims; a few workers send (``in_flight``). What was confirmed counts as in flight
until its mark is committed, in the commit that claims the next message where one may leave now, else at once; so ambiguity
after a crash is at most ``in_flight``. On PostgreSQL one process dispatches for a platform, elected by a lease with an epoch on the
database's clock; every mark carries the epoch, and the dispatcher stops by its own monotonic clock a third of the lease
early. On SQLite the file's lock is the election.
"""

from __future__ import annotations

import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.delivering.rates import Rates
from bot.delivering.sending import PATIENCE, Claimed, Confirmed, Delivered, Doubtful, Sending
from bot.logs import log
from bot.operating import figures
from core.database import NoStore
from core.errors import Busy, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from bot.operating.settings import SendingSettings
    from bot.platform import ChatPlatform
    from core.crm import Office

_LEASE: Final = timedelta(seconds=10)
_IDLE: Final = 0.5
"""Seconds between looks at an outbox in which nothing is due; whoever puts something in wakes the sender at once."""
_ASKED_AFTER: Final = 3.0
"""Seconds after an ambiguous send before it is looked up, and between two look-ups."""
_STOPPING: Final = 5.0
_AGAIN: Final = 0.1
"""Seconds between two looks at what is in flight while stopping."""


class Sender:
    """Sends for all platforms of one process."""

    def __init__(
        self,
        office: Office,
        platforms: Mapping[str, ChatPlatform],
        settings: SendingSettings,
        *,
        ticks: Callable[[], float] = time.monotonic,
        shut_out: Callable[[str], None] | None = None,
    ) -> None:
        self._office = office
        self._owner = secrets.token_hex(8)
        self.lanes = [Lane(office, platform, settings, self._owner, ticks=ticks) for platform in platforms.values()]
        """One for each platform."""
        for lane in self.lanes:
            lane.on_shut_out = shut_out

    def start(self) -> None:
        """Send in the background from now on."""
        for lane in self.lanes:
            lane.start()

    def wake(self) -> None:
        """Something was put into the outbox."""
        for lane in self.lanes:
            lane.wake()

    def let_in(self, platform: str, *, again: bool) -> None:
        """Send to a platform again that had refused the token, or no more."""
        for lane in self.lanes:
            if lane.platform == platform:
                lane.let_in(again=again)

    def stop(self) -> None:
        """Finish what is in flight and stop; waits for at most five seconds."""
        for lane in self.lanes:
            lane.stopping()
        until = time.monotonic() + _STOPPING
        for lane in self.lanes:
            lane.join(max(0.1, until - time.monotonic()))

    def drain(self) -> list[Delivered]:
        """Send everything that is due, here and now, and tell what was delivered; for a terminal."""
        return [delivered for lane in self.lanes for delivered in lane.drain()]


class Lane:
    """One platform's sending."""

    def __init__(
        self,
        office: Office,
        platform: ChatPlatform,
        settings: SendingSettings,
        owner: str,
        *,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._office = office
        self._platform = platform
        self.platform = platform.name
        self.on_shut_out: Callable[[str], None] | None = None
        """Called once when the platform refuses the bot's token; nothing is sent from then on until ``let_in``."""
        self._shut = False
        self._ticks = ticks
        self._in_flight = settings.in_flight
        self._fenced = office.database.dialect != "sqlite"
        self._sending = Sending(office, platform, owner=owner)
        self._sending.in_charge = self._may_send
        self._sending.shut_out = self._refused
        per_second = settings.slack_per_second if platform.name == "slack" else settings.telegram_per_second
        group = settings.group_per_minute if platform.name == "telegram" else 0.0
        self._rates = Rates(
            all_per_second=per_second,
            chat_per_second=settings.chat_per_second,
            group_per_minute=group,
            ticks=ticks,
        )
        self._under_way = 0
        self._confirmed: list[Confirmed] = []
        self._changed = threading.Event()
        self._stop = threading.Event()
        self._doubts: list[tuple[float, Doubtful]] = []
        self._lock = threading.Lock()
        self._believed = 0.0
        self._unsure = False
        self._drained_before = False
        self._thread = threading.Thread(target=self._run, name=f"sender-{platform.name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Look again now."""
        self._changed.set()

    def stopping(self) -> None:
        """Claim nothing more."""
        self._stop.set()
        self._sending.stopping.set()
        self._changed.set()

    def let_in(self, *, again: bool) -> None:
        """Whether the platform takes the token (again)."""
        self._shut = not again
        self._changed.set()

    def _refused(self) -> None:
        first, self._shut = not self._shut, True
        log().error("token_refused", platform=self.platform)
        if first and self.on_shut_out is not None:
            self.on_shut_out(self.platform)

    def join(self, seconds: float) -> None:
        """Wait for what is in flight, and for its marks."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    # -- in the background -----------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        with ThreadPoolExecutor(self._in_flight, thread_name_prefix=f"send-{self._platform.name}") as workers:
            while not self._stop.is_set():
                try:
                    wait = self.round(workers)
                except Busy:
                    # A claim may have been committed all the same.
                    self._unsure, wait = True, _IDLE
                except Exception as fault:  # noqa: BLE001 - a broken database must not end the sending for good
                    log().error("sender_fault", platform=self._platform.name, fault=fault)
                    self._unsure, wait = True, 1.0
                if wait:
                    self._changed.wait(wait)
                    self._changed.clear()
            self._finish()
        with suppress(Exception):
            self._mark(self._taken())
        self._give_up()

    def _finish(self) -> None:
        """Mark what is still in flight as it comes back; what cannot be marked stays doubtful for the next run."""
        until = time.monotonic() + _STOPPING
        while self._under_way and time.monotonic() < until:
            try:
                self._mark(self._taken())
            except Exception as fault:  # noqa: BLE001 - tried again while there is time
                log().warning("mark_late", platform=self._platform.name, fault=fault)
                time.sleep(_AGAIN)
            self._changed.wait(_AGAIN)
            self._changed.clear()

    def round(self, workers: ThreadPoolExecutor) -> float:
        """Send one message, or say how long there is nothing to send."""
        self._settle()  # also of a lease that was lost: what was sent under it is still to be told, if anybody wants it
        if self._shut or not self._in_charge():
            self._mark(self._taken())
            return 1.0
        if self._unsure:
            self._bring_back()
        confirmed = self._taken()
        pace = self._rates.wait()
        if pace:
            if confirmed:
                self._mark(confirmed)
                return 0.0
            figures.count("rate_wait_seconds", self._platform.name, pace)
            return pace
        if self._under_way - len(confirmed) >= self._in_flight:
            return _IDLE
        resting = self._rates.resting()
        with self._marking(confirmed):
            claimed = self._sending.claim(busy=resting, confirmed=confirmed)
        if claimed is None:
            return min(_IDLE, self._rates.next_rested()) if resting else _IDLE
        self._rates.spend(claimed.due.place, group=not claimed.outgoing.place.private)
        with self._lock:
            self._under_way += 1
        workers.submit(self._deliver, claimed)
        return 0.0

    def _deliver(self, claimed: Claimed) -> None:
        try:
            outcome = self._sending.deliver(claimed)
        except Exception as fault:  # noqa: BLE001 - the row stays dispatching and is settled as one that a dead run left
            log().error("deliver_fault", outbox=claimed.due.id, fault=fault)
            outcome = Doubtful(claimed.due, claimed.outgoing)
        if isinstance(outcome, Doubtful):
            self._doubt(outcome)
        with self._lock:
            if isinstance(outcome, Confirmed):
                outcome.since = self._ticks()
                self._confirmed.append(outcome)
            else:
                self._under_way -= 1
        self._changed.set()

    def _taken(self) -> list[Confirmed]:
        """What was confirmed and is not marked yet; it is the caller's to mark."""
        with self._lock:
            confirmed, self._confirmed = self._confirmed, []
        return confirmed

    def _mark(self, confirmed: Sequence[Confirmed]) -> None:
        if confirmed:
            with self._marking(confirmed):
                self._sending.mark(confirmed)

    @contextmanager
    def _marking(self, confirmed: Sequence[Confirmed]) -> Generator[None, None, None]:
        """Around what marks these too. Where it fails they are marked again later: the knowledge is here only."""
        try:
            yield
        except BaseException as fault:
            away = isinstance(fault, Busy | NoStore)
            now = self._ticks()
            again = [one for one in confirmed if away or now - one.since < PATIENCE]
            for one in confirmed:
                if one not in again:
                    self._doubt(Doubtful(one.claimed.due, one.claimed.outgoing))
            with self._lock:
                self._confirmed = [*again, *self._confirmed]
                self._under_way -= len(confirmed) - len(again)
            raise
        with self._lock:
            self._under_way -= len(confirmed)

    def _doubt(self, doubtful: Doubtful) -> None:
        with self._lock:
            self._doubts.append((self._ticks() + _ASKED_AFTER, doubtful))

    def _settle(self) -> None:
        now = self._ticks()
        with self._lock:
            ready = [doubtful for at, doubtful in self._doubts if at <= now]
            self._doubts = [each for each in self._doubts if each[0] > now]
        for doubtful in ready:
            try:
                again = self._sending.settle(doubtful)
            except Exception as fault:  # noqa: BLE001 - it stays doubtful until it can be settled
                log().warning("not_settled", outbox=doubtful.due.id, fault=fault)
                again = doubtful
            if again is not None:
                self._doubt(again)

    def _in_charge(self) -> bool:
        """Whether this process dispatches for the platform; taking charge brings what the one before left behind."""
        now = self._ticks()
        if now < self._believed:
            return True
        if self._office.database.dialect == "sqlite":
            self._believed = float("inf")
            self._take_charge(0)
            return True
        with self._office.open(None, doing="lease") as crm:
            epoch = crm.leases.take(self._name, self._sending.owner, _LEASE)
        if epoch is None:
            return False
        # A third of the lease is kept back: it must be over here before it is over on the database's clock.
        self._believed = now + _LEASE.total_seconds() * (1 / 3)
        if epoch != self._sending.epoch:
            log().info("in_charge", platform=self._platform.name, owner=self._sending.owner, epoch=epoch)
            self._take_charge(epoch)
        return True

    def _take_charge(self, epoch: int) -> None:
        self._sending.epoch = epoch
        self._sending.fence = self._name if self._fenced else None
        self._bring_back()

    def _bring_back(self) -> None:
        """Take what nobody is sending any more."""
        self._unsure = True
        for doubtful in self._sending.left_behind():
            self._doubt(doubtful)
        self._unsure = False

    def _may_send(self) -> bool:
        """Whether the lease surely holds for the moment that a send takes to begin; asked by the workers."""
        return not self._fenced or self._ticks() < self._believed + _LEASE.total_seconds() / 3

    @property
    def _name(self) -> str:
        return f"sender:{self._platform.name}:{self._platform.workspace}"

    def _give_up(self) -> None:
        if self._office.database.dialect != "sqlite":
            with suppress(Exception), self._office.open(None, doing="lease") as crm:
                crm.leases.give_up(self._name, self._sending.owner)

    # -- here and now ------------------------------------------------------------------------------------------------------------

    def drain(self) -> list[Delivered]:
        """Everything due, one after the other. Nobody is elected: only this process has the terminal."""
        if not self._drained_before:
            self._drained_before = True
            self._sending.in_charge = lambda: True
            for doubtful in self._sending.left_behind():
                again: Doubtful | None = doubtful
                while again is not None:
                    again = self._sending.settle(again)
        delivered: list[Delivered] = []
        confirmed: list[Confirmed] = []
        while (claimed := self._sending.claim(confirmed=confirmed)) is not None:
            outcome = self._sending.deliver(claimed)
            confirmed = [outcome] if isinstance(outcome, Confirmed) else []
            if confirmed:
                rep = claimed.rep or self._rep_of(claimed)
                delivered.append(Delivered(claimed.due.id, rep, claimed.due.kind, claimed.outgoing))
        return delivered

    def _rep_of(self, claimed: Claimed) -> str:
        if claimed.due.rep_id is None:
            return ""
        with self._office.read(None) as crm, suppress(NotFound):
            return crm.team.rep(claimed.due.rep_id).name
        return ""

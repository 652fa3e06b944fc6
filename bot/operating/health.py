"""The health of the running bot: is it alive, and may it be relied on now (``/healthz``, ``/readyz``, ``/metrics``, systemd).

Ready means: the database took a write within the last seconds, each platform showed a sign of life within a minute, the
heartbeat beats and nothing that is due lags, and no part has ended. Looked at every second, written every three. Source:
RELIABILITY.md OPS1, OPS2 and section 3.
"""

from __future__ import annotations

import socket
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from bot.logs import log
from bot.operating import figures, systemd
from core.database import NoStore
from core.errors import Busy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from bot.operating.page import Page
    from bot.operating.settings import HttpSettings
    from bot.platform import ChatPlatform
    from core.crm import Office

CONTACT_SECONDS: Final = 60.0
LAG_SECONDS: Final = 30.0
WRITE_SECONDS: Final = 8.0
"""The database counts as not writable this long after its last write, so that ``/readyz`` is red within ten seconds."""
_LOOKS_EVERY: Final = 1.0
_WRITES_EVERY: Final = 3.0
_JUMP_SECONDS: Final = 5.0


_running: list[Health] = []


def running() -> Health | None:
    """The health of the bot that runs in this process; None where none does."""
    return _running[-1] if _running else None


class Parts(Protocol):
    """What is served: which part has failed, and when the heartbeat last beat (monotonic seconds)."""

    broken: str
    beaten_at: float


class Health:
    """Watches one process. ``start`` and ``stop`` stand around the serving; without a setting there is no page, but systemd is told."""

    def __init__(
        self,
        office: Office,
        platforms: Mapping[str, ChatPlatform],
        parts: Parts,
        settings: HttpSettings,
        *,
        backups: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.office = office
        self.platforms = platforms
        self.backups = backups
        self._parts = parts
        self._settings = settings
        self._monotonic = monotonic
        self._name = f"health:{socket.gethostname()}"
        self._started = monotonic()
        self._wrote = monotonic()
        self._late_since: float | None = None
        self._page: Page | None = None
        self._stop = threading.Event()
        self._looking = threading.Thread(target=self._look, name="health", daemon=True)
        self._writing = threading.Thread(target=self._write, name="health-writes", daemon=True)
        self.lag = 0.0
        """Seconds that the most overdue moment is late."""

    def start(self) -> None:
        """Begin to watch; open the page where it is set. Raises OSError where its port is taken."""
        if self._settings.enabled:
            from bot.operating.page import Page

            self._page = Page(self, self._settings)
            self._page.start()
        _running.append(self)
        self._looking.start()
        self._writing.start()

    def serving(self) -> None:
        """Everything has been started: tell systemd so."""
        systemd.tell("READY=1", f"STATUS=serving {', '.join(self.platforms)}")

    def stop(self) -> None:
        """Say that the bot is stopping, and close the page."""
        systemd.tell("STOPPING=1")
        if self in _running:
            _running.remove(self)
        self._stop.set()
        if self._page is not None:
            self._page.stop()
        for thread in (self._looking, self._writing):
            if thread.is_alive():
                thread.join(0.2)

    def problems(self) -> list[str]:
        """Why the bot cannot be relied on now; empty while it can."""
        now = self._monotonic()
        found: list[str] = []
        if self._parts.broken:
            found.append(f"a part has failed: {self._parts.broken}")
        if now - self._wrote > WRITE_SECONDS:
            found.append(f"the database took no write for {now - self._wrote:.0f} s")
        for name, silent in self.silences().items():
            if silent > CONTACT_SECONDS:
                found.append(f"no sign of life from {name} for {silent:.0f} s")
        beaten = now - max(self._parts.beaten_at, self._started)
        if beaten > LAG_SECONDS:
            found.append(f"the heartbeat stands still for {beaten:.0f} s")
        elif self.lag > LAG_SECONDS:
            found.append(f"what is due is {self.lag:.0f} s late")
        return found

    def silences(self) -> dict[str, float]:
        """Seconds since each platform's last sign of life, or since the start; platforms that tell none (the terminal) are left out."""
        now = self._monotonic()
        return {
            name: now - max(self._started, float(contact))
            for name, platform in self.platforms.items()
            if (contact := getattr(platform, "last_contact", None)) is not None
        }

    # -- threads ---------------------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        interval = systemd.watchdog_seconds()
        told_at = self._monotonic()
        clock = self.office.clock
        wall, mono = clock.now(), self._monotonic()
        was_well = True
        while not self._stop.wait(_LOOKS_EVERY):
            now = self._monotonic()
            jumped = (clock.now() - wall).total_seconds() - (now - mono)
            wall, mono = clock.now(), now
            if abs(jumped) > _JUMP_SECONDS:
                figures.count("clock_jumps")
                log().warning("clock_jumped", seconds=round(jumped, 1))
            problems = self.problems()
            if bool(problems) == was_well:
                was_well = not problems
                log().warning("ready" if was_well else "not_ready", why="; ".join(problems))
                systemd.tell(f"STATUS={'; '.join(problems) or 'serving ' + ', '.join(self.platforms)}")
            # A platform that is down is no reason to be restarted; a part of the bot that stands still is.
            if interval is not None and now - told_at >= interval and not self._stuck():
                told_at = now
                systemd.tell("WATCHDOG=1")

    def _stuck(self) -> bool:
        beaten = self._monotonic() - max(self._parts.beaten_at, self._started)
        return bool(self._parts.broken) or beaten > CONTACT_SECONDS

    def _write(self) -> None:
        while not self._stop.wait(_WRITES_EVERY):
            self.write()

    def write(self) -> bool:
        """Write to the database, and see how late what is due is; whether it could be written."""
        began = self._monotonic()
        try:
            with self.office.open(None, doing="health") as crm:
                crm.leases.take(self._name, self._name, timedelta(seconds=30))
                due = crm.occurrences.next_due()
                self.lag = max(0.0, (crm.now - due).total_seconds()) if due is not None else 0.0
        except (Busy, NoStore) as fault:
            log().warning("not_written", fault=fault)
            return False
        except Exception as fault:  # noqa: BLE001 - whatever it is, the database took no write
            log().error("not_written", fault=fault)
            return False
        self._wrote = began
        return True

"""The nightly backup of the running bot, and where backups are kept.

Once a night: after the set hour of the workspace's zone, when the newest backup is from before that hour. So a bot that was
down at that hour makes up for it when it is up again, and two starts in one night make one backup.
"""

from __future__ import annotations

import secrets
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.logs import log
from core.database import NoStore
from core.errors import Busy
from core.keeping.kept import Rule, backups, keep, thin

if TYPE_CHECKING:
    from bot.operating.settings import BackupSettings
    from bot.settings import Settings
    from core.crm import Office

_LOOKS_EVERY: Final = 60.0
_AFTER_FAILURE: Final = timedelta(hours=1)


class Nightly:
    """The thread that makes it. ``failed`` is why the last one could not be made, empty while all is well."""

    def __init__(self, office: Office, settings: Settings, *, looks_every: float = _LOOKS_EVERY) -> None:
        self._office = office
        self._settings = settings
        self._looks_every = looks_every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="nightly-backup", daemon=True)
        self._not_before: datetime | None = None
        self._owner = secrets.token_hex(8)
        self.failed = ""

    def start(self) -> None:
        """Look once a minute from now on; nothing where the settings say so, or the notebook is in memory."""
        in_memory = self._office.database.dialect == "sqlite" and self._office.database.file is None
        if self._settings.backup.nightly and not in_memory:
            self._thread.start()

    def stop(self) -> None:
        """Look no more; a backup that is being made is left unfinished (it has no name yet)."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(0.2)

    def look(self) -> Path | None:
        """Make a backup if one is due; the new file."""
        now = self._office.clock.now()
        folder = folder_of(self._settings)
        if (self._not_before is not None and now < self._not_before) or not self._due(folder, now):
            return None
        if not self._ours():
            return None
        try:
            kept, gone = back_up_now(self._office, folder, rule_of(self._settings.backup))
        except (NoStore, Busy) as wrong:
            self.failed = str(wrong) or type(wrong).__name__
            self._not_before = now + _AFTER_FAILURE
            log().error("backup_failed", fault=wrong)
            return None
        self.failed = ""
        log().info("backup_made", bytes=kept.stat().st_size, removed=len(gone))
        return kept

    def _ours(self) -> bool:
        """Of several processes on one PostgreSQL database one makes it."""
        if self._office.database.dialect == "sqlite":
            return True
        with self._office.open(None, doing="lease") as crm:
            return crm.leases.take("nightly-backup", self._owner, _AFTER_FAILURE) is not None

    def _due(self, folder: Path, now: datetime) -> bool:
        there = backups(folder)
        return not there or there[-1].at < self._last_night(now)

    def _last_night(self, now: datetime) -> datetime:
        """The last moment at which a backup should have been made."""
        zone = ZoneInfo(self._office.workspace.zone)
        local = now.astimezone(zone)
        tonight = datetime.combine(local.date(), self._settings.backup.at, tzinfo=zone)
        return tonight if tonight <= local else tonight - timedelta(days=1)

    def _run(self) -> None:
        while not self._stop.wait(self._looks_every):
            try:
                self.look()
            except Exception as fault:  # noqa: BLE001 - the bot goes on without; doctor tells of the age
                self.failed = type(fault).__name__
                log().error("backup_failed", fault=fault)


def back_up_now(office: Office, folder: Path, rule: Rule) -> tuple[Path, list[Path]]:
    """A new verified backup, and which old ones were removed for it. Raises NoStore; then none was removed."""
    kept = keep(office.database, folder, office.clock.now())
    return kept, thin(folder, rule)


def folder_of(settings: Settings) -> Path:
    """Where backups are kept: as it is set, else ``backups`` beside the SQLite file (in the working folder for PostgreSQL)."""
    if settings.backup.folder is not None:
        return Path(settings.backup.folder).expanduser().absolute()
    url = settings.database.url
    path = urlsplit(url).path.removeprefix("/") if url.startswith("sqlite") else ""
    beside = Path(path).expanduser().parent if path and path != ":memory:" else Path()
    return beside.absolute() / "backups"


def rule_of(settings: BackupSettings, *, newest: int | None = None) -> Rule:
    """How long backups are kept: as it is set, or the newest so many."""
    return Rule(days=settings.days, weeks=settings.weeks, months=settings.months, newest=newest)

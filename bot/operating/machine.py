"""What ``doctor`` finds out about this machine and its files: modes, disk, SQLite, zone data."""

from __future__ import annotations

import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.operating.findings import Finding
from bot.operating.nightly import folder_of
from core.keeping.kept import backups
from core.keeping.state import sqlite_version, zone_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings

_MEGABYTE: Final = 1024 * 1024
_LITTLE: Final = 1024 * _MEGABYTE
_TOO_LITTLE: Final = 100 * _MEGABYTE
_ZONES_OLD: Final = timedelta(days=200)
_BACKUP_OLD: Final = timedelta(hours=48)
_BETWEEN_RELEASES: Final = timedelta(days=55)


def modes(config: Path | None, database: Path | None, settings: Settings) -> Iterator[Finding]:
    """Whether others on this machine may read what holds secrets or customers (SEC21)."""
    wrong: list[Path] = []
    folder = folder_of(settings)
    private = [file.file for file in backups(folder)]
    if config is not None:
        private.append(config.with_name("secrets.env"))
        if stat.S_IMODE(config.stat().st_mode) & 0o022:
            yield Finding("files", "bad", f"{config} can be written by others", f"chmod 644 {config}")
    if database is not None:
        private += [database.with_name(database.name + end) for end in ("", "-wal", "-shm", ".lock", ".sock")]
    for table in (settings.telegram, settings.slack):
        private += [Path(str(value)) for key, value in table.model_dump().items() if key.endswith("_file") and value]
    wrong = [file for file in private if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077]
    for file in wrong:
        yield Finding("files", "bad", f"{file} can be read by others", f"chmod 600 {file}")
    if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Finding("files", "warn", f"the folder {folder} is open to others", f"chmod 700 {folder}")
    elif not wrong:
        yield Finding("files", "ok", f"{sum(file.exists() for file in private)} private files, for their owner alone")


def disk(folder: Path) -> Finding:
    """How much room there is where the notebook lies."""
    free = shutil.disk_usage(folder).free
    says = f"{free / _LITTLE:,.1f} GiB free in {folder}"
    if free < _TOO_LITTLE:
        return Finding("disk", "bad", says, "make room: nothing can be kept on a full disk")
    return Finding("disk", "warn" if free < _LITTLE else "ok", says, "make room" if free < _LITTLE else "")


def sqlite() -> Finding:
    """Whether SQLite is one that may lose commits (RELIABILITY FACT9)."""
    version, safe = sqlite_version()
    if safe:
        return Finding("sqlite", "ok", f"{version}")
    return Finding(
        "sqlite", "bad", f"{version} may lose a commit; 3.51.3 and later are sound", "pip install 'pysqlite3>=0.6.1'"
    )


def zones(now: datetime) -> Finding:
    """Which zone data are in use and about how old they are; the package wins over the system's (RELIABILITY FACT10)."""
    name = zone_data()
    released = _released(name)
    age = max(timedelta(), now - released) if released is not None else None
    if age is None:
        return Finding("zones", "ok", f"zone data {name}")
    says = f"zone data {name}, about {age.days} days old"
    if age > _ZONES_OLD:
        return Finding("zones", "warn", says, "pip install --upgrade tzdata")
    return Finding("zones", "ok", says)


def _released(name: str) -> datetime | None:
    """About when a release such as 2026c came: it names its year and its turn in it, and there are some six a year."""
    year, turn = name[:4], name[4:5]
    if not year.isdecimal() or not turn:
        return None
    return datetime(int(year), 1, 15, tzinfo=UTC) + _BETWEEN_RELEASES * (ord(turn) - ord("a"))


def backup(settings: Settings, now: datetime) -> Finding:
    """How old the newest backup is."""
    folder = folder_of(settings)
    there = backups(folder)
    mend = f"daftar backup --to {folder}"
    if not there:
        return Finding("backup", "warn", f"none in {folder}", mend)
    age = now - there[-1].at
    says = f"{len(there)} in {folder}, the newest {_hours(age)} old"
    return Finding("backup", "warn", says, mend) if age > _BACKUP_OLD else Finding("backup", "ok", says)


def _hours(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours} h" if hours < 72 else f"{hours // 24} days"  # noqa: PLR2004 - three days

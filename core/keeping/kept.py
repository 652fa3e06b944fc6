"""The folder of backups: one file for each, named by its moment, and thinned out as they age.

The rule is 7 days, 4 weeks, 6 months: of each of the last seven days, four ISO weeks and six months that have one, the newest stays.
The moment is in the name (UTC), so that copying the folder elsewhere changes nothing. Source: RELIABILITY.md, section 3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.database import NoStore
from core.keeping.copying import Progress, copy_file

if TYPE_CHECKING:
    from core.database import Database

_NAME: Final = re.compile(r"^daftar-(\d{8}T\d{6}Z)(?:-(\d+))?\.db$")

_STAMP: Final = "%Y%m%dT%H%M%SZ"
"""A backup's moment in its name, UTC, to the second."""

_A_DAY: Final = 86_400


@dataclass(frozen=True)
class Rule:
    """How long backups are kept: so many days, weeks and months; with ``newest`` set the newest so many, and nothing else."""

    days: int = 7
    weeks: int = 4
    months: int = 6
    newest: int | None = None


@dataclass(frozen=True, order=True)
class Backup:
    """One file of the folder: the moment it is of, in UTC, and which of that second it is (1 is the first). The older one is the less."""

    at: datetime
    number: int
    file: Path


def backups(folder: Path) -> list[Backup]:
    """What is in the folder, the oldest first; files of other names are nobody's business here."""
    if not folder.is_dir():
        return []
    return sorted(there for file in folder.iterdir() if (there := _named(file)) is not None)


def keep(database: Database, folder: Path, now: datetime, *, progress: Progress | None = None) -> Path:
    """Put a verified backup into the folder (made with 0700 where it is missing). Raises NoStore.

    A PostgreSQL database is written as a SQLite notebook, which ``restore`` reads back into either kind.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise NoStore(f"{folder}: {fault.strerror}") from fault
    _tidy(folder, now)
    file = _free(folder, now)
    if database.dialect == "sqlite" and database.file is None:
        raise NoStore("a notebook in memory has no backup")
    _list_erasures(database, folder)
    if database.file is not None:
        copy_file(database.file, file, progress=progress)
        return file
    from core.keeping.moving import write_portable

    write_portable(database, file, progress=progress)
    return file


def _list_erasures(database: Database, folder: Path) -> None:
    """What is erased is listed beside the copies too: older ones of the folder must not bring anybody back."""
    from core.privacy.cleaning import keep_ledger

    try:
        keep_ledger(database, folder)
    except OSError as fault:
        raise NoStore(f"{folder}: {fault.strerror}") from fault


def thin(folder: Path, rule: Rule) -> list[Path]:
    """Remove what the rule does not keep; what was removed. The newest is never removed."""
    there = backups(folder)
    kept = kept_by(rule, there)
    gone = [each.file for each in there[:-1] if each not in kept]
    for file in gone:
        file.unlink(missing_ok=True)
    return gone


def kept_by(rule: Rule, there: Iterable[Backup]) -> set[Backup]:
    """Which of these the rule keeps."""
    newest_first = sorted(there, reverse=True)
    if rule.newest is not None:
        return set(newest_first[: max(1, rule.newest)])
    kept: set[Backup] = set()
    for period, how_many in ((_day, rule.days), (_week, rule.weeks), (_month, rule.months)):
        seen: dict[str, Backup] = {}
        for each in newest_first:
            seen.setdefault(period(each.at), each)
        kept.update(list(seen.values())[:how_many])
    return kept


_Period = Callable[[datetime], str]


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d")


def _week(moment: datetime) -> str:
    return moment.strftime("%G-%V")


def _month(moment: datetime) -> str:
    return moment.strftime("%Y-%m")


def _named(file: Path) -> Backup | None:
    named = _NAME.match(file.name)
    if named is None:
        return None
    return Backup(datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC), int(named[2] or 1), file)


def _tidy(folder: Path, now: datetime) -> None:
    """Remove what a killed process left half-made, a day ago or longer."""
    for part in folder.glob("daftar-*.part*"):
        if now.timestamp() - part.stat().st_mtime > _A_DAY:
            part.unlink(missing_ok=True)


def _free(folder: Path, now: datetime) -> Path:
    """A name after all of its second: one that was thinned out leaves its number unused, or the next would count as the older."""
    stamp = now.astimezone(UTC).strftime(_STAMP)
    last = max((each.number for each in backups(folder) if each.at.strftime(_STAMP) == stamp), default=0)
    return folder / (f"daftar-{stamp}-{last + 1}.db" if last else f"daftar-{stamp}.db")

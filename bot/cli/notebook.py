"""Opening the notebook for a command: settings, the lock of a SQLite file, the schema, the office.

A new SQLite file is made as it is first used; one of an older version is left alone until ``daftar migrate``.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.exits import STORE, USAGE, Ends
from bot.operating.alone import Alone, Taken
from bot.settings import BadSettings, Settings, load

if TYPE_CHECKING:
    from collections.abc import Generator

    from core.clock import Clock
    from core.crm import Office
    from core.database import Database
    from core.team.rep import Rep
    from core.team.workspace import Workspace

Config = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="The config file.")]
DatabaseUrl = Annotated[str | None, typer.Option("--database", metavar="URL", help="sqlite:///PATH or postgresql://…")]
AsRep = Annotated[str | None, typer.Option("--as", metavar="REP", help="Who is writing, by name.")]


@dataclass
class Notebook:
    """An open notebook. ``alone`` is None on PostgreSQL and in memory."""

    settings: Settings
    database: Database
    office: Office
    alone: Alone | None = None

    def rep(self, name: str | None) -> Rep:
        """The rep of that name; without a name the only one there is. Raises Ends (usage)."""
        with self.office.read(None) as crm:
            active = [rep for rep in crm.team.reps() if rep.active]
            if name is None:
                if len(active) == 1:
                    return active[0]
                if not active:
                    raise Ends("There are no reps yet. Add one with: daftar reps add NAME", USAGE)
                raise Ends(f"Who is writing? Say --as NAME: {', '.join(rep.name for rep in active)}.", USAGE)
            found = crm.team.rep_named(name)
            if found is None:
                known = ", ".join(rep.name for rep in active) or "nobody yet (daftar reps add NAME)"
                raise Ends(f"There is no rep called {name}. There is: {known}.", USAGE)
            return found


def settings_of(config: Path | None, database: str | None) -> Settings:
    """The settings in force. Raises Ends (usage)."""
    try:
        return load(config, database=database)
    except BadSettings as wrong:
        raise Ends(str(wrong), USAGE) from None


def workspace_of(settings: Settings) -> Workspace:
    """The workspace as it is set; what is left out follows from the country. Raises Ends (usage)."""
    from core.team.workspace import Workspace

    told: dict[str, Any] = settings.workspace.model_dump()
    country = told.pop("country")
    if told["work_days"] is not None:
        told["work_days"] = tuple(told["work_days"])
    try:
        return Workspace.of_country(country, **told)
    except ValueError as wrong:
        raise Ends(f"Config problem: workspace.country — {wrong}.", USAGE) from None


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address; None for one in memory or another database."""
    if not url.startswith("sqlite"):
        return None
    path = url.split("://", 1)[1].partition("?")[0]
    path = path.removeprefix("/")
    return Path(path).expanduser() if path and path != ":memory:" else None


@contextmanager
def opened(
    settings: Settings, *, clock: Clock | None = None, patience: float = 1.0, migrated: bool = True
) -> Generator[Notebook]:
    """The notebook, for this process alone on SQLite. Raises Ends (database) where it is taken, missing or of another version.

    ``migrated`` False opens one of any version (for ``migrate``).
    """
    from core.clock import SystemClock
    from core.crm import Office
    from core.database import Database, NewerSchema, NoStore
    from core.errors import Busy

    os.umask(0o077)
    file = sqlite_file(settings.database.url)
    alone: Alone | None = None
    try:
        if file is not None:
            alone = _alone(file, patience)
        database = Database(settings.database.url)
        try:
            if file is None and database.dialect != "sqlite":
                database.ledger = _ledger(settings)
            if migrated:
                _right_version(database, file)
                _finish_erasing(database)
            yield Notebook(settings, database, Office(database, clock or SystemClock(), workspace_of(settings)), alone)
        finally:
            database.close()
    except Taken:
        raise Ends(
            f"Another Daftar process has {file}. Stop it first, or use PostgreSQL for several processes.", STORE
        ) from None
    except NewerSchema as wrong:
        raise Ends(f"{wrong}. Use the newer program, or restore a backup.".capitalize(), STORE) from None
    except NoStore as wrong:
        raise Ends(f"The database cannot be used: {wrong}.", STORE) from None
    except Busy as busy:
        if busy.away:
            raise Ends("The database cannot be reached; nothing was written. Try again in a moment.", STORE) from None
        raise Ends(
            "The database is locked by another program; nothing was written. Try again in a moment.", STORE
        ) from None
    finally:
        if alone is not None:
            alone.close()


def _alone(file: Path, patience: float) -> Alone:
    if not file.parent.is_dir():
        raise Ends(f"The database cannot be used: there is no folder {file.parent}.", STORE)
    try:
        return Alone(file, patience=patience)
    except OSError as wrong:
        raise Ends(f"The database cannot be used: {file}: {wrong.strerror}.", STORE) from None


def _ledger(settings: Settings) -> Path:
    """Where a notebook that is no file lists what it erased: beside its backups."""
    from bot.operating.nightly import folder_of
    from core.privacy.ledger import BESIDE_BACKUPS

    return folder_of(settings) / BESIDE_BACKUPS


def _finish_erasing(database: Database) -> None:
    """Take bytes away that an erasure had to leave: the process died before, or a reader held them."""
    from core.privacy.cleaning import clean, unclean

    if unclean(database):
        clean(database)


def newest_version() -> str:
    """The version of this program's schema, by the names of its migrations: Alembic is too slow to ask at every start."""
    from core.store.migrating import FOLDER

    return max(path.stem[1:5] for path in (FOLDER / "versions").glob("v[0-9]*.py"))


def _right_version(database: Database, file: Path | None) -> None:
    """Make a new notebook's tables; refuse one of an older version, which only ``daftar migrate`` changes."""
    found = database.schema_version()
    if found == newest_version():
        return
    if found is None:
        database.migrate()
        return
    where = file or database.url
    raise Ends(f"{where} is of an older version ({found}). Bring it to this one with: daftar migrate", STORE)

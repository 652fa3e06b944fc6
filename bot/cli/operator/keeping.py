"""``daftar migrate``, ``backup``, ``restore``, ``resume``, ``move``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.beside import Result, do
from bot.cli.exits import DONE, REFUSED, STORE, USAGE, Ends
from bot.cli.notebook import Config, DatabaseUrl, opened, settings_of, sqlite_file

if TYPE_CHECKING:
    from core.keeping.restoring import Restored


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("migrate")(migrate)
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("resume")(resume)
    app.command("move")(move)


def migrate(*, config: Config = None, database: DatabaseUrl = None) -> None:
    """Bring the database to this version, after a backup."""
    settings = settings_of(config, database)
    with opened(settings, migrated=False) as notebook:
        before = notebook.database.schema_version()
        kept = notebook.database.migrate()
        after = notebook.database.schema_version()
        where = sqlite_file(settings.database.url) or notebook.database.url
        if before == after:
            sys.stdout.write(f"{where} is at version {after}, as it should be.\n")
        else:
            sys.stdout.write(f"{where}: version {before or 'none'} → {after}.\n")
        if kept is not None:
            sys.stdout.write(f"The old one is kept as {kept}\n")


def backup(
    *,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="The folder; backups beside the database unless told.")
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(
            "--keep", metavar="N", min=1, help="Keep the newest N in the folder; 7 days, 4 weeks, 6 months unless told."
        ),
    ] = None,
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """Copy the notebook while it is in use, verify the copy, and thin out old ones."""
    told: dict[str, Any] = {"to": str(to.expanduser().absolute()) if to is not None else None, "keep": keep}
    _show(do(settings_of(config, database), "backup", told))


def resume(
    *,
    aside: Annotated[
        bool, typer.Option("--list", help="Only show what was put aside: messages that failed, sends that failed.")
    ] = False,
    again: Annotated[
        list[str] | None,
        typer.Option("--again", metavar="WHICH", help="Try one of these once more, as --list names it, or all."),
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option("--drop", metavar="WHICH", help="Leave one of these for good, or all.")
    ] = None,
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """Release what a restore held back: messages and reminders that were due before it. Or what was put aside, one by one."""
    settings = settings_of(config, database)
    if not (aside or again or drop):
        _show(do(settings, "resume", {}))
    if (aside, bool(again), bool(drop)).count(True) > 1:
        raise Ends("Say one of --list, --again and --drop at a time.", USAGE)
    _show(do(settings, "aside", {"again": again, "drop": drop}))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that backup made.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """Put a backup in place of the notebook; the old file is kept, and nothing old is sent again."""
    from core.database import NewerSchema, NoStore
    from core.keeping.moving import CannotMove
    from core.keeping.restoring import CannotRestore, look_into

    settings = settings_of(config, database)
    into = sqlite_file(settings.database.url)
    try:
        seen = look_into(file)
        sys.stdout.write(
            f"{file}: sound, version {seen.schema}: {seen.customers:,} customers, {seen.interactions:,} interactions, "
            f"{seen.follow_ups:,} follow-ups, {seen.reps} reps.\n"
        )
        if not yes and not _agreed(f"Put it in place of {into or 'the empty database'}?"):
            raise typer.Exit(REFUSED)
        if into is not None:
            _restore_file(file, into)
        else:
            from bot.operating.nightly import folder_of

            _restore_into_postgresql(file, settings.database.url, folder_of(settings))
    except NewerSchema as wrong:
        raise Ends(
            f"{file} is of a newer version ({wrong.found}) than this program. Use the newer program.", STORE
        ) from None
    except (CannotRestore, CannotMove, NoStore) as wrong:
        raise Ends(f"Nothing was restored: {wrong}.", STORE) from None
    raise typer.Exit(DONE)


def _restore_file(file: Path, into: Path) -> None:
    import os

    from bot.operating.alone import Alone, Taken
    from core.clock import SystemClock
    from core.keeping.restoring import restore as put_back
    from core.team.rep import MORNING

    os.umask(0o077)
    if not into.parent.is_dir():
        raise Ends(f"The database cannot be used: there is no folder {into.parent}.", STORE)
    try:
        with Alone(into, patience=1.0), _shown("Restoring") as progress:
            done = put_back(file, into, SystemClock().now(), morning=MORNING, progress=progress)
    except Taken:
        raise Ends(f"Another Daftar process has {into}. Stop it first, then restore.", STORE) from None
    sys.stdout.write(f"Restored {into}.\n")
    _tell_restored(done)


def _restore_into_postgresql(file: Path, url: str, backups: Path) -> None:
    from core.clock import SystemClock
    from core.database import Database
    from core.keeping.restoring import restore_into
    from core.privacy.ledger import BESIDE_BACKUPS
    from core.team.rep import MORNING

    target = Database(url)
    try:
        with _shown("Restoring") as progress:
            ledgers = [backups / BESIDE_BACKUPS]
            now = SystemClock().now()
            done = restore_into(file, target, now, morning=MORNING, ledgers=ledgers, progress=progress)
        sys.stdout.write(f"Restored {target.url}.\n")
    finally:
        target.close()
    _tell_restored(done)


def _tell_restored(done: Restored) -> None:
    if done.migrated_from is not None:
        sys.stdout.write(f"It was of version {done.migrated_from} and is of this one now.\n")
    if done.aside is not None:
        sys.stdout.write(f"The old one is kept as {done.aside}\n")
    _tell_erased(done.erased_again)
    _tell_held(done.held.messages, done.held.moments)


def _tell_erased(records: int) -> None:
    if records:
        sys.stdout.write(f"Erased again: {records} records of people who were erased since that backup was made.\n")


def _tell_held(messages: int, moments: int) -> None:
    if messages or moments:
        sys.stdout.write(
            f"Held back: {messages} messages and {moments} reminders that were due before now and may have been sent. "
            "Send them after all with: daftar resume\n"
        )


def move(
    *,
    to: Annotated[str, typer.Option("--to", metavar="URL", help="An empty database: postgresql://… or sqlite:///PATH")],
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """Copy the whole notebook to another database, and prove that all of it arrived."""
    from bot.logs import masked
    from core.database import Database, NewerSchema, NoStore
    from core.keeping.moving import CannotMove
    from core.keeping.moving import move as copy

    settings = settings_of(config, database)
    settings_of(config, to)  # a bad address is a usage error before anything is opened
    with opened(settings) as notebook:
        try:
            target = Database(to)
        except (ValueError, ModuleNotFoundError) as wrong:
            raise Ends(f"--to cannot be used: {masked(str(wrong))}.", USAGE) from None
        try:
            with _shown("Moving") as progress:
                moved = copy(notebook.database, target, progress=progress)
        except (CannotMove, NewerSchema) as wrong:
            raise Ends(f"Nothing was moved: {masked(str(wrong))}.", STORE) from None
        except NoStore as wrong:
            raise Ends(f"The database --to cannot be used: {masked(str(wrong))}.", STORE) from None
        finally:
            target.close()
        width = max(len(each.table) for each in moved)
        for each in moved:
            sys.stdout.write(f"✓ {each.table:<{width}} {each.rows:>9,}  {each.checksum}\n")
        sys.stdout.write(
            f"All {sum(each.rows for each in moved):,} rows are in {target.url}, counts and checksums equal. "
            "Set database.url to it; the old notebook was left as it is.\n"
        )


def _show(result: Result) -> None:
    (sys.stderr if result.code else sys.stdout).write("".join(f"{line}\n" for line in result.lines))
    raise typer.Exit(result.code)


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        sys.stdout.write("Nothing was changed. Say --yes to do it.\n")
        return False
    return typer.confirm(question)


@contextmanager
def _shown(what: str) -> Generator[Callable[[int, int], None] | None]:
    """A progress bar on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)

"""The operator's tools: ``migrate``, ``backup``, ``config show``, ``config example``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.beside import do
from bot.cli.exits import DONE
from bot.cli.notebook import Config, DatabaseUrl, opened, settings_of, sqlite_file


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("migrate")(migrate)
    app.command("backup")(backup)
    config = typer.Typer(help="The settings in force.", no_args_is_help=True)
    config.command("show")(show)
    config.command("example")(example)
    app.add_typer(config, name="config")


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
        Path | None, typer.Option("--to", metavar="FILE", help="Where to; beside the database unless told.")
    ] = None,
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """Copy the notebook while it is in use, and verify the copy (SQLite)."""
    told: dict[str, Any] = {"to": str(to.absolute()) if to is not None else None}
    result = do(settings_of(config, database), "backup", told)
    (sys.stderr if result.code else sys.stdout).write("".join(f"{line}\n" for line in result.lines))
    raise typer.Exit(result.code)


def show(*, config: Config = None, database: DatabaseUrl = None) -> None:
    """Every setting in force, secrets masked, and where it came from."""
    from bot.settings import config_path
    from bot.settings_example import in_force

    settings = settings_of(config, database)
    sys.stdout.write(in_force(settings, config_path(config)))
    raise typer.Exit(DONE)


def example() -> None:
    """A config file with every setting at its default, as config.example.toml has it."""
    from bot.settings_example import example as written

    sys.stdout.write(written())

"""``daftar reps …``: the people who may talk to the bot, and their pairing codes."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Literal

import typer

from bot.cli.beside import do
from bot.cli.notebook import Config, DatabaseUrl, settings_of

Name = Annotated[str, typer.Argument(metavar="NAME")]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    reps = typer.Typer(help="The people who may talk to the bot, and their pairing codes.", no_args_is_help=True)
    reps.command("add")(add)
    reps.command("list")(list_)
    reps.command("role")(role)
    reps.command("invite")(invite)
    reps.command("disable")(disable)
    app.add_typer(reps, name="reps")


def add(
    name: Name,
    *,
    language: Annotated[Literal["en", "ar"] | None, typer.Option(help="en or ar; the workspace's unless told.")] = None,
    zone: Annotated[str | None, typer.Option(metavar="ZONE", help="IANA name, such as Asia/Riyadh.")] = None,
    role: Annotated[Literal["rep", "manager", "admin"], typer.Option(help="What they may do.")] = "rep",
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """Add a person."""
    _do(config, database, "reps add", name=name, language=language, zone=zone, role=role)


def list_(*, config: Config = None, database: DatabaseUrl = None) -> None:
    """Show everybody."""
    _do(config, database, "reps list")


def role(
    name: Name,
    role: Annotated[Literal["rep", "manager", "admin"], typer.Argument(metavar="ROLE")],
    *,
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """Make somebody rep, manager or admin."""
    _do(config, database, "reps role", name=name, role=role)


def invite(name: Name, *, config: Config = None, database: DatabaseUrl = None) -> None:
    """A link and a code for a person, good once, for 24 hours."""
    _do(config, database, "reps invite", name=name)


def disable(name: Name, *, config: Config = None, database: DatabaseUrl = None) -> None:
    """Shut a person out at once; what they wrote stays."""
    _do(config, database, "reps disable", name=name)


def _do(config: Config, database: DatabaseUrl, job: str, **told: Any) -> None:
    result = do(settings_of(config, database), job, told)
    out = sys.stdout if not result.code else sys.stderr
    out.write("".join(f"{line}\n" for line in result.lines))
    raise typer.Exit(result.code)

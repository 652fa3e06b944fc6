"""``daftar doctor``, ``healthcheck``, ``config show``, ``config example``."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.beside import do
from bot.cli.exits import DONE, REFUSED, Ends
from bot.cli.notebook import Config, DatabaseUrl, settings_of, sqlite_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.operating.findings import Finding
    from bot.settings import Settings


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("doctor")(doctor)
    app.command("healthcheck")(healthcheck)
    config = typer.Typer(help="The settings in force.", no_args_is_help=True)
    config.command("show")(show)
    config.command("example")(example)
    app.add_typer(config, name="config")


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask Telegram and Slack.")] = False,
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """Look at everything that can be wrong; each line says how to mend it. Exit code 1 where something is."""
    from bot.logs import masked
    from bot.operating.findings import summary

    found: list[Finding] = []
    for finding in _looked(config, database, offline=offline):
        found.append(finding)
        if not as_json:
            sys.stdout.write(masked(finding.line) + "\n")
            sys.stdout.flush()
    bad = any(finding.mark == "bad" for finding in found)
    if as_json:
        told = {"ok": not bad, "findings": [asdict(finding) for finding in found]}
        sys.stdout.write(masked(json.dumps(told, ensure_ascii=False)) + "\n")
    else:
        sys.stdout.write(summary(found) + "\n")
    raise typer.Exit(REFUSED if bad else DONE)


def _looked(config: Path | None, database: str | None, *, offline: bool) -> Iterator[Finding]:
    from bot.operating.doctor import all_findings
    from bot.operating.findings import Finding
    from bot.settings import BadSettings, config_path, load
    from core.clock import SystemClock

    try:
        settings = load(config, database=database)
    except BadSettings as wrong:
        says, _, mend = str(wrong).partition("; mend it with: ")
        yield Finding("config", "bad", says, mend.rstrip(".") or "mend that line, then: daftar doctor")
        return
    file = sqlite_file(settings.database.url)
    file = file.absolute() if file is not None and file.parent.is_dir() else None
    yield from all_findings(settings, config_path(config), file, SystemClock().now(), offline=offline)
    yield from _opened(settings, file)


def _opened(settings: Settings, file: Path | None) -> Iterator[Finding]:
    from bot.operating.doctor import inside
    from bot.operating.findings import Finding

    wanted = sqlite_file(settings.database.url)
    if wanted is not None and not wanted.exists():
        if not wanted.parent.is_dir():
            yield Finding("database", "bad", f"there is no folder {wanted.parent}", f"mkdir -m 700 {wanted.parent}")
        else:
            yield Finding("database", "warn", f"there is no notebook {wanted} yet", "daftar migrate")
        return
    serving = file is not None and _taken(file)
    try:
        result = do(settings, "state", {})
    except Ends as wrong:
        says, colon, mend = str(wrong).rpartition(": ")
        whole = says if mend.startswith("daftar ") else f"{says}{colon}{mend}"
        yield Finding(
            "database", "bad", whole, mend if mend.startswith("daftar ") else "daftar restore FILE, or mend the address"
        )
        return
    except Exception as fault:  # noqa: BLE001 - a damaged file may raise anything; that is what is asked here
        yield Finding("database", "bad", f"cannot be read: {type(fault).__name__}", "daftar restore FILE")
        return
    if result.code:
        yield Finding("database", "bad", " ".join(result.lines), "daftar restore FILE")
        return
    yield from inside(json.loads(result.lines[0]), serving=serving)
    yield Finding("bot", "ok" if serving else "note", "is running" if serving else "is not running on this file")


def _taken(file: Path) -> bool:
    from bot.operating.alone import Alone, Taken

    try:
        Alone(file).close()
    except Taken:
        return True
    except OSError:
        return False
    return False


def healthcheck(*, config: Config = None, database: DatabaseUrl = None) -> None:
    """Whether the running bot is well: exit code 0 or 1, for Docker and the like."""
    from bot.cli.operator.pulse import pulse

    well, says = pulse(settings_of(config, database))
    (sys.stdout if well else sys.stderr).write(says + "\n")
    raise typer.Exit(DONE if well else REFUSED)


def show(*, config: Config = None, database: DatabaseUrl = None) -> None:
    """Every setting in force, secrets masked, and where it came from."""
    from bot.logs import masked
    from bot.settings import config_path
    from bot.settings_example import in_force

    settings = settings_of(config, database)
    sys.stdout.write(masked(in_force(settings, config_path(config))))
    raise typer.Exit(DONE)


def example() -> None:
    """A config file with every setting at its default, as config.example.toml has it."""
    from bot.settings_example import example as written

    sys.stdout.write(written())

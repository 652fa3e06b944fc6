"""``daftar run``: serves every platform that is turned on, and pushes reminders."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from bot.cli.exits import DONE, PORT, REFUSED, TOKEN, USAGE, Ends
from bot.cli.notebook import Config, DatabaseUrl, opened, settings_of

if TYPE_CHECKING:
    from collections.abc import Generator

    from bot.cli.notebook import Notebook
    from bot.operating.health import Health
    from bot.platform import ChatPlatform
    from bot.serving import Serving
    from bot.settings import Settings


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("run")(run)


def run(config: Config = None, database: DatabaseUrl = None) -> None:
    """Serve every platform that the config turns on. Stops cleanly on SIGINT and SIGTERM."""
    from bot import logs
    from bot.delivering import failpoints
    from bot.settings import config_path, warnings

    failpoints.arm()

    settings = settings_of(config, database)
    logs.start(settings.log.level, json_lines=settings.log.json_lines)
    _keep_secrets(settings)
    for warning in warnings(config_path(config)):
        sys.stderr.write(f"Warning: {warning}\n")
    with opened(settings) as notebook:
        from bot.cli.beside import Beside
        from bot.reading import get_ready
        from bot.serving import Serving

        platforms = _platforms(settings)
        serving = Serving(notebook.office, {platform.name: platform for platform in platforms}, settings)
        _stop_on_signals(serving)
        with Beside(notebook), _watched(serving, notebook, settings, platforms) as health:
            serving.start()
            health.serving()
            sys.stdout.write(
                f"daftar serving {', '.join(platform.name for platform in platforms)} on {notebook.database.url}\n"
            )
            sys.stdout.flush()
            get_ready()
            serving.wait()
            serving.stop()
        if serving.no_token:
            raise Ends(serving.no_token, TOKEN)
        if serving.broken:
            raise Ends(f"A part of the bot stopped working: {serving.broken}. See the log; start it again.", REFUSED)
    raise typer.Exit(DONE)


@contextmanager
def _watched(
    serving: Serving, notebook: Notebook, settings: Settings, platforms: list[ChatPlatform]
) -> Generator[Health]:
    """Health, its page and the nightly backup, around the serving."""
    from bot.operating.health import Health
    from bot.operating.nightly import Nightly, folder_of

    named = {platform.name: platform for platform in platforms}
    health = Health(notebook.office, named, serving, settings.http, backups=folder_of(settings))
    nightly = Nightly(notebook.office, settings)
    try:
        health.start()
    except OSError as wrong:
        where = f"{settings.http.host}:{settings.http.port}"
        raise Ends(f"The page of health cannot listen on {where}: {wrong.strerror}. Set [http] port.", PORT) from None
    nightly.start()
    try:
        yield health
    finally:
        nightly.stop()
        health.stop()


def _platforms(settings: Settings) -> list[ChatPlatform]:
    from bot.cli.platforms import turned_on
    from bot.delivering.tokens import introduce
    from bot.platform import BadToken

    try:
        platforms = turned_on(settings)
        for platform in platforms:
            introduce(platform)
    except BadToken as wrong:
        raise Ends(str(wrong), TOKEN) from None
    except ValueError as wrong:
        raise Ends(f"A token cannot be used: {wrong}.", TOKEN) from None
    if not platforms:
        raise Ends(
            "No platform is turned on. Set DAFTAR_TELEGRAM__TOKEN, or DAFTAR_SLACK__BOT_TOKEN and DAFTAR_SLACK__APP_TOKEN; "
            "without one, try: daftar chat",
            USAGE,
        )
    return platforms


def _keep_secrets(settings: Settings) -> None:
    from bot import logs
    from bot.settings import secret

    slack = settings.slack
    logs.keep_secret(
        secret(settings.telegram.token),
        secret(settings.telegram.webhook_secret),
        secret(slack.bot_token),
        secret(slack.app_token),
        secret(slack.signing_secret),
    )


def _stop_on_signals(serving: Serving) -> None:
    """The first signal stops cleanly, the second at once."""
    asked = threading.Event()

    def stop(_number: int, _frame: object) -> None:
        if asked.is_set():
            os._exit(1)
        asked.set()
        serving.end()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)

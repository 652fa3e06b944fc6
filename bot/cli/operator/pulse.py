"""``daftar healthcheck``: asks the running bot's page, or, where that is off, whether a process has the notebook and it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from bot.cli.beside import do, socket_path
from bot.cli.exits import Ends
from bot.cli.notebook import sqlite_file

if TYPE_CHECKING:
    from bot.settings import Settings

_SECONDS: Final = 5.0


def pulse(settings: Settings) -> tuple[bool, str]:
    """Whether the bot is well, and what it says."""
    if settings.http.enabled:
        return _asked_page(settings)
    file = sqlite_file(settings.database.url)
    if file is None:
        return False, "Turn the page of health on to ask for it: [http] enabled = true"
    if not file.exists() or not socket_path(file).exists():
        return False, f"no bot is running on {file}"
    try:
        result = do(settings, "pulse", {})
    except Ends as wrong:
        return False, str(wrong)
    return not result.code, " ".join(result.lines)


def _asked_page(settings: Settings) -> tuple[bool, str]:
    host = f"[{settings.http.host}]" if ":" in settings.http.host else settings.http.host
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(f"http://{host}:{settings.http.port}/readyz", timeout=_SECONDS) as answer:
            return True, str(answer.read(1000).decode("utf-8", "replace").strip())
    except HTTPError as refused:
        with refused:
            return False, refused.read(1000).decode("utf-8", "replace").strip()
    except OSError:
        return False, f"nothing answers on {host}:{settings.http.port}"

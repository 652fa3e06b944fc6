"""Webhook mode: where Telegram is to post updates, told to it at the start and again whenever it has forgotten.

``webhook.py`` takes what is posted. Telegram keeps what it cannot post for a day, so nothing is taken back when the bot stops.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from telegram.error import InvalidToken, TelegramError

from adapters.telegram.read import WANTED
from adapters.telegram.receive import REFUSALS, REFUSES
from adapters.telegram.webhook import GOOD_SECRET
from adapters.telegram.wire import is_loopback
from bot.logs import log
from bot.platform import BadToken
from bot.settings import secret

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from adapters.telegram.receive import Receiver
    from adapters.telegram.wire import Line
    from bot.settings import TelegramSettings

CONNECTIONS: Final = 8
"""So many posts at once: each waits for a commit, and one file is written by one at a time."""
PATH: Final = "/telegram"
_LOOKS: Final = 30.0
"""Seconds between two questions whether Telegram still posts here; its answer is the sign of life of a quiet bot."""
_AGAIN: Final = (0.5, 8.0)
"""Seconds until Telegram is told again after a failure: the first time, and at most."""


@dataclass(frozen=True, kw_only=True)
class Hook:
    """Where Telegram posts to, with which secret, and where that is listened for."""

    url: str
    secret: str
    host: str = "127.0.0.1"
    port: int = 0

    def __repr__(self) -> str:
        """Without the secret."""
        return f"<Hook {self.url} on {self.host}:{self.port}>"


def hook_of(settings: TelegramSettings) -> Hook:
    """The hook of these settings. Raises BadToken with one sentence for an address or a secret that will not do."""
    url, told = settings.url or "", secret(settings.webhook_secret)
    parts = urlsplit(url)
    host = parts.hostname or ""
    local = parts.scheme == "http" and (host == "localhost" or is_loopback(host))
    if not (local or (parts.scheme == "https" and host)) or parts.path != PATH:
        raise BadToken(f"Webhook mode needs its public address, https://…{PATH}: set DAFTAR_TELEGRAM__URL.")
    if not GOOD_SECRET.fullmatch(told):
        raise BadToken(
            "Webhook mode needs a secret of 24 to 256 of A-Z a-z 0-9 _ -: set DAFTAR_TELEGRAM__WEBHOOK_SECRET."
        )
    return Hook(url=url, secret=told, host=settings.host, port=settings.port)


def announcement(url: str, told: str) -> dict[str, Any]:
    """What ``setWebhook`` is called with."""
    return {"url": url, "secret_token": told, "allowed_updates": list(WANTED), "max_connections": CONNECTIONS}


def told_where(line: Line, hook: Hook, alive: Callable[[], bool], receiver: Receiver, stop: threading.Event) -> None:
    """Tell Telegram where to post, and see to it that it goes on doing so, until ``stop``, or until nobody listens any more.

    What goes wrong meanwhile is the receiver's ``trouble``. Raises BadToken where Telegram refuses the token again and again.
    """
    known, refusals = False, 0
    wait, longest = _AGAIN
    while alive() and not stop.is_set():
        try:
            known = known and line.call("getWebhookInfo").get("url") == hook.url
            if not known:
                line.call("setWebhook", announcement(hook.url, hook.secret))
                known = True
            receiver.trouble, wait, refusals = "", _AGAIN[0], 0
        except TelegramError as error:
            known = False
            refusals += isinstance(error, InvalidToken)
            if refusals >= REFUSALS:
                raise BadToken(REFUSES) from None
            receiver.trouble = "Telegram cannot be told where to post"
            log().warning("telegram_not_told", fault=error, wait=wait)
        _watch(alive, stop, _LOOKS if known else wait)
        wait = min(wait * 2, longest)


def _watch(alive: Callable[[], bool], stop: threading.Event, seconds: float) -> None:
    for _ in range(max(1, round(seconds / 0.5))):
        if stop.wait(0.5) or not alive():
            return

"""The connection to the Bot API: python-telegram-bot's low-level ``Bot`` on a loop and a thread of its own.

The library neither retries nor limits here, and answers come back as raw JSON: one update that it cannot parse would stall
its own polling for good (RELIABILITY FACT3). ``classified`` says what is known of a call that failed, by whether bytes could
have left (RELIABILITY, section 3); the library hides the cause in ``__cause__`` and takes a 5xx for a network error.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import threading
import time
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as TooLate
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.platform import MaybeSent, Moved, NotFetched, NotSent, Refused, SendError, SlowDown, TokenRefused

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from adapters.telegram.write import Call

POLL_SECONDS = 20
"""How long a poll may wait for an update."""
ANSWER_SECONDS = 15.0
"""How long a call may wait for its answer."""
CONNECT_SECONDS = 5.0
FETCH_SECONDS = 60.0
"""How long a file may take: 20 MB over a slow line."""
_PATH = re.compile(r"[\w./-]{1,300}")
"""A file's path as ``getFile`` tells it; whatever else stands there is not asked for."""
UNTOLD_WAIT = 5.0
"""Seconds to wait after a 429 that does not say how long."""
CHAT_WAIT = 3
"""A 429 up to this many seconds is about the one chat; Telegram does not say, and a longer one may be about all."""
_QUIET = ("httpx", "httpcore", "telegram")
_NOTHING_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
_KNOWN = frozenset({400, 401, 403, 404, 409})
_GONE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "peer_id_invalid",
    "group chat was deactivated",
    "chat_write_forbidden",
)


class Unreadable(NetworkError):
    """A 5xx, or an answer that is not the Bot API's JSON."""


class Flooded(NetworkError):
    """A 429: nothing was delivered, and nothing will be for so many ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many requests: wait {seconds} s")
        self.seconds = seconds


class Wire(HTTPXRequest):
    """The library's HTTP, reading an answer before the library does: it would log one that is no JSON, customer's text and all."""

    __slots__ = ()

    async def do_request(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        """The status and body of an answer of the Bot API. Raises Flooded for a 429, Unreadable for what is no answer of it."""
        code, payload = await super().do_request(*args, **named)
        try:
            told = json.loads(payload)
        except ValueError:
            told = None
        if code == HTTPStatus.TOO_MANY_REQUESTS:
            raise Flooded(_retry_after(told))
        wanted = "result" if code < HTTPStatus.MULTIPLE_CHOICES else "ok"
        if code >= HTTPStatus.INTERNAL_SERVER_ERROR or not isinstance(told, dict) or wanted not in told:
            raise Unreadable(f"HTTP {code}")
        if code >= HTTPStatus.BAD_REQUEST and code not in _KNOWN:  # the library takes these for network errors
            raise BadRequest(str(told.get("description", code)))
        return code, payload


def _retry_after(told: Any) -> float:
    try:
        return float(told["parameters"]["retry_after"])
    except (KeyError, TypeError, ValueError):
        return UNTOLD_WAIT


def is_loopback(host: str) -> bool:
    """Whether that is an address of this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Line:
    """Calls to the Bot API from any thread. ``last_contact`` is when (monotonic seconds) the server last answered anything.

    Raises ValueError for an address that is neither Telegram's nor on this machine: the token goes there.
    """

    def __init__(self, token: str, api_base: str) -> None:
        host = urlsplit(api_base).hostname or ""
        local = host == "localhost" or is_loopback(host)
        if not local and (host != "api.telegram.org" or not api_base.startswith("https://")):
            raise ValueError("telegram.api_base is https://api.telegram.org or a loopback address")
        for name in _QUIET:  # they log addresses with the token in them (FACT11)
            logging.getLogger(name).setLevel(logging.WARNING)
        times: dict[str, Any] = {
            "connect_timeout": CONNECT_SECONDS,
            "write_timeout": ANSWER_SECONDS,
            "pool_timeout": CONNECT_SECONDS,
            "httpx_kwargs": {"trust_env": not local},
        }
        self._calls = Wire(connection_pool_size=32, read_timeout=ANSWER_SECONDS, **times)
        self._polls = Wire(connection_pool_size=2, read_timeout=POLL_SECONDS + ANSWER_SECONDS, **times)
        self._bot = Bot(
            token, base_url=f"{api_base.rstrip('/')}/bot", request=self._calls, get_updates_request=self._polls
        )
        self._local = local
        self._files = f"{api_base.rstrip('/')}/file/bot{token}"
        self.last_contact = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def call(self, method: str, payload: dict[str, Any] | None = None) -> Any:
        """The result of a call. Raises TelegramError."""
        future = self.begin(method, payload)
        try:
            return future.result(CONNECT_SECONDS * 2 + ANSWER_SECONDS * 3)
        except (TooLate, CancelledError):
            future.cancel()
            raise NetworkError("no answer") from None

    def carry_out(self, call: Call) -> Any:
        """The result of a written call. Raises SendError."""
        payload = call.payload
        if call.file is not None:
            payload = payload | {"document": InputFile(call.file.data, filename=call.file.name, read_file_handle=False)}
        try:
            return self.call(call.method, payload)
        except TelegramError as error:
            raise classified(error) from error
        except (ValueError, TypeError, RuntimeError) as error:  # nothing the Bot API said: who knows how far it came
            raise MaybeSent(type(error).__name__) from error

    def fetch(self, path: str, most: int) -> bytes:
        """The contents of a file by the path that ``getFile`` told. Raises NotFetched; the token goes to no other host."""
        future = asyncio.run_coroutine_threadsafe(self._fetch(path, most), self._running())
        try:
            return future.result(FETCH_SECONDS)
        except (TooLate, CancelledError, TelegramError, httpx.HTTPError) as wrong:
            future.cancel()
            raise NotFetched("away") from wrong

    async def _fetch(self, path: str, most: int) -> bytes:
        """Piece by piece, so that nothing bigger than was told is ever held."""
        if not _PATH.fullmatch(path) or ".." in path:
            raise NotFetched("away")
        data = b""
        told: dict[str, Any] = {"timeout": ANSWER_SECONDS, "trust_env": not self._local, "follow_redirects": False}
        async with httpx.AsyncClient(**told) as client, client.stream("GET", f"{self._files}/{path}") as answer:
            if answer.status_code != HTTPStatus.OK:
                raise NotFetched("away")
            async for piece in answer.aiter_bytes():
                data += piece
                if len(data) > most:
                    raise NotFetched("too_big")
        self.last_contact = time.monotonic()
        return data

    def begin(self, method: str, payload: dict[str, Any] | None = None) -> Future[Any]:
        """Begin a call; whoever does not wait for it hears nothing of its failure."""
        return asyncio.run_coroutine_threadsafe(self._call(method, payload), self._running())

    async def _call(self, method: str, payload: dict[str, Any] | None) -> Any:
        result = await self._bot.do_api_request(_unknown_to_library(method), api_kwargs=payload)
        self.last_contact = time.monotonic()
        return result

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="telegram", daemon=True)
                self._thread.start()
            return self._loop

    def close(self) -> None:
        """Let go of all connections; calls under way are cut off."""
        with self._starting:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._hang_up(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()

    async def _hang_up(self) -> None:
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._both(self._calls.shutdown(), self._polls.shutdown())

    @staticmethod
    async def _both(*endings: Coroutine[Any, Any, None]) -> None:
        await asyncio.gather(*endings, return_exceptions=True)


def _unknown_to_library(method: str) -> str:
    """``sendMessage`` as ``send_Message``: the library turns it back, and does not warn that it has a method for it."""
    return "".join(f"_{letter}" if letter.isupper() else letter for letter in method)


def _unauthorized(error: TelegramError) -> bool:
    """Whether Telegram does not know the token; the library says the same of a method that it does not know."""
    cause = error.__cause__
    return "unauthorized" in f"{error.message} {cause if isinstance(cause, TelegramError) else ''}".lower()


def classified(error: TelegramError) -> SendError:  # noqa: PLR0911 - a table
    """What is known of a send that failed so."""
    told = error.message
    match error:
        case Flooded():
            return SlowDown(error.seconds, scope="chat" if error.seconds <= CHAT_WAIT else "all")
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Refused(told, address_dead=True)
        case BadRequest():
            return Refused(told, address_dead=any(words in told.lower() for words in _GONE))
        case InvalidToken() if _unauthorized(error):
            return TokenRefused("Unauthorized")
        case InvalidToken() | EndPointNotFound() | Conflict():
            return Refused(told)
        case NetworkError() if isinstance(error.__cause__, _NOTHING_LEFT):
            return NotSent(type(error.__cause__).__name__)
        case _:
            return MaybeSent(told)

"""Updates by POST, for a server with a public address: 200 is answered only after the inbox has committed the update.

Telegram sends each update again until it gets a 2xx. Who posts must know the secret that ``setWebhook`` told Telegram (Bot API,
``X-Telegram-Bot-Api-Secret-Token``); it is compared in constant time. A forged or broken request gets 401, 403 or 413, and
neither its body nor its secret is ever logged.
"""

from __future__ import annotations

import hmac
import json
import re
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from bot.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1024 * 1024
"""Bytes of a body; an update holds no files and stays far below."""
GOOD_SECRET = re.compile(r"[A-Za-z0-9_-]{24,256}")
_NOT_NOW = 503
_NO_WORD = {"unauthorized": 401, "forbidden": 403, "too_large": 413}


def webhook(keep: Callable[[Any], None], secret: str, path: str = "/telegram") -> Starlette:
    """The application to mount. ``keep`` commits one update and raises when it cannot. Raises ValueError for a weak secret."""
    if not GOOD_SECRET.fullmatch(secret):
        raise ValueError("a webhook's secret has 24 to 256 of A-Z a-z 0-9 _ -")

    async def receive(request: Request) -> Response:
        told = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(told, secret.encode()):
            return Response(status_code=_NO_WORD["unauthorized"])
        body = await _body(request)
        if body is None:
            return Response(status_code=_NO_WORD["too_large"])
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=_NO_WORD["forbidden"])
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return Response(status_code=_NO_WORD["forbidden"])
        try:
            await run_in_threadpool(keep, update)
        except Exception as error:  # noqa: BLE001 - whatever the store says: without a commit there is no 200
            log().error("telegram_update_not_kept", fault=error)
            return Response(status_code=_NOT_NOW)
        return Response()

    return Starlette(routes=[Route(path, receive, methods=["POST"])])


async def _body(request: Request) -> bytes | None:
    """The body, None as soon as it is too large, whatever its length was said to be."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return body

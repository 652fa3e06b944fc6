"""HTTP mode: events, commands and everything that is pressed come as signed POSTs to one address.

200 is answered only after the inbox has committed; Slack sends an event again until it gets one (``X-Slack-Retry-Num``; the inbox
knows its ``event_id``). Bolt's verifier checks the signature in constant time, behind guards of our own, for it raises on a timestamp
that is no number and lets a captured request through again for five minutes (RELIABILITY FACT12). A forged, replayed or
broken request gets 401, 403 or 413, never 500; no body and no header of it is logged.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from adapters.listening import Listening
from adapters.slack.client import is_loopback, quiet_logger
from bot.operating.setting_up.manifest import PATH

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from core.clock import Clock

LARGEST: Final = 1024 * 1024
"""Bytes of a body. The largest that Slack sends is a message of 40,000 characters with its blocks, or a modal."""
SEEN_SECONDS: Final = 600.0
"""A signature that was accepted is refused for so long: twice the window in which Slack's timestamp counts."""
_TIMESTAMP: Final = re.compile(r"[0-9]{1,12}")
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}")
_NO_WORD: Final = {"unauthorized": 401, "forbidden": 403, "too_large": 413, "not_now": 503}
_FORM_FIELDS: Final = 100

_log = quiet_logger("daftar.slack")


class Seen:
    """The signatures that were accepted within the last ten minutes. Safe to use from several threads."""

    def __init__(self) -> None:
        self._until: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def first(self, signature: str) -> bool:
        """Note it; false where it was noted before."""
        now = time.monotonic()
        with self._lock:
            while self._until and next(iter(self._until.values())) <= now:
                self._until.popitem(last=False)
            if signature in self._until:
                return False
            self._until[signature] = now + SEEN_SECONDS
            return True

    def forget(self, signature: str) -> None:
        """What was not kept may come again, within the same second with the same signature."""
        with self._lock:
            self._until.pop(signature, None)


class _Seconds:
    """A clock as Bolt's verifier wants it: seconds since 1970."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


class _Refused(Exception):
    """A request that gets no more than this status."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.status = _NO_WORD[word]


class _Gate:
    """Lets through what Slack signed, once."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._verifier = SignatureVerifier(secret, clock=_Seconds(clock))  # type: ignore[arg-type]
        self._seen = Seen()

    async def payload(self, request: Request) -> tuple[dict[str, Any], str]:
        """What the request says, and its signature. Raises _Refused."""
        if request.method != "POST":
            raise _Refused("forbidden")
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            raise _Refused("unauthorized")
        try:
            # the verifier would raise on it
            body = (await _body(request)).decode("utf-8")
        except UnicodeDecodeError:
            raise _Refused("forbidden") from None
        if not self._verifier.is_valid(body, timestamp, signature):
            raise _Refused("unauthorized")
        payload = _payload(body, request.headers.get("content-type", ""))
        if payload is None or not self._seen.first(signature):
            raise _Refused("forbidden")
        return payload, signature

    def again(self, signature: str) -> None:
        """What was not kept may come again, with the same signature when it comes within the same second."""
        self._seen.forget(signature)


def web(take: Callable[[dict[str, Any]], dict[str, Any] | None], secret: str, clock: Clock) -> Starlette:
    """The application. ``take`` commits one payload, gives what Slack is to be answered, and raises when it cannot keep it.

    Raises ValueError for a secret that is none.
    """
    if not re.fullmatch(r"[\x21-\x7e]{16,}", secret):
        raise ValueError("a signing secret has at least 16 letters and no spaces")
    gate = _Gate(secret, clock)

    async def receive(request: Request) -> Response:
        try:
            payload, signature = await gate.payload(request)
        except _Refused as refused:
            return Response(status_code=refused.status)
        if payload.get("type") == "url_verification":
            return PlainTextResponse(str(payload.get("challenge") or ""))
        if "ssl_check" in payload:
            return Response()
        try:
            answer = await run_in_threadpool(take, payload)
        except Exception as wrong:  # noqa: BLE001 - whatever it is: not kept, so not confirmed
            gate.again(signature)
            _log.warning("a payload could not be kept (%s); Slack will send it again", type(wrong).__name__)
            return Response(status_code=_NO_WORD["not_now"])
        return JSONResponse(answer) if answer is not None else Response()

    async def nowhere(request: Request) -> Response:
        del request
        return Response(status_code=_NO_WORD["forbidden"])

    every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    return Starlette(routes=[Route(PATH, receive, methods=every), Route("/{path:path}", nowhere, methods=every)])


def listen(application: Starlette, host: str, port: int) -> Listening:
    """Serve the application from a thread of its own. Raises OSError where the port is taken."""
    if not is_loopback(host):
        _log.warning(
            "Slack's requests are listened for on %s without TLS: put a proxy with a certificate before it", host
        )
    return Listening(application, host, port, name="slack-http")


async def _body(request: Request) -> bytes:
    """The body. Raises _Refused as soon as it is too large, whatever its length was said to be."""
    told = request.headers.get("content-length", "")
    if len(told) > len(str(LARGEST)) or (told.isdecimal() and int(told) > LARGEST):
        raise _Refused("too_large")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise _Refused("too_large")
    return bytes(body)


def _payload(body: str, content_type: str) -> dict[str, Any] | None:
    """What it says; None for what Slack would not send: another type, no object."""
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind == "application/json":
            told = json.loads(body)
        elif kind == "application/x-www-form-urlencoded":
            form = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_FORM_FIELDS))
            told = json.loads(form["payload"]) if "payload" in form else form
        else:
            return None
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) and told else None

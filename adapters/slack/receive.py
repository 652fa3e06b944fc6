"""Receiving by Socket Mode: every payload is committed to the inbox, then its envelope is acknowledged.

Bolt acknowledges an event before its listener has worked (RELIABILITY FACT4), so there are no listeners: one middleware, run
before everything else Bolt does, commits and returns the empty answer that Bolt sends as the acknowledgement. When the
inbox cannot keep a payload there is no answer, and Slack delivers it again. HTTP mode (``web.py``) gives the same ``Intake`` what
it received.

What has piled up is committed together: while a worker writes, a burst would else wait for its turn once for each event.

The builtin client reconnects by itself, asking for a fresh ticket each time; a watchdog throws it away when the other side hung
up or has shown no sign of life for ten seconds all the same (FACT6).
"""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from slack_bolt import App as Bolt
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_bolt.middleware import Middleware
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.slack.client import FramedClient, quiet_logger

if TYPE_CHECKING:
    from slack_bolt.request import BoltRequest
    from slack_sdk import WebClient
    from slack_sdk.socket_mode.builtin import SocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

    from adapters.slack.intake import Intake
    from core.talking.raw import Raw

PING_SECONDS = 3.0
"""The client pings this often, gives a silent connection up after four times that, and looks for a new one as often."""
SILENT_SECONDS = 10.0
"""Without any sign of life for so long, with a ping every three seconds, the socket is thrown away; so is one that was down
for ``DOWN_SECONDS`` in spite of its own attempts."""
DOWN_SECONDS = 20.0

AT_ONCE = 50
"""So many payloads are committed together."""

_log = quiet_logger("daftar.slack")
_socket_logger = quiet_logger("daftar.slack.socket")


class Commit(Middleware):
    """Bolt's first step: commit, and answer for whoever would come after."""

    def __init__(self, intake: Callable[[], Intake | None]) -> None:
        self._intake = intake

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 - Bolt gives it by this name
    ) -> BoltResponse:
        """The empty answer once the payload is kept; 503, which Bolt does not send on as an acknowledgement, when it is not."""
        del resp
        if req.body.get("type") == "url_verification":
            return next()
        taking = self._intake()
        if taking is None:
            return BoltResponse(status=503)
        try:
            answer = taking.take(req.body)
        except Exception as wrong:  # noqa: BLE001 - whatever it is: not kept, so not confirmed
            _log.warning("a payload could not be kept (%s); Slack will send it again", type(wrong).__name__)
            return BoltResponse(status=503)
        if answer is None:
            return BoltResponse(status=200)
        return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": "application/json"})


def bolt_app(client: WebClient, intake: Callable[[], Intake | None], *, signing_secret: str = "") -> Bolt:
    """Bolt with the one middleware. It takes no listener: whatever was committed is answered at once."""
    return Bolt(
        client=client,
        name="daftar",
        logger=quiet_logger("daftar.slack.bolt"),
        signing_secret=signing_secret,
        token_verification_enabled=False,
        before_authorize=Commit(intake),
    )


class Answered(NamedTuple):
    """An acknowledgement that waits until the rows from ``first`` up to ``end`` are committed."""

    first: int
    end: int
    send: Callable[[], None]


class Together(ThreadPoolExecutor):
    """One thread that is given everything that has piled up since it last looked, in order, at most ``AT_ONCE``."""

    def __init__(self, work: Callable[[list[Callable[[], None]]], None]) -> None:
        super().__init__(max_workers=1, thread_name_prefix="slack-intake")
        self._work = work
        self._waiting: deque[Callable[[], None]] = deque()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Put it in line."""
        self._waiting.append(partial(fn, *args, **kwargs))
        return super().submit(self._look)

    def _look(self) -> None:
        tasks = [self._waiting.popleft() for _ in range(min(len(self._waiting), AT_ONCE))]
        if not tasks:
            return
        try:
            self._work(tasks)
        except Exception as wrong:  # noqa: BLE001 - nobody looks at what a task of the client raises
            _log.warning("what came on the socket could not be taken (%s)", type(wrong).__name__)


class Socket(BaseSocketModeHandler):
    """One life of the Socket Mode client: from connecting until it is thrown away."""

    def __init__(self, bolt: Bolt, app_token: str, web_client: WebClient, intake: Intake) -> None:
        self.app = bolt
        self.client: FramedClient = FramedClient(  # pyright: ignore[reportIncompatibleVariableOverride]
            app_token=app_token,
            logger=_socket_logger,
            web_client=web_client,
            ping_interval=PING_SECONDS,
            concurrency=1,
        )
        # else it would go through the environment's proxy to this machine's own addresses too
        self.client.proxy = web_client.proxy
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]
        self._intake = intake
        self.client.message_workers.shutdown()
        self.client.message_workers = Together(self._kept_together)
        self._gathered: list[Raw] = []
        self._answers: list[Answered] = []
        self._last_pong: float | None = None
        self._alive_at = time.monotonic()
        self.greetings = 0
        self.client.on_message_listeners.append(self._heard)
        self.client.message_listeners.append(self._unreadable)  # type: ignore[arg-type]

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Take what came, also what Bolt cannot make sense of, which is put aside later, by the worker; its answer waits for the commit."""
        started, before = time.time(), len(self._gathered)
        try:
            answer = run_bolt_app(self.app, req)
        except Exception:  # noqa: BLE001 - Bolt looks into the payload before any middleware may
            self._intake.keep(req.payload, req.envelope_id)
            answer = BoltResponse(status=200)
        self._answers.append(Answered(before, len(self._gathered), lambda: send_response(client, req, answer, started)))

    def _kept_together(self, tasks: list[Callable[[], None]]) -> None:
        """Take these in their order, commit what they bring, then acknowledge; what cannot be committed is not acknowledged."""
        with self._intake.gathered() as rows:
            self._gathered, self._answers = rows, []
            for task in tasks:
                task()
        try:
            if rows:
                self._intake.put(rows)
        except Exception:  # noqa: BLE001 - one by one it is found out which of them can be kept
            self._one_by_one(rows)
            return
        for answered in self._answers:
            answered.send()

    def _one_by_one(self, rows: list[Raw]) -> None:
        for answered in self._answers:
            try:
                if answered.first < answered.end:
                    self._intake.put(rows[answered.first : answered.end])
            except Exception as wrong:  # noqa: BLE001 - whatever it is: not kept, so not confirmed
                _log.warning("a payload could not be kept (%s); Slack will send it again", type(wrong).__name__)
                return
            answered.send()

    def silent_for(self) -> float:
        """Seconds since the last sign of life: a message, a greeting or an answered ping."""
        session = self.client.current_session
        pong = session.last_ping_pong_time if session is not None and session.is_active() else None
        if pong is not None and pong != self._last_pong:
            self._last_pong = pong
            self._alive_at = time.monotonic()
        return time.monotonic() - self._alive_at

    def hung_up(self) -> bool:
        """Whether the other side closed without a word. The client would read nothing over and over for fifteen seconds."""
        session = self.client.current_session
        raw = session.sock if session is not None else None
        if raw is None:
            return False
        try:
            # a copy of the descriptor: an encrypted socket cannot be looked into without reading it
            with socket.socket(fileno=os.dup(raw.fileno())) as copy:
                return copy.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def close_soon(self) -> threading.Thread:
        """Close in a thread of its own: the client may wait three seconds for a read to end."""
        # a socket that is closed while it is read calls that an error
        self.client.logger = quiet_logger("daftar.slack.closing", logging.CRITICAL)
        thread = threading.Thread(target=self.close, name="slack-closing", daemon=True)
        thread.start()
        return thread

    def _heard(self, message: str) -> None:
        if not message.startswith("{"):
            return  # no message of Slack's: it is no sign of life
        self._alive_at = time.monotonic()
        if '"hello"' in message[:200]:
            self.greetings += 1

    def _unreadable(self, client: SocketModeClient, message: dict[str, Any], raw: str | None) -> None:
        """An envelope whose payload is no object: kept for the quarantine, confirmed, and never seen by Bolt."""
        del raw
        envelope = message.get("envelope_id")
        if envelope and "payload" in message and not isinstance(message["payload"], dict | str):
            before = len(self._gathered)
            self._intake.keep({"unreadable": message["payload"]}, str(envelope))
            told = SocketModeResponse(envelope_id=str(envelope))
            self._answers.append(Answered(before, len(self._gathered), lambda: client.send_socket_mode_response(told)))

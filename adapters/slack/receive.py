"""Receiving by Socket Mode: every payload is committed to the inbox, then its envelope is acknowledged.

Bolt acknowledges an event before its listener has worked (RELIABILITY FACT4), so there are no listeners: one middleware, run
before everything else Bolt does, commits and returns the empty answer that Bolt sends as the acknowledgement. When the
inbox cannot keep a payload there is no answer, and Slack delivers it again. HTTP mode (``web.py``) gives the same ``Intake`` what
it received.

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
from typing import TYPE_CHECKING, Any

from slack_bolt import App as Bolt
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_bolt.middleware import Middleware
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.slack.client import quiet_logger

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.request import BoltRequest
    from slack_sdk import WebClient
    from slack_sdk.socket_mode.builtin import SocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

    from adapters.slack.intake import Intake

PING_SECONDS = 3.0
"""The client pings this often, gives a silent connection up after four times that, and looks for a new one as often."""
SILENT_SECONDS = 10.0
"""Without any sign of life for so long, with a ping every three seconds, the socket is thrown away; so is one that was down
for ``DOWN_SECONDS`` in spite of its own attempts."""
DOWN_SECONDS = 20.0

_log = quiet_logger("daftar.slack")


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


class Socket(SocketModeHandler):
    """One life of the Socket Mode client: from connecting until it is thrown away."""

    def __init__(self, bolt: Bolt, app_token: str, web_client: WebClient, intake: Intake) -> None:
        super().__init__(
            bolt,
            app_token,
            logger=quiet_logger("daftar.slack.socket"),
            web_client=web_client,
            ping_interval=PING_SECONDS,
            # one at a time: two messages of one chat are committed in the order in which they came
            concurrency=1,
        )
        self._intake = intake
        self._last_pong: float | None = None
        self._alive_at = time.monotonic()
        self.greetings = 0
        self.client.on_message_listeners.append(self._heard)
        self.client.message_listeners.append(self._unreadable)  # type: ignore[arg-type]

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Commit and acknowledge; also what Bolt cannot make sense of, which is put aside later, by the worker."""
        started = time.time()
        try:
            answer = run_bolt_app(self.app, req)
        except Exception:  # noqa: BLE001 - Bolt looks into the payload before any middleware may
            self._intake.keep(req.payload, req.envelope_id)
            answer = BoltResponse(status=200)
        send_response(client, req, answer, started)

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
        self._alive_at = time.monotonic()
        if message.startswith("{") and '"hello"' in message[:200]:
            self.greetings += 1

    def _unreadable(self, client: SocketModeClient, message: dict[str, Any], raw: str | None) -> None:
        """An envelope whose payload is no object: kept for the quarantine, confirmed, and never seen by Bolt."""
        del raw
        envelope = message.get("envelope_id")
        if envelope and "payload" in message and not isinstance(message["payload"], dict | str):
            self._intake.keep({"unreadable": message["payload"]}, str(envelope))
            client.send_socket_mode_response(SocketModeResponse(envelope_id=str(envelope)))

"""Slack as a chat platform: one web client to send with, one to look things up, and the socket or the HTTP port that receives."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from adapters.slack.client import quiet_logger, silence, web_client
from adapters.slack.failures import TOKEN_REFUSED, code_of, failure
from adapters.slack.gaps import Gaps
from adapters.slack.intake import Intake
from adapters.slack.look_up import History
from adapters.slack.people import People
from adapters.slack.read import NAME, App, read
from adapters.slack.receive import DOWN_SECONDS, SILENT_SECONDS, Socket, bolt_app
from adapters.slack.responses import Responses
from adapters.slack.send import Rooms, Sender
from adapters.slack.web import listen, web
from adapters.slack.write import LIMITS
from bot.platform import BadToken, NotSent, Refused, SendError, SlowDown
from core.clock import SystemClock

if TYPE_CHECKING:
    import threading

    from bot.messages import Incoming
    from bot.platform import Inbox, Sent
    from bot.reply import Outgoing
    from core.clock import Clock

SEND_SECONDS = 20
ASK_SECONDS = 5
LONGEST_PAUSE = 8.0
AGENT = "assistant:write"
"""The scope that only an app with the agent view has."""

_log = quiet_logger("daftar.slack")


@dataclass(frozen=True, kw_only=True)
class Door:
    """Where HTTP mode listens, and the secret with which Slack signs. Port 0 takes any that is free."""

    secret: str
    host: str = "127.0.0.1"
    port: int = 0

    def __repr__(self) -> str:
        """Without the secret."""
        return f"<Door {self.host}:{self.port}>"


class Slack:
    """The platform. ``workspace`` is the team id, empty until Slack was first reached."""

    name = NAME
    limits = LIMITS
    boards = True
    picks = "form"

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        api_base: str,
        *,
        clock: Clock | None = None,
        door: Door | None = None,
        reacts: bool = True,
    ) -> None:
        silence()
        self._door = door
        self.port = 0
        """The port of HTTP mode while it is listened on."""
        self._bot_token = bot_token
        self._app_token = app_token
        self._clock: Clock = clock or SystemClock()
        self._client = web_client(bot_token, api_base, SEND_SECONDS)
        # what receiving waits for must fit into the three seconds in which an envelope is to be acknowledged
        self._asking = web_client(bot_token, api_base, 2)
        self._socket_client = web_client(bot_token, api_base, ASK_SECONDS)
        self._people = People(self._asking)
        self._rooms = Rooms(self._client)
        self.history = History(self._client, self._clock)
        self._responses = Responses(self._client)
        self._sender = Sender(self._client, self._rooms, self.history, self._responses, reacts=reacts)
        self._gaps = Gaps(self._socket_client, self._clock)
        self._intake: Intake | None = None
        self._bolt = bolt_app(self._client, lambda: self._intake)
        self.app = App()
        self.workspace = ""
        self.scopes: frozenset[str] = frozenset()
        self.last_contact = 0.0
        """When Slack last showed a sign of life on the socket, in monotonic seconds; 0 before the first."""

    def __repr__(self) -> str:
        """Without tokens."""
        return f"<Slack {self.app.team or 'not connected yet'}>"

    def introduce(self) -> None:
        """Ask Slack who we are. Raises BadToken where it refuses the bot token, another SendError where it cannot tell."""
        try:
            told = self._socket_client.auth_test()
        except Exception as error:  # noqa: BLE001 - every failure has a meaning
            if code_of(error) in TOKEN_REFUSED:
                raise BadToken(
                    f"Slack refuses the bot token ({code_of(error)}): set DAFTAR_SLACK__BOT_TOKEN."
                ) from None
            raise failure(error) from None
        headers = {str(key).lower(): value for key, value in dict(told.headers).items()}
        self.scopes = frozenset(
            part.strip() for part in str(headers.get("x-oauth-scopes", "")).split(",") if part.strip()
        )
        self.app = App(
            team=str(told["team_id"]),
            user=str(told["user_id"]),
            bot=str(told.get("bot_id") or ""),
            agent=AGENT in self.scopes,
        )
        self.workspace = self.app.team

    def read(self, body: dict[str, Any]) -> Incoming | None:
        """A raw payload as we know it; None for what does not concern us. Raises ValueError on what it cannot read."""
        return read(body, self.app)

    def receive(self, inbox: Inbox, stop: threading.Event) -> None:
        """Receive until ``stop`` is set. Raises BadToken when Slack refuses a token; anything else it waits out."""
        pause = 0.5
        while not stop.is_set():
            try:
                if not self.app.team:
                    self.introduce()
                self._intake = Intake(inbox, self.app, self._people, self._clock, self._responses)
                hold = self._hold if self._door is None else self._listen
                if hold(self._intake, stop):
                    pause = 0.5
            except SlowDown as slow:
                pause = max(pause, slow.seconds)
            except SendError as wrong:
                _log.warning("Slack cannot be reached: %s", wrong)
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def send(self, outgoing: Outgoing) -> Sent:
        """One attempt to deliver. Raises a SendError; never tries again by itself."""
        return self._sender.send(outgoing)

    def look_up(self, outgoing: Outgoing, since: float) -> Sent | None:
        """Whether that delivery arrived. ``since``: when its attempt began. Raises NotSent when it cannot be told."""
        try:
            channel = self._rooms.channel(outgoing.place.chat_id)
        except Refused as refused:
            raise NotSent(f"slack: {refused.reason}") from None
        except SlowDown:
            raise NotSent("slack: too many questions at once") from None
        return self.history.look_up(outgoing, since, channel)

    def close(self) -> None:
        """Let go of what receiving left behind; the web clients keep no connection open."""
        if self._intake is not None:
            self._intake.closed = True

    def _listen(self, intake: Intake, stop: threading.Event) -> bool:
        """Listen for Slack's requests until ``stop``. Raises OSError where the port is taken."""
        assert self._door is not None  # noqa: S101 - the caller looked
        listening = listen(web(intake.take, self._door.secret, self._clock), self._door.host, self._door.port)
        self.port = listening.port
        self._gaps.repair_soon(self.app, intake, stop)
        try:
            while listening.alive and not stop.wait(0.2):
                # nobody else tells whether Slack can reach this address; that it listens is what can be known here
                self.last_contact = time.monotonic()
        finally:
            intake.closed = stop.is_set()
            listening.close()
        return True

    def _hold(self, intake: Intake, stop: threading.Event) -> bool:
        """Keep one socket up until ``stop``, or until the watchdog gives it up. True when it was up at least once."""
        socket = Socket(self._bolt, self._app_token, self._socket_client, intake)
        down_since: float | None = None
        repaired_after = 0
        try:
            try:
                socket.connect()  # type: ignore[no-untyped-call]
            except Exception as error:  # noqa: BLE001 - every failure has a meaning
                if isinstance(error, SlackApiError) and code_of(error) in TOKEN_REFUSED:
                    told = f"Slack refuses the app token ({code_of(error)}): set DAFTAR_SLACK__APP_TOKEN (xapp-…)."
                    raise BadToken(told) from None
                raise failure(error) from None
            while not stop.wait(0.2):
                if socket.greetings > repaired_after:
                    repaired_after = socket.greetings
                    self._gaps.repair_soon(self.app, intake, stop)
                now = time.monotonic()
                if socket.greetings and socket.client.is_connected():
                    self.last_contact = now - socket.silent_for()
                down_since = None if socket.client.is_connected() else down_since or now
                down_for = now - down_since if down_since is not None else 0.0
                useless = socket.hung_up() or socket.silent_for() > SILENT_SECONDS
                if useless or down_for > DOWN_SECONDS:
                    _log.warning("the Slack socket is gone; opening a new one")
                    break
            return socket.greetings > 0
        finally:
            intake.closed = stop.is_set()
            socket.close_soon().join(1.0)

"""Socket Mode as the fake serves it: tickets for one use, envelopes to one connection each, again when not acknowledged.

A ticket (``apps.connections.open``) opens one WebSocket within its life. An envelope that is not acknowledged in ``ack_seconds``
is sent again, to whichever connection, with its attempt counted, when it is an event; slash commands and clicks are
sent once. Every envelope's times are kept: they are the figures of R3.

With ``post_to`` the same deliveries go as signed POSTs to an address instead (HTTP mode); 2xx acknowledges.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import random
import secrets
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, WSMsgType, web

from tests.fakes.slack_state import APP

RELEASED_AT_ONCE = 300
"""So many of what was held are on their way unacknowledged at a time: Slack gives an app no more than 30,000 events an hour and
workspace, it does not pour all of them out in one second."""


@dataclass
class Envelope:
    """One delivery of a payload. ``state`` is waiting, sent, acked, lost (no connection) or given_up."""

    id: str
    type: str
    payload: dict[str, Any]
    state: str = "waiting"
    attempts: int = 0
    sent_at: float = 0.0
    acked_after: float | None = None
    answer: dict[str, Any] | None = None
    acked: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(eq=False)
class Connection:
    """One open WebSocket."""

    socket: web.WebSocketResponse
    request: web.Request


class SocketMode:
    """The connections and envelopes. Belongs to the server's loop."""

    def __init__(self, *, ack_seconds: float, delays: tuple[float, ...], ticket_seconds: float, seed: int) -> None:
        self.ack_seconds = ack_seconds
        self.delays = delays
        self.ticket_seconds = ticket_seconds
        self.random = random.Random(seed)
        self.connections: list[Connection] = []
        self.envelopes: dict[str, Envelope] = {}
        self.tickets: dict[str, float] = {}
        self.opened = 0
        self.refused_tickets = 0
        self.outage = False
        self.copies = 1
        self.held: list[tuple[str, dict[str, Any]]] | None = None
        self.posts: Posts | None = None
        self._changed = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    def ticket(self) -> str:
        """A new ticket, good for one use."""
        made = secrets.token_urlsafe(16)
        self.tickets[made] = time.monotonic() + self.ticket_seconds
        return made

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """A WebSocket, when its ticket is good; else 404 without a handshake."""
        ends = self.tickets.pop(request.query.get("ticket", ""), 0.0)
        if self.outage or ends < time.monotonic():
            self.refused_tickets += 1
            return web.Response(status=404, text="ticket is gone")
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self.opened += 1
        hello = {"type": "hello", "num_connections": len(self.connections) + 1, "connection_info": {"app_id": APP},
                 "debug_info": {"host": "applink-fake", "approximate_connection_time": 18060}}  # fmt: skip
        await socket.send_str(json.dumps(hello))
        async with self._changed:
            self.connections.append(connection)
            self._changed.notify_all()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._acknowledged(json.loads(message.data))
        finally:
            if connection in self.connections:
                self.connections.remove(connection)
        return socket

    def _acknowledged(self, answer: dict[str, Any]) -> None:
        envelope = self.envelopes.get(str(answer.get("envelope_id")))
        if envelope is not None and envelope.state != "acked":
            envelope.state = "acked"
            envelope.acked_after = time.monotonic() - envelope.sent_at
            envelope.answer = answer.get("payload")
            envelope.acked.set()

    def give(self, kind: str, payload: dict[str, Any]) -> list[str]:
        """Begin to deliver a payload (``copies`` times), or hold it until ``release``. The envelopes' ids."""
        if self.held is not None:
            self.held.append((kind, payload))
            return []
        return [self._begin(kind, payload)[0].id for _ in range(self.copies)]

    def _begin(self, kind: str, payload: dict[str, Any]) -> tuple[Envelope, asyncio.Task[None]]:
        """Begin to deliver one envelope."""
        envelope = Envelope(id=secrets.token_hex(12), type=kind, payload=payload)
        self.envelopes[envelope.id] = envelope
        return envelope, self._keep(self._drive(envelope))

    def _keep(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Have it done in the background, until ``close``."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def hold(self) -> None:
        """Keep what comes until ``release``."""
        self.held = []

    def release(self, *, shuffle: bool = False) -> None:
        """Deliver what was held, each as often as ``copies`` says now, all of it in another order if asked for."""
        held, self.held = self.held or [], None
        coming = [each for each in held for _ in range(self.copies)]
        if shuffle:
            self.random.shuffle(coming)
        self._keep(self._let_go(coming))

    async def _let_go(self, coming: list[tuple[str, dict[str, Any]]]) -> None:
        under_way = asyncio.Semaphore(RELEASED_AT_ONCE)
        for kind, payload in coming:
            await under_way.acquire()
            self._begin(kind, payload)[1].add_done_callback(lambda _: under_way.release())

    def post_to(self, url: str, secret: str) -> None:
        """From now on everything goes there as signed POSTs."""
        self.posts = Posts(url, secret, self.ack_seconds)

    async def _post(self, envelope: Envelope, posts: Posts) -> None:
        for delay in (0.0, *self.delays):
            await asyncio.sleep(delay)
            if await posts.post(envelope):
                return
        envelope.state = "given_up"

    async def _drive(self, envelope: Envelope) -> None:
        retried = envelope.type == "events_api"
        if self.posts is not None:
            await self._post(envelope, self.posts)
            return
        while True:
            connection = await self._a_connection(wait=retried)
            if connection is None:
                envelope.state = "lost"
                return
            envelope.attempts += 1
            envelope.state, envelope.sent_at = "sent", time.monotonic()
            told: dict[str, Any] = {"envelope_id": envelope.id, "type": envelope.type, "payload": envelope.payload,
                    "accepts_response_payload": not retried}  # fmt: skip
            if retried:
                told["retry_attempt"] = envelope.attempts - 1
                told["retry_reason"] = "" if envelope.attempts == 1 else "timeout"
            try:
                await connection.socket.send_str(json.dumps(told))
                await asyncio.wait_for(envelope.acked.wait(), self.ack_seconds)
                return
            except (TimeoutError, ConnectionError):
                if not retried or envelope.attempts > len(self.delays):
                    envelope.state = "given_up"
                    return
                await asyncio.sleep(self.delays[envelope.attempts - 1])
                if envelope.acked.is_set():
                    return

    async def _a_connection(self, *, wait: bool) -> Connection | None:
        async with self._changed:
            while not self.connections:
                if not wait:
                    return None
                await self._changed.wait()
            return self.random.choice(self.connections)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every client to come back with a new ticket, and close a moment later, as Slack does."""
        leaving, self.connections = self.connections, []
        for connection in leaving:
            await connection.socket.send_str(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {}}))
        await asyncio.sleep(0.5)
        for connection in leaving:
            await connection.socket.close()

    def cut(self) -> None:
        """Break every connection without a word."""
        leaving, self.connections = self.connections, []
        for connection in leaving:
            if connection.request.transport is not None:
                connection.request.transport.abort()

    async def garble(self, text: str) -> None:
        """A frame that Slack never sends, as a client sees one that has lost its place in the stream."""
        for connection in list(self.connections):
            await connection.socket.send_bytes(text.encode())

    def silence(self) -> None:
        """Half-open: the connections stay, nothing is read or written on them any more."""
        for connection in self.connections:
            transport = connection.request.transport
            if transport is not None:
                transport.pause_reading()
        self.connections = []

    def figures(self) -> dict[str, Any]:
        """Counts by state, and how long acknowledging took in milliseconds."""
        took = sorted(each.acked_after * 1000 for each in self.envelopes.values() if each.acked_after is not None)
        states: dict[str, int] = {}
        for each in self.envelopes.values():
            states[each.state] = states.get(each.state, 0) + 1
        return {
            "states": states,
            "attempts": sum(each.attempts for each in self.envelopes.values()),
            "opened": self.opened,
            "refused_tickets": self.refused_tickets,
            "ack_p50_ms": round(took[len(took) // 2], 1) if took else None,
            "ack_p99_ms": round(took[min(len(took) - 1, int(len(took) * 0.99))], 1) if took else None,
            "ack_max_ms": round(took[-1], 1) if took else None,
        }

    async def close(self) -> None:
        """End the deliveries and the connections."""
        for task in list(self._tasks):
            task.cancel()
        for connection in list(self.connections):
            await connection.socket.close()
        if self.posts is not None:
            await self.posts.close()


POSTS_AT_ONCE = 20


class Posts:
    """HTTP mode: signed requests, so many at once."""

    def __init__(self, url: str, secret: str, ack_seconds: float) -> None:
        self._url, self._secret = url, secret.encode()
        self._session = ClientSession(timeout=ClientTimeout(total=ack_seconds))
        self._turn = asyncio.Semaphore(POSTS_AT_ONCE)

    async def post(self, envelope: Envelope) -> bool:
        """One attempt; whether it was acknowledged."""
        async with self._turn:
            envelope.attempts += 1
            envelope.state, envelope.sent_at = "sent", time.monotonic()
            body = json.dumps(envelope.payload).encode()
            try:
                async with self._session.post(self._url, data=body, headers=self._headers(body, envelope)) as answer:
                    text = await answer.read()
                    if not 200 <= answer.status < 300:
                        return False
            except (ClientError, TimeoutError, OSError):
                return False
            envelope.state = "acked"
            envelope.acked_after = time.monotonic() - envelope.sent_at
            envelope.answer = json.loads(text) if text else None
            return True

    def _headers(self, body: bytes, envelope: Envelope) -> dict[str, str]:
        stamp = str(int(time.time()))
        made = hmac.new(self._secret, f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        told = {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={made}",
            "Content-Type": "application/json",
        }
        if envelope.attempts > 1:
            told |= {"X-Slack-Retry-Num": str(envelope.attempts - 1), "X-Slack-Retry-Reason": "http_error"}
        return told

    async def close(self) -> None:
        """Let go of its connections."""
        await self._session.close()

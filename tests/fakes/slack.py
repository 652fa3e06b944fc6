"""A fake Slack on loopback: Web API, Socket Mode, a ledger of every send, a fault switch. Its rules are Slack's documented ones.

In a test: ``with FakeSlack() as slack: …``; its methods may be called from any thread. Beside a product that is killed again
and again: ``python -m tests.fakes.slack --port 9100 --control 9101`` and ``POST /NAME`` with JSON arguments to the control
port (``Remote``). ``Slack`` calls stand under ``/api/``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket as sockets
import struct
import sys
import threading
import time
import urllib.request
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from tests.fakes.slack_api import Methods
from tests.fakes.slack_faults import AFTER, Fault, Faults
from tests.fakes.slack_people import People
from tests.fakes.slack_socket import SocketMode
from tests.fakes.slack_state import APP, APP_TOKEN, BOT_TOKEN, Refusal, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

CONTROL = frozenset(
    [
        "add_user",
        "add_channel",
        "say",
        "edit",
        "mention",
        "click",
        "slash",
        "give",
        "hold",
        "release",
        "forget",
        "fault",
        "clear_faults",
        "disconnect",
        "cut",
        "silence",
        "garble",
        "outage",
        "copies",
        "post_to",
        "ledger",
        "figures",
        "calls",
        "messages",
        "revoke",
        "scopes",
        "views",
        "ephemerals",
    ]
)


class FakeSlack(People):
    """One server. ``limits`` turns on one post a second per channel; ``delays`` are the waits before an event comes again."""

    def __init__(
        self,
        port: int = 0,
        *,
        ack_seconds: float = 3.0,
        delays: tuple[float, ...] = (0.0, 60.0, 300.0),
        ticket_seconds: float = 30.0,
        limits: bool = False,
        echo: bool = True,
        seed: int = 0,
    ) -> None:
        self.port = port
        self.workspace = Workspace()
        self.faults = Faults(seed)
        self.bot_token, self.app_token = BOT_TOKEN, APP_TOKEN
        self.calls_made: list[dict[str, Any]] = []
        self._socket_options = {
            "ack_seconds": ack_seconds,
            "delays": delays,
            "ticket_seconds": ticket_seconds,
            "seed": seed,
        }
        self._limits, self._echoes = limits, echo
        self._posted_at: dict[str, float] = {}
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fake-slack", daemon=True)
        self._runner: web.AppRunner | None = None

    @property
    def api_base(self) -> str:
        """What stands before a method."""
        return f"http://127.0.0.1:{self.port}/api/"

    def start(self) -> Self:
        """Serve in a thread of its own."""
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the fake Slack did not start")
        return self

    def stop(self) -> None:
        """End it."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def do(self, name: str, /, **given: Any) -> Any:
        """A control by its name, on the server's loop; what the control port calls too."""
        if name not in CONTROL:
            raise ValueError(name)

        async def run() -> Any:
            made = getattr(self, f"_{name}")(**given)
            return await made if asyncio.iscoroutine(made) else made

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(30)

    # switches and oracles

    def _fault(self, **fields: Any) -> None:
        self.faults.add(**fields)

    def _clear_faults(self) -> None:
        self.faults.rules.clear()
        self.faults.penalty_until.clear()

    async def _disconnect(self, reason: str = "refresh_requested") -> None:
        await self.socket.disconnect(reason)

    def _hold(self) -> None:
        self.socket.hold()

    def _forget(self) -> None:
        """What is held back never comes: Slack has given it up."""
        self.socket.held = None

    def _release(self, *, shuffle: bool = False) -> None:
        self.socket.release(shuffle=shuffle)

    def _cut(self) -> None:
        self.socket.cut()

    async def _garble(self, text: str) -> None:
        await self.socket.garble(text)

    def _silence(self) -> None:
        self.socket.silence()

    def _outage(self, *, on: bool) -> None:
        self.socket.outage = on
        if on:
            self.socket.cut()

    def _post_to(self, url: str, secret: str) -> None:
        self.socket.post_to(url, secret)

    def _copies(self, number: int) -> None:
        self.socket.copies = number

    def _revoke(self, *, bot: str | None = None, app: str | None = None) -> None:
        self.bot_token = bot if bot is not None else self.bot_token
        self.app_token = app if app is not None else self.app_token

    def _scopes(self, scopes: list[str]) -> None:
        self.methods.scopes = set(scopes)

    def _ledger(self, since: int = 0) -> list[dict[str, Any]]:
        return [each.to_json() for each in self.workspace.ledger[since:]]

    def _ephemerals(self) -> list[dict[str, Any]]:
        return [each.to_json() for each in self.workspace.ledger if each.user]

    def _messages(self, channel: str) -> list[dict[str, Any]]:
        return list(self.workspace.channels[channel].messages)

    def _views(self) -> dict[str, dict[str, Any]]:
        return self.workspace.views

    def _calls(self) -> list[dict[str, Any]]:
        return self.calls_made

    def _figures(self) -> dict[str, Any]:
        told = {"sends": len(self.workspace.ledger), "calls": len(self.calls_made), "faults": self.faults.met}
        return {**self.socket.figures(), **told, "breaches": self.faults.breaches}

    # serving

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._open())
        self._ready.set()
        self._loop.run_forever()

    async def _open(self) -> None:
        self.socket = SocketMode(**self._socket_options)  # type: ignore[arg-type]
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/api/upload/{file}", self._upload)
        app.router.add_post("/api/respond/{key}", self._respond)
        app.router.add_get("/link/", self.socket.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.methods = Methods(self.workspace, self.api_base, self._echo)

    async def _close(self) -> None:
        await self.socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = await arguments(request)
        fault = self.faults.meets(method)
        self.calls_made.append({"at": time.time(), "method": method, "fault": fault.kind if fault else ""})
        if fault is not None and fault.kind not in AFTER:
            return await self._gone_wrong(request, fault)
        answer = self._answered(method, given, request)
        self.calls_made[-1]["error"] = answer.get("error", "")
        if fault is not None:
            return await self._gone_wrong(request, fault, answer)
        if answer.get("error") == "ratelimited":
            return web.json_response(answer, status=429, headers={"Retry-After": "1"})
        return web.json_response(answer, headers={"x-oauth-scopes": ",".join(sorted(self.methods.scopes))})

    def _answered(self, method: str, given: dict[str, Any], request: web.Request) -> dict[str, Any]:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(given.get("token", ""))
        try:
            if method == "apps.connections.open":
                if token != self.app_token:
                    raise Refusal("not_allowed_token_type" if token.startswith("xoxb-") else "invalid_auth")
                if self.socket.outage:
                    raise Refusal("internal_error")
                return {
                    "ok": True,
                    "url": f"ws://127.0.0.1:{self.port}/link/?ticket={self.socket.ticket()}&app_id={APP}",
                }
            if token != self.bot_token:
                raise Refusal("not_authed" if not token else "invalid_auth")
            if self._limits and method == "chat.postMessage" and not self._in_time(str(given.get("channel"))):
                raise Refusal("ratelimited")
            return self.methods.call(method, given)
        except Refusal as refused:
            return refused.answer

    def _in_time(self, channel: str) -> bool:
        now = time.monotonic()
        free_at = self._posted_at.get(channel, 0.0)
        if now < free_at - 2:  # a short burst of three is let through
            return False
        self._posted_at[channel] = max(now, free_at) + 1
        return True

    async def _gone_wrong(
        self, request: web.Request, fault: Fault, answer: dict[str, Any] | None = None
    ) -> web.StreamResponse:
        if fault.kind in ("hang", "lost_late", "delay"):
            await asyncio.sleep(fault.seconds)
        if fault.kind == "delay" and answer is not None:
            return web.json_response(answer)
        if fault.kind == "slow_down":
            return web.json_response(
                {"ok": False, "error": "ratelimited"},
                status=429,
                headers={"Retry-After": str(max(1, round(fault.seconds)))},
            )
        if fault.kind == "refuse":
            return web.json_response({"ok": False, "error": fault.code})
        if fault.kind in ("error", "error_after"):
            return web.Response(status=fault.status, text="upstream connect error")
        if fault.kind == "garbage":
            return web.Response(text="<html>502 in disguise</html>", content_type="text/html")
        transport = request.transport
        if transport is not None:
            if fault.kind == "reset":
                raw = transport.get_extra_info("socket")
                raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        return web.Response()

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        file = self.workspace.files.get(request.match_info["file"])
        data = await request.read()
        if file is None or len(data) != file["size"]:
            return web.Response(status=400, text="no such upload or another length")
        file["data"] = data
        return web.Response(text=f"OK - {len(data)}")

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        try:
            self.methods.respond(request.match_info["key"], await arguments(request))
        except Refusal as refused:
            return web.json_response(refused.answer, status=404)
        return web.json_response({"ok": True})


async def arguments(request: web.Request) -> dict[str, Any]:
    """The arguments of a call: query, then form or JSON; what is JSON inside a form is read."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        told = json.loads(await request.read() or b"{}")
        given.update(told if isinstance(told, dict) else {})
    elif request.method == "POST":
        given.update({key: value for key, value in (await request.post()).items() if isinstance(value, str)})
    for key in ("blocks", "metadata", "view", "files", "attachments"):
        if isinstance(given.get(key), str):
            given[key] = json.loads(given[key])
    return given


class Remote:
    """The controls of a fake that runs in another process."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def do(self, name: str, /, **given: Any) -> Any:
        """Call a control. Raises urllib's HTTPError where it failed."""
        request = urllib.request.Request(f"{self.url}/{name}", json.dumps(given).encode())  # noqa: S310 - loopback
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
            return json.loads(answer.read())


async def serve_control(do: Callable[..., Any], port: int) -> None:
    """The control port: ``POST /NAME`` with a JSON object."""

    async def handle(request: web.Request) -> web.StreamResponse:
        given = json.loads(await request.read() or b"{}")
        told = await asyncio.get_running_loop().run_in_executor(None, lambda: do(request.match_info["name"], **given))
        return web.json_response(told)

    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_post("/{name}", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="A fake Slack on loopback.")
    parser.add_argument("--port", type=int, default=9100)
    parser.add_argument("--control", type=int, default=9101)
    parser.add_argument("--ack", type=float, default=3.0, help="seconds in which an envelope is to be acknowledged")
    parser.add_argument("--attempts", type=int, default=1000, help="how often an event comes again")
    parser.add_argument("--limits", action="store_true", help="one post a second per channel")
    parser.add_argument("--seed", type=int, default=0)
    told = parser.parse_args()
    fake = FakeSlack(
        told.port, ack_seconds=told.ack, delays=(0.0,) * told.attempts, limits=told.limits, seed=told.seed
    ).start()
    sys.stdout.write(f"{fake.api_base} control http://127.0.0.1:{told.control}\n")
    sys.stdout.flush()
    asyncio.run(serve_control(fake.do, told.control))


if __name__ == "__main__":
    main()

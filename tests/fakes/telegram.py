"""A Telegram on loopback: the real client library talks to it, and its ledger says what people received.

As an object (``with FakeTelegram() as telegram``) it serves from a thread of its own; as a process,
``python -m tests.fakes.telegram --port 9000 --control 9001``, it is steered over the control port (telegram_control.py), so that
a test can kill the product and not its oracle.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import threading
import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

from aiohttp import web

from tests.fakes.telegram_chats import Chats, Delivery, Refusal
from tests.fakes.telegram_faults import Fault, Flood, too_many
from tests.fakes.telegram_hook import push
from tests.fakes.telegram_inline import Inline
from tests.fakes.telegram_updates import Update, Updates
from tests.fakes.telegram_wire import answer, cut, parameters

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = "7000000001:AAFakeFakeFakeFakeFakeFakeFakeFake_0-1"
NAME = "daftar_test_bot"
Result = TypeVar("Result")
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class FakeTelegram:
    """The server. Attributes may be read from any thread; what changes it goes through ``do``."""

    def __init__(self, token: str = TOKEN, port: int = 0, clock: Callable[[], float] = time.time) -> None:
        self.token = token
        self.port = port
        self.bot = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": "Daftar",
            "username": NAME,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }
        self.chats = Chats(clock)
        self.updates = Updates(self.bot, clock)
        self.flood = Flood(clock)
        self.faults: list[Fault] = []
        self.files = self.updates.files
        self.inline = Inline()
        self.rich = True
        """Whether this server has rich messages (Bot API 10.2); an older one does not know the method."""
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.polls = 0
        self.hook: dict[str, Any] = {}
        self.hook_answers: list[int] = []
        self._allowed: list[str] | None = None
        self._poller = 0
        self._loop = asyncio.new_event_loop()
        self.news = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._hooking: asyncio.Task[None] | None = None

    # from outside

    @property
    def address(self) -> str:
        """What stands before ``/bot<token>/method``."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def ledger(self) -> list[Delivery]:
        """Every effect, oldest first."""
        return list(self.chats.ledger)

    def __enter__(self) -> Self:
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(self.open(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self.close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)

    def do(self, change: Callable[[], Result]) -> Result:
        """Run that in the server's own thread and wake whoever waits for updates."""

        async def within() -> Result:
            try:
                return change()
            finally:
                self.wake()

        return asyncio.run_coroutine_threadsafe(within(), self._loop).result(10)

    def deliver(self, *updates: Update) -> list[Update]:
        """Let these wait for the bot; an inline query can be answered from now on."""

        def put() -> list[Update]:
            for update in updates:
                if "inline_query" in update:
                    self.inline.ask(update["inline_query"])
            return self.updates.put(*updates)

        return self.do(put)

    def arm(self, *faults: Fault) -> None:
        """The coming calls meet these."""
        self.do(lambda: self.faults.extend(faults))

    def listening(self, *, on: bool) -> None:
        """Refuse connections (``on`` false; open ones are cut), or take them again on the same port."""
        asyncio.run_coroutine_threadsafe(self.hear(on=on), self._loop).result(10)

    # the server's own life

    async def open(self) -> None:
        """Begin to serve; ``port`` 0 becomes the chosen one."""
        self.news = asyncio.Event()
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await self._listen()
        self._hooking = asyncio.ensure_future(push(self))

    async def close(self) -> None:
        """Stop serving."""
        if self._hooking is not None:
            self._hooking.cancel()
        if self._runner is not None:
            await self._runner.cleanup()
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def hear(self, *, on: bool) -> None:
        """As ``listening``, within the server's loop."""
        await (self._listen() if on else self._deaf())

    async def _listen(self) -> None:
        if self._runner is not None and self._site is None:
            site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
            await site.start()
            self._site = site
            self.port = self._runner.addresses[0][1]

    async def _deaf(self) -> None:
        if self._site is not None and self._runner is not None:
            await self._site.stop()
            self._site = None
            for connection in list(self._runner.server.connections if self._runner.server else ()):
                if connection.transport is not None:
                    connection.transport.abort()

    def wake(self) -> None:
        """Something changed: let long polls and the webhook look again."""
        news, self.news = self.news, asyncio.Event()
        news.set()

    # one call

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        if request.match_info["token"] != self.token:
            return answer(Refusal(401, "Unauthorized"))
        try:
            told = await parameters(request)
            if method != "getupdates":
                self.calls.append((method, told))
            fault = next((fault for fault in self.faults if fault.hits(method)), None)
            if fault is not None:
                return await self._faulty(fault, request, method, told)
            return web.json_response({"ok": True, "result": await self.carry_out(method, told)})
        except Refusal as refusal:
            return answer(refusal)

    async def _faulty(
        self, fault: Fault, request: web.Request, method: str, told: dict[str, Any]
    ) -> web.StreamResponse:
        if fault.kind == "flood":
            self.flood.penalise(fault.seconds, fault.scope)
            raise too_many(fault.seconds)
        if fault.kind == "refuse":
            raise Refusal(fault.code, fault.text or CONFLICT)
        result = None
        if fault.kind in {"lost", "delay"} or fault.after:
            result = await self.carry_out(method, told)
        if fault.kind == "status":
            return web.Response(status=fault.code, text="<html>Bad Gateway</html>", content_type="text/html")
        if fault.kind == "garbage":
            return web.Response(text='{"ok": tru', content_type="application/json")
        if fault.kind in {"delay", "half_open"}:
            await asyncio.sleep(fault.seconds or 3600)
            return web.json_response({"ok": True, "result": result})
        cut(request, hard=fault.kind == "reset")
        return web.Response()

    async def carry_out(self, method: str, told: dict[str, Any]) -> Any:  # noqa: C901, PLR0911, PLR0912 - one line a method
        """The effect of a call and its result. Raises Refusal."""
        if method.startswith(("send", "edit")):
            self.flood.check(int(told.get("chat_id") or 0))
        match method:
            case "getme":
                return self.bot
            case "getupdates":
                return await self._poll(told)
            case "sendmessage":
                return self.chats.send_text(told, self.bot)
            case "senddocument" | "sendphoto" | "sendvoice" | "sendaudio" | "sendvideo":
                part = told.get(method.removeprefix("send"))
                if isinstance(part, str) and part not in self.files:
                    raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
                return self.chats.send_file(f"send{method.removeprefix('send').title()}", told, self.bot)
            case "sendrichmessage" if self.rich:
                return self.chats.send_rich(told, self.bot)
            case "setmessagereaction":
                return self.chats.react(told)
            case "answerinlinequery":
                return self.inline.answer(told)
            case "editmessagetext" | "editmessagereplymarkup":
                return self.chats.edit_text(told, self.bot)
            case "answercallbackquery":
                return self.chats.answer(told)
            case "setwebhook" | "deletewebhook":
                self.hook = told if method == "setwebhook" and told.get("url") else {}
                if str(told.get("drop_pending_updates")).lower() == "true":
                    self.updates.waiting.clear()
                self.wake()
                return True
            case "getwebhookinfo":
                url = self.hook.get("url", "")
                return {"url": url, "pending_update_count": len(self.updates.waiting), "has_custom_certificate": False}
            case "getfile":
                return self._file_facts(str(told.get("file_id")))
            case _ if method.startswith(("set", "delete", "get", "leave")) or method == "sendchataction":
                return True
        raise Refusal(404, "Not Found")

    # updates

    async def _poll(self, told: dict[str, Any]) -> list[Update]:
        if self.hook:
            raise Refusal(409, HOOKED)
        self.polls += 1
        self._poller += 1
        mine = self._poller
        self.wake()  # an older poll notices that it was replaced
        allowed = told.get("allowed_updates")
        self._allowed = allowed if allowed is not None else self._allowed
        self.updates.confirm_by(int(told.get("offset") or 0))
        ends = self._loop_time() + min(float(told.get("timeout") or 0), 50.0)
        while True:
            batch = self.updates.batch(int(told.get("limit") or 100), self._allowed)
            left = ends - self._loop_time()
            if batch or left <= 0:
                return batch
            news = self.news
            try:
                await asyncio.wait_for(news.wait(), left)
            except TimeoutError:
                continue
            if self._poller != mine:
                raise Refusal(409, CONFLICT)

    @staticmethod
    def _loop_time() -> float:
        return asyncio.get_running_loop().time()

    # files

    def _file_facts(self, file_id: str) -> dict[str, Any]:
        data = self.files.get(file_id)
        if data is None:
            raise Refusal(400, "Bad Request: invalid file_id")
        if len(data) > 20 * 1024 * 1024:
            raise Refusal(400, "Bad Request: file is too big")
        return {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": len(data),
            "file_path": f"documents/{file_id}",
        }

    async def _file(self, request: web.Request) -> web.Response:
        data = self.files.get(request.match_info["path"].rsplit("/", 1)[-1])
        if request.match_info["token"] != self.token or data is None:
            return answer(Refusal(404, "Not Found"))
        return web.Response(body=data)


async def _serve(port: int, control: int) -> None:
    from tests.fakes.telegram_control import controls

    telegram = FakeTelegram(port=port)
    await telegram.open()
    runner = web.AppRunner(controls(telegram), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", control).start()
    print(json.dumps({"telegram": telegram.port, "control": runner.addresses[0][1], "token": TOKEN}), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--control", type=int, default=0)
    chosen = parser.parse_args()
    asyncio.run(_serve(chosen.port, chosen.control))

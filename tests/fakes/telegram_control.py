"""The control port of the fake Telegram: what a test does with the object, over HTTP and JSON.

``POST /deliver`` ``{"updates": […]}`` raw ones; ``POST /say`` ``{"user", "text", "group"?}`` (a list of such is taken too);
``POST /edit`` ``{"message", "text"}``; ``POST /press`` ``{"user", "message_id", "token"|"label"}``; ``POST /fault`` fields
of ``Fault``; ``POST /listening`` ``{"on"}``; ``POST /limits`` ``{"enforcing"}``; ``POST /block`` ``{"user"}``; ``POST /unblock``; ``POST /move``
``{"from", "to"}``; ``POST /next_id`` ``{"id"}``; ``POST /repeat`` ``{"on"}``; ``POST /shuffle`` ``{"seed"|null}``; ``GET /ledger?since=N``;
``GET /state``; ``POST /clear`` empties ledger, faults and counters.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.telegram_faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.telegram import FakeTelegram

BLOCKED = (403, "Forbidden: bot was blocked by the user")


def controls(telegram: FakeTelegram) -> web.Application:
    """The control port as an application; it runs in the server's own loop."""
    app = web.Application(client_max_size=64 * 1024 * 1024)
    for path, act in _acts(telegram).items():
        app.router.add_post(path, _posted(telegram, act))

    async def ledger(request: web.Request) -> web.Response:
        since = int(request.query.get("since", "0"))
        return web.json_response([delivery.as_json() for delivery in telegram.chats.ledger[since:]])

    async def state(request: web.Request) -> web.Response:
        del request
        return web.json_response(
            {
                "waiting": len(telegram.updates.waiting),
                "confirmed": len(telegram.updates.confirmed),
                "delivered": len(telegram.chats.ledger),
                "polls": telegram.polls,
                "breaches": telegram.flood.breaches,
                "in_penalty": telegram.flood.in_penalty,
                "webhook": telegram.hook.get("url", ""),
                "webhook_answers": telegram.hook_answers[-1000:],
            }
        )

    app.router.add_get("/ledger", ledger)
    app.router.add_get("/state", state)
    return app


def _posted(telegram: FakeTelegram, act: Callable[[Any], Any]) -> Callable[[web.Request], Any]:
    async def handle(request: web.Request) -> web.Response:
        told = await request.json() if request.can_read_body else {}
        result = act(told)
        if hasattr(result, "__await__"):
            result = await result
        telegram.wake()
        return web.json_response({"ok": True, "result": result})

    return handle


def _acts(telegram: FakeTelegram) -> dict[str, Callable[[Any], Any]]:  # noqa: C901 - a list of small acts
    updates, chats = telegram.updates, telegram.chats

    def say(told: Any) -> Any:
        told = told if isinstance(told, list) else [told]
        made = [updates.says(one["user"], one["text"], group=one.get("group"), at=one.get("at")) for one in told]
        return updates.put(*made)

    def press(told: dict[str, Any]) -> Any:
        chat = int(told.get("chat", told["user"]))
        message = chats.messages[chat, int(told["message_id"])]
        token = told.get("token") or next(
            button["callback_data"]
            for row in message["reply_markup"]["inline_keyboard"]
            for button in row
            if button["text"] == told["label"] and "callback_data" in button
        )
        update = updates.presses(told["user"], token, message)
        chats.queries.add(update["callback_query"]["id"])
        return updates.put(update)

    def fault(told: dict[str, Any]) -> None:
        telegram.faults.append(Fault(**told))

    def limits(told: dict[str, Any]) -> None:
        telegram.flood.enforcing = bool(told.get("enforcing"))

    def block(told: dict[str, Any]) -> Any:
        chats.refusing[int(told["user"])] = BLOCKED
        return updates.put(updates.blocks(int(told["user"])))

    def unblock(told: dict[str, Any]) -> Any:
        chats.refusing.pop(int(told["user"]), None)
        return updates.put(updates.blocks(int(told["user"]), "member"))

    def move(told: dict[str, Any]) -> None:
        chats.moved[int(told["from"])] = int(told["to"])

    def next_id(told: dict[str, Any]) -> None:
        updates.next = int(told["id"])

    def repeat(told: dict[str, Any]) -> None:
        updates.twice = bool(told["on"])

    def shuffle(told: dict[str, Any]) -> None:
        seed = told.get("seed")
        updates.shuffled = None if seed is None else random.Random(seed)

    def clear(told: Any) -> None:
        del told
        telegram.faults.clear()
        chats.ledger.clear()
        telegram.calls.clear()
        telegram.flood.breaches.clear()
        telegram.flood.in_penalty = 0
        updates.confirmed.clear()

    return {
        "/deliver": lambda told: updates.put(*told["updates"]),
        "/say": say,
        "/edit": lambda told: updates.put(updates.edits({"message": told["message"]}, told["text"])),
        "/press": press,
        "/fault": fault,
        "/listening": lambda told: telegram.hear(on=bool(told["on"])),
        "/limits": limits,
        "/block": block,
        "/unblock": unblock,
        "/move": move,
        "/next_id": next_id,
        "/repeat": repeat,
        "/shuffle": shuffle,
        "/clear": clear,
    }

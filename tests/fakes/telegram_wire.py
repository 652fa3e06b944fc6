"""The wire of the fake Telegram: what a request's parameters are, how a refusal is answered, how a connection breaks."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

from aiohttp import web

from tests.fakes.telegram_chats import Refusal

NESTED = frozenset({"entities", "caption_entities", "reply_markup", "allowed_updates", "commands", "scope"}) | {
    "link_preview_options",
    "reply_parameters",
    "menu_button",
    "results",
    "button",
    "reaction",
    "rich_message",
}


async def parameters(request: web.Request) -> dict[str, Any]:
    """Query, form, JSON or multipart, as one mapping; nested values as objects, uploads as ``(name, bytes)``."""
    told: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            told |= await request.json()
        except ValueError:
            raise Refusal(400, "Bad Request: can't parse request JSON object") from None
    elif request.method == "POST":
        form = await request.post()
        for key, value in form.items():
            told[key] = (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
    for key, value in list(told.items()):
        if isinstance(value, str) and key in NESTED:
            try:
                told[key] = json.loads(value)
            except ValueError:
                raise Refusal(400, f"Bad Request: can't parse {key}: not valid JSON") from None
        elif isinstance(value, str) and value.startswith("attach://"):
            told[key] = told.get(value.removeprefix("attach://"))
        elif value in {"true", "false"}:
            told[key] = value == "true"
    return told


def answer(refusal: Refusal) -> web.Response:
    """The envelope of a call that is not ok, with its HTTP status."""
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.code)


def cut(request: web.Request, *, hard: bool) -> None:
    """Close the connection without an answer; ``hard`` with a TCP reset."""
    transport = request.transport
    if transport is None:
        return
    if hard:
        wire = transport.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()

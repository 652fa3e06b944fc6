"""The webhook of the fake Telegram: what waits is posted to the address that ``setWebhook`` told, again until it is taken."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.fakes.telegram_chats import Refusal

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram
    from tests.fakes.telegram_updates import Update


async def push(telegram: FakeTelegram) -> None:
    """The webhook: each update again until it is answered with 2xx; ``max_connections`` at once, those of one chat in order."""
    under_way: dict[Any, asyncio.Task[bool]] = {}
    wait = 0.05
    async with aiohttp.ClientSession() as session:
        while True:
            news = telegram.news
            if telegram.hook:
                free = int(telegram.hook.get("max_connections") or 1) - len(under_way)
                for update in _postable(telegram, set(under_way), free):
                    chat = _chat_of(update)
                    under_way[chat] = asyncio.ensure_future(_posted(telegram, session, update))
            look = asyncio.ensure_future(news.wait())
            done, _ = await asyncio.wait({look, *under_way.values()}, return_when=asyncio.FIRST_COMPLETED)
            look.cancel()
            ended = [chat for chat, task in under_way.items() if task in done]
            failed = [chat for chat in ended if not under_way.pop(chat).result()]
            if failed:
                await asyncio.sleep(wait)
            wait = min(wait * 2, 1.0) if failed else 0.05


def _postable(telegram: FakeTelegram, busy: set[Any], free: int) -> list[Update]:
    """The first update of each chat that none is under way of, so many as are free."""
    found: dict[Any, Update] = {}
    for update in telegram.updates.waiting:
        if len(found) >= free:
            break
        chat = _chat_of(update)
        if chat not in busy:
            found.setdefault(chat, update)
    return list(found.values())


async def _posted(telegram: FakeTelegram, session: aiohttp.ClientSession, update: Update) -> bool:
    status, answer = await _post(telegram, session, update)
    telegram.hook_answers.append(status)
    if not 200 <= status < 300:
        return False
    telegram.updates.confirm(update)
    if isinstance(answer, dict) and "method" in answer:
        with suppress(Refusal):
            await telegram.carry_out(str(answer["method"]).lower(), answer)
    return True


async def _post(telegram: FakeTelegram, session: aiohttp.ClientSession, update: Update) -> tuple[int, Any]:
    secret = telegram.hook.get("secret_token")
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    try:
        timeout = aiohttp.ClientTimeout(total=10)
        async with session.post(telegram.hook["url"], json=update, headers=headers, timeout=timeout) as response:
            body = await response.text()
            try:
                return response.status, json.loads(body)
            except ValueError:
                return response.status, None
    except (aiohttp.ClientError, TimeoutError, OSError):
        return 0, None


def _chat_of(update: Update) -> Any:
    """What updates are kept in order by: their chat, or nothing in common."""
    told = update.get("message") or update.get("edited_message")
    chat = told.get("chat") if isinstance(told, dict) else None
    return chat.get("id") if isinstance(chat, dict) else id(update)

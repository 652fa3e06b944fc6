"""R4: every update five times, shuffled, over two processes on one PostgreSQL."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.fakes.slack_socket import Envelope
from tests.faults.book import Looker, made
from tests.faults.chats import PLATFORMS, USER, Chat, SlackChat, TelegramChat, many, wait_for
from tests.faults.product import FAST, Product
from tests.faults.receiving import PEOPLE, result
from tests.faults.several import server


def duplicates(platform: str, updates: int) -> dict[str, Any]:
    """R4: every update five times, shuffled, over two processes on PostgreSQL; the effects are exactly as many as the updates."""
    with (
        server() as running,
        PLATFORMS[platform]() as chat,
        tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder,
    ):
        url = running.new()
        products = [Product(Path(folder) / str(number), url, **chat.settings, **FAST) for number in range(2)]
        with products[0], products[1], Looker(url) as looker:
            made(url, chat, PEOPLE)
            began = time.monotonic()
            for product in products:
                product.start()
            _five_times(chat, updates)
            told = result(chat, looker, updates, 0, began, *products)
            wait_for(lambda: _delivered(chat) >= updates * 5, 60, every=0.5)
            told["suppressed"] = _delivered(chat) - told["inbox_rows"]
            return told | ({} if told["suppressed"] == updates * 4 else {"broken": "not every copy was confirmed"})


def _five_times(chat: Chat, updates: int) -> None:
    if isinstance(chat, SlackChat):
        chat.fake.do("hold")
        chat.say(*many(0, updates, PEOPLE))
        chat.fake.do("copies", number=5)
        chat.fake.do("release", shuffle=True)
        chat.fake.do("copies", number=1)
        return
    assert isinstance(chat, TelegramChat)
    fake = chat.fake
    # As Telegram does it a poll gets the lowest ids first; twenty of them, each five times, in any order.
    fake.updates.shuffled = random.Random(4)
    said = [fake.updates.says(USER + person, text) for person, text in many(0, updates, PEOPLE)]
    copies = [{"update_id": 1_000_000 + number, **update} for number, update in enumerate(said) for _ in range(5)]
    fake.do(lambda: fake.updates.waiting.extend(copies))


def _delivered(chat: Chat) -> int:
    """How many copies the bot has confirmed."""
    if isinstance(chat, SlackChat):
        return sum(
            envelope.state == "acked" for envelope in list(chat.fake.socket.envelopes.values()) if _said(envelope)
        )
    assert isinstance(chat, TelegramChat)
    return len(chat.fake.updates.confirmed)


def _said(envelope: Envelope) -> bool:
    """Whether a person said it: Slack tells the bot of its own messages too."""
    return "client_msg_id" in envelope.payload.get("event", {})

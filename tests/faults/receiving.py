"""R1, R3: updates come in while the process is killed again and again. Nothing may be lost, nothing done twice."""

from __future__ import annotations

import re
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from core.clock import SystemClock
from core.crm import Office
from core.database import Database
from tests.faults.chats import PLATFORMS, Chat, wait_for
from tests.faults.product import Product

PATIENCE = 120.0


def receiving(platform: str, updates: int = 300, kills: int = 6, url: str | None = None) -> dict[str, Any]:
    """Send so many updates to the bot, kill it so often; what became of them."""
    with PLATFORMS[platform]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        return _receiving(chat, Path(folder), updates, kills, url)


def _receiving(chat: Chat, folder: Path, updates: int, kills: int, url: str | None) -> dict[str, Any]:
    with Product(folder, url, **chat.settings, **FAST) as product:
        link(product, chat)
        batch = -(-updates // (kills + 1))
        sent = 0
        began = time.monotonic()
        for number in range(kills + 1):
            for item in range(sent, min(sent + batch, updates)):
                chat.say(f"note Acme: item {item}")
            sent = min(sent + batch, updates)
            if product.process is None:
                product.start()
            if number < kills:
                time.sleep(1.0)
                product.kill()
        handled = wait_for(lambda: len(_effects(product)) >= updates, PATIENCE, every=0.5)
        answered = wait_for(lambda: _answers(chat) >= updates, PATIENCE, every=0.5) if handled else False
        seconds = time.monotonic() - began
        effects = _effects(product)
        told = {
            "platform": chat.name,
            "updates": updates,
            "kills": product.kills,
            "lost": updates - len(effects),
            "double_effects": sum(count - 1 for count in effects.values()),
            "unanswered": 0 if answered else updates - _answers(chat),
            "seconds": round(seconds, 1),
        }
        if told["lost"] or told["double_effects"]:
            told["log"] = product.tail()
        return told


def link(product: Product, chat: Chat) -> None:
    """A notebook with one rep, Lina, linked to this chat, and one customer."""
    product.call("migrate")
    product.call("reps", "add", "Lina", "--zone", "Asia/Riyadh")
    product.call("say", "--as", "Lina", "new customer Acme")
    code = product.call("reps", "invite", "Lina").split("link ")[-1].split()[0]
    product.start()
    before = len(chat.received())
    chat.say(f"/start {code}" if chat.name == "telegram" else f"link {code}")
    if not wait_for(lambda: len(chat.received()) > before, 20):
        raise RuntimeError(f"pairing was not answered:\n{product.tail()}")
    product.kill(counts=False)


FAST = {
    "DAFTAR_SENDING__TELEGRAM_PER_SECOND": "10000",
    "DAFTAR_SENDING__SLACK_PER_SECOND": "10000",
    "DAFTAR_SENDING__CHAT_PER_SECOND": "10000",
    "DAFTAR_SENDING__GROUP_PER_MINUTE": "10000",
}
"""The fakes' limits are off in these runs, and so are the product's own."""


def _effects(product: Product) -> Counter[int]:
    office = Office(Database(product.url), SystemClock())
    try:
        with office.read(None) as crm:
            texts = [row.summary or "" for row in crm.interactions.of(limit=1_000_000)]
    finally:
        office.database.close()
    return Counter(int(found.group(1)) for text in texts if (found := re.search(r"item (\d+)", text)))


def _answers(chat: Chat) -> int:
    return len({found.group(1) for one in chat.received() if (found := re.search(r"item (\d+)", one.text))})

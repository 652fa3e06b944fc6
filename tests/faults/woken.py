"""Two processes on one PostgreSQL: what one receives is sent by the one that is in charge. How long a message takes there."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.faults.book import ITEM, made
from tests.faults.chats import PLATFORMS, wait_for
from tests.faults.product import FAST, Product
from tests.faults.several import server

PEOPLE = 4
QUIET = 0.2
"""Seconds between an answer and the next message, so that both processes are idle when it comes."""


def woken(platform: str, messages: int) -> dict[str, Any]:
    """Messages one after the other to two idle processes; for each the time until its answer arrived. Each is answered, once."""
    with (
        server() as running,
        PLATFORMS[platform]() as chat,
        tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder,
    ):
        url = running.new()
        made(url, chat, PEOPLE)
        products = [Product(Path(folder) / str(number), url, **chat.settings, **FAST) for number in range(2)]
        with products[0], products[1]:
            for product in products:
                product.start()
            took: list[float] = []
            for number in range(messages):
                began = time.time()
                chat.say((number % PEOPLE, f"note Acme: item {number}"))
                wait_for(lambda count=number: len(chat.received()) > count, 30)  # type: ignore[misc]
                took += [one.at - began for one in chat.received()[number:]]
                time.sleep(QUIET)
            answers = [each for one in chat.received() for each in ITEM.findall(one.text)]
        told = {
            "messages": messages,
            "answered": len(set(answers)),
            "answered_twice": len(answers) - len(set(answers)),
            "p50_ms": round(statistics.median(took) * 1000, 1),
            "p95_ms": round(sorted(took)[int(len(took) * 0.95)] * 1000, 1),
            "max_ms": round(max(took) * 1000, 1),
        }
        bad = told["answered"] != messages or told["answered_twice"]
        return told | ({"broken": "not every message was answered once"} if bad else {})

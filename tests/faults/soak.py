"""R28: people write for an hour while every five seconds something goes wrong, by a seed that is printed."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.faults.book import Looker, made
from tests.faults.chats import PLATFORMS, Chat, many
from tests.faults.product import FAST, Product
from tests.faults.receiving import PEOPLE, result

PER_SECOND = 50
EVERY = 5.0
MOST_GROWTH = 0.1
_CALM = 60.0
"""Memory is compared from so many seconds into a life on: imports and caches are filled by then."""


def soak(seconds: float, seed: int | None = None) -> dict[str, Any]:
    """Fifty messages a second and a fault every five seconds; what was lost, and how much the memory grew."""
    seed = int(time.time()) if seed is None else seed
    chance = random.Random(seed)
    with PLATFORMS["telegram"]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST)
        with product, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            product.start()
            began = fault_at = since = time.monotonic()
            faults: dict[str, int] = {}
            sent, samples = 0, list[tuple[float, float]]()
            while (now := time.monotonic()) - began < seconds:
                wanted = int((now - began) * PER_SECOND)
                chat.say(*many(sent, wanted - sent, PEOPLE))
                sent = wanted
                if now - fault_at > EVERY:
                    fault_at = now
                    kind = chance.choices(("kill", "cut", "lost", "reset", "flood", "calm"), (1, 3, 3, 3, 2, 4))[0]
                    faults[kind] = faults.get(kind, 0) + 1
                    since = _happens(kind, product, chat, since)
                if time.monotonic() - since > _CALM:
                    samples.append((since, product.memory()))
                time.sleep(0.2)
            told = result(chat, looker, sent, product.kills, began, product, patience=max(300.0, seconds))
            told |= {"seed": seed, "faults": faults, "memory_growth": round(_growth(samples), 3)}
            return told | ({"broken": "memory grows"} if told["memory_growth"] >= MOST_GROWTH else {})


def _happens(kind: str, product: Product, chat: Chat, since: float) -> float:
    """One fault; since when the process lives."""
    if kind == "kill":
        product.kill()
        product.supervised()
        return time.monotonic()
    if kind == "cut":
        chat.listening(on=False)
        time.sleep(0.5)
        chat.listening(on=True)
    elif kind != "calm":
        chat.fault(kind, times=2, seconds=1.0)
    return since


def _growth(samples: list[tuple[float, float]]) -> float:
    """The largest growth within one life, as a part of what it began with."""
    first: dict[float, float] = {}
    most = 0.0
    for since, memory in samples:
        first.setdefault(since, memory)
        most = max(most, memory / first[since] - 1)
    return most

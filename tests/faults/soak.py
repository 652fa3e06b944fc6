"""R28: people write for an hour while every five seconds something goes wrong, by a seed that is printed.

The first quarter is a storm of stops, kills and cuts, a hundred SIGTERMs among them in an hour (R26); afterwards one life goes on
to the end while only the network and the platform misbehave, and its memory is looked at.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.faults.book import ITEM, Looker, made, numbers
from tests.faults.chats import PLATFORMS, Chat, many
from tests.faults.product import FAST, Product
from tests.faults.receiving import PEOPLE, result
from tests.faults.sending import IN_FLIGHT, IN_FLIGHT_SETTING, REPEAT
from tests.faults.stopping import MOST_SECONDS

PER_SECOND = 50
EVERY = 5.0
STOPS, KILLS = 100, 40
"""In the storm of an hour; fewer in a shorter soak."""
_QUARTER = 900.0
MOST_GROWTH = 0.1
_NETWORK = ("cut", "lost", "reset", "flood", "calm")
_SETTLED = 480.0
"""Memory is compared from so many seconds into the last life on: imports and caches (the words of 16,384
messages) are filled by then, where it keeps up (a seventh of a shorter soak)."""
_SAYS_EVERY = 300.0


@dataclass
class Course:
    """What has happened so far."""

    faults: Counter[str] = field(default_factory=Counter)
    exits: list[float] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    left: int = 0
    samples: list[float] = field(default_factory=list)
    alive_since: float = 0.0


def soak(seconds: float, seed: int | None = None) -> dict[str, Any]:
    """Fifty messages a second and a fault every five seconds; what was lost, and how much the memory grew."""
    seed = int(time.time()) if seed is None else seed
    chance = random.Random(seed)
    storm = _storm(chance, seconds)
    course = Course()
    with PLATFORMS["telegram"]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST, **IN_FLIGHT_SETTING)
        with product, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            product.start()
            began = fault_at = said_at = course.alive_since = time.monotonic()
            settled = min(_SETTLED, seconds / 7)
            sent = 0
            while (now := time.monotonic()) - began < seconds:
                wanted = int((now - began) * PER_SECOND)
                chat.say(*many(sent, wanted - sent, PEOPLE))
                sent = wanted
                if now - fault_at > EVERY:
                    fault_at = now
                    _happens(storm.pop() if storm else chance.choice(_NETWORK), product, chat, looker, course)
                if not storm and time.monotonic() - course.alive_since > settled:
                    course.samples.append(product.memory())
                if now - said_at > _SAYS_EVERY:
                    said_at = now
                    _say(now - began, sent, looker, product, course)
                time.sleep(0.2)
            left = looker.waiting()
            told = result(chat, looker, sent, product.kills, began, product, patience=max(300.0, seconds))
            return _judged(told | {"seed": seed, "waiting_at_the_end": left}, chat, course, product)


def _storm(chance: random.Random, seconds: float) -> list[str]:
    """What the first quarter brings, in an order of chance."""
    share = min(1.0, seconds / (4 * _QUARTER))
    stops, kills = round(STOPS * share), round(KILLS * share)
    others = round(_QUARTER * share / EVERY) - stops - kills
    storm = ["stop"] * stops + ["kill"] * kills + [chance.choice(_NETWORK) for _ in range(others)]
    chance.shuffle(storm)
    return storm


def _happens(kind: str, product: Product, chat: Chat, looker: Looker, course: Course) -> None:
    """One fault."""
    course.faults[kind] += 1
    if kind == "kill":
        product.kill()
        product.supervised()
        course.alive_since = time.monotonic()
    elif kind == "stop":
        code, took = product.stop()
        course.exits.append(took)
        course.codes.add(str(code))
        course.left += looker.states().get("dispatching", 0)
        product.supervised()
        course.alive_since = time.monotonic()
    elif kind == "cut":
        chat.listening(on=False)
        time.sleep(0.5)
        chat.listening(on=True)
    elif kind != "calm":
        chat.fault(kind, times=2, seconds=1.0)


def _say(seconds: float, sent: int, looker: Looker, product: Product, course: Course) -> None:
    told = f"{seconds:6.0f} s  said {sent}, waiting {looker.waiting()}, to be sent {looker.unsent()}, "
    sys.stdout.write(f"{told}memory {product.memory():.0f} MiB, {dict(course.faults)}\n")
    sys.stdout.flush()


def _judged(told: dict[str, Any], chat: Chat, course: Course, product: Product) -> dict[str, Any]:
    texts = [one.text for one in chat.received()]
    copies = numbers(texts, ITEM)
    labelled = numbers([text for text in texts if REPEAT.search(text)], ITEM)
    faults = course.faults
    tenth = max(1, len(course.samples) // 10)
    first, last = (median(part or [1.0]) for part in (course.samples[:tenth], course.samples[-tenth:]))
    told |= {
        "faults": dict(faults),
        "repeats": sum(copies.values()) - len(copies),
        # what was under way in a kill or a cut, and the two answers that each of the other faults took away
        "repeats_bound": IN_FLIGHT * (faults["kill"] + faults["cut"]) + 2 * (faults["lost"] + faults["reset"]),
        "repeats_without_label": sum(count > 1 and not labelled[item] for item, count in copies.items()),
        "longest_exit_s": round(max(course.exits, default=0.0), 2),
        "exit_codes": sorted(course.codes),
        "left_dispatching": course.left,
        "memory_first_mib": round(first),
        "memory_last_mib": round(last),
        "memory_growth": round(last / first - 1, 3),
    }
    wrong = []
    if told["memory_growth"] >= MOST_GROWTH:
        wrong.append("memory grows")
    if told["longest_exit_s"] > MOST_SECONDS or course.left or course.codes - {"0"}:
        wrong.append("not a clean stop")
    return told | ({"broken": "; ".join(wrong), "log": product.tail()} if wrong else {})

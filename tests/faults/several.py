"""R20 to R22: two processes on one PostgreSQL; killed, frozen, cut off, their server restarted under them."""

from __future__ import annotations

import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.book import Looker, made
from tests.faults.chats import PLATFORMS, Chat, wait_for
from tests.faults.product import FAST, Product
from tests.faults.proxy import Proxy
from tests.faults.sending import IN_FLIGHT, IN_FLIGHT_SETTING, received
from tests.postgres import Postgres

LEASE = 10.0
TAKE_OVER = LEASE + 2
_LEADER = "SELECT owner FROM leases WHERE name LIKE 'sender:%'"
_BACKENDS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IS NOT NULL AND pid <> pg_backend_pid()"
)


@contextmanager
def server() -> Iterator[Postgres]:
    """A server whose commits survive its own crash: flushing to the disk is off, which only a crash of the machine would show."""
    running = Postgres(tcp=True, settings=("synchronous_commit=on", "max_connections=200"))
    try:
        yield running
    finally:
        running.stop()


@contextmanager
def two(
    platform: str, reminders: int, running: Postgres, *, after: float = 1.0
) -> Iterator[tuple[Chat, Looker, list[Product]]]:
    """Two processes that are not started yet, and a notebook in which so many reminders are due."""
    with PLATFORMS[platform]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        url = running.new()
        made(url, chat, reminders, reminders=True, after=after)
        chat.fault("delay", seconds=0.05)
        products = [
            Product(Path(folder) / str(number), url, **chat.settings, **FAST, **IN_FLIGHT_SETTING)
            for number in range(2)
        ]
        with products[0], products[1], Looker(url) as looker:
            yield chat, looker, products


def storm(platform: str, reminders: int, kills: int, restarts: int) -> dict[str, Any]:
    """R20: kill -9 one process after the other, restart the server again and again, end the leader's connections."""
    with server() as running, two(platform, reminders, running) as (chat, looker, products):
        began = time.monotonic()
        products[1].supervised()
        restarted = terminated = 0
        for number in range(kills):
            product, other = products[number % 2], products[(number + 1) % 2]
            if restarted < restarts and number % max(1, kills // restarts) == 1:
                running.crash()
                running.start()
                restarted += 1
            elif number % 7 == 3:
                running.execute(_BACKENDS)
                terminated += 1
            if not other.runs:
                other.supervised()
            product.lives(1.0)
        for product in products:
            if not product.runs:
                product.supervised()
        told = received(chat, looker, reminders, *products, patience=600)
        told |= {"restarts": restarted, "connections_ended": terminated, "seconds": round(time.monotonic() - began, 1)}
        ambiguous = (told["kills"] + restarted + terminated) * IN_FLIGHT
        return _judged(told, ambiguous if chat.labels_repeats else 0, products)


def zombie(platform: str, reminders: int, leases: float) -> dict[str, Any]:
    """R21: the leader is frozen for some leases and goes on: the other takes over, the zombie's marks count for nothing."""
    with server() as running, two(platform, reminders, running) as (chat, looker, products):
        for product in products:
            product.start()
        leader = _leader(looker, products)
        wait_for(lambda: chat.sent() > 40, 60)
        leader.signal(signal.SIGSTOP)
        stopped = time.time()
        time.sleep(leases * LEASE)
        ledger = [one.at for one in chat.received()]
        leader.signal(signal.SIGCONT)
        first = next((at for at in ledger if at > stopped + 1), None)
        told = received(chat, looker, reminders, *products, patience=600)
        told["take_over_s"] = None if first is None else round(first - stopped, 1)
        told["marks_rejected"] = sum(product.tail(100_000).count('"mark_rejected"') for product in products)
        if first is None or first - stopped > TAKE_OVER:
            told["broken"] = "nobody took over in time"
        if not told["marks_rejected"]:
            told["broken"] = "no mark of the zombie was rejected"
        return _judged(told, IN_FLIGHT, products)


def black_hole(platform: str, reminders: int, seconds: float) -> dict[str, Any]:
    """R22: the link to the database is half-open for a while: sending stops within the lease and goes on soon after."""
    with (
        server() as running,
        Proxy(running.port) as proxy,
        two(platform, reminders, running) as (chat, looker, products),
    ):
        product = products[0]
        product.environment["DAFTAR_DATABASE__URL"] = product.url.replace(f":{running.port}/", f":{proxy.port}/")
        product.start()
        wait_for(lambda: chat.sent() > 40, 60)
        closed = time.time()
        proxy.hole(on=True)
        time.sleep(seconds)
        opened = time.time()
        last = max(one.at for one in chat.received())
        proxy.hole(on=False)
        wait_for(lambda: max(one.at for one in chat.received()) > opened, 60)
        first = min((one.at for one in chat.received() if one.at > opened), default=opened + 99)
        told = received(chat, looker, reminders, product, patience=300)
        told |= {"stopped_after_s": round(max(0.0, last - closed), 1), "went_on_after_s": round(first - opened, 1)}
        if last - closed > LEASE or first - opened > 10:
            told["broken"] = "stopped or went on too late"
        return _judged(told, IN_FLIGHT if chat.labels_repeats else 0, [product])


def _leader(looker: Looker, products: list[Product]) -> Product:
    """The process that sends: the owner of the lease tells so in its log."""
    found: list[Product] = []

    def known() -> bool:
        rows = looker.rows(_LEADER)
        owner = str(rows[0][0]) if rows else "nobody"
        found[:] = [product for product in products if owner in product.said()]
        return bool(found)

    if not wait_for(known, 30):
        raise RuntimeError("nobody is in charge")
    return found[0]


def _judged(told: dict[str, Any], bound: int, products: list[Product]) -> dict[str, Any]:
    told["repeats_bound"] = bound
    if told["lost"] or told["repeats"] > bound or "broken" in told:
        told["log"] = "\n".join(product.tail() for product in products)
    return told

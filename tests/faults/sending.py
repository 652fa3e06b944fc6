"""R9, R10, R12, R13: reminders fall due while the process is killed, or while the platform's answers go missing.

None may be lost. On Slack none may come twice; on Telegram at most kills × sends in flight, and each repeat says so.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.book import REMINDER, Looker, made, numbers
from tests.faults.chats import PLATFORMS, Chat, TelegramChat, wait_for
from tests.faults.product import FAST, Product

PATIENCE = 900.0
IN_FLIGHT = 4
IN_FLIGHT_SETTING = {"DAFTAR_SENDING__IN_FLIGHT": str(IN_FLIGHT)}
REPEAT = re.compile(r"may be a repeat|قد تكون مكررة")


def sending(platform: str, reminders: int, kills: int) -> dict[str, Any]:
    """R9, R10: let so many reminders fall due at once, kill the bot so often; what people received."""
    under_way = list[int]()

    def kill_again_and_again(product: Product, chat: Chat) -> None:
        # The effect at once, the answer 50 ms later: every kill falls into the middle of some sends.
        chat.fault("delay", seconds=0.05)
        product.start()
        with Looker(product.url) as looker:
            wait_for(lambda: looker.number("SELECT count(*) FROM outbox") >= reminders, 120, every=0.2)
            product.kill()
            for _ in range(kills - 1):
                product.lives(1.0)
                under_way.append(looker.states().get("dispatching", 0))
        product.start()

    told = _due(platform, reminders, kill_again_and_again, ambiguous=lambda product: product.kills * IN_FLIGHT)
    return told | {"kills_in_the_middle_of_sends": sum(count > 0 for count in under_way)}


def lost_answers(platform: str, reminders: int) -> dict[str, Any]:
    """R12: on one send of twenty the answer is lost after the effect; the libraries must not send again by themselves."""
    faults = reminders // 20

    def lose(product: Product, chat: Chat) -> None:
        chat.fault("lost", every=20, times=faults)
        product.start()

    return _due(platform, reminders, lose, ambiguous=lambda _: faults)


def surely_not_sent(platform: str, reminders: int) -> dict[str, Any]:
    """R13: the platform refuses connections half of the time; everything is tried again, nothing comes twice."""

    def refuse(product: Product, chat: Chat) -> None:
        product.start()
        until = time.monotonic() + 20
        while time.monotonic() < until and chat.sent() < reminders:
            _deaf(chat, on=True)
            time.sleep(0.5)
            _deaf(chat, on=False)
            time.sleep(0.5)

    # A connection that is cut while a request is under way is ambiguous, and so is one that was refused only in the answer.
    return _due(platform, reminders, refuse, ambiguous=lambda _: 20 * IN_FLIGHT)


def _deaf(chat: Chat, *, on: bool) -> None:
    if isinstance(chat, TelegramChat):
        chat.listening(on=not on)
    elif on:
        chat.fault("reset", times=50, every=2)
    else:
        chat.fake.do("clear_faults")  # type: ignore[attr-defined]


def _due(
    platform: str, reminders: int, happens: Callable[[Product, Chat], None], *, ambiguous: Callable[[Product], int]
) -> dict[str, Any]:
    with PLATFORMS[platform]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST, **IN_FLIGHT_SETTING)
        with product, Looker(product.url) as looker:
            made(product.url, chat, reminders, reminders=True)
            began = time.monotonic()
            happens(product, chat)
            told = received(chat, looker, reminders, product, patience=PATIENCE)
            told |= {"seconds": round(time.monotonic() - began, 1)}
            told["repeats_bound"] = ambiguous(product) if chat.labels_repeats else 0
            if told["lost"] or told["repeats"] > told["repeats_bound"]:
                told["log"] = product.tail()
            return told


def received(chat: Chat, looker: Looker, reminders: int, *products: Product, patience: float) -> dict[str, Any]:
    """Wait until everything has gone out; what came, and what is listed as failed or uncertain."""
    fired = "SELECT count(*) FROM outbox"
    wait_for(lambda: looker.number(fired) >= reminders and looker.unsent() == 0, patience, every=1.0)
    texts = [one.text for one in chat.received()]
    copies = numbers(texts, REMINDER)
    listed = looker.listed(REMINDER)
    # The label stands on the second of two: a first one that never arrived and a labelled second is no repeat.
    labelled = numbers([text for text in texts if REPEAT.search(text)], REMINDER)
    return {
        "platform": chat.name,
        "reminders": reminders,
        "kills": sum(product.kills for product in products),
        "lost": sum(item not in copies and item not in listed for item in range(reminders)),
        "not_delivered_but_listed": sum(item not in copies and item in listed for item in range(reminders)),
        "uncertain": looker.states().get("uncertain", 0),
        "repeats": sum(copies.values()) - len(copies),
        "repeats_without_label": sum(count > 1 and not labelled[item] for item, count in copies.items()),
        "most_copies": max(copies.values(), default=0),
    }

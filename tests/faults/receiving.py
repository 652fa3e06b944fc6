"""R1, R3, R4 to R7: updates come in while the process is killed again and again. Nothing may be lost, nothing done twice."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from tests.faults.book import ITEM, Looker, made, numbers
from tests.faults.chats import PLATFORMS, Chat, SlackChat, TelegramChat, many, wait_for
from tests.faults.product import FAST, Product

PEOPLE = 20
PATIENCE = 600.0


def receiving(platform: str, updates: int, kills: int) -> dict[str, Any]:
    """R1, R3: send so many updates to the bot, kill it so often; what became of them."""
    with PLATFORMS[platform]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST)
        with product, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            began = time.monotonic()
            sent = 0
            for number in range(kills + 1):
                batch = -(-(updates - sent) // (kills + 1 - number))
                chat.say(*many(sent, batch, PEOPLE))
                sent += batch
                if number < kills:
                    product.lives(1.0)
            product.start()
            return result(chat, looker, updates, product.kills, began, product)


def result(
    chat: Chat, looker: Looker, updates: int, kills: int, began: float, *products: Product, patience: float = PATIENCE
) -> dict[str, Any]:
    """Wait until all is handled and answered; the figures."""
    wait_for(lambda: looker.handled() >= updates and looker.unsent() == 0, patience, every=1.0)
    effects = looker.effects()
    answered = numbers([one.text for one in chat.received()], ITEM)
    listed = looker.listed(ITEM)
    told: dict[str, Any] = {
        "platform": chat.name,
        "updates": updates,
        "kills": kills,
        "lost": updates - len(effects),
        "double_effects": sum(effects.values()) - len(effects),
        "inbox_rows": looker.number("SELECT count(*) FROM inbox"),
        "unanswered": sum(item not in answered and item not in listed for item in range(updates)),
        "seconds": round(time.monotonic() - began, 1),
    }
    if isinstance(chat, SlackChat):
        figures = chat.fake.do("figures")
        told |= {"ack_p99_ms": figures["ack_p99_ms"], "ack_max_ms": figures["ack_max_ms"]}
        if (figures["ack_p99_ms"] or 0) >= 1000:
            told["broken"] = "acknowledged too late"
    if told["lost"] or told["double_effects"] or told["unanswered"]:
        told["log"] = "\n".join(product.tail() for product in products)
    return told


def gestures(count: int) -> dict[str, Any]:
    """R5: one gesture that Slack tells of in two events: a mention, and two times of one client's message."""
    with PLATFORMS["slack"]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        assert isinstance(chat, SlackChat)
        product = Product(Path(folder), **chat.settings, **FAST)
        with product, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            product.start()
            began = time.monotonic()
            chat.fake.do(
                "add_channel", channel="C1", members=["U0BOT", *[f"U9{number:05d}" for number in range(PEOPLE)]]
            )
            for item in range(count):
                user, text = f"U9{item % PEOPLE:05d}", f"note Acme: item {item}"
                if item % 2:
                    chat.fake.do("mention", user=user, channel="C1", text=text, also_message=True)
                else:
                    chat.fake.do("say", user=user, text=text, client_msg_id=f"gesture-{item}")
                    chat.fake.do("say", user=user, text=text, client_msg_id=f"gesture-{item}")
            told = result(chat, looker, count, 0, began, product, patience=120)
            texts = numbers([one.text for one in chat.received()], ITEM)
            return told | {"answers_too_many": sum(texts.values()) - len(texts)}


def poison(platform: str, updates: int) -> dict[str, Any]:
    """R6: one in a hundred makes no sense; nothing stalls, and those are put aside without their words in the log."""
    with PLATFORMS[platform]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST)
        with product, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            product.start()
            began = time.monotonic()
            worst = 0.0
            for start in range(0, updates, 99):
                count = min(99, updates - start)
                chat.say(*many(start, count // 2, PEOPLE))
                chat.poison()
                since = time.monotonic()
                chat.say(*many(start + count // 2, count - count // 2, PEOPLE))
                wanted = start + count
                wait_for(lambda wanted=wanted: looker.number(_NOTES) >= wanted, 60, every=0.05)  # type: ignore[misc]
                worst = max(worst, time.monotonic() - since)
            bad = -(-updates // 99)
            told = result(chat, looker, updates + bad, 0, began, product, patience=120)
            told |= {"updates": updates, "poison": bad, "put_aside": looker.states("inbox").get("quarantined", 0)}
            told |= {"lost": updates - len(looker.effects()), "worst_batch_s": round(worst, 2)}
            told["unanswered"] = 0 if told["unanswered"] <= bad else told["unanswered"]
            if told["put_aside"] != bad or "zzz" in product.tail(100_000):
                told["broken"] = "poison is not where it belongs"
            return told


_NOTES = "SELECT count(*) FROM interactions"


def id_reset(updates: int) -> dict[str, Any]:
    """R7: after a week of silence Telegram's ids begin anew, below the last one; nothing of what follows is lost."""
    with PLATFORMS["telegram"]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        assert isinstance(chat, TelegramChat)
        product = Product(Path(folder), **chat.settings, **FAST)
        with product, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            began = time.monotonic()
            chat.fake.do(lambda: setattr(chat.fake.updates, "next", 900_000_000))
            product.start()
            sent = 0
            for part, first in enumerate((None, 5_000_000, 70_000)):
                if first is not None:
                    product.kill() if part == 1 else time.sleep(1.0)
                    chat.fake.do(lambda first=first: setattr(chat.fake.updates, "next", first))  # type: ignore[misc]
                count = (updates - sent) // (3 - part)
                chat.say(*many(sent, count, PEOPLE))
                sent += count
                if not product.runs:
                    product.start()
                wait_for(lambda sent=sent: looker.handled() >= sent, 300, every=0.3)  # type: ignore[misc]
            return result(chat, looker, updates, product.kills, began, product)

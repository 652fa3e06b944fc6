"""R1 to R8: updates come in while the process is killed again and again. Nothing may be lost, nothing done twice."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.faults.book import ITEM, Looker, made, numbers
from tests.faults.chats import MODES, PLATFORMS, USER, Chat, SlackChat, TelegramChat, many, wait_for
from tests.faults.product import FAST, Product

PEOPLE = 20
PATIENCE = 600.0


def receiving(mode: str, updates: int, kills: int) -> dict[str, Any]:
    """R1, R2, R3: send so many updates to the bot, kill it so often; what became of them.

    Of each life's share a third comes while the process is down, the rest evenly over the second that it serves.
    """
    with MODES[mode]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST)
        with product, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            began = time.monotonic()
            sent = 0

            def say(count: int) -> None:
                nonlocal sent
                count = min(count, updates - sent)
                chat.say(*many(sent, count, PEOPLE))
                sent += count

            share = -(-updates // (kills + 1))
            for _ in range(kills):
                say(share // 3)
                product.supervised()
                for _ in range(_PORTIONS):
                    say(-(-(share - share // 3) // _PORTIONS))
                    time.sleep(1.0 / _PORTIONS)
                product.kill()
            say(updates)
            product.start()
            stormed = time.monotonic() - began
            told = result(chat, looker, updates, product.kills, began, product)
            told |= {"storm_s": round(stormed, 1), "slowest_start_s": round(max(product.starts), 1)}
            late = updates >= _ENOUGH and (told.get("ack_p99_ms") or 0) >= MOST_MS
            return told | ({"broken": "acknowledged too late"} if late else {})


_PORTIONS = 10
_ENOUGH = 1000
"""Of fewer the slowest in a hundred is only what the machine did in that moment."""
MOST_MS = 1000
"""R3: milliseconds until 99 of 100 events are acknowledged."""


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


def no_word_before_commit(seconds: float, updates: int) -> dict[str, Any]:
    """R2: while another program holds the file's write lock nothing can be committed, so no post is answered with 200."""
    with MODES["telegram webhook"]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        assert isinstance(chat, TelegramChat)
        product = Product(Path(folder), **chat.settings, **FAST)
        with product, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            product.start()
            began = time.monotonic()
            with closing(sqlite3.connect(Path(folder) / "daftar.db", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                before = len(chat.fake.hook_answers)
                chat.say(*many(0, updates, PEOPLE))
                time.sleep(seconds)
                confirmed = sum(200 <= status < 300 for status in chat.fake.hook_answers[before:])
                other.execute("ROLLBACK")
            told = result(chat, looker, updates, 0, began, product, patience=120)
            told |= {"paused_s": seconds, "confirmed_in_the_pause": confirmed}
            return told | ({"broken": "confirmed without a commit"} if confirmed else {})


def long_outage(mode: str, updates: int) -> dict[str, Any]:
    """R8: the bot is away while people write: Telegram keeps it for 23 hours, Slack has given all its retries up."""
    with MODES[mode]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST)
        with product, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            product.start()
            chat.say(*many(0, PEOPLE, PEOPLE))
            wait_for(lambda: looker.handled() >= PEOPLE, 60)
            product.kill()
            began = time.monotonic()
            told_of = many(PEOPLE, updates, PEOPLE)
            if isinstance(chat, TelegramChat):
                queue, at = chat.fake.updates, time.time() - 23 * 3600
                chat.fake.do(lambda: queue.put(*[queue.says(USER + who, text, at=at) for who, text in told_of]))
            else:
                # Slack gave up: the messages stand in the history, and no event of them comes any more.
                assert isinstance(chat, SlackChat)
                chat.fake.do("hold")
                chat.say(*told_of)
                chat.fake.do("forget")
            product.start()
            return result(chat, looker, PEOPLE + updates, product.kills, began, product, patience=120)

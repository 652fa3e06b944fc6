"""R25: the network between the bot and the platform is cut again and again; it comes back by itself and leaks nothing."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from tests.faults.book import Looker, made
from tests.faults.chats import PLATFORMS, many, wait_for
from tests.faults.product import FAST, Product
from tests.faults.receiving import PEOPLE, result

BACK_WITHIN = 10.0
_SETTLED = 2.0


def cut(platform: str, times: int) -> dict[str, Any]:
    """Cut everything for a second, so many times; how long until the first message after each is handled."""
    with PLATFORMS[platform]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST)
        with product, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            product.start()
            began = time.monotonic()
            chat.say(*many(0, PEOPLE, PEOPLE))
            wait_for(lambda: looker.handled() >= PEOPLE, 60)
            time.sleep(_SETTLED)
            files = product.descriptors()
            sent, back = PEOPLE, list[float]()
            for _ in range(times):
                chat.listening(on=False)
                time.sleep(1.0)
                chat.say(*many(sent, 5, PEOPLE))
                sent += 5
                chat.listening(on=True)
                since = time.monotonic()
                wait_for(lambda wanted=sent: looker.handled() >= wanted, 70)  # type: ignore[misc]
                back.append(time.monotonic() - since)
            told = result(chat, looker, sent, 0, began, product, patience=120)
            time.sleep(_SETTLED)
            told |= {
                "cuts": times,
                "longest_back_s": round(max(back), 1),
                "more_descriptors": product.descriptors() - files,
            }
            if max(back) > BACK_WITHIN or told["more_descriptors"] > 5 or not product.runs:
                told |= {"broken": "back too late, or something leaks", "log": product.tail()}
            return told

"""R19, R26: a second process on one file is refused; SIGTERM under load ends the program in time, with nothing lost or repeated."""

from __future__ import annotations

import signal
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.faults.book import Looker, made
from tests.faults.chats import PLATFORMS, many
from tests.faults.product import FAST, Product
from tests.faults.receiving import PEOPLE, result

MOST_SECONDS = 8.0


def graceful(platform: str, times: int, updates: int) -> dict[str, Any]:
    """R26: stop it again and again while people write; exit code 0 in time, no row left on its way, nothing lost or repeated."""
    with PLATFORMS[platform]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST)
        with product, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            chat.fault("delay", seconds=0.05)
            began = time.monotonic()
            sent, took, codes, left = 0, list[float](), list[int | None](), 0
            for number in range(times):
                batch = -(-(updates - sent) // (times - number))
                chat.say(*many(sent, batch, PEOPLE))
                sent += batch
                product.start()
                time.sleep(0.5)
                code, seconds = product.stop()
                codes.append(code)
                took.append(seconds)
                left += looker.states().get("dispatching", 0)
            product.start()
            told = result(chat, looker, updates, 0, began, product)
            copies = len(chat.received()) - len({one.text + one.chat for one in chat.received()})
            told |= {
                "stops": times,
                "longest_s": round(max(took), 2),
                "exit_codes": sorted({str(code) for code in codes}),
            }
            told |= {"left_dispatching": left, "repeats": copies, "second_signal_s": _at_once(product)}
            if max(took) > MOST_SECONDS or told["exit_codes"] != ["0"] or left or told["second_signal_s"] > 2:
                told |= {"broken": "not a clean stop", "log": product.tail()}
            return told


def _at_once(product: Product) -> float:
    """How long it lives after a second SIGTERM."""
    product.signal(signal.SIGTERM)
    began = time.monotonic()
    product.signal(signal.SIGTERM)
    product.wait(20)
    return round(time.monotonic() - began, 2)


def second_process() -> dict[str, Any]:
    """R19: a second bot on the same file ends with code 3 within two seconds; the first one goes on."""
    with PLATFORMS["telegram"]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        first = Product(Path(folder), **chat.settings, **FAST)
        second = Product(Path(folder) / "second", first.url, **chat.settings, **FAST)
        with first, second, Looker(first.url) as looker:
            made(first.url, chat, PEOPLE)
            first.start()
            began = time.monotonic()
            second.launch()
            code = second.wait(20)
            seconds = round(time.monotonic() - began, 2)
            said = second.tail()
            second.launch("reps", "list")
            listed = second.wait(20)
            chat.say(*many(0, 20, PEOPLE))
            told = result(chat, looker, 20, 0, began, first, patience=60)
            told |= {"exit_code": code, "after_s": seconds, "cli_beside": listed}
            if code != 3 or seconds > 2 or listed != 0 or "Another Daftar process" not in said:
                told |= {"broken": "the second was not refused as it should be", "log": said}
            return told


def locked(seconds: float, updates: int) -> dict[str, Any]:
    """R24: another program holds the write lock of the file for a while; nothing is half-written, and all is handled afterwards."""
    with PLATFORMS["telegram"]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST)
        with product, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            product.start()
            began = time.monotonic()
            with closing(sqlite3.connect(Path(folder) / "daftar.db", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                chat.say(*many(0, updates, PEOPLE))
                time.sleep(seconds)
                during = len(looker.effects())
                other.execute("ROLLBACK")
            opened = time.monotonic()
            told = result(chat, looker, updates, 0, began, product, patience=120)
            told |= {"locked_s": seconds, "during": during, "over_after_s": round(time.monotonic() - opened, 1)}
            if during or not product.runs or looker.states("inbox").get("quarantined"):
                told |= {"broken": "half-written, put aside or ended", "log": product.tail()}
            return told

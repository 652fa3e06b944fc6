"""R23: the disk is full while people write: nothing is confirmed without a commit, and all comes after there is room again."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.book import Looker, made
from tests.faults.chats import PLATFORMS, TelegramChat, many, wait_for
from tests.faults.product import FAST, Product
from tests.faults.receiving import PEOPLE, result

MEBIBYTES = 8


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """A disk of eight mebibytes; None where one may not be mounted here."""
    with tempfile.TemporaryDirectory(prefix="daftar-disk-") as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={MEBIBYTES}m", "tmpfs", folder]
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:  # noqa: S603 - a disk of our own
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], capture_output=True, check=False)  # noqa: S603, S607 - the same


def full(updates: int) -> dict[str, Any]:
    """R23: fill the disk under a serving bot, then make room."""
    with small_disk() as folder, PLATFORMS["telegram"]() as chat:
        if folder is None:
            return {"not_measured": "a small disk cannot be mounted here"}
        assert isinstance(chat, TelegramChat)
        with tempfile.TemporaryDirectory(prefix="daftar-faults-") as elsewhere:
            product = Product(Path(elsewhere), f"sqlite:///{folder / 'daftar.db'}", **chat.settings, **FAST)
            with product, Looker(product.url) as looker:
                made(product.url, chat, PEOPLE)
                product.start()
                began = time.monotonic()
                chat.say(*many(0, updates // 2, PEOPLE))
                wait_for(lambda: looker.handled() >= updates // 2, 60)
                _fill(folder / "ballast")
                chat.say(*many(updates // 2, updates - updates // 2, PEOPLE))
                time.sleep(8)
                kept = looker.number("SELECT count(*) FROM inbox")
                confirmed = len(chat.fake.updates.confirmed)
                alive = product.runs
                (folder / "ballast").unlink()
                if not alive:
                    product.start()
                told = result(chat, looker, updates, 0, began, product, patience=120)
                sound = (looker.rows("PRAGMA integrity_check") or [("?",)])[0][0]
                told |= {
                    "kept_while_full": kept,
                    "confirmed_while_full": confirmed,
                    "went_on_serving": alive,
                    "integrity": sound,
                }
                if confirmed > kept or sound != "ok" or not alive:
                    told |= {"broken": "confirmed without a commit, ended, or damaged", "log": product.tail()}
                return told


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as ballast:
        for size in (65536, 4096, 512):
            try:
                while True:
                    ballast.write(b"\0" * size)
            except OSError:
                continue

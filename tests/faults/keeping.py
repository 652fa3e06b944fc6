"""DATA1, DATA2: backups of a bot that is serving, and a restore after which nothing old is sent again."""

from __future__ import annotations

import sqlite3
import tempfile
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.keeping.copying import unsound
from tests.faults.book import REMINDER, Looker, made, numbers, opened
from tests.faults.chats import PLATFORMS, Chat, many, wait_for
from tests.faults.product import FAST, Product
from tests.faults.receiving import PEOPLE, result

PER_SECOND = 100
_COUNTS = {
    "notes": "SELECT count(*) FROM interactions WHERE kind = 'note'",
    "handled": "SELECT count(*) FROM inbox WHERE state = 'done'",
    "answers": "SELECT count(*) FROM outbox WHERE kind = 'reply'",
}
"""A message's effects, its done-mark and its answer are one commit: in a copy of one point in time these are the same."""


def live_backups(backups: int) -> dict[str, Any]:
    """DATA1: ``daftar backup`` again and again while people write; each copy is sound and of one point in time."""
    with PLATFORMS["telegram"]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST)
        operator = Product(Path(folder) / "operator", product.url, **chat.settings)
        with product, operator, Looker(product.url) as looker:
            made(product.url, chat, PEOPLE)
            product.start()
            began = time.monotonic()
            stop = threading.Event()
            sent = [0]

            def write() -> None:
                while not stop.wait(0.1):
                    chat.say(*many(sent[0], PER_SECOND // 10, PEOPLE))
                    sent[0] += PER_SECOND // 10

            writer = threading.Thread(target=write, daemon=True)
            writer.start()
            wrong, seen = list[str](), list[int]()
            took = list[float]()
            try:
                for number in range(backups):
                    target = Path(folder) / f"copy-{number}"
                    at = time.monotonic()
                    operator.launch("backup", "--to", str(target))
                    code = operator.wait(120)
                    took.append(time.monotonic() - at)
                    wrong += [f"{number}: {why}" for why in _look(target, code, seen)]
            finally:
                stop.set()
                writer.join(10)
            told = result(chat, looker, sent[0], 0, began, product, patience=400)
            told |= {"backups": backups, "verified": backups - len({line.split(":")[0] for line in wrong})}
            told |= {"longest_backup_s": round(max(took), 2), "messages_in_the_last": seen[-1] if seen else 0}
            if wrong or seen != sorted(seen) or seen[-1] <= seen[0]:
                told |= {"broken": "a copy is not as it should be", "log": "\n".join(wrong[:20])}
            return told


def _look(target: Path, code: int | None, seen: list[int]) -> list[str]:
    """What is wrong with the one backup in that folder."""
    files = list(target.glob("daftar-*.db"))
    if code != 0 or len(files) != 1:
        return [f"exit {code}, {len(files)} files"]
    why = unsound(files[0])
    if why:
        return [why]
    with closing(sqlite3.connect(files[0])) as copy:
        counts = {name: copy.execute(asked).fetchone()[0] for name, asked in _COUNTS.items()}
        broken = copy.execute("PRAGMA foreign_key_check").fetchall()
    seen.append(counts["notes"])
    files[0].unlink()
    if len(set(counts.values())) != 1 or broken:
        return [f"no point in time: {counts}, {len(broken)} broken references"]
    return []


def restored(reminders: int) -> dict[str, Any]:
    """DATA2: some reminders have gone out, a backup is made, the rest goes out, the backup is put back: nothing old comes again.

    What falls due only after the restore comes, once.
    """
    with PLATFORMS["telegram"]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST)
        with product:
            made(product.url, chat, reminders, reminders=True)
            with opened(product.url) as office, office.open(None, doing="Prepare") as crm:
                reps = [rep.id for rep in crm.team.reps(active=True)]
                later = crm.now + timedelta(seconds=45)
                for number, rep_id in enumerate(reps[:PEOPLE]):
                    crm.follow_ups.add(f"reminder {reminders + number}.", later, rep_id=rep_id)
            product.start()
            began = time.monotonic()
            wait_for(lambda: chat.sent() >= reminders // 3, 60)
            copier = Product(Path(folder) / "operator", product.url, **chat.settings)
            copier.launch("backup", "--to", str(Path(folder) / "kept"))
            copied = copier.wait(60)
            wait_for(lambda: chat.sent() >= reminders, 60)
            product.stop()
            (file,) = (Path(folder) / "kept").glob("daftar-*.db")
            at = time.monotonic()
            copier.launch("restore", str(file), "--yes")
            restored_with, took = copier.wait(60), time.monotonic() - at
            before = len(chat.received())
            product.start()
            wait_for(lambda: len(_newer(chat, before, reminders)) >= PEOPLE, 90, every=0.5)
            time.sleep(5)
            copies = numbers([one.text for one in chat.received()], REMINDER)
            again = numbers([one.text for one in chat.received()[before:]], REMINDER)
            old = sum(count for number, count in again.items() if number < reminders)
            new = sum(again[number] == 1 for number in range(reminders, reminders + PEOPLE))
            told: dict[str, Any] = {
                "reminders": reminders,
                "lost": sum(number not in copies for number in range(reminders + PEOPLE)),
                "old_sent_again": old,
                "later_ones_sent_once": new,
                "restore_s": round(took, 1),
                "seconds": round(time.monotonic() - began, 1),
            }
            if old or new != PEOPLE or (copied, restored_with) != (0, 0):
                told |= {"broken": f"exit codes {copied} {restored_with}", "log": product.tail() + copier.tail()}
            return told


def _newer(chat: Chat, since: int, first: int) -> set[int]:
    """The numbers from that one on that have come since."""
    return {number for number in numbers([one.text for one in chat.received()[since:]], REMINDER) if number >= first}

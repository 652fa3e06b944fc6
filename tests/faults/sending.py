"""R9, R10: reminders fall due while the process is killed again and again.

None may be lost. On Slack none may come twice; on Telegram at most kills × sends in flight, and each repeat says so.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.clock import SystemClock
from core.crm import Office
from core.database import Database
from tests.faults.chats import PLATFORMS, Chat, wait_for
from tests.faults.product import Product
from tests.faults.receiving import FAST

PATIENCE = 180.0
IN_FLIGHT = 4
REPEAT = re.compile(r"may be a repeat|قد تكون مكررة")


def sending(platform: str, reminders: int = 500, kills: int = 10, url: str | None = None) -> dict[str, Any]:
    """Let so many reminders fall due at once, kill the bot so often; what people received."""
    with PLATFORMS[platform]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        return _sending(chat, Path(folder), reminders, kills, url)


def _sending(chat: Chat, folder: Path, reminders: int, kills: int, url: str | None) -> dict[str, Any]:
    with Product(folder, url, DAFTAR_SENDING__IN_FLIGHT=str(IN_FLIGHT), **chat.settings, **FAST) as product:
        product.call("migrate")
        due(product, chat, reminders)
        # Slow enough that the kills fall into the middle of the sending: the effect at once, the answer later.
        chat.slow_answers(max(0.05, 0.8 * IN_FLIGHT * (kills + 1) / reminders))
        began = time.monotonic()
        for _kill in range(kills):
            product.start()
            time.sleep(1.0)
            product.kill()
        product.start()
        wait_for(lambda: len(_seen(chat)) >= reminders, PATIENCE, every=0.5)
        time.sleep(1.0 if chat.labels_repeats else 2.0)
        wait_for(lambda: _quiet(chat), 60, every=1.0)
        copies = _seen(chat)
        repeats = sum(count - 1 for count in copies.values())
        labelled = sum(1 for one in chat.received() if _number(one.text) is not None and REPEAT.search(one.text))
        told = {
            "platform": chat.name,
            "reminders": reminders,
            "kills": product.kills,
            "lost": reminders - len(copies),
            "repeats": repeats,
            "repeats_bound": product.kills * IN_FLIGHT if chat.labels_repeats else 0,
            "repeats_without_label": max(0, repeats - labelled),
            "most_copies": max(copies.values(), default=0),
            "seconds": round(time.monotonic() - began, 1),
        }
        if told["lost"] or repeats > told["repeats_bound"]:
            told["log"] = product.tail()
        return told


def due(product: Product, chat: Chat, reminders: int) -> None:
    """So many reps, each linked to the chat with one reminder that falls due now."""
    office = Office(Database(product.url), SystemClock())
    try:
        with office.open(None, doing="Prepare") as crm:
            now = crm.now
            for number in range(reminders):
                rep = crm.team.add_rep(f"Rep {number}")
                workspace, user, chat_id = chat.person(number)
                crm.team.link(crm.team.invite(rep.id), chat.name, workspace, user, chat_id)
                crm.follow_ups.add(f"reminder {number}.", now + timedelta(seconds=1), rep_id=rep.id)
    finally:
        office.database.close()


def _number(text: str) -> int | None:
    found = re.search(r"reminder (\d+)\.", text)
    return int(found.group(1)) if found else None


def _seen(chat: Chat) -> Counter[int]:
    return Counter(number for one in chat.received() if (number := _number(one.text)) is not None)


def _quiet(chat: Chat) -> bool:
    """Whether nothing has come for three seconds."""
    last = max((one.at for one in chat.received()), default=0.0)
    return time.time() - last > 3

"""TIME9: ten thousand reminders fall due within one minute; how late each is put into the outbox."""

from __future__ import annotations

import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import col

from core.working.follow_up import FollowUp
from tests.faults.book import Looker, made, opened
from tests.faults.chats import PLATFORMS, Chat, wait_for
from tests.faults.product import FAST, Product

MOST_LATE = 2.0
_LAG = """SELECT o.created_at, f.due_at FROM outbox o JOIN occurrences c ON o.dedupe_key = 'occ:' || c.id
          JOIN follow_ups f ON c.rule = 'follow_up:' || f.id"""


def many_due(reminders: int) -> dict[str, Any]:
    """Let them fall due evenly over a minute; the lag between a reminder's moment and its row in the outbox."""
    with PLATFORMS["telegram"]() as chat, tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        product = Product(Path(folder), **chat.settings, **FAST)
        with product, Looker(product.url) as looker:
            made(product.url, chat, reminders, reminders=True)
            product.start()
            _spread(product.url, reminders)
            began = time.monotonic()
            wait_for(lambda: looker.number("SELECT count(*) FROM outbox") >= reminders, 240, every=1.0)
            lags = sorted((_moment(put) - _moment(due)).total_seconds() for put, due in looker.rows(_LAG) or ())
            told = {
                "reminders": reminders,
                "lost": reminders - len(lags),
                "seconds": round(time.monotonic() - began, 1),
            }
            if lags:
                told |= {
                    "lag_p50_s": round(lags[len(lags) // 2], 2),
                    "lag_p99_s": round(lags[int(len(lags) * 0.99) - 1], 2),
                }
            late = not lags or told["lag_p99_s"] > MOST_LATE
            return _told(told, chat) | ({"broken": "too late", "log": product.tail()} if late else {})


def _told(told: dict[str, Any], chat: Chat) -> dict[str, Any]:
    return told | {"platform": chat.name}


def _spread(url: str, reminders: int) -> None:
    """Give each reminder its own moment within the minute that begins in five seconds."""
    with opened(url) as office, office.open(None, doing="Prepare") as crm:
        first = crm.now + timedelta(seconds=5)
        connection = crm.transaction.session.connection()
        for second in range(60):
            at = first + timedelta(seconds=second)
            connection.execute(
                update(FollowUp).where(col(FollowUp.id) % 60 == second).values(due_at=at, first_due_at=at)
            )
    assert reminders > 0


def _moment(told: Any) -> datetime:
    return told if isinstance(told, datetime) else datetime.fromisoformat(str(told))

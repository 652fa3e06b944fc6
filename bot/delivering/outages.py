"""A silence of more than a day: what was written to the bot before the last day of it is lost, and its reps are told so, once.

Telegram keeps updates for 24 hours, and gap repair on Slack reads as far back. The moment of each platform's last sign of life is
kept in the database, so that a bot that was down notices too. A clock that jumps while the platform answers is no silence:
within one process the monotonic clock decides. Source: RELIABILITY.md R8.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.delivering.waiting import post
from bot.logs import log
from bot.messages import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.platform import ChatPlatform
    from core.crm import Crm, Office

KEPT: Final = timedelta(hours=24)
"""So long a platform keeps what it could not deliver."""
_EVERY: Final = 30.0
"""Seconds between two notes of a platform that answers."""
_FRESH: Final = 45.0
"""A sign of life that is older is none; a poll that waits is answered within half of that."""


class Outages:
    """Watches the platforms of one process; ``look`` is called every second or so."""

    def __init__(
        self,
        office: Office,
        platforms: Mapping[str, ChatPlatform],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._office = office
        self._platforms = platforms
        self._monotonic = monotonic
        self._noted: dict[str, float] = {}

    def look(self) -> int:
        """Note who answers; tell the reps of one that was silent for longer than it keeps anything. How many were told."""
        now, told = self._monotonic(), 0
        for name, platform in self._platforms.items():
            contact = float(getattr(platform, "last_contact", 0.0) or 0.0)
            noted = self._noted.get(name)
            if not contact or not platform.workspace or now - contact > _FRESH:
                continue
            if noted is not None and now - noted < _EVERY:
                continue
            with self._office.open(None, doing="outage") as crm:
                before = crm.signs.seen(name, platform.workspace)
                silent = noted is None or now - noted > KEPT.total_seconds()
                if before is not None and silent and crm.now - before > KEPT:
                    told += self._tell(crm, platform, before)
            self._noted[name] = now
        return told

    def _tell(self, crm: Crm, platform: ChatPlatform, since: datetime) -> int:
        until = crm.now - KEPT
        told = 0
        for rep in crm.team.reps(active=True):
            for known in crm.team.identities(rep.id):
                if (known.platform, known.workspace) == (platform.name, platform.workspace) and known.chat_id:
                    place = Place(platform=known.platform, workspace=known.workspace, chat_id=known.chat_id)
                    key = f"outage:{place.key}:{since.isoformat()}"
                    payload = {
                        "notice": "cut_off",
                        "platform": platform.name,
                        "since": since.isoformat(),
                        "until": until.isoformat(),
                    }
                    told += post(crm, key, rep, place, kind="alert", payload=payload) is not None
        log().warning("messages_may_be_missing", platform=platform.name, since=since, until=until, told=told)
        return told

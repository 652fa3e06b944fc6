"""Whose turn it is: each person is listened to at a bearable pace, so that one who floods takes nothing from the others (SEC20).

What is too much stays in the inbox and is handled in its order a little later; nothing is dropped. The pace is kept in memory, for
each process: a bucket that holds a minute's messages and fills evenly.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.delivering.outgoing_kept import place_to_json, to_json
from bot.reply import Outgoing
from bot.says import engine as says
from core.crm import Crm

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.messages import Place

AT_ONCE: Final = 0
"""The priority of the one word about it, which is not to stand behind a minute's answers."""
_FORGET_FROM: Final = 1000
_MINUTE: Final = timedelta(minutes=1)


class Turns:
    """``a_minute`` messages of one person are handled in a minute; 0 means as many as come."""

    def __init__(self, a_minute: int) -> None:
        self.a_minute = a_minute
        self._used: dict[int, tuple[float, datetime]] = {}
        self._lock = threading.Lock()

    def wait(self, rep_id: int, now: datetime) -> timedelta:
        """How long until that person's next message is heard: nothing where it is heard now, which uses a turn up."""
        if not self.a_minute:
            return timedelta(0)
        with self._lock:
            used = self._left_of(rep_id, now)
            if used > self.a_minute - 1:
                return _MINUTE / self.a_minute * (used - self.a_minute + 1)
            if len(self._used) > _FORGET_FROM:
                self._used = {each: told for each, told in self._used.items() if self._left_of(each, now) > 0}
            self._used[rep_id] = (used + 1, now)
        return timedelta(0)

    def _left_of(self, rep_id: int, now: datetime) -> float:
        """How much of the minute's turns is still used up."""
        used, at = self._used.get(rep_id, (0.0, now))
        return max(0.0, used - max(timedelta(0), now - at) / _MINUTE * self.a_minute)


def say_so(crm: Crm, desk: Desk, place: Place, a_minute: int) -> None:
    """Tell a person, once an hour at most, that the rest has to wait and is not lost."""
    outgoing = Outgoing(place=place, language=desk.language, parts=(desk.say(says.TOO_FAST, n=a_minute),))
    crm.outbox.put(
        f"too-fast:{desk.rep.id}:{crm.now:%Y-%m-%dT%H}",
        platform=place.platform,
        bot=place.workspace,
        place=place.key,
        address=place_to_json(place),
        kind="reply",
        payload=to_json(outgoing),
        rep_id=desk.rep.id,
        priority=AT_ONCE,
    )

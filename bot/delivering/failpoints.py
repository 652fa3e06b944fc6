"""Named places where a test may make the process die: ``DAFTAR_FAILPOINTS=outbox.sent:3`` kills it the third time it gets there.

Honoured only where ``DAFTAR_TESTED_BY_FAULTS`` is set too; without it a failpoint costs one look at an empty dictionary. The
process dies by SIGKILL: nothing is tidied up. ``NAMES`` are all there are, each with what has just happened there.
"""

from __future__ import annotations

import os
import signal
from typing import Final

ALLOWED_BY: Final = "DAFTAR_TESTED_BY_FAULTS"
ARMED_BY: Final = "DAFTAR_FAILPOINTS"
NAMES: Final = {
    "inbox.received": "an update came in",
    "inbox.kept": "its row is written, not committed",
    "inbox.committed": "its row is committed, not confirmed to the platform",
    "inbox.taken": "a worker has the row",
    "inbox.heard": "the command has run, its effects are not committed",
    "inbox.answered": "the answer is written beside them",
    "inbox.done": "the row is marked done, nothing is committed",
    "inbox.handled": "all of it is committed",
    "inbox.failing": "a try has failed, which is not committed",
    "inbox.failed": "that it failed is committed",
    "outbox.claiming": "a message is looked for",
    "outbox.claimed": "it is marked as on its way, not committed",
    "outbox.worded": "it is worded, not committed",
    "outbox.dispatching": "that it is on its way is committed",
    "outbox.sending": "the very next thing is the platform",
    "outbox.sent": "the platform has it",
    "outbox.marking": "it is marked as sent, not committed",
    "outbox.marked": "that it was sent is committed",
    "outbox.postponing": "the platform did not take it, which is not committed",
    "outbox.postponed": "that it goes later is committed",
    "outbox.asking": "a doubtful message is about to be looked up",
    "outbox.settling": "what became of it is known, not committed",
    "outbox.settled": "what became of it is committed",
    "outbox.inheriting": "what a dead run was sending is taken over, not committed",
    "outbox.inherited": "it is taken over",
    "scheduler.beating": "the heartbeat begins",
    "scheduler.made": "a moment is written down",
    "scheduler.fired": "it is marked as fired, its message is not there yet",
    "scheduler.followed": "the next moment of a series is made ahead",
    "scheduler.posted": "its message is in the outbox, not committed",
    "scheduler.committed": "a page of reminders is committed",
    "scheduler.came_again": "a made-ahead moment of a series has come",
    "scheduler.morning": "a morning list is in the outbox, not committed",
    "scheduler.beaten": "the heartbeat is over",
}

_left: dict[str, int] = {}


def arm() -> None:
    """Read from the environment where to die. Raises ValueError for a place that there is not."""
    _left.clear()
    if not os.environ.get(ALLOWED_BY):
        return
    for each in filter(None, os.environ.get(ARMED_BY, "").split(",")):
        name, _, times = each.partition(":")
        if name not in NAMES:
            raise ValueError(f"no failpoint {name}")
        _left[name] = int(times or "1")


def failpoint(name: str) -> None:
    """Die here, if the test said so."""
    if not _left or name not in _left:
        return
    _left[name] -= 1
    if _left[name] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)

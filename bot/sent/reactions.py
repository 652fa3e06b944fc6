"""A thumbs-up or a tick on a reminder finishes what it reminds of (TG16); any other reaction means nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.command import commands_by_name
from bot.kinds.ref import Ref
from bot.talking.heard import Heard
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.messages import Reaction
    from bot.talking.hearing import Hearing

DONE: Final = frozenset({"👍", "✅", "👌", "💯"})
"""Reactions that mean done. Telegram offers a fixed set, in which ✅ is for paying members and 👌 and 💯 for all."""


def finished_by(desk: Desk, hearing: Hearing, reaction: Reaction) -> Heard:
    """Finish the follow-up of which the message reminded; quiet where it was no reminder or the reaction means something else."""
    nothing = Heard("done", desk.reply(), quiet=True)
    if not DONE & set(reaction.marks):
        return nothing
    place = reaction.place
    row = desk.crm.outbox.of_message(place.platform, place.workspace, replace(place, thread_id=None).key, reaction.on)
    if row is None or row.rep_id != desk.rep.id or row.payload.get("notice") != "reminder_due":
        return nothing
    try:
        follow_up = desk.crm.follow_ups.get(int(row.payload["follow_up"]))
    except NotFound:
        return nothing
    if follow_up.status != "open":
        return nothing
    done = commands_by_name()["finish_follow_up"](follow_up=Ref("follow_up", follow_up.id, follow_up.title))  # type: ignore[call-arg]
    return hearing.press(done)

"""A thumbs-up or a tick on a reminder finishes what it reminds of (TG16); any other reaction means nothing.

On a message that told several reminders at once it is asked, once, whether all are meant that are left of them: a thumb may as well
mean *seen*, and what changes many records is asked first (H2). A morning list tells of a day, and a thumb on it is no answer to it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from bot.command import commands_by_name
from bot.kinds.ref import Ref
from bot.notices.morning_list import title_of
from bot.notices.reminders_due import still_due
from bot.says import questions
from bot.says import sent as says
from bot.talking.asking import DROP, Choice
from bot.talking.heard import Heard
from bot.talking.talk import Open
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.command import Command
    from bot.desk import Desk
    from bot.messages import Reaction
    from bot.talking.hearing import Hearing
    from bot.talking.talk import Talk
    from core.working.follow_up import FollowUp

DONE: Final = frozenset({"👍", "✅", "👌", "💯"})
"""Reactions that mean done. Telegram offers a fixed set, in which ✅ is for paying members and 👌 and 💯 for all."""


def finished_by(desk: Desk, talk: Talk, hearing: Hearing, reaction: Reaction, *, key: str) -> Heard:
    """Finish the follow-up of which the message reminded, or ask about all that are left of several.

    Quiet where it was no reminder, where nothing of it is open, or where the reaction means something else.
    """
    rows = _left_of(desk, reaction) if DONE & set(reaction.marks) else []
    if not rows:
        return Heard("done", desk.reply(), quiet=True)
    if len(rows) == 1:
        return hearing.press(_done(rows[0]))
    lines = [desk.say(says.ONE_OF_ALL, n=number, title=title_of(desk, row)) for number, row in enumerate(rows, 1)]
    words = desk.lines(desk.say(says.ALL_DONE, n=len(rows)), *lines)
    every = Choice(desk.say(says.ALL_OF_THEM, n=len(rows)).plain, {"commands": [_done(row).to_json() for row in rows]})
    asked = ((every,), (Choice(desk.word(questions.CANCEL), DROP),))
    talk.question = Open(choices=tuple(choice for row in asked for choice in row), key=key)
    return Heard("asked", desk.reply(words), choices=asked)


def _left_of(desk: Desk, reaction: Reaction) -> list[FollowUp]:
    """The follow-ups of which that message reminded this rep and which are still to be done."""
    place = reaction.place
    message = (place.platform, place.workspace, replace(place, thread_id=None).key, reaction.on)
    row = desk.crm.outbox.of_message(*message, first=True)
    if row is None or row.rep_id != desk.rep.id:
        return []
    if row.payload.get("notice") == "reminders_due":
        # platforms tell a reaction's time in whole seconds, which may lie before the moment that it is about
        due = {int(each["follow_up"]): datetime.fromisoformat(each["at"]) for each in row.payload["due"]}
        told = (still_due(desk, each, max(at, desk.crm.now)) for each, at in due.items())
        return [follow_up for follow_up in told if follow_up is not None]
    row = desk.crm.outbox.of_message(*message)  # one that says by now to when it was moved reminds of nothing
    if row is None or row.payload.get("notice") != "reminder_due":
        return []
    try:
        single = desk.crm.follow_ups.get(int(row.payload["follow_up"]))
    except NotFound:
        return []
    return [single] if single.status == "open" else []


def _done(row: FollowUp) -> Command:
    finish: Any = commands_by_name()["finish_follow_up"]
    done: Command = finish(follow_up=Ref("follow_up", row.id, row.title))
    return done

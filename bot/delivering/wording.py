"""How a claimed notice is worded: from the present state, in the rep's language, when it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivering.outgoing_kept import (
    copies_to_json,
    from_json,
    keys_from_json,
    keys_to_json,
    parts_from_json,
    parts_to_json,
    place_from_json,
)
from bot.desk import Desk
from bot.logs import log
from bot.notices import render
from bot.reply import Outgoing
from bot.screens.board import Drawing
from bot.talking.posting import keys_of
from bot.talking.talk import talk_of
from core.errors import NotFound
from core.talking.claiming import Due

if TYPE_CHECKING:
    from core.crm import Crm
    from core.talking.rows import OutboxRow


def worded(crm: Crm, due: Due) -> Outgoing | None:
    """The message as it reads now; None where nothing is left to say. What the talk is about from it on is remembered.

    Raises InUse while a message of the rep is being handled: that may take long, and other reps' messages must not wait for it.
    """
    place = place_from_json(due.address)
    if due.rep_id is not None:
        try:
            crm.act_as(due.rep_id)
        except NotFound:
            return None
    if crm.rep is None or not crm.rep.active:
        return None
    desk = Desk(crm, place)
    if due.kind == "board":
        return _board(desk, due)
    reply = render(desk, due.payload)
    if reply is None:
        return None
    _remember(crm, desk, due)
    keys = keys_of(crm, desk, place, reply)
    if keys:
        # when one of them is pressed the message is rewritten, and its words must be known then
        told = {"parts": parts_to_json(reply.parts), "keys": keys_to_json(keys)}
        crm.outbox.worded(due.id, told | ({"copies": copies_to_json(reply.copies)} if reply.copies else {}))
    return Outgoing(
        place=place,
        language=desk.language,
        parts=reply.parts,
        keys=keys,
        silent=due.kind == "digest",
        mark=due.mark,
        repeat=due.repeat,
        copies=reply.copies,
    )


def due_again(row: OutboxRow) -> Due:
    """A row that a dead run left, as if it had been claimed now."""
    return Due(
        id=row.id,
        dedupe_key=row.dedupe_key,
        platform=row.platform,
        bot=row.bot,
        place=row.place,
        address=row.address,
        rep_id=row.rep_id,
        kind=row.kind,
        priority=row.priority,
        not_before=row.not_before,
        payload=row.payload,
        attempts=row.attempts,
        mark=row.mark,
        repeat=row.repeat,
    )


def left(row: OutboxRow) -> Outgoing:
    """A row's message as far as it is known without wording it anew, for a look-up.

    Whole where it was finished when it was put in, or has buttons: of several messages one alone is not all of it. Else
    enough to be found by its mark.
    """
    place = place_from_json(row.address)
    told = row.payload if "notice" not in row.payload else row.payload.get("worded")
    try:
        if told is not None:
            return from_json({"language": "en", **told}, place, mark=row.mark, repeat=row.repeat)
    except (KeyError, TypeError, ValueError) as fault:  # another version of the program put it in
        log().warning("left_unread", outbox=row.id, kind=row.kind, fault=fault)
    return Outgoing(place=place, language="en", parts=(), mark=row.mark)


def _remember(crm: Crm, desk: Desk, due: Due) -> None:
    """What the talk is about from this notice on."""
    talk = talk_of(crm, desk.place, desk.rep.id, wait=False)
    if "follow_up" in due.payload:
        talk.pushed(int(due.payload["follow_up"]))
    elif due.payload["notice"] == "reminders_due":
        for each in due.payload["due"]:
            talk.pushed(int(each["follow_up"]))
    if desk.remembered.listed is not None:
        talk.listed = desk.remembered.listed
    if desk.remembered.party is not None:
        talk.party = desk.remembered.party
        talk.looked()


def _board(desk: Desk, due: Due) -> Outgoing:
    """A rep's board as it is now, with what its last press did at the top."""
    told = due.payload.get("told") or {"parts": (), "keys": ()}
    return Outgoing(
        place=desk.place,
        language=desk.language,
        parts=parts_from_json(told["parts"]),
        keys=keys_from_json(told["keys"]),
        board=Drawing(desk).board(),
        mark=due.mark,
    )

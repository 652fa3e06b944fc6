"""A colleague asks for something: what, by when, with buttons to answer it, and those of a reminder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.command import Command
from bot.kinds.ref import Ref
from bot.language.words import Words
from bot.notices.reminder_due import buttons
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

ACCEPT = Words(en="👍 Accept", ar="👍 موافق")
CANNOT = Words(en="✋ Can't", ar="✋ لا أستطيع")
ASKS = Words(en="📌 {name} asks: {title} · {when}", ar="📌 طلب من {name}: {title} · {when}")


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """None where it is finished, or is gone."""
    try:
        row = desk.crm.follow_ups.get(int(payload["follow_up"]))
    except NotFound:
        return None
    if row.status != "open" or row.asked_by_id is None or row.rep_id != desk.rep.id:
        return None
    name = desk.crm.team.rep(row.asked_by_id).name
    when = desk.shown_when(row.due_at, all_day=row.all_day, zone=False)
    ref = Ref("follow_up", row.id, row.title).to_json()
    answers = [
        desk.button(ACCEPT, Command.from_json({"command": "accept_request", "follow_up": ref})),
        desk.button(CANNOT, Command.from_json({"command": "decline_request", "follow_up": ref})),
    ]
    return desk.reply(desk.say(ASKS, name=name, title=row.title, when=when), buttons=[answers, *buttons(desk, row)])

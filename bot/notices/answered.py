"""A colleague's answer to what I asked for: they do it, or it is mine again, with the buttons of a reminder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.language.words import Words
from bot.notices.reminder_due import buttons
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

CAN = Words(en="👍 {name} will do it: {title} · {when}", ar="👍 وافق {name}: {title} · {when}")
CANNOT = Words(
    en="✋ {name} can't: {title} · {when}. It is yours again.", ar="✋ اعتذر {name}: {title} · {when}. عادت إليك."
)


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """None where it is closed, is gone, or was answered otherwise meanwhile."""
    try:
        row = desk.crm.follow_ups.get(int(payload["follow_up"]))
        name = desk.crm.team.rep(int(payload["by"])).name
    except NotFound:
        return None
    mine = row.rep_id == desk.rep.id
    if row.status != "open" or mine == bool(payload["can"]):
        return None
    when = desk.shown_when(row.due_at, all_day=row.all_day, zone=False)
    told = desk.say(CAN if payload["can"] else CANNOT, name=name, title=row.title, when=when)
    return desk.reply(told, buttons=buttons(desk, row) if mine else [])

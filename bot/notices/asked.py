"""A colleague asks for something: what, by when, with the buttons of a reminder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.language.words import Words
from bot.notices.reminder_due import buttons
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

ASKS = Words(en="📌 {name} asks: {title} · {when}", ar="📌 طلب من {name}: {title} · {when}")


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """None where it is finished, or is gone."""
    try:
        row = desk.crm.follow_ups.get(int(payload["follow_up"]))
    except NotFound:
        return None
    if row.status != "open" or row.asked_by_id is None:
        return None
    name = desk.crm.team.rep(row.asked_by_id).name
    when = desk.shown_when(row.due_at, all_day=row.all_day, zone=False)
    return desk.reply(desk.say(ASKS, name=name, title=row.title, when=when), buttons=buttons(desk, row))

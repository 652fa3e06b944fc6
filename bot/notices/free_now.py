"""A task that waited for another is free now: its owner is told, with the buttons of a reminder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.language.words import Words
from bot.notices.reminder_due import buttons
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

FREE = Words(en="🔓 Free now: {title} · due {when}", ar="🔓 أصبحت جاهزة: {title} · موعدها {when}")


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """None where it is finished, waits for another still, or is gone."""
    try:
        row = desk.crm.follow_ups.get(int(payload["follow_up"]))
    except NotFound:
        return None
    if row.status != "open" or desk.crm.follow_ups.blocked(row) is not None:
        return None
    when = desk.shown_when(row.due_at, all_day=row.all_day, zone=False)
    return desk.reply(desk.say(FREE, title=row.title, when=when), buttons=buttons(desk, row))

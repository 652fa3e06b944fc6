"""A manager is told, once a day, that a rep cannot be reached on a platform; the reminders stay with their follow-ups."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from bot.language.words import Words
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

UNREACHABLE = Words(
    en="⚠️ {name} cannot be reached on {platform} any more ({reason}). Nothing is lost; follow-ups stay in the list. Make a new link: {command}",
    ar="⚠️ لم يعد ممكنًا الوصول إلى {name} عبر {platform} ({reason}). لم يُفقد شيء والمتابعات باقية. أنشئ رابطًا جديدًا: {command}",
)


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """None where the rep is gone."""
    try:
        rep = desk.crm.team.rep(int(payload["rep"]))
    except NotFound:
        return None
    command = desk.ltr(f"daftar reps invite {shlex.quote(rep.name)}")  # as one: in Arabic its words keep their order
    told = desk.say(
        UNREACHABLE,
        name=rep.name,
        platform=desk.ltr(payload["platform"]),
        reason=desk.ltr(payload["reason"]),
        command=command,
    )
    return desk.reply(told)

"""The bot was cut off from a platform for longer than that keeps messages: what was written meanwhile may be missing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

MISSING = Words(
    en="⚠️ I was cut off from {platform} for more than a day. Messages may be missing from {since} to {until}: please look, and write again what I have not answered.",
    ar="⚠️ انقطع اتصالي بـ{platform} أكثر من يوم. قد تكون رسائل مفقودة من {since} إلى {until}: يُرجى مراجعتها وإعادة كتابة ما لم أجب عنه.",
)


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """Always: it stays true."""
    since, until = (datetime.fromisoformat(payload[key]) for key in ("since", "until"))
    name = desk.ltr(str(payload["platform"]).capitalize())
    told = desk.say(MISSING, platform=name, since=desk.shown_happened(since), until=desk.shown_happened(until))
    return desk.reply(told)

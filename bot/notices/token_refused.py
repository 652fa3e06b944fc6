"""A manager is told, on another platform, that one of them refuses the bot's token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

SHUT_OUT = Words(
    en="⚠️ {platform} does not let me in any more: it refuses my token. What waits for it is kept, nothing is lost. Whoever runs me: {command} tells which token to renew; then start me again.",
    ar="⚠️ لم أعد أستطيع الدخول إلى {platform}: الرمز مرفوض. ما ينتظر الإرسال إليه محفوظ ولم يُفقد شيء. على من يشغّلني تنفيذ {command} لمعرفة الرمز المطلوب تجديده ثم إعادة تشغيلي.",
)


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """Always: it stays true until the bot is started again."""
    name = str(payload["platform"]).capitalize()
    return desk.reply(desk.say(SHUT_OUT, platform=desk.ltr(name), command=desk.ltr("daftar doctor")))

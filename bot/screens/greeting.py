"""What the bot says when a rep opens the talk with it for the first time; once, never again unless help is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.command import commands_by_name
from bot.says import screens as says
from core.team.rep import MORNING

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply


def greeting(desk: Desk) -> Reply:
    """Examples, a practice call, the other language, the morning message."""
    make: dict[str, Any] = dict(commands_by_name())
    other = "en" if desk.language == "ar" else "ar"
    return desk.reply(
        desk.say(says.WELCOME, name=desk.rep.name.split()[0]),
        buttons=[
            [desk.button(says.TRY_IT, make["practise"]())],
            [
                desk.button(says.IN_ENGLISH if other == "en" else says.IN_ARABIC, make["change_setting"](speak=other)),
                desk.button(says.MORNING_AT, make["change_setting"](digest_at=MORNING)),
            ],
        ],
    )

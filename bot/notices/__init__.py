"""What the bot says first, one file each. A notice is kept as kind and ids and worded when it is sent, from the present state.

Each module has ``render(desk, payload) -> Reply | None``; None means that there is nothing left to say, and nothing is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.desk import Desk
    from bot.reply import Reply


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """The notice named in ``payload["notice"]``, as it reads now. Raises KeyError for a notice that is not there any more."""
    return _of(str(payload["notice"]))(desk, payload)


def _of(name: str) -> Callable[[Desk, dict[str, Any]], Reply | None]:
    from bot.notices import (
        answered,
        asked,
        cut_off,
        deal_won,
        free_now,
        handed_over,
        morning_list,
        reminder_due,
        reminders_due,
        token_refused,
        unreachable,
    )

    return {
        "reminder_due": reminder_due.render,
        "reminders_due": reminders_due.render,
        "morning_list": morning_list.render,
        "answered": answered.render,
        "free_now": free_now.render,
        "asked": asked.render,
        "deal_won": deal_won.render,
        "handed_over": handed_over.render,
        "unreachable": unreachable.render,
        "cut_off": cut_off.render,
        "token_refused": token_refused.render,
    }[name]

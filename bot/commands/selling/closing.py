"""What is offered once a deal is won or lost: closing the follow-ups that are still open. Nothing is closed unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.command import commands_by_name
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.kinds.party import Party
    from bot.reply import Button

CLOSE = Words(
    en="Close {n, plural, one {# follow-up} other {# follow-ups}}",
    ar="إغلاق {n, plural, zero {المتابعات} one {المتابعة} two {المتابعتين} few {# متابعات} many {# متابعة} other {# متابعة}}",
)


def close_follow_ups(desk: Desk, customer: Party) -> list[Button]:
    """``[Close 2 follow-ups]`` where the rep has open ones with this customer, else nothing."""
    mine = desk.crm.follow_ups.open(rep_id=desk.rep.id, customer_id=customer.id)
    if not mine:
        return []
    close: Any = commands_by_name()["close_follow_ups"]
    return [desk.button(CLOSE, close(customer=customer), n=len(mine))]

"""What happens to chats themselves: the bot is blocked or let in again, a group gets a new id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivering.reach import moved, unreachable
from bot.messages import ChatMoved, Reach

if TYPE_CHECKING:
    from bot.messages import Incoming
    from core.crm import Crm


def settled(crm: Crm, incoming: Incoming) -> bool:
    """Whether it was about a chat alone, and is done."""
    if isinstance(incoming, ChatMoved):
        moved(crm, incoming.place, incoming.to)
        return True
    if isinstance(incoming, Reach) and not incoming.reachable:
        unreachable(crm, incoming.place)
        return True
    return False

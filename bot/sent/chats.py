"""What happens to chats themselves: the bot is blocked or let in again, a group gets a new id."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.delivering.outgoing_kept import place_to_json
from bot.delivering.waiting import NOWHERE
from bot.messages import ChatMoved, Reach

if TYPE_CHECKING:
    from bot.messages import Incoming
    from core.crm import Crm


def settled(crm: Crm, incoming: Incoming) -> bool:
    """Whether it was about a chat alone, and is done."""
    if isinstance(incoming, ChatMoved):
        moved(crm, incoming)
        return True
    if isinstance(incoming, Reach) and not incoming.reachable:
        unreachable(crm, incoming)
        return True
    return False


def unreachable(crm: Crm, reach: Reach) -> None:
    """Nobody can be told anything there: reminders wait for the next visit, the rest has failed."""
    place = reach.place
    if place.private:
        crm.team.lost(place.platform, place.workspace, place.chat_id)
    crm.outbox.unreachable(place.platform, place.workspace, place.key, nowhere=NOWHERE)
    for kept in crm.conversations.beginning(f"wins:{place.key}"):
        kept.about = {}


def moved(crm: Crm, chat: ChatMoved) -> None:
    """What waits for the old chat goes to the new one, and what was subscribed there is told there."""
    place, to = chat.place, replace(chat.place, chat_id=chat.to)
    crm.team.moved(place.platform, place.workspace, place.chat_id, chat.to)
    crm.outbox.readdress(place.platform, place.workspace, place.key, to.key, place_to_json(to))
    for kept in crm.conversations.beginning(f"wins:{place.key}"):
        if "place" in kept.about:
            crm.conversations.of(f"wins:{to.key}", kept.rep_id).about = {"place": place_to_json(to)}
            kept.about = {}

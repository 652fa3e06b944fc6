"""A chat in which nobody can be reached any more, or that has a new id: who is linked there, what waits for it, what it subscribed to.

A platform tells it with an update (``bot/sent/chats.py``) or by refusing a message (``bot/delivering/sending.py``); either way the
same is done, and doing it twice is doing it once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.delivering.announcing import follow, forget
from bot.delivering.outgoing_kept import place_to_json
from bot.delivering.waiting import NOWHERE

if TYPE_CHECKING:
    from bot.messages import Place
    from core.crm import Crm


def unreachable(crm: Crm, place: Place) -> None:
    """Nobody can be told anything there: reminders wait for the next visit, the rest has failed, nothing is announced there."""
    crm.team.lost(place.platform, place.workspace, place.chat_id)
    crm.outbox.unreachable(place.platform, place.workspace, place.key, nowhere=NOWHERE)
    forget(crm, place)


def moved(crm: Crm, place: Place, chat_id: str) -> Place:
    """What waits for the old chat goes to the new one, and what was subscribed there is told there; the new place."""
    to = replace(place, chat_id=chat_id)
    crm.team.moved(place.platform, place.workspace, place.chat_id, chat_id)
    crm.outbox.readdress(place.platform, place.workspace, place.key, to.key, place_to_json(to))
    follow(crm, place, to)
    return to

"""What a channel asked to be told: nothing unless somebody subscribed it, one event at a time.

A subscription is kept as a conversation of the one who made it, under its topic and the place's key (``wins:slack/T1/C1/``); what
is announced is worded with that person's eyes and in their language, from ids, when it is sent.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.delivering.outgoing_kept import place_from_json, place_to_json
from core.errors import NotFound
from core.team.permissions import role_allows

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.language.words import Words
    from bot.messages import Place
    from bot.reply import Reply
    from core.crm import Crm

ALERT = 2
WINS = "wins"
"""Won deals."""
SHARED = "shared"
"""Not something that is told, but kept the same way: that an admin lets a group read answers in full."""
_TOPICS = (WINS, SHARED)


def group_of(place: Place) -> Place | None:
    """The group that is meant where somebody speaks of "here"; None where only the two talk."""
    if place.group:
        return replace(place, chat_id=place.group, private=False, group=None, thread_id=None)
    return None if place.private else replace(place, thread_id=None)


def subscribe(desk: Desk, topic: str, group: Place, *, on: bool) -> None:
    """Tell that group of that topic from now on, or no more. Doing it twice is doing it once."""
    if on:
        desk.crm.conversations.of(f"{topic}:{group.key}", desk.rep.id).about = {"place": place_to_json(group)}
        return
    for kept in desk.crm.conversations.everybodys(f"{topic}:{group.key}"):
        kept.about = {}


def switched(desk: Desk, topic: str, *, on: bool, told: Words, only_in_a_group: Words) -> Reply:
    """Turn that topic on or off for the group in which it was said, and say so; refused where only the two talk."""
    group = group_of(desk.place)
    if group is None:
        return desk.refuse(desk.say(only_in_a_group))
    subscribe(desk, topic, group, on=on)
    return desk.reply(desk.say(told))


def forget(crm: Crm, place: Place) -> None:
    """Nobody can be told anything in that place any more: whatever was asked for there is over."""
    group = replace(place, thread_id=None)
    for topic in _TOPICS:
        for kept in crm.conversations.everybodys(f"{topic}:{group.key}"):
            kept.about = {}


def follow(crm: Crm, place: Place, to: Place) -> None:
    """A group has a new id: whatever was asked for in it holds there."""
    old, new = replace(place, thread_id=None), replace(to, thread_id=None)
    for topic in _TOPICS:
        for kept in crm.conversations.everybodys(f"{topic}:{old.key}"):
            if "place" in kept.about:
                crm.conversations.of(f"{topic}:{new.key}", kept.rep_id).about = {"place": place_to_json(new)}
                kept.about = {}


def is_shared(crm: Crm, place: Place) -> bool:
    """Whether everybody in that place may read what concerns customers: an admin, who is still one, marked it as shared."""
    group = group_of(place)
    if group is None:
        return False
    for kept in crm.conversations.everybodys(f"{SHARED}:{group.key}"):
        if "place" in kept.about:
            marked_by = crm.team.rep(kept.rep_id)
            if marked_by.active and role_allows(marked_by.role, "settings.workspace"):
                return True
    return False


def announce(desk: Desk, topic: str, notice: str, key: str, **payload: Any) -> None:
    """Tell the groups that asked for that topic, once per ``key`` and step: what is undone and done again is told again.

    It goes out with the commit.
    """
    step = desk.crm.steps.current
    for kept in desk.crm.conversations.beginning(f"{topic}:"):
        if "place" not in kept.about:
            continue
        try:
            subscriber = desk.crm.team.rep(kept.rep_id)
        except NotFound:
            continue
        if not subscriber.active:
            continue
        place = place_from_json(kept.about["place"])
        desk.crm.outbox.put(
            f"{key}:{step.id if step is not None else 0}:{place.key}",
            platform=place.platform,
            bot=place.workspace,
            place=place.key,
            address=place_to_json(place),
            kind="alert",
            payload={"notice": notice, **payload},
            rep_id=subscriber.id,
            priority=ALERT,
        )

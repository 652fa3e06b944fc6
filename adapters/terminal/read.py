"""A line typed in the terminal, or one line of ``say -``, as a Message, Edit or Click."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.messages import Click, Edit, Incoming, Message, Place, Speaker

NAME = "terminal"
WORKSPACE = "local"


def place_of(rep_id: int, *, in_group: bool = False) -> Place:
    """Where a rep is answered: each rep has one private talk; a group is the same talk with others listening."""
    return Place(
        platform=NAME,
        workspace=WORKSPACE,
        chat_id=f"group-{rep_id}" if in_group else str(rep_id),
        private=not in_group,
    )


def read(body: dict[str, Any]) -> Incoming:
    """A raw update as we know it. Raises ValueError on what it cannot read."""
    try:
        told: dict[str, Any] = {
            "id": str(body["id"]),
            "at": datetime.fromisoformat(body["at"]).astimezone(UTC),
            "speaker": Speaker(platform=NAME, workspace=WORKSPACE, user_id=str(body["rep"])),
            "place": place_of(int(body["rep"]), in_group=bool(body.get("in_group"))),
        }
        if "press" in body:
            return Click(**told, token=str(body["press"]), on=body.get("on"))
        if "edit" in body:
            return Edit(**told, text=str(body["edit"]), edits=str(body["of"]))
        return Message(**told, text=str(body["text"]), answers=body.get("answers"))
    except (KeyError, TypeError) as wrong:
        raise ValueError(f"no update of a terminal: {wrong}") from None

"""Where a rep is written to first, and what waits for a rep who is linked nowhere.

A reminder goes to the platform on which the rep wrote last (a setting fixes one). A rep who is linked to none: it is held, and
released at the next visit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.delivering.outgoing_kept import place_to_json
from bot.messages import Place

if TYPE_CHECKING:
    from datetime import datetime

    from core.crm import Crm
    from core.team.rep import Rep

NOWHERE = "none"
"""The platform of what waits for a rep who is linked nowhere."""
_LOOKED_THROUGH = 500


def place_of(crm: Crm, rep: Rep) -> Place | None:
    """Where the bot writes to that rep; None for one who is linked nowhere."""
    known = [identity for identity in crm.team.identities(rep.id) if identity.chat_id]
    fixed = [identity for identity in known if identity.platform == rep.home_platform]
    for identity in (*fixed, *known):
        return Place(platform=identity.platform, workspace=identity.workspace, chat_id=identity.chat_id)
    return None


def post(
    crm: Crm,
    key: str,
    rep: Rep,
    place: Place | None,
    *,
    kind: str,
    payload: dict[str, Any],
    not_before: datetime | None = None,
) -> int | None:
    """Put a notice (kind and ids, no text) into the outbox; held where the rep is linked nowhere. None where ``key`` was there."""
    return crm.outbox.put(
        key,
        platform=place.platform if place is not None else NOWHERE,
        bot=place.workspace if place is not None else "",
        place=place.key if place is not None else f"rep:{rep.id}",
        address=place_to_json(place) if place is not None else {},
        kind=kind,
        payload=payload,
        rep_id=rep.id,
        not_before=not_before,
        held=place is None,
    )


def release(crm: Crm, rep: Rep, place: Place) -> int:
    """Send what waited for a rep who had no place, now that there is one; how many."""
    released = 0
    for row in crm.outbox.of_rep(rep.id, limit=_LOOKED_THROUGH):
        if row.platform != NOWHERE or row.state not in ("held", "pending"):
            continue
        crm.outbox.cancel(row.dedupe_key)
        if post(crm, f"visit:{row.dedupe_key}", rep, place, kind=row.kind, payload=row.payload) is not None:
            released += 1
    return released

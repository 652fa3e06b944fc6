"""Customers found while a name is typed into a form: only for linked people, only what that rep may see. Reads, never writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.messages import Speaker
    from core.crm import Office

MOST = 20
LONGEST = 100


def found_so_far(office: Office, speaker: Speaker, text: str) -> list[tuple[str, str]]:
    """(id, name with its city) of the customers whom that text may mean; the rep's latest while nothing is typed."""
    with office.read(None) as crm:
        rep = crm.team.speaker(speaker.platform, speaker.workspace, speaker.user_id)
        rep_id = rep.id if rep is not None else None
    if rep_id is None:
        return []
    with office.read(rep_id) as crm:
        if not text.strip():
            rows = crm.customers.recent(MOST)
        else:
            near = crm.names.find(text[:LONGEST], MOST)
            ids = [match.id if match.record == "customer" else match.customer_id for match in near]
            rows = [crm.customers.get(each) for each in dict.fromkeys(ids) if each is not None]
        return [(str(row.id), f"{row.name} · {row.city}" if row.city else row.name) for row in rows]

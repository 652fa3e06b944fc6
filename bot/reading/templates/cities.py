"""Which words are a city: one where some customer is, or that a time zone is called after (Riyadh, Cairo)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from bot.language.normalise import fold
from core.filters import CustomerFilter

if TYPE_CHECKING:
    from bot.reading.context import Context

_MOST_WORDS = 3


def is_city(said: str, context: Context) -> bool:
    """Whether the text as typed is a city that is known; any other word, and a text of more than three words, is none."""
    folded = fold(said).strip()
    if not folded or len(folded.split()) > _MOST_WORDS:
        return False
    if folded in _zone_cities():
        return True
    return context.crm.customers.how_many(CustomerFilter(city=said.strip())) > 0


@cache
def _zone_cities() -> frozenset[str]:
    return frozenset(fold(zone.rsplit("/", 1)[-1].replace("_", " ")) for zone in available_timezones() if "/" in zone)

"""The workspace: what the team's country decides (phone prefix, currency, zone, work week, order of a date) unless it is set.

Source of the rules: CLDR through Babel (weekends, currencies, date order); a country's zone is that of its largest city
where it has several, from the table below.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from typing import Any, Self

_ZONES = {
    "SA": "Asia/Riyadh",
    "AE": "Asia/Dubai",
    "KW": "Asia/Kuwait",
    "QA": "Asia/Qatar",
    "BH": "Asia/Bahrain",
    "OM": "Asia/Muscat",
    "EG": "Africa/Cairo",
    "JO": "Asia/Amman",
    "LB": "Asia/Beirut",
    "SY": "Asia/Damascus",
    "IQ": "Asia/Baghdad",
    "YE": "Asia/Aden",
    "PS": "Asia/Hebron",
    "LY": "Africa/Tripoli",
    "TN": "Africa/Tunis",
    "DZ": "Africa/Algiers",
    "MA": "Africa/Casablanca",
    "SD": "Africa/Khartoum",
    "US": "America/New_York",
    "CA": "America/Toronto",
    "GB": "Europe/London",
    "DE": "Europe/Berlin",
    "FR": "Europe/Paris",
    "ES": "Europe/Madrid",
    "IT": "Europe/Rome",
    "TR": "Europe/Istanbul",
    "IN": "Asia/Kolkata",
    "PK": "Asia/Karachi",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
}

# CLDR's short date begins with the month in these.
_MONTH_FIRST = frozenset({"US", "PH", "PR", "GU", "VI"})

# CLDR 45 counts Friday and Saturday as the UAE's weekend no longer; the rest follows Babel.
_WORK_DAYS = {"AE": (0, 1, 2, 3, 4)}


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """The team's settings. ``work_days`` are weekday numbers in the week's order, Monday is 0; times are wall time."""

    name: str = "Daftar"
    country: str = "SA"
    currency: str = "SAR"
    zone: str = "Asia/Riyadh"
    day_first: bool = True
    work_days: tuple[int, ...] = (6, 0, 1, 2, 3)
    work_starts: time = time(9)
    work_ends: time = time(18)
    language: str = "en"
    strict_ownership: bool = False
    stages: tuple[tuple[str, int], ...] = (("new", 10), ("contacted", 25), ("proposal", 50), ("negotiation", 75))

    @classmethod
    def of_country(cls, country: str = "SA", **told: Any) -> Self:
        """The workspace of a country (ISO 3166 code), with whatever is ``told`` in place of what follows from it.

        Raises ValueError for a code that CLDR does not know.
        """
        code = country.upper()
        return replace(cls(**_from_cldr(code)), **{key: value for key, value in told.items() if value is not None})


def _from_cldr(country: str) -> dict[str, Any]:
    from babel import Locale, numbers

    territories = Locale("en").territories
    if country not in territories:
        raise ValueError(f"no such country code: {country}")
    currencies = numbers.get_territory_currencies(country)
    local = Locale.parse(f"und_{country}")
    starts, ends = local.weekend_start, local.weekend_end
    weekend = {(starts + step) % 7 for step in range((ends - starts) % 7 + 1)}
    after_weekend = (ends + 1) % 7
    in_order = [(after_weekend + step) % 7 for step in range(7)]
    return {
        "country": country,
        "currency": currencies[0] if currencies else "USD",
        "zone": _ZONES.get(country) or _only_zone(country),
        "day_first": country not in _MONTH_FIRST,
        "work_days": _WORK_DAYS.get(country) or tuple(day for day in in_order if day not in weekend),
    }


def _only_zone(country: str) -> str:
    from babel.core import get_global

    zones = get_global("territory_zones").get(country, [])
    return str(zones[0]) if zones else "UTC"

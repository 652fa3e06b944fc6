"""What follows from a country."""

from __future__ import annotations

import pytest

from core.team.workspace import Workspace


@pytest.mark.parametrize(
    ("country", "currency", "zone", "day_first", "work_days"),
    [
        ("SA", "SAR", "Asia/Riyadh", True, (6, 0, 1, 2, 3)),
        ("AE", "AED", "Asia/Dubai", True, (0, 1, 2, 3, 4)),
        ("EG", "EGP", "Africa/Cairo", True, (6, 0, 1, 2, 3)),
        ("MA", "MAD", "Africa/Casablanca", True, (0, 1, 2, 3, 4)),
        ("US", "USD", "America/New_York", False, (0, 1, 2, 3, 4)),
        ("KE", "KES", "Africa/Nairobi", True, (0, 1, 2, 3, 4)),
    ],
)
def test_a_country_decides(country: str, currency: str, zone: str, day_first: bool, work_days: tuple[int, ...]) -> None:
    """Currency, zone, order of a date and work week follow from the country."""
    told = Workspace.of_country(country)
    assert (told.currency, told.zone, told.day_first, told.work_days) == (currency, zone, day_first, work_days)


def test_what_is_set_wins() -> None:
    """A setting that is told replaces what follows from the country."""
    told = Workspace.of_country("eg", currency="USD", name="Nile", zone=None)
    assert (told.country, told.currency, told.name, told.zone) == ("EG", "USD", "Nile", "Africa/Cairo")


def test_saudi_arabia_is_the_default() -> None:
    """Without any setting the workspace is that of Saudi Arabia."""
    assert Workspace() == Workspace.of_country("SA")


def test_no_such_country() -> None:
    """An unknown code is refused."""
    with pytest.raises(ValueError, match="ZZZ"):
        Workspace.of_country("ZZZ")

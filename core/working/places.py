"""Where visits were: the distance between two positions, and the box that a search looks into."""

from __future__ import annotations

from math import asin, cos, pi, radians, sin, sqrt

_EARTH = 6_371_000.0
"""Metres, the mean radius (IUGG)."""


def metres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The distance along the ground between two (latitude, longitude) in degrees, by the haversine formula."""
    (north, east), (other_north, other_east) = (map(radians, each) for each in (here, there))
    half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))


def degrees_north(distance: float) -> float:
    """How many degrees of latitude that many metres are."""
    return distance / _EARTH * 180 / pi

"""Where somebody was, in degrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Position:
    """Latitude (north is positive) and longitude (east is positive) in degrees."""

    latitude: float
    longitude: float

    def to_json(self) -> dict[str, Any]:
        """The complete form."""
        return {"latitude": self.latitude, "longitude": self.longitude}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Read back what ``to_json`` wrote."""
        return cls(float(value["latitude"]), float(value["longitude"]))

    def shown(self) -> dict[str, Any]:
        """The command line's form."""
        return self.to_json()

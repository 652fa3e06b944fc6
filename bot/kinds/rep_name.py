"""A colleague, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class RepName:
    """A rep of the workspace. The id decides."""

    id: int
    name: str

    def to_json(self) -> dict[str, Any]:
        """The complete form."""
        return {"id": self.id, "name": self.name}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Read back what ``to_json`` wrote."""
        return cls(int(value["id"]), str(value["name"]))

    def shown(self) -> dict[str, Any]:
        """The command line's form."""
        return self.to_json()

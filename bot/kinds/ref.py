"""A record that was pointed at: the ``2`` of a list just shown, the reminder just pushed, ``it``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Ref:
    """Any record by its name in the contract (``follow_up``, ``deal``, ``interaction`` …). The id decides, the name is for show."""

    record: str
    id: int
    name: str = ""

    def to_json(self) -> dict[str, Any]:
        """The complete form."""
        return {"record": self.record, "id": self.id, "name": self.name}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Read back what ``to_json`` wrote."""
        return cls(str(value["record"]), int(value["id"]), str(value.get("name", "")))

    def shown(self) -> dict[str, Any]:
        """The command line's form."""
        return {"id": self.id, "name": self.name}

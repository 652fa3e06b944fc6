"""Who a command is about: a customer or a contact, resolved to a row id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self


@dataclass(frozen=True)
class Party:
    """A customer or a contact. The id decides; the name is what it was called when it was read (renames do not matter)."""

    record: Literal["customer", "contact"]
    id: int
    name: str

    def to_json(self) -> dict[str, Any]:
        """The complete form."""
        return {"record": self.record, "id": self.id, "name": self.name}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Read back what ``to_json`` wrote."""
        return cls(value["record"], int(value["id"]), str(value["name"]))

    def shown(self) -> dict[str, Any]:
        """The command line's form."""
        return {"id": self.id, "name": self.name}

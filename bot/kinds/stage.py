"""A stage of the pipeline, by its key (``proposal``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Stage:
    """An open stage; ``key`` is what the database and the contract say."""

    key: str

    def to_json(self) -> str:
        """The complete form."""
        return self.key

    @classmethod
    def from_json(cls, value: str) -> Self:
        """Read back what ``to_json`` wrote."""
        return cls(value)

    def shown(self) -> str:
        """The command line's form."""
        return self.key

"""Money: a decimal amount and an ISO 4217 currency; never a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self


@dataclass(frozen=True)
class Money:
    """An amount in one currency, kept to two decimals."""

    amount: Decimal
    currency: str

    def to_json(self) -> dict[str, Any]:
        """``{"amount": "50000.00", "currency": "SAR"}``."""
        return {"amount": f"{self.amount:.2f}", "currency": self.currency}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Read back what ``to_json`` wrote."""
        return cls(Decimal(value["amount"]), str(value["currency"]))

    def shown(self) -> dict[str, Any]:
        """The command line's form, the same."""
        return self.to_json()

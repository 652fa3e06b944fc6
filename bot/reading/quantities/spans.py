"""What was found in a text: an amount, a phone, an e-mail address, each with its place (``text[start:end]``)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class AmountSpan:
    """Money as it was said. ``currency`` is None where none was said (the workspace's is meant then)."""

    start: int
    end: int
    text: str
    amount: Decimal
    currency: str | None = None
    quantity: int | None = None
    """``3 pallets at $1,200``: 3; the amount stays that of one."""
    most: Decimal | None = None
    """The upper end of a range (``10-20k``); ``amount`` is the lower one."""


@dataclass(frozen=True, slots=True)
class PhoneSpan:
    """A phone number: E.164 where it is valid, else the text as typed."""

    start: int
    end: int
    text: str
    value: str
    valid: bool = True


@dataclass(frozen=True, slots=True)
class EmailSpan:
    """An e-mail address in its normal form; as typed where it cannot be one (``valid`` false)."""

    start: int
    end: int
    text: str
    value: str
    valid: bool = True

"""Proving that two tables hold the same: a checksum over rows that does not depend on their order or on the database's kind.

A row's canonical form is JSON of its values in the order of the columns: moments in UTC, amounts with two decimals, JSON values
with sorted keys. The checksum is the sum of the rows' hashes, so that rows may come in any order and a row that is there twice
counts twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

_WRAPS: Final = 1 << 128


class Checksum:
    """The checksum of one table, made row by row."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Take these rows in."""
        for row in rows:
            told = _encode.encode(list(row)).encode("utf-8", "surrogatepass")
            self._sum += int.from_bytes(hashlib.blake2b(told, digest_size=16).digest())
            self.rows += 1

    @property
    def hex(self) -> str:
        """As text: 32 hexadecimal digits."""
        return f"{self._sum % _WRAPS:032x}"


def plain(value: Any) -> Any:
    """A value that JSON does not know, as text that is the same for the same value. Raises TypeError for one of no known kind."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() | time():
            return value.isoformat()
        case Decimal():
            return f"{value:.2f}"
        case _:
            raise TypeError(f"a column holds a {type(value).__name__}")


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain)

"""Hashes that know a record or a spelling again without telling it.

A record's mark is of its kind, number and moment of making, so that in an older copy of the notebook it is found even where the
number was given anew. A spelling's hash is salted: who has the notebook can ask whether a phone was erased, not read which were.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Literal

from core.customers.folding import fold, fold_email

Spelt = Literal["name", "phone", "email"]


def mark_of(record: str, record_id: int, created_at: datetime) -> str:
    """A record's mark."""
    told = f"{record}:{record_id}:{created_at.astimezone(UTC).isoformat()}"
    return hashlib.sha256(told.encode()).hexdigest()


def hash_of(salt: str, kind: Spelt, spelling: str) -> str:
    """A spelling's hash, the same for all that fold alike."""
    told = fold_email(spelling) if kind == "email" else fold(spelling).replace(" ", "" if kind == "phone" else " ")
    return hashlib.blake2b(f"{kind}:{told}".encode(), key=bytes.fromhex(salt), digest_size=16).hexdigest()

"""What remembers an erasure without saying of whom: the erasure itself, and hashes by which an import knows the person again."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from core.columns import Row, UtcDateTime


class Erasure(Row, table=True):
    """One record that was erased.

    ``mark`` is a hash of its kind, number and moment of making, by which it is found in an older copy; ``salt`` (hex) is
    what hashes of names are made with. ``cleaned_at`` is None until its bytes are gone from the database's files too.
    """

    __tablename__ = "erasures"

    id: int = Field(default=None, primary_key=True)
    mark: str = Field(unique=True)
    salt: str
    record: str
    rep_id: int | None = Field(default=None, foreign_key="reps.id")
    at: datetime = Field(sa_type=UtcDateTime)
    cleaned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Tombstone(Row, table=True):
    """A salted hash of an erased person's name, phone or e-mail: an import leaves a line out that says the same."""

    __tablename__ = "tombstones"

    id: int = Field(default=None, primary_key=True)
    erasure_id: int = Field(foreign_key="erasures.id", index=True)
    hash: str = Field(index=True)

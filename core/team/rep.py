"""The people who may talk to the notebook, how platforms know them, and the one-time codes that link the two."""

from __future__ import annotations

from datetime import datetime, time
from typing import Literal

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, String

from core.columns import Json, Row, UtcDateTime

Role = Literal["rep", "manager", "admin"]
MORNING = time(8, 30)
"""When the morning list comes to a rep who has set no hour (PRODUCT.md, the common fixture)."""


class Rep(Row, table=True):
    """A person of the team. ``zone`` is an IANA name; ``work_days`` are weekday numbers, Monday is 0; times are their wall time."""

    __tablename__ = "reps"

    id: int = Field(default=None, primary_key=True)
    name: str = Field(index=True, unique=True)
    role: Role = Field(default="rep", sa_type=String)
    language: str = "en"
    zone: str = "Asia/Riyadh"
    work_days: list[int] = Field(default_factory=lambda: [6, 0, 1, 2, 3], sa_type=Json)
    work_starts: time = time(9)
    work_ends: time = time(18)
    digest_at: time | None = None
    digest_on: bool = True
    clock12: bool = False
    arabic_digits: bool = False
    home_platform: str | None = None
    muted_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def morning(self) -> time:
        """When the morning list comes, wall time."""
        return self.digest_at or MORNING


class Identity(Row, table=True):
    """A rep as one platform knows them; ``chat_id`` is where they are written to in private."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("platform", "workspace", "user_id"), {"sqlite_autoincrement": True})

    id: int = Field(default=None, primary_key=True)
    rep_id: int = Field(foreign_key="reps.id", index=True)
    platform: str
    workspace: str
    user_id: str
    chat_id: str
    linked_at: datetime = Field(sa_type=UtcDateTime)
    last_wrote_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PairingCode(Row, table=True):
    """A code that links a platform's user to a rep: only its SHA-256 is kept, good once and until ``expires_at``."""

    __tablename__ = "pairing_codes"

    id: int = Field(default=None, primary_key=True)
    rep_id: int = Field(foreign_key="reps.id", index=True)
    code_hash: str = Field(unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class WrongCode(Row, table=True):
    """One wrong pairing code that a speaker typed; five within an hour lock that speaker out until the hour is over."""

    __tablename__ = "wrong_codes"

    id: int = Field(default=None, primary_key=True)
    speaker: str = Field(index=True)
    at: datetime = Field(sa_type=UtcDateTime)

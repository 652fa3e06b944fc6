"""Who changed what: one Step per command, one Change per row it touched."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlmodel import Field, Index, String

from core.columns import Json, Row, UtcDateTime

Action = Literal["insert", "update", "delete"]


class Step(Row, table=True):
    """One command that wrote something. ``rep_id`` None is the program itself or its operator.

    ``undoes_id`` is the step this one reversed, ``replaces_id`` the one it corrected; a step is out of effect while
    ``undone_at`` is set. ``message_key`` is the message it came from, for an edit of that message.
    """

    __tablename__ = "steps"
    __table_args__ = (Index(None, "rep_id", "id"), {"sqlite_autoincrement": True})

    id: int = Field(default=None, primary_key=True)
    rep_id: int | None = Field(default=None, foreign_key="reps.id")
    command: str
    said: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undoes_id: int | None = Field(default=None, foreign_key="steps.id")
    replaces_id: int | None = Field(default=None, foreign_key="steps.id")
    message_key: str | None = Field(default=None, index=True)


class Change(Row, table=True):
    """One row that a step wrote. ``record`` is the kind (``customer``, ``follow_up``, …).

    An insert has ``after`` (all its values), a delete ``before`` (all), an update both (the changed fields only). Values
    are JSON: moments ISO 8601 in UTC, amounts as text.
    """

    __tablename__ = "changes"
    __table_args__ = (Index(None, "record", "record_id"), {"sqlite_autoincrement": True})

    id: int = Field(default=None, primary_key=True)
    step_id: int = Field(foreign_key="steps.id", index=True)
    seq: int
    record: str
    record_id: int
    action: Action = Field(sa_type=String)
    before: dict[str, Any] | None = Field(default=None, sa_type=Json)
    after: dict[str, Any] | None = Field(default=None, sa_type=Json)


class Denial(Row, table=True):
    """Somebody asked for what is not theirs and got nothing (RELIABILITY DATA6). No word and no name of it is kept.

    ``rep_id`` None is somebody whom nobody linked. ``speaker`` is where they asked, as the platform has it; ``action`` the command, and
    ``record`` the kind of record it was about, where that is known.
    """

    __tablename__ = "denials"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    rep_id: int | None = Field(default=None, foreign_key="reps.id")
    speaker: str
    action: str
    record: str = ""

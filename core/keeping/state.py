"""What an operator wants to know of a database: is it whole, of which version, how much waits, what went wrong. Counts, no content."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, text, true
from sqlmodel import Session, col, select

from core.database import database_now, sqlite_module
from core.keeping.held import NOWHERE
from core.talking.rows import InboxRow, Occurrence, OutboxRow
from core.team.rep import Identity, Rep

if TYPE_CHECKING:
    from core.database import Database

_NAMED: Final = 3
"""So many of what went wrong are named, the newest first."""
_WHY: Final = 60
_SAFE: Final = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


@dataclass(frozen=True)
class Waiting:
    """How much waits and what went wrong, at one moment of the database's clock."""

    now: datetime
    inbox: int
    inbox_since: datetime | None
    quarantined: int
    outbox: dict[str, int] = field(default_factory=dict)
    """Messages to send by their state; what waits for a rep who is linked nowhere is under ``nowhere``."""
    outbox_due_since: datetime | None = None
    moments_due_since: datetime | None = None
    received: dict[str, int] = field(default_factory=dict)
    """Updates handled or waiting, by platform, as far as they are still kept."""
    put_aside: tuple[str, ...] = ()
    """The newest of the quarantined: id, platform, and the fault's name with the reference that the rep was told."""
    unsent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The newest of what is failed or uncertain, by state: id, kind, platform and why, in the platform's words."""


@dataclass(frozen=True)
class Soundness:
    """Whether the database itself is well."""

    dialect: str
    schema: str | None
    wanted: str
    wrong: str
    """What SQLite's own check says; empty where all is well, and on PostgreSQL."""
    journal: str
    version: str
    version_safe: bool


@dataclass(frozen=True)
class Team:
    """Who is there. ``unlinked`` are the active reps whom no platform knows."""

    reps: int
    admins: int
    unlinked: tuple[str, ...]


def zone_data() -> str:
    """The release of the zone data in use, such as 2026c: the package's, which wins over the system's (``core/clock.py``)."""
    return str(import_module("tzdata").IANA_VERSION)


def sqlite_version() -> tuple[str, bool]:
    """The version of SQLite in use, and whether it is free of the fault that loses commits (RELIABILITY FACT9)."""
    told: str = sqlite_module().sqlite_version
    return told, sqlite_safe(told)


def sqlite_safe(version: str) -> bool:
    """Whether that version has the repair: 3.51.3 and later, 3.50.7 and later of 3.50, 3.44.6 and later of 3.44."""
    told = tuple(int(part) for part in version.split(".")[:3])
    return told >= _SAFE[0] or any(told[:2] == safe[:2] and told >= safe for safe in _SAFE[1:])


def soundness(database: Database) -> Soundness:
    """Look the whole database through; a large one takes a few seconds."""
    from core.store.migrating import newest

    schema = database.schema_version()
    if database.dialect != "sqlite":
        with database.reading() as session:
            version = str(session.connection().execute(text("SHOW server_version")).scalar_one())
        return Soundness(database.dialect, schema, newest(), "", "", version, version_safe=True)
    with database.reading() as session:
        connection = session.connection()
        told = [str(line) for (line,) in connection.execute(text("PRAGMA integrity_check(5)"))]
        wrong = "" if told == ["ok"] else "; ".join(told)
        if not wrong and (broken := connection.execute(text("PRAGMA foreign_key_check")).first()):
            wrong = f"a row of {broken[0]} points to a row of {broken[2]} that is not there"
        journal = str(connection.execute(text("PRAGMA journal_mode")).scalar_one())
    version, safe = sqlite_version()
    return Soundness("sqlite", schema, newest(), wrong, journal, version, version_safe=safe)


def waiting(database: Database, platforms: Collection[str] | None = None) -> Waiting:
    """How much waits now. ``platforms`` are those that are served: what waits for others is late for nobody."""
    with database.reading() as session:
        now = database_now(session)
        return Waiting(
            now=now,
            inbox=_inbox(session, "new"),
            inbox_since=session.exec(
                select(func.min(InboxRow.received_at)).where(
                    InboxRow.state == "new",
                    true() if platforms is None else col(InboxRow.platform).in_(platforms),
                )
            ).one(),
            quarantined=_inbox(session, "quarantined"),
            outbox=_outbox(session),
            outbox_due_since=session.exec(
                select(func.min(OutboxRow.not_before)).where(
                    OutboxRow.state == "pending",
                    col(OutboxRow.not_before) <= now,
                    true() if platforms is None else col(OutboxRow.platform).in_(platforms),
                )
            ).one(),
            moments_due_since=session.exec(
                select(func.min(Occurrence.due_at)).where(Occurrence.state == "pending", col(Occurrence.due_at) <= now)
            ).one(),
            put_aside=_put_aside(session),
            unsent={state: _unsent(session, state) for state in ("failed", "uncertain")},
            received=dict(session.exec(select(InboxRow.platform, func.count()).group_by(InboxRow.platform)).all()),
        )


def team(database: Database) -> Team:
    """Who is there."""
    with database.reading() as session:
        reps = list(session.exec(select(Rep).where(Rep.active).order_by(col(Rep.name), col(Rep.id))))
        linked = set(session.exec(select(Identity.rep_id)).all())
        return Team(
            reps=len(reps),
            admins=sum(rep.role == "admin" for rep in reps),
            unlinked=tuple(rep.name for rep in reps if rep.id not in linked),
        )


def _inbox(session: Session, state: str) -> int:
    return session.exec(select(func.count()).select_from(InboxRow).where(InboxRow.state == state)).one()


def _put_aside(session: Session) -> tuple[str, ...]:
    asked = select(InboxRow).where(InboxRow.state == "quarantined").order_by(col(InboxRow.id).desc()).limit(_NAMED)
    return tuple(f"in:{row.id} {row.platform} {row.error or ''}".strip() for row in session.exec(asked))


def _unsent(session: Session, state: str) -> tuple[str, ...]:
    asked = select(OutboxRow).where(OutboxRow.state == state).order_by(col(OutboxRow.id).desc()).limit(_NAMED)
    return tuple(
        f"out:{row.id} {row.kind} {row.platform} {(row.error or '')[:_WHY]}".strip() for row in session.exec(asked)
    )


def _outbox(session: Session) -> dict[str, int]:
    asked = select(OutboxRow.state, OutboxRow.platform, func.count()).group_by(
        col(OutboxRow.state), col(OutboxRow.platform)
    )
    found: dict[str, int] = {}
    for state, platform, count in session.exec(asked):
        name = "nowhere" if platform == NOWHERE and state in ("held", "pending") else str(state)
        found[name] = found.get(name, 0) + int(count)
    return found

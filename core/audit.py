"""Audit for free: what a session flushes into an audited table is written down as Change rows under the running Step.

The changes are collected in memory and written with one statement before the commit. Bookkeeping fields (when somebody was last
contacted, when a row was last touched) are no change of their own. Bulk work goes around the flush and hands its changes
to ``Recorder.note`` itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, event, insert
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm.attributes import instance_state

from core.columns import Row, UtcDateTime
from core.prepared import Prepared
from core.store.audit_rows import Action, Change, Step
from core.store.bell import Work, ring
from core.store.straight import StraightSession

BOOKKEEPING = frozenset({"updated_at", "last_contacted_at", "last_seen_at", "last_wrote_at"})
"""Fields that follow from others: neither a change by themselves nor a reason to refuse an undo."""


@dataclass(frozen=True)
class Audited:
    """An audited table: its record's name, its row type, its fields, and how a field is read back from JSON.

    ``rank`` is its place among the audited tables, the order in which the changes of one flush are written down.
    """

    record: str
    row: type[Any]
    fields: tuple[str, ...]
    read: dict[str, Callable[[Any], Any]]
    rank: int


@dataclass(frozen=True)
class Told:
    """One change before it is written."""

    record: str
    record_id: int
    action: Action
    before: dict[str, Any] | None
    after: dict[str, Any] | None


_by_row: dict[type, Audited] = {}
_by_record: dict[str, Audited] = {}


def audited(record: str, row: type[Row]) -> None:
    """Say that changes of this table are kept."""
    table: Any = row.__dict__["__table__"]
    made = Audited(
        record,
        row,
        tuple(column.key for column in table.columns),
        {column.key: _reader(column.type) for column in table.columns},
        len(_by_row),
    )
    _by_row[row] = _by_record[record] = made


def audited_table(record: str) -> Audited:
    """The audited table of a record's name. Raises KeyError."""
    return _by_record[record]


def to_json(value: Any) -> Any:
    """A field's value as it stands in a Change."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value


def from_json(record: str, values: dict[str, Any]) -> dict[str, Any]:
    """A Change's values as a row has them."""
    read = _by_record[record].read
    return {key: None if value is None else read[key](value) for key, value in values.items() if key in read}


def _reader(kind: Any) -> Callable[[Any], Any]:
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat
    return _READERS.get(type(kind).__name__, _as_it_is)


def _as_it_is(value: Any) -> Any:
    return value


_READERS: dict[str, Callable[[Any], Any]] = {"Amount": Decimal, "Date": date.fromisoformat, "Time": time.fromisoformat}


_STEPS: Table = Step.__dict__["__table__"]
_STEP_FIELDS = ("rep_id", "command", "said", "at", "message_key", "undoes_id", "replaces_id")
_NEW_STEP = Prepared(insert(_STEPS).values({name: bindparam(name) for name in _STEP_FIELDS}).returning(_STEPS.c.id))
_CHANGE_FIELDS = ("step_id", "seq", "record", "record_id", "action", "before", "after")
_NEW_CHANGES = Prepared(insert(Change.__dict__["__table__"]).values({name: bindparam(name) for name in _CHANGE_FIELDS}))


@dataclass
class Recorder:
    """Keeps the running command's Step and its changes. Nothing is written for a command that changed nothing."""

    rep_id: int | None
    command: str
    said: str
    at: datetime
    message_key: str | None = None
    undoes_id: int | None = None
    replaces_id: int | None = None
    step_id: int | None = None
    waiting: list[Told] = field(default_factory=list)
    written: int = 0

    def note(self, told: Told) -> None:
        """Keep one change."""
        self.waiting.append(told)

    def step(self, session: AnySession) -> int:
        """The id of the running step, written down now if it was not yet."""
        if self.step_id is None:
            made = _NEW_STEP.first(
                session.connection(),
                {
                    "rep_id": self.rep_id,
                    "command": self.command,
                    "said": self.said,
                    "at": self.at,
                    "message_key": self.message_key,
                    "undoes_id": self.undoes_id,
                    "replaces_id": self.replaces_id,
                },
            )
            assert made is not None  # noqa: S101 - an insert gives the number or raises
            self.step_id = int(made[0])
        return self.step_id

    def write(self, session: AnySession) -> None:
        """Write what waits, in order."""
        if not self.waiting:
            return
        step_id = self.step(session)
        _NEW_CHANGES.many(
            session.connection(),
            [
                {
                    "step_id": step_id,
                    "seq": self.written + index,
                    "record": told.record,
                    "record_id": told.record_id,
                    "action": told.action,
                    "before": told.before,
                    "after": told.after,
                }
                for index, told in enumerate(self.waiting)
            ],
        )
        self.written += len(self.waiting)
        self.waiting.clear()


class RecordedSession(StraightSession):
    """A session whose writing is recorded where it has a ``recorder``."""

    recorder: Recorder | None = None
    forgets: bool = False
    """Whether what was said in it is not kept: somebody was erased."""

    def __init__(self, bind: Engine | Connection, **options: Any) -> None:
        super().__init__(bind, **options)
        self.work: set[Work] = set()
        """What this transaction leaves for others to do; they are told with the commit."""
        self.afterwards: list[Callable[[Any], None]] = []
        """What is done with the database once this is committed."""

    def rank(self, row: Any) -> tuple[int, str]:
        """What one flush changed is written down table by table, each by id, in every run alike."""
        table = _by_row.get(type(row))
        return (len(_by_row) if table is None else table.rank, type(row).__tablename__)

    def was_added(self, row: Any) -> None:
        """Note a new row."""
        if self.recorder is not None and (table := _by_row.get(type(row))):
            self.recorder.note(Told(table.record, row.id, "insert", None, all_values(table, row)))

    def was_changed(self, row: Any) -> None:
        """Note what changed of a row."""
        if self.recorder is None or (table := _by_row.get(type(row))) is None:
            return
        if changed := _changed(table, row):
            before, after = changed
            self.recorder.note(Told(table.record, row.id, "update", before, after))

    def expunge_new(self) -> None:
        """Let go of rows that were added and not flushed, and of marks of deletion."""
        for row in [*self.new, *self.deleted]:
            self.expunge(row)

    def finish(self) -> None:
        """Flush, write the changes down, ring for whoever has work now, commit."""
        self.flush()
        if self.recorder is not None:
            self.recorder.write(self)
        ring(self, self.work)
        self.commit()


@event.listens_for(RecordedSession, "after_flush")
def _record(session: RecordedSession, _context: Any) -> None:
    # In after_flush ids are there already and histories still are (SQLAlchemy, SessionEvents.after_flush).
    if session.recorder is None:
        return
    for row in session.new:
        session.was_added(row)
    # ``session.dirty`` is a set
    for row in sorted(session.dirty, key=session.place_of):
        session.was_changed(row)
    for row in session.deleted:
        if table := _by_row.get(type(row)):
            session.recorder.note(Told(table.record, row.id, "delete", all_values(table, row), None))


def all_values(table: Audited, row: Any) -> dict[str, Any]:
    """Every field of a row that is not null, as JSON."""
    told = row.__dict__
    return {key: to_json(told[key]) for key in table.fields if told.get(key) is not None}


def _changed(table: Audited, row: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
    old, new = instance_state(row).committed_state, row.__dict__
    keys = [key for key in table.fields if key in old and key not in BOOKKEEPING and old[key] != new.get(key)]
    if not keys:
        return None
    return {key: to_json(old[key]) for key in keys}, {key: to_json(new.get(key)) for key in keys}


def audited_tables() -> tuple[Audited, ...]:
    """Every audited table."""
    return tuple(_by_record.values())


def forget_loaded(session: AnySession) -> None:
    """Let the audited rows that a session knows be read anew: they were written past it."""
    for row in list(session.identity_map.values()):
        if type(row) in _by_row:
            session.expire(row)

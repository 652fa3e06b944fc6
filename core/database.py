"""The store: SQLite in one file or PostgreSQL, by the URL alone, and transactions on it.

SQLite is opened as RELIABILITY.md asks: WAL, ``synchronous=FULL`` (a message is confirmed to the platform after its commit),
one connection writes and all others may only read, local disk only. pysqlite3 is preferred where it is installed, because
the system's SQLite may be one that loses commits (FACT9).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from core.audit import RecordedSession
from core.columns import in_json
from core.errors import Busy
from core.store.line import Line
from core.store.turns import Turns

_WAIT_SECONDS = 5
_IDLE_SECONDS = 10
_BEGIN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": ""}
"""How a writing transaction begins; psycopg begins by itself."""


_LOCKED = (
    "database is locked",
    "database table is locked",
    "database is busy",
    "lock timeout",
    "deadlock detected",
    "could not serialize",
)
_BROKEN = ("disk is full", "disk i/o error", "readonly database", "unable to open", "no space left")


class NoStore(Exception):
    """The database cannot be opened or written at all (no such folder, disk full, no server); nothing was written."""


class NewerSchema(Exception):
    """The database was made by a later version of the program; this one must not touch it."""

    def __init__(self, found: str) -> None:
        super().__init__(f"the database is of a newer version ({found}) than this program")
        self.found = found


class Database:
    """One notebook's database. ``url``: ``sqlite:///file``, ``sqlite:////absolute/file``, ``sqlite://`` (memory), ``postgresql://…``."""

    def __init__(self, url: str) -> None:
        told = make_url(url)
        self.file: Path | None = None
        if told.get_backend_name() == "sqlite":
            in_memory = told.database in (None, "", ":memory:")
            self.file = None if in_memory else Path(str(told.database)).expanduser()
            self.dialect = "sqlite"
            self.writer = _sqlite(self.file, may_write=True)
            self.reader = self.writer if in_memory else _sqlite(self.file, may_write=False)
        elif told.get_backend_name() == "postgresql":
            self.dialect = "postgresql"
            self.writer = self.reader = _postgresql(told)
        else:
            raise ValueError(f"neither SQLite nor PostgreSQL: {told.render_as_string(hide_password=True)}")
        self.ledger = None if self.file is None else self.file.with_name(f"{self.file.name}.erased")
        """Where erasures are listed outside the database (``core/privacy/ledger.py``); whoever opens PostgreSQL says where."""
        self.url = told.render_as_string(hide_password=True)
        self._writing = threading.local()
        self._turns = Turns()

    @contextmanager
    def writing(self) -> Generator[RecordedSession, None, None]:
        """A session in one transaction that may write; committed, undone and raising as ``line``."""
        with self.line() as line:
            yield line.session

    @contextmanager
    def line(self) -> Generator[Line, None, None]:
        """One transaction that may write: committed at the end, undone by any exception.

        Raises Busy when the database stays locked for five seconds, NoStore when it cannot write; either way nothing was
        written. On SQLite one thread cannot hold two at a time (RuntimeError): the second would wait for the first. There
        threads write in the order in which they asked.
        """
        if self.dialect == "sqlite" and getattr(self._writing, "now", False):
            raise RuntimeError("this thread is already in a writing transaction")
        self._writing.now = True
        try:
            with (
                self._turns.turn(_WAIT_SECONDS) if self.dialect == "sqlite" else nullcontext(),
                told_plainly(),
                Line(self.writer, _BEGIN[self.dialect]) as line,
            ):
                yield line
                line.finish()
        finally:
            self._writing.now = False

    @contextmanager
    def alone(self) -> Generator[Any, None, None]:
        """The driver's own connection outside any transaction, for what cannot be done inside one. Raises Busy, NoStore."""
        with self._turns.turn(_WAIT_SECONDS) if self.dialect == "sqlite" else nullcontext(), told_plainly():
            taken = self.writer.raw_connection()
            driver: Any = taken.dbapi_connection
            try:
                if self.dialect == "postgresql":
                    driver.autocommit = True
                yield driver
            finally:
                if self.dialect == "postgresql":
                    driver.autocommit = False
                taken.close()

    @contextmanager
    def reading(self) -> Generator[RecordedSession, None, None]:
        """A session that reads from one point in time and keeps nothing; its rows stay usable afterwards."""
        with told_plainly(), RecordedSession(self.reader, expire_on_commit=False) as session:
            yield session

    def create_tables(self) -> None:
        """Make all tables as they are today, without migrations (tests and throw-away databases)."""
        from core.tables import metadata

        with told_plainly():
            metadata.create_all(self.writer)

    def migrate(self) -> Path | None:
        """Bring the schema to this version. A SQLite file that holds anything is backed up first; the backup's path.

        Raises NewerSchema, and leaves everything as it was, where a later version made the database.
        """
        from core.store.migrating import migrate

        with told_plainly():
            return migrate(self)

    def schema_version(self) -> str | None:
        """The revision that the database is at; None for an empty one."""
        from core.store.migrating import revision

        with told_plainly():
            return revision(self)

    def now(self) -> datetime:
        """The database's own clock, for leases."""
        with self.reading() as session:
            return database_now(session)

    def close(self) -> None:
        """Let go of all connections."""
        self.reader.dispose()
        self.writer.dispose()


def database_now(session: Session) -> datetime:
    """The present moment by the clock of the database that this session talks to, aware, in UTC."""
    from datetime import UTC

    if session.get_bind().dialect.name == "sqlite":
        told = session.connection().exec_driver_sql("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')").scalar_one()
        return datetime.fromisoformat(str(told)).replace(tzinfo=UTC)
    found: datetime = session.connection().exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return found.astimezone(UTC)


@contextmanager
def told_plainly() -> Generator[None, None, None]:
    """Turn what drivers raise for a locked or unwritable database into Busy and NoStore."""
    try:
        yield
    except PoolTimeout as fault:
        raise Busy from fault
    except DBAPIError as fault:
        said = str(fault.orig).lower()
        if any(sign in said for sign in _LOCKED):
            raise Busy from fault
        if any(sign in said for sign in _BROKEN):
            raise NoStore(str(fault.orig)) from fault
        if fault.connection_invalidated or (isinstance(fault, OperationalError) and _gone(fault.orig)):
            raise Busy(away=True) from fault
        raise


def _gone(fault: BaseException | None) -> bool:
    """Whether PostgreSQL could not be reached, or ended the connection: restarting, shutting down, too many at once."""
    state = getattr(fault, "sqlstate", "")
    return state is None or str(state).startswith(("08", "57P", "53300", "25P03"))


def sqlite_module() -> Any:
    """The SQLite driver in use: pysqlite3 where it is installed, else Python's own."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:  # pragma: no cover - on systems without its wheel
        from sqlite3 import dbapi2
    return dbapi2


def _sqlite(file: Path | None, *, may_write: bool) -> Engine:
    if file is not None:
        _make_private(file)
    url = URL.create("sqlite", database=None if file is None else str(file))
    engine = create_engine(
        url,
        module=sqlite_module(),
        json_serializer=in_json,
        poolclass=QueuePool,
        pool_size=1 if may_write else 4,
        max_overflow=0 if may_write else 8,
        pool_timeout=_WAIT_SECONDS,
        connect_args={"check_same_thread": False, "timeout": _WAIT_SECONDS, "cached_statements": 512},
    )
    begin = _BEGIN["sqlite"] if may_write else "BEGIN"

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_WAIT_SECONDS * 1000}")
        cursor.execute("PRAGMA foreign_keys=ON")
        if may_write:
            if file is not None:
                cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA secure_delete=ON")
        else:
            cursor.execute("PRAGMA query_only=ON")
        cursor.execute("PRAGMA cache_size=-16000")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        if not connection.connection.in_transaction:  # a Line has said it already
            connection.exec_driver_sql(begin)

    return engine


def _make_private(file: Path) -> None:
    """Make the file readable by its owner alone before anything is in it (SEC21); its -wal and -shm follow it."""
    if not file.exists():
        try:
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as fault:
            raise NoStore(f"{file}: {fault.strerror}") from fault


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        json_serializer=in_json,
        # eight workers, the sender's dispatcher and its workers for two platforms, heartbeat, health, receivers
        pool_size=16,
        max_overflow=16,
        pool_timeout=_WAIT_SECONDS,
        pool_pre_ping=True,
        connect_args={
            # a process that is frozen inside a transaction holds up the others no longer than a lease lasts
            "options": f"-c timezone=UTC -c lock_timeout={_WAIT_SECONDS * 1000} "
            f"-c idle_in_transaction_session_timeout={_IDLE_SECONDS * 1000}",
            "connect_timeout": _WAIT_SECONDS,
            # a server that is gone without a word is noticed within ten seconds instead of hours
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "tcp_user_timeout": 10_000,
            "prepare_threshold": 2,
        },
    )


def ping(database: Database) -> None:
    """Prove that the database answers. Raises Busy or NoStore."""
    with database.reading() as session:
        session.connection().execute(text("SELECT 1"))

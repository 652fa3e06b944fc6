"""A line: one writing transaction on the driver's own connection.

What runs before every single send (one mark, one claim) needs no session, and a session costs as much as both. It is made
when somebody asks for it, in the same transaction; then it commits. See docs/decisions/0019-a-line-before-a-session.md.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

from core.audit import RecordedSession, Recorder
from core.direct import run, told


class Line:
    """Open from ``with`` on. What is not committed by ``finish`` is undone at the end; then the connection is given back.

    Raises PoolTimeout where no connection is free in time, DBAPIError for whatever the driver raises.
    """

    def __init__(self, engine: Engine, begin: str) -> None:
        self._engine = engine
        self._begin = begin
        self._session: RecordedSession | None = None
        self._recorder: Recorder | None = None
        self._above: Connection | None = None
        self.dialect: Dialect = engine.dialect
        self.connection: PoolProxiedConnection

    def __enter__(self) -> Self:
        self.connection = self._lent()
        try:
            if self._begin:
                run(self, self._begin, ()).close()
        except BaseException:
            self.connection.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The pool undoes what was not committed before it lends the connection again.
        try:
            if self._session is not None:
                self._session.close()
        finally:
            (self.connection if self._above is None else self._above).close()

    @property
    def session(self) -> RecordedSession:
        """The session on this transaction, the same one each time."""
        if self._session is None:
            self._above = Connection(self._engine, self.connection)
            self._session = RecordedSession(self._above, expire_on_commit=False)
            self._session.recorder = self._recorder
        return self._session

    @property
    def recorder(self) -> Recorder | None:
        """What writes down the step; the session has the same."""
        return self._recorder if self._session is None else self._session.recorder

    @recorder.setter
    def recorder(self, recorder: Recorder) -> None:
        self._recorder = recorder
        if self._session is not None:
            self._session.recorder = recorder

    @property
    def afterwards(self) -> list[Callable[[Any], None]]:
        """What is done with the database once this is committed, each once."""
        return [] if self._session is None else list(dict.fromkeys(self._session.afterwards))

    def finish(self) -> None:
        """Commit, through the session where there is one."""
        if self._session is not None:
            self._session.finish()
        else:
            self._commit()

    def invalidate(self, exception: BaseException | None = None) -> None:
        """The connection is broken: it is not lent again."""
        self.connection.invalidate(exception)

    def _commit(self) -> None:
        driver: Any = self.dialect.loaded_dbapi
        try:
            self.connection.commit()
        except driver.Error as fault:
            raise told(self, "COMMIT", fault) from fault

    def _lent(self) -> PoolProxiedConnection:
        driver: Any = self.dialect.loaded_dbapi
        try:
            return self._engine.raw_connection()
        except driver.Error as fault:
            raise DBAPIError.instance("connect", None, fault, driver.Error, dialect=self.dialect) from fault

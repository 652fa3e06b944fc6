"""The bell: whoever commits work for another process rings, and every process that listens hears it (PostgreSQL's NOTIFY).

It is a hint and nothing more. A ring is lost while nobody listens, and behind PgBouncer nobody can; so whoever listens also
looks by itself now and then, and once after each connection. It rings with the commit, never before, and several rings of
one transaction are one. On SQLite there is one process, which wakes its own threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import Any, Final, Literal

from sqlalchemy import Engine
from sqlalchemy.orm import Session

Work = Literal["inbox", "outbox"]
WORK: Final[tuple[Work, ...]] = ("inbox", "outbox")
_CHANNEL: Final = "daftar_"
_GLANCE: Final = 0.5
"""Seconds after which listening looks whether it shall stop; a ring comes through at once."""
_SHORTEST, _LONGEST = 0.5, 10.0
"""Seconds to wait before listening again after the connection was lost: the first time, and at most."""


def ring(session: Session, work: Collection[Work]) -> None:
    """Ring with the commit of this session's transaction. Nothing on SQLite."""
    if not work or session.get_bind().dialect.name != "postgresql":
        return
    calls = ", ".join(f"pg_notify('{_CHANNEL}{each}', '')" for each in sorted(work))
    session.connection().exec_driver_sql(f"SELECT {calls}")


class Listening:
    """Listens in a thread of its own, on a connection of its own, and calls ``heard`` with each kind of work that was rung for.

    After each connection it is called with every kind, for what was rung before.
    """

    def __init__(self, engine: Engine, heard: Callable[[Work], None]) -> None:
        self._engine = engine
        self._heard = heard
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bell", daemon=True)

    def start(self) -> None:
        """Listen from now on; does nothing on SQLite."""
        if self._engine.dialect.name == "postgresql":
            self._thread.start()

    def stop(self) -> None:
        """Listen no more; the thread ends within half a second by itself."""
        self._stop.set()

    def join(self, seconds: float) -> None:
        """Wait until it has ended."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        wait = _SHORTEST
        while not self._stop.is_set():
            try:
                for work in self._rings():
                    wait = _SHORTEST
                    self._heard(work)
            except Exception:  # noqa: BLE001 - the server is away; others tell of it, and looking by itself goes on
                self._stop.wait(wait)
                wait = min(wait * 2, _LONGEST)

    def _rings(self) -> Iterable[Work]:
        """What is rung for, until it is to stop. Raises what the driver raises when the connection is lost."""
        pooled = self._engine.raw_connection()
        driver: Any = pooled.driver_connection
        pooled.detach()  # it is no use to anybody else: autocommit, and it belongs to this thread alone
        try:
            driver.rollback()
            driver.autocommit = True
            for work in WORK:
                driver.execute(f"LISTEN {_CHANNEL}{work}")
            yield from WORK
            while not self._stop.is_set():
                for note in driver.notifies(timeout=_GLANCE, stop_after=1):
                    for work in WORK:
                        if note.channel == f"{_CHANNEL}{work}":
                            yield work
        finally:
            with suppress(Exception):
                driver.close()

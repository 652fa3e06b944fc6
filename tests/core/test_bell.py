"""The bell of PostgreSQL: a commit wakes who listens, a rollback does not, and a lost connection is made anew."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest

from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.store.bell import WORK, Listening
from core.talking.raw import Raw
from tests.conftest import NOW

LONG = 30.0
"""Seconds after which a test fails that hears nothing; nothing depends on how fast it is."""
pytestmark = pytest.mark.postgres


@pytest.fixture
def heard(postgres_url: str) -> Iterator[tuple[Office, Office, queue.Queue[str]]]:
    """Two processes' notebooks on one database, the second of which listens, and what it heard after connecting."""
    first, second = Database(postgres_url), Database(postgres_url)
    first.create_tables()
    told: queue.Queue[str] = queue.Queue()
    bell = Listening(second.writer, told.put)
    bell.start()
    assert {told.get(timeout=LONG) for _ in WORK} == set(WORK), "it looks at everything once it listens"
    yield Office(first, MovableClock(NOW)), Office(second, MovableClock(NOW)), told
    bell.stop()
    bell.join(LONG)
    first.close()
    second.close()


def _receive(office: Office, key: str) -> None:
    with office.open(None) as crm:
        assert crm.inbox.put_many("telegram", "bot", [Raw(key, {"text": key}, None, "a")]) == [True]


def _answer(office: Office, key: str) -> None:
    with office.open(None) as crm:
        crm.outbox.put(key, platform="telegram", bot="b", place="p", address={}, kind="reply", payload={})


def _undone(office: Office) -> None:
    with office.open(None) as crm:
        crm.inbox.put("telegram", "bot", "2", {})
        raise RuntimeError


def test_a_commit_elsewhere_is_heard(heard: tuple[Office, Office, queue.Queue[str]]) -> None:
    """What another process committed for the inbox or the outbox is heard, once for each commit."""
    office, _, told = heard
    _receive(office, "1")
    assert told.get(timeout=LONG) == "inbox"
    _answer(office, "1")
    assert told.get(timeout=LONG) == "outbox"
    with office.open(None) as crm:
        for key in ("2", "3"):
            crm.outbox.put(key, platform="telegram", bot="b", place="p", address={}, kind="reply", payload={})
    _receive(office, "2")
    assert [told.get(timeout=LONG) for _ in range(2)] == ["outbox", "inbox"]


def test_what_is_undone_or_there_already_rings_nothing(heard: tuple[Office, Office, queue.Queue[str]]) -> None:
    """A rolled-back transaction, a duplicate and a message for later wake nobody."""
    office, _, told = heard
    _receive(office, "1")
    assert told.get(timeout=LONG) == "inbox"
    with pytest.raises(RuntimeError):
        _undone(office)
    with office.open(None) as crm:
        assert not crm.inbox.put("telegram", "bot", "1", {})
    _answer(office, "1")
    assert told.get(timeout=LONG) == "outbox"


def test_a_lost_connection_is_made_anew(heard: tuple[Office, Office, queue.Queue[str]]) -> None:
    """When the server ends the connection it listens again, and looks at everything for what it missed."""
    office, _, told = heard
    with office.open(None) as crm:
        crm.transaction.session.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%%'"
        )
    assert {told.get(timeout=LONG) for _ in WORK} == set(WORK)
    _receive(office, "1")
    assert told.get(timeout=LONG) == "inbox"


def test_on_sqlite_nobody_listens() -> None:
    """There is one process, which wakes itself."""
    database = Database("sqlite://")
    database.create_tables()
    told: list[str] = []
    bell = Listening(database.writer, told.append)
    bell.start()
    _receive(Office(database, MovableClock(NOW)), "1")
    bell.stop()
    bell.join(LONG)
    assert told == []
    database.close()

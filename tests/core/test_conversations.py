"""Two who come to one conversation at the same time, a worker and the sender: neither loses what the other wrote."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.tables import Rep
from core.talking.conversations import InUse
from tests.conftest import NOW

LONG = 30.0
"""Seconds after which a test fails that hears nothing; nothing depends on how fast it is."""
HERE, PRIVATE = "telegram/acme/1/", "private"


def _beside(office: Office, rep: Rep, work: Callable[[Any], None]) -> tuple[threading.Thread, threading.Event]:
    """A second transaction that begins now; and whether it has its conversations."""
    taken = threading.Event()

    def run() -> None:
        with office.open(None, doing="send") as crm:
            rows = crm.conversations.beside(HERE, PRIVATE, rep.id)
            taken.set()
            work(rows)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, taken


def _came_so_far(database: Database, taken: threading.Event) -> None:
    """Until the second transaction waits for the first, or has gone on without waiting."""
    if database.dialect == "sqlite":
        return  # it waits for its turn to write at all
    waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(int(LONG / 0.01)):
        with database.reading() as session:
            if taken.is_set() or session.connection().exec_driver_sql(waits).first() is not None:
                return
        taken.wait(0.01)
    raise AssertionError("it neither waits nor goes on")


@pytest.mark.parametrize("known", [True, False])
def test_what_two_write_at_once_is_all_there(office: Office, lina: Rep, known: bool) -> None:
    """Each sees what the other left, also where neither conversation was there before."""
    if known:
        with office.open(lina) as crm:
            crm.conversations.beside(HERE, PRIVATE, lina.id)

    def second(rows: Any) -> None:
        for row in rows:
            row.about = {**row.about, "second": len(row.about)}

    with office.open(lina) as crm:
        for row in crm.conversations.beside(HERE, PRIVATE, lina.id):
            row.about = {**row.about, "first": 1}
        thread, taken = _beside(office, lina, second)
        _came_so_far(office.database, taken)
    thread.join(LONG)
    with office.read(lina) as crm:
        here, private = crm.conversations.beside(HERE, PRIVATE, lina.id)
    assert (here.about, private.about) == ({"first": 1, "second": 1},) * 2


def test_what_was_read_before_it_was_held_is_read_anew(office: Office, lina: Rep) -> None:
    """A conversation that a transaction only looked at, and another changed, is the changed one once it is held."""
    with office.open(lina) as crm:
        crm.conversations.of(HERE).about = {"told": 1}
    with office.open(lina) as crm:
        (seen,) = crm.conversations.everybodys(HERE)
        assert seen.about == {"told": 1}
        if office.database.dialect != "sqlite":  # where nobody else writes meanwhile
            with office.open(None, doing="send") as other:
                other.conversations.of(HERE, lina.id).about = {"told": 2}
        held = crm.conversations.of(HERE)
        held.about = {**held.about, "more": 1}
    expected = 1 if office.database.dialect == "sqlite" else 2
    with office.read(lina) as crm:
        assert crm.conversations.of(HERE).about == {"told": expected, "more": 1}


@pytest.mark.postgres
def test_who_cannot_wait_is_told(postgres_url: str) -> None:
    """While another holds one of them, who does not wait is told so at once, and may go on with something else."""
    database = Database(postgres_url)
    database.create_tables()
    office = Office(database, MovableClock(NOW))
    with office.open(None) as crm:
        lina = crm.team.add_rep("Lina")
    with office.open(lina) as crm:
        crm.conversations.beside(HERE, PRIVATE, lina.id)
        made = crm.conversations.of("slack/acme/1/")
        with office.open(None, doing="send") as other:
            there, _ = other.conversations.beside("slack/acme/2/", "slack/acme/2/", lina.id, wait=False)
            assert there.rep_id == lina.id
        assert made.rep_id == lina.id
    with office.open(lina) as crm:
        crm.conversations.of(PRIVATE)
        with office.open(None, doing="send") as other:
            with pytest.raises(InUse):
                other.conversations.beside(HERE, PRIVATE, lina.id, wait=False)
            assert other.conversations.of("slack/acme/2/", lina.id).rep_id == lina.id
    with office.open(None, doing="send") as crm:
        assert len(crm.conversations.beside(HERE, PRIVATE, lina.id, wait=False)) == 2
    database.close()

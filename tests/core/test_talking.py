"""Buttons, conversations, occurrences, leases."""

from __future__ import annotations

import re
import threading
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from core.clock import MovableClock
from core.crm import Office
from core.tables import Rep
from core.talking.rows import Lease


def test_buttons(office: Office, lina: Rep, omar: Rep, clock: MovableClock) -> None:
    """A token of 22 characters means its command to its rep in its place, for its time; its label finds it."""
    with office.open(lina) as crm:
        undo, more = crm.buttons.make_many(
            [("Undo", {"command": "undo"}), ("More", {"command": "help"})], rep_id=lina.id, place="p"
        )
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", undo)
    with office.open(lina) as crm:
        found = crm.buttons.get(undo, rep_id=lina.id, place="p")
        assert found is not None
        assert found.command == {"command": "undo"}
        assert crm.buttons.get(undo, rep_id=omar.id, place="p") is None
        assert crm.buttons.get(undo, rep_id=lina.id, place="q") is None
        assert crm.buttons.get("x" * 22, rep_id=lina.id) is None
        assert [one.token for one in crm.buttons.labelled("More", rep_id=lina.id)] == [more]
        assert crm.buttons.make_many([], rep_id=lina.id, place="p") == []
    clock.forward(timedelta(days=7))
    with office.open(lina) as crm:
        assert crm.buttons.get(undo, rep_id=lina.id, place="p") is None
        assert crm.buttons.purge() == 2


def test_one_press_of_twenty(office: Office, lina: Rep) -> None:
    """Of twenty presses at the same time one is the first."""
    with office.open(lina) as crm:
        token = crm.buttons.make({"command": "undo"}, rep_id=lina.id, place="p")
    first: list[bool] = []
    ready = threading.Barrier(20)

    def press() -> None:
        ready.wait()
        with office.open(lina) as crm:
            first.append(crm.buttons.use(token))

    threads = [threading.Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(first) == [False] * 19 + [True]


def test_conversations_do_not_mix(office: Office, lina: Rep, omar: Rep) -> None:
    """Each rep has one conversation per place; what is remembered comes back in it and in no other."""
    with office.open(lina) as crm:
        here = crm.conversations.of("telegram/b/1/", lina.id)
        crm.conversations.ask(here, {"draft": 1})
        crm.conversations.list(here, [{"record": "follow_up", "id": 5}])
    with office.open(lina) as crm:
        here = crm.conversations.of("telegram/b/1/", lina.id)
        assert (here.pending, here.listed) == ({"draft": 1}, [{"record": "follow_up", "id": 5}])
        for other in (crm.conversations.of("slack/b/1/", lina.id), crm.conversations.of("telegram/b/1/", omar.id)):
            assert (other.pending, other.listed) == (None, None)
        crm.conversations.ask(here, None)
    with office.read(lina) as crm:
        assert crm.conversations.of("telegram/b/1/", lina.id).pending is None


def test_whom_the_talk_is_about(office: Office, lina: Rep, clock: MovableClock) -> None:
    """It is remembered for two hours."""
    with office.open(lina) as crm:
        crm.conversations.point_at(crm.conversations.of("p", lina.id), {"record": "customer", "id": 1})
    clock.forward(timedelta(hours=2))
    with office.read(lina) as crm:
        assert crm.conversations.party(crm.conversations.of("p", lina.id)) == {"record": "customer", "id": 1}
    clock.forward(timedelta(seconds=1))
    with office.read(lina) as crm:
        assert crm.conversations.party(crm.conversations.of("p", lina.id)) is None


def test_messages_and_their_steps(office: Office, lina: Rep) -> None:
    """Which step a message made, and what one of ours was about, is remembered for the last fifty."""
    with office.open(lina) as crm:
        here = crm.conversations.of("p", lina.id)
        for number in range(60):
            crm.conversations.made(here, str(number), number)
            crm.conversations.was_about(here, str(number), {"id": number})
    with office.read(lina) as crm:
        here = crm.conversations.of("p", lina.id)
        assert here.last_step_id == 59
        assert (len(here.steps), here.steps["59"], "9" in here.steps) == (50, 59, False)
        assert (len(here.about), here.about["10"]) == (50, {"id": 10})


def test_conversations_by_their_place(office: Office, lina: Rep, omar: Rep) -> None:
    """Everybody's of one place, and those whose place begins so: to the letter, whatever letters follow."""
    places = ("wins:a", "wins:\U0001f389", "wins:\uffff", "wins:", "Wins:a", "win_:a", "winsome")
    with office.open(None) as crm:
        for place in places:
            crm.conversations.of(place, lina.id)
        crm.conversations.of("wins:a", omar.id)
    with office.read(None) as crm:
        assert [row.rep_id for row in crm.conversations.everybodys("wins:a")] == [lina.id, omar.id]
        assert [row.place for row in crm.conversations.beginning("wins:")] == [*places[:4], "wins:a"]
        assert [row.place for row in crm.conversations.beginning("win_")] == ["win_:a"]


def test_an_occurrence_happens_once(office: Office, clock: MovableClock) -> None:
    """Made twice it is one; fired twice it fires once; its time follows from its wall time."""
    nine = datetime(2026, 11, 22, 9)  # noqa: DTZ001 - wall time
    with office.open(None) as crm:
        assert crm.occurrences.make("digest:1", nine, "Asia/Riyadh") is not None
        assert crm.occurrences.make("digest:1", nine, "Europe/London") is None
        assert crm.occurrences.make("digest:2", nine.replace(hour=18), "Asia/Riyadh") is not None
        with pytest.raises(ValueError, match="wall time"):
            crm.occurrences.make("digest:1", clock.now(), "Asia/Riyadh")
    with office.open(None) as crm:
        (one,) = crm.occurrences.due()
        assert one.due_at.isoformat() == "2026-11-22T06:00:00+00:00"
        assert crm.occurrences.mark(one, "fired")
        assert not crm.occurrences.mark(one, "fired")
    with office.open(None) as crm:
        assert crm.occurrences.due() == []
        assert crm.occurrences.make("digest:1", nine, "Asia/Riyadh") is None
        coming = crm.occurrences.next_due()
        assert coming is not None
        assert coming.hour == 15
        assert crm.occurrences.drop_pending("digest:2") == 1


def test_occurrences_follow_the_zone(office: Office, lina: Rep) -> None:
    """When a rep moves, what is pending comes at the same wall time there; what fired stays."""
    with office.open(None) as crm:
        crm.occurrences.make("digest:1", datetime(2026, 11, 23, 9), "Asia/Riyadh", rep_id=lina.id)  # noqa: DTZ001
        assert crm.occurrences.recompute() == 0
        assert crm.occurrences.recompute(rep_id=lina.id, zone="Europe/London") == 1
        (one,) = crm.occurrences.pending_of("digest:1")
        assert one.due_at.hour == 9


def test_leases(office: Office) -> None:
    """A lease is one owner's until it runs out or is given up; each new owner has a higher epoch."""
    lasts = timedelta(hours=1)
    with office.open(None) as crm:
        assert crm.leases.take("sender", "a", lasts) == 1
        assert crm.leases.take("sender", "b", lasts) is None
        assert crm.leases.take("sender", "a", lasts) == 1
        holder = crm.leases.holder("sender")
        assert holder is not None
        assert holder.owner == "a"
        assert crm.leases.take("other", "b", lasts) == 1
    with office.open(None) as crm:  # leases run by the database's own clock, which no test moves
        held = crm.transaction.session.exec(select(Lease).where(Lease.name == "sender")).one()
        held.until -= 2 * lasts
    with office.open(None) as crm:
        assert crm.leases.holder("sender") is None
        assert crm.leases.take("sender", "b", lasts) == 2
        assert crm.leases.take("sender", "a", lasts) is None
        assert not crm.leases.give_up("sender", "a")
        assert crm.leases.give_up("sender", "b")
    with office.open(None) as crm:
        assert crm.leases.take("sender", "b", lasts) == 3


def test_one_leader_of_ten(office: Office) -> None:
    """Of ten that ask at the same time one gets the lease."""
    got: list[int | None] = []
    ready = threading.Barrier(10)

    def ask(owner: str) -> None:
        ready.wait()
        with office.open(None) as crm:
            got.append(crm.leases.take("sender", owner, timedelta(seconds=30)))

    threads = [threading.Thread(target=ask, args=(str(number),)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [epoch for epoch in got if epoch is not None] == [1]

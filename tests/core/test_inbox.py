"""The inbox: kept once, taken in order within a chat, parked after three failures."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from core.clock import MovableClock
from core.crm import Office
from core.errors import NotFound
from core.tables import Customer, InboxRow, Rep
from core.talking.raw import Raw


def _put(office: Office, ext_id: str, *, chat: str = "c", gesture: str | None = None) -> bool:
    with office.open(None) as crm:
        return crm.inbox.put("telegram", "bot", ext_id, {"text": ext_id}, gesture=gesture, chat=chat)


def _handle(office: Office) -> str | None:
    with office.open(None) as crm:
        row = crm.inbox.take()
        if row is None:
            return None
        crm.inbox.done(row)
        return row.ext_id


def test_kept_once(office: Office) -> None:
    """The same update, or another update of the same gesture, is kept once; the same id of another bot is another update."""
    assert _put(office, "1", gesture="m1")
    assert not _put(office, "1")
    assert not _put(office, "2", gesture="m1")
    assert _put(office, "2", gesture="m2")
    assert _put(office, "3")
    assert _put(office, "4")
    with office.open(None) as crm:
        assert crm.inbox.put("telegram", "other", "1", {}, gesture="m1")
        assert crm.inbox.waiting() == 5


def test_in_order_within_a_chat(office: Office) -> None:
    """Updates come in the order they were kept."""
    for ext_id in ("b", "a", "c"):
        _put(office, ext_id)
    assert [_handle(office) for _ in range(4)] == ["b", "a", "c", None]


def test_a_waiting_chat_does_not_stop_others(office: Office) -> None:
    """While a chat's first update waits for its next try, its second waits too and other chats go on."""
    _put(office, "1", chat="a")
    _put(office, "2", chat="a")
    _put(office, "3", chat="b")
    with office.open(None) as crm:
        row = crm.inbox.take()
        assert row is not None
    with office.open(None) as crm:
        assert not crm.inbox.failed(row.id, "fault 7K2F", again_in=timedelta(seconds=5))
    assert _handle(office) == "3"
    assert _handle(office) is None
    with office.open(None) as crm:
        assert crm.inbox.take(busy=["a"]) is None


def test_three_failures_park(office: Office, clock: MovableClock) -> None:
    """After the third failed try an update is quarantined, the next of its chat goes on, and it can be released."""
    _put(office, "poison")
    _put(office, "good")
    outcomes = []
    for _ in range(3):
        with office.open(None) as crm:
            row = crm.inbox.take()
            assert row is not None
            assert row.ext_id == "poison"
        with office.open(None) as crm:
            outcomes.append(crm.inbox.failed(row.id, "fault"))
    assert outcomes == [False, False, True]
    assert _handle(office) == "good"
    with office.open(None) as crm:
        (parked,) = crm.inbox.quarantined()
        assert (parked.ext_id, parked.attempts, parked.error) == ("poison", 3, "fault")
        crm.inbox.release(parked.id)
    assert _handle(office) == "poison"
    with pytest.raises(NotFound), office.open(None) as crm:
        crm.inbox.failed(999, "x")
    assert clock.now()


def test_effects_and_done_mark_are_one(office: Office, lina: Rep, acme: Customer) -> None:
    """When handling fails the effects are gone and the update waits; when it succeeds both are there."""
    _put(office, "1")

    def handle(*, fail: bool) -> None:
        with office.open(None) as crm:
            row = crm.inbox.take()
            assert row is not None
            crm.act_as(lina, doing="log", said="called")
            crm.interactions.log("call", acme.id)
            crm.inbox.done(row)
            if fail:
                raise KeyError

    with pytest.raises(KeyError):
        handle(fail=True)
    with office.read(lina) as crm:
        assert (crm.inbox.waiting(), crm.interactions.count()) == (1, 0)
    handle(fail=False)
    with office.read(lina) as crm:
        assert (crm.inbox.waiting(), crm.interactions.count()) == (0, 1)
        step = crm.steps.last()
        assert step is not None
        assert (step.rep_id, step.command, step.said) == (lina.id, "log", "called")


def test_many_workers(office: Office) -> None:
    """Six workers handle 60 updates of 6 chats: each exactly once, those of one chat in order."""
    for number in range(60):
        _put(office, str(number), chat=str(number % 6))
    handled: list[tuple[str, int]] = []
    guard = threading.Lock()

    def work() -> None:
        while True:
            with office.open(None) as crm:
                row = crm.inbox.take()
                if row is None:
                    if crm.inbox.waiting() == 0:
                        return
                    continue
                with guard:
                    handled.append((row.chat, row.id))
                crm.inbox.done(row)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(handled) == len({row_id for _, row_id in handled}) == 60
    for chat in "012345":
        ids = [row_id for told, row_id in handled if told == chat]
        assert ids == sorted(ids)


def test_old_bodies_are_forgotten(office: Office, clock: MovableClock) -> None:
    """A week after it was done only the key of an update is left, after thirty days nothing; what waits is kept."""
    _put(office, "1")
    _handle(office)
    _put(office, "2")
    clock.forward(timedelta(days=8))
    with office.open(None) as crm:
        crm.inbox.purge()
        row = crm.transaction.session.get(InboxRow, 1)
        assert row is not None
        assert row.body is None
    assert not _put(office, "1")
    clock.forward(timedelta(days=23))
    with office.open(None) as crm:
        crm.inbox.purge()
        assert crm.transaction.session.get(InboxRow, 1, populate_existing=True) is None
        assert crm.inbox.waiting() == 1
        assert crm.inbox.oldest_waiting() is not None


def test_what_another_process_serves_is_left_to_it(office: Office) -> None:
    """What came from a platform that is not served here waits, and holds nothing up."""
    with office.open(None) as crm:
        assert crm.inbox.put("telegram", "bot", "1", {"text": "a"}, chat="telegram/1")
        assert crm.inbox.put("terminal", "here", "2", {"text": "b"}, chat="terminal/2")
        mine = crm.inbox.number("terminal", "here", "2")
    terminal = frozenset({"terminal"})
    with office.open(None) as crm:
        assert [row.id for row in crm.inbox.take_many(8, platforms=terminal)] == [mine]
        assert [row.platform for row in crm.inbox.take_many(8, busy=["x"], platforms=terminal)] == ["terminal"]
        assert crm.inbox.take(platforms=frozenset({"slack"})) is None
        assert len(crm.inbox.take_many(8)) == 2
        assert crm.inbox.number("terminal", "here", "3") is None


def test_a_chat_behind_thousands_is_found(office: Office, clock: MovableClock) -> None:
    """While what came first has to wait, with hundreds behind it, the first of every other chat is handled, and no second one."""
    flood = [Raw(f"flood-{number}", {}, None, "a") for number in range(600)]
    others = [Raw("z", {}, None, "z"), Raw("b", {}, None, "b"), Raw("b2", {}, None, "b")]
    with office.open(None) as crm:
        assert crm.inbox.put_many("telegram", "bot", [*flood, *others]) == [True] * 603
    with office.open(None) as crm:
        (first,) = crm.inbox.take_many(8)
        assert first.ext_id == "flood-0"
        crm.inbox.wait(first, clock.now() + timedelta(hours=1))
    with office.open(None) as crm:
        assert [row.ext_id for row in crm.inbox.take_many(8)] == ["b", "z"]
    clock.forward(timedelta(hours=1))
    with office.open(None) as crm:
        assert [row.ext_id for row in crm.inbox.take_many(8)] == ["flood-0"]

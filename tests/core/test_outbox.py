"""The outbox: once per key, by priority, one place at a time, fenced by owner and epoch."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from core.clock import MovableClock
from core.crm import Office
from core.talking.claiming import AGED, EVERY, Due

BOT = ("telegram", "bot")


def _put(office: Office, key: str, *, place: str | None = None, kind: str = "reply", **more: Any) -> int | None:
    with office.open(None) as crm:
        return crm.outbox.put(
            key,
            platform="telegram",
            bot="bot",
            place=place or key,
            address={"chat_id": key},
            kind=kind,
            payload={"text": key},
            **more,
        )


def _claim(office: Office, owner: str = "me", epoch: int = 1, **more: Any) -> Due | None:
    with office.open(None) as crm:
        return crm.outbox.claim(*BOT, owner=owner, epoch=epoch, **more)


def _state(office: Office, row_id: int) -> str:
    with office.read(None) as crm:
        row = crm.outbox.get(row_id)
        assert row is not None
        return row.state


def test_once_per_key(office: Office) -> None:
    """A second message of the same key is not put in; a mark of 128 bits is on each."""
    assert _put(office, "a") is not None
    assert _put(office, "a", kind="digest") is None
    due = _claim(office)
    assert due is not None
    assert (due.payload, due.address, due.attempts, len(due.mark)) == ({"text": "a"}, {"chat_id": "a"}, 1, 32)


def test_priorities(office: Office, clock: MovableClock) -> None:
    """Replies leave before reminders before alerts before digests, the earlier first; nothing leaves before its time."""
    _put(office, "digest", kind="digest", not_before=clock.now() - timedelta(minutes=5))
    _put(office, "alert", kind="alert")
    _put(office, "later", kind="reply", not_before=clock.now() + timedelta(seconds=1))
    _put(office, "reminder 2", kind="reminder")
    _put(office, "reminder 1", kind="reminder", not_before=clock.now() - timedelta(seconds=1))
    _put(office, "reply", kind="reply")
    claimed = []
    while (due := _claim(office)) is not None:
        claimed.append(due.dedupe_key)
    assert claimed == ["reply", "reminder 1", "reminder 2", "alert", "digest"]
    with office.read(None) as crm:
        assert crm.outbox.next_due(*BOT) == clock.now() + timedelta(seconds=1)
        assert crm.outbox.oldest_due() is None
    clock.forward(timedelta(seconds=1))
    due = _claim(office)
    assert due is not None
    assert due.dedupe_key == "later"


def test_what_is_late_does_not_starve(office: Office, clock: MovableClock) -> None:
    """Among replies without end a digest that has been due for long leaves within eight claims; a fresh one waits."""
    _put(office, "old digest", kind="digest", not_before=clock.now() - AGED)
    _put(office, "fresh digest", kind="digest")
    for number in range(2 * EVERY):
        _put(office, f"reply {number}")
    claimed = [due.dedupe_key for _ in range(2 * EVERY) if (due := _claim(office)) is not None]
    assert claimed.count("old digest") == 1
    assert claimed.index("old digest") < EVERY
    assert "fresh digest" not in claimed


def test_one_place_at_a_time(office: Office) -> None:
    """While a message to a place is on its way no other to that place leaves; other places go on."""
    _put(office, "1", place="a")
    _put(office, "2", place="a")
    _put(office, "3", place="b")
    first = _claim(office)
    assert first is not None
    second = _claim(office, busy=["c"])
    assert second is not None
    assert (first.dedupe_key, second.dedupe_key) == ("1", "3")
    assert _claim(office) is None
    with office.open(None) as crm:
        assert crm.outbox.sent(first.id, "me", 1, "700")
    third = _claim(office)
    assert third is not None
    assert third.dedupe_key == "2"
    with office.read(None) as crm:
        row = crm.outbox.of_message(*BOT, "a", "700")
        assert row is not None
        assert row.dedupe_key == "1"


def test_busy_places_are_passed_over(office: Office) -> None:
    """The sender's own knowledge of rates keeps places back."""
    _put(office, "1", place="a")
    assert _claim(office, busy=["a", "b"]) is None
    assert _claim(office, busy=["b"]) is not None


@pytest.mark.parametrize("scope", ["all", "a"])
def test_pauses(office: Office, clock: MovableClock, scope: str) -> None:
    """Within a pause of the bot or of the place nothing leaves; a shorter one does not end a longer one."""
    _put(office, "1", place="a")
    with office.open(None) as crm:
        crm.outbox.pause(*BOT, clock.now() + timedelta(seconds=30), scope)
        crm.outbox.pause(*BOT, clock.now() + timedelta(seconds=7), scope)
        assert crm.outbox.paused_until(*BOT, scope) == clock.now() + timedelta(seconds=30)
    assert _claim(office) is None
    clock.forward(timedelta(seconds=30))
    assert _claim(office) is not None
    with office.read(None) as crm:
        assert crm.outbox.paused_until(*BOT, scope) is None


def test_trying_again(office: Office, clock: MovableClock) -> None:
    """A later try counts, one after a 429 does not; one that may have been delivered says so."""
    row_id = _put(office, "1")
    assert row_id is not None
    _claim(office)
    with office.open(None) as crm:
        assert crm.outbox.again(row_id, "me", 1, clock.now() + timedelta(seconds=7), "429", counts=False)
    assert _claim(office) is None
    clock.forward(timedelta(seconds=7))
    due = _claim(office)
    assert due is not None
    assert (due.attempts, due.repeat) == (1, False)
    with office.open(None) as crm:
        assert crm.outbox.again(row_id, "me", 1, clock.now(), "time-out", repeat=True)
    due = _claim(office)
    assert due is not None
    assert (due.attempts, due.repeat) == (2, True)


@pytest.mark.parametrize(("how", "state"), [("failed", "failed"), ("uncertain", "uncertain"), ("drop", "cancelled")])
def test_ends(office: Office, how: str, state: str) -> None:
    """What is refused, uncertain or has nothing left to say is not sent again, and is listed."""
    row_id = _put(office, "1")
    assert row_id is not None
    _claim(office)
    with office.open(None) as crm:
        assert getattr(crm.outbox, how)(row_id, "me", 1, *([] if how == "drop" else ["why"]))
    assert _state(office, row_id) == state
    assert _claim(office) is None
    with office.read(None) as crm:
        assert [row.id for row in crm.outbox.in_state("failed", "uncertain", "cancelled")] == [row_id]


def test_a_zombie_marks_nothing(office: Office, clock: MovableClock) -> None:
    """After another took over, the marks of the first owner and of an older epoch are refused."""
    row_id = _put(office, "1")
    assert row_id is not None
    _claim(office, "old", 1)
    with office.open(None) as crm:
        (left,) = crm.outbox.left_behind(*BOT, owner="new")
        assert crm.outbox.take_over(left, "new", 2)
        assert not crm.outbox.take_over(left, "third", 3)
        assert not crm.outbox.sent(row_id, "old", 1, "5")
        assert not crm.outbox.sent(row_id, "new", 1, "5")
        assert crm.outbox.left_behind(*BOT, owner="new") == []
        assert crm.outbox.sent(row_id, "new", 2, "6")
    assert _state(office, row_id) == "sent"
    assert clock.now()


def test_cancelling(office: Office) -> None:
    """What has not left, or is held, can be cancelled; what has left cannot."""
    held = _put(office, "held", held=True)
    _put(office, "now")
    assert held is not None
    assert _state(office, held) == "held"
    due = _claim(office)
    assert due is not None
    assert due.dedupe_key == "now"
    with office.open(None) as crm:
        assert not crm.outbox.cancel("now")
        assert crm.outbox.cancel("held")
        assert not crm.outbox.cancel("held")
        assert crm.outbox.count("cancelled") == 1
    assert _claim(office) is None


def test_many_senders(office: Office) -> None:
    """Six senders at the same time claim each of 60 messages exactly once."""
    for number in range(60):
        _put(office, str(number))
    claimed: list[int] = []
    guard = threading.Lock()

    def send(owner: str) -> None:
        while True:
            due = _claim(office, owner)
            if due is None:
                with office.read(None) as crm:
                    if crm.outbox.count("pending") == 0:
                        return
                continue
            with guard:
                claimed.append(due.id)
            with office.open(None) as crm:
                assert crm.outbox.sent(due.id, owner, 1, str(due.id))

    threads = [threading.Thread(target=send, args=(str(number),)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 60


def test_old_ones_are_forgotten(office: Office, clock: MovableClock) -> None:
    """What was sent a month ago is forgotten; what failed stays to be shown."""
    sent, failed = _put(office, "1"), _put(office, "2")
    assert sent is not None
    assert failed is not None
    _claim(office)
    _claim(office)
    with office.open(None) as crm:
        crm.outbox.sent(sent, "me", 1, "5")
        crm.outbox.failed(failed, "me", 1, "blocked")
    clock.forward(timedelta(days=31))
    with office.open(None) as crm:
        assert crm.outbox.purge() == 1
        assert crm.outbox.get(failed) is not None

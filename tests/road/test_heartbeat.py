"""What is due goes out once, at its hour, whatever the clock and the process do (PRODUCT.md 4, 5; RELIABILITY.md TIME3 to TIME5)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.delivering.waiting import post
from bot.heartbeat import Heartbeat
from bot.plain import plain_text
from bot.settings import defaults
from core.audit import RecordedSession
from core.crm import Crm
from core.errors import Busy
from core.talking.rows import OutboxRow
from core.team.rep import Rep
from tests.road.stage import Road


def _lina(crm: Crm) -> Rep:
    found = crm.team.rep_named("Lina")
    assert found is not None
    return found


def _due(
    road: Road, title: str = "Call Acme", *, after: timedelta = timedelta(hours=1), recurrence: str | None = None
) -> int:
    with road.office.open(None, doing="given") as crm:
        return crm.follow_ups.add(title, crm.now + after, rep_id=_lina(crm).id, recurrence=recurrence).id


def _anew(road: Road) -> None:
    """As after a restart: a heartbeat that remembers nothing."""
    road.heartbeat = Heartbeat(road.office, defaults().reminders)


def test_a_reminder_comes_once_at_its_moment(road: Road) -> None:
    """Nothing before, one message at the moment, nothing after; a restart repeats nothing."""
    _due(road)
    assert road.beat() == []
    road.later(hours=1)
    (text,) = road.beat()
    assert "Call Acme" in text
    assert "late" not in text
    assert road.beat() == []
    _anew(road)
    assert road.beat() == []


def test_a_late_one_says_so(road: Road) -> None:
    """After a downtime the reminder still comes, marked."""
    _due(road)
    road.later(days=21)
    (text,) = road.beat()
    assert "(late: it was due today 15:05)" not in text
    assert "(late: it was due Sun 22 Nov 15:05)" in text


def test_a_clock_that_jumps_repeats_nothing(road: Road) -> None:
    """Two hours ahead, one back, and ahead again: one message."""
    _due(road)
    road.later(hours=2)
    assert len(road.beat()) == 1
    road.later(hours=-1.5)
    assert road.beat() == []
    road.later(hours=3)
    assert road.beat() == []


def test_one_that_was_finished_before_it_left_is_not_sent(road: Road) -> None:
    """The notice is worded when it is sent, from the present state."""
    follow_up = _due(road)
    road.later(hours=1)
    road.heartbeat.beat()
    with road.office.open(None, doing="given") as crm:
        crm.follow_ups.finish(follow_up)
    assert road.drained() == []


def test_one_that_waits_for_another_is_not_reminded_of(road: Road) -> None:
    """A task is silent until what it waits for is done."""
    first = _due(road, "Legal review", after=timedelta(days=5))
    second = _due(road, "Send contract")
    with road.office.open(None, doing="given") as crm:
        crm.follow_ups.wait_for(second, first)
    road.later(hours=1)
    assert road.beat() == []


def test_many_due_at_once_all_come(road: Road) -> None:
    """More than one page of them, some at the same moment: each is named once, ten in a message."""
    with road.office.open(None, doing="given") as crm:
        for number in range(450):
            crm.follow_ups.add(f"task {number}.", crm.now + timedelta(seconds=number // 300), rep_id=_lina(crm).id)
    road.later(minutes=1)
    texts = road.beat()
    named = [int(found) for text in texts for found in re.findall(r"task (\d+)\.", text)]
    assert sorted(named) == list(range(450))
    assert len(texts) == 45
    _anew(road)
    assert road.beat() == []


def test_several_at_the_same_time_are_one_message(road: Road) -> None:
    """Three or more of a rep come together, the important one by itself; another rep's are not among them."""
    with road.office.open(None, doing="given") as crm:
        for title in ("Call Acme", "Send contract", "Price list"):
            crm.follow_ups.add(title, crm.now, rep_id=_lina(crm).id)
        crm.follow_ups.add("Sign the deal", crm.now, rep_id=_lina(crm).id, priority="high")
        omar = crm.team.rep_named("Omar")
        assert omar is not None
        crm.follow_ups.add("Visit Globex", crm.now, rep_id=omar.id)
    texts = road.beat()
    together = [text for text in texts if "Call Acme" in text]
    assert [text for text in texts if "Send contract" in text or "Price list" in text] == together
    assert len(texts) == 3
    assert not any("Sign the deal" in text or "Visit Globex" in text for text in together)
    assert "done" in road.say("lina", "done 2").outcome
    with road.office.read(None) as crm:
        left = {row.title for row in crm.follow_ups.open(_lina(crm).id)}
    assert left == {"Call Acme", "Price list", "Sign the deal"}


def test_what_was_settled_meanwhile_is_left_out_of_the_message(road: Road) -> None:
    """Worded when it is sent: of three one is finished and one moved, so the third comes as any single reminder."""
    with road.office.open(None, doing="given") as crm:
        first, second, _ = (
            crm.follow_ups.add(title, crm.now, rep_id=_lina(crm).id).id for title in ("a", "b", "Zenith")
        )
    road.heartbeat.beat()
    with road.office.open(None, doing="given") as crm:
        crm.follow_ups.finish(first)
        crm.follow_ups.move(second, crm.now + timedelta(days=1))
    (text,) = road.drained()
    assert text == "⏰ Zenith"


def test_two_at_the_same_time_keep_their_buttons(road: Road) -> None:
    """Fewer than are folded come one by one."""
    with road.office.open(None, doing="given") as crm:
        for title in ("Call Acme", "Send contract"):
            crm.follow_ups.add(title, crm.now, rep_id=_lina(crm).id)
    assert len(road.beat()) == 2


def test_a_muted_rep_is_reminded_afterwards(road: Road) -> None:
    """Muted until 17:00: the reminder of 15:05 comes then, and does not call itself late."""
    _due(road)
    with road.office.open(None, doing="given") as crm:
        crm.team.change(_lina(crm).id, muted_until=crm.now + timedelta(hours=3))
    road.later(hours=1)
    assert road.beat() == []
    road.later(hours=2)
    (text,) = road.beat()
    assert "late" not in text


def test_a_recurring_one_comes_each_time_it_stays_open(road: Road) -> None:
    """Every day: each morning one; after three days away one catch-up, not three."""
    _due(road, recurrence="FREQ=DAILY")
    counts = []
    for hours in (1, 24, 24, 72, 24):
        road.later(hours=hours)
        counts.append(len(road.beat()))
    assert counts == [1, 1, 1, 1, 1]
    assert road.beat() == []


def test_a_rep_who_was_shut_out_for_a_while_is_reminded_again(road: Road) -> None:
    """Nothing comes meanwhile, and what recurs goes on when the rep is let in again."""
    _due(road, recurrence="FREQ=DAILY")
    road.later(hours=1)
    assert len(road.beat()) == 1
    with road.office.open(None, doing="given") as crm:
        crm.team.disable(_lina(crm).id)
    for _ in range(3):
        road.later(days=1)
        assert road.beat() == []
    with road.office.open(None, doing="given") as crm:
        crm.team.enable(_lina(crm).id)
    road.later(days=1)
    assert len(road.beat()) == 1


def test_a_rep_who_is_linked_nowhere_gets_it_at_the_next_visit(road: Road) -> None:
    """It is held, and released by the pairing."""
    with road.office.open(None, doing="given") as crm:
        noor = crm.team.add_rep("Noor", "rep", "en", "Asia/Riyadh")
        crm.team.change(noor.id, digest_on=False)
        crm.follow_ups.add("Visit Globex", crm.now, rep_id=noor.id)
    assert road.beat() == []
    with road.office.open(None, doing="given") as crm:
        code = crm.team.invite(noor.id)
    road.say("noor", f"/start {code}")
    texts = road.drained()
    assert any("Visit Globex" in text for text in texts)
    assert road.drained() == []


def _with_digest(road: Road, at: time = time(8, 30)) -> None:
    with road.office.open(None, doing="given") as crm:
        lina = _lina(crm)
        crm.team.change(lina.id, digest_on=True, digest_at=at)
        crm.follow_ups.add("Send contract", crm.now - timedelta(days=3), rep_id=lina.id)
        crm.follow_ups.add("Price list", datetime(2026, 11, 30, 9, tzinfo=UTC), rep_id=lina.id)


def _at(road: Road, day: int, hour: int, minute: int = 0) -> list[str]:
    """Beat at that hour in Riyadh; only the morning lists."""
    road.clock.set(datetime(2026, 11, day, hour - 3, minute, tzinfo=UTC))
    road.beat()
    road.later(minutes=2)
    road.sender.drain()
    lists = [text for text in road.platform.texts if "☀️" in text or "📋" in text]
    road.platform.sent.clear()
    return lists


def test_the_morning_list_comes_once_a_work_day(road: Road) -> None:
    """At 8:30, not before, not twice, not on Friday; a restart and a moved hour repeat nothing."""
    _with_digest(road)
    assert _at(road, 23, 8) == []
    (text,) = _at(road, 23, 8, 31)
    assert "Overdue (1)" in text
    assert _at(road, 23, 9) == []
    _anew(road)
    assert _at(road, 23, 9, 30) == []
    with road.office.open(None, doing="given") as crm:
        crm.team.change(_lina(crm).id, digest_at=time(10))
    _anew(road)
    assert _at(road, 23, 10, 30) == []
    assert _at(road, 27, 11) == []


def test_a_morning_list_that_is_too_late_is_left_out(road: Road) -> None:
    """More than six hours after its time it is skipped; the next day's comes."""
    _with_digest(road)
    assert _at(road, 23, 15) == []
    assert len(_at(road, 24, 11)) == 1


def test_a_morning_list_whose_commit_failed_comes_with_the_next_beat(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known of a day is what was committed of it."""
    _with_digest(road)
    assert _at(road, 23, 8) == []

    def undone(*posted: Any, **more: Any) -> int | None:
        patched.setattr(RecordedSession, "finish", _busy)
        return post(*posted, **more)

    with monkeypatch.context() as patched:
        patched.setattr("bot.heartbeat.post", undone)
        with pytest.raises(Busy):
            _at(road, 23, 8, 31)
    assert len(_at(road, 23, 8, 32)) == 1


def _busy(*_: object) -> None:
    raise Busy


def test_an_empty_morning_list_is_silent(road: Road) -> None:
    """Nothing due: nothing is sent."""
    with road.office.open(None, doing="given") as crm:
        crm.team.change(_lina(crm).id, digest_on=True, digest_at=time(8, 30))
    assert _at(road, 23, 9) == []


@pytest.mark.parametrize(("language", "tally"), [("en", "✅ {done} of 4 done"), ("ar", "✅ أُنجز {done} من 4")])
def test_ticking_a_list_off_rewrites_one_message(road: Road, language: str, tally: str) -> None:
    """Press after press the morning list keeps the buttons that are left, tells what was done last, and how many are."""
    with road.office.open(None, doing="given") as crm:
        lina = _lina(crm)
        crm.team.change(lina.id, digest_on=True, digest_at=time(8, 30), language=language)
        for number in range(4):
            crm.follow_ups.add(f"task {number}", datetime(2026, 11, 23, 9 + number, tzinfo=UTC), rep_id=lina.id)
    road.clock.set(datetime(2026, 11, 23, 5, 30, tzinfo=UTC))
    road.beat()
    road.later(minutes=2)
    road.sender.drain()
    with road.office.read(None) as crm:
        row = crm.transaction.session.exec(select(OutboxRow).where(OutboxRow.kind == "digest")).one()
        on = row.ext_message_id
    for done in (1, 2, 3):
        road.assistant.take(road.platform, road.body("lina", press=road.ticks()[0], on=on))
        road.sender.drain()
        last = road.platform.sent[-1][1]
        assert last.edits == on
        lines = [plain_text([part]) for part in last.whole]
        assert "☀️" in lines[0]
        assert [line.count("\n") for line in lines[1:]] == [0, 0], "the list, what was done last, the tally"
        assert lines[-1] == tally.format(done=done)
        assert f"task {done - 1}" in lines[-2]
        labels = [key.label for keys in last.all_keys for key in keys]
        assert labels[:-1] == [f"✅ {number}" for number in range(done + 1, 5)]


def test_a_time_that_has_passed_since_is_asked_about(road: Road) -> None:
    """``[Tomorrow 09:00]`` under a reminder, pressed two days later, moves nothing into the past."""
    _due(road, "Call Acme")
    road.later(hours=1)
    road.beat()
    tomorrow = road.token("Tomorrow 09:00")
    road.later(days=2)
    before = road.count_of(lambda crm: crm.follow_ups.open()[0].due_at)
    assert road.press("lina", tomorrow).outcome == "asked"
    (text,) = road.drained()
    assert "has passed" in text
    assert road.count_of(lambda crm: crm.follow_ups.open()[0].due_at) == before
    road.say("lina", "tomorrow 10am")
    assert road.count_of(lambda crm: crm.follow_ups.open()[0].due_at) > before

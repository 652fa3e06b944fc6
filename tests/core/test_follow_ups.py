"""Follow-ups: order, moving, finishing, recurrence, waiting, and who sees them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.clock import MovableClock
from core.crm import Office
from core.errors import AlreadyDone, BadValue, Cycle, NotFound
from core.tables import Customer, Rep
from core.working.recurrence import check_rule, next_moment, wall_to_utc
from tests.conftest import NOW

HOUR = timedelta(hours=1)
RIYADH = ZoneInfo("Asia/Riyadh")


def test_important_first_then_by_time(office: Office, lina: Rep, acme: Customer) -> None:
    """Open ones come important first, then by time; closed ones do not; the window is inclusive at its start only."""
    with office.open(lina) as crm:
        crm.follow_ups.add("late", NOW + 2 * HOUR)
        crm.follow_ups.add("low", NOW, priority="low")
        crm.follow_ups.add("high", NOW + 5 * HOUR, priority="high", customer_id=acme.id)
        done = crm.follow_ups.add("done", NOW)
        crm.follow_ups.finish(done.id)
        assert [row.title for row in crm.follow_ups.open()] == ["high", "late", "low"]
        assert [row.title for row in crm.follow_ups.open(after=NOW, before=NOW + 2 * HOUR)] == ["low"]
        assert [row.title for row in crm.follow_ups.open(customer_id=acme.id)] == ["high"]
        assert crm.follow_ups.count(before=NOW + 3 * HOUR) == 2
        coming = crm.follow_ups.next_of(acme.id)
        assert coming is not None
        assert coming.title == "high"


def test_moving_counts(office: Office, lina: Rep) -> None:
    """Each move counts as a snooze; when it was first due is kept."""
    with office.open(lina) as crm:
        row = crm.follow_ups.add("call", NOW)
        crm.follow_ups.move(row.id, NOW + HOUR)
        crm.follow_ups.move(row.id, NOW + 2 * HOUR, all_day=True)
        assert (row.snoozes, row.first_due_at, row.due_at, row.all_day) == (2, NOW, NOW + 2 * HOUR, True)


@pytest.mark.parametrize("how", ["finish", "cancel"])
def test_closing_twice(office: Office, lina: Rep, how: str) -> None:
    """What is closed is not closed, moved or cancelled again, and the refusal says how and when it was."""
    with office.open(lina) as crm:
        row = crm.follow_ups.add("call", NOW)
        getattr(crm.follow_ups, how)(row.id)
    for again in ("finish", "cancel", "move"):
        with pytest.raises(AlreadyDone) as told, office.open(lina) as crm:
            getattr(crm.follow_ups, again)(row.id, *([NOW] if again == "move" else []))
        assert (told.value.title, told.value.status, told.value.at) == ("call", row.status, NOW)
    with office.open(lina) as crm:
        assert crm.follow_ups.reopen(row.id).status == "open"


def test_a_recurring_one_makes_its_next(office: Office, lina: Rep, acme: Customer, clock: MovableClock) -> None:
    """Finishing makes the next of the series, counted from the first and not from a snooze, with everything else the same."""
    first = datetime(2026, 11, 23, 9, tzinfo=RIYADH)
    with office.open(lina) as crm:
        row = crm.follow_ups.add(
            "review", first, customer_id=acme.id, recurrence="FREQ=WEEKLY;BYDAY=MO", priority="high"
        )
        crm.follow_ups.move(row.id, first + timedelta(days=1))
    clock.set(first + timedelta(days=1))
    with office.open(lina, doing="finish_follow_up") as crm:
        closed = crm.follow_ups.close(row.id)
        assert closed.following is not None
        assert closed.following.due_at == first + timedelta(days=7)
        assert (closed.following.priority, closed.following.customer_id, closed.following.snoozes) == (
            "high",
            acme.id,
            0,
        )
        assert crm.follow_ups.following(crm.follow_ups.get(row.id)) == closed.following
    with office.open(lina, doing="undo") as crm:
        crm.steps.undo()
        assert [one.id for one in crm.follow_ups.open()] == [row.id]


def test_a_series_ends_or_is_cut(office: Office, lina: Rep) -> None:
    """After its last there is no next; cancelling ends a series, or only one of it."""
    with office.open(lina) as crm:
        last = crm.follow_ups.add("twice", NOW, recurrence="FREQ=DAILY;COUNT=2")
        second = crm.follow_ups.close(last.id).following
        assert second is not None
        assert crm.follow_ups.close(second.id).following is None
        row = crm.follow_ups.add("daily", NOW, recurrence="FREQ=DAILY")
        crm.follow_ups.cancel(row.id, series=False)
        following = crm.follow_ups.following(row)
        assert following is not None
        crm.follow_ups.cancel(following.id)
        assert crm.follow_ups.open() == []


def test_late_finishing_skips_what_is_past(office: Office, lina: Rep, clock: MovableClock) -> None:
    """Finished three weeks late, a weekly one comes next in the future, once."""
    with office.open(lina) as crm:
        row = crm.follow_ups.add("weekly", NOW, recurrence="FREQ=WEEKLY")
    clock.forward(timedelta(days=22))
    with office.open(lina) as crm:
        following = crm.follow_ups.close(row.id).following
        assert following is not None
        assert following.due_at == NOW + timedelta(days=28)


def test_a_series_keeps_its_wall_time(office: Office, lina: Rep) -> None:
    """Nine o'clock stays nine o'clock when the clocks change and when the rep moves to another zone."""
    with office.open(lina) as crm:
        row = crm.follow_ups.add("daily", datetime(2026, 11, 23, 9, tzinfo=RIYADH), recurrence="FREQ=DAILY")
        crm.team.change(lina.id, zone="Europe/London")
        following = crm.follow_ups.close(row.id).following
        assert following is not None
        assert following.due_at == datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize("rule", ["every day", "FREQ=HOURLYISH", "FREQ=DAILY\nDTSTART:20200101", "x" * 300])
def test_bad_rules(office: Office, lina: Rep, rule: str) -> None:
    """What is no rule of RFC 5545 is refused."""
    with pytest.raises(BadValue), office.open(lina) as crm:
        crm.follow_ups.add("x", NOW, recurrence=rule)


def test_rules_around_clock_changes() -> None:
    """A time in the gap counts with the offset before it, one that comes twice is the first; neither shifts the days after."""
    york = ZoneInfo("America/New_York")
    first = datetime(2026, 3, 6, 2, 30, tzinfo=york)
    seen = []
    at = first.astimezone(UTC)
    for _ in range(3):
        found = next_moment("FREQ=DAILY", first, at, york)
        assert found is not None
        seen.append(found.astimezone(york).strftime("%d %H:%M"))
        at = found
    assert seen == ["07 02:30", "08 03:30", "09 02:30"]
    twice = wall_to_utc(datetime(2026, 11, 1, 1, 30), york)  # noqa: DTZ001 - wall time
    assert twice == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    cairo = ZoneInfo("Africa/Cairo")
    gap = wall_to_utc(datetime(2026, 4, 24, 0, 30), cairo)  # noqa: DTZ001 - wall time
    assert gap.astimezone(cairo).strftime("%H:%M") == "01:30"


def test_month_ends_do_not_drift() -> None:
    """A rule for the 31st comes on the 31st only, one for the last day on each month's last; 29 February every fourth year."""
    first = datetime(2026, 1, 31, 9, tzinfo=UTC)
    zone = ZoneInfo("UTC")

    def days(rule: str, count: int) -> list[str]:
        found, at = [], first
        for _ in range(count):
            following = next_moment(rule, first, at, zone)
            assert following is not None
            found.append(following.strftime("%y-%m-%d"))
            at = following
        return found

    assert days("FREQ=MONTHLY;BYMONTHDAY=31", 3) == ["26-03-31", "26-05-31", "26-07-31"]
    assert days("FREQ=MONTHLY;BYMONTHDAY=-1", 3) == ["26-02-28", "26-03-31", "26-04-30"]
    assert days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", 2) == ["28-02-29", "32-02-29"]
    assert check_rule("rrule:freq=daily") == "FREQ=DAILY"
    assert next_moment("FREQ=DAILY;UNTIL=20260202T060000Z", first, first, ZoneInfo("Asia/Riyadh")) is not None


def test_waiting_is_derived(office: Office, lina: Rep, omar: Rep) -> None:
    """What waits for an open one is blocked; once that is closed it is free, and the closing says so."""
    with office.open(lina) as crm:
        sign = crm.follow_ups.add("sign", NOW)
        send = crm.follow_ups.add("send", NOW, waits_for_id=sign.id)
        assert crm.follow_ups.blocked(send) is sign
        assert crm.follow_ups.blocked(sign) is None
        closed = crm.follow_ups.close(sign.id)
        assert [row.title for row in closed.freed] == ["send"]
        assert crm.follow_ups.blocked(send) is None
    assert omar.id


def test_cycles_are_refused(office: Office, lina: Rep) -> None:
    """What would wait for itself is refused with the chain of titles."""
    with office.open(lina) as crm:
        first = crm.follow_ups.add("a", NOW)
        second = crm.follow_ups.add("b", NOW, waits_for_id=first.id)
        third = crm.follow_ups.add("c", NOW, waits_for_id=second.id)
    with pytest.raises(Cycle) as told, office.open(lina) as crm:
        crm.follow_ups.wait_for(first.id, third.id)
    assert told.value.chain == ["a", "c", "b", "a"]
    with pytest.raises(Cycle), office.open(lina) as crm:
        crm.follow_ups.wait_for(first.id, first.id)
    with office.open(lina) as crm:
        assert crm.follow_ups.wait_for(third.id, None).waits_for_id is None


def test_whose_they_are(office: Office, lina: Rep, omar: Rep, mona: Rep) -> None:
    """A list is one's own; what one asked a colleague for is seen by both; a manager sees all; nobody else does."""
    with office.open(lina) as crm:
        crm.follow_ups.add("mine", NOW)
        asked = crm.follow_ups.add("visit Acme", NOW, rep_id=omar.id)
        assert asked.asked_by_id == lina.id
    with office.open(None) as crm:
        ali = crm.team.add_rep("Ali")
    with office.read(omar) as crm:
        assert [row.title for row in crm.follow_ups.open()] == ["visit Acme"]
        assert crm.follow_ups.open(lina.id) == []
    with office.read(lina) as crm:
        assert [row.title for row in crm.follow_ups.open()] == ["mine"]
        assert crm.follow_ups.get(asked.id).rep_id == omar.id
    with office.read(mona) as crm:
        assert crm.follow_ups.open() == []
        assert [row.title for row in crm.follow_ups.open(lina.id)] == ["mine"]
    with office.open(ali) as crm, pytest.raises(NotFound):
        crm.follow_ups.finish(asked.id)
    with office.open(omar) as crm:
        crm.follow_ups.finish(asked.id)
    with pytest.raises(AlreadyDone) as told, office.open(lina) as crm:
        crm.follow_ups.cancel(asked.id)
    assert told.value.who == "Omar"


def test_a_contact_brings_its_customer(office: Office, lina: Rep, acme: Customer) -> None:
    """A follow-up with a contact is one with its customer; unknown ones are refused."""
    with office.open(lina) as crm:
        sara = crm.contacts.add("Sara", acme.id)
        assert crm.follow_ups.add("call", NOW, contact_id=sara.id).customer_id == acme.id
    for fields in ({"customer_id": 99}, {"contact_id": 99}, {"waits_for_id": 99}, {"rep_id": 99}):
        with pytest.raises(NotFound), office.open(lina) as crm:
            crm.follow_ups.add("x", NOW, **fields)  # type: ignore[arg-type]


def test_due(office: Office, lina: Rep, omar: Rep) -> None:
    """The heartbeat sees what is due of all reps, by time, up to and including now."""
    with office.open(lina) as crm:
        crm.follow_ups.add("a", NOW)
        crm.follow_ups.add("b", NOW + HOUR)
    with office.open(omar) as crm:
        crm.follow_ups.add("c", NOW - HOUR)
    with office.read(None) as crm:
        assert [row.title for row in crm.follow_ups.due(NOW)] == ["c", "a"]
        assert [row.title for row in crm.follow_ups.due(NOW, after=NOW - HOUR)] == ["a"]

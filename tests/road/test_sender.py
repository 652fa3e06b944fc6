"""What becomes of a message whose delivery was not confirmed (RELIABILITY.md R12 to R18)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.delivering.announcing import is_shared
from bot.delivering.sending import Confirmed, Doubtful, Sending
from bot.kinds.ref import Ref
from bot.messages import Place
from bot.platform import MaybeSent, Moved, NotSent, Refused, SlowDown
from bot.reply import Outgoing
from bot.talking.talk import talk_of
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.talking.rows import OutboxRow
from core.team.workspace import Workspace
from tests.conftest import NOW
from tests.road.stage import Road


def _rows(road: Road) -> list[OutboxRow]:
    with road.office.read(None) as crm:
        states: Any = ("pending", "dispatching", "sent", "failed", "uncertain", "cancelled", "held")
        return crm.outbox.in_state(*states)


def _settled(road: Road) -> str:
    """One claim, one send, and the settling of its doubt; the row's state."""
    sending = Sending(road.office, road.platform, owner="test")
    claimed = sending.claim()
    assert claimed is not None
    outcome = sending.deliver(claimed)
    if isinstance(outcome, Confirmed):
        sending.mark([outcome])
    while isinstance(outcome, Doubtful):
        outcome = sending.settle(outcome)
    return next(row.state for row in _rows(road) if row.id == claimed.due.id)


def test_what_surely_did_not_leave_is_tried_again_later(road: Road) -> None:
    """A refused connection loses nothing: the message goes out once, a few seconds later."""
    road.platform.faults = [NotSent("refused"), NotSent("refused")]
    road.say("lina", "help")
    assert road.drained() == []
    assert road.drained() == []
    road.later(seconds=3)
    assert road.drained() == []
    road.later(seconds=5)
    assert len(road.drained()) == 1
    assert road.platform.attempts == 3


def test_slow_down_pauses_everybody_and_spends_no_attempt(road: Road) -> None:
    """A 429 stops all sending for its seconds; nothing is sent within the window."""
    road.platform.faults = [SlowDown(7)]
    road.say("lina", "help")
    road.say("omar", "help")
    assert road.drained() == []
    assert road.platform.attempts == 1
    road.later(seconds=6)
    assert road.drained() == []
    assert road.platform.attempts == 1
    road.later(seconds=2)
    assert len(road.drained()) == 2
    assert {row.attempts for row in _rows(road)} == {1}


def test_a_lost_answer_is_looked_up(road: Road) -> None:
    """Where the platform can be asked, a message that arrived is not sent again."""
    road.platform.can_look_up = road.platform.arrives_anyway = True
    road.platform.faults = [MaybeSent("no answer")]
    road.say("lina", "help")
    assert _settled(road) == "sent"
    assert len(road.platform.texts) == 1


def test_a_look_up_that_finds_nothing_sends_again(road: Road) -> None:
    """Two look-ups without a trace: it did not arrive, and goes out without a label."""
    road.platform.can_look_up = True
    road.platform.faults = [MaybeSent("no answer")]
    road.say("lina", "help")
    assert _settled(road) == "pending"
    assert len(road.drained()) == 1
    assert not road.platform.sent[0][1].repeat


def test_where_it_cannot_be_told_a_reply_is_repeated_once_with_a_label(road: Road) -> None:
    """Telegram cannot be asked: after half a minute it is sent once more and says so; then it stays uncertain."""
    road.platform.arrives_anyway = True
    road.platform.faults = [MaybeSent("no answer"), MaybeSent("no answer")]
    road.say("lina", "help")
    assert _settled(road) == "pending"
    assert road.drained() == []
    road.later(seconds=31)
    assert _settled(road) == "uncertain"
    assert [outgoing.repeat for _, outgoing in road.platform.sent] == [False, True]


def test_a_look_up_that_breaks_tells_nothing(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that makes no sense is no knowledge: the message is repeated with a label, and what comes after it does not wait for ever."""

    def broken(*_: object) -> None:
        raise KeyError("ts")

    monkeypatch.setattr(road.platform, "look_up", broken)
    road.platform.faults = [MaybeSent("no answer")]
    road.say("lina", "help")
    assert _settled(road) == "pending"
    road.later(seconds=31)
    road.drained()
    assert [outgoing.repeat for _, outgoing in road.platform.sent] == [True]


def test_a_morning_list_is_never_repeated(road: Road) -> None:
    """A digest whose delivery is unknown stays uncertain."""
    with road.office.open(None, doing="given") as crm:
        lina = crm.team.rep_named("Lina")
        assert lina is not None
        crm.team.change(lina.id, digest_on=True)
        crm.follow_ups.add("call", crm.now, rep_id=lina.id)
    road.heartbeat.beat()
    assert _settled(road) == "sent"  # the reminder goes first
    road.later(minutes=6)
    road.platform.faults = [MaybeSent("no answer")]
    assert _settled(road) == "uncertain"


def test_no_for_good_is_tried_once_and_a_manager_is_told_once(road: Road) -> None:
    """A blocked bot: one attempt a message, and one alert a day to the manager."""
    road.platform.faults = [Refused("bot was blocked by the user", address_dead=True)]
    road.say("lina", "help")
    road.say("lina", "today")
    told = road.drained()
    assert [text for text in told if "cannot be reached" in text] == told
    assert len(told) == 1
    assert road.platform.attempts == 2  # what else waited for that chat is not tried
    assert sorted(row.state for row in _rows(road)) == ["failed", "failed", "sent"]


def test_a_moved_chat_is_followed_once(road: Road) -> None:
    """A chat with a new id gets the message there, one time."""
    road.platform.faults = [Moved("-100999")]
    road.say("lina", "help")
    assert len(road.drained()) == 1
    assert road.platform.sent[0][1].place.chat_id == "-100999"


def _subscribed(road: Road) -> None:
    """Huda has wins told in the group, and shares it; what is said about it went out."""
    with road.office.open(None, doing="given") as crm:
        crm.team.change(next(rep.id for rep in crm.team.reps() if rep.name == "Huda"), role="admin")
    road.say("huda", "subscribe wins", group=True)
    road.say("huda", "answer in full here", group=True)
    road.drained()


def _won(road: Road, name: str) -> list[str]:
    """Lina wins a deal of a new customer; what arrived in a group, and where."""
    before = len(road.platform.sent)
    with road.office.open(None, doing="given") as crm:
        lina = crm.team.rep_named("Lina")
        assert lina is not None
        crm.customers.add(name, owner_id=lina.id, sure=True)
    road.say("lina", f"deal {name} 50k")
    road.say("lina", f"won {name}")
    road.drained()
    return [outgoing.place.chat_id for _, outgoing in road.platform.sent[before:] if not outgoing.place.private]


def test_a_group_that_moved_keeps_what_it_asked_for(road: Road) -> None:
    """Also where only a refused message tells of the new id: what is won is told there, and the group stays shared."""
    _subscribed(road)
    road.platform.faults = [Moved("-100999")]
    road.say("huda", "help", group=True)
    road.drained()
    assert _won(road, "Nova") == ["-100999"]
    place = Place(platform="telegram", workspace="acme", chat_id="-100999", private=False)
    with road.office.read(None) as crm:
        assert is_shared(crm, place)
        assert not is_shared(crm, replace(place, chat_id="group"))


def test_a_group_that_threw_the_bot_out_is_told_no_more(road: Road) -> None:
    """No manager hears that the rep who spoke there cannot be reached; nothing is announced there, and it is not shared any more."""
    _subscribed(road)
    road.platform.faults = [Refused("bot was kicked from the group", address_dead=True)]
    road.say("lina", "help", group=True)
    assert road.drained() == []
    assert _won(road, "Nova") == []
    with road.office.read(None) as crm:
        assert not is_shared(crm, Place(platform="telegram", workspace="acme", chat_id="group", private=False))


def test_what_a_dead_run_was_sending_is_settled_at_the_start(road: Road) -> None:
    """A row that stayed dispatching is repeated with a label after half a minute."""
    road.say("lina", "help")
    assert Sending(road.office, road.platform, owner="dead").claim() is not None
    assert road.drained() == []
    road.later(seconds=31)
    assert len(road.drained()) == 1
    assert road.platform.sent[0][1].repeat


def test_a_dispatcher_that_lost_its_charge_marks_nothing(road: Road) -> None:
    """The mark of an older epoch is rejected."""
    road.say("lina", "help")
    zombie = Sending(road.office, road.platform, owner="a", epoch=1)
    claimed = zombie.claim()
    assert claimed is not None
    with road.office.open(None, doing="take over") as crm:
        (row,) = crm.outbox.left_behind("telegram", "acme", owner="b")
        assert crm.outbox.take_over(row, "b", 2)
    outcome = zombie.deliver(claimed)
    assert isinstance(outcome, Confirmed)
    zombie.mark([outcome])
    assert [row.state for row in _rows(road)] == ["dispatching"]


def test_replies_go_before_reminders(road: Road) -> None:
    """Whoever writes is answered before what is pushed."""
    with road.office.open(None, doing="given") as crm:
        for name in ("Lina", "Omar"):
            rep = crm.team.rep_named(name)
            assert rep is not None
            crm.follow_ups.add(f"call {name}", crm.now, rep_id=rep.id)
    road.heartbeat.beat()
    road.say("huda", "thanks")
    first, *rest = road.drained()
    assert "call" not in first
    assert len(rest) == 2


def test_a_message_that_cannot_be_worded_does_not_stop_the_others(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in one notice fails that row alone."""
    with road.office.open(None, doing="given") as crm:
        lina = crm.team.rep_named("Lina")
        assert lina is not None
        crm.follow_ups.add("call", crm.now, rep_id=lina.id)
    road.heartbeat.beat()
    road.say("omar", "help")

    def broken(*_: object) -> Outgoing:
        raise RuntimeError("broken")

    monkeypatch.setattr("bot.delivering.wording.render", broken)
    assert len(road.drained()) == 1
    assert sorted(row.state for row in _rows(road)) == ["failed", "sent"]


@pytest.mark.postgres
def test_a_reminder_while_the_rep_s_message_is_handled(postgres_url: str) -> None:
    """It waits for the message, holds nobody else's up, spends no try; then both are remembered, on the first day of a talk too."""
    database = Database(postgres_url)
    database.create_tables()
    clock = MovableClock(NOW)
    road = Road(Office(database, clock, Workspace.of_country("SA")), clock)
    with road.office.open(None, doing="given") as crm:
        reps = [rep for rep in crm.team.reps() if rep.name in ("Lina", "Omar")]
        promised = {rep.name: crm.follow_ups.add(f"call {rep.name}", crm.now, rep_id=rep.id).id for rep in reps}
    road.heartbeat.beat()
    lina = next(rep for rep in reps if rep.name == "Lina")
    home = Place(platform="telegram", workspace="acme", chat_id="dm-u-lina")
    with road.office.open(lina, doing="message") as crm:
        talk = talk_of(crm, home, lina.id)
        talk.listed = [Ref("follow_up", 7, "old")]
        talk.has_board()
        # SQLAlchemy has said nothing of it to the database yet: what is held is held from the first look on.
        assert [text.splitlines()[0] for text in road.drained()] == ["⏰ call Omar"]
    road.later(seconds=1)
    assert [text.splitlines()[0] for text in road.drained()] == ["⏰ call Lina"]
    with road.office.read(lina) as crm:
        talk = talk_of(crm, home, lina.id)
        assert talk.board
        assert talk.pushed_ids == [promised["Lina"]]
        assert [(row.state, row.attempts) for row in crm.outbox.of_rep(lina.id)] == [("sent", 1)]
    database.close()

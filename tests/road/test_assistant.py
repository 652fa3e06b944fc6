"""One message is handled exactly once, by its own rep, and a fault tells nothing and loses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.assistant import Assistant
from bot.plain import plain_text
from bot.talking.answer import Answer
from bot.talking.hearing import Hearing
from core.errors import Busy
from core.store.audit_rows import Denial
from core.talking.rows import InboxRow
from core.working.interaction import Interaction
from tests.road.stage import Road


def _given(road: Road) -> None:
    with road.office.open(None, doing="given") as crm:
        acme = crm.customers.add("Acme", sure=True, city="Riyadh")
        crm.contacts.add("Sara Haddad", acme.id, sure=True, phone="0501234567")


def _interactions(road: Road) -> int:
    return road.count_of(lambda crm: crm.interactions.count())


def test_the_same_update_has_one_effect(road: Road) -> None:
    """Delivered three times, it is handled once and answered once."""
    _given(road)
    body = road.body("lina", text="called Acme, no answer")
    for _ in range(3):
        with road.office.open(None, doing="receive") as crm:
            crm.inbox.put("telegram", "acme", body["id"], body, gesture="g1", chat="c")
    while road.assistant.next() is not None:
        pass
    assert _interactions(road) == 1
    assert len(road.drained()) == 1


def test_two_events_of_one_gesture_have_one_effect(road: Road) -> None:
    """Two ids, one gesture key: one effect (RELIABILITY R5)."""
    _given(road)
    for _ in range(2):
        body = road.body("lina", text="called Acme, no answer")
        with road.office.open(None, doing="receive") as crm:
            crm.inbox.put("telegram", "acme", body["id"], body, gesture="same", chat="c")
    while road.assistant.next() is not None:
        pass
    assert _interactions(road) == 1


def test_a_fault_saves_nothing_and_is_told_with_a_reference(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rep gets the own text back with a reference; the update is put aside with the same reference; the next one works."""
    _given(road)
    right = Hearing.message

    def broken(self: Hearing, text: str) -> object:
        if "Acme" in text:
            right(self, text)
            raise RuntimeError("secret words of a customer")
        return right(self, text)

    monkeypatch.setattr(Hearing, "message", broken)
    answer = road.say("lina", "called Acme, wants a quote")
    assert answer.outcome == "failed"
    assert _interactions(road) == 0
    (text,) = road.drained()
    assert "called Acme, wants a quote" in text
    with road.office.read(None) as crm:
        (row,) = crm.inbox.quarantined()
    assert row.body is not None
    kind, ref = (row.error or "").split()
    assert kind == "RuntimeError"
    assert ref in text
    assert road.say("lina", "thanks").outcome == "done"


def test_a_try_that_failed_does_not_put_aside_what_another_process_handled(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between a fault and its being counted a second process may have handled the update: it stays done, and is told once."""
    _given(road)
    right, failed = Hearing.message, road.assistant._failed

    def broken(*_: object) -> object:
        raise RuntimeError

    def late(row_id: int, fault: Exception, *, at_once: bool) -> Answer:
        monkeypatch.setattr(Hearing, "message", right)
        other = Assistant(road.office, road.platforms)
        while (told := other.next()) is not None:
            assert told.outcome == "done"
        return failed(row_id, fault, at_once=at_once)

    monkeypatch.setattr(Hearing, "message", broken)
    monkeypatch.setattr(road.assistant, "_failed", late)
    with road.office.open(None, doing="receive") as crm:
        body = road.body("lina", text="called Acme, no answer")
        crm.inbox.put("telegram", "acme", body["id"], body, chat="c")
    road.assistant.next()
    with road.office.read(None) as crm:
        row = crm.transaction.session.get(InboxRow, 1)
        assert row is not None
        assert (row.state, row.attempts, row.error) == ("done", 0, None)
    assert _interactions(road) == 1


def test_a_code_in_a_batch_is_forgotten_alone(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """Handled in one commit: of the message with the pairing code nothing is kept, the others stay as they came in."""
    monkeypatch.setattr("bot.assistant.TOGETHER_FOR", 600.0)  # one commit, however busy the machine is
    with road.office.open(None, doing="given") as crm:
        code = crm.team.invite(crm.team.add_rep("Noor", "rep", "en", "Asia/Riyadh").id)
    told = (("lina", "thanks"), ("noor", f"/start {code}"), ("omar", "شكرا"))
    with road.office.open(None, doing="receive") as crm:
        for who, text in told:
            body = road.body(who, text=text)
            crm.inbox.put("telegram", "acme", body["id"], body, chat=who)
    assert road.assistant.several() == len(told)
    with road.office.read(None) as crm:
        rows = crm.transaction.session.exec(select(InboxRow).order_by(col(InboxRow.id))).all()
    assert [(row.state, None if row.body is None else row.body["text"]) for row in rows] == [
        ("done", "thanks"),
        ("done", None),
        ("done", "شكرا"),
    ]


def test_try_again_repeats_the_text(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """The button of an apology reads the same text anew."""
    _given(road)
    with monkeypatch.context() as broken:
        broken.setattr(Hearing, "message", lambda *_args, **_more: 1 / 0)
        road.say("lina", "called Acme, wants a quote")
    road.drained()
    assert road.press("lina", road.token("Try again")).outcome == "done"
    assert _interactions(road) == 1


def test_a_locked_database_is_told_as_busy(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """After three tries the rep is told to send it again; nothing is half-written."""
    _given(road)

    def busy(*_args: object, **_more: object) -> None:
        road.later(seconds=1)
        raise Busy

    monkeypatch.setattr(Hearing, "message", busy)
    assert road.say("lina", "called Acme").outcome == "failed"
    (text,) = road.drained()
    assert "busy" in text
    assert _interactions(road) == 0


def test_what_a_platform_cannot_read_is_put_aside_silently(road: Road) -> None:
    """A poisoned update is quarantined after three tries; the one behind it is handled."""
    with road.office.open(None, doing="receive") as crm:
        crm.inbox.put("telegram", "acme", "bad", {"nonsense": True}, chat="c")
        good = road.body("lina", text="thanks")
        crm.inbox.put("telegram", "acme", "good", good, chat="c")
    while road.assistant.next() is not None:
        pass
    assert len(road.drained()) == 1
    assert road.count_of(lambda crm: len(crm.inbox.quarantined())) == 1


def test_a_button_belongs_to_its_rep(road: Road) -> None:
    """Somebody else's token has no effect, whoever presses it."""
    _given(road)
    road.say("lina", "called Acme, no answer")
    road.drained()
    token = road.token("Undo")
    assert road.press("omar", token).outcome == "refused"
    assert road.press("omar", "made-up").outcome == "refused"
    assert _interactions(road) == 1
    assert road.press("lina", token).outcome == "done"
    assert _interactions(road) == 0


def test_a_button_pressed_twenty_times_has_one_effect(road: Road) -> None:
    """[Create it and log] makes one customer, however often it is pressed."""
    road.say("lina", "log call with Zenith Labs, spoke to Noura")
    road.drained()
    token = road.token("Create it and log")
    outcomes = {road.press("lina", token).outcome for _ in range(20)}
    assert outcomes == {"done", "refused"}
    assert _interactions(road) == 1


def test_an_old_button_has_expired(road: Road) -> None:
    """After eight days a button says so and does nothing."""
    _given(road)
    road.say("lina", "called Acme, no answer")
    road.drained()
    token = road.token("Undo")
    road.later(days=8)
    assert road.press("lina", token).outcome == "refused"
    assert "expired" in road.drained()[-1]


def test_a_stranger_gets_one_line_a_day_and_no_data(road: Road) -> None:
    """Every command, in any chat: one neutral line; the next day one again."""
    _given(road)
    for text in ("acme", "help", "called Acme", "/start", "my follow-ups"):
        assert road.say("eve", text).outcome == "refused"
    texts = road.drained()
    assert texts == ["This is a private company bot. Ask your admin for an invitation link."]
    road.later(days=1)
    road.say("eve", "acme")
    assert len(road.drained()) == 1
    assert _interactions(road) == 0


def test_a_code_links_once(road: Road) -> None:
    """``/start CODE`` makes a stranger a rep; the same code makes nobody else one; five wrong ones lock."""
    with road.office.open(None, doing="given") as crm:
        noor = crm.team.add_rep("Noor Ali", "rep", "ar", "Asia/Riyadh")
        code = crm.team.invite(noor.id)
    assert road.say("noor", f"اربط {code}").outcome == "done"
    assert "نور" in road.drained()[0] or "Noor" in road.platform.texts[-1]
    assert road.say("eve", f"link {code}").outcome == "refused"
    assert "already used" in road.drained()[0]
    for _ in range(5):
        road.say("mallory", "link " + "x" * 43)
    road.drained()
    road.say("mallory", "link " + "x" * 43)
    assert "Too many" in road.drained()[0]


def test_a_disabled_rep_is_a_stranger_at_once(road: Road) -> None:
    """Shut out: no answer but the neutral line, and no reminders."""
    with road.office.open(None, doing="given") as crm:
        lina = crm.team.rep_named("Lina")
        assert lina is not None
        crm.follow_ups.add("call", crm.now, rep_id=lina.id)
        crm.team.disable(lina.id)
    road.say("lina", "acme")
    assert road.beat() == ["This is a private company bot. Ask your admin for an invitation link."]


def test_a_group_sees_nothing_personal(road: Road) -> None:
    """A card asked for in a group comes privately; the group is told only that."""
    _given(road)
    road.say("lina", "acme", group=True)
    road.drained()
    shown = {outgoing.place.private: plain_text(outgoing.parts) for _, outgoing in road.platform.sent}
    assert "+966501234567" in shown[True]
    assert shown[False] == "I've sent it to you privately."


def test_a_question_in_a_group_is_answered_privately(road: Road) -> None:
    """The question goes to the rep; typed there, the answer completes it."""
    _given(road)
    road.say("lina", "log call", group=True)
    road.drained()
    assert road.say("lina", "Acme").outcome == "done"
    assert _interactions(road) == 1


def test_a_message_counts_at_the_time_it_was_written(road: Road) -> None:
    """Written on a plane, delivered five hours later: the log has the time of writing; a wrong clock is not believed."""
    _given(road)
    written = road.clock.now()
    road.later(hours=5)
    road.say("lina", "called Acme, no answer", at=written.isoformat())
    road.say("lina", "called Acme, all good", at="2001-01-01T00:00:00+00:00")
    with road.office.read(None) as crm:
        found = {row.outcome or row.summary: row.occurred_at for row in crm.interactions.of()}
    assert sorted(found.values()) == [written, road.clock.now()]


def test_a_huge_or_empty_message_gets_a_sentence(road: Road) -> None:
    """A megabyte, lone surrogates, only an emoji, nothing at all: an answer each, and nothing written."""
    outcomes = [
        road.say("lina", text).outcome for text in ("x" * 1_000_000, "\ud83d\udc4b"[:1], "🎉", "   ", "\x00\x01")
    ]
    assert "failed" not in outcomes
    assert len(road.drained()) == 5


def test_an_edit_after_a_day_changes_nothing(road: Road) -> None:
    """What that message wrote can no longer be changed by editing it."""
    _given(road)
    road.say("lina", "called Acme, wants 4 desks")
    road.later(hours=25)
    answer = road.say("lina", "called Acme, wants 40 desks", edits="m1")
    assert answer.outcome == "refused"
    with road.office.read(None) as crm:
        assert [row.summary for row in crm.interactions.of()] == ["wants 4 desks"]


def test_a_slash_command_is_a_sentence(road: Road) -> None:
    """``/find acme`` and ``/help@bot`` read as without the slash."""
    _given(road)
    assert road.say("lina", "/find acme").outcome == "done"
    assert road.say("lina", "/help@daftar_bot").command == "help"
    assert road.say("lina", "/start").command == "help"


def _forwarded(road: Road, text: str, author: str = "Sara Haddad") -> None:
    written = (road.clock.now() - timedelta(hours=1)).isoformat()
    road.say("lina", text, author=author, written=written)


def test_what_is_passed_on_within_two_seconds_is_one_question(road: Road) -> None:
    """TG11: three forwards within two seconds are asked about in one message, later; a fourth after five seconds is another."""
    _given(road)
    for text in ("we need 3 seats", "by Thursday"):
        _forwarded(road, text)
        road.later(seconds=1)
    _forwarded(road, "and a quote")
    assert road.drained() == []
    road.later(seconds=3)
    (asked,) = road.drained()
    assert asked.startswith("\U0001f4e8 3 messages from Sara Haddad")
    _forwarded(road, "something else")
    road.later(seconds=4)
    (again,) = road.drained()
    assert "1 message from Sara Haddad" in again
    assert _interactions(road) == 0
    road.press("lina", road.token("Sara Haddad \u00b7 at Acme"))
    (log,) = _logged(road)
    assert log.summary.endswith("Sara Haddad: something else")


def _logged(road: Road) -> list[Interaction]:
    with road.office.read(None) as crm:
        return crm.interactions.of()


def test_every_refusal_is_written_down_without_its_words(road: Road) -> None:
    """DATA6: who was refused what, and when; a stranger's tries too; nothing that anybody said, and nothing for what was allowed."""
    _given(road)
    assert road.say("lina", "disable Omar").outcome == "refused"
    assert road.say("nobody", "find Acme").outcome == "refused"
    assert road.say("lina", "find Acme").outcome == "done"
    with road.office.read(None) as crm:
        session = crm.transaction.session
        rows = session.exec(select(Denial).order_by(col(Denial.id))).all()
        lina = crm.team.rep_named("Lina")
    assert lina is not None
    assert [(row.rep_id, row.action) for row in rows] == [(lina.id, "disable_rep"), (None, "write")]
    assert [row.speaker.split("/")[0] for row in rows] == ["telegram", "telegram"]
    assert all(row.at == road.clock.now() for row in rows)
    assert not any(word in str(row) for row in rows for word in ("Acme", "Omar", "find"))


@pytest.mark.parametrize(
    ("who", "said", "older"), [("lina", "files of Acme", "Older"), ("omar", "ملفات Acme", "الأقدم")]
)
def test_files_come_ten_at_a_time(road: Road, who: str, said: str, older: str) -> None:
    """TG15: all files of a customer can be handed out, ten at a time, numbered through; the head counts them all."""
    with road.office.open(None, doing="given") as crm:
        lina = crm.team.rep_named("Lina")
        assert lina is not None
        crm.act_as(lina)
        acme = crm.customers.add("Acme", sure=True)
        for number in range(12):
            file = {"kind": "document", "platform": "telegram", "ref": f"f{number}", "name": f"{number}.pdf"}
            crm.interactions.log("note", acme.id, occurred_at=crm.now - timedelta(minutes=number), files=[file])
    road.say(who, said)
    head, *first = road.drained()[0].splitlines()
    assert "12" in head
    assert [line.split(".")[0] for line in first if not line.startswith("📎")] == [
        str(number) for number in range(1, 11)
    ]
    road.press(who, road.token(older))
    rest = [line for line in road.drained()[0].splitlines()[1:] if not line.startswith("📎")]
    assert [line.split(" · ")[-1] for line in rest] == ["10.pdf", "11.pdf"]
    assert [line.split(".")[0] for line in rest] == ["11", "12"]
    assert not road.platform.sent[-1][1].keys

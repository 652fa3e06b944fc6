"""``say`` and ``explain`` are as CLI.md has them, to the letter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.tables import InboxRow
from tests.cli.stage import Cli

NOW = "2026-11-22T14:05:00+03:00"
KEYS = ["message", "command", "outcome", "parameters", "replies", "changes", "pushes", "milliseconds"]


def _given(cli: Cli) -> None:
    assert cli("reps", "add", "Lina").code == 0
    assert cli("reps", "add", "Omar", "--language", "ar").code == 0
    cli.talk(
        {"as": "Lina", "now": NOW, "text": "digest off"},
        "new customer Acme in Riyadh",
        {"as": "Omar", "text": "أوقف الملخص"},
    )


def test_an_answer_has_the_keys_of_the_contract(cli: Cli) -> None:
    """All keys, in order; references, moments and money in their forms; nulls left out."""
    _given(cli)
    (answer,) = cli.talk(
        {"as": "Lina", "now": NOW, "text": "log call with Acme, wants a quote, follow up Tuesday 10am"}
    )
    assert list(answer) == KEYS
    assert answer["command"] == "log_interaction"
    assert answer["outcome"] == "done"
    assert answer["parameters"]["customer"] == {"id": 1, "name": "Acme"}
    assert answer["parameters"]["follow_up"] == "2026-11-24T10:00:00+03:00"
    assert [list(reply) for reply in answer["replies"]] == [["text", "buttons"]]
    assert answer["replies"][0]["buttons"][0] == ["Undo", "Open Acme"]
    interaction, follow_up = answer["changes"]
    assert (interaction["action"], interaction["record"], interaction["id"]) == ("insert", "interaction", 1)
    assert interaction["values"]["occurred_at"] == "2026-11-22T11:05:00+00:00"
    assert interaction["values"]["rep"] == {"id": 1, "name": "Lina"}
    assert "contact" not in interaction["values"]
    assert follow_up["values"]["due_at"] == "2026-11-24T07:00:00+00:00"


def test_an_update_has_what_was_before(cli: Cli) -> None:
    """Only the changed values, with ``before``."""
    _given(cli)
    answers = cli.talk({"as": "Lina", "now": NOW, "text": "set Acme city = Jeddah"}, "undo")
    (change,) = answers[0]["changes"]
    assert change == {
        "action": "update", "record": "customer", "id": 1, "values": {"city": "Jeddah"}, "before": {"city": "Riyadh"},
    }  # fmt: skip
    assert answers[1]["changes"][0]["values"] == {"city": "Riyadh"}


def test_a_dialogue_over_the_pipe(cli: Cli) -> None:
    """Rep and moment stay in force; a button is pressed by its label; an edit rewrites; a tick pushes."""
    _given(cli)
    answers = cli.talk(
        {"as": "Lina", "now": NOW, "text": "log call"},
        {"press": "Acme"},
        {"edit": "log call with Acme, wants a quote"},
        {"text": "follow up with Acme tomorrow 9am"},
        {"tick": True, "now": "2026-11-23T09:00:10+03:00"},
        {"press": "✅ Done"},
        {"tick": True},
    )
    assert [answer["outcome"] for answer in answers] == ["asked", "done", "done", "done", "done", "done", "done"]
    assert answers[0]["changes"] == []
    (push,) = answers[4]["pushes"]
    assert (push["rep"], push["kind"]) == ("Lina", "reminder")
    assert answers[4]["message"] is None
    assert answers[5]["command"] == "finish_follow_up"
    assert answers[6]["pushes"] == []


def test_a_reply_is_about_what_was_answered(cli: Cli) -> None:
    """``reply_to`` counts back from the last."""
    _given(cli)
    answers = cli.talk(
        {"as": "Lina", "now": NOW, "text": "follow up with Acme tomorrow 9am"},
        {"text": "remind me to send the invoices tomorrow 9am"},
        {"tick": True, "now": "2026-11-23T09:00:10+03:00"},
        {"text": "done", "reply_to": 2},
    )
    assert answers[3]["outcome"] == "done"
    assert [change["id"] for change in answers[3]["changes"]] == [1]


def test_a_colleague_hears_in_the_same_talk(cli: Cli) -> None:
    """What is told to another rep is a push of that answer, in that rep's language."""
    _given(cli)
    (answer,) = cli.talk({"as": "Lina", "now": NOW, "text": "ask Omar to visit Acme on Thursday"})
    assert [push["rep"] for push in answer["pushes"]] == ["Omar"]
    assert "Lina" in answer["pushes"][0]["text"]


def test_a_group_is_told_nothing_personal(cli: Cli) -> None:
    """``in_group``: the card comes privately, as a push; the group reads one line."""
    _given(cli)
    (answer,) = cli.talk({"as": "Lina", "now": NOW, "text": "acme", "in_group": True})
    assert answer["replies"][0]["text"] == "I've sent it to you privately."
    assert "Acme" in answer["pushes"][0]["text"]


def test_what_cannot_be_read_fails_and_the_rest_goes_on(cli: Cli) -> None:
    """Broken JSON, unknown keys, no text, no such button, a moment without offset, nobody of that name."""
    _given(cli)
    bad = [
        '{"text": ', '{"txt": "acme"}', '{"as": "Lina"}', '{"press": "Nothing"}', '{"text": "x", "now": "2026-11-22T14:05"}',
        '{"text": "x", "as": "Nobody"}', '{"text": 7}', '{"text": "x", "reply_to": 99}', "[1, 2" * 100,
    ]  # fmt: skip
    answers = cli.talk({"as": "Lina", "now": NOW, "text": "thanks"}, *bad[:-1], {"text": "acme"})
    assert [answer["outcome"] for answer in answers] == ["done", *["failed"] * (len(bad) - 1), "done"]
    assert all(answer["replies"][0]["text"] for answer in answers)


def test_one_message_prints_its_answer(cli: Cli) -> None:
    """Plain text with numbered buttons; the exit code tells the outcome."""
    _given(cli)
    ran = cli("say", "--as", "lina", "--now", NOW, "called Acme, no answer")
    assert ran.code == 0
    assert "[1] Undo  [2] Open Acme" in ran.out
    assert cli("say", "--as", "Lina", "qwertz uiop asdf ghjk yxcv").code == 1
    assert cli("say", "--as", "Lina", "log call").code == 0


def test_who_is_writing_must_be_known(cli: Cli) -> None:
    """No rep, several without ``--as``, an unknown one: exit code 2 and a sentence; the only one there is needs no name."""
    assert cli("say", "acme").code == 2
    cli("reps", "add", "Lina")
    assert cli("say", "thanks").code == 0
    cli("reps", "add", "Omar")
    ran = cli("say", "acme")
    assert ran.code == 2
    assert "Lina, Omar" in ran.err
    assert cli("say", "--as", "Nobody", "acme").code == 2
    assert cli("say", "-", stdin="acme\n").code == 2
    assert cli("say", "--as", "Lina", "--now", "yesterday", "acme").code == 2


def test_explain_writes_nothing(cli: Cli) -> None:
    """The reading, with what was found and where; the notebook is as it was."""
    _given(cli)
    text = "called Acme yesterday 4pm, wants a quote for 50k, follow up every Monday at 9"
    ran = cli("explain", "--as", "Lina", "--now", NOW, "--json", text)
    assert ran.code == 0, (ran.err, ran.out)
    (told,) = ran.answers
    assert list(told) == [
        "message",
        "command",
        "parameters",
        "note",
        "language",
        "alternatives",
        "found",
        "milliseconds",
    ]
    assert told["command"] == "log_interaction"
    assert told["language"] == "en"
    for found in told["found"]:
        assert found["text"] == text[found["start"] : found["end"]]
    assert {"name", "time", "amount"} <= {found["kind"] for found in told["found"]}
    assert cli("export", "interactions", "--format", "jsonl").out == ""
    (nothing,) = cli("explain", "--as", "Lina", "--json", "qwertz uiop asdf ghjk yxcv").answers
    assert nothing["command"] is None


def test_broken_utf8_on_the_pipe_is_answered(cli: Cli) -> None:
    """Bytes that are no UTF-8, lone surrogates and NUL get an answer and end nothing."""
    _given(cli)
    answers = cli.talk(
        {"as": "Lina", "now": NOW, "text": "thanks"}, "called Acme \ud83d", '{"text": "note Acme: a\\u0000b"}'
    )
    assert "failed" not in [answer["outcome"] for answer in answers]


def test_explain_says_why(cli: Cli) -> None:
    """For people every word is told with what it may mean, and what is worked out only as the command runs."""
    _given(cli)
    text = "task: send contract to Acme after legal review by Thu"
    ran = cli("explain", "--as", "Lina", "--now", NOW, text)
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert "waits_for: legal review" in lines
    assert ": send plain=email, sends" in lines
    assert any(line.startswith("Acme name: Acme (customer, exact") for line in lines)
    assert any(line.startswith("by Thu time: Thu 2026-11-26") for line in lines)
    assert "kind: call" in cli("explain", "--as", "Lina", "--now", NOW, "how many calls did I make this week").out


@pytest.mark.postgres
def test_beside_a_running_bot(cli: Cli, postgres_url: str) -> None:
    """On PostgreSQL too there is an answer and a push; what came in for the running bot is left to it."""
    cli.monkeypatch.setenv("DAFTAR_DATABASE__URL", postgres_url)
    assert cli("migrate").code == 0
    assert cli("reps", "add", "Lina").code == 0
    database = Database(postgres_url)
    office = Office(database, MovableClock(datetime(2026, 11, 22, 11, 0, tzinfo=UTC)))
    with office.open(None) as crm:
        assert crm.inbox.put("telegram", "acme", "1", {"text": "help"}, chat="telegram/1")
    answers = cli.talk(
        {"as": "Lina", "now": NOW, "text": "remind me in 20 minutes to call the bank"},
        {"now": "2026-11-22T14:30:00+03:00", "tick": True},
    )
    assert [answer["outcome"] for answer in answers] == ["done", "done"]
    assert [push["kind"] for push in answers[1]["pushes"]] == ["reminder", "digest"]
    with office.read(None) as crm:
        (row,) = crm.transaction.session.exec(select(InboxRow).where(InboxRow.state == "new"))
        assert (row.platform, row.attempts) == ("telegram", 0)
    database.close()

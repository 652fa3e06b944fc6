"""What a text means after something was said: corrections, list numbers, pronouns, finishing and moving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.command import Command
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.reading.draft import Draft, Pending
from tests.reading.told import plain

if TYPE_CHECKING:
    from tests.reading.told import Notebook

LISTED = (Ref("follow_up", 7, "Call Acme"), Ref("follow_up", 8, "Visit Globex"))
LOGGED = {
    "command": "log_interaction",
    "kind": "call",
    "customer": {"record": "customer", "id": 1, "name": "Acme"},
    "summary": "wants a quote",
}
DEAL = {
    "command": "add_deal",
    "customer": {"record": "customer", "id": 1, "name": "Acme"},
    "amount": {"amount": "50000", "currency": "SAR"},
}


def corrected(notebook: Notebook, text: str, *written: dict[str, Any]) -> dict[str, Any]:
    """The first command of a correction of what was written."""
    told = tuple(Command.from_json(each) for each in written)
    (draft,) = notebook.read(text, written=told, step=5).drafts
    assert draft.command.name() == "correct"
    assert draft.values["step"] == 5
    shown = draft.values["commands"][0].shown()
    return {
        key: value["name"] if isinstance(value, dict) and "name" in value else value for key, value in shown.items()
    }


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("no, Acme Holding", "customer", "Acme Holding"),
        ("not Acme, Acme Holding", "customer", "Acme Holding"),
        ("no, yesterday 4pm", "happened", "2026-11-21T16:00:00+03:00"),
        ("yesterday", "happened", "2026-11-21T09:00:00+03:00"),
        ("لا أمس", "happened", "2026-11-21T09:00:00+03:00"),
        ("لا، النور", "customer", "شركة النور"),
        ("no, it was a meeting", "kind", "meeting"),
        ("make it 45 min", "duration_minutes", 45),
    ],
)
def test_correction(notebook: Notebook, text: str, field: str, value: object) -> None:
    """A correction changes that field of the log and keeps its words."""
    told = corrected(notebook, text, LOGGED)
    assert told[field] == value
    assert told["summary"] == "wants a quote"


def test_amount_is_corrected(notebook: Notebook) -> None:
    """``make it 60k`` is about the deal."""
    assert corrected(notebook, "make it 60k", DEAL)["amount"] == {"amount": "60000.00", "currency": "SAR"}


def test_unclear_correction_replaces_the_step(notebook: Notebook) -> None:
    """A correction with an unknown name is asked about, and replaces the step once it is answered."""
    reading = notebook.read("no, Zenith", written=(Command.from_json(LOGGED),), step=5)
    assert reading.takes_back == 5
    assert plain(reading.drafts[0])["asks"] == ["Unknown customer"]


def test_nothing_to_correct(notebook: Notebook) -> None:
    """Without anything just written a correction is said to have nothing to correct."""
    assert notebook.read("no, Globex").trouble == "nothing_to_correct"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("done 2", {"follow_up": "Visit Globex"}),
        ("2 done", {"follow_up": "Visit Globex"}),
        (
            "done 2, she accepted, next Monday call",
            {"follow_up": "Visit Globex", "note": "she accepted", "next": "2026-11-23", "next_title": "call"},
        ),
        (
            "تم ٢، وافقت، الاثنين أكلمها",
            {"follow_up": "Visit Globex", "note": "وافقت", "next": "2026-11-23", "next_title": "أكلمها"},
        ),
        ("done 5", {"asks": ["NotListed follow_up"]}),
        ("done", {"asks": ["Missing follow_up"]}),
    ],
)
def test_finishing(notebook: Notebook, text: str, wanted: dict[str, Any]) -> None:
    """``done`` with a number finishes it; what follows is the note and the next step."""
    (draft,) = notebook.read(text, listed=LISTED).drafts
    assert plain(draft) == {"command": "finish_follow_up", **wanted}


def test_several_are_finished(notebook: Notebook) -> None:
    """``done 1, 2`` finishes both."""
    assert [plain(draft)["follow_up"] for draft in notebook.read("done 1, 2", listed=LISTED).drafts] == [
        "Call Acme",
        "Visit Globex",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("snooze 1 until Thursday", {"follow_up": "Call Acme", "when": "2026-11-26"}),
        ("snooze 1h", {"follow_up": "Visit Globex", "when": "2026-11-22T15:05:00+03:00"}),
        ("أجل ٢ إلى الأربعاء", {"follow_up": "Visit Globex", "when": "2026-11-25"}),
    ],
)
def test_moving(notebook: Notebook, text: str, wanted: dict[str, Any]) -> None:
    """A number is of the list; without one the reminder just pushed is meant."""
    (draft,) = notebook.read(text, listed=LISTED, pushed=LISTED[1:]).drafts
    assert plain(draft) == {"command": "move_follow_up", **wanted}


def test_pronoun(notebook: Notebook) -> None:
    """``her`` is the last person of this conversation."""
    sara = Party("contact", 1, "Sara Haddad")
    (draft,) = notebook.read("remind me to call her thursday 10am", pointing=sara).drafts
    assert plain(draft)["contact"] == "Sara Haddad"
    assert plain(draft)["customer"] == "Acme"


def test_receipt_decides_between_equals(notebook: Notebook) -> None:
    """The customer of the last receipt decides which Mona is meant."""
    eagle = Party("customer", 9, "Eagle Transport")
    (draft,) = notebook.read("called Mona, wants a catalogue", receipt=eagle).drafts
    assert plain(draft)["contact"] == "Mona Saleh"


@pytest.mark.parametrize(
    "text",
    [
        "called Mona, wants a catalogue, follow up Tuesday",
        "met Solar Peak today",
        "follow up with Acme soon",
        "remind me to call Acme on 5 Nov",
        "snooze 9 tomorrow",
    ],
)
def test_pending_question_survives_storage(notebook: Notebook, text: str) -> None:
    """An open question is the same after it was stored and read back."""
    pending = Pending(notebook.read(text).drafts, text)
    again = Pending.from_json(pending.to_json())
    assert again == Pending(tuple(Draft(d.command, dict(d.values), d.doubts) for d in pending.drafts), text)


def test_answer_settles_log_and_follow_up(notebook: Notebook) -> None:
    """The chosen candidate brings its customer, and the sentence is complete."""
    pending = Pending(notebook.read("called Mona, wants a catalogue, follow up Tuesday").drafts, "")
    doubt = pending.doubt
    assert doubt is not None
    settled = pending.settle(doubt, doubt.candidates[0])  # type: ignore[attr-defined]
    assert settled.doubt is None
    assert settled.drafts[0].values["customer"].name in ("Eagle Transport", "Eagle Security")

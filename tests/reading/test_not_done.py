"""What is asked, denied, forbidden, called off or only planned is never logged; and a search means all that it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.command import Command
from bot.reading.sentence.strangers import may_be_a_name
from tests.reading.told import plain

if TYPE_CHECKING:
    from tests.reading.told import Notebook

LOGGED = {
    "command": "log_interaction",
    "kind": "call",
    "customer": {"record": "customer", "id": 1, "name": "Acme"},
    "summary": "wants a quote",
}


@pytest.mark.parametrize(
    "text",
    [
        "call with Acme was cancelled",
        "meeting with Sara postponed to Tuesday",
        "the demo for Globex got postponed",
        "meeting with Omar didn't happen",
        "الاجتماع مع أكمي تأجل",
        "مكالمة أكمي تأجلت ليوم الخميس",
        "I should have called Acme yesterday",
        "haven't called Acme yet",
        "I never called Sara back",
        "almost met Omar today",
        "dreamt I called Sara",
        "tell Sara I called",
        "client called Acme about pricing",
        "ما كلمت أكمي",
        "لسه ما كلمت سارة",
        "كنت بزور أكمي بس ما قدرت",
        "don't call Acme",
        "please don't email Sara",
        "no need to call Omar",
        "لا تتصل على أكمي",
        "why did Omar call?",
    ],
)
def test_nothing_is_logged(notebook: Notebook, text: str) -> None:
    """What did not take place, and what nobody may do, comes to no command: it is asked about."""
    assert notebook.read(text).drafts == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("call with Acme, the order was cancelled", {"customer": "Acme", "summary": "the order was cancelled"}),
        ("log call with Acme was cancelled", {"customer": "Acme", "summary": "was cancelled"}),
        ("called Acme, they asked: can we get 5%?", {"customer": "Acme", "direction": "out", "summary": "they asked: can we get 5%?"}),
        ("كلمت أكمي، الطلبية تأجلت", {"customer": "Acme", "direction": "out", "summary": "الطلبية تأجلت"}),
        ("توني مكلم سارة، تبي خصم", {"customer": "Acme", "contact": "Sara Haddad", "direction": "out", "summary": "تبي خصم"}),
        ("called Acme but they were busy", {"customer": "Acme", "direction": "out", "outcome": "busy"}),
    ],
)  # fmt: skip
def test_still_logged(notebook: Notebook, text: str, wanted: dict[str, Any]) -> None:
    """A cancelled order and a question inside the note leave the log a log."""
    (draft,) = notebook.read(text).drafts
    assert plain(draft) == {"command": "log_interaction", "kind": "call", **wanted}


@pytest.mark.parametrize("text", ["did you call Acme?", "has anyone visited Acme?", "called Acme?", "هل كلمت أكمي؟"])
def test_question_shows_history(notebook: Notebook, text: str) -> None:
    """Whether something was done is answered with what was done."""
    (draft,) = notebook.read(text).drafts
    assert plain(draft) == {"command": "show_history", "customer": "Acme"}


@pytest.mark.parametrize("text", ["لا تتصل على أكمي", "don't call Globex", "I meant to visit Globex today"])
def test_forbidding_corrects_nothing(notebook: Notebook, text: str) -> None:
    """Right after a receipt an order not to do something changes nothing of what was written."""
    assert notebook.read(text, written=(Command.from_json(LOGGED),), step=5).drafts == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I'll call Acme tomorrow", {"customer": "Acme", "title": "call Acme", "due": "2026-11-23"}),
        ("gonna visit Acme on Tuesday", {"customer": "Acme", "title": "visit Acme", "due": "2026-11-24"}),
        ("I have a meeting with Globex on Tuesday at 2", {"customer": "Globex", "title": "meeting with Globex", "due": "2026-11-24T14:00:00+03:00"}),
        ("بكلم أكمي بكرة", {"customer": "Acme", "title": "بكلم أكمي", "due": "2026-11-23"}),
        ("رح أزور أكمي الثلاثاء", {"customer": "Acme", "title": "أزور أكمي", "due": "2026-11-24"}),
        ("عندي موعد مع سارة الثلاثاء ١١", {"customer": "Acme", "contact": "Sara Haddad", "title": "موعد مع سارة", "due": "2026-11-24T11:00:00+03:00"}),
    ],
)  # fmt: skip
def test_plan(notebook: Notebook, text: str, wanted: dict[str, Any]) -> None:
    """What the rep is going to do at a time to come is a reminder."""
    (draft,) = notebook.read(text).drafts
    assert plain(draft) == {"command": "add_follow_up", **wanted}


@pytest.mark.parametrize(
    "text", ["call Sara", "كلم سارة", "Omar wants to meet on Tuesday at 4", "Sara will call me back tomorrow"]
)
def test_reminder_is_offered_first(notebook: Notebook, text: str) -> None:
    """An order without a time, and somebody else's plan with one, are not done: a reminder is the first button."""
    reading = notebook.read(text)
    assert reading.drafts == ()
    assert reading.alternatives[0].command.name() == "add_follow_up"


def test_offered_time(notebook: Notebook) -> None:
    """The offered reminder has the time that the sentence told."""
    assert notebook.read("Omar wants to meet on Tuesday at 4").alternatives[0].complete


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Emailed Sara the brochure and called Omar about the invoice", ["Sara Haddad", "Omar Nasser"]),
        ("كلمت سارة وزرت أحمد سالم", ["Sara Haddad", "أحمد سالم"]),
        ("called Acme and spoke to Sara about renewal", ["Sara Haddad"]),
    ],
)
def test_two_clauses(notebook: Notebook, text: str, people: list[str]) -> None:
    """Two clauses with a verb and a name each are two logs; a company and its person are one."""
    assert [plain(draft)["contact"] for draft in notebook.read(text).drafts] == people


def test_unknown_person_of_an_unclear_company_is_kept(notebook: Notebook) -> None:
    """Once the company is chosen the person nobody knows is asked about, with that company."""
    (draft,) = notebook.read("called Dan at Eagle, wants trucks").drafts
    assert plain(draft)["asks"] == ["Ambiguous customer", "Unknown contact"]
    chosen = draft.settle(draft.doubts[0], draft.doubts[0].candidates[0])  # type: ignore[attr-defined]
    assert chosen.doubts[0].said == "Dan"
    assert chosen.doubts[0].at == draft.doubts[0].candidates[0].party  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("find Sunn Pharma", {"command": "look_up", "customer": "Sun Pharma"}),
        ("search for globx", {"command": "look_up", "customer": "Globex"}),
        ("ابحث عن مدرسه الرواد", {"command": "look_up", "customer": "مدرسة الرواد"}),
        ("what's Sara's number", {"command": "look_up", "customer": "Acme", "contact": "Sara Haddad"}),
        ("Sara's email", {"command": "look_up", "customer": "Acme", "contact": "Sara Haddad"}),
        ("ايميل أحمد سالم", {"command": "look_up", "customer": "شركة النور", "contact": "أحمد سالم"}),
        ("show me everything about Acme", {"command": "brief", "customer": "Acme"}),
        ("وش آخر شي مع أكمي", {"command": "show_history", "customer": "Acme"}),
        ("how many deals do I have open", {"command": "show_pipeline"}),
        ("log Acme", {"command": "log_interaction", "kind": "note", "customer": "Acme", "asks": ["Missing summary"]}),
    ],
)
def test_asked_for(notebook: Notebook, text: str, wanted: dict[str, Any]) -> None:
    """A question for what is known shows it; ``log`` with a name alone asks what."""
    (draft,) = notebook.read(text).drafts
    assert plain(draft) == wanted


def test_search_lists_what_is_like_all_that_was_said(notebook: Notebook) -> None:
    """The candidates of a search are those of the whole rest, not of one known word in it."""
    (name,) = [found for found in notebook.read("find Sun Farma").found if found.kind == "name"]
    assert name.text == "Sun Farma"
    assert name.told["candidates"][0]["name"] == "Sun Pharma"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("cancel my follow up with Acme", "cancel_follow_up"),
        ("push the Acme follow-up to Sunday", "move_follow_up"),
        ("خلي متابعة أكمي الأحد", "move_follow_up"),
        ("ممكن نأجل متابعة أكمي للأحد", "move_follow_up"),
    ],
)
def test_follow_up_that_is_there_is_meant(notebook: Notebook, text: str, command: str) -> None:
    """Moving or cancelling a follow-up makes no new one; where none is open it is asked which."""
    (draft,) = notebook.read(text).drafts
    assert draft.command.name() == command
    assert plain(draft)["asks"] == ["Missing follow_up"]


def test_colleague_is_reminded(notebook: Notebook) -> None:
    """``remind Huda to …`` is work for a colleague; ``sent Sara a reminder`` is no reminder to set."""
    (draft,) = notebook.read("remind Huda to call Acme tomorrow").drafts
    assert plain(draft)["rep"] == "Huda"
    (log,) = notebook.read("sent Sara a reminder about the invoice").drafts
    assert plain(log)["summary"] == "a reminder about the invoice"


def test_unknown_person_of_an_unknown_company(notebook: Notebook) -> None:
    """Both names of ``فهد من شركة الريادة`` are kept."""
    (draft,) = notebook.read("اجتمعت مع فهد الدوسري من شركة الريادة").drafts
    assert draft.doubts[0].said == "شركة الريادة"
    assert draft.doubts[0].contact_said == "فهد الدوسري"  # type: ignore[attr-defined]


def test_city_of_a_lead(notebook: Notebook) -> None:
    """``from`` a city is where the lead is; ``from instagram`` is the source."""
    (draft,) = notebook.read("new lead: Ahmed from Riyadh, 0551239876, wants 5 printers").drafts
    assert draft.values["city"] == "Riyadh"
    (other,) = notebook.read("lead Khalid 0555123456 from instagram wants 3 offices").drafts
    assert other.values["source"] == "instagram"


def test_person_with_a_company_is_its_contact(notebook: Notebook) -> None:
    """``عميل جديد سارة، شركة أكمي`` names a person and where they work."""
    (draft,) = notebook.read("عميل جديد هند، شركة النور").drafts
    assert draft.values["customer_name"] == "هند"
    assert draft.values["at"].name == "شركة النور"


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("Zenith Foods", True),
        ("New Horizon", True),
        ("مؤسسة الريادة", True),
        ("my son called me", False),
        ("Saad said he is late", False),
        ("يوم الأحد إجازة", False),
        ("لا تتصل عليه", False),
        ("are you there?", False),
    ],
)
def test_chatter_is_no_name(text: str, may: bool) -> None:
    """While a name is asked for, a sentence is not taken for one."""
    assert may_be_a_name(text) is may

"""What free sentences come to, in both languages: logs, next steps, several at once, and what must not be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.reading.words.senses import kind_named
from tests.reading.told import plain

if TYPE_CHECKING:
    from tests.reading.told import Notebook

LOGS: list[tuple[str, dict[str, Any]]] = [
    (
        "called Sara at Acme, wants 3 seats",
        {"kind": "call", "customer": "Acme", "contact": "Sara Haddad", "summary": "wants 3 seats", "direction": "out"},
    ),
    (
        "log call with acme asked for pricing follow up tuesday 3pm",
        {"kind": "call", "customer": "Acme", "summary": "asked for pricing", "follow_up": "2026-11-24T15:00:00+03:00"},
    ),
    ("acme call: asked for pricing", {"kind": "call", "customer": "Acme", "summary": "asked for pricing"}),
    ("asked for a refund - call with Globex", {"kind": "call", "customer": "Globex", "summary": "asked for a refund"}),
    (
        "met Omar at Globex 45 min, demo went well",
        {
            "kind": "meeting",
            "customer": "Globex",
            "contact": "Omar Nasser",
            "duration_minutes": 45,
            "summary": "demo went well",
            "direction": "out",
        },
    ),
    (
        "called Globex yesterday 4pm, no answer",
        {
            "kind": "call",
            "customer": "Globex",
            "outcome": "no_answer",
            "happened": "2026-11-21T16:00:00+03:00",
            "direction": "out",
        },
    ),
    (
        "Globex called, contract is ready",
        {"kind": "call", "customer": "Globex", "direction": "in", "summary": "contract is ready"},
    ),
    (
        "got a call from Sara, wants blue",
        {"kind": "call", "customer": "Acme", "contact": "Sara Haddad", "direction": "in", "summary": "wants blue"},
    ),
    ("left vm for Acme", {"kind": "call", "customer": "Acme", "outcome": "left_message"}),
    ("Globex not answering", {"kind": "call", "customer": "Globex", "outcome": "no_answer"}),
    (
        "met Sun Pharma, they decide by Sunday",
        {"kind": "meeting", "customer": "Sun Pharma", "summary": "they decide by Sunday", "direction": "out"},
    ),
    (
        "called 24 Seven about renewals",
        {"kind": "call", "customer": "24 Seven", "summary": "about renewals", "direction": "out"},
    ),
    (
        "sent the price list to Acme",
        {"kind": "email", "customer": "Acme", "summary": "the price list", "direction": "out"},
    ),
    ("caled globx, all good", {"kind": "call", "customer": "Globex", "summary": "all good", "direction": "out"}),
    (
        "private note Acme: boss is leaving",
        {"kind": "note", "customer": "Acme", "summary": "boss is leaving", "private": True},
    ),
    (
        "كلمت سارة من أكمي تبي عرض سعر وتابع الثلاثاء ١٠ الصبح",
        {
            "kind": "call",
            "customer": "Acme",
            "contact": "Sara Haddad",
            "direction": "out",
            "summary": "تبي عرض سعر",
            "follow_up": "2026-11-24T10:00:00+03:00",
        },
    ),
    (
        "اتصلت على جلوبكس أمس ٤ العصر ما رد",
        {
            "kind": "call",
            "customer": "Globex",
            "outcome": "no_answer",
            "happened": "2026-11-21T16:00:00+03:00",
            "direction": "out",
        },
    ),
    (
        "رحت لمدرسة الرواد وطلبوا عينات",
        {"kind": "visit", "customer": "مدرسة الرواد", "summary": "طلبوا عينات", "direction": "out"},
    ),
    (
        "كلمني أحمد سالم يبي خصم",
        {"kind": "call", "customer": "شركة النور", "contact": "أحمد سالم", "summary": "يبي خصم", "direction": "in"},
    ),
    (
        "ملاحظة خاصة أكمي: المدير بيترك",
        {"kind": "note", "customer": "Acme", "summary": "المدير بيترك", "private": True},
    ),
    (
        "log call مع شركة النور, follow up بكرة 10",
        {"kind": "call", "customer": "شركة النور", "follow_up": "2026-11-23T10:00:00+03:00"},
    ),
]

STEPS: list[tuple[str, dict[str, Any]]] = [
    ("tomorrow 10am follow up with Acme", {"customer": "Acme", "due": "2026-11-23T10:00:00+03:00"}),
    (
        "remind me to call Sara in 2 days",
        {"customer": "Acme", "contact": "Sara Haddad", "due": "2026-11-24", "title": "call Sara"},
    ),
    ("remind me to send the invoices tomorrow", {"due": "2026-11-23", "title": "send the invoices"}),
    (
        "task: send contract to Acme !high by Thu",
        {"customer": "Acme", "due": "2026-11-26", "title": "send contract to Acme", "priority": "high"},
    ),
    (
        "every sunday at 10 follow up with Globex",
        {"customer": "Globex", "due": "2026-11-29T10:00:00+03:00", "recurrence": "FREQ=WEEKLY;BYDAY=SU"},
    ),
    (
        "call Sara back tomorrow evening",
        {"customer": "Acme", "contact": "Sara Haddad", "due": "2026-11-23T18:00:00+03:00", "title": "call Sara back"},
    ),
    (
        "meeting with Acme tomorrow 3pm",
        {"customer": "Acme", "due": "2026-11-23T15:00:00+03:00", "title": "meeting with Acme"},
    ),
    ("تابع مع شركة الأحد الأحد ١٠ الصبح", {"customer": "شركة الأحد", "due": "2026-11-29T10:00:00+03:00"}),
    (
        "ذكرني أكلم سارة بعد بكرة",
        {"customer": "Acme", "contact": "Sara Haddad", "due": "2026-11-24", "title": "أكلم سارة"},
    ),
]


@pytest.mark.parametrize(("text", "wanted"), LOGS)
def test_log(notebook: Notebook, text: str, wanted: dict[str, Any]) -> None:
    """A log is read with whom, when, how it ended, and the note in the rep's own words."""
    (draft,) = notebook.read(text).drafts
    assert plain(draft) == {"command": "log_interaction", **wanted}


@pytest.mark.parametrize(("text", "wanted"), STEPS)
def test_next_step(notebook: Notebook, text: str, wanted: dict[str, Any]) -> None:
    """A next step is read with whom, when, and what to do."""
    (draft,) = notebook.read(text).drafts
    assert plain(draft) == {"command": "add_follow_up", **wanted}


@pytest.mark.parametrize(
    ("text", "customers"),
    [
        ("called Acme and Globex, no answer", ["Acme", "Globex"]),
        ("called Acme, Globex and Sun Pharma, no answer", ["Acme", "Globex", "Sun Pharma"]),
        ("called Acme, wants 5 desks\nmet Globex, signed", ["Acme", "Globex"]),
        ("called Acme then emailed Globex the quote", ["Acme", "Globex"]),
        ("كلمت أكمي وزرت النور", ["Acme", "شركة النور"]),
        ("called Acme, they compared us with Globex", ["Acme"]),
    ],
)
def test_several_at_once(notebook: Notebook, text: str, customers: list[str]) -> None:
    """Each customer on one verb, and each clause with a verb and a name of its own, is one log; a name in the note is none."""
    drafts = notebook.read(text).drafts
    assert [plain(draft)["customer"] for draft in drafts] == customers


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("called Mona, wants a catalogue", "Ambiguous customer"),
        ("log meeting with Eagle, they need a quote", "Ambiguous customer"),
        ("met Solar Peak today, they need 40 panels", "Unknown customer"),
        ("called Khalid at Acme, needs 5 chairs", "Unknown contact"),
        ("log call", "Missing customer"),
        ("follow up with Acme", "Missing due"),
        ("follow up with Acme soon", "Vague due"),
        ("remind me to call Acme on 5 Nov", "Past due"),
        ("called Acme tomorrow", "Past happened"),
        ("تابع مع النور بعد العيد", "Vague due"),
        ("زرت مصنع السجاد الملكي وطلبوا عينات", "Unknown customer"),
        ("meeting with John Smith tomorrow at 3", "Unknown customer"),
        ("call John Smith at Zenith tomorrow", "Unknown customer"),
        ("note Acm: we should call them", "Unknown customer"),
    ],
)
def test_asked(notebook: Notebook, text: str, asks: str) -> None:
    """What is missing, unclear or unknown is one doubt, and the rest of the sentence is kept."""
    (draft,) = notebook.read(text).drafts
    assert plain(draft)["asks"] == [asks]


@pytest.mark.parametrize(
    "text",
    [
        "Acme has a nice office",
        "Acme meeting moved to Sunday",
        "Sara wants a discount",
        "the market went up 5% this week",
        "bring me a coffee",
        "الأمل شركة كبيرة",
        "جيب لي شاي",
        "call Acme",
        "see you in june",
        "😀",
        "",
        "   ",
    ],
)
def test_nothing_is_written(notebook: Notebook, text: str) -> None:
    """A name only mentioned, chatter, and half sentences come to no command."""
    assert notebook.read(text).drafts == ()


@pytest.mark.parametrize("text", ["thanks", "ok شكرا", "good morning!", "مساء النور", "see you tomorrow"])
def test_small_talk(notebook: Notebook, text: str) -> None:
    """Small talk is small talk, also where a customer bears one of its words."""
    (draft,) = notebook.read(text).drafts
    assert draft.command.name() == "small_talk"


def test_person_of_an_unknown_company(notebook: Notebook) -> None:
    """The person spoken to is created with the unknown company."""
    (draft,) = notebook.read("log call with Zenith Labs, spoke to Noura").drafts
    (doubt,) = draft.doubts
    assert doubt.said == "Zenith Labs"
    assert doubt.contact_said == "Noura"  # type: ignore[attr-defined]


def test_clearly_creating(notebook: Notebook) -> None:
    """``new contact …, called her`` creates, logs and sets the next step, all at once."""
    (draft,) = notebook.read("new contact Noura, Zenith Labs, called her, wants a quote, follow up Sunday").drafts
    assert plain(draft) == {
        "command": "log_interaction",
        "kind": "call",
        "direction": "out",
        "summary": "wants a quote",
        "new_contact": "Noura",
        "new_customer": "Zenith Labs",
        "follow_up": "2026-11-29",
    }


def test_colleague_is_not_a_customer(notebook: Notebook) -> None:
    """A colleague's name says who shall do it, the customer's whom it is about."""
    (draft,) = notebook.read("ask Huda to visit Acme on Thursday").drafts
    assert plain(draft) == {
        "command": "ask_colleague",
        "rep": "Huda",
        "customer": "Acme",
        "title": "visit Acme",
        "due": "2026-11-26",
    }


@pytest.mark.parametrize("text", ["xyzzy", "مين فلان", "who is Foo Bar", "Fulan Trading"])
def test_nobody_called_so(notebook: Notebook, text: str) -> None:
    """A word or two that can only be a name are looked up, whoever they are; nothing is guessed."""
    (draft,) = notebook.read(text).drafts
    assert draft.command.name() == "look_up"
    assert draft.values["found"] is False


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("كلمت النور طلع مشغول", "busy"), ("Acme - no answer x3", "no_answer"), ("followed up with Sara, no answer", "no_answer")],
)  # fmt: skip
def test_how_it_ended(notebook: Notebook, text: str, outcome: str) -> None:
    """An outcome at the end belongs to the call, and alone beside a name it is one."""
    (draft,) = notebook.read(text).drafts
    assert (plain(draft)["kind"], plain(draft)["outcome"]) == ("call", outcome)


@pytest.mark.parametrize(
    ("title", "kind"),
    [("send contract", ""), ("send an email to Acme", "email"), ("call Sara", "call"), ("أرسل العقد", ""), ("أرسل ايميل لأكمي", "email"), ("زيارة أكمي", "visit")],
)  # fmt: skip
def test_kind_of_a_title(title: str, kind: str) -> None:
    """Only a title that names a call, a meeting, a visit or a mail is one."""
    assert kind_named(title) == kind


def test_whole_template_beats_words_left_over(notebook: Notebook) -> None:
    """``صارت`` tells that a deal changed; it is not the title of another."""
    assert notebook.read("صفقة أكمي صارت ٣٠ ألف").drafts[0].command.name() == "change_deal"
    assert notebook.read("صفقة أكمي تركيب كاميرات ٣٠ ألف").drafts[0].command.name() == "add_deal"

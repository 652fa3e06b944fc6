"""Sentences as reps type them on phones: several clauses, dictation, formal and spoken Arabic, and what is put right on the way."""

from __future__ import annotations

from typing import Any

import pytest

from bot.command import Command
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from tests.reading.told import Notebook, plain

LISTED = (Ref("follow_up", 7, "Call Acme"), Ref("follow_up", 8, "Visit Globex"))


def first(notebook: Notebook, text: str, **context: Any) -> dict[str, Any]:
    """The first draft of a sentence."""
    return plain(notebook.read(text, **context).drafts[0])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("just hung up with Sara, she'll sign next week", {"kind": "call", "contact": "Sara Haddad"}),
        ("called Acme, no wait, Globex", {"kind": "call", "customer": "Globex"}),
        ("followed up with Globex by email, waiting for reply", {"kind": "email", "customer": "Globex"}),
        ("log: Acme asked for a discount", {"kind": "note", "customer": "Acme"}),
        ("met the owner of 24 Seven, wants prices", {"kind": "meeting", "customer": "24 Seven"}),
        ("called Sara about the march renewal", {"kind": "call", "contact": "Sara Haddad"}),
        ("تم التواصل مع النور وتم الاتفاق على زيارة", {"kind": "call", "customer": "شركة النور"}),
        ("تمت زيارة مدرسة الرواد أمس", {"kind": "visit", "customer": "مدرسة الرواد"}),
        ("تم إرسال العقد إلى أكمي", {"kind": "email", "customer": "Acme"}),
        ("جرى الاتصال بجلوبكس ولم يتم الرد", {"kind": "call", "customer": "Globex", "outcome": "no_answer"}),
        ("تابعت مع جلوبكس بالايميل", {"kind": "email", "customer": "Globex"}),
        ("توني مخلص مكالمة مع سارة حداد تبي خصم", {"kind": "call", "contact": "Sara Haddad"}),
        ("called Acme, busy till tuesday 3pm", {"outcome": "busy", "summary": "till tuesday 3pm", "happened": None}),
        ("كلمت أكمي مشغولين حتى الثلاثاء", {"outcome": "busy", "summary": "حتى الثلاثاء", "happened": None}),
        ("كلمت قلوبكس يبون خصم", {"kind": "call", "customer": "Globex"}),
    ],
)
def test_logged(notebook: Notebook, text: str, wanted: dict[str, Any]) -> None:
    """A log of that kind, about them."""
    told = first(notebook, text)
    assert told["command"] == "log_interaction"
    assert {key: told.get(key) for key in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "command", "wanted"),
    [
        ("who's my contact at Acme?", "who_is_at", {"customer": "Acme"}),
        ("who do I talk to at Globex", "who_is_at", {"customer": "Globex"}),
        ("مين جهة الاتصال في أكمي", "who_is_at", {"customer": "Acme"}),
        ("مين المسؤول عند النور", "who_is_at", {"customer": "شركة النور"}),
        ("mabrook!", "small_talk", {"kind": "congrats"}),
        ("ألف مبروك", "small_talk", {"kind": "congrats"}),
        ("صباح النور", "small_talk", {"kind": "hello"}),
        ("whats new with Globex", "show_history", {"customer": "Globex"}),
        ("how's Acme doing", "show_history", {"customer": "Acme"}),
        ("وش الجديد مع النور", "show_history", {"customer": "شركة النور"}),
        ("شو صاير مع أكمي", "show_history", {"customer": "Acme"}),
        ("فين وصلنا مع جلوبكس", "show_history", {"customer": "Globex"}),
        ("who owns Globex", "look_up", {"customer": "Globex"}),
        ("مين ماسك أكمي", "look_up", {"customer": "Acme"}),
        ("where does Sara Haddad work", "look_up", {"contact": "Sara Haddad"}),
        ("سارة حداد تشتغل وين", "look_up", {"contact": "Sara Haddad"}),
        ("acme deal 40k", "add_deal", {"customer": "Acme"}),
        ("40k deal with Acme", "add_deal", {"customer": "Acme"}),
        ("أكمي صفقة ٤٠ ألف", "add_deal", {"customer": "Acme"}),
        ("Sara Haddad moved to Globex", "contact_moved", {"contact": "Sara Haddad", "customer": "Globex"}),
        ("سارة حداد صارت تشتغل في جلوبكس", "contact_moved", {"contact": "Sara Haddad", "customer": "Globex"}),
        ("morning! what do I have today", "list_follow_ups", {"scope": "today"}),
        ("hey, who do I need to call today?", "list_follow_ups", {"scope": "today"}),
        ("صباح الخير وش عندي اليوم", "list_follow_ups", {"scope": "today"}),
        ("صباح النور مين لازم اكلم اليوم", "list_follow_ups", {"scope": "today"}),
        ("push everything from today to tomorrow", "move_all", {"scope": "today"}),
        ("done all", "finish_all", {}),
        ("all done", "finish_all", {}),
        ("done with today's follow-ups", "finish_all", {"scope": "today"}),
        ("تم الكل", "finish_all", {}),
        ("خلصت كل شي", "finish_all", {}),
        ("تم كل المتأخرات", "finish_all", {"scope": "overdue"}),
        ("انقل كل متابعات اليوم لبكرة", "move_all", {"scope": "today"}),
        ("who hasn't been contacted this month", "find_customers", {"since": {"from": "2026-11-01"}}),
        ("مين العملاء اللي ما كلمتهم هالشهر", "find_customers", {"since": {"from": "2026-11-01"}}),
        ("deals closing this month", "deals_closing", {"period": {"from": "2026-11-01", "to": "2026-12-01"}}),
        ("الصفقات اللي تقفل هالشهر", "deals_closing", {"period": {"from": "2026-11-01", "to": "2026-12-01"}}),
        (
            "Acme moved to negotiation, 28k now",
            "move_deal",
            {"stage": "negotiation", "amount": {"amount": "28000.00", "currency": "SAR"}},
        ),
        (
            "أكمي انتقلت لتفاوض، ٢٨ ألف الحين",
            "move_deal",
            {"stage": "negotiation", "amount": {"amount": "28000.00", "currency": "SAR"}},
        ),
        ("what did Sara say about the price", "show_history", {"contact": "Sara Haddad", "words": "the price"}),
        ("وش قالت سارة عن السعر", "show_history", {"contact": "Sara Haddad", "words": "السعر"}),
        ("صفقة النور ٣٠ ألف عرض سعر", "add_deal", {"stage": "proposal", "title": None}),
        ("Acme is a vip now", "tag", {"customer": "Acme", "tags": "vip"}),
        ("أكمي صارت عميل مهم الحين", "tag", {"customer": "Acme", "tags": "مهم"}),
        ("new lead Faisal from the expo", "add_lead", {"lead_name": "Faisal", "source": "expo"}),
        ("عميل جديد من المعرض اسمه فيصل", "add_customer", {"customer_name": "فيصل", "source": "المعرض"}),
        ("globexx", "look_up", {"customer": "Globex"}),
    ],
)
def test_asked_for(notebook: Notebook, text: str, command: str, wanted: dict[str, Any]) -> None:
    """What is asked for as to a colleague comes to that command."""
    told = first(notebook, text)
    assert (told["command"], {key: told.get(key) for key in wanted}) == (command, wanted)


@pytest.mark.parametrize(
    "text",
    [
        "Sara moved to Dubai",
        "Acme moved to Globex",
        "Acme is a mess now",
        "أكمي صارت مشغولة",
        "سارة انتقلت لبيت جديد",
        "Acme deal 40k is dead",
        "Acme deal closed at 40k",
        "Sara's on leave until the 30th, don't chase",
        "don't follow up with Acme tomorrow",
        "which customers in Jeddah haven't I called in ages",
    ],
)
def test_nothing_comes_of_it(notebook: Notebook, text: str) -> None:
    """A name with words that say something else is asked about, never written."""
    assert notebook.read(text).drafts == ()


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("visited Acme, Sara not in, call her tomorrow 10", "2026-11-23T10:00:00+03:00"),
        ("quote sent to Acme, follow up 1 week", "2026-11-29"),
        ("كلمت أكمي وعايزين خصم وهنتابع يوم التلات الساعة ١٠", "2026-11-24T10:00:00+03:00"),
        ("called Acme, follow up الأحد", "2026-11-29"),
        ("called Acme, they are busy till tuesday 3pm, remind me then", "2026-11-24T15:00:00+03:00"),
        ("كلمت أكمي، الميزانية تنفتح الشهر الجاي، تابع معهم وقتها", "2026-12-01"),
        ("كلمت سارة مشغولة لحد الأحد ذكرني ساعتها", "2026-11-29"),
        ("emailed Acme the contract, nudge them thursday if no reply", "2026-11-26"),
        ("توني مسكر من أكمي يقول بيرسل الطلبية الاربعاء ذكرني الخميس الصبح اشيك", "2026-11-26T09:00:00+03:00"),
        ("كلمت أكمي وعايز اكلمهم بعد تلات ايام", "2026-11-25"),
        ("كلمت أكمي تابع الأحد ٩ ونص الصبح", "2026-11-29T09:30:00+03:00"),
    ],
)
def test_logged_with_what_comes_next(notebook: Notebook, text: str, due: str) -> None:
    """The next step of a sentence is set, also where a customer is called after a day of the week."""
    (draft,) = notebook.read(text).drafts
    assert (plain(draft)["command"], plain(draft)["customer"], plain(draft)["follow_up"]) == (
        "log_interaction",
        "Acme",
        due,
    )


def test_two_next_steps(notebook: Notebook) -> None:
    """Each clause that asks for something at a time is a step of its own."""
    drafts = notebook.read("called Acme, follow up in 3 days and remind me to prepare the quote tomorrow").drafts
    assert [draft.command.name() for draft in drafts] == ["log_interaction", "add_follow_up"]
    assert plain(drafts[1])["title"] == "prepare the quote"


@pytest.mark.parametrize("text", ["call her tomorrow at 4", "كلمها بكرة الساعة ٤"])
def test_what_to_do_with_her(notebook: Notebook, text: str) -> None:
    """With somebody in mind it is a reminder; else whom is asked."""
    sara = Party("contact", 1, "Sara Haddad")
    assert first(notebook, text, pointing=sara)["contact"] == "Sara Haddad"
    assert first(notebook, text)["asks"] == ["Missing customer"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2 done, she agreed", {"note": "she agreed"}),
        ("2 done, he'll pay, call him sunday 9am", {"note": "he'll pay", "next": "2026-11-29T09:00:00+03:00"}),
        ("تم ٢ بيدفع الأحد وأكلمه الأحد ٩ الصبح", {"note": "بيدفع الأحد", "next": "2026-11-29T09:00:00+03:00"}),
    ],
)
def test_finished(notebook: Notebook, text: str, wanted: dict[str, Any]) -> None:
    """The number may come first, and the next step needs no comma."""
    told = first(notebook, text, listed=LISTED)
    assert told["follow_up"] == "Visit Globex"
    assert {key: told.get(key) for key in wanted} == wanted


def test_each_is_done(notebook: Notebook) -> None:
    """``1 done 2 done`` finishes both and logs nothing."""
    drafts = notebook.read("1 done 2 done", listed=LISTED).drafts
    assert [plain(draft) for draft in drafts] == [
        {"command": "finish_follow_up", "follow_up": ref.name} for ref in LISTED
    ]


PROMISED = {
    "command": "add_follow_up",
    "customer": {"record": "customer", "id": 1, "name": "Acme"},
    "due": {"day": "2026-11-24", "said": "Tuesday"},
}


@pytest.mark.parametrize("text", ["make it 3pm", "no, at 3", "خليها ٣ العصر"])
def test_another_hour_is_of_the_same_day(notebook: Notebook, text: str) -> None:
    """A time of day alone corrects the hour, and the day stays."""
    written = (Command.from_json(PROMISED),)
    (draft,) = notebook.read(text, written=written, step=5).drafts
    assert draft.values["commands"][0].shown()["due"] == "2026-11-24T15:00:00+03:00"


@pytest.mark.parametrize("text", ["remind me then", "ذكرني وقتها"])
def test_then_alone_is_asked_about(notebook: Notebook, text: str) -> None:
    """No time was said before it: what and when are asked, and the word is no title."""
    assert first(notebook, text) == {"command": "add_follow_up", "asks": ["Missing title", "Missing due"]}


@pytest.mark.parametrize("text", ["that lead from yesterday", "إن شاء الله", "I need the owner", "client said hello"])
def test_nothing_is_logged(notebook: Notebook, text: str) -> None:
    """Chatter, and people without a name, write nothing."""
    assert not any(draft.complete and draft.command.name() == "log_interaction" for draft in notebook.read(text).drafts)


def test_who_left_is_not_offered() -> None:
    """Of two people of one name the one who is still there is meant."""
    notebook = Notebook.new()
    assert first(notebook, "called Mona, wants a catalogue")["asks"] == ["Ambiguous customer"]
    with notebook.office.open(notebook.rep_id, doing="left") as crm:
        (fikry,) = [each for each in crm.names.find("Mona Fikry", limit=5) if each.name == "Mona Fikry"]
        crm.contacts.change(fikry.id, left_at=crm.now)
    assert first(notebook, "called Mona, wants a catalogue")["contact"] == "Mona Saleh"

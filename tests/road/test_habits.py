"""What reps are used to (CHAT_AND_OPERATOR, H1 to H18): wording, receipts, undo, reminders, the morning list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.plain import plain_text
from bot.reply import Copy
from bot.talking.answer import Answer
from tests.road.stage import Road


@pytest.fixture
def habits(road: Road) -> Road:
    """Two customers called nearly the same, one person."""
    with road.office.open(None, doing="given") as crm:
        lina = crm.team.rep_named("Lina")
        assert lina is not None
        crm.act_as(lina)
        for name, city in (
            ("Acme Corp", "Riyadh"),
            ("Acme Ltd", "Jeddah"),
            ("Sun Pharma", "Riyadh"),
            ("شركة الأحد", "جدة"),
        ):
            crm.customers.add(name, sure=True, city=city)
        (corp,) = crm.customers.named("Acme Corp")
        crm.contacts.add("Sara Haddad", corp.id, phone="+966501234567")
    return road


def told(road: Road, who: str, text: str) -> tuple[Answer, str, list[str]]:
    """What became of a sentence, the text of the answer, its labels."""
    before = len(road.platform.sent)
    answer = road.say(who, text)
    road.drained()
    sent = [outgoing for _, outgoing in road.platform.sent[before:]]
    labels = [key.label for outgoing in sent for row in outgoing.keys for key in row]
    return answer, "\n".join(plain_text(each.parts) for each in sent), labels


def test_one_sentence_is_a_log_a_receipt_and_a_way_back(habits: Road) -> None:
    """H1, H2, H3, H4: log and follow-up at once, written first, each thing on its own line with weekday, date and distance; the words kept."""
    answer, text, labels = told(habits, "lina", "called Sara at Acme Corp, wants 3 more seats, follow up tue 3pm")
    assert answer.outcome == "done"
    assert text.splitlines()[1:] == [
        "📞 Call · Sara Haddad · today 14:05",
        '"wants 3 more seats"',
        "⏰ Follow-up: Tue 24 Nov 2026 15:00 (Riyadh, in 2 days)",
    ]
    assert "Undo" in labels
    with habits.office.read(None) as crm:
        (row,) = crm.interactions.of(customer_id=crm.customers.named("Acme Corp")[0].id)
        assert row.original == "called Sara at Acme Corp, wants 3 more seats, follow up tue 3pm"


@pytest.mark.parametrize("said", ["called Sun Pharma, all fine", "كلمت شركة الأحد وكل شيء تمام"])
def test_names_are_no_dates(habits: Road, said: str) -> None:
    """H5: a customer called Sun or الأحد makes no follow-up."""
    answer, _, _ = told(habits, "lina", said)
    assert answer.command == "log_interaction"
    assert [change["record"] for change in answer.changes] == ["interaction"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("follow up with Sun Pharma today at 9:30", "9:30 has passed"),
        ("follow up with Sun Pharma 15/12", "Tue 15 Dec 2026"),
        ("follow up with Sun Pharma tomorrow at 3", "Mon 23 Nov 2026 15:00"),
        ("called Sun Pharma yesterday, all fine", "yesterday"),
    ],
)
def test_times_and_numeric_dates(habits: Road, said: str, expected: str) -> None:
    """H6, H7: what has passed is asked about, three is in the afternoon, the day comes first, a log may be of yesterday."""
    assert expected in told(habits, "lina", said)[1]


def test_two_of_a_name_are_asked_about(habits: Road) -> None:
    """H8: candidates with a telling fact, a new one and none; the sentence is kept, and typing goes on working."""
    answer, text, labels = told(habits, "lina", "met acme, they want a demo")
    assert (answer.outcome, answer.changes) == ("asked", [])
    assert "your text is kept" in text
    assert any("Riyadh" in label for label in labels)
    assert any(label.startswith("➕ New") for label in labels)
    assert "None of these" in labels
    assert "logged on Acme Ltd" in told(habits, "lina", "the ltd one")[1] or "logged on" in told(habits, "lina", "2")[1]


def test_done_and_log_takes_the_next_line(habits: Road) -> None:
    """H9, H12: a reminder comes once, may wait an hour, till tomorrow or next week; Done + log asks and takes the next message."""
    told(habits, "lina", "follow up with Sun Pharma today at 4pm")
    habits.later(hours=2)
    (reminder,) = habits.beat()
    labels = [key.label for row in habits.platform.sent[-1][1].keys for key in row]
    assert labels == ["✅ Done", "📝 Done + log", "📅 Pick", "1 hour", "Tomorrow 09:00", "Next week"]
    assert "Sun Pharma" in reminder
    habits.press("lina", habits.token("📝 Done + log"))
    assert "How did it go" in habits.drained()[0]
    assert "sent the offer" in told(habits, "lina", "sent the offer")[1]
    habits.later(hours=3)
    assert habits.beat() == []


def test_undo_says_what_and_only_once(habits: Road) -> None:
    """H10: undo names what is gone, the button again says so, and there is a way back."""
    told(habits, "lina", "called Sun Pharma, all fine")
    token = habits.token("Undo")
    habits.press("lina", token)
    assert "call on Sun Pharma" in habits.drained()[0]
    habits.press("lina", token)
    assert "Already undone" in habits.drained()[0]
    habits.press("lina", habits.token("Redo"))
    assert "Back again" in habits.drained()[0]


def test_the_morning_list_can_be_stopped_in_one_word(habits: Road) -> None:
    """H11: off in a word, and it says how to have it back; nothing comes on the weekend or on an empty day."""
    told(habits, "lina", "digest on")
    assert "digest on" in told(habits, "lina", "stop digest")[1]
    told(habits, "lina", "digest on")
    habits.later(days=5)  # a Friday
    assert habits.beat() == []


def test_what_is_not_understood_is_offered(habits: Road) -> None:
    """H13: at most three things that it could mean, the text is kept in them, and nothing is written."""
    answer, text, labels = told(habits, "lina", "the weather on the moon")
    assert (answer.outcome, answer.changes) == ("not_understood", [])
    assert "Nothing was saved" in text
    assert 1 <= len(labels) <= 4


@pytest.mark.parametrize(
    "said", ["اتصلت بـ Sun Pharma وكل شيء تمام", "زرت Sun Pharma", "emailed Sun Pharma the price list"]
)
def test_the_verbs_people_use(habits: Road, said: str) -> None:
    """H14, H16: verbs of both languages, also from a rep who reads the other one; the answer is in the rep's own."""
    assert "logged on Sun Pharma" in told(habits, "lina", said)[1]
    assert "تم التسجيل لدى Sun Pharma" in told(habits, "omar", said)[1]


@pytest.mark.parametrize("amount", ["50k", "٥٠ ألف", "خمسين ألف ريال", "SAR 50,000"])
def test_amounts_as_they_are_typed(habits: Road, amount: str) -> None:
    """H15: the receipt shows the whole amount."""
    assert "SAR 50,000.00" in told(habits, "lina", f"deal Sun Pharma {amount}")[1]


def test_a_name_is_all_that_a_customer_needs(habits: Road) -> None:
    """H17: nothing but a name is asked for."""
    assert told(habits, "lina", "new customer Zenith Foods")[0].outcome == "done"


@pytest.mark.parametrize(("who", "label"), [("lina", "📋 Copy phone"), ("omar", "📋 نسخ الهاتف")])
def test_a_card_has_its_phone_to_press_and_to_copy(habits: Road, who: str, label: str) -> None:
    """H18: on a card, in a brief, among a customer's people and in a reminder the phone can be pressed and copied."""
    said = ("acme corp", "sara", "brief Acme Corp", "who is at Acme Corp")
    for each in (*said, "remind me to call Sara in 20 minutes"):
        told(habits, who, each)
    habits.later(minutes=21)
    (due,) = habits.beat()
    assert "Sara" in due
    cards = [outgoing for _, outgoing in habits.platform.sent if "+966501234567" in plain_text(outgoing.parts)]
    assert len(cards) == 5
    for card in cards:
        assert card.copies == (Copy(label, "+966501234567"),)
        pressed = [span.text for part in card.parts for span in getattr(part, "spans", ()) if span.tone == "phone"]
        assert pressed == ["+966501234567"]


def test_counted_days_skip_the_weekend(habits: Road) -> None:
    """H11: two days from a Wednesday is Sunday."""
    habits.clock.forward(timedelta(days=3))
    assert "Sun 29 Nov" in told(habits, "lina", "follow up with Sun Pharma in 2 days")[1]

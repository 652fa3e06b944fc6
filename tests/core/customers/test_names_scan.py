"""Known names inside sentences, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clock import MovableClock
from core.crm import Crm, Office
from core.customers.names import NameSpan
from core.database import Database

_COMPANIES = (
    "Vertex", "Vertex Group", "Bluewave", "شركة الأمل", "April Cosmetics", "Sunday Bakery", "شركة الخميس للمقاولات",
    "9 to 5 Staffing", "Meeting Point Cafe", "Email Experts", "D'Angelo Foods", "Hassan & Partners", "Hilal Motors",
    "Helal Motors", "مؤسسة الوفاء", "صيدلية العافية", "Eagle Transport", "Eagle Security", "Follow Me Tours", "U.K. Spare Parts",
    "Al Waha International Company for Agricultural and Food Industries", "مجموعة الصفا", "Acme", "Pacific Dental",
)  # fmt: skip
_PERSONS = ("June Fares", "Frank Stone", "Mahmoud Hosny")
_CONTACTS = (
    ("Rana Khoury", "Vertex"), ("Ziad Amin", "Vertex"), ("Mona Saleh", "April Cosmetics"), ("Mona Fikry", "Bluewave"),
    ("سعد القحطاني", "شركة الأمل"), ("Saad Murad", "Eagle Security"), ("عبدالكريم النجار", "مجموعة الصفا"), ("ناصر الصفا", "مجموعة الصفا"),
    ("شهد العمري", "صيدلية العافية"), ("هيفاء المولد", "مؤسسة الوفاء"), ("Omar Haddad", "Acme"),
)  # fmt: skip


def seeded(office: Office) -> None:
    """Write the customers of these tests."""
    with office.open(None, doing="seed") as crm:
        ids = {name: crm.customers.add(name, sure=True).id for name in _COMPANIES}
        for name in _PERSONS:
            crm.customers.add(name, "person", sure=True)
        for name, company in _CONTACTS:
            crm.contacts.add(name, ids[company], sure=True)


@pytest.fixture
def crm(office: Office) -> Iterator[Crm]:
    """A notebook with these customers, open for reading."""
    seeded(office)
    with office.read(None) as opened:
        yield opened


def told(spans: list[NameSpan]) -> list[tuple[str, str]]:
    """What stands there and whom it means first."""
    return [(span.text, span.candidates[0].name) for span in spans]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("log call with vertex they want the new brochure", [("vertex", "Vertex")]),
        ("visited vertex group about the tender", [("vertex group", "Vertex Group")]),
        ("called Rana at Vertex, needs 12 tablets", [("Rana", "Rana Khoury"), ("Vertex", "Vertex")]),
        ("VERTEX CALL - RANA SAYS BUDGET APPROVED", [("VERTEX", "Vertex"), ("RANA", "Rana Khoury")]),
        ("met dangelo foods, want olive oil samples", [("dangelo foods", "D'Angelo Foods")]),
        ("called uk spare parts about brakes", [("uk spare parts", "U.K. Spare Parts")]),
        ("Hassan and partners called", [("Hassan and partners", "Hassan & Partners")]),
        ("follow up 9 to 5 staffing tomorrow at 10", [("9 to 5 staffing", "9 to 5 Staffing")]),
        ("remind me to follow up with Follow Me Tours wed 4pm", [("Follow Me Tours", "Follow Me Tours")]),
        ("follow up with Sunday Bakery sunday 9am", [("Sunday Bakery", "Sunday Bakery")]),
        ("follow up with April Cosmetics on 3 April", [("April Cosmetics", "April Cosmetics")]),
        ("email experts meeting, they want a bundle", [("email experts", "Email Experts")]),
        ("Meeting Point Cafe meeting today", [("Meeting Point Cafe", "Meeting Point Cafe")]),
        ("caled ziad amin, paymnt will be sent sunday", [("ziad amin", "Ziad Amin")]),
        ("met blewave, they liked it", [("blewave", "Bluewave")]),
        ("met blue wave, they liked it", [("blue wave", "Bluewave")]),
        ("called Helal Motors, wants spare keys", [("Helal Motors", "Helal Motors")]),
        ("called Acme Ltd. yesterday", [("Acme Ltd", "Acme")]),
        ("mail from rana@vertex.example about Acme", [("Acme", "Acme")]),
        ("كلمت الأمل", [("الأمل", "شركة الأمل")]),
        ("كلمت صيدليه العافيه عن الطلبيه", [("صيدليه العافيه", "صيدلية العافية")]),
        ("أرسلت ايميل لعبدالكريم النجار فيه العقد", [("عبدالكريم النجار", "عبدالكريم النجار")]),
        ("ارسلت واتساب لهيفاء المولد", [("هيفاء المولد", "هيفاء المولد")]),
        ("جهزني للأمل", [("للأمل", "شركة الأمل")]),
        ("اجتمعت بأكمي وأكمي موافقة", [("أكمي", "Acme"), ("أكمي", "Acme")]),
        ("أرسل الفاتورة لمؤسسة الوفاء", [("مؤسسة الوفاء", "مؤسسة الوفاء")]),
        ("تابع مع شركة الخميس يوم الخميس ١١ الصبح", [("شركة الخميس", "شركة الخميس للمقاولات")]),
        ("ذكرني أزور الخميس للمقاولات بكرة", [("الخميس للمقاولات", "شركة الخميس للمقاولات")]),
        ("تابع مع الصفا الأربعاء القادم", [("الصفا", "مجموعة الصفا")]),
        ("كلمت محمود حسني امبارح", [("محمود حسني", "Mahmoud Hosny")]),
        (
            "called al amal, saad al qahtani wants cables",
            [("al amal", "شركة الأمل"), ("saad al qahtani", "سعد القحطاني")],
        ),
        ("كلمت Rana من Vertex تبي demo", [("Rana", "Rana Khoury"), ("Vertex", "Vertex")]),
        ("اجتمعت مع شهد نص ساعة", [("شهد", "شهد العمري")]),
        (
            "met Al Waha today. Need 3 silos",
            [("Al Waha", "Al Waha International Company for Agricultural and Food Industries")],
        ),
    ],
)
def test_names_are_found_where_they_stand(crm: Crm, sentence: str, expected: list[tuple[str, str]]) -> None:
    """Names are found as reps type them, with their place in the text."""
    spans = crm.names.scan(sentence)
    assert told(spans) == expected
    assert [sentence[span.start : span.end] for span in spans] == [text for text, _ in expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "I want to call the office about the quote",
        "bring me a coffee",
        "follow up next thursday at 9 to discuss the spare parts",
        "they need a dental chair and 40 guards for security",
        "the market went up 5% this week",
        "تابع الخميس ١١ الصبح",
        "وتبي تجربة مجانية وتابع بكرة",
        "جيب لي شاي",
        "شكرا جزيلا",
        "0507654321",
        "",
    ],
)
def test_ordinary_words_are_no_names(crm: Crm, sentence: str) -> None:
    """Verbs, days and everyday nouns are not taken for customers."""
    assert told(crm.names.scan(sentence)) == []


def test_words_that_are_days_and_months_are_flagged(crm: Crm) -> None:
    """``June`` may be the person or the month: the reader is told that it is both."""
    assert [(span.text, span.common_word) for span in crm.names.scan("called June, she travels in June")] == [
        ("June", True),
        ("June", True),
    ]
    assert [span.common_word for span in crm.names.scan("called June Fares")] == [False]


def test_several_candidates_of_one_span(crm: Crm) -> None:
    """A first name that several have gives all of them, of both scripts."""
    (mona,) = crm.names.scan("called Mona, wants a catalogue")
    assert {match.name for match in mona.candidates} == {"Mona Saleh", "Mona Fikry"}
    (saad,) = crm.names.scan("كلمت Saad عن الـ order")
    assert {match.name for match in saad.candidates} == {"Saad Murad", "سعد القحطاني"}


def test_an_unknown_surname_is_told(crm: Crm) -> None:
    """``Omar Khalil`` is not known where only Omar Haddad is."""
    assert [(span.text, span.runs_on) for span in crm.names.scan("met Omar Khalil today")] == [("Omar", True)]
    assert [(span.text, span.runs_on) for span in crm.names.scan("met Omar today")] == [("Omar", False)]


def test_the_readers_own_words_are_no_names(crm: Crm) -> None:
    """Words that the reader knows as ordinary are no misspelt names."""
    assert told(crm.names.scan("met blewave")) == [("blewave", "Bluewave")]
    assert crm.names.scan("met blewave", ordinary={"blewave"}) == []
    assert crm.names.scan("met blewave", ordinary=lambda word: word == "blewave") == []


def test_long_and_odd_texts_are_bounded(crm: Crm) -> None:
    """A text of 4,096 characters of names takes a bounded time, and what is found lies inside it."""
    for text in ("vertex " * 585, "a " * 2048, "ال" * 2048, "@" * 4096, "vertex.example@" * 270):
        spans = crm.names.scan(text)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


_CLOCK = MovableClock()
_DATABASE = Database("sqlite://")


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            ["vertex", "group", "الأمل", "شركة", "وفيرتكس", "june", "&", ",", "9", "to", "5", "عبد", "ال", "x"]
        )
    )
)
def test_spans_lie_in_order_and_apart(words: list[str]) -> None:
    """Whatever the text: no error, spans in order, none overlapping another, each with candidates."""
    text = " ".join(words)
    with _property_office().read(None) as crm:
        last = 0
        for span in crm.names.scan(text):
            assert last <= span.start < span.end <= len(text)
            assert span.candidates
            assert span.text == text[span.start : span.end]
            last = span.end


def _property_office() -> Office:
    office = Office(_DATABASE, _CLOCK)
    if not _seeded:
        _DATABASE.create_tables()
        seeded(office)
        _seeded.append(True)
    return office


_seeded: list[bool] = []

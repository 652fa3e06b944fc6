"""Amounts inside sentences: what is one, what is none, and which currency it is in."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.quantities import AmountSpan, find_amounts
from tests.pace import growth

ONE = [
    ("deal Acme 50k proposal close 31 Dec", "50k", "50000", None),
    ("AED 12,500", "AED 12,500", "12500", "AED"),
    ("12 thousand", "12 thousand", "12000", None),
    ("budget is 250000 riyals", "250000 riyals", "250000", "SAR"),
    ("1.5m", "1.5m", "1500000", None),
    ("1,5m", "1,5m", "1500000", None),
    ("three hundred dollars", "three hundred dollars", "300", "USD"),
    ("half a million riyals", "half a million riyals", "500000", "SAR"),
    ("20 dollar 43c", "20 dollar 43c", "20.43", "USD"),
    ("a dollar", "a dollar", "1", "USD"),
    ("10% discount on 5,000", "5,000", "5000", None),
    ("call 0501234567 about 50,000", "50,000", "50000", None),
    ("50.000 KWD", "50.000 KWD", "50", "KWD"),
    ("paid US$ 4.7 million", "US$ 4.7 million", "4700000", "USD"),
    ("صفقة الأمل ٣٠ ألف", "٣٠ ألف", "30000", None),
    ("صفقة مجموعة الصفا عشرين ألف ريال", "عشرين ألف ريال", "20000", "SAR"),
    ("بخمسين ألف", "خمسين ألف", "50000", None),
    ("٥٠٬٠٠٠ ر.س.", "٥٠٬٠٠٠ ر.س.", "50000", "SAR"),
    ("50.000 ريال", "50.000 ريال", "50000", "SAR"),
    ("١٬٥ مليون", "١٬٥ مليون", "1500000", None),
    ("42 دينار كويتي", "42 دينار كويتي", "42", "KWD"),
    ("ريالين", "ريالين", "2", "SAR"),
    ("20 دولار و43 سنت", "20 دولار و43 سنت", "20.43", "USD"),
    ("أكمي دفعت ١٢ ألف درهم", "١٢ ألف درهم", "12000", "AED"),
    ("مليون ونص ريال", "مليون ونص ريال", "1500000", "SAR"),
]
NONE = [
    "10.12.2026 at 15:30", "met for 45 m", "12 thousand users signed up", "a thousand thanks", "ألف شكر", "10% off",
    "invoice #50,000", "X50,000 model", "sent 3 quotes at 5 pm", "2 offices in 5th avenue, 12 Main St", "room 12",
    "called Acme and Globex", "كلمت سارة الساعة ٥", "24 Seven", "٣٠٠ مقعد", "between us", "10 c", "",
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "amount", "currency"), ONE)
def test_an_amount_is_found_with_its_place(text: str, said: str, amount: str, currency: str | None) -> None:
    """Exactly one, with its words, value and currency."""
    (found,) = find_amounts(text, "SAR")
    assert (found.text, found.amount, found.currency) == (said, Decimal(amount), currency)
    assert text[found.start : found.end] == said


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_amount(text: str) -> None:
    """Dates, clock times, counts, percentages, model numbers."""
    assert find_amounts(text, "SAR") == []


def test_a_count_is_kept_beside_the_amount_of_one() -> None:
    """``3 pallets at $1,200`` is 1,200, not 3."""
    (found,) = find_amounts("3 pallets at $1,200", "SAR")
    assert (found.amount, found.currency, found.quantity) == (Decimal(1200), "USD", 3)
    (found,) = find_amounts("3 x 1,200", "SAR")
    assert (found.amount, found.quantity) == (Decimal(1200), 3)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("50-60k", 50000, 60000),
        ("between 10 and 20 dollars", 10, 20),
        ("من عشرة لعشرين دولار", 10, 20),
        ("10$-20$", 10, 20),
    ],
)
def test_a_range_has_two_ends(text: str, low: int, high: int) -> None:
    """The lower end is the amount, the upper one is kept."""
    (found,) = find_amounts(text, "SAR")
    assert (found.amount, found.most) == (Decimal(low), Decimal(high))


def test_two_amounts_stay_two() -> None:
    """Each currency belongs to one number."""
    found = find_amounts("USD 20 and EUR 30", "SAR")
    assert [(a.amount, a.currency) for a in found] == [(20, "USD"), (30, "EUR")]


@pytest.mark.parametrize(("own", "code"), [("SAR", "SAR"), ("QAR", "QAR"), ("AED", "SAR")])
def test_a_shared_name_means_the_workspaces_currency(own: str, code: str) -> None:
    """``ريال`` in Qatar is Qatari."""
    assert find_amounts("٥٠ ريال", own)[0].currency == code


def test_a_bare_number_counts_only_where_an_amount_is_expected() -> None:
    """``deal Acme 5000`` and ``make it 600``, but not counts or years."""
    assert find_amounts("deal Acme 5000") == []
    assert [a.amount for a in find_amounts("deal Acme 5000", expected=True)] == [5000]
    assert [a.amount for a in find_amounts("deal Seats 2027 500", expected=True)] == [500]
    assert find_amounts("deal Acme 3 vans", expected=True) == []


def test_masked_places_are_left_alone() -> None:
    """A name or a time that was read already is no amount."""
    text = "50k Media wants 20k"
    assert [a.text for a in find_amounts(text, "SAR", [(0, 9)])] == ["20k"]


@given(st.text(alphabet="0123456789.,- $kmألفو٥ريالdollarand\n", max_size=80))
def test_reading_amounts_never_fails(text: str) -> None:
    """Any text gives spans in order that stand where they say."""
    found = find_amounts(text, "SAR", expected=True)
    for span in found:
        assert isinstance(span, AmountSpan)
        assert text[span.start : span.end] == span.text
    assert [span.start for span in found] == sorted(span.start for span in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize("piece", ["1 ", "1,1", "$", "ألف ", "٥٠ ألف ", "10-20k ", "20 dollar 43 ", "0 -"])
def test_a_page_of_figures_costs_no_more_than_its_square(piece: str) -> None:
    """Twice as many characters of the worst kind cost at most four times as much, and what is left for noise."""
    assert growth(lambda size: find_amounts((piece * 4096)[:size]), 4096) < 6

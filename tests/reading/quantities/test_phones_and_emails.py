"""Phones and e-mail addresses inside sentences."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.quantities import e164, find_emails, find_phones, shown_phone

PHONES = [
    ("0501234567", "0501234567", "+966501234567", True),
    ("٠٥٠١٢٣٤٥٦٧", "٠٥٠١٢٣٤٥٦٧", "+966501234567", True),
    ("new contact Sara, +966 50 123 4567, x", "+966 50 123 4567", "+966501234567", True),
    ("called on 0501234567 5 seats", "0501234567", "+966501234567", True),
    ("00971501234567", "00971501234567", "+971501234567", True),
    ("971501234567", "971501234567", "+971501234567", True),
    ("(+1)650-701-8887 ext 897", "(+1)650-701-8887 ext 897", "+16507018887", True),
    ("رقمه 12345678", "12345678", "12345678", False),
    ("+96650", "+96650", "+96650", False),
]


@pytest.mark.parametrize(("text", "said", "value", "valid"), PHONES)
def test_a_phone_is_found_with_its_place(text: str, said: str, value: str, valid: bool) -> None:
    """E.164 where it is valid, as typed where it cannot be."""
    (found,) = find_phones(text, "SA")
    assert (found.text, found.value, found.valid) == (said, value, valid)
    assert text[found.start : found.end] == said


@pytest.mark.parametrize(
    "text", ["10.12.2026", "2026-11-24 10 11", "budget 5000000", "12345", "50 000 000", "15:30", ""]
)
def test_what_is_no_phone(text: str) -> None:
    """Dates, amounts and short numbers."""
    assert find_phones(text, "SA") == []


def test_the_country_is_the_default_only() -> None:
    """A local number belongs to the workspace's country, one with + to its own."""
    assert e164("650-701-8887", "US") == "+16507018887"
    assert e164("650-701-8887", "SA") is None
    assert e164("tel:+966 50 123 4567", "US") == "+966501234567"
    assert shown_phone("+966501234567") == "+966 50 123 4567"
    assert shown_phone("0555") == "0555"


@pytest.mark.parametrize(
    ("text", "value", "valid"),
    [
        ("mail Sara.H@ACME.com.", "Sara.H@acme.com", True),
        ("بريده:omar@acme.com،", "omar@acme.com", True),
        ("sara@acme", "sara@acme", False),
        ("(sara@acme.example)", "sara@acme.example", True),
        ("a..b@acme.com", "a..b@acme.com", False),
    ],
)
def test_an_address_is_found(text: str, value: str, valid: bool) -> None:
    """Normal form, without the punctuation around it."""
    (found,) = find_emails(text)
    assert (found.value, found.valid) == (value, valid)


def test_text_without_an_address() -> None:
    """A sign alone is none."""
    assert [find_emails(text) for text in ("3 pallets @ 5", "@sara", "a@ b")] == [[], [], []]


@given(st.text(alphabet="0123456789+-() @.ab٥/", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Spans stand where they say and do not overlap."""
    for spans in (find_phones(text, "SA"), find_emails(text)):
        for span in spans:
            assert text[span.start : span.end] == span.text
        assert all(one.end <= other.start for one, other in itertools.pairwise(spans))

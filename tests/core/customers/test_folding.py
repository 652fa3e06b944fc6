"""The one folding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.customers.folding import fold, tokens


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("ACME", "acme"),
        ("Nájī", "naji"),
        ("D'Angelo Foods", "dangelo foods"),
        ("U.K. Spare Parts", "uk spare parts"),
        ("A. O. Smith", "A.O. Smith"),
        ("Hassan & Partners", "hassan and partners"),
        ("أحمد إبراهيم آل", "احمد ابراهيم ال"),
        ("مؤسسة الوفاء", "موسسه الوفا"),
        ("مُحَمَّد", "محمد"),
        ("مـحـمـد", "محمد"),
        ("منى", "منی"),
        ("م.ذ.م.م", "مذمم"),
        ("٠٥٠١", "0501"),
        ("۰۵۰۱", "0501"),
        ("\u2067شركة الأمل\u2069", "شركة الامل"),
    ],
)
def test_spellings_of_one_name_fold_to_one(typed: str, other: str) -> None:
    """Case, accents, diacritics, tatweel, forms of letters, digits and marks of direction do not count."""
    assert fold(typed) == fold(other)


def test_different_names_stay_different() -> None:
    """Folding loses no letter that tells names apart."""
    names = ["Acme", "Acne", "سعد", "سعيد", "منى", "منال", "9 to 5", "95"]
    assert len({fold(name) for name in names}) == len(names)


def test_offsets_lead_back_to_the_text() -> None:
    """A token knows where it was typed, with what closes the word."""
    text = "مع «مؤسسة الوفاء» و U.K. Parts"
    assert [text[token.start : token.end] for token in tokens(text)] == ["مع", "مؤسسة", "الوفاء", "و", "U.K", "Parts"]


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    """The fold of a fold is itself, whatever the text."""
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=80))
def test_tokens_come_in_order_and_do_not_overlap(text: str) -> None:
    """Offsets rise and lie inside the text."""
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end <= len(text)
        assert token.folded
        assert " " not in token.folded
        last = token.end

"""Cleaning, folding and cutting into words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.detect import detect
from bot.language.normalise import clean, fold, fold_keeping_offsets, words

SAME = [
    ("Café", "cafe"), ("أكمى", "اكمي"), ("شَرِكَــة", "شركه"), ("١٢٣", "123"), ("۱۲۳", "123"), ("ﷲ", "الله"), ("مؤسسة", "موسسه"),
    ("الثلاثاء", "الثلاثا"), ("don’t", "dont"), ("STRASSE", "straße"), ("Ａｃｍｅ", "acme"), ("گلف", "كلف"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    """What a rep means as the same word has one key."""
    assert fold(one) == fold(other)


@given(st.text(max_size=60))
def test_folding_keeps_offsets(text: str) -> None:
    """Each folded character came from the letter at its offset, whatever the text."""
    text = unicodedata.normalize("NFC", text)
    folded, offsets = fold_keeping_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    for at, letter in enumerate(folded):
        assert letter in fold(text[offsets[at]])


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """A cleaned text is clean."""
    once = clean(text)
    assert clean(once) == once
    assert not set(once) & set("\u2066\u2067\u2068\u2069\u200e\u200f\u202e\x00")


def test_words_keep_their_place() -> None:
    """Offsets are those of the text as typed; letters and digits part; grouping stays."""
    text = "كَلَّمت Sara، 50k و٥٠٬٠٠٠"
    cut = words(text)
    assert [word.folded for word in cut[:5]] == ["كلمت", "sara", "50", "k", "و"]
    assert all(text[word.start : word.end] == word.text for word in cut)
    assert cut[-1].text == "٥٠٬٠٠٠"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("called Sara", "en"),
        ("كلمت Sara من Acme", "ar"),
        ("0501234567", "en"),
        ("log call مع أكمي", "en"),
        ("كلمت Sara", "ar"),
    ],
)
def test_the_language_is_the_script_of_most_words(text: str, language: str) -> None:
    """Mixed sentences go to the majority, a tie to the first word."""
    assert detect(text) == language

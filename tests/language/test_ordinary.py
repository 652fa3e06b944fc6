"""Ordinary words are told from names."""

from __future__ import annotations

import pytest

from bot.language.ordinary import is_ordinary, ordinary_words


@pytest.mark.parametrize(
    "word", ["called", "Wants", "quote", "الثلاثاء", "والعرض", "بالمكتب", "للعميل", "بكرة", "كلمت", "don't"]
)
def test_an_ordinary_word_is_told(word: str) -> None:
    """In any case, with what is glued to Arabic words."""
    assert is_ordinary(word)


@pytest.mark.parametrize("word", ["Acme", "Sara", "أكمي", "سارة", "Globex", "لينا", "وليد", "ليلى", "فرح", ""])
def test_a_name_is_not(word: str) -> None:
    """Names of people and companies stay names."""
    assert not is_ordinary(word)


def test_there_are_enough_of_them() -> None:
    """Hundreds in each language."""
    arabic = {word for word in ordinary_words() if word[0] >= "\u0600"}
    assert len(arabic) > 500
    assert len(ordinary_words() - arabic) > 700

"""Numbers in digits and words, both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.language.normalise import words
from bot.language.numbers import parse_digits, read_number, read_ordinal

SPELT = [
    ("50k", "50000"), ("12 thousand", "12000"), ("two and a half million", "2500000"), ("half a million", "500000"),
    ("a hundred and fifty", "150"), ("one hundred twenty three thousand four hundred and five", "123405"),
    ("twenty-five", "25"), ("a couple of thousand", "2000"), ("a dozen", "12"), ("one point three", "1.3"),
    ("1 point 25", "1.25"), ("three quarters of a million", "750000"), ("5,00,000", "500000"), ("five lakhs", "500000"),
    ("twelve hundred", "1200"), ("a thousand", "1000"), ("1.5 million", "1500000"), ("quarter", "0.25"),
    ("خمسين ألف", "50000"), ("٥٠ ألف", "50000"), ("مية وخمسين", "150"), ("عشرين ألف", "20000"), ("احدعش", "11"),
    ("اطنعش", "12"), ("ثنتين", "2"), ("خمسطعش", "15"), ("أربعة و عشرون", "24"), ("خمسة وعشرين", "25"),
    ("ثلاثمائة وخمسين", "350"), ("مليون ونص", "1500000"), ("نص مليون", "500000"), ("ثلاث تلاف", "3000"),
    ("ألفين وخمسمية", "2500"), ("إحدى عشرة", "11"), ("إثنتى عشر", "12"), ("ثمان عشرة", "18"), ("ربع مليون", "250000"),
    ("مية وخمسة وعشرين ألف", "125000"), ("خمسة ونص", "5.5"), ("٥ آلاف و٥٠٠", "5500"), ("مئتين وعشرة", "210"),
    ("ثلاث أرباع", "0.75"), ("10 آلاف", "10000"), ("مليونين وثلاثمية ألف", "2300000"), ("ثلاثة مليون ونص", "3500000"),
    ("١٬٠٠٠٬٠٠٠٫٠٠", "1000000"), ("ألف", "1000"), ("2 ونص مليون", "2500000"), ("ثمن تلاف", "8000"),
    ("ثمنمية ألف", "800000"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "value"), SPELT)
def test_a_number_is_read_to_its_end(said: str, value: str) -> None:
    """The whole phrase is one number of that value."""
    cut = [word.text for word in words(said)]
    assert read_number(cut, 0) == (Decimal(value), len(cut))


@pytest.mark.parametrize(
    ("said", "value", "used"),
    [
        ("two three", 2, 1),
        ("50k and two calls", 50000, 2),
        ("ثلاثة وعشر", 3, 1),
        ("50k 3 pm", 50000, 2),
        ("خمسة وستة", 5, 1),
        ("two hundreds", 2, 1),
    ],
)
def test_a_number_stops_where_another_begins(said: str, value: int, used: int) -> None:
    """Neighbouring numbers are not added up."""
    assert read_number([word.text for word in words(said)], 0) == (Decimal(value), used)


@pytest.mark.parametrize(
    "said", ["a call", "Acme", "ثمن السيارة", "and", "و", "hundreds of them", "k", "10.12.2026", ""]
)
def test_what_is_no_number(said: str) -> None:
    """Articles, prices and dates are not numbers."""
    assert read_number([word.text for word in words(said)], 0) is None


def test_m_is_a_million_only_where_money_is_read() -> None:
    """``45 m`` may be minutes."""
    assert read_number(["45", "m"], 0) == (Decimal(45), 1)
    assert read_number(["1.5", "m"], 0, money=True) == (Decimal(1500000), 2)


@pytest.mark.parametrize(
    ("said", "value"),
    [("third", 3), ("3rd", 3), ("twenty first", 21), ("الثالثة", 3), ("ثالث", 3), ("الحادي عشر", 11), ("الحادية عشرة", 11),
     ("الثانية عشرة", 12), ("أول", 1), ("الخامس والعشرين", 25), ("العشرين", 20), ("٣rd", 3)],
)  # fmt: skip
def test_an_ordinal_is_read(said: str, value: int) -> None:
    """Ordinals in both languages, with and without the article."""
    cut = [word.text for word in words(said)]
    assert read_ordinal(cut, 0) == (value, len(cut))


@pytest.mark.parametrize(
    ("said", "value"),
    [("50,000", "50000"), ("٥٠٬٠٠٠", "50000"), ("۵۰", "50"), ("1.5", "1.5"), ("1,5", "1.5"), ("1.500.000", "1500000"),
     ("1.500,25", "1500.25"), (".77", "0.77"), ("٥٠،٠٠٠", "50000"), ("12,34,567.5", "1234567.5"), ("1'000", "1000")],
)  # fmt: skip
def test_digits_of_any_script_and_grouping(said: str, value: str) -> None:
    """Grouping and decimals are told apart."""
    assert parse_digits(said) == Decimal(value)


@pytest.mark.parametrize("said", ["10.12.2026", "", "1,2,3", "a1", "1..2", "²"])
def test_digits_that_are_no_number(said: str) -> None:
    """Dates and lists are not numbers."""
    assert parse_digits(said) is None

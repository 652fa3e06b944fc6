"""Spelt numbers in English. All keys are folded."""

from __future__ import annotations

from decimal import Decimal

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
HUNDRED = frozenset({"hundred", "hundreds"})
SCALES = {
    "thousand": 10**3, "thousands": 10**3, "grand": 10**3, "k": 10**3,
    "lakh": 10**5, "lakhs": 10**5, "lac": 10**5,
    "million": 10**6, "millions": 10**6, "mil": 10**6, "mln": 10**6, "mn": 10**6, "mio": 10**6,
    "crore": 10**7, "crores": 10**7,
    "billion": 10**9, "billions": 10**9, "bn": 10**9, "bln": 10**9,
    "trillion": 10**12,
}  # fmt: skip
SHORT_SCALES = {"m": 10**6, "mm": 10**6, "b": 10**9}
"""Only where money is read: elsewhere ``45 m`` is minutes or metres."""
FRACTIONS = {
    "half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.25"), "third": Decimal(1) / 3,
    "thirds": Decimal(1) / 3,
}  # fmt: skip
LEADING_FRACTIONS = {word: FRACTIONS[word] for word in ("half", "quarter")}
"""What may begin a number: half a million. (``third`` is an ordinal.)"""
SCALES_ALONE = frozenset({"thousand", "million", "billion", "trillion"})
WHOLE_WORDS = {"couple": 2, "dozen": 12}
AND = "and"
POINT = "point"
ONE = frozenset({"a", "an"})

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "twelveth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
SUFFIXES = frozenset({"st", "nd", "rd", "th"})

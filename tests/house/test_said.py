"""All texts of the bot on all platforms: the same words on each, no lone mark of direction, plurals with their number, nothing too long.

The files of ``tests/said`` show them; ``python -m tests.house.pages tests/said`` writes them anew, for review.
"""

from __future__ import annotations

import pytest

from adapters.telegram.write import LIMITS as TELEGRAM
from bot.language.bidi import strip
from bot.language.words import Language
from bot.reply import Text
from tests.adapters.stand import balanced
from tests.house.pages import LANGUAGES, PAGES, ROOT
from tests.house.said import COUNTS, read_on, said
from tests.house.texts import TEXTS

NO_NUMBER = 2
"""Up to two a word may stand instead of the number."""


def all_said(language: Language) -> list[tuple[str, Text]]:
    """Every text in that language with its places filled, under its name."""
    return [
        (f"{name} {which}", text)
        for name, words in TEXTS.items()
        for which, text in said(words, language)
        if text.plain.strip()
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_the_same_on_each_platform(language: Language) -> None:
    """But for marks of direction, Telegram, Slack and the terminal show the same letters, and the first two the same marks."""
    unequal = {}
    for name, text in all_said(language):
        read = read_on(text, language)
        if {strip(each) for each in read.values()} != {strip(text.plain).rstrip()} or read["telegram"] != read["slack"]:
            unequal[name] = read
    assert unequal == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mark_of_direction_is_alone(language: Language) -> None:
    """No text brings marks of its own; those that the platforms get open and close within one line; English words need none."""
    assert [name for name, words in TEXTS.items() if strip(words.in_(language)) != words.in_(language)] == []
    read = [(name, read_on(text, language)["telegram"]) for name, text in all_said(language)]
    assert [name for name, text in read if not all(balanced(line) for line in text.split("\n"))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_says_how_many(language: Language) -> None:
    """From three on the number itself stands in a counted text that shows numbers at all, and each count reads otherwise than the next."""
    without = {}
    for name, words in TEXTS.items():
        told = {which: text.plain for which, text in said(words, language) if which}
        if set(told) != {str(count) for count in COUNTS} or "#" not in words.in_(language):
            continue
        silent = [count for count in COUNTS if count > NO_NUMBER and str(count) not in told[str(count)]]
        if silent or len(set(told.values())) < len(told):
            without[name] = told
    assert without == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fits_one_message(language: Language) -> None:
    """With ordinary names in it no text is longer than the shortest limit of a message."""
    assert [name for name, text in all_said(language) if len(text.plain) > TELEGRAM.text] == []


def test_only_what_is_said_is_kept() -> None:
    """No file of ``tests/said`` is left over from a part of the bot that is gone."""
    kept = {str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "said").iterdir()}
    assert kept == {path for path in PAGES if path.startswith("tests/said/")}

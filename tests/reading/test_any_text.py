"""Reading never raises, does a bounded amount of work, and writes on no text without a known verb or name."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.command import discover
from bot.language.normalise import fold
from bot.reading.templates.parts import both
from bot.reading.templates.read import is_nearly_a_command
from bot.reading.words.senses import senses_at
from tests.reading.told import COMPANIES, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.draft import Draft
    from tests.reading.told import Notebook

WORDS = "follow up remind me call called Acme Globex tomorrow at 5 next week and , . - every Monday في مع كلمت أكمي وذكرني بكرة الساعة ٣ 0501234567 50k deal no done 1 note : to from !high".split()
MOST_CALLS = 1_200_000
HARD = [
    "follow up " * 409,
    "called Acme and " * 256,
    "a " * 2048,
    "1 " * 2048,
    "و" * 4096,
    "x" * 4096,
    "😀" * 4096,
    "\ud800" * 4096,
    "a@b.co " * 585,
    "new contact " * 341,
    "done 1, " * 512,
    "no, " * 1024,
    "(" * 4096,
]


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_is_read(notebook: Notebook, text: str) -> None:
    """Any text at all gives a reading."""
    assert notebook.read(text) is not None


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_words_are_read(notebook: Notebook, words: list[str]) -> None:
    """Any order of a rep's words gives a reading whose finds lie inside the text."""
    text = " ".join(words)
    assert all(
        0 <= find.start < find.end <= len(text) and text[find.start : find.end] == find.text
        for find in notebook.read(text).found
    )


def jumbled(seed: int) -> str:
    """4,096 characters of a rep's words, signs and names in a random order, repeated in random lengths."""
    chance = random.Random(seed)
    told: list[str] = []
    while sum(map(len, told)) < 2 * 4096:
        told.append((chance.choice(WORDS) + chance.choice((" ", ", ", ": ", "\n", " - ", ""))) * chance.randint(1, 40))
    return "".join(told)[:4096]


@pytest.mark.parametrize("text", [*HARD, *map(jumbled, range(6))], ids=lambda text: repr(text[:12]))
def test_hard_text_is_bounded(notebook: Notebook, text: str) -> None:
    """No text of 4,096 characters makes more than so many calls (a sentence makes some thousands); the bench shows the times."""
    notebook.read("called Acme")  # what is made once is not counted
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        notebook.read(text)
    finally:
        sys.setprofile(before)
    assert calls < MOST_CALLS


def reads_only(drafts: Sequence[Draft]) -> bool:
    """Whether all that would be carried out only shows something."""
    return all(draft.command.permission.endswith(".read") for draft in drafts)


STRANGE = st.text(alphabet="abcdefghijklmnopqrstuvwxyzابتثجحخدذرزسشصضطظعغفقكلمنهوي", min_size=3, max_size=9).filter(
    lambda word: not senses_at([fold(word)], 0) and not is_nearly_a_command(fold(word))
)
"""A word without a meaning to the bot, in either script."""


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STRANGE, min_size=1, max_size=9))
def test_without_a_verb_or_a_name_nothing_is_written(notebook: Notebook, words: list[str]) -> None:
    """Words that mean nothing to the bot, none of them a name: nothing that writes comes of them."""
    reading = notebook.read(" ".join(words))
    if not any(found.kind == "name" for found in reading.found):
        assert reads_only(reading.drafts)


@settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from((*COMPANIES, *(name for name, *_ in PEOPLE))),
    st.lists(STRANGE, max_size=4),
    st.lists(STRANGE, max_size=4),
)
def test_a_name_only_mentioned_is_not_written(
    notebook: Notebook, name: str, before: list[str], behind: list[str]
) -> None:
    """A name among words that mean nothing to the bot writes nothing either: it is looked up, or asked about."""
    assert reads_only(notebook.read(" ".join((*before, name, *behind))).drafts)


def test_nonsense_is_not_written(notebook: Notebook) -> None:
    """Words that the bot does not know, and no name, never come to a command."""
    letters = random.Random(7)
    for _ in range(100):
        text = " ".join("".join(letters.choice("bdghjkqvxz") for _ in range(6)) for _ in range(6))
        assert notebook.read(text).drafts == ()


@pytest.mark.parametrize("command", discover(), ids=lambda command: command.name())
def test_templates_compile(command: object) -> None:
    """Every template of every command can be read."""
    phrases = command.phrases  # type: ignore[attr-defined]
    patterns = both(phrases)
    assert bool(patterns) == (phrases.en.strip() != "-" or phrases.ar.strip() != "-")

"""Reading never raises, does a bounded amount of work, and writes on no text without a known verb or name."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.command import discover
from bot.reading.templates.parts import both

if TYPE_CHECKING:
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


@pytest.mark.parametrize("text", HARD, ids=lambda text: repr(text[:12]))
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

"""Every talk goes as it is written. ``pytest --retell`` writes the bot's lines anew, for review."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.talks.player import FOLDER, played, talks
from tests.talks.script import read_talk


@pytest.mark.parametrize("file", talks(), ids=lambda file: str(file.relative_to(FOLDER)))
def test_the_talk_goes_as_it_is_written(file: Path, request: pytest.FixtureRequest, once: Path) -> None:
    """The bot says to the letter what the talk has, on the real road."""
    went = played(file, once)
    if request.config.getoption("--retell"):
        file.write_text(went.now, "utf-8")
        return
    assert went.now == went.written


def test_a_line_that_is_none_is_refused() -> None:
    """A line that is neither said, pressed, a time nor an answer is an error with its number."""
    with pytest.raises(ValueError, match="line 2"):
        read_talk("# a talk\nthis is nothing\n")

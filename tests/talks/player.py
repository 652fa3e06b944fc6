"""Plays one talk from its file: what the bot says now, beside what the file has."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from tests.talks.script import read_talk
from tests.talks.stage import Stage

FOLDER = Path(__file__).parent


def talks() -> list[Path]:
    """Every talk, in order."""
    return sorted(FOLDER.rglob("*.talk"))


def played(file: Path) -> tuple[str, str]:
    """The talk as it stands in the file, and as it went now."""
    text = file.read_text("utf-8")
    talk = read_talk(text)
    with tempfile.TemporaryDirectory(prefix="daftar-talk-") as folder:
        stage = Stage(talk, Path(folder))
        try:
            answers = [stage.play(turn) for turn in talk.turns]
        finally:
            stage.close()
    _said.update(stage.said)
    return text, talk.written(answers)


_said: set[tuple[str, str]] = set()


def commands_said(language: str) -> set[str]:
    """The commands that some talk carries out in that language."""
    _all_played()
    return {command for spoken, command in _said if spoken == language}


@cache
def _all_played() -> None:
    for file in talks():
        played(file)

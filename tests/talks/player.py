"""Plays one talk from its file: what the bot says now, beside what the file has."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.talks.script import read_talk
from tests.talks.stage import Stage

FOLDER = Path(__file__).parent


def talks() -> list[Path]:
    """Every talk, in order."""
    return sorted(FOLDER.rglob("*.talk"))


@dataclass(frozen=True)
class Played:
    """One talk: as it stands in the file, as it went now, and the (language, command) pairs that were carried out in it."""

    written: str
    now: str
    said: frozenset[tuple[str, str]]


def played(file: Path, once: Path | None = None) -> Played:
    """Play the talk of a file. In a test run each talk goes once: ``once`` is the folder where the run's processes leave what went."""
    text = file.read_text("utf-8")
    kept = once / f"{hashlib.sha256(text.encode()).hexdigest()}.json" if once is not None else None
    if kept is not None and kept.exists():
        told = json.loads(kept.read_text("utf-8"))
        return Played(text, told["now"], frozenset((language, command) for language, command in told["said"]))
    talk = read_talk(text)
    with tempfile.TemporaryDirectory(prefix="daftar-talk-") as folder:
        stage = Stage(talk, Path(folder))
        try:
            answers = [stage.play(turn) for turn in talk.turns]
        finally:
            stage.close()
    went = Played(text, talk.written(answers), frozenset(stage.said))
    if kept is not None:
        whole = kept.with_suffix(f".{os.getpid()}")
        whole.write_text(json.dumps({"now": went.now, "said": sorted(went.said)}), "utf-8")
        whole.replace(kept)
    return went


def commands_said(language: str, once: Path | None = None) -> set[str]:
    """The commands that some talk carries out in that language."""
    return {command for file in talks() for spoken, command in played(file, once).said if spoken == language}

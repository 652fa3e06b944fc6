"""Exit codes (CLI.md), and how a command ends early: with one sentence on standard error."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
STORE: Final = 3
TOKEN: Final = 4
PORT: Final = 5


class Ends(Exception):
    """Ends the command with a sentence and an exit code."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code

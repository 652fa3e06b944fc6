"""The command line within this process: what it prints, and its exit code."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli.app import run


@dataclass
class Ran:
    """One run."""

    code: int
    out: str
    err: str

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Cli:
    """Runs commands on a notebook of its own."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, stdin: str = "") -> Ran:
        """Run one command."""
        read = io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8", "surrogatepass")), encoding="utf-8")
        self.monkeypatch.setattr(sys, "stdin", read)
        self.capture.readouterr()
        code = run(list(arguments))
        out, err = self.capture.readouterr()
        return Ran(code, out, err)

    def talk(self, *lines: dict[str, Any] | str) -> list[dict[str, Any]]:
        """``say --json -`` with these lines; its answers."""
        told = "".join(
            (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines
        )
        ran = self("say", "--json", "-", stdin=told)
        assert ran.code == 0, ran.err
        return ran.answers

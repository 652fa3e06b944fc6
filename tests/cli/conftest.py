"""A command line on a fresh notebook, with no settings from outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.stage import Cli


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs in an empty folder."""
    for name in list(os.environ):
        if name.startswith("DAFTAR_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return Cli(tmp_path, monkeypatch, capsys)

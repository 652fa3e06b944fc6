"""The operator's tools: keeping the notebook, looking at its health, setting it up. One file for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.operator import keeping, looking, setting_up

if TYPE_CHECKING:
    import typer


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    for group in (setting_up, looking, keeping):
        group.add_to(app)

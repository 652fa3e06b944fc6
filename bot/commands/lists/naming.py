"""The name of a saved list as it was typed; shared by the commands of this folder."""

from __future__ import annotations

_AROUND = " \t\n\"'“”«»„‟.,،"


def bare_name(said: str) -> str:
    """The name without the quotes and stops around it."""
    return said.strip(_AROUND)

"""The terminal as a chat platform: the example to copy for a new one. See README.md in this folder."""

from __future__ import annotations

from adapters.terminal.terminal import Terminal

build = Terminal

__all__ = ["Terminal", "build"]

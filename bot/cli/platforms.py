"""The chat platforms by name: the only place that knows the folders of ``adapters/``."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, cast

from bot.settings import Settings, secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.platform import ChatPlatform
    from bot.reply import Outgoing


def terminal(show: Callable[[Outgoing, str], None]) -> ChatPlatform:
    """The terminal, whose messages go to ``show`` with their id."""
    return cast("ChatPlatform", _adapter("terminal").build(show))


def shown_in_terminal(outgoing: Outgoing) -> tuple[str, list[str]]:
    """A message as the terminal writes it: its text, and a line for each row of buttons."""
    write = importlib.import_module("adapters.terminal.write")
    return write.text(outgoing), write.buttons(outgoing)


def turned_on(settings: Settings) -> list[ChatPlatform]:
    """Every platform whose token is set. Raises what the adapter raises for a token that is none (ValueError)."""
    found: list[ChatPlatform] = []
    if secret(settings.telegram.token):
        found.append(cast("ChatPlatform", _adapter("telegram").build(settings.telegram)))
    if secret(settings.slack.bot_token):
        found.append(cast("ChatPlatform", _adapter("slack").build(settings.slack)))
    return found


def _adapter(name: str) -> Any:
    return importlib.import_module(f"adapters.{name}")

"""Telegram as a chat platform, by long polling or by webhook. See README.md in this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.telegram.chat import Telegram
from adapters.telegram.hook import hook_of
from adapters.telegram.menu import MENU, Entry
from bot.settings import Settings, TelegramSettings, secret

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.platform import ChatPlatform
    from core.clock import Clock

__all__ = ["MENU", "Entry", "Telegram", "build"]


def build(
    settings: Settings | TelegramSettings, *, clock: Clock | None = None, menu: Sequence[Entry] = MENU
) -> ChatPlatform:
    """The platform that these settings describe. Nothing is asked of Telegram yet.

    Raises ValueError for a bad token or address, BadToken in a sentence for a webhook's bad address or secret.
    """
    told = settings.telegram if isinstance(settings, Settings) else settings
    hook = hook_of(told) if told.mode == "webhook" else None
    return Telegram(
        secret(told.token),
        told.api_base,
        clock=clock,
        menu=menu,
        username=told.bot_name or "",
        hook=hook,
        inline=told.inline_fields,
    )

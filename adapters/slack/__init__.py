"""Slack: a Bolt application on Socket Mode, or signed HTTP, that keeps what it hears and delivers what it is given (README.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.slack.platform import Slack
    from bot.settings import SlackSettings
    from core.clock import Clock

SHORTEST_SECRET = 16


def build(settings: SlackSettings, *, clock: Clock | None = None) -> Slack:
    """The platform of these settings. Nothing is asked of Slack yet. Raises BadToken with one sentence for a token that is none."""
    from adapters.slack.platform import Door, Slack
    from bot.platform import BadToken
    from bot.settings import secret

    bot_token, app_token = secret(settings.bot_token), secret(settings.app_token)
    if not bot_token.startswith("xoxb-"):
        raise BadToken("The Slack bot token begins with xoxb-: set DAFTAR_SLACK__BOT_TOKEN.")
    door: Door | None = None
    if settings.mode == "http":
        signing = secret(settings.signing_secret)
        if len(signing) < SHORTEST_SECRET:
            raise BadToken("HTTP mode needs the signing secret (Basic Information): set DAFTAR_SLACK__SIGNING_SECRET.")
        door = Door(secret=signing, host=settings.host, port=settings.port)
    elif not app_token.startswith("xapp-"):
        raise BadToken("Socket Mode needs the app token, which begins with xapp-: set DAFTAR_SLACK__APP_TOKEN.")
    return Slack(bot_token, app_token, settings.api_base, clock=clock, door=door, reacts=settings.react)

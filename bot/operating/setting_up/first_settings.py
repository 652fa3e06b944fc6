"""What ``daftar init`` writes: a config file without secrets, and ``secrets.env`` for its owner alone."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from bot.operating import asking
from bot.operating.secrets import NAME, write_secrets
from bot.operating.setting_up.manifest import scopes

_SECRET = 32


@dataclass
class Answers:
    """What was answered. ``secrets`` are environment names and values."""

    folder: Path
    company: str
    country: str
    language: str
    database: str
    secrets: dict[str, str] = field(default_factory=dict)
    telegram_base: str = "https://api.telegram.org"
    slack_base: str = "https://slack.com/api/"
    http: str | None = None
    """The public address of Slack's HTTP mode; None for Socket Mode."""


@dataclass(frozen=True)
class Tested:
    """Whether a pasted token is good, and what to say about it. ``known`` is the bot's or workspace's name."""

    good: bool
    says: str
    known: str = ""


def write(answers: Answers) -> tuple[Path, Path]:
    """Write both files into the folder (made with 0700 where it is missing); their paths. Raises OSError."""
    answers.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    config, secrets = answers.folder / "config.toml", answers.folder / NAME
    part = config.with_name("config.toml.part")
    part.unlink(missing_ok=True)
    opened = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as out:
        out.write(text(answers))
    part.replace(config)
    write_secrets(secrets, answers.secrets)
    return config, secrets


def text(answers: Answers) -> str:
    """The config file: what was answered, and where all other settings stand."""
    lines = [
        "# Settings of Daftar; tokens are in secrets.env beside this file. All settings: daftar config example",
        "[database]",
        f"url = {_toml(answers.database)}",
        "",
        "[workspace]",
        f"name = {_toml(answers.company)}",
        f"country = {_toml(answers.country)}",
        f"language = {_toml(answers.language)}",
    ]
    if answers.telegram_base != Answers.telegram_base:
        lines += ["", "[telegram]", f"api_base = {_toml(answers.telegram_base)}"]
    slack = ['mode = "http"'] if answers.http is not None else []
    slack += [f"api_base = {_toml(answers.slack_base)}"] if answers.slack_base != Answers.slack_base else []
    if slack:
        lines += ["", "[slack]", *slack]
    return "\n".join(lines) + "\n"


def try_telegram(token: str, base: str) -> Tested:
    """Ask Telegram whose token that is."""
    number, _, rest = token.partition(":")
    if not number.isdecimal() or not rest:
        return Tested(good=False, says="This is no Telegram token: it looks like 123456:ABC…, as @BotFather gives it.")
    told = asking.telegram(token, base, "getMe")
    if told.unreachable:
        return Tested(good=False, says=f"Telegram cannot be reached ({told.unreachable}).")
    if not told.ok:
        return Tested(good=False, says=f"Telegram does not know this token ({told.error}).")
    name = str(told.answer.get("username", ""))
    return Tested(good=True, says=f"@{name} answers.", known=name)


def try_slack_bot(token: str, base: str) -> Tested:
    """Ask Slack whose token that is, and whether it may do what the manifest says."""
    if token.startswith("xapp-"):
        return Tested(good=False, says="This is the app token (xapp-…); the bot token begins with xoxb-.")
    if not token.startswith("xoxb-"):
        return Tested(good=False, says="This is no bot token: it begins with xoxb-.")
    told = asking.slack(token, base, "auth.test")
    if told.unreachable:
        return Tested(good=False, says=f"Slack cannot be reached ({told.unreachable}).")
    if not told.ok:
        return Tested(good=False, says=f"Slack refuses this token ({told.error}).")
    wanted = scopes()
    if missing := sorted(wanted - told.scopes):
        again = 'Press "Reinstall to Workspace" once more, then paste it again.'
        return Tested(good=False, says=f"This token lacks {', '.join(missing)}. {again}")
    team, user = told.answer.get("team", "?"), told.answer.get("user", "?")
    return Tested(
        good=True, says=f"Workspace {team}, bot @{user}, {len(wanted)} of {len(wanted)} scopes.", known=str(team)
    )


def try_slack_app(token: str, base: str) -> Tested:
    """Ask Slack for a socket, which is not opened."""
    if token.startswith("xoxb-"):
        return Tested(good=False, says="This is the bot token (xoxb-…); the app token begins with xapp-.")
    if not token.startswith("xapp-"):
        return Tested(good=False, says="This is no app token: it begins with xapp-.")
    told = asking.slack(token, base, "apps.connections.open")
    if told.unreachable:
        return Tested(good=False, says=f"Slack cannot be reached ({told.unreachable}).")
    if not told.ok or not told.answer.get("url"):
        return Tested(
            good=False, says=f"Slack opens no socket for it ({told.error or 'no address'}): it needs connections:write."
        )
    return Tested(good=True, says="Socket Mode is open to us.")


def try_signing_secret(secret: str) -> Tested:
    """Slack cannot be asked about it; it is 32 letters and figures, and no token."""
    good = len(secret) == _SECRET and all(letter in "0123456789abcdef" for letter in secret)
    told = (
        "Slack's requests will be held against it."
        if good
        else "This is no signing secret: 32 figures and letters a to f."
    )
    return Tested(good=good, says=told)


def _toml(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)

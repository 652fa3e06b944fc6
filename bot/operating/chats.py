"""What ``doctor`` finds out about Telegram and Slack: tokens, scopes, what else receives with them, the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.operating import asking
from bot.operating.findings import Finding
from bot.operating.setting_up.manifest import scopes
from bot.settings import secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings

_SKEW: Final = timedelta(seconds=5)
_NEW_TOKEN: Final = "set DAFTAR_TELEGRAM__TOKEN to what @BotFather shows under /mybots → API Token"  # noqa: S105 - words
_REINSTALL: Final = "api.slack.com/apps → your app → Install App → Reinstall to Workspace"


def platforms(settings: Settings, now: datetime) -> Iterator[Finding]:
    """All that can be asked without sending anything to anybody."""
    on = False
    if secret(settings.telegram.token):
        on = True
        yield from telegram(settings, now)
    if secret(settings.slack.bot_token):
        on = True
        yield from slack(settings, now)
    if not on:
        yield Finding("platforms", "warn", "neither Telegram nor Slack is turned on", "daftar init")


def telegram(settings: Settings, now: datetime) -> Iterator[Finding]:
    """The token, and whether a webhook takes the updates away."""
    token, base = secret(settings.telegram.token), settings.telegram.api_base
    me = asking.telegram(token, base, "getMe")
    if me.unreachable:
        yield Finding("telegram", "bad", f"cannot be reached: {me.unreachable}", "check the network and the proxy")
        return
    if not me.ok:
        yield Finding("telegram", "bad", f"refuses the token: {me.error}", _NEW_TOKEN)
        return
    hook = asking.telegram(token, base, "getWebhookInfo")
    name = f"@{me.answer.get('username', '?')}"
    if settings.telegram.mode == "webhook":
        yield _hooked(name, settings, hook)
    elif hook.ok and hook.answer.get("url"):
        yield Finding(
            "telegram", "bad", f"{name} has a webhook, which takes its messages away",
            "open https://api.telegram.org/bot<TOKEN>/deleteWebhook once in a browser",
        )  # fmt: skip
    else:
        waiting = int(hook.answer.get("pending_update_count") or 0) if hook.ok else 0
        more = f", {waiting} messages waiting" if waiting else ""
        yield Finding("telegram", "ok", f"{name} answers, no webhook in the way{more}")
    yield from _skew(me.at, now)


def _hooked(name: str, settings: Settings, hook: asking.Told) -> Finding:
    """Whether Telegram posts to the address of the settings, and what it says of the last time."""
    wanted, found = settings.telegram.url or "", str(hook.answer.get("url") or "") if hook.ok else ""
    if found != wanted:
        there = found or "nowhere"
        return Finding(
            "telegram",
            "bad",
            f"{name} posts to {there}, not to {wanted or 'anywhere'}",
            "daftar run (it tells Telegram its address)",
        )
    wrong = str(hook.answer.get("last_error_message") or "")
    if wrong:
        mend = f"let {wanted} reach {settings.telegram.host}:{settings.telegram.port}"
        return Finding("telegram", "warn", f"{name} posts to {wanted}; the last fault it met: {wrong[:120]}", mend)
    return Finding("telegram", "ok", f"{name} posts to {wanted}")


def slack(settings: Settings, now: datetime) -> Iterator[Finding]:
    """The two tokens, and the scopes against the manifest."""
    base, token = settings.slack.api_base, secret(settings.slack.bot_token)
    me = asking.slack(token, base, "auth.test")
    if me.unreachable:
        yield Finding("slack", "bad", f"cannot be reached: {me.unreachable}", "check the network and the proxy")
        return
    if not me.ok:
        yield Finding(
            "slack", "bad", f"refuses the bot token: {me.error}", f"{_REINSTALL}, then set DAFTAR_SLACK__BOT_TOKEN"
        )
        return
    wanted = scopes()
    missing = sorted(wanted - me.scopes)
    where = f"workspace {me.answer.get('team', '?')}, bot @{me.answer.get('user', '?')}"
    if missing:
        yield Finding(
            "slack", "bad", f"{where}: the token lacks {', '.join(missing)}",
            f"update the app's manifest (daftar slack manifest), then {_REINSTALL}",
        )  # fmt: skip
    else:
        more = sorted(me.scopes - wanted)
        also = f" (and {len(more)} that are not needed)" if more else ""
        yield Finding("slack", "ok", f"{where}, {len(wanted)} of {len(wanted)} scopes{also}")
    if settings.slack.mode == "http":
        yield _signing(settings)
    else:
        yield socket_mode(secret(settings.slack.app_token), base)
    yield from _skew(me.at, now)


def socket_mode(token: str, base: str) -> Finding:
    """Whether Slack hands out a socket. It is not opened: while it was, Slack would send it messages meant for the running bot."""
    if not token:
        return Finding("socket", "bad", "no app token", "set DAFTAR_SLACK__APP_TOKEN (xapp-…, connections:write)")
    told = asking.slack(token, base, "apps.connections.open")
    if told.ok and told.answer.get("url"):
        return Finding("socket", "ok", "Socket Mode is open to us")
    why = told.unreachable or told.error or "no address came"
    return Finding(
        "socket", "bad", f"Slack opens no socket: {why}",
        "api.slack.com/apps → Basic Information → App-Level Tokens → connections:write; set DAFTAR_SLACK__APP_TOKEN",
    )  # fmt: skip


def _signing(settings: Settings) -> Finding:
    where = f"{settings.slack.host}:{settings.slack.port}"
    if secret(settings.slack.signing_secret):
        return Finding("events", "ok", f"signed events come to {where}")
    mend = "api.slack.com/apps → Basic Information → Signing Secret; set DAFTAR_SLACK__SIGNING_SECRET"
    return Finding("events", "bad", "events over HTTP need the signing secret", mend)


def _skew(at: datetime | None, now: datetime) -> Iterator[Finding]:
    # The header has whole seconds, and the answer was under way for a while.
    if at is not None and abs(at - now) > _SKEW + timedelta(seconds=2):
        seconds = round((now - at).total_seconds())
        side = "ahead of" if seconds > 0 else "behind"
        yield Finding(
            "clock", "warn", f"this machine is {abs(seconds)} s {side} the platform", "timedatectl set-ntp true"
        )

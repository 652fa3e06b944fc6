"""``daftar doctor``: everything that an operator should know, line by line, each with what mends it.

The database is looked at where it is open: in a running bot, or here when none runs. Nothing is changed and nothing is sent.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from bot.operating import chats, machine
from bot.operating.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.settings import Settings

_LAG: Final = timedelta(seconds=30)
_SKEW: Final = timedelta(seconds=5)
_LOOK: Final = "daftar resume --list (then --again NAME or --drop NAME)"


def outside(settings: Settings, config: Path | None, database: Path | None, now: datetime) -> Iterator[Finding]:
    """What can be told without the database: the settings, the files, the machine."""
    from bot.operating.secrets import secrets_beside
    from bot.settings import warnings

    secret_keys = sum(len(keys) for keys in secrets_beside(config).values()) if config is not None else 0
    also = f", {secret_keys} secrets beside it" if secret_keys else ""
    yield Finding(
        "config", "ok", f"{config}{also}" if config is not None else "no config file: defaults and environment"
    )
    for warning in warnings(config):
        says, _, mend = warning.partition(". Mend it with: ")
        yield Finding("config", "bad", says, mend)
    yield from machine.modes(config, database, settings)
    if database is not None:
        yield machine.disk(database.parent)
        yield machine.sqlite()
    yield machine.zones(now)
    yield machine.backup(settings, now)


def inside(told: dict[str, Any], *, serving: bool) -> Iterator[Finding]:
    """What the database says of itself; ``told`` is what the job ``state`` gives. ``serving``: a bot is running, so nothing may lag."""
    yield _soundness(told["soundness"])
    yield from _clock(told)
    yield from _waiting(told["waiting"], serving=serving)
    held = told["held"]
    if held["messages"] or held["moments"]:
        says = f"{held['messages']} messages and {held['moments']} reminders are held since a restore"
        yield Finding("held", "warn", says, "daftar resume")
    if told["unclean"]:
        says = "somebody was erased whose bytes may still be in the database's files"
        yield Finding("erased", "warn", says, "stop and start the bot: its start writes the files anew")
    yield from _team(told["team"])


def _soundness(told: dict[str, Any]) -> Finding:
    if told["wrong"]:
        return Finding("database", "bad", f"damaged: {told['wrong']}", "daftar restore FILE (the newest backup)")
    if told["schema"] != told["wanted"]:
        return Finding(
            "database", "bad", f"version {told['schema']}, this program wants {told['wanted']}", "daftar migrate"
        )
    if told["dialect"] == "sqlite" and told["journal"] != "wal":
        return Finding(
            "database", "bad", f"journal {told['journal']} instead of WAL", "stop whatever else has the file open"
        )
    kind = "sound, WAL" if told["dialect"] == "sqlite" else f"PostgreSQL {told['version']}"
    return Finding("database", "ok", f"version {told['schema']} (current), {kind}")


def _clock(told: dict[str, Any]) -> Iterator[Finding]:
    apart = abs(datetime.fromisoformat(told["now"]) - datetime.fromisoformat(told["waiting"]["now"]))
    if apart > _SKEW:
        says = f"{apart.total_seconds():.0f} s between this machine and the database"
        yield Finding("clock", "warn", says, "timedatectl set-ntp true (on both)")
    else:
        yield Finding("clock", "ok", f"{apart.total_seconds():.1f} s between this machine and the database")


def _waiting(told: dict[str, Any], *, serving: bool) -> Iterator[Finding]:
    now = datetime.fromisoformat(told["now"])
    outbox: dict[str, int] = told["outbox"]
    lags = {
        "messages to handle": told["inbox_since"],
        "messages to send": told["outbox_due_since"],
        "due reminders": told["moments_due_since"],
    }
    late = {what: now - datetime.fromisoformat(since) for what, since in lags.items() if since is not None}
    worst = max(late, key=lambda what: late[what], default=None)
    if worst is not None and late[worst] > _LAG:
        seconds = int(late[worst].total_seconds())
        mend = "see the log; restart the bot: systemctl restart daftar" if serving else "start the bot: daftar run"
        yield Finding("sending", "bad" if serving else "warn", f"{worst}, waiting for {seconds:,} s", mend)
    else:
        yield Finding("sending", "ok", f"{outbox.get('pending', 0)} to send, {told['inbox']} to handle, nothing late")
    for state, what in (("uncertain", "may or may not have been delivered"), ("failed", "could not be delivered")):
        if outbox.get(state):
            yield Finding(
                "sending",
                "warn",
                f"{_messages(outbox[state])} {what}{_named(told['unsent'][state], outbox[state])}",
                _LOOK,
            )
    if told["quarantined"]:
        count = told["quarantined"]
        says = f"{_messages(count)} failed three times, put aside{_named(told['put_aside'], count)}"
        yield Finding("quarantine", "warn", says, _LOOK)


def _messages(count: int) -> str:
    return "1 message" if count == 1 else f"{count} messages"


def _named(some: Sequence[str], count: int) -> str:
    """The first of them by name, without anybody's words."""
    return f": {'; '.join(some)}{' …' if count > len(some) else ''}" if some else ""


def _team(told: dict[str, Any]) -> Iterator[Finding]:
    if not told["reps"]:
        yield Finding("reps", "warn", "there are no reps yet", "daftar reps add NAME --role admin")
        return
    unlinked = told["unlinked"]
    if unlinked:
        some = ", ".join(unlinked[:3]) + (" …" if len(unlinked) > 3 else "")  # noqa: PLR2004 - three names
        yield Finding(
            "reps",
            "warn",
            f"{len(unlinked)} of {told['reps']} are linked nowhere: {some}",
            f'daftar reps invite "{unlinked[0]}"',
        )
    else:
        yield Finding("reps", "ok", f"{told['reps']}, all linked")
    if not told["admins"]:
        yield Finding("reps", "warn", "nobody is an admin", "daftar reps role NAME admin")


def all_findings(
    settings: Settings, config: Path | None, database: Path | None, now: datetime, *, offline: bool
) -> Iterator[Finding]:
    """The lines that need no database, platforms included unless ``offline``."""
    yield from outside(settings, config, database, now)
    if not offline:
        yield from chats.platforms(settings, now)

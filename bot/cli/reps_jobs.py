"""The jobs behind ``daftar reps …``. They act as the operator: whoever may open the notebook's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cli.beside import Result
from bot.cli.exits import REFUSED, USAGE
from bot.settings import secret
from core.errors import BadValue, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.cli.notebook import Notebook
    from bot.settings import Settings

_WHY = {
    "taken": "There is a rep called {value} already.",
    "empty": "A rep needs a name.",
    "zone": "There is no time zone {value}; write it as Asia/Riyadh or Africa/Cairo.",
}


def add(notebook: Notebook, told: dict[str, Any]) -> Result:
    """Add a person."""
    try:
        with notebook.office.open(None, doing="add_rep") as crm:
            rep = crm.team.add_rep(told["name"], told["role"], told["language"], told["zone"])
            line = f"{rep.name}: {rep.role}, {'Arabic' if rep.language == 'ar' else 'English'}, {rep.zone}"
    except BadValue as wrong:
        told_why = _WHY.get(wrong.why, f"{wrong.field_name} cannot be {{value}}.")
        return Result([told_why.format(value=wrong.value)], USAGE)
    return Result([line, f"Invite them with: daftar reps invite {_quoted(rep.name)}"])


def list_reps(notebook: Notebook, _told: dict[str, Any]) -> Result:
    """Everybody, with where they are linked and when they wrote last."""
    with notebook.office.read(None) as crm:
        lines: list[str] = []
        for rep in crm.team.reps():
            linked = ", ".join(identity.platform for identity in crm.team.identities(rep.id)) or "not linked"
            seen = f", last seen {rep.last_seen_at:%Y-%m-%d %H:%M} UTC" if rep.last_seen_at else ""
            off = "" if rep.active else ", disabled"
            lines.append(f"{rep.name}: {rep.role}, {rep.language}, {rep.zone}, {linked}{seen}{off}")
        return Result(lines or ["There are no reps yet. Add one with: daftar reps add NAME"])


def role(notebook: Notebook, told: dict[str, Any]) -> Result:
    """Make somebody rep, manager or admin."""
    with notebook.office.open(None, doing="set_role") as crm:
        rep = crm.team.rep_named(told["name"])
        if rep is None:
            return _nobody(told["name"])
        crm.team.set_role(rep.id, told["role"])
        return Result([f"{rep.name} is {told['role']} now."])


def invite(notebook: Notebook, told: dict[str, Any]) -> Result:
    """The two lines of a pairing code (CLI.md): the link for Telegram, and what is typed anywhere."""
    with notebook.office.open(None, doing="invite") as crm:
        rep = crm.team.rep_named(told["name"])
        if rep is None:
            return _nobody(told["name"])
        try:
            code = crm.team.invite(rep.id)
        except NotAllowed:
            return Result([f"{rep.name} is disabled."], REFUSED)
    return Result([f"{_bot_link(notebook.settings)}?start={code}", f"link {code}"])


def disable(notebook: Notebook, told: dict[str, Any]) -> Result:
    """Shut somebody out at once."""
    with notebook.office.open(None, doing="disable_rep") as crm:
        rep = crm.team.rep_named(told["name"])
        if rep is None:
            return _nobody(told["name"])
        crm.team.disable(rep.id)
        return Result([f"{rep.name} is shut out. What they wrote stays."])


def _nobody(name: str) -> Result:
    return Result([f"There is no rep called {name}. See: daftar reps list"], USAGE)


def _bot_link(settings: Settings) -> str:
    """``https://t.me/BOT``; empty while no token is set or Telegram cannot be asked for the bot's name."""
    token = secret(settings.telegram.token)
    name = settings.telegram.bot_name or (_asked_name(token, settings.telegram.api_base) if token else "")
    return f"https://t.me/{name}" if name else ""


def _asked_name(token: str, api_base: str) -> str:
    import json
    from urllib.request import urlopen

    try:
        # The address is Telegram's own host or loopback: bot/settings.py accepts nothing else.
        with urlopen(f"{api_base}/bot{token}/getMe", timeout=5) as answer:  # noqa: S310
            return str(json.load(answer)["result"]["username"])
    except (OSError, ValueError, KeyError):
        return ""


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


JOBS: dict[str, Callable[[Notebook, dict[str, Any]], Result]] = {
    "reps add": add,
    "reps list": list_reps,
    "reps role": role,
    "reps invite": invite,
    "reps disable": disable,
}

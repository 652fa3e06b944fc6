"""The operator's jobs that work beside a running bot: they are done where the notebook is open."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.beside import Result
from bot.cli.exits import DONE, REFUSED, STORE
from bot.settings import secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.cli.notebook import Notebook


def backup(notebook: Notebook, told: dict[str, Any]) -> Result:
    """A verified copy into the folder of backups, which is thinned out by its rule."""
    from bot.operating.nightly import back_up_now, folder_of, rule_of
    from core.database import NoStore

    settings = notebook.settings
    folder = Path(told["to"]) if told.get("to") else folder_of(settings)
    try:
        kept, gone = back_up_now(notebook.office, folder, rule_of(settings.backup, newest=told.get("keep")))
    except NoStore as wrong:
        return Result([f"The backup could not be made: {wrong}."], STORE)
    lines = [f"{kept}: {kept.stat().st_size:,} bytes, verified"]
    if gone:
        lines.append(f"Older backups removed: {', '.join(sorted(file.name for file in gone))}")
    return Result(lines)


def resume(notebook: Notebook, _told: dict[str, Any]) -> Result:
    """Release what a restore held back."""
    from core.keeping.held import resume as release

    released = release(notebook.database)
    if released.nothing:
        return Result(["Nothing is held back."])
    return Result([f"Released {released.messages} messages and {released.moments} reminders; late ones say so."])


def aside(notebook: Notebook, told: dict[str, Any]) -> Result:
    """What was put aside: shown, or some of it (``all``: all) tried ``again``, or left for good (``drop``)."""
    from core.keeping import aside as kept

    database = notebook.database
    named = told.get("again") or told.get("drop")
    if not named:
        there = kept.put_aside(database)
        lines = [f"{one.name}  {one.at:%Y-%m-%d %H:%M} UTC  {one.platform} {one.what}: {one.why}" for one in there]
        how = "Try one again: daftar resume --again NAME; leave it: daftar resume --drop NAME; or all of them: all"
        return Result([*lines, how] if there else ["Nothing is put aside."])
    wanted = None if "all" in named else named
    done = kept.again(database, wanted) if told.get("again") else kept.drop(database, wanted)
    missing = [name for name in wanted or () if name not in done]
    said = "Tried again" if told.get("again") else "Left for good"
    lines = [f"{said}: {', '.join(done) or 'nothing'}."]
    if missing:
        lines.append(f"Not put aside: {', '.join(missing)}. See: daftar resume --list")
    return Result(lines, REFUSED if missing else DONE)


def state(notebook: Notebook, _told: dict[str, Any]) -> Result:
    """What ``doctor`` wants to know of the database, as JSON in one line."""
    from core.keeping import state as looked
    from core.keeping.held import held
    from core.privacy.cleaning import unclean

    database, settings = notebook.database, notebook.settings
    served = {"telegram": settings.telegram.token, "slack": settings.slack.bot_token}
    told = {
        "soundness": asdict(looked.soundness(database)),
        "waiting": asdict(looked.waiting(database, [name for name, token in served.items() if secret(token)])),
        "team": asdict(looked.team(database)),
        "held": asdict(held(database)),
        "unclean": unclean(database),
        "now": notebook.office.clock.now(),
    }
    return Result([json.dumps(told, default=lambda moment: moment.isoformat())])


def pulse(notebook: Notebook, _told: dict[str, Any]) -> Result:
    """Whether the bot that runs here may be relied on."""
    from bot.operating.health import running

    del notebook
    health = running()
    if health is None:
        return Result(["no bot is running here"], REFUSED)
    problems = health.problems()
    return Result(problems or ["ready"], REFUSED if problems else DONE)


JOBS: dict[str, Callable[[Notebook, dict[str, Any]], Result]] = {
    "backup": backup,
    "resume": resume,
    "aside": aside,
    "state": state,
    "pulse": pulse,
}

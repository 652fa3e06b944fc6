"""The operator's jobs that work beside a running bot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.beside import Result
from bot.cli.exits import STORE, USAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.cli.notebook import Notebook


def backup(notebook: Notebook, told: dict[str, Any]) -> Result:
    """Copy the SQLite file at one point in time and verify the copy."""
    from core.backup import back_up
    from core.database import NoStore

    try:
        kept = back_up(notebook.database, Path(told["to"]) if told["to"] else None)
    except ValueError:
        return Result(["A PostgreSQL database is backed up with pg_dump."], USAGE)
    except NoStore as wrong:
        return Result([f"The backup could not be made: {wrong}."], STORE)
    return Result([f"{kept}: {kept.stat().st_size:,} bytes, verified"])


JOBS: dict[str, Callable[[Notebook, dict[str, Any]], Result]] = {"backup": backup}

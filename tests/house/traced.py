"""Every statement that a piece of work runs, whichever way it takes to the driver; and those of them that read records."""

from __future__ import annotations

import re
import sys
from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from core import direct
from core.database import Database

RECORDS = (
    "customers",
    "contacts",
    "interactions",
    "follow_ups",
    "deals",
    "aliases",
    "name_entries",
    "name_keys",
    "saved_lists",
    "changes",
)
_RECORDS = re.compile(rf"\b({'|'.join(RECORDS)})\b")


@contextmanager
def statements(database: Database) -> Generator[list[tuple[str, Any]]]:
    """Every statement that runs meanwhile, with its values: SQLAlchemy's own, and those that go straight to the driver."""
    found: list[tuple[str, Any]] = []

    def heard(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        found.append((statement, values))

    straight = direct.run

    def run(connection: Any, statement: str, values: Any, **more: Any) -> Any:
        found.append((statement, values))
        return straight(connection, statement, values, **more)

    with ExitStack() as undo:
        for module in [each for each in sys.modules.values() if vars(each).get("run") is straight]:
            undo.enter_context(patch.object(module, "run", run))
        for engine in {database.writer, database.reader}:
            event.listen(engine, "before_cursor_execute", heard)
            undo.callback(event.remove, engine, "before_cursor_execute", heard)
        yield found


def reading_records(ran: Iterable[tuple[str, Any]]) -> list[str]:
    """Those that name a table of records."""
    return [statement for statement, _ in ran if _RECORDS.search(statement)]

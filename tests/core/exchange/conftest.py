"""A notebook in memory with two reps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.language.headers import VOCABULARY
from core.clock import MovableClock
from core.crm import Crm, Office
from core.database import Database
from core.exchange.applying import Imported, apply
from core.exchange.plan import Plan, plan
from core.exchange.reading import read_table

NOW = datetime(2026, 11, 22, 11, 5, tzinfo=UTC)
Importing = Callable[..., tuple[Plan, Imported]]


@pytest.fixture
def office() -> Office:
    """An empty notebook with the reps Lina (1) and Omar (2)."""
    database = Database("sqlite://")
    database.migrate()
    made = Office(database, MovableClock(NOW))
    with made.open(None) as crm:
        crm.team.add_rep("Lina")
        crm.team.add_rep("Omar", role="manager")
    return made


@pytest.fixture
def importing(office: Office) -> Importing:
    """Import a table's text or bytes as Lina."""

    def run(table: str | bytes, name: str = "list.csv", **options: object) -> tuple[Plan, Imported]:
        data = table.encode() if isinstance(table, str) else table
        with office.open(1, doing="import") as crm:
            made = plan(crm.transaction, read_table(name, data), VOCABULARY, may_set_owner=True, **options)  # type: ignore[arg-type]
            return made, apply(crm, made)

    return run


def rows(crm: Crm) -> list[tuple[str, str | None]]:
    """Names and phones of all customers."""
    return [(row.name, row.phone) for row in crm.customers.found(limit=1000)]

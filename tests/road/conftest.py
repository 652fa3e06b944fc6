"""The road on a fresh SQLite notebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.clock import MovableClock
from core.crm import Office
from core.team.workspace import Workspace
from tests.blank import blank_notebook
from tests.conftest import NOW
from tests.road.stage import Road


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    """Lina, Omar and Huda, linked on one platform; the clock stands."""
    database = blank_notebook(tmp_path / "road.db")
    clock = MovableClock(NOW)
    yield Road(Office(database, clock, Workspace.of_country("SA", name="Gulf Trading")), clock)
    database.close()

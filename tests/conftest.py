"""What all tests share: the notebook on both databases, a stopped clock, and the option for material that is not in the repository.

The clock stands at Sunday 22 November 2026, 14:05 in Riyadh, unless a test moves it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from tests.blank import blank_notebook
from tests.postgres import NoServer, Postgres

settings.register_profile(
    "same", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")
"""The same examples in every run, however slow the machine is; ``--hypothesis-profile default`` looks for new ones."""

NOW = datetime(2026, 11, 22, 11, 5, tzinfo=UTC)
_TEMPLATE = "daftar_template"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The folder of shared material (corpora, utterances); what needs it says "not measured" without it."""
    parser.addoption("--shared", default=None, help="the folder of shared material")
    parser.addoption("--retell", action="store_true", help="write the bot's lines of the talks anew, for review")


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest) -> Path:
    """The folder of shared material; a test that needs it is skipped as not measured without it."""
    told = request.config.getoption("--shared")
    if told is None or not Path(told).is_dir():
        pytest.skip("not measured: --shared PATH is not given")
    return Path(told)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of one test run share, for what is made once in it."""
    of_this_process = tmp_path_factory.getbasetemp()
    folder = (of_this_process.parent if "PYTEST_XDIST_WORKER" in os.environ else of_this_process) / "once"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of this test process, started when the first test asks for it."""
    try:
        server = Postgres()
    except NoServer as fault:
        pytest.skip(f"no PostgreSQL here: {fault}")
    try:
        server.execute(f"CREATE DATABASE {_TEMPLATE}")
        template = Database(server.url(_TEMPLATE))
        template.create_tables()
        template.close()
        yield server
    finally:
        server.stop()


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh, empty PostgreSQL database."""
    url = postgres.new()
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh database with all tables, on SQLite (a file) and on PostgreSQL: each test runs twice."""
    if request.param == "sqlite":
        made = blank_notebook(tmp_path / "daftar.db")
        yield made
        made.close()
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.lend(_TEMPLATE)
    made = Database(url)
    yield made
    made.close()
    server.take_back(url)


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands."""
    return MovableClock(NOW)


@pytest.fixture
def office(database: Database, clock: MovableClock) -> Office:
    """The notebook, empty, on both databases."""
    return Office(database, clock)

"""What the operator's tests share: a notebook in a folder of its own, and the command line in this process or another."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import pytest

from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from tests.conftest import NOW

ROOT = Path(__file__).resolve().parents[2]
Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for its owner alone, as an operator has one."""
    made = tmp_path / "notebook"
    made.mkdir(mode=0o700)
    return made


@pytest.fixture
def notebook(folder: Path) -> Iterator[Office]:
    """A SQLite notebook of this version with a team, customers, work that is open and work that is done."""
    database = Database(f"sqlite:///{folder}/daftar.db")
    database.migrate()
    made = Office(database, MovableClock(NOW))
    fill(made)
    yield made
    database.close()


def fill(office: Office, customers: int = 30) -> None:
    """Something of everything, English and Arabic, with a follow-up that was due and one that will be."""
    with office.open(None, doing="test") as crm:
        lina = crm.team.add_rep("Lina", "admin")
        omar = crm.team.add_rep("عمر", language="ar")
        crm.team.link(crm.team.invite(lina.id), "telegram", "1", "7", "7")
    with office.open(lina, doing="test") as crm:
        for number in range(customers):
            customer = crm.customers.add(f"Company {number} شركة", tags=["vip", "الرياض"], city="جدة", sure=True)
            contact = crm.contacts.add(f"Sara {number}", customer.id, sure=True)
            crm.interactions.log("call", customer.id, contact.id, "wants a quote «عرض سعر»", duration_minutes=5)
        crm.deals.add(customer.id, "Big one", Decimal("50000.00"), stage="proposal")
        first = crm.follow_ups.add("Call back", NOW - timedelta(hours=3), customer_id=customer.id)
        crm.follow_ups.add("Visit", NOW + timedelta(days=3), customer_id=customer.id, waits_for_id=first.id)
        crm.follow_ups.add("أرسل العرض", NOW + timedelta(hours=1), customer_id=customer.id, asked_by_id=omar.id)
    with office.open(lina, doing="test") as crm:
        crm.customers.change(1, city="Riyadh")
        crm.inbox.put("telegram", "1", "100", {"text": "hello \u200fسلام"}, gesture="7/1", chat="7")


class Bot:
    """``daftar run`` as a process of its own, in that folder, with those settings and no others."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self._folder = folder
        self._log = folder / "bot.log"
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def start(self, seconds: float = 120) -> None:
        """Start it and wait until it says that it serves. Raises AssertionError with its log where it does not."""
        environment = bare_environment() | self.settings
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"], cwd=self._folder, env=environment, stdout=log, stderr=log
            )
        until = time.monotonic() + seconds
        while b"serving" not in self._log.read_bytes():
            assert self.process.poll() is None, self._log.read_text()
            assert time.monotonic() < until, self._log.read_text()
            time.sleep(0.05)


def bare_environment() -> dict[str, str]:
    """This environment without settings of Daftar."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DAFTAR_")}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def cli(folder: Path) -> Cli:
    """The command line as a process of its own, in the folder, with no settings but those given."""

    def run(*arguments: str, text: str | None = None, **settings: Any) -> subprocess.CompletedProcess[str]:
        environment = bare_environment() | {key: str(value) for key, value in settings.items()}
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "bot", *arguments],
            cwd=folder, env=environment, input=text, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run

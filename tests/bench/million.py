"""What ``daftar run`` occupies over a notebook of 1,000,000 customers: idle with both platforms, and after some messages."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from core.clock import MovableClock
from core.crm import Office
from core.customers.customer import Customer
from core.customers.names.index import Indexed, put_many
from core.database import Database
from core.team.workspace import Workspace
from tests.bench.names import MadeUp
from tests.bench.start import occupied, serving
from tests.faults.chats import Chat, slack, telegram

CUSTOMERS = 1_000_000
MESSAGES = 100
_AT_A_TIME = 20_000
_SEED = 7
_AT = datetime(2026, 11, 22, 11, 5, tzinfo=UTC)
_PATIENCE = 120.0


def run(shared: Path | None) -> list[tuple[str, str]]:
    """Rows of (what, figure)."""
    del shared
    rows = []
    with tempfile.TemporaryDirectory(prefix="daftar-bench-") as folder, telegram() as one, slack() as other:
        names = _notebook(folder, one)
        with serving(folder, one.settings | other.settings) as process:
            time.sleep(3)
            what = f"daftar run, both platforms idle, {CUSTOMERS:,} customers"
            rows.append((f"{what}, memory", f"{occupied(process):.0f} MiB"))
            for name in names:
                one.say((0, f"log call with {name}, asked for pricing, follow up Tuesday 3pm"))
            until = time.monotonic() + _PATIENCE
            while one.sent() < MESSAGES and time.monotonic() < until:
                time.sleep(0.2)
            assert one.sent() >= MESSAGES, one.sent()
            rows.append((f"the same after {MESSAGES} messages, memory", f"{occupied(process):.0f} MiB"))
    return rows


def _notebook(folder: str, chat: Chat) -> list[str]:
    """A notebook of so many customers, and a rep on that platform; the names of some of the customers."""
    database = Database(f"sqlite:///{folder}/daftar.db")
    database.migrate()
    made = MadeUp(_SEED, CUSTOMERS // 8)
    picked: list[str] = []
    dice = random.Random(_SEED)
    office = Office(database, MovableClock(_AT), Workspace())
    with office.open(None, doing="Prepare") as crm:
        rep = crm.team.add_rep("Lina")
        workspace, user, chat_id = chat.person(0)
        crm.team.link(crm.team.invite(rep.id), chat.name, workspace, user, chat_id)
    for first in range(1, CUSTOMERS + 1, _AT_A_TIME):
        some = [(number, *made.name()) for number in range(first, min(first + _AT_A_TIME, CUSTOMERS + 1))]
        picked += [name for _, name, _ in dice.sample(some, MESSAGES * _AT_A_TIME // CUSTOMERS)]
        with database.writing() as session:
            connection = session.connection()
            told = [
                {
                    "id": number,
                    "name": name,
                    "kind": "person" if person else "company",
                    "status": "customer",
                    "tags": [],
                    "created_at": _AT,
                    "updated_at": _AT,
                }
                for number, name, person in some
            ]
            connection.execute(insert(Customer.__dict__["__table__"]), told)
            put_many(
                connection,
                [Indexed("customer", number, name, person=person, customer_id=number) for number, name, person in some],
            )
    database.close()
    return picked

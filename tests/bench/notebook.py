"""A notebook to measure on: one rep, and as many customers as asked for, in a file of a temporary folder."""

from __future__ import annotations

import csv
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.command import discover
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.team.workspace import Workspace
from tests.bench.names import MadeUp

NOW = datetime(2026, 11, 22, 11, 5, tzinfo=UTC)
SEED = 7
SPOKEN_OF = (("Acme", "Sara Haddad"), ("Acme Holding", ""), ("Globex", ""), ("شركة النور", ""))
"""Whom the examples speak of: a rep writes about customers that are in the notebook, and about their people."""


def customer_names(count: int, shared: Path | None) -> list[str]:
    """So many names: the listed companies where they are at hand, else (or beyond) made up from a seed."""
    names: list[str] = []
    listed = shared / "real" / "listed_companies.csv" if shared else None
    if listed is not None and listed.is_file():
        with listed.open(encoding="utf-8", newline="") as file:
            names = [row["name"] for row in csv.DictReader(file)]
    made = MadeUp(SEED, max(2_000, count // 8))
    while len(names) < count:
        names.append(made.name()[0])
    return names[:count]


@contextmanager
def notebook(
    customers: int, shared: Path | None = None, *, folder: Path | None = None
) -> Iterator[tuple[Office, int, list[str]]]:
    """An office with so many customers (in a folder under ``folder``); the id of its rep; the customers' names."""
    with tempfile.TemporaryDirectory(prefix="daftar-bench-", dir=folder) as here:
        database = Database(f"sqlite:///{here}/daftar.db")
        database.create_tables()
        office = Office(database, MovableClock(NOW), Workspace.of_country("SA"))
        names = customer_names(customers, shared)
        with office.open(None, doing="Prepare") as crm:
            rep_id = crm.team.add_rep("Lina").id
            crm.team.add_rep("Omar")
        with office.open(rep_id, doing="Prepare") as crm:
            for name in names:
                crm.customers.add(name, sure=True)
            for name, person in SPOKEN_OF:
                customer_id = crm.customers.add(name, sure=True).id
                if person:
                    crm.contacts.add(person, customer_id, sure=True)
        try:
            yield office, rep_id, names
        finally:
            database.close()


def sentences(names: Sequence[str], count: int = 400) -> list[str]:
    """Sentences as reps type them all day, in both languages, about those customers: logs, next steps, look-ups, chatter."""
    shapes = [
        "log call with {} asked for pricing follow up tuesday 3pm",
        "called {}, wants a quote, follow up Tuesday 10am",
        "met {} 45 min, demo went well, remind me thursday to send the contract",
        "remind me to call {} in 2 days",
        "follow up with {} tomorrow at 10",
        "visited {} yesterday and they need the certificates before the end of the month",
        "emailed {} the price list",
        "{}",
        "history {}",
        "note {}: budget frozen till march",
        "كلمت {} وطلبوا عرض سعر وتابع الثلاثاء ١٠ الصبح",
        "اجتمعت مع {} نص ساعة وعجبهم العرض",
        "ذكرني بعد بكرة أكلم {}",
        "تابع مع {} الأحد ١٠ الصبح",
        "the market went up this week and nobody knows why",
    ]
    step = max(1, len(names) // count)
    return [shapes[at % len(shapes)].format(names[(at * step) % len(names)]) for at in range(count)]


def examples() -> list[str]:
    """The example of every command in both languages: what is said once a week counts here as much as what is said all day."""
    return [words for command in discover() for words in (command.example.en, command.example.ar)]


def spread(milliseconds: Sequence[float]) -> tuple[float, float, float]:
    """Median, 99th percentile and largest."""
    ordered = sorted(milliseconds)
    return statistics.median(ordered), ordered[max(0, int(len(ordered) * 0.99) - 1)], ordered[-1]

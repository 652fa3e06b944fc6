"""A small notebook to read sentences against, and a reading in a form that a test can compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.reading import read
from bot.reading.context import Context
from bot.reading.times import Calendar
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.team.workspace import Workspace

if TYPE_CHECKING:
    from bot.reading.draft import Draft, Reading
    from core.crm import Crm

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=ZoneInfo("Asia/Riyadh"))
COMPANIES = (
    "Acme",
    "Acme Holding",
    "Globex",
    "Sun Pharma",
    "24 Seven",
    "شركة النور",
    "شركة الأحد",
    "مدرسة الرواد",
    "Eagle Transport",
    "Eagle Security",
)
PEOPLE = (
    ("Sara Haddad", "Acme", "+966501234567", "sara@acme.com"),
    ("Omar Nasser", "Globex", None, None),
    ("أحمد سالم", "شركة النور", None, None),
    ("Mona Saleh", "Eagle Transport", None, None),
    ("Mona Fikry", "Eagle Security", None, None),
)


@dataclass
class Notebook:
    """An office with the fixture of PRODUCT.md and some names that look like words, and Lina, its rep."""

    office: Office
    rep_id: int

    @classmethod
    def new(cls) -> Notebook:
        """A fresh one in memory."""
        database = Database("sqlite://")
        database.create_tables()
        office = Office(database, MovableClock(NOW), Workspace.of_country("SA"))
        with office.open(None, doing="setup") as crm:
            lina = crm.team.add_rep("Lina", zone="Asia/Riyadh")
            crm.team.add_rep("Huda", zone="Asia/Riyadh")
            rep_id = lina.id
        with office.open(rep_id, doing="setup") as crm:
            ids = {name: crm.customers.add(name, sure=True).id for name in COMPANIES}
            for name, company, phone, email in PEOPLE:
                crm.contacts.add(name, ids[company], phone=phone, email=email, sure=True)
        return cls(office, rep_id)

    def read(self, text: str, **context: Any) -> Reading:
        """The reading of a text, at the stopped moment."""
        with self.office.read(self.rep_id) as crm:
            return read(text, against(crm, **context))


def against(crm: Crm, **told: Any) -> Context:
    """A context at the stopped moment, work week Sunday to Thursday."""
    calendar = Calendar(now=NOW, work_days=frozenset({6, 0, 1, 2, 3}), work_starts=time(9), work_ends=time(18))
    return Context(crm=crm, calendar=calendar, **told)


def plain(draft: Draft) -> dict[str, Any]:
    """A draft's command and values, references by name, doubts by kind and field."""
    told: dict[str, Any] = {"command": draft.command.name()}
    for key, value in draft.shown().items():
        told[key] = value["name"] if isinstance(value, dict) and "name" in value else value
    if draft.doubts:
        told["asks"] = [f"{type(doubt).__name__} {doubt.field}" for doubt in draft.doubts]
    return told

"""Recall on names that nobody of the project wrote (needs ``--shared``); the same lists that the closing figures come from."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from core.customers.names.index import Indexed, put_many
from core.customers.names.looking import look_up
from core.database import Database

_FIRST, _WITHIN = 1, 5


@pytest.mark.parametrize(
    "case",
    [
        ("names_company_typo", "company", _FIRST, 96.0),
        ("names_company_short", "company", _FIRST, 96.0),
        ("names_person_febrl", "person", _FIRST, 96.0),
        ("names_ar_ortho", "arabic", _FIRST, 95.0),
        ("names_translit_wikidata_ar2en", "latin", _WITHIN, 80.0),
    ],
)
def test_recall_among_ten_thousand(shared: Path, tmp_path: Path, case: tuple[str, str, int, float]) -> None:
    """At least this many in a hundred are the first, or within the first five, of 10,000 records."""
    queries, records, within, percent = case
    corpora = shared / "corpora"
    with (corpora / f"names_records_{records}.csv").open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    asked = [json.loads(line) for line in (corpora / f"{queries}.jsonl").read_text(encoding="utf-8").splitlines()]
    database = Database(f"sqlite:///{tmp_path}/names.db")
    database.create_tables()
    with database.writing() as session:
        put_many(
            session.connection(),
            (Indexed("customer", at, name, person=False, customer_id=at) for at, name in enumerate(names, 1)),
        )
    with database.reading() as session:
        hits = sum(
            bool(
                {match.name for match in look_up(session.connection(), row["query"], ("customer",))[:within]}
                & set(row["expected"])
            )
            for row in asked
        )
    database.close()
    assert 100.0 * hits / len(asked) >= percent

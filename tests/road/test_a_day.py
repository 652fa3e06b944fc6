"""One morning of sixty sentences gives the same texts and the same rows through the terminal, Telegram and Slack."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.road.day import Said, by_platform, by_say, companies, copy_of, morning, prepared, rows, texts

Day = tuple[Path, list[Said], dict[str, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The untouched notebook, the morning through ``daftar say -``, and the rows that it left."""
    notebook = prepared(tmp_path_factory.mktemp("day") / "prepared.db", companies())
    said = copy_of(notebook, "say")
    told = by_say(said, morning())
    return notebook, told, rows(said)


def test_the_morning_has_sixty_sentences_in_both_languages() -> None:
    """The promise is about sixty sentences, English and Arabic, about three hundred companies."""
    typed = [line.text for line in morning() if not line.moves]
    assert len(typed) >= 60
    assert sum(any("\u0621" <= letter <= "\u064a" for letter in text) for text in typed) >= 15
    assert len(companies()) == 300


def test_nothing_of_the_morning_fails(day: Day) -> None:
    """Every line is answered, none by an apology."""
    _, told, left = day
    for said in told:
        assert said.messages, said.line.text
        assert not any("Something went wrong" in text for text, _ in said.messages), said.line.text
    assert len(left["interactions"]) > 10
    assert len(left["follow_ups"]) > 5


@pytest.mark.parametrize("platform", ["telegram", "slack"])
def test_the_same_texts_and_rows(platform: str, day: Day) -> None:
    """What Lina reads and what the notebook holds does not depend on the platform."""
    notebook, told, left = day
    own = copy_of(notebook, platform)
    assert texts(by_platform(platform, own, morning(), told)) == texts(told)
    assert rows(own) == left


def test_the_morning_with_all_listed_companies(shared: Path, tmp_path: Path) -> None:
    """With the whole list in the notebook too, the three roads agree."""
    with (shared / "real" / "listed_companies.csv").open(encoding="utf-8", newline="") as file:
        names = list(dict.fromkeys([*companies(), *(row["name"] for row in csv.DictReader(file))]))
    notebook = prepared(tmp_path / "all.db", names)
    own = copy_of(notebook, "say")
    told = by_say(own, morning())
    for platform in ("telegram", "slack"):
        other = copy_of(notebook, platform)
        assert texts(by_platform(platform, other, morning(), told)) == texts(told)
        assert rows(other) == rows(own)

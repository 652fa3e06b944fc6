"""Milliseconds to read a sentence, names included, beside ``dateparser.search`` on the same sentences in the same run."""

from __future__ import annotations

import time
from pathlib import Path

from bot.desk import Desk
from bot.messages import Place
from bot.reading import read
from bot.talking.context import calendar_of, context_of
from bot.talking.talk import Talk
from tests.bench.notebook import NOW, examples, notebook, sentences, spread

PLACE = Place(platform="terminal", workspace="local", chat_id="1")
NASTY = (
    "call " * 819,
    "كل اثنين " * 455,
    "tomorrow at 10 " * 273,
    "1 " * 2048,
    "ا" * 4096,
    "(" * 4096,
    "acme and globex, " * 240,
    "remind me to remind me to " * 157,
    "-" * 2000 + "follow up" + "!" * 2000,
)


def run(shared: Path | None, customers: int = 10_000) -> list[tuple[str, str]]:
    """Rows of (what, figure)."""
    rows: list[tuple[str, str]] = []
    with notebook(customers, shared) as (office, rep_id, names), office.read(rep_id) as crm:
        spoken, told = sentences(names), examples()
        desk = Desk(crm, PLACE)
        talk = Talk(crm, crm.conversations.of(PLACE.key, rep_id))
        context = context_of(desk, talk, calendar_of(desk))
        for text in (*spoken[:50], *told[:50]):
            read(text, context)
        for texts, what in ((spoken, "a sentence as reps type them all day"), (told, "the example of each command")):
            ours = [_timed(lambda text=text: read(text, context)) for text in texts]  # type: ignore[misc]
            median, p99, most = spread(ours)
            rows.append(
                (
                    f"{what}, {customers:,} customers, names included",
                    f"median {median:.2f} ms, p99 {p99:.2f}, max {most:.2f} (n={len(ours)})",
                )
            )
            median, p99, most = spread(_peer(texts))
            rows.append(
                (
                    "dateparser.search on the same (it finds the times, no names and no meaning)",
                    f"median {median:.2f} ms, p99 {p99:.2f}, max {most:.2f}",
                )
            )
        worst = max(_timed(lambda text=text: read(text[:4096], context)) for text in NASTY)  # type: ignore[misc]
        rows.append(("adversarial texts of 4,096 characters", f"worst {worst:.1f} ms (n={len(NASTY)})"))
    return rows


def _peer(spoken: list[str]) -> list[float]:
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": NOW.replace(tzinfo=None), "PREFER_DATES_FROM": "future"}

    def search(text: str) -> None:
        search_dates(text, languages=["en", "ar"], settings=settings)

    for text in spoken[:10]:
        search(text)
    return [_timed(lambda text=text: search(text)) for text in spoken]  # type: ignore[misc]


def _timed(work: object) -> float:
    assert callable(work)
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)

"""Milliseconds to read a sentence, names included, beside ``dateparser.search`` on the same sentences in the same run."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.desk import Desk
from bot.messages import Place
from bot.reading import get_ready, read
from bot.talking.context import calendar_of, context_of
from bot.talking.talk import Talk
from tests.bench.notebook import NOW, examples, notebook, sentences, spread

if TYPE_CHECKING:
    from bot.reading.context import Context

PLACE = Place(platform="terminal", workspace="local", chat_id="1")
TURN = 40
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
        get_ready()  # as ``daftar run`` does once it serves
        sets = (
            (spoken, "a sentence as reps type them all day"),
            (told, "the example of each command"),
            ([*spoken, *told], "both of these together"),
        )
        for texts, what in sets:
            ours, theirs = _side_by_side(texts, context)
            median, p99, most = spread(ours)
            rows.append(
                (
                    f"{what}, {customers:,} customers, names included",
                    f"median {median:.2f} ms, p99 {p99:.2f}, max {most:.2f} (n={len(ours)})",
                )
            )
            median, p99, most = spread(theirs)
            rows.append(
                (
                    "dateparser.search on the same (it finds the times, no names and no meaning)",
                    f"median {median:.2f} ms, p99 {p99:.2f}, max {most:.2f}",
                )
            )
        worst = max(_timed(lambda text=text: read(text[:4096], context)) for text in NASTY)
        rows.append(("adversarial texts of 4,096 characters", f"worst {worst:.1f} ms (n={len(NASTY)})"))
    return rows


def _side_by_side(texts: list[str], context: Context) -> tuple[list[float], list[float]]:
    """Milliseconds of each text, ours and the peer's, by turns of a few texts: whatever else the machine does hits both."""
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": NOW.replace(tzinfo=None), "PREFER_DATES_FROM": "future"}

    def search(text: str) -> None:
        search_dates(text, languages=["en", "ar"], settings=settings)

    for text in texts[:10]:
        search(text)
    ours, theirs = list[float](), list[float]()
    for turn in range(0, len(texts), TURN):
        some = texts[turn : turn + TURN]
        ours.extend(_timed(lambda text=text: read(text, context)) for text in some)
        theirs.extend(_timed(lambda text=text: search(text)) for text in some)
    return ours, theirs


def _timed(work: object) -> float:
    assert callable(work)
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)

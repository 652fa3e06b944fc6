"""Look-ups among many names, names inside sentences, and what one more customer costs.

``python -m tests.bench.names [10000 100000 1000000] [--postgres]``. The names are made up from a seed: people and companies of both
scripts, with few frequent and many rare words, as lists of customers are. The databases are files and are removed.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, text

from core.customers.names.index import Indexed, forget, put, put_many
from core.customers.names.looking import look_up
from core.customers.names.scanning import scan_names
from core.customers.names.tables import ENTRIES, KEYS, SPELLINGS
from core.database import Database

_GIVEN = (
    "sara omar khalid noura fahad mona ali reem yousef huda john mary james linda robert susan david karen paul nancy mark "
    "lisa george helen peter laura adam emma lucas olivia hassan layla tariq salma rami dina ziad hala karim rana"
).split()
_GIVEN_AR = "سارة عمر خالد نورة فهد منى علي ريم يوسف هدى حسن ليلى طارق سلمى رامي دينا زياد هالة كريم رنا سعد ماجد نوف عهود".split()
_TRADES = "Trading Contracting Logistics Foods Motors Dental Clinic Bakery Travel Steel Solutions Services Energy Labs".split()
_TRADES_AR = "للتجارة للمقاولات للأغذية للسيارات للتقنية القابضة للاستثمار للخدمات".split()
_FORMS = ["", "", "Inc.", "Ltd", "LLC", "Co.", "Group", "Holding"]
_FORMS_AR = ["شركة", "شركة", "مؤسسة", "مجموعة", "مصنع"]
_SYLLABLES = "ba be bi bo da de di do fa fe fi ga go ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to va ve vi za ze zo".split()
_ENDS = ["", "n", "r", "s", "l", "x", "th", "m", "ck", "nd"]
_SYLLABLES_AR = "با بي دا دو را ري سا سو شا طا عا عي فا قا كا لا لي ما مي نا نو ها وا حا جا زا خا".split()
_ENDS_AR = ["", "ن", "ر", "س", "ل", "م", "ي", "د"]
_AT_ONCE = 2_000
_SENTENCES = (
    "called {}, wants a quote, follow up Tuesday 10am",
    "log call with {} asked for pricing follow up tuesday 3pm",
    "met {} 45 min, demo went well, remind me thursday to send the contract",
    "Today I visited {} and they need the certificates before the end of the month, so remind me on Wednesday at ten",
    "كلمت {} وطلبوا عرض سعر وتابع الثلاثاء ١٠ الصبح",
    "اجتمعت مع {} نص ساعة وعجبهم العرض",
    "the market went up this week and nobody knows why",
)


class MadeUp:
    """Names from a seed."""

    def __init__(self, seed: int, families: int) -> None:
        self.dice = random.Random(seed)
        self.families = [self._coined(_SYLLABLES, _ENDS) for _ in range(families)]
        self.families_ar = [self._coined(_SYLLABLES_AR, _ENDS_AR) for _ in range(families // 2)]

    def _coined(self, syllables: list[str], ends: list[str]) -> str:
        return "".join(self.dice.choice(syllables) for _ in range(self.dice.choice((2, 3, 3, 4)))) + self.dice.choice(
            ends
        )

    def _one_of(self, words: list[str]) -> str:
        """Frequent words first: the place falls off as in real lists of surnames."""
        return words[int(len(words) * self.dice.random() ** 2.5)]

    def name(self) -> tuple[str, bool]:
        """A name, and whether a person's."""
        kind = self.dice.random()
        if kind < 0.35:
            return f"{self._one_of(_GIVEN)} {self._one_of(self.families)}".title(), True
        if kind < 0.5:
            return f"{self._one_of(_GIVEN_AR)} ال{self._one_of(self.families_ar)}", True
        if kind < 0.85:
            words = [self._one_of(self.families).title()]
            if self.dice.random() < 0.4:
                words.append(self._one_of(self.families).title())
            words.append(self.dice.choice(_TRADES))
            return " ".join([*words, self.dice.choice(_FORMS)]).strip(), False
        return f"{self.dice.choice(_FORMS_AR)} {self._one_of(self.families_ar)} {self.dice.choice(_TRADES_AR)}", False

    def slipped(self, name: str, slips: int) -> str:
        """The name with that many slips of typing, in small letters."""
        letters = list(name.lower())
        for _ in range(slips):
            at = self.dice.randrange(len(letters))
            kind = self.dice.randrange(4)
            if kind == 0 and len(letters) > 3:
                del letters[at]
            elif kind == 1:
                letters.insert(at, letters[at])
            elif kind == 2 and at + 1 < len(letters):
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            else:
                letters[at] = self.dice.choice(
                    "abcdefghiklmnoprstuvwyz" if letters[at].isascii() else "ابتدرسعفقكلمنهوي"
                )
        return "".join(letters)


@dataclass(frozen=True)
class Figures:
    """What was measured at one size."""

    where: str
    names: int
    indexed_in: float
    lines: list[str]

    def shown(self) -> str:
        """As printed."""
        head = f"{self.where}, {self.names:,} names (indexed in {self.indexed_in:.1f} s)"
        return "\n".join([head, *(f"  {line}" for line in self.lines)])


def measure(database: Database, count: int, *, seed: int = 7, rounds: int = 1000) -> Figures:
    """Index that many names in an empty database and measure."""
    made = MadeUp(seed, max(2_000, count // 8))
    names = [made.name() for _ in range(count)]
    begun = time.perf_counter()
    with database.writing() as session:
        for table in (ENTRIES, KEYS, SPELLINGS):
            table.create(session.connection(), checkfirst=True)
    indexed = _rows(names)
    while some := list(islice(indexed, _AT_ONCE)):  # as an import does: no transaction takes longer than a lease
        with database.writing() as session:
            put_many(session.connection(), some)
    spent = time.perf_counter() - begun
    with database.writing() as session:
        session.connection().execute(text("ANALYZE"))
    gc.collect()
    gc.freeze()  # the list of names is the bench's own; a server has no million objects for the collector to walk through
    lines = []
    with database.reading() as session:
        connection = session.connection()
        picked = [made.dice.choice(names)[0] for _ in range(rounds)]
        lines.append(_looked_up("as written", connection, [(name, name) for name in picked]))
        lines.append(
            _looked_up(
                "one or two slips",
                connection,
                [(made.slipped(name, 1 + at % 2), name) for at, name in enumerate(picked)],
            )
        )
        lines.append(
            _looked_up("one word of it", connection, [(made.dice.choice(name.split()), name) for name in picked])
        )
        lines.append(
            _scanned(
                connection, [made.dice.choice(_SENTENCES).format(made.dice.choice(names)[0]) for _ in range(rounds)]
            )
        )
    lines.append(_one_more(database, made, count))
    return Figures(database.dialect, count, spent, lines)


def _rows(names: list[tuple[str, bool]]) -> Iterator[Indexed]:
    for at, (name, person) in enumerate(names, 1):
        yield Indexed("customer", at, name, person=person, customer_id=at)


def _looked_up(what: str, connection: Connection, asked: list[tuple[str, str]]) -> str:
    first = listed = 0
    for query, _ in asked[:50]:
        look_up(connection, query, ("customer", "contact"))
    spent, busy = [], []
    for query, wanted in asked:
        begun, worked = time.perf_counter(), time.thread_time()
        found = look_up(connection, query, ("customer", "contact"))[:5]
        spent.append(time.perf_counter() - begun)
        busy.append(time.thread_time() - worked)
        first += bool(found) and found[0].name == wanted
        listed += any(match.name == wanted for match in found)
    return f"look-up, {what}: {_spread(spent)} (own processor time {_spread(busy)})  first {100 * first / len(asked):.1f}%  within five {100 * listed / len(asked):.1f}%"


def _scanned(connection: Connection, sentences: list[str]) -> str:
    spent = []
    for sentence in sentences:
        begun = time.perf_counter()
        scan_names(connection, sentence)
        spent.append(time.perf_counter() - begun)
    return f"names in a sentence: {_spread(spent)}"


def _one_more(database: Database, made: MadeUp, count: int) -> str:
    """One customer more in a transaction of its own, and taken out again."""

    def timed(work: Callable[[Connection], None]) -> float:
        with database.writing() as session:
            connection = session.connection()
            begun = time.perf_counter()
            work(connection)
            return time.perf_counter() - begun

    adding, committed = [], []
    for at in range(count + 1, count + 201):
        name, person = made.name()
        one = Indexed("customer", at, name + " Qz", person=person, customer_id=at)
        begun = time.perf_counter()
        adding.append(timed(lambda connection, one=one: put(connection, one)))  # type: ignore[misc]
        committed.append(time.perf_counter() - begun)
    dropping = [
        timed(lambda connection, at=at: forget(connection, "customer", at))  # type: ignore[misc]
        for at in range(count + 1, count + 201)
    ]
    return f"one more customer: {_spread(adding)} (with its commit {_spread(committed)}); one less: {_spread(dropping)}"


def _spread(spent: list[float]) -> str:
    told = sorted(1000 * one for one in spent)
    return f"p50 {statistics.median(told):.2f} p99 {told[int(len(told) * 0.99) - 1]:.2f} max {told[-1]:.2f} ms"


def on_sqlite(count: int, *, rounds: int = 1000) -> Figures:
    """Measured on a file that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="daftar-bench-") as folder:
        file = Path(folder) / "names.db"
        database = Database(f"sqlite:///{file}")
        figures = measure(database, count, rounds=rounds)
        database.close()
        figures.lines.append(f"the file: {file.stat().st_size / 1e6:.0f} MB")
        return figures


def on_postgres(count: int, *, rounds: int = 1000) -> Figures:
    """Measured on a server of its own."""
    from tests.postgres import Postgres

    server = Postgres()
    try:
        database = Database(server.new())
        figures = measure(database, count, rounds=rounds)
        database.close()
        return figures
    finally:
        server.stop()


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    ask.add_argument("--postgres", action="store_true", help="on PostgreSQL too")
    told = ask.parse_args(arguments)
    for size in told.sizes:
        print(on_sqlite(size).shown(), flush=True)
        if told.postgres:
            print(on_postgres(size).shown(), flush=True)


if __name__ == "__main__":
    main()

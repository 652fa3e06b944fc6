"""R11: the process dies at every named failpoint, on both platforms and both stores, and is started again."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.delivering.failpoints import ALLOWED_BY, ARMED_BY, NAMES
from core.crm import Crm
from core.database import Database
from tests.faults.book import ITEM, Looker, numbers, opened, settled
from tests.faults.chats import PLATFORMS, Chat, wait_for
from tests.faults.product import FAST, Product
from tests.faults.sending import REPEAT
from tests.postgres import Postgres

AT_ONCE = 12
"""So many cases wait at the same time: on Telegram a message that may have been delivered is repeated after half a minute."""
_MESSAGE = re.compile(r"(item|task|series|morning) (\d+)\b")
_REPEATED = ("outbox.inheriting", "outbox.inherited")
_PUT_OFF = ("outbox.postponing", "outbox.postponed")
_DOUBTED = ("outbox.asking", "outbox.settling", "outbox.settled")
_FAILED = ("inbox.failing", "inbox.failed")

_DUE = """SELECT 3 - count(*) FROM occurrences WHERE state = 'fired' AND fired_at IS NOT NULL
          AND id IN (SELECT c.id FROM occurrences c JOIN outbox o ON o.dedupe_key = 'occ:' || c.id)"""

NewStore = Callable[[Path], str]


def failpoints(only: str = "") -> dict[str, Any]:
    """Every case; how many failpoints of how many were reached and survived everywhere, and what went wrong where."""
    names = [name for name in NAMES if only in name]
    cases = [(name, platform, store) for name in names for platform in PLATFORMS for store in ("sqlite", "postgresql")]
    with tempfile.TemporaryDirectory(prefix="daftar-faults-") as folder:
        server = Postgres()
        try:
            new = _stores(Path(folder), server)
            with ThreadPoolExecutor(AT_ONCE) as workers:
                told = list(workers.map(lambda case: _case(case, Path(folder), new[case[2]]), cases))
        finally:
            server.stop()
    wrong = [f"{' '.join(case)}: {why}" for case, why in zip(cases, told, strict=True) if why]
    bad = {line.split()[0] for line in wrong}
    return {
        "failpoints": f"{len(names) - len(bad)}/{len(names)}",
        "cases": f"{len(cases) - len(wrong)}/{len(cases)}",
        **({"broken": f"{len(wrong)} cases", "log": "\n".join(wrong)} if wrong else {}),
    }


def _stores(folder: Path, server: Postgres) -> dict[str, NewStore]:
    """For each store a way to a fresh notebook that has its tables already."""
    master = folder / "master.db"
    database = Database(f"sqlite:///{master}")
    database.migrate()
    database.close()
    server.execute("CREATE DATABASE master")
    database = Database(server.url("master"))
    database.migrate()
    database.close()

    def sqlite(where: Path) -> str:
        shutil.copy(master, where / "daftar.db")
        return f"sqlite:///{where / 'daftar.db'}"

    return {"sqlite": sqlite, "postgresql": lambda _: server.new("master")}


def _case(case: tuple[str, str, str], folder: Path, new: NewStore) -> str:
    """One case (failpoint, platform, store): what went wrong, empty for nothing."""
    name, platform, store = case
    where = folder / f"{name}-{platform}-{store}"
    where.mkdir()
    url = new(where)
    try:
        with PLATFORMS[platform]() as chat, Looker(url) as looker:
            product = Product(where, url, DAFTAR_REMINDERS__DIGEST_SPREAD_SECONDS="0", **chat.settings, **FAST)
            with product, opened(url) as office:
                with office.open(None, doing="Prepare") as crm:
                    _prepare(crm, chat)
                office.database.close()
                return _dies_and_lives(name, chat, looker, product)
    except Exception as wrong:  # noqa: BLE001 - one broken case is told and does not hide the others
        return f"{type(wrong).__name__}: {str(wrong)[-1500:]}"


def _dies_and_lives(name: str, chat: Chat, looker: Looker, product: Product) -> str:
    for number in (0, 1):
        chat.say((number, f"note Acme: item {number}"))
    if name in _FAILED:
        chat.poison()
    if name in _PUT_OFF:
        chat.fault("flood", times=1, seconds=1.0)
    if name in _DOUBTED:
        chat.fault("reset", times=1)
    deaths = ["outbox.sent", name] if name in _REPEATED else [name]
    for place in deaths:
        product.launch(**{ALLOWED_BY: "1", ARMED_BY: place})
        if product.wait(30) != -9:
            return f"{place} was not reached"
    product.start()
    wanted = 2 + (name in _FAILED)
    if not wait_for(lambda: looker.handled() >= wanted and looker.number(_DUE) == 0, 60) or not settled(looker, 100):
        return f"not finished: {looker.states('inbox')} {looker.states()}"
    return _judged(name, chat, looker)


def _judged(name: str, chat: Chat, looker: Looker) -> str:
    effects = looker.effects()
    if effects != Counter({0: 1, 1: 1}):
        return f"effects {dict(effects)}"
    if name in _FAILED and looker.states("inbox").get("quarantined") != 1:
        return "the poison was not put aside"
    texts = [one.text for one in chat.received()]
    copies = Counter(" ".join(found.groups()) for text in texts if (found := _MESSAGE.search(text)))
    labelled = {" ".join(found.groups()) for text in texts if REPEAT.search(text) and (found := _MESSAGE.search(text))}
    states = looker.states()
    for wanted in ("item 0", "item 1", "task 0", "series 0"):
        if copies[wanted] < 1 and not states.get("uncertain"):
            return f"{wanted} was not received: {states}"
        if copies[wanted] > 1 and (
            not chat.labels_repeats or copies[wanted] > len(_lives(name)) or wanted not in labelled
        ):
            return f"{wanted} came {copies[wanted]} times"
    if copies["morning 0"] > 1 or (copies["morning 0"] < 1 and not states.get("uncertain")):
        return f"the morning list came {copies['morning 0']} times: {states}"
    return "" if numbers(texts, ITEM) else "no answer"


def _lives(name: str) -> range:
    """How many copies of one message there may be: the first and one for each crash."""
    return range(2 + (name in _REPEATED))


def _prepare(crm: Crm, chat: Chat) -> None:
    """Two who write, one reminder, one series whose next moment has come, and one morning list; all due at once."""
    zone = _midday(crm)
    local = crm.now.astimezone(ZoneInfo(zone))
    crm.customers.add("Acme")
    for number in range(5):
        rep = crm.team.add_rep(f"Rep {number}", zone=zone)
        crm.team.change(rep.id, digest_on=False)
        workspace, user, chat_id = chat.person(number)
        crm.team.link(crm.team.invite(rep.id), chat.name, workspace, user, chat_id)
        if number == 2:
            crm.follow_ups.add("task 0", crm.now, rep_id=rep.id, recurrence="FREQ=DAILY")
        if number == 3:
            due = crm.now - timedelta(hours=1)
            row = crm.follow_ups.add("series 0", due, rep_id=rep.id, recurrence="FREQ=DAILY")
            _fired(crm, row.id, due.replace(tzinfo=None), rep.id)
            crm.occurrences.make(f"series:{row.id}", local.replace(tzinfo=None), zone, rep_id=rep.id)
        if number == 4:
            due = crm.now - timedelta(days=2)
            row = crm.follow_ups.add("morning 0", due, rep_id=rep.id)
            _fired(crm, row.id, due.replace(tzinfo=None), rep.id)
            at = time(local.hour, local.minute)
            crm.team.change(rep.id, digest_on=True, digest_at=at, work_days=[0, 1, 2, 3, 4, 5, 6])


def _fired(crm: Crm, follow_up: int, due: Any, rep: int) -> None:
    rule = f"follow_up:{follow_up}"
    crm.occurrences.make(rule, due, "UTC", rep_id=rep)
    for one in crm.occurrences.pending_of(rule):
        crm.occurrences.mark(one, "fired")


def _midday(crm: Crm) -> str:
    """A zone where it is about noon now: a case never runs over midnight."""
    ahead = 12 - crm.now.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"

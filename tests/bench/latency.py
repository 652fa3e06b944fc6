"""From a Telegram update or a Slack envelope to the answer sent: ``daftar run`` as a process of its own, both fakes on loopback.

Twenty people on each platform write five messages a second in all (logs with a follow-up, look-ups, lists and questions of both
languages, over a notebook of 2,000 customers), first on the one platform, then on the other. An answer is timed by the fake
that gets it, from the moment at which the fake had the message to give. Each of the Slack people has the home tab open, which
is published anew after each change; its acknowledgements are timed by the socket.
"""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from core.clock import SystemClock
from core.crm import Office
from core.database import Database
from core.team.workspace import Workspace
from tests.bench.notebook import customer_names, spread
from tests.faults.chats import Chat, SlackChat, TelegramChat, slack, telegram, wait_for
from tests.faults.product import FAST, Product

PEOPLE = 20
MESSAGES = 300
EVERY = 0.2
CUSTOMERS = 2_000
SHAPES = (
    "log call with {}, asked for pricing, follow up Tuesday 3pm",
    "{}",
    "كلمت {} وطلبوا عرض سعر وتابع الثلاثاء ١٠ الصبح",
    "note {}: budget frozen till march",
    "my follow-ups today",
)
CHANGES = (0, 2, 3)
"""The shapes that change something, and with it the board."""


def run(shared: Path | None) -> list[tuple[str, str]]:
    """Rows of (what, figure)."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="daftar-bench-") as folder, telegram() as one, slack() as other:
        file = Path(folder) / "product" / "daftar.db"
        names = _prepared(file, shared, one, other)
        # Slack's own pace of four a second would be what is measured.
        with Product(file.parent, **one.settings, **other.settings, **FAST) as product:
            product.start()
            rows += _telegram(one, names)
            rows += _slack(other, names)
            product.stop()
    return rows


def _telegram(chat: Any, names: list[str]) -> list[tuple[str, str]]:
    assert isinstance(chat, TelegramChat)
    _warmed(chat, names)
    took = _answered(chat, names)
    return [(f"Telegram: update to answer, {1 / EVERY:.0f} a second", _told(took))]


def _slack(chat: Any, names: list[str]) -> list[tuple[str, str]]:
    assert isinstance(chat, SlackChat)
    published: dict[str, list[float]] = defaultdict(list)
    publish = chat.fake.methods.do_views_publish

    def timed(given: dict[str, Any]) -> dict[str, Any]:
        published[str(given.get("user_id"))].append(time.time())
        return publish(given)

    chat.fake.methods.do_views_publish = timed  # type: ignore[method-assign]
    for person in range(PEOPLE):
        user = f"U9{person:05d}"
        event = {"type": "app_home_opened", "user": user, "tab": "home", "channel": chat.fake.workspace.directs[user]}
        chat.fake.do("give", payload=chat.fake.event({**event, "event_ts": chat.fake.workspace.ts()}))
    assert wait_for(lambda: len(published) == PEOPLE, 30)
    _warmed(chat, names)
    began = len(chat.fake.socket.envelopes)
    said: list[tuple[int, float, int]] = []
    took = _answered(chat, names, said)
    time.sleep(1.0)
    homes = []
    for person, at, shape in said:
        after = [each for each in published[f"U9{person:05d}"] if at <= each < at + PEOPLE * EVERY]
        if shape in CHANGES and after:
            homes.append(1000 * (min(after) - at))
    envelopes = list(chat.fake.socket.envelopes.values())[began:]
    acks = [1000 * each.acked_after for each in envelopes if each.acked_after is not None]
    return [
        (f"Slack: envelope to answer, {1 / EVERY:.0f} a second", _told(took)),
        ("Slack: envelope to its acknowledgement", _told(acks)),
        ("Slack: envelope of a change to the home tab published", _told(homes)),
    ]


def _warmed(chat: Chat, names: list[str]) -> None:
    """A few messages first: statements are built, connections opened."""
    before = len(chat.received())
    for person, shape in enumerate(SHAPES):
        chat.say((person, shape.format(names[person])))
    assert wait_for(lambda: len(chat.received()) >= before + len(SHAPES), 30)


def _answered(chat: Chat, names: list[str], said: list[tuple[int, float, int]] | None = None) -> list[float]:
    """Milliseconds from each message to its answer; who said what when goes into ``said``."""
    told: list[tuple[int, float, int]] = said if said is not None else []
    before = len(chat.received())
    began = time.monotonic()
    for number in range(MESSAGES):
        time.sleep(max(0.0, began + number * EVERY - time.monotonic()))
        person, shape = number % PEOPLE, number % len(SHAPES)
        told.append((person, time.time(), (shape + number // PEOPLE) % len(SHAPES)))
        chat.say((person, SHAPES[told[-1][2]].format(names[10 + number])))
    assert wait_for(lambda: len(chat.received()) >= before + MESSAGES, 60)
    answers: dict[str, list[float]] = defaultdict(list)
    for each in chat.received()[before:]:
        answers[each.chat].append(each.at)
    return [1000 * (answers[chat.person(person)[2]].pop(0) - at) for person, at, _ in told]


def _prepared(file: Path, shared: Path | None, *chats: Chat) -> list[str]:
    file.parent.mkdir()
    database = Database(f"sqlite:///{file}")
    database.migrate()
    office = Office(database, SystemClock(), Workspace.of_country("SA"))
    names = customer_names(CUSTOMERS, shared)
    for chat in chats:
        with office.open(None, doing="prepare") as crm:
            for number in range(PEOPLE):
                rep = crm.team.add_rep(f"{chat.name} {number}", "rep", "ar" if number % 2 else "en", "Asia/Riyadh")
                crm.team.change(rep.id, digest_on=False)
                crm.team.link(crm.team.invite(rep.id), chat.name, *chat.person(number))
    with office.open(None, doing="prepare") as crm:
        crm.act_as(crm.team.reps()[0])
        for name in names:
            crm.customers.add(name, sure=True)
    database.close()
    return names


def _told(milliseconds: list[float]) -> str:
    median, p99, most = spread(milliseconds)
    return f"p50 {median:.0f} ms, p99 {p99:.0f}, max {most:.0f} (n={len(milliseconds)})"

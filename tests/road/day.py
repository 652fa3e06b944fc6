"""A morning played over three roads: ``daftar say -`` as a process, and the real adapters against the fake Telegram and Slack.

The adapters' roads run everything that ``daftar run`` runs (receiver, worker, heartbeat, sender, each in its thread). Each road
has its own copy of one prepared notebook and a clock that the morning moves; what people read and what the notebook holds
afterwards is compared by ``test_a_day.py``.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.serving import Serving
from bot.settings import defaults
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.team.workspace import Workspace
from tests.adapters.slack_bench import SlackBench
from tests.adapters.stand import Bench, Shown, marked, plain
from tests.adapters.telegram_bench import TelegramBench
from tests.fakes.slack import FakeSlack
from tests.fakes.telegram import FakeTelegram

DATA = Path(__file__).resolve().parents[1] / "data"
ZONE = ZoneInfo("Asia/Riyadh")
BEGINS = datetime(2026, 11, 22, 9, 5, tzinfo=ZONE)
"""Where the clock stands while the first line is typed; each further line is a minute later."""
RECORDS = ("customers", "contacts", "aliases", "interactions", "follow_ups", "deals")
_PATIENCE = 20.0
_CUT = 12
"""A label that a platform cuts is told by its first letters."""


@dataclass(frozen=True)
class Line:
    """One line of the morning: a text, a press (``[Label]`` or ``[2]``), or a moment (``--- Mon 23 Nov 10:05``)."""

    text: str
    at: datetime

    @property
    def moves(self) -> bool:
        """Whether nobody types: the clock goes on and what is due comes."""
        return self.text.startswith("--- ")

    @property
    def pressed(self) -> str:
        """The label of the button, or its number on the last answer; empty for a text."""
        return self.text[1:-1] if self.text.startswith("[") and self.text.endswith("]") else ""


@dataclass
class Said:
    """What people read after one line: each message's text, and its labels."""

    line: Line
    messages: list[tuple[str, list[list[str]]]] = field(default_factory=list)


def morning() -> list[Line]:
    """The lines of ``tests/data/morning.txt`` with their moments."""
    at, lines = BEGINS, []
    for text in (DATA / "morning.txt").read_text(encoding="utf-8").splitlines():
        if text.startswith("--- "):
            at = datetime.strptime(f"{text[4:]} {at.year}", "%a %d %b %H:%M %Y").replace(tzinfo=ZONE)
        lines.append(Line(text, at))
        at += timedelta(minutes=1)
    return lines


def companies() -> list[str]:
    """The names of ``tests/data/companies.csv``."""
    with (DATA / "companies.csv").open(encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


def prepared(file: Path, names: list[str]) -> Path:
    """A notebook with Lina and these customers, as one import leaves them."""
    database = Database(f"sqlite:///{file}")
    database.migrate()
    office = Office(database, MovableClock(BEGINS - timedelta(days=1)), _workspace())
    with office.open(None, doing="prepare") as crm:
        rep = crm.team.add_rep("Lina", "rep", "en", str(ZONE))
        crm.team.change(rep.id, digest_on=False)
    with office.open(rep.id, doing="prepare") as crm:
        for name in names:
            crm.customers.add(name, sure=True)
    database.close()
    return file


# -- daftar say - --------------------------------------------------------------------------------------------------------------


def by_say(notebook: Path, lines: list[Line]) -> list[Said]:
    """Type the lines into one ``daftar say --json -``, each after the answer to the one before it."""
    command = [sys.executable, "-m", "bot", "say", "--json", "--database", f"sqlite:///{notebook}", "-"]
    surely = {key: value for key, value in os.environ.items() if not key.startswith("DAFTAR_")}
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=surely
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told: list[Said] = []
        for line in lines:
            asked: dict[str, Any] = {"now": line.at.isoformat()}
            if line.moves:
                asked["tick"] = True
            elif line.pressed:
                asked["press"] = _label(told, line.pressed)
            else:
                asked["text"] = line.text
            process.stdin.write(json.dumps(asked, ensure_ascii=False) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            messages = [(each["text"], each["buttons"]) for each in (*answer["replies"], *answer["pushes"])]
            told.append(Said(line, messages))
        process.stdin.close()
        assert process.wait(_PATIENCE) == 0
    return told


def _label(told: list[Said], pressed: str) -> str:
    """The label that is pressed: as it stands, or by its number on the last message that has any."""
    if not pressed.isdigit():
        return pressed
    rows = next(rows for said in reversed(told) for _, rows in reversed(said.messages) if rows)
    return [label for row in rows for label in row][int(pressed) - 1]


# -- the chat platforms ----------------------------------------------------------------------------------------------------------


@contextmanager
def telegram(clock: MovableClock) -> Iterator[Bench]:
    """A fake Telegram whose clock is the notebook's."""
    with FakeTelegram(clock=lambda: clock.now().timestamp()) as fake:
        fake.flood.enforcing = False
        bench = TelegramBench(fake)
        bench.platform._receiver._clock = clock  # type: ignore[attr-defined] - a press counts when it is received
        yield bench


@contextmanager
def slack(clock: MovableClock) -> Iterator[Bench]:
    """A fake Slack that stamps its messages by the notebook's clock."""
    with FakeSlack() as fake:
        fake.workspace.ts = stamps(clock)  # type: ignore[method-assign]
        yield SlackBench(fake)


def stamps(clock: MovableClock) -> Callable[[], str]:
    """Slack's timestamps by that clock, no two the same."""
    last = 0

    def stamp() -> str:
        nonlocal last
        last = max(last + 1, int(clock.now().timestamp() * 1_000_000))
        return f"{last // 1_000_000}.{last % 1_000_000:06d}"

    return stamp


PLATFORMS = {"telegram": telegram, "slack": slack}


def by_platform(name: str, notebook: Path, lines: list[Line], expected: list[Said]) -> list[Said]:
    """Type the lines on that platform. ``expected`` tells how many messages each line brings, so that none is overlooked."""
    clock = MovableClock(BEGINS)
    with PLATFORMS[name](clock) as bench:
        platform = bench.platform
        office = Office(Database(f"sqlite:///{notebook}"), clock, _workspace())
        with office.open(None, doing="prepare") as crm:
            rep = crm.team.rep_named("Lina")
            assert rep is not None
            code = crm.team.invite(rep.id)
            crm.team.link(code, name, platform.workspace, bench.user_id, bench.chat_id)
        serving = Serving(office, {name: platform}, _hurried())
        serving.start()
        try:
            return [_played(bench, office, clock, said) for said in expected if said.line in lines]
        finally:
            serving.stop()
            office.database.close()


def _played(bench: Bench, office: Office, clock: MovableClock, expected: Said) -> Said:
    line = expected.line
    assert marked(office)  # or a press on the last message would not be known for one
    before = bench.shown()
    clock.set(line.at)
    if line.pressed:
        token, on = _token(before, line.pressed)
        bench.deliver(bench.click_update(token, on))
    elif not line.moves:
        bench.deliver(bench.text_update(line.text))
    ends = time.monotonic() + _PATIENCE
    wanted = len(before) + len(expected.messages)
    while len(bench.shown()) < wanted and time.monotonic() < ends:
        time.sleep(0.01)
    shown = bench.shown()
    return Said(line, [_read(each, shown[:at]) for at, each in enumerate(shown) if at >= len(before)])


def _read(each: Shown, before: list[Shown]) -> tuple[str, list[list[str]]]:
    """A message as it reads; of one that was rewritten, what is new below the lines that stayed.

    A key that says nothing to the bot (Telegram's [Copy phone]) is the platform's own, and no part of the message.
    """
    lines = plain(each.text).split("\n")
    if each.edits is not None:
        old = next((plain(one.text).split("\n") for one in reversed(before) if one.message_id == each.edits), [])
        if lines[: len(old)] == old and len(lines) > len(old):
            lines = lines[len(old) :]
    return "\n".join(lines), [[label for label, token in row if token] for row in each.buttons]


def _token(shown: list[Shown], pressed: str) -> tuple[str, str]:
    for each in reversed(shown):
        keys = [key for row in each.buttons for key in row]
        if pressed.isdigit() and keys:
            return keys[int(pressed) - 1][1], each.message_id
        for label, token in keys:
            if label == pressed:
                return token, each.message_id
    raise AssertionError(f"no button [{pressed}]")


# -- comparing -----------------------------------------------------------------------------------------------------------------


def texts(told: list[Said]) -> list[tuple[str, list[str]]]:
    """Each line with the texts and labels that came after it; pushes of one moment in any order, labels as far as a platform shows them."""
    return [(said.line.text, sorted(_flat(message) for message in said.messages)) for said in told]


def _flat(message: tuple[str, list[list[str]]]) -> str:
    text, rows = message
    labels = sorted(label.rstrip("…")[:_CUT] for row in rows for label in row)
    return "\n".join([*(line.rstrip() for line in text.split("\n")), *labels])


def rows(notebook: Path) -> dict[str, list[dict[str, Any]]]:
    """All business rows of a notebook, every column, by id."""
    import sqlite3

    with sqlite3.connect(notebook) as connection:
        connection.row_factory = sqlite3.Row
        return {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY id")]  # noqa: S608 - our own names
            for name in RECORDS
        }


def copy_of(notebook: Path, name: str) -> Path:
    """The prepared notebook once more."""
    copied = notebook.with_name(f"{name}.db")
    shutil.copy(notebook, copied)
    return copied


def transcript(told: list[Said]) -> str:
    """The morning as a page: what Lina typed and what she read."""
    lines = [
        "# A morning with Daftar",
        "",
        "Lina types these lines on the morning of Sunday 22 November 2026, in Riyadh, with 300 customers in the notebook (names of",
        "listed companies, public domain). The page is written by `./run.sh docs` from `tests/data/morning.txt`, and a test plays the",
        "same lines through the terminal, Telegram and Slack and holds the answers and the rows of all three against each other.",
        "",
        "```",
    ]
    for said in told:
        if said.line.moves:
            lines += ["", said.line.text]
        elif said.line.pressed:
            lines += [f"Lina presses [{_label(told[: told.index(said)], said.line.pressed)}]"]
        else:
            lines += [f"Lina> {said.line.text}"]
        for text, buttons in said.messages:
            first, *rest = text.split("\n")
            lines += [f"bot> {first}".rstrip(), *(f"     {each}".rstrip() for each in rest)]
            lines += ["     " + " ".join(f"[{label}]" for label in row) for row in buttons]
    return "\n".join([*lines, "```"]) + "\n"


def _workspace() -> Workspace:
    return Workspace.of_country("SA")


def _hurried() -> Any:
    """The defaults without the pauses that real platforms ask for; the fakes' limits are off."""
    settings = defaults()
    fast = dict.fromkeys(("telegram_per_second", "slack_per_second", "chat_per_second", "group_per_minute"), 10_000)
    return settings.model_copy(update={"sending": settings.sending.model_copy(update=fast)})


def page() -> str:
    """``docs/a-day.md``, from a morning played now."""
    with tempfile.TemporaryDirectory(prefix="daftar-day-") as folder:
        notebook = prepared(Path(folder) / "day.db", companies())
        return transcript(by_say(notebook, morning()))

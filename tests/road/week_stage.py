"""Both fakes at once, the real adapters on them, and four people with accounts on either: where the scripted week is played.

The receivers run in their threads as ``daftar run`` has them; the inbox is handled, the heartbeat beats and the outbox is
sent in the thread that plays, one thing after the other, so that a week goes the same way every time.
"""

from __future__ import annotations

import re
import shlex
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from adapters.slack.platform import Slack
from adapters.telegram import build
from bot.assistant import Assistant
from bot.cli.notebook import Notebook
from bot.cli.reps_jobs import JOBS
from bot.delivering.sender import Sender
from bot.fetching.fetching import Fetching
from bot.heartbeat import Heartbeat
from bot.serving import Door
from bot.settings import TelegramSettings, defaults
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.team.workspace import Workspace
from tests.adapters.slack_stage import SlackStage
from tests.adapters.stand import plain, until
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_blocks import buttons, walk
from tests.fakes.slack_state import BOT_USER
from tests.fakes.telegram import NAME, TOKEN, FakeTelegram
from tests.road.day import stamps

PEOPLE = ("lina", "omar", "nora", "huda", "zaid")
"""Who has an account on both platforms; Zaid is no member of the team."""
FULL_NAMES = {"lina": "Lina", "omar": "عمر", "nora": "نورة", "huda": "Huda", "zaid": "Zaid"}
GROUPS = {"telegram": ("Sales", -1001), "slack": ("#sales", "C0SALES")}
CODE = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")
_FIRST_USER = 4001


@dataclass
class Happened:
    """One thing that people see: who (empty for all of a group), on which platform, how it came, its lines and its buttons."""

    platform: str
    who: str
    how: str
    text: str
    rows: list[list[str]] = field(default_factory=list)
    tokens: list[list[str]] = field(default_factory=list)
    message_id: str = ""
    chat: str = ""


class WeekStage:
    """The notebook, the clock and the platforms."""

    def __init__(self, telegram: FakeTelegram, slack: FakeSlack, clock: MovableClock, folder: Path) -> None:
        self.telegram, self.slack, self.clock = telegram, slack, clock
        database = Database(f"sqlite:///{folder / 'week.db'}")
        database.create_tables()
        self.office = Office(database, clock, Workspace.of_country("SA", name="Gulf Trading"))
        settings = defaults()
        settings.telegram = TelegramSettings.model_validate(
            {"token": TOKEN, "api_base": telegram.address, "bot_name": NAME}
        )
        self.notebook = Notebook(settings, database, self.office)
        slack.workspace.ts = stamps(clock)  # type: ignore[method-assign]
        for who in PEOPLE:
            slack.do("add_user", user=_slack_id(who), name=who, real_name=FULL_NAMES[who])
        slack.do("add_channel", channel="C0SALES", members=[BOT_USER, *map(_slack_id, PEOPLE)])
        self.on_slack = SlackStage(slack, self.office)
        side = Slack(slack.bot_token, slack.app_token, slack.api_base, clock=clock)
        side.introduce()
        self.platforms: dict[str, Any] = {"telegram": build(settings, clock=clock), "slack": side}
        self._fetching = Fetching(self.office, self.platforms)
        self.assistant = Assistant(self.office, self.platforms, fetching=self._fetching)
        self.sender = Sender(self.office, self.platforms, settings.sending)
        calm = settings.reminders.model_copy(update={"digest_spread_seconds": 0})
        self.heartbeat = Heartbeat(self.office, calm)
        self.code = ""
        self.said: dict[tuple[str, str], Any] = {}
        self.shown: list[Happened] = []
        self.form: dict[str, Any] = {}
        self._seen = {"telegram": 0, "slack": 0}
        self._stop = threading.Event()
        self._receivers = [
            threading.Thread(target=each.receive, args=(Door(self.office, each, lambda: None), self._stop), daemon=True)
            for each in self.platforms.values()
        ]
        self._receivers.append(threading.Thread(target=self._fetching.run, args=(self._stop,), daemon=True))
        for thread in self._receivers:
            thread.start()
        assert until(lambda: bool(slack.socket.connections) and telegram.polls > 0)

    def close(self) -> None:
        """Stop receiving."""
        self._stop.set()
        for thread in self._receivers:
            thread.join(20)
        for each in self.platforms.values():
            each.close()
        self.office.database.close()

    # -- letting it happen -----------------------------------------------------------------------------------------------------

    def settled(self) -> list[Happened]:
        """Handle and send all there is; what people saw of it, oldest first."""
        assert until(lambda: not self.telegram.updates.waiting), "Telegram's updates were not taken"
        assert until(lambda: all(each.state == "acked" for each in list(self.slack.socket.envelopes.values())))
        self._handled()
        assert until(lambda: not self._fetching._asking)
        self._handled()  # what was fetched meanwhile
        self.heartbeat.beat()
        self.sender.drain()
        found = [*self._of_telegram(), *self._of_slack()]
        self.shown += found
        for each in found:
            if code := CODE.search(each.text):
                self.code = code[0]
                each.text = CODE.sub("CODE", each.text)
        return found

    def _handled(self) -> None:
        while (answer := self.assistant.next()) is not None:
            assert answer.outcome != "failed", "the bot failed"

    def _of_telegram(self) -> Iterator[Happened]:
        ledger = self.telegram.ledger
        for each in ledger[self._seen["telegram"] :]:
            who = next((who for who in PEOPLE if each.chat_id == _telegram_id(who)), "")
            arabic = bool(who) and self._language(who) == "ar"
            rows = [row[::-1] if arabic else row for row in each.buttons]  # as they are read, not as they are sent
            yield Happened(
                "telegram",
                who,
                "rewrites" if each.edits else "sends a file" if each.file_name else "",
                plain(each.text) if not each.file_name else f"{each.file_name} {plain(each.text)}".rstrip(),
                [[plain(key["text"]) for key in row] for row in rows],
                [[str(key.get("callback_data", "")) for key in row] for row in rows],
                str(each.message_id),
                str(each.chat_id),
            )
        self._seen["telegram"] = len(ledger)

    def _of_slack(self) -> Iterator[Happened]:
        ledger = list(self.slack.workspace.ledger)
        for each in ledger[self._seen["slack"] :]:
            direct = next((who for who in PEOPLE if each.channel == f"D{_slack_id(who)[1:]}"), "")
            who = direct or next((who for who in PEOPLE if each.user == _slack_id(who)), "")
            how = {"chat.update": "rewrites", "files.completeUploadExternal": "sends a file"}.get(each.method, "")
            rows = buttons(each.blocks)
            yield Happened(
                "slack",
                who,
                "shows only to" if each.user and not direct else how,
                plain(each.text) if not each.file_name else each.file_name,
                [[plain(label) for label, _ in row] for row in rows],
                [[token for _, token in row] for row in rows],
                each.ts,
                each.channel,
            )
        self._seen["slack"] = len(ledger)

    def _language(self, who: str) -> str:
        with self.office.read(None) as crm:
            rep = crm.team.speaker("telegram", TOKEN.partition(":")[0], str(_telegram_id(who)))
            return rep.language if rep is not None else "en"

    # -- what the operator does --------------------------------------------------------------------------------------------------

    def operates(self, line: str) -> list[str]:
        """``daftar reps …`` as it is typed; what it prints."""
        program, group, job, *told = shlex.split(line)
        assert (program, group) == ("daftar", "reps")
        given: dict[str, Any] = {"role": "rep", "language": None, "zone": None, "name": told[0]}
        if job == "role":
            given["role"] = told[1]
        else:
            given |= dict(zip([each.removeprefix("--") for each in told[1::2]], told[2::2], strict=True))
        lines = JOBS[f"reps {job}"](self.notebook, given).lines
        for each in lines:
            if code := CODE.search(each):
                self.code = code[0]
        return [CODE.sub("CODE", each) for each in lines]

    # -- what people do --------------------------------------------------------------------------------------------------------

    def says(self, who: str, platform: str, text: str, *, group: bool = False) -> None:
        """A message, a mention in a group, or a slash command."""
        text = text.replace("CODE", self.code)
        if platform == "telegram":
            to = -1001 if group else None
            told = f"@{NAME} {text}" if group else text
            (update,) = self.telegram.deliver(self.telegram.updates.says(_telegram_id(who), told, group=to))
            self.said[who, platform] = update
        elif text.startswith("/crm"):
            channel = "C0SALES" if group else self.slack.workspace.directs[_slack_id(who)]
            self.slack.do("slash", user=_slack_id(who), text=text.removeprefix("/crm").strip(), channel=channel)
        elif group:
            self.slack.do("mention", user=_slack_id(who), channel="C0SALES", text=text)
        else:
            self.said[who, platform] = self.slack.do("say", user=_slack_id(who), text=text)

    def sends(self, who: str, what: str, text: str) -> None:
        """Something else than words, on Telegram: several forwards in one moment, a contact, a file, a place."""
        make, user = self.telegram.updates, _telegram_id(who)
        at = self.clock.now().timestamp()
        pieces = text.split(" | ")
        if what.startswith("forwards from "):
            author = what.removeprefix("forwards from ")
            self.telegram.deliver(
                *(make.forwards(user, each, author=author, at=at, written=at - 3600) for each in pieces)
            )
        elif what == "shares the contact":
            self.telegram.deliver(make.shares_contact(user, *pieces))
        elif what == "sends a photo":
            self.telegram.deliver(make.sends_file(user, b"picture", kind="photo", caption=text))
        elif what == "sends a voice note":
            self.telegram.deliver(make.sends_file(user, b"voice", kind="voice"))
        elif what == "is at":
            self.telegram.deliver(make.is_at(user, *map(float, pieces)))
        else:
            name = what.removeprefix("sends the file ")
            self.telegram.deliver(make.sends_file(user, "\n".join(pieces).encode(), name=name))

    def types_inline(self, who: str, text: str) -> list[str]:
        """The bot's name and that, typed in any chat; what is offered."""
        before = len(self.telegram.inline.answers)
        self.telegram.deliver(self.telegram.updates.types_inline(_telegram_id(who), text))
        assert until(lambda: len(self.telegram.inline.answers) > before), "nothing was offered"
        offered = self.telegram.inline.answers[before]
        assert offered.personal
        assert not offered.cached
        button = [f"[{offered.button['text']}]"] if offered.button else []
        return [plain(each) for card in offered.texts for each in f"offers> {card}".split("\n")] + button

    def rewrites(self, who: str, platform: str, text: str) -> None:
        """The last message is edited by its author."""
        last = self.said[who, platform]
        if platform == "telegram":
            self.telegram.deliver(self.telegram.updates.edits(last, text))
        else:
            self.slack.do("edit", user=_slack_id(who), ts=last, text=text)

    def deletes(self, who: str) -> None:
        """The last message on Slack is deleted by its author."""
        self.on_slack.delete(_slack_id(who), self.said[who, "slack"])

    def presses(self, who: str, platform: str, label: str) -> None:
        """A button that this person sees, the newest of that label."""
        for each in reversed(self.shown):
            if each.platform == platform and each.who in (who, ""):
                for row, tokens in zip(each.rows, each.tokens, strict=True):
                    if label in row:
                        self._pressed(who, each, tokens[row.index(label)])
                        return
        seen = [row for each in self.shown[-5:] if each.who in (who, "") for row in each.rows]
        raise AssertionError(f"{who} has no button [{label}]; there are {seen}")

    def _pressed(self, who: str, on: Happened, token: str) -> None:
        if on.platform == "telegram":
            message = self.telegram.chats.messages[int(on.chat), int(on.message_id)]
            update = self.telegram.updates.presses(_telegram_id(who), token, message)
            self.telegram.do(lambda: self.telegram.chats.queries.add(update["callback_query"]["id"]))
            self.telegram.deliver(update)
        else:
            payload = self.slack.pressed(_slack_id(who), token, on.chat, on.message_id)
            self.slack.do("give", payload=payload, kind="interactive")

    def opens(self, what: Callable[[], None]) -> None:
        """Something that opens a form; the form is kept to be filled in."""
        before = set(self.slack.workspace.views)
        what()
        self.settle_form(before)

    def settle_form(self, before: set[str]) -> None:
        """Keep the form that was opened since."""
        assert until(lambda: all(each.state == "acked" for each in list(self.slack.socket.envelopes.values())))
        while self.assistant.next() is not None:
            pass
        self.sender.drain()
        (self.form,) = self.on_slack.modals(before)

    def form_lines(self) -> list[str]:
        """The open form as it reads."""
        lines = [f"┌ {self.form['title']['text']}"]
        for block in self.form["blocks"]:
            if block["type"] != "input":
                continue
            element = block["element"]
            lines.append(f"│ {block['label']['text']}: {_filled(element)}".rstrip())
        return [plain(line) for line in [*lines, f"└ [{self.form['close']['text']}] [{self.form['submit']['text']}]"]]

    def saves(self, who: str, blanks: dict[str, str]) -> list[str]:
        """Fill the open form in and save it; what it says where something is missing."""
        if "customer" in blanks:
            with self.office.read(None) as crm:
                blanks["customer"] = str(crm.customers.named(blanks["customer"])[0].id)
        answer = self.on_slack.save(_slack_id(who), self.form, **blanks) or {}
        return [str(each) for each in cast("dict[str, str]", answer.get("errors", {})).values()]

    def home_lines(self, who: str) -> list[str]:
        """The home tab as it reads."""
        lines: list[str] = []
        for block in self.on_slack.home(_slack_id(who)).get("blocks", ()):
            if block["type"] == "divider":
                lines.append("───")
            elif block["type"] == "header":
                lines.append(block["text"]["text"])
            elif block["type"] == "actions":
                lines += [" ".join(f"[{label}]" for label, _ in row) for row in buttons([block]) if row]
            else:
                words = "".join(str(each["text"]) for each in walk(block) if each.get("type") == "text")
                told = [
                    each["text"]["text"] for each in walk(block) if each.get("type") == "overflow" and "text" in each
                ]
                menu = " ⋯" if any(each.get("type") == "overflow" for each in walk(block)) else ""
                lines.append((words or _section(block)) + "".join(told) + menu)
        return [plain(line) for line in lines if line.strip()]


def _section(block: dict[str, Any]) -> str:
    text = block.get("text")
    chosen = [
        each["initial_option"]["text"]["text"]
        for each in walk(block)
        if each.get("type") == "static_select" and "initial_option" in each
    ]
    return (str(text["text"]) if isinstance(text, dict) else "") + "".join(f" [{each} ▾]" for each in chosen)


def _filled(element: dict[str, Any]) -> str:
    if "initial_option" in element:
        return str(element["initial_option"]["text"]["text"])
    if "initial_options" in element:
        return " ".join("☑ " + each["text"]["text"] for each in element["initial_options"])
    return str(element.get("initial_value") or element.get("initial_time") or element.get("initial_date") or "")


def _slack_id(who: str) -> str:
    return f"U0{who.upper()}"


def _telegram_id(who: str) -> int:
    return _FIRST_USER + PEOPLE.index(who)


@contextmanager
def staged(begins: datetime, folder: Path) -> Generator[WeekStage]:
    """Both fakes on one clock, and the stage on them."""
    clock = MovableClock(begins)
    with FakeTelegram(clock=lambda: clock.now().timestamp()) as telegram, FakeSlack(echo=False) as slack:
        telegram.flood.enforcing = False
        stage = WeekStage(telegram, slack, clock, folder)
        try:
            yield stage
        finally:
            stage.close()

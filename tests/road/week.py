"""A week of three reps and a manager on Telegram and Slack at once, as ``tests/data/week.txt`` tells it; its page is docs/a-week.md.

The script is plain text: ``== HEADING``, ``-- a remark``, ``@ Sun 22 Nov 08:30`` (the clock), ``$ daftar reps …`` (the operator), and what people
do, each a minute after the one before: ``lina@telegram> TEXT``, ``lina@telegram in the group> TEXT``, ``… presses [LABEL]``,
``… rewrites> TEXT``, ``… deletes the message``, ``… opens Home``, ``… opens the talk``, ``… on Home [LABEL]``, ``… chooses "Log to CRM" on a message of omar> TEXT``,
``… chooses "Find a customer"``, ``… forwards from Sara> ONE | TWO``,
``… shares the contact> NAME | PHONE``, ``… sends the file leads.csv> LINE | LINE``, ``… types in another chat> TEXT``, ``… saves> customer=NAME; kind=call``.
"""

from __future__ import annotations

import re
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.road.week_stage import GROUPS, Happened, WeekStage, staged

SCRIPT = Path(__file__).resolve().parents[1] / "data" / "week.txt"
ZONE = ZoneInfo("Asia/Riyadh")
BEGINS = datetime(2026, 11, 22, 8, 30, tzinfo=ZONE)
INDENT = "     "
SETTINGS = ("Settings", "الإعدادات")
_ACT = re.compile(
    r"(?P<who>\w+)@(?P<platform>telegram|slack)(?: (?P<verb>[^>\[]*?))?(?: ?\[(?P<label>.+)\](?: (?P<at>\d+))?|> ?(?P<text>.*))?"
)
_SHORTCUTS = {"Log an interaction": "log_new", "Find a customer": "find"}


def page() -> str:
    """``docs/a-week.md``, from a week played now."""
    lines = [
        "# A week with Daftar",
        "",
        "Lina (English), Omar and Noura (Arabic) sell for Gulf Trading in Riyadh; Huda manages them. They write on Telegram and on",
        "Slack, as they like. The page is written by `./run.sh docs` from `tests/data/week.txt`: the real bot, through its real adapters, on",
        "a made-up Telegram and a made-up Slack, on a clock that the script moves. A test plays the week again and holds it against the",
        "page. `bot>` answers whoever spoke; the lines in brackets are buttons. A code for pairing is shown as CODE.",
    ]
    with tempfile.TemporaryDirectory(prefix="daftar-week-") as folder, staged(BEGINS, Path(folder)) as stage:
        lines += Playing(stage).lines(SCRIPT.read_text(encoding="utf-8").splitlines())
    return "\n".join(lines) + "\n"


class Playing:
    """Plays the script line by line."""

    def __init__(self, stage: WeekStage) -> None:
        self._stage = stage
        self._open = False
        self._whole_home = True

    def lines(self, script: list[str]) -> list[str]:
        """The page's lines."""
        told: list[str] = []
        for line in script:
            if line.startswith("== "):
                told += [*self._closed(), "", f"## {line[3:]}"]
            elif line.startswith("-- "):
                told += [*self._closed(), "", line[3:]]
            elif line.strip():
                if not self._open:
                    told += ["", "```text"]
                    self._open = True
                told += self.act(line)
        return told + self._closed()

    def _closed(self) -> list[str]:
        was, self._open = self._open, False
        return ["```"] if was else []

    def act(self, line: str) -> list[str]:
        """Let one line of the script happen; the lines of the page that come of it."""
        stage = self._stage
        if line.startswith("$ "):
            return [line, *stage.operates(line[2:])]
        if line.startswith("@ "):
            at = datetime.strptime(f"{line[2:]} {BEGINS.year}", "%a %d %b %H:%M %Y").replace(tzinfo=ZONE)
            stage.clock.set(at)
            return [f"--- {line[2:]}", *self._told(stage.settled(), "", "")]
        found = _ACT.fullmatch(line)
        assert found is not None, line
        stage.clock.forward(timedelta(minutes=1))
        who, platform = found["who"], found["platform"]
        try:
            more = self._does(who, platform, (found["verb"] or "").strip(), found)
        except AssertionError as wrong:
            raise AssertionError(f"{line}: {wrong}") from wrong
        return [line, *more, *self._told(stage.settled(), who, platform)]

    def _does(self, who: str, platform: str, verb: str, found: re.Match[str]) -> list[str]:  # noqa: C901, PLR0911, PLR0912 - one line a verb
        stage, text = self._stage, found["text"] or ""
        match verb:
            case "":
                if platform == "slack" and text == "/crm":
                    stage.opens(lambda: stage.says(who, platform, text))
                    return self._form()
                stage.says(who, platform, text)
            case "in the group":
                stage.says(who, platform, text, group=True)
            case "types in another chat":
                return [line if line.startswith("offers>") else INDENT + line for line in stage.types_inline(who, text)]
            case _ if verb.startswith(("forwards", "shares", "sends", "is at")):
                stage.sends(who, verb, text)
                told = stage.settled()
                stage.clock.forward(timedelta(seconds=5))  # forwards of one moment are one: their end is waited for
                return self._told(told, who, platform)
            case "presses":
                stage.presses(who, platform, found["label"])
            case "rewrites":
                stage.rewrites(who, platform, text)
            case "deletes the message":
                stage.deletes(who)
            case "opens Home":
                stage.on_slack.open_home(f"U0{who.upper()}")
                told = stage.settled()
                return [*self._told(told, who, platform), *self._home(who)]
            case "opens the talk":
                stage.on_slack.open_home(f"U0{who.upper()}", "messages")
            case "on Home":
                stage.on_slack.on_home(f"U0{who.upper()}", found["label"], int(found["at"] or 1) - 1)
                told = stage.settled()
                return [*self._told(told, who, platform), *self._home(who)]
            case "saves":
                blanks = {key: value for key, _, value in (each.partition("=") for each in text.split("; ")) if key}
                return [f"{INDENT}(the form says: {each})" for each in stage.saves(who, blanks)]
            case _ if wanted := re.fullmatch(r'chooses "(.+?)"(?: on a message of (\w+))?', verb):
                return self._chosen(who, wanted[1], wanted[2], text)
            case _:
                raise AssertionError(f"nobody can do that: {verb}")
        return []

    def _chosen(self, who: str, name: str, author: str | None, text: str) -> list[str]:
        stage, user = self._stage, f"U0{who.upper()}"
        if author is None:
            stage.opens(lambda: stage.on_slack.shortcut(user, _SHORTCUTS[name]))
        else:
            channel = stage.slack.workspace.channels["C0SALES"]
            message = stage.slack.message(channel, f"U0{author.upper()}", text)
            stage.opens(lambda: stage.on_slack.shortcut(user, "log_message", message))
        return self._form()

    def _form(self) -> list[str]:
        return [f"{INDENT}{line}" for line in self._stage.form_lines()]

    def _home(self, who: str) -> list[str]:
        """The home tab; after the first time without its settings and help."""
        lines = [line for text in self._stage.home_lines(who) for line in text.split("\n")]
        whole, self._whole_home = self._whole_home, False
        ends = len(lines) if whole else max(at for at, line in enumerate(lines) if line in SETTINGS) - 1
        return [f"{INDENT}│ {line}" for line in lines[:ends]]

    def _told(self, happened: list[Happened], who: str, platform: str) -> list[str]:
        lines: list[str] = []
        for each in happened:
            whose = f"{each.who}@{each.platform}" if each.who else GROUPS[each.platform][0]
            own = (each.who, each.platform) == (who, platform)
            how = f" {each.how}" if each.how else ""
            name = f"bot{how}" + (f" {who}" if each.how == "shows only to" else "" if own else f" to {whose}")
            first, *rest = each.text.split("\n")
            lines += [f"{name}> {first}".rstrip(), *(f"{INDENT}{line}".rstrip() for line in rest)]
            lines += [INDENT + " ".join(f"[{label}]" for label in row) for row in each.rows]
        return lines

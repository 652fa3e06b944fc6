"""Where a talk is played: the real road (inbox, assistant, outbox, sender, heartbeat) with platforms that only remember."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.assistant import Assistant
from bot.delivering.sender import Sender
from bot.heartbeat import Heartbeat
from bot.messages import Click, Edit, Forwarded, Incoming, Message, Place, Speaker
from bot.plain import plain_text
from bot.platform import Limits, Sent
from bot.reply import Outgoing
from bot.settings import defaults
from core.clock import MovableClock
from core.crm import Office
from core.team.workspace import Workspace
from tests.blank import blank_notebook
from tests.talks.across import unlike
from tests.talks.script import INDENT, Talk, Turn

NAMES = ("telegram", "slack")
_CODE = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")
"""A pairing code: shown as CODE, and the word CODE in a rep's line is the one shown last."""
_ARABIC = re.compile("[\u0621-\u064a]")
_GIVEN_REP = re.compile(r"rep (?P<name>[^()]+?)(?: \((?P<about>[^)]*)\))?")
_GIVEN_CUSTOMER = re.compile(r"customer (?P<name>.+?)(?: in (?P<city>.+?))?(?: of (?P<owner>.+?))?")
_GIVEN_CONTACT = re.compile(
    r"contact (?P<name>.+?) at (?P<customer>.+?)(?:, (?P<phone>[+\d ]+))?(?:, (?P<email>\S+@\S+))?"
)


class Remembering:
    """A chat platform without a world: it keeps what was sent to whom."""

    limits = Limits(text=4096, label=64, row=8, rows=20)

    def __init__(self, name: str) -> None:
        self.name = name
        self.workspace = "acme"
        self.picks = {"telegram": "grid", "slack": "form"}[name]
        self.sent: list[tuple[str, Outgoing]] = []

    def read(self, body: dict[str, Any]) -> Incoming:
        """A turn as it came in."""
        group = bool(body.get("group"))
        told: dict[str, Any] = {
            "id": body["id"],
            "at": datetime.fromisoformat(body["at"]),
            "speaker": Speaker(platform=self.name, workspace=self.workspace, user_id=body["user"]),
            "place": Place(
                platform=self.name,
                workspace=self.workspace,
                chat_id="group" if group else f"dm-{body['user']}",
                private=not group,
            ),
        }
        if "press" in body:
            return Click(**told, token=body["press"], on=body["on"])
        if "edits" in body:
            return Edit(**told, text=body["text"], edits=body["edits"])
        if "author" in body:
            told["forwarded"] = Forwarded(author=body["author"], at=datetime.fromisoformat(body["written"]))
        return Message(**told, text=body["text"], answers=body.get("answers"))

    def receive(self, inbox: Any, stop: Any) -> None:
        """Nothing comes in by itself."""

    def send(self, outgoing: Outgoing) -> Sent:
        """Remember it."""
        message_id = f"{self.name}-{len(self.sent) + 1}"
        self.sent.append((message_id, outgoing))
        return Sent(message_id=message_id)

    def look_up(self, outgoing: Outgoing, since: float) -> Sent | None:
        """It is here or it is not."""
        del since
        return next((Sent(message_id=kept) for kept, each in self.sent if each.mark == outgoing.mark), None)

    def close(self) -> None:
        """Nothing to let go of."""


class Stage:
    """One talk's notebook, clock and platforms."""

    def __init__(self, talk: Talk, folder: Path) -> None:
        date, time, zone = talk.now.split()
        self.zone = ZoneInfo(zone)
        self.clock = MovableClock(datetime.fromisoformat(f"{date} {time}").replace(tzinfo=self.zone))
        self.database = blank_notebook(folder / "talk.db")
        self.office = Office(self.database, self.clock, Workspace.of_country("SA", name="Gulf Trading"))
        self.platforms = {name: Remembering(name) for name in NAMES}
        settings = defaults()
        self.assistant = Assistant(self.office, self.platforms)
        self.sender = Sender(self.office, self.platforms, settings.sending)
        self.heartbeat = Heartbeat(self.office, settings.reminders.model_copy(update={"digest_spread_seconds": 0}))
        self.reps: dict[str, tuple[int, str, tuple[str, ...]]] = {}
        self.people: dict[str, str] = {}
        self.heard: dict[str, str] = {}
        self.shown: dict[str, list[tuple[str, str, Outgoing]]] = defaultdict(list)
        self.count = 0
        self.speaker = ""
        self.code = ""
        self.said: set[tuple[str, str]] = set()
        """The commands that were carried out, with the language in which they were said."""
        for each in sorted(talk.given, key=lambda told: not told.startswith("rep ")):
            self._given(each)
        if not self.reps:
            self._given("rep Lina (telegram)")

    def play(self, turn: Turn) -> list[str]:
        """Let one turn happen; the bot's lines."""
        if turn.kind == "time":
            self.clock.set(self._moment(turn.text))
        else:
            self._said(turn)
        self.heartbeat.beat()
        lines: list[str] = []
        for delivered in self.sender.drain():
            outgoing = delivered.outgoing
            assert unlike(outgoing) == [], turn.line
            who = (
                next(key for key, (_, name, _) in self.reps.items() if name == delivered.rep)
                if delivered.rep
                else turn.who
            )
            sent = self.platforms[outgoing.place.platform].sent
            message_id = next(kept for kept, each in reversed(sent) if each is outgoing)
            self.shown[who].append((outgoing.place.platform, message_id, outgoing))
            lines += self._written(turn, who, outgoing)
        return lines

    def close(self) -> None:
        """Let go of the notebook."""
        self.database.close()

    # -- what comes in -------------------------------------------------------------------------------------------------------

    def _said(self, turn: Turn) -> None:
        platform = turn.platform or (self.reps[turn.who][2][0] if turn.who in self.reps else NAMES[0])
        self.speaker = turn.who
        self.count += 1
        body: dict[str, Any] = {
            "id": f"m{self.count}",
            "at": self.clock.now().isoformat(),
            "user": f"u-{turn.who}",
            "text": turn.text.replace("CODE", self.code) if self.code else turn.text,
        }
        if turn.kind == "presses":
            platform, body["on"], body["press"] = self._button(turn)
        elif turn.kind == "edits":
            body["edits"] = self.heard[turn.who]
        elif turn.kind == "replies":
            _, body["answers"], _ = self.shown[turn.who][-1]
        elif turn.kind == "in group":
            body["group"] = True
        if turn.kind in ("says", "replies", "in group"):
            self.heard[turn.who] = body["id"]
        answer = self.assistant.take(self.platforms[platform], body)
        if answer.command is not None and answer.outcome == "done":
            self.said.add(("ar" if _ARABIC.search(turn.text) else "en", answer.command))

    def _button(self, turn: Turn) -> tuple[str, str, str]:
        for platform, message_id, outgoing in reversed(self.shown[turn.who]):
            for row in outgoing.keys:
                for key in row:
                    if key.label == turn.text:
                        return platform, message_id, key.token
        labels = [key.label for _, _, outgoing in self.shown[turn.who] for row in outgoing.keys for key in row]
        raise ValueError(f"{turn.who} has no button [{turn.text}]; there were {labels}")

    def _moment(self, text: str) -> datetime:
        """``Tue 24 Nov 15:00`` (of this year, or the next where that has passed), ``+2h``, ``+3d``, ``+20m``."""
        now = self.clock.now().astimezone(self.zone)
        if text.startswith("+"):
            unit = {"d": "days", "h": "hours", "m": "minutes"}[text[-1]]
            return now + timedelta(**{unit: int(text[1:-1])})
        for year in (now.year, now.year + 1):
            at = datetime.strptime(f"{text} {year}", "%a %d %b %H:%M %Y").replace(tzinfo=self.zone)
            if at >= now:
                return at
        raise ValueError(f"no moment ahead: {text}")

    # -- what goes out -------------------------------------------------------------------------------------------------------

    def _written(self, turn: Turn, who: str, outgoing: Outgoing) -> list[str]:
        own = who == self.speaker or (not self.speaker and len(self.reps) == 1)
        platform = f"@{outgoing.place.platform}" if turn.kind == "time" else ""
        to = "" if own else f" to {who}"
        group = "" if outgoing.place.private else " in group"
        whole = plain_text(outgoing.parts)
        if found := _CODE.search(whole):
            self.code, whole = found[0], whole.replace(found[0], "CODE")
        text = whole.split("\n")
        lines = [
            f"bot{platform}{to}{group}> {text[0]}".rstrip(),
            *(f"{INDENT}{line}".rstrip() or INDENT for line in text[1:]),
        ]
        return [*lines, *(INDENT + " ".join(f"[{key.label}]" for key in row) for row in outgoing.keys)]

    # -- what is there from the beginning ------------------------------------------------------------------------------------------

    def _given(self, told: str) -> None:
        if found := _GIVEN_REP.fullmatch(told):
            self._rep(found["name"], [each.strip() for each in (found["about"] or "telegram").split(",")])
        elif found := _GIVEN_CUSTOMER.fullmatch(told):
            owner = (
                self.reps[found["owner"].split()[0].lower()][0]
                if found["owner"]
                else next(iter(self.reps.values()), (None,))[0]
            )
            with self.office.open(None, doing="given") as crm:
                crm.customers.add(found["name"], sure=True, city=found["city"], owner_id=owner)
        elif found := _GIVEN_CONTACT.fullmatch(told):
            with self.office.open(None, doing="given") as crm:
                (customer,) = crm.customers.named(found["customer"])
                crm.contacts.add(found["name"], customer.id, sure=True, phone=found["phone"], email=found["email"])
        else:
            raise ValueError(f"nothing that can be given: {told!r}")

    def _rep(self, name: str, about: list[str]) -> None:
        key = name.split(maxsplit=1)[0].lower()
        platforms = tuple(each for each in about if each in NAMES) or (() if "nowhere" in about else ("telegram",))
        with self.office.open(None, doing="given") as crm:
            role = next((each for each in about if each in ("manager", "admin")), "rep")
            rep = crm.team.add_rep(name, role, "ar" if "ar" in about else "en", str(self.zone))  # type: ignore[arg-type]
            crm.team.change(rep.id, digest_on="digest" in about)
            for platform in platforms:
                crm.team.link(crm.team.invite(rep.id), platform, "acme", f"u-{key}", f"dm-u-{key}")
        self.reps[key] = (rep.id, name, platforms)

"""A talk as it is written: who said what, and what the bot answered. Reading and writing the plain-text format.

    # A call with a follow-up becomes an interaction and a follow-up.
    now: 2026-11-22 14:05 Asia/Riyadh
    given: customer Acme in Riyadh; contact Sara Haddad at Acme, 0501234567; rep Lina (telegram, slack); rep Omar (ar)

    lina@telegram> log call with Acme, wants a quote, follow up Tuesday 3pm
    bot> ✅ …
         [Undo] [Open Acme]

    --- Tue 24 Nov 15:00
    bot@telegram> …
    lina presses [Done]
    lina edits> called Acme, wants two quotes
    lina replies> done
    lina in group> acme

The bot's lines are compared to the letter; ``pytest --retell`` writes them anew. ``bot to omar>`` is said to somebody else than
the last speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["says", "presses", "edits", "replies", "in group", "time"]
_SAID = re.compile(r"(?P<who>[\w؀-ۿ]+)(?:@(?P<platform>\w+))?(?: (?P<how>edits|replies|in group))?> ?(?P<text>.*)")
_PRESSED = re.compile(r"(?P<who>[\w؀-ۿ]+)(?:@(?P<platform>\w+))? presses \[(?P<text>.*)\]")
_ANSWERED = re.compile(r"bot(@\w+)?( to [\w؀-ۿ]+)?( in group)?>")
INDENT = "     "


@dataclass
class Turn:
    """One thing that happens, and the bot's lines after it as they stand in the file."""

    kind: Kind
    line: str
    who: str = ""
    platform: str = ""
    text: str = ""
    answer: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    """Blank lines and remarks that stand before it."""


@dataclass
class Talk:
    """A whole talk. ``head`` are the lines before the first turn, ``tail`` those after the last."""

    head: list[str]
    now: str
    given: list[str]
    turns: list[Turn]
    tail: list[str]

    def written(self, answers: list[list[str]]) -> str:
        """The talk with these answers instead of its own."""
        lines = list(self.head)
        for turn, answer in zip(self.turns, answers, strict=True):
            lines += [*turn.before, turn.line, *answer]
        return "\n".join([*lines, *self.tail]).rstrip("\n") + "\n"


def read_talk(text: str) -> Talk:
    """Read a talk. Raises ValueError for a line that is none of the known."""
    talk = Talk(head=[], now="", given=[], turns=[], tail=[])
    waiting: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if talk.turns and not waiting and (_ANSWERED.match(line) or line.startswith(INDENT)):
            talk.turns[-1].answer.append(line)
            continue
        turn = _turn(line)
        if turn is not None:
            turn.before = waiting if talk.turns else []
            if not talk.turns:
                talk.head += waiting
            talk.turns.append(turn)
            waiting = []
        elif line.startswith("now:"):
            talk.now = line.removeprefix("now:").strip()
            waiting.append(line)
        elif line.startswith("given:"):
            talk.given += [each.strip() for each in line.removeprefix("given:").split(";") if each.strip()]
            waiting.append(line)
        elif not line.strip() or line.startswith("#"):
            waiting.append(line)
        else:
            raise ValueError(f"line {number} is none of a talk: {line!r}")
    talk.tail = waiting
    return talk


def _turn(line: str) -> Turn | None:
    if line.startswith("--- "):
        return Turn("time", line, text=line[4:].strip())
    pressed = _PRESSED.fullmatch(line)
    if pressed:
        return Turn("presses", line, pressed["who"], pressed["platform"] or "", pressed["text"])
    said = _SAID.fullmatch(line)
    if said and said["who"] != "bot":
        kind: Kind = "says" if said["how"] is None else said["how"]  # type: ignore[assignment]
        return Turn(kind, line, said["who"], said["platform"] or "", said["text"])
    return None

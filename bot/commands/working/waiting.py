"""``… after legal review``: which open task another one waits for, told by its words; shared by the commands of this folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.language.normalise import fold
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Text
    from core.working.follow_up import FollowUp

WAITS = Words(
    en='⏳ waits for "{title}"; I will tell you when it is free', ar="⏳ تنتظر «{title}»؛ سأخبرك عندما تصبح جاهزة"
)
_AFTER = re.compile(
    r"^(?P<task>.+?)[\s,،]+(?:only\s+)?(?:after|once|waiting for|waits for|blocked by|depends on|بعد ما (?:يخلص|تخلص|ننهي|نخلص)|بعد انتهاء|بعد|بانتظار|تنتظر)\s+(?P<other>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_REMINDS = re.compile(r"\b(?:remind|reminder|ping|nudge)\b|ذك[ّ]?ر|فك[ّ]?ر", re.IGNORECASE)
_EDGES = " \t\n.,;:!?،؛؟«»\"“”'"
_ALIKE = 88.0
_LEAST = 3


def split(title: str) -> tuple[str, str]:
    """A title and what it waits for, as its words say; the second is empty where they say nothing of the kind."""
    found = _AFTER.match(title.strip())
    if found is None:
        return title, ""
    task, other = found["task"].strip(_EDGES), found["other"].strip(_EDGES)
    return (task, other) if len(fold(task)) >= _LEAST and len(fold(other)) >= _LEAST else (title, "")


def named(desk: Desk, words: str) -> list[FollowUp]:
    """The rep's open tasks that these words mean, the best first; several only where they fit equally."""
    said = fold(words)
    scored = [(fuzz.token_set_ratio(said, fold(row.title)), row) for row in desk.crm.follow_ups.open()]
    exact = [row for _, row in scored if fold(row.title) == said]
    if exact:
        return exact
    best = max((score for score, _ in scored), default=0.0)
    return [row for score, row in scored if score == best and best >= _ALIKE]


def is_reminder(desk: Desk) -> bool:
    """Whether the rep asked to be reminded: then ``after …`` is taken for a task only where there is such a task."""
    return bool(_REMINDS.search(desk.said))


def waits_line(desk: Desk, row: FollowUp) -> Text | None:
    """What it waits for; None where it is free."""
    other = desk.crm.follow_ups.blocked(row)
    return desk.say(WAITS, title=other.title) if other is not None else None

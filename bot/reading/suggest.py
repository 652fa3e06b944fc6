"""What an unknown sentence could have meant: the three nearest readings, for buttons."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.command import commands_by_name, discover
from bot.language.normalise import fold
from bot.reading.doubts import Missing
from bot.reading.draft import Draft

if TYPE_CHECKING:
    from bot.kinds.when import When
    from bot.reading.parties import Who

_MOST = 3
_CLOSE_ENOUGH = 45.0
_LONGEST_COMPARED = 300


def about_somebody(who: Who, text: str, due: When | None = None) -> list[Draft]:
    """A sentence that only mentions somebody: log it, be reminded of it (``due`` where it tells a time to come), or look them up."""
    by_name = commands_by_name()
    values: dict[str, object] = dict(who.values())
    look = Draft(by_name["look_up"], values, (), 1.0)
    log = Draft(by_name["log_interaction"], {**values, "kind": "note", "summary": text}, (), 3.0)
    if due is not None:
        return [Draft(by_name["add_follow_up"], {**values, "title": text, "due": due}, (), 3.0), log, look]
    remind = Draft(by_name["add_follow_up"], {**values, "title": text}, (Missing("due", kind="when"),), 2.0)
    return [log, remind, look]


@cache
def _examples() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The folded examples of all commands in both languages, and the command of each."""
    told = [
        (fold(example), command.name())
        for command in discover()
        for example in (command.example.en, command.example.ar)
    ]
    return tuple(example for example, _ in told), tuple(name for _, name in told)


def nearest(text: str) -> list[Draft]:
    """The commands whose examples are most like the text, as drafts of ``help`` about them; a search for the text comes first."""
    by_name = commands_by_name()
    said = fold(text)[:_LONGEST_COMPARED]
    examples, names = _examples()
    near = process.extract(said, examples, scorer=fuzz.token_set_ratio, score_cutoff=_CLOSE_ENOUGH, limit=None)
    drafts: list[Draft] = []
    if len(said.split()) <= 4 and said.strip():  # noqa: PLR2004 - a name is short
        drafts.append(Draft(by_name["look_up"], {"text": text, "found": False}, (), 2.0))
    for name in (names[place] for _, _, place in sorted(near, key=lambda one: (-one[1], one[2]))):
        if len(drafts) >= _MOST:
            break
        if not any(draft.command.name() == "help" and draft.values.get("topic") == name for draft in drafts):
            drafts.append(Draft(by_name["help"], {"topic": name}, (), 1.0))
    for name in ("log_interaction", "add_follow_up", "look_up"):
        if len(drafts) < _MOST and not any(draft.values.get("topic") == name for draft in drafts):
            drafts.append(Draft(by_name["help"], {"topic": name}, (), 0.5))
    return drafts[:_MOST]

"""Every text that the bot says, as it is read on each platform: the files of ``tests/said``, one for each part of the bot and language.

``python -m tests.house.pages`` writes them; a house test holds them against the code. A line that is not read so on
every platform says where; what is counted is shown for 0, 1, 2, 3, 11 and 100. The terminal has no marks of direction; those of the others are shown: ``⟨…⟩`` an isolate, ``‹…⟩`` one that is left to right, ``↢`` a line
that begins right to left.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from bot.language.bidi import strip
from bot.language.fill import _Choice, _parsed, fill, places
from bot.language.words import Language, Words
from bot.messages import Place
from bot.reply import Outgoing, Span, Text
from tests.house.texts import TEXTS
from tests.talks.across import across

COUNTS = (0, 1, 2, 3, 11, 100)
SHOWN = str.maketrans({"\u2068": "⟨", "\u2066": "‹", "\u2069": "⟩", "\u200f": "↢", "\n": "⏎"})
PLACE = Place(platform="telegram", workspace="acme", chat_id="1")
LEFT_TO_RIGHT: dict[str, str] = {
    "phone": "+966 50 123 4567", "code": "CODE", "ref": "7F3A", "sum": "50,000.00", "sums": "50,000.00", "amount": "50,000.00",
    "commit": "50,000.00", "best": "50,000.00", "weighted": "50,000.00", "file": "leads.csv", "zone": "Asia/Riyadh", "number": "3",
    "link": "https://t.me/daftar", "n": "3", "most": "3", "total": "3", "match": "3",
}  # fmt: skip
MOMENTS = {
    "when",
    "day",
    "at",
    "start",
    "end",
    "until",
    "now",
    "was",
    "last",
    "next",
    "since",
    "ends",
    "starts",
    "time",
}


def values(name: str, language: Language) -> Any:
    """What stands in for a place of that name: a Latin name, a figure, a moment in words."""
    if name in LEFT_TO_RIGHT:
        return Span(LEFT_TO_RIGHT[name], "ltr")
    if name in MOMENTS:
        return Span("الثلاثاء 24 نوفمبر 15:00" if language == "ar" else "Tue 24 Nov 15:00", "value")
    return "Acme & <Sons>"


@cache
def said(words: Words, language: Language) -> tuple[tuple[str, Text], ...]:
    """The text with its places filled: once, or for each count or choice, each with a name for it."""
    template = words.in_(language)
    choices = list(_choices(template))
    given = {name: values(name, language) for name in places(template)}
    given |= {choice.name: choice.forms[0][0] for choice in choices if not choice.plural}
    counted = [choice.name for choice in choices if choice.plural]
    if counted:
        return tuple((str(n), _text(template, language, given | dict.fromkeys(counted, n))) for n in COUNTS)
    chosen = next((choice for choice in choices if not choice.plural), None)
    if chosen is not None:
        return tuple((form, _text(template, language, given | {chosen.name: form})) for form, _ in chosen.forms)
    return (("", _text(template, language, given)),)


def read_on(text: Text, language: Language) -> dict[str, str]:
    """The text as it arrives on each platform, marks of direction and all."""
    outgoing = Outgoing(place=PLACE, language=language, parts=(text,))
    return across(outgoing)


def parts() -> dict[str, list[str]]:
    """The names of the texts by the part of the bot that says them."""
    found: dict[str, list[str]] = {}
    for name in TEXTS:
        module = name.removeprefix("bot.").split("[")[0].split(".")[:-1]
        part = "-".join(module[:2]) if module[0] == "commands" else module[0]
        found.setdefault(part, []).append(name)
    return found


def page(part: str, language: Language) -> str:
    """One file of ``tests/said``."""
    lines: list[str] = []
    for name in sorted(parts()[part]):
        lines.append(name.removeprefix("bot."))
        for which, text in said(TEXTS[name], language):
            read = read_on(text, language) if text.plain.strip() else {}
            same: dict[str, list[str]] = {}
            for platform, shown in read.items():
                same.setdefault(strip(shown), []).append(platform)
            for platforms in same.values():
                where = "" if len(same) == 1 else f"({', '.join(platforms)}) "
                lines.append(f"    {which:>3} {where}{read[platforms[0]].translate(SHOWN)}".rstrip())
    return "\n".join(lines) + "\n"


def _text(template: str, language: Language, given: dict[str, Any]) -> Text:
    return Text(fill(template, language, given))


def _choices(template: str) -> Iterator[_Choice]:
    waiting = list(_parsed(template))
    while waiting:
        piece = waiting.pop(0)
        if isinstance(piece, _Choice):
            yield piece
            waiting += [inner for _, form in piece.forms for inner in form]

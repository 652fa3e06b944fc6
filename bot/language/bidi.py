"""Direction: values keep to themselves in a line of the other direction (Unicode UAX #9, isolates).

Three rules: an inserted value is isolated where its direction is, or may be, another than the text's; phones, ids, e-mails
and amounts are left to right; every line of an Arabic text begins with an Arabic letter of its own or with U+200F, and one of an English text
whose first letter is an Arabic name's begins with U+200E: a browser's ``dir="auto"`` (HTML, "the directionality") looks into isolates,
and Slack would turn the whole message round.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.language.words import Language
from bot.reply import Span

FSI, LRI, PDI, RLM, LRM = "\u2068", "\u2066", "\u2069", "\u200f", "\u200e"
BETWEEN = " · "
"""What stands between the facts of a label."""
_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")


def strip(text: str) -> str:
    """The text without marks, embeddings, overrides and isolates of direction."""
    return _CONTROLS.sub("", text)


def with_isolates(spans: Iterable[Span], language: Language) -> str:
    """The text of the spans with its values isolated and each line begun from the text's own side."""
    return "".join(span.text for span in isolated(spans, language))


def isolated(spans: Iterable[Span], language: Language) -> tuple[Span, ...]:
    """The same spans with the marks of direction inside their texts; for platforms that must escape each span by itself.

    Marks of direction that a value brought along are taken out, so that isolates are balanced whatever a name contains.
    """
    return tuple(_lines_begun([Span(_marked(span, language), span.tone) for span in spans], language))


def marked_label(text: str, language: Language) -> str:
    """The label of a button with marks where it has letters of both directions: each fact keeps to itself, and their order is kept.

    A button has no direction of its own: it is that of the first letter, so that ``Acme · عميلك`` would begin at the left.
    """
    text = strip(text)
    kinds = {unicodedata.bidirectional(letter) for letter in text}
    if "L" not in kinds or not kinds & {"R", "AL"}:
        return text
    own, begin = ("R", RLM) if language == "ar" else ("L", LRM)
    facts = [fact if _direction(fact) in (own, "") else f"{FSI}{fact}{PDI}" for fact in text.split(BETWEEN)]
    line = BETWEEN.join(facts)
    return line if _begins(line, own) else begin + line


def begun_in(text: str) -> Language:
    """The language from whose side a text without words of ours is read: that of its first letter."""
    return "ar" if _direction(text) == "R" else "en"


def _marked(span: Span, language: Language) -> str:
    text = strip(span.text)
    if span.tone in ("plain", "strong"):
        return text
    arabic = _direction(text, anywhere=True) == "R"
    if language == "en" and not arabic:
        return text
    begin = LRI if span.tone in ("ltr", "phone") and not arabic else FSI
    return "\n".join(f"{begin}{line}{PDI}" if line else "" for line in text.split("\n"))


def _direction(text: str, *, anywhere: bool = False) -> str:
    """``R`` or ``L`` by the first strong letter (``anywhere``: R wherever one stands), ``""`` without any."""
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    if anywhere and any(kind in ("R", "AL") for kind in kinds):
        return "R"
    strong = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    return "R" if strong in ("R", "AL") else strong


def _lines_begun(spans: list[Span], language: Language) -> list[Span]:
    """Put U+200F before each Arabic line, U+200E before each English one, that somebody would not begin on its own side."""
    own, begin = ("R", RLM) if language == "ar" else ("L", LRM)
    lines = "".join(span.text for span in spans).split("\n")
    needs = [bool(line.strip()) and not _begins(line, own) for line in lines]
    out: list[Span] = []
    number, at_start = 0, True
    for span in spans:
        pieces = span.text.split("\n")
        for index, piece in enumerate(pieces):
            if index:
                number, at_start = number + 1, True
            if at_start and piece:
                pieces[index] = (begin if needs[number] else "") + piece
                at_start = False
        out.append(Span("\n".join(pieces), span.tone))
    return out


def _begins(line: str, own: str) -> bool:
    """Whether the line begins on that side for whoever leaves isolates out (the Unicode rule) and for whoever looks into them (HTML's ``auto``).

    Without any letter a line begins at the left.
    """
    return all((_direction(seen) or "L") == own for seen in (line, _ISOLATED.sub("", line)))

"""An Outgoing as the arguments of ``chat.postMessage`` or ``chat.update``. Pure.

What people wrote stands only in ``rich_text`` and ``plain_text`` elements, where Slack reads no markup at all; in the
top-level ``text`` (notifications, screen readers) ``& < >`` are escaped, so ``<!channel>`` calls nobody. ``parse`` is said
aloud because ``chat.update`` would otherwise make links of names. Limits: docs.slack.dev, Block Kit reference, and for the
sum of all blocks what others met (bolt-js #2509: 13,172 characters are too long).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from adapters.slack.tables import CHARTS, EMPTY_CELL, block, plainer
from bot.language.bidi import isolated, marked_label, strip
from bot.platform import Limits
from bot.reply import CALLABLE, Document, Key, Outgoing, Part, Span, Table, Text
from bot.says.engine import REPEAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.language.words import Language

LIMITS = Limits(text=9000, label=75, row=5, rows=10)
BLOCK_TEXT = 2800
"""Characters of one rich_text block; 3,000 is Slack's limit of a text object, isolates need some room."""
BLOCKS = 50
EVENT_TYPE = "crm_delivery"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\U000e0000-\U000e007f]")
"""Controls, lone surrogates and invisible tag letters: nothing that a reader would miss, and Slack refuses some."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """One message: its blocks, its text for notifications, and the delivery's mark with its number in the delivery."""

    text: str
    blocks: tuple[dict[str, Any], ...]
    mark: str = ""
    number: int = 0

    @property
    def metadata(self) -> dict[str, Any] | None:
        """The message's metadata: an opaque id alone, since every app in the workspace may read it."""
        if not self.mark:
            return None
        payload: dict[str, Any] = {"d": self.mark}
        if self.number:
            payload["n"] = self.number
        return {"event_type": EVENT_TYPE, "event_payload": payload}

    def arguments(self, channel: str) -> dict[str, Any]:
        """The arguments that posting and updating share; ``thread_ts``, ``ts`` or ``user`` come from the sender."""
        told: dict[str, Any] = {
            "channel": channel,
            "text": self.text,
            "blocks": list(self.blocks),
            "parse": "none",
            "link_names": False,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        return {**told, "metadata": self.metadata} if self.mark else told

    @property
    def forms(self) -> tuple[list[dict[str, Any]], ...]:
        """The blocks, and plainer ones to be tried one after the other where a workspace refuses them."""
        older = plainer(self.blocks)
        return (list(self.blocks), *([older] if older is not None else []), list(self.simple().blocks))

    def simple(self) -> Post:
        """The same in the plainest blocks there are, for a workspace that refuses the others. Buttons stay."""
        lines = _unescaped(self.text)
        pieces = [lines[at : at + BLOCK_TEXT] for at in range(0, len(lines), BLOCK_TEXT)]
        kept = [block for block in self.blocks if block["type"] == "actions"]
        sections = [
            {"type": "section", "text": {"type": "plain_text", "text": each, "emoji": False}} for each in pieces
        ]
        return replace(self, blocks=(*sections, *kept))


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file of the delivery, handed over after its text."""

    document: Document


@dataclass
class _Page:
    blocks: list[dict[str, Any]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    size: int = 0


def write(outgoing: Outgoing) -> tuple[Post | Upload, ...]:
    """The messages and files of one delivery, in order; buttons are on its last message. Always at least one message."""
    texts = [part for part in outgoing.whole if not isinstance(part, Document)]
    documents = [part for part in outgoing.parts if isinstance(part, Document)]
    if outgoing.repeat:
        texts.append(Text((Span(REPEAT.in_(outgoing.language)),)))
    if not any(_spans(part) for part in texts):
        names = ", ".join(document.name for document in documents) or EMPTY_CELL
        texts = [Text((Span(names, "value"),))]
    pages = list(_pages(texts, outgoing.language))
    rows = list(_rows(outgoing.all_keys, outgoing.language))
    if len(pages[-1].blocks) + len(rows) > BLOCKS:
        rows = rows[: BLOCKS - len(pages[-1].blocks)]
    pages[-1].blocks.extend(rows)
    posts = tuple(
        Post(text=escaped("\n".join(page.texts)), blocks=tuple(page.blocks), mark=outgoing.mark, number=number)
        for number, page in enumerate(pages)
    )
    return (*posts, *(Upload(document=document) for document in documents))


def escaped(text: str) -> str:
    """Text as Slack's markup shows it unchanged."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def label(text: str, most: int = LIMITS.label) -> str:
    """A button's label in at most that many characters, an ellipsis where it was cut, never empty."""
    line = " ".join(strip(_UNPRINTABLE.sub("", text)).split())
    if len(line) > most:
        line = line[: _whole(line, most - 1)].rstrip() + "…"
    return line or EMPTY_CELL


def with_marks(text: str, language: Language, most: int = LIMITS.label) -> str:
    """A label with its direction, within the limit."""
    shown = marked_label(label(text, most), language)
    over = len(shown) - most
    return shown if over <= 0 else marked_label(label(text, most - over), language)


def _rows(keys: Sequence[Sequence[Key]], language: Language) -> Iterator[dict[str, Any]]:
    number = 0
    for row in keys:
        for at in range(0, len(row), LIMITS.row):
            elements: list[dict[str, Any]] = []
            for key in row[at : at + LIMITS.row]:
                number += 1
                # emoji off: a customer called ":x:" stays what it is
                text = {"type": "plain_text", "text": with_marks(key.label, language), "emoji": False}
                elements.append({"type": "button", "action_id": f"key{number}", "value": key.token, "text": text})
            yield {"type": "actions", "elements": elements}


def _pages(parts: Iterable[Part], language: Language) -> Iterator[_Page]:
    page = _Page()
    charts = 0
    for part in parts:
        data = block(part) if isinstance(part, Table) else None
        if data is not None and (data["type"] != "data_visualization" or charts < CHARTS):
            charts += data["type"] == "data_visualization"
            text = "".join(span.text for span in isolated(_spans(part), language))
            if page.blocks and (
                page.size + len(text) + 1 > LIMITS.text or any(b["type"] == data["type"] for b in page.blocks)
            ):
                yield page
                page = _Page()
            page.blocks.append(data)
            page.texts.append(text)
            page.size += len(text) + 1
            continue
        for run in _cut(_spans(part), BLOCK_TEXT):
            # after the cut, so that no isolate is opened in one message and closed in the next
            shown = isolated(run, language)
            text = "".join(span.text for span in shown)
            if not text.strip():
                continue
            if page.blocks and (page.size + len(text) + 1 > LIMITS.text or len(page.blocks) >= BLOCKS - LIMITS.rows):
                yield page
                page = _Page()
            page.blocks.append(_rich(shown))
            page.texts.append(text)
            page.size += len(text) + 1
    yield page


def _rich(shown: Iterable[Span]) -> dict[str, Any]:
    elements: list[dict[str, Any]] = []
    for span in shown:
        if span.text:
            style = {"style": {"bold": True}} if span.tone == "strong" else {}
            elements.append(_call(span) or {"type": "text", "text": span.text, **style})
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _call(span: Span) -> dict[str, Any] | None:
    """A number that can be pressed (H18); None for anything else, also for a piece of a number."""
    number = strip(span.text) if span.tone == "phone" else ""
    return {"type": "link", "url": f"tel:{number}", "text": span.text} if CALLABLE.fullmatch(number) else None


def _spans(part: Part) -> tuple[Span, ...]:
    if isinstance(part, Text):
        given: Iterable[Span] = part.spans
    elif isinstance(part, Table):
        given = _table(part)
    else:
        given = ()
    cleaned = (replace(span, text=_UNPRINTABLE.sub("", span.text)) for span in given)
    return tuple(span for span in cleaned if span.text)


def _table(table: Table) -> Iterator[Span]:
    """A table as lines: the caption, the headings in bold, then a row a line."""
    if table.caption:
        yield Span(table.caption + "\n", "strong")
    yield Span(" · ".join(table.heads), "strong")
    for row in table.rows:
        yield Span("\n")
        for number, cell in enumerate(row):
            if number:
                yield Span(" · ")
            yield Span(cell or EMPTY_CELL, "value")


def _cut(spans: Iterable[Span], most: int) -> Iterator[list[Span]]:
    """The spans in runs of at most ``most`` characters, cut at a line's end or a space where there is one."""
    run: list[Span] = []
    room = most
    for span in spans:
        left = span.text
        while left:
            # an isolate costs two characters, and an unfit letter must never leave an empty run behind
            if len(left) + 2 <= room:
                run.append(replace(span, text=left))
                room -= len(left) + 2
                break
            at = _place_to_cut(left, max(room - 2, 0), fresh=room == most)
            if at:
                run.append(replace(span, text=left[:at]))
                left = left[at:]
            if run:
                yield run
            run, room = [], most
    if run:
        yield run


def _place_to_cut(text: str, most: int, *, fresh: bool) -> int:
    for mark in ("\n", " "):
        at = text.rfind(mark, most // 2, most) + 1
        if at > 0:
            return at
    return _whole(text, most) if fresh else 0


def _whole(text: str, at: int) -> int:
    """The last place not after ``at`` where no letter is cut in two: no mark, joiner, skin tone or half a flag."""
    place = at
    while place > 0 and place < len(text) and _joins(text, place):
        place -= 1
    return place or at


def _joins(text: str, at: int) -> bool:
    here, before = text[at], text[at - 1]
    if unicodedata.combining(here) or here in "\u200d\ufe0e\ufe0f\u20e3" or before == "\u200d":
        return True
    if 0x1F3FB <= ord(here) <= 0x1F3FF or 0xE0020 <= ord(here) <= 0xE007F:  # noqa: PLR2004 - skin tones, tags
        return True
    return _flags_before(text, at) % 2 == 1 and _is_flag(here)


def _is_flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    count = 0
    while at - count - 1 >= 0 and _is_flag(text[at - count - 1]):
        count += 1
    return count

"""The pages of the pictures hold all that the payloads hold; no Chromium is needed to know that."""

from __future__ import annotations

import re
from html import unescape

from adapters.slack.views import home, modal
from adapters.slack.write import Post
from adapters.slack.write import write as to_slack
from bot.reply import Above, Chart, Key, Outgoing, Span, Table, Text
from bot.screens.shapes import Blank, Board, Form, Heading, Line, Picks, Row, Rule
from tests.fakes.slack_blocks import walk
from tests.house.said import PLACE
from tests.pictures import page, slack, telegram
from tests.pictures.scenes import payloads, shown

NAME = "*_<b>شركة & Co</b>_*"
TABLE = Table(("Stage", "Sum"), (("New & old", "5"), ("", "7")), "By stage")
KEYS = ((Key("Undo & <redo>", "a"), Key("فتح Acme", "b")), (Key("x" * 90, "c"),))
TEXT = Text((Span("✅ "), Span(NAME, "value"), Span("\nsaved", "strong")))
MESSAGE = Outgoing(place=PLACE, language="ar", parts=(TEXT, TABLE), keys=KEYS, above=Above(), edits=None)


def read(html: str) -> str:
    """What stands on a page, without its elements."""
    return unescape(re.sub(r"<[^<>]+>", "", html))


def test_a_page_holds_each_word_and_button_of_telegram() -> None:
    """Text, table cells and labels stand there to the letter, names with markup in them as names; buttons that copy have their mark."""
    (payload,) = payloads(MESSAGE)
    told = read(telegram.message(payload))
    assert NAME in told
    assert all(word in told for word in ("By stage", "Stage", "New & old", "–"))
    assert all(key["text"] in told for row in payload["reply_markup"]["inline_keyboard"] for key in row)
    assert "⧉" in telegram.keyboard([[{"text": "+966", "copy_text": {"text": "+966"}}]])


def test_bold_is_where_telegram_counts_it() -> None:
    """Offsets are UTF-16 units, so that a letter beyond the first plane before them moves nothing."""
    assert telegram.marked("😴 <a> b", [{"type": "bold", "offset": 3, "length": 3}]) == "😴 <b>&lt;a&gt;</b> b"


def test_a_page_holds_each_word_and_button_of_slack() -> None:
    """Every text object of a message, a modal and the home tab stands on the page; no kind of block is unknown."""
    chart = Chart(("Who", "Calls"), (("Lina", "3"),), "Calls", values=(3.0,))
    posts = [
        each
        for part in (TABLE, chart)
        for each in to_slack(Outgoing(place=PLACE, language="en", parts=(TEXT, part), keys=KEYS))
    ]
    blanks = (
        Blank(name="customer", label="Customer", fill="customer", value="1", shown="أكمي · Riyadh"),
        Blank(name="kind", label="Kind", fill="choice", value="call", choices=(("call", "Call"), ("note", "Note"))),
        Blank(name="note", label="Note", fill="text", value="3 seats & more"),
        Blank(name="day", label="On", fill="day", value="2026-11-24"),
        Blank(name="hour", label="At", fill="time", value="15:00", optional=True),
        Blank(name="link", label="Add a link", fill="tick", value="yes"),
    )
    form = Form(title="Log to CRM", save="Save", leave="Cancel", blanks=blanks, token="t", missing="?")
    key = Key("غدًا & later", "k")
    parts = (Heading("Today"), Row((key,)), Line(TEXT, (key,)), Rule(), Picks(Text((Span("Language"),)), (key,), "k"))
    board = Outgoing(place=PLACE, language="ar", parts=(TEXT,), board=Board(parts))
    views = [modal(form, "en"), home(board)]
    blocks = [block for post in posts if isinstance(post, Post) for block in post.blocks]
    told = slack.message(blocks) + "".join(map(slack.view, views))
    words = [str(each["text"]) for each in walk([blocks, views]) if isinstance(each.get("text"), str)]
    assert len(words) > 20
    assert [word for word in words if word not in read(told)] == []
    assert all(value in read(told) for value in ("3 seats & more", "2026-11-24", "15:00", "Lina"))
    assert 'class="unknown"' not in told
    link = {"type": "link", "url": "tel:+966501234567", "text": "+966 50"}
    assert read(slack.message([{"type": "rich_text", "elements": [{"elements": [link]}]}])) == "+966 50"


def test_pages_are_cut_between_rows() -> None:
    """Every row is on some page, in order, and a page is no taller than a picture may be, but for one long row."""
    rows = [page.Row(f"row {number}", lines=number) for number in range(90)]
    cut = list(page.pages(rows))
    assert [row for part in cut for row in part] == rows
    assert all(len(part) == 1 or page.size(part, ("slack",))[1] <= page.TALLEST + 30 for part in cut)
    row = page.Row("lina> <undo>")
    shown(row, MESSAGE)
    assert read(page.html("x", [row], ("telegram", "slack", "terminal"))).count(NAME) == 3

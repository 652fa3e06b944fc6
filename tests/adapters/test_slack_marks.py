"""Marks of direction in Slack's forms, and in the customers that are offered while a name is typed."""

from __future__ import annotations

from adapters.slack.views import OPTION, home, modal, option
from adapters.slack.write import with_marks
from bot.language.bidi import FSI, PDI, RLM, strip
from bot.reply import Key, Outgoing
from bot.screens.shapes import Blank, Board, Form, Heading, Row
from tests.adapters.stand import balanced
from tests.fakes.slack_blocks import walk
from tests.house.said import PLACE

MIXED = "Acme Corp · جدة"
SHOWN = f"{RLM}{FSI}Acme Corp{PDI} · جدة"


def test_a_form_begins_each_text_on_its_own_side() -> None:
    """A title, a label and a choice with letters of both directions read from the form's side, in order."""
    blanks = (
        Blank(name="customer", label=MIXED, fill="customer", value="1", shown=MIXED),
        Blank(name="kind", label="النوع", fill="choice", value="a", choices=(("a", MIXED), ("b", "زيارة"))),
    )
    view = modal(Form(title=MIXED, save="حفظ", leave="إلغاء", blanks=blanks, token="t", missing="?"), "ar")
    texts = [each["text"] for each in walk(view) if each.get("type") == "plain_text"]
    assert sorted(set(texts)) == sorted({SHOWN, "حفظ", "إلغاء", "النوع", "زيارة"})


def test_the_home_tab_begins_each_text_on_its_own_side() -> None:
    """Headings and buttons of the board have the marks that messages have."""
    board = Board((Heading(MIXED), Row((Key(MIXED, "t"),))))
    told = home(Outgoing(place=PLACE, language="ar", parts=(), board=board))
    assert [each["text"] for each in walk(told) if each.get("type") == "plain_text"] == [SHOWN, SHOWN]


def test_marks_count_towards_the_limit() -> None:
    """A long name is cut so that it fits with its marks, and its isolates stay closed."""
    for text in ("Acme " * 30 + "· جدة", MIXED + " · " + "x" * 70):
        shown = option("1", text, "ar")["text"]["text"]
        assert len(shown) <= OPTION
        assert balanced(shown)
        assert strip(shown).endswith("…")
    assert with_marks("حفظ", "ar") == "حفظ"

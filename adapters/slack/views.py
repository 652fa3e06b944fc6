"""A Form as a modal, a Board as the home tab; and what a modal that was saved says. Pure.

What people wrote stands in ``plain_text`` alone, where Slack reads no markup; a text of both directions has its marks, as in messages. Limits: docs.slack.dev, views: title, submit and close at most
24 characters, ``private_metadata`` 3,000, 100 blocks in a view; an input's text 3,000; an option's text 75.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from adapters.slack.write import BLOCK_TEXT, with_marks, write
from bot.language.bidi import with_isolates
from bot.screens.shapes import Heading, Line, Picks, Row, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.language.words import Language
    from bot.reply import Key, Outgoing
    from bot.screens.shapes import Blank, Board, Form

TITLE = 24
OPTION = 75
BLANK_LABEL = 2000
INPUT = 3000
HEADING = 150
BLOCKS = 100
ROW = 5
MENU = 5
FORM = "form"
SEARCH_AFTER = 0


def modal(form: Form, language: Language) -> dict[str, Any]:
    """The view of ``views.open``. What it is about stays with us: its token is all that the view carries."""
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": _plain(form.title, TITLE, language),
        "submit": _plain(form.save, TITLE, language),
        "close": _plain(form.leave, TITLE, language),
        "private_metadata": json.dumps({"token": form.token, "missing": form.missing}, ensure_ascii=False),
        "blocks": [_blank(blank, language) for blank in form.blanks],
    }


def _blank(blank: Blank, language: Language) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": blank.name,
        "label": _plain(blank.label, BLANK_LABEL, language),
        "optional": blank.optional,
        "element": {"action_id": blank.name, **_element(blank, language)},
    }


def _element(blank: Blank, language: Language) -> dict[str, Any]:
    if blank.fill == "customer":
        told: dict[str, Any] = {"type": "external_select", "min_query_length": SEARCH_AFTER}
        return {**told, "initial_option": option(blank.value, blank.shown, language)} if blank.value else told
    if blank.fill == "choice":
        options = [option(value, shown, language) for value, shown in blank.choices]
        chosen = next((each for each in options if each["value"] == blank.value), None)
        return {"type": "radio_buttons", "options": options, **({"initial_option": chosen} if chosen else {})}
    if blank.fill == "day":
        return {"type": "datepicker", **({"initial_date": blank.value} if blank.value else {})}
    if blank.fill == "time":
        return {"type": "timepicker", **({"initial_time": blank.value} if blank.value else {})}
    if blank.fill == "tick":
        one = option("yes", blank.label, language)
        return {"type": "checkboxes", "options": [one], **({"initial_options": [one]} if blank.value else {})}
    told = {"type": "plain_text_input", "multiline": blank.fill == "text", "max_length": INPUT}
    return {**told, "initial_value": blank.value[:INPUT]} if blank.value else told


def option(value: str, shown: str, language: Language) -> dict[str, Any]:
    """One of several; ``language`` is that of the form, or of the words themselves where nothing stands around them."""
    text = {"type": "plain_text", "text": with_marks(shown, language, OPTION), "emoji": False}
    return {"text": text, "value": value}


def _plain(text: str, most: int, language: Language) -> dict[str, Any]:
    return {"type": "plain_text", "text": with_marks(text, language, most), "emoji": True}


# -- saved ---------------------------------------------------------------------------------------------------------------


def filled(view: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The token of a saved modal and what was filled in, by name. Raises KeyError, TypeError or ValueError for what is none of ours."""
    token = json.loads(view["private_metadata"])["token"]
    if not isinstance(token, str):
        raise TypeError("a view without its token")
    blanks: dict[str, str] = {}
    for block, actions in view["state"]["values"].items():
        for told in actions.values():
            value = _value(told)
            if value:
                blanks[str(block)] = value
    return token, blanks


def missing(view: dict[str, Any]) -> dict[str, str]:
    """What must be filled in and is not, by name, with the words that say so; empty where all is there."""
    try:
        _, blanks = filled(view)
        words = str(json.loads(view["private_metadata"])["missing"])
        asked = [block for block in view["blocks"] if block["type"] == "input" and not block.get("optional")]
        return {str(block["block_id"]): words for block in asked if not blanks.get(str(block["block_id"]), "").strip()}
    except (KeyError, TypeError, ValueError, AttributeError):
        return {}


def _value(told: dict[str, Any]) -> str:
    ticked = told.get("selected_options")
    if ticked:
        return str(ticked[0]["value"])
    one = told.get("selected_option")
    if isinstance(one, dict):
        return str(one["value"])
    return str(told.get("value") or told.get("selected_date") or told.get("selected_time") or "")


# -- the home tab --------------------------------------------------------------------------------------------------------


def home(outgoing: Outgoing) -> dict[str, Any]:
    """The view of ``views.publish``: what the last press did, then the board; at most a hundred blocks."""
    assert outgoing.board is not None  # noqa: S101 - the caller looked
    blocks: list[dict[str, Any]] = []
    if outgoing.parts:
        said = write(outgoing)[0]
        blocks += [*getattr(said, "blocks", ()), {"type": "divider"}]
    blocks += _board(outgoing.board, outgoing.language)
    return {"type": "home", "blocks": blocks[:BLOCKS]}


def _board(board: Board, language: Language) -> Iterator[dict[str, Any]]:
    for number, part in enumerate(board.parts):
        if isinstance(part, Rule):
            yield {"type": "divider"}
        elif isinstance(part, Heading):
            yield {"type": "header", "text": _plain(part.text, HEADING, language)}
        elif isinstance(part, Line):
            yield _line(part, number, language)
        elif isinstance(part, Row):
            for at in range(0, len(part.keys), ROW):
                yield {"type": "actions", "elements": _buttons(part.keys[at : at + ROW], number, language)}
        else:
            yield _picks(part, number, language)


def _line(part: Line, number: int, language: Language) -> dict[str, Any]:
    text = with_isolates(part.text.spans, language)[:BLOCK_TEXT] or " "
    told: dict[str, Any] = {"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}
    if part.menu:
        options = [option(key.token, key.label, language) for key in part.menu[:MENU]]
        told["accessory"] = {"type": "overflow", "action_id": f"menu{number}", "options": options}
    return told


def _buttons(keys: Sequence[Key], number: int, language: Language) -> list[dict[str, Any]]:
    return [
        {
            "type": "button",
            "action_id": f"board{number}.{at}",
            "value": key.token,
            "text": {"type": "plain_text", "text": with_marks(key.label, language), "emoji": True},
        }
        for at, key in enumerate(keys)
    ]


def _picks(part: Picks, number: int, language: Language) -> dict[str, Any]:
    options = [option(key.token, key.label, language) for key in part.keys]
    chosen = next((each for each in options if each["value"] == part.chosen), None)
    select: dict[str, Any] = {"type": "static_select", "action_id": f"pick{number}", "options": options}
    if chosen:
        select["initial_option"] = chosen
    text = {"type": "plain_text", "text": with_isolates(part.label.spans, language), "emoji": False}
    return {"type": "section", "text": text, "accessory": select}

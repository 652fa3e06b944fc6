"""Recorded Slack payloads (after Slack's documented examples) read as they should, one file each."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.read import App, plain_text, read

RECORDED = sorted((Path(__file__).parent / "recorded" / "slack").glob("*.json"))
APP = App(team="T0DAFTAR", user="U0BOT", bot="B0BOT")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def as_told(seen: Any) -> dict[str, Any]:
    """What was read, flat, in the words of the recorded files."""
    told = {"kind": type(seen).__name__, **vars(seen), **vars(seen.place), "user_id": seen.speaker.user_id}
    told["at"] = seen.at.isoformat()
    told["forwarded"] = seen.forwarded.author if getattr(seen, "forwarded", None) else None
    return told


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_recorded(path: Path) -> None:
    """Each payload gives the fields that its file tells, or None."""
    recorded = json.loads(path.read_text("utf-8"))
    seen = read(recorded["body"], APP)
    if recorded["reads"] is None:
        assert seen is None
    else:
        told = as_told(seen)
        assert {key: told[key] for key in recorded["reads"]} == recorded["reads"]
        assert seen is not None
        assert seen.at.utcoffset() == timedelta(0)
        assert seen.speaker.workspace == seen.place.workspace == "T0DAFTAR"


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_damaged_payloads_raise_value_error_alone(path: Path, data: st.DataObject) -> None:
    """A recorded payload with any one value replaced is read, ignored or refused with ValueError; nothing else escapes."""
    body = json.loads(path.read_text("utf-8"))["body"]
    places = _places(body)
    holder, key = data.draw(st.sampled_from(places))
    holder[key] = data.draw(JSON)
    try:
        seen = read(body, APP)
    except ValueError:
        seen = None
    assert seen is None or seen.at.utcoffset() is not None


def _places(value: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        found.append((value, key))
        found += _places(inner)
    return found


@pytest.mark.parametrize(
    ("wire", "typed"),
    [
        ("<!here> &lt;!here&gt;", "@here <!here>"),
        ("<!subteam^S123|@ops> <!date^1392734382^{date}|18 Feb>", "@ops 18 Feb"),
        ("&amp;lt;", "&lt;"),
        ("<@U0OMAR> <#C0X>", "@U0OMAR #C0X"),
        ("a < b and <", "a < b and <"),
    ],
)
def test_markup_is_undone_once(wire: str, typed: str) -> None:
    """Slack's markup becomes what was typed, and escapes are undone once, not twice."""
    assert plain_text(wire) == typed

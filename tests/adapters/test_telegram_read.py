"""Recorded updates are read as they are meant; what is nobody's word to us is left alone."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.read import Me, gesture, read

ME = Me(id=7000000001, username="daftar_test_bot")
RECORDED = sorted((Path(__file__).parent / "recorded" / "telegram").glob("*.json"))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    [
        "message_id",
        "from",
        "chat",
        "date",
        "text",
        "caption",
        "id",
        "type",
        "is_bot",
        "edit_date",
        "data",
        "message",
        "voice",
        "photo",
        "contact",
        "location",
        "user",
        "new_reaction",
        "new_chat_member",
        "migrate_to_chat_id",
    ]
)
BROKEN = st.dictionaries(KEYS, ANYTHING | st.dictionaries(KEYS, ANYTHING, max_size=4), max_size=8)


def shown(incoming: Any) -> dict[str, Any] | None:
    """What was read, as the recordings have it."""
    if incoming is None:
        return None

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items()}
        if isinstance(value, tuple):
            return [plain(each) for each in value]
        return value.isoformat() if isinstance(value, datetime) else value

    return {"kind": type(incoming).__name__, **plain(asdict(incoming))}


def bare(value: Any) -> Any:
    """Without what is not there (None, empty, false), so that a new field does not touch every recording."""
    if isinstance(value, dict):
        return {key: bare(each) for key, each in value.items() if each not in (None, "", False)}
    return value


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_recorded(path: Path) -> None:
    """The update of this recording is read as the recording says."""
    told = json.loads(path.read_text("utf-8"))
    if told["read"] == "ValueError":
        with pytest.raises(ValueError, match="no sense"):
            read(told["update"], ME)
    else:
        assert as_recorded(shown(read(told["update"], ME)), told["read"]) == told["read"], told["about"]


def as_recorded(seen: Any, recorded: Any) -> Any:
    """What was read, without the fields that the recording leaves out: Telegram fills none of them."""
    if not isinstance(seen, dict) or not isinstance(recorded, dict):
        return seen
    assert not any(value for key, value in seen.items() if key not in recorded)
    return {key: as_recorded(value, recorded[key]) for key, value in seen.items() if key in recorded}


def test_there_are_recordings() -> None:
    """Every kind of update has its recording."""
    assert len(RECORDED) >= 30


@given(
    st.sampled_from(["message", "edited_message", "callback_query", "message_reaction", "my_chat_member"]),
    BROKEN | ANYTHING,
)
def test_nonsense_raises_only_value_error(kind: str, told: Any) -> None:
    """Whatever stands in an update, reading it gives something, None or ValueError, and its gesture can be told."""
    body = {"update_id": 1, kind: told}
    with contextlib.suppress(ValueError):
        read(body, ME)
    made, chat = gesture(body)
    assert made is None or made.startswith(f"{chat}/")


def test_a_message_has_one_gesture_its_edit_none() -> None:
    """The same message twice is one gesture; its edit is an event of its own in the order of the same chat."""
    message = {"message_id": 5, "chat": {"id": -7}}
    assert gesture({"message": message}) == ("-7/5", "-7")
    assert gesture({"edited_message": message}) == (None, "-7")
    assert gesture({"callback_query": {"id": "1", "message": message}}) == (None, "-7")


def test_without_its_name_known_only_the_private_chat_and_bare_commands_count() -> None:
    """While Telegram has not told the bot's name, a group's text with some name in it is left alone."""
    nameless = Me(id=ME.id)
    chat = {"id": -7, "type": "supergroup"}
    told = {"message_id": 5, "chat": chat, "date": 1, "from": {"id": 1}, "text": "@daftar_test_bot find Acme"}
    assert read({"message": told}, nameless) is None
    assert read({"message": told | {"text": "/today"}}, nameless) is not None

"""Outgoing messages as Bot API calls: entities, buttons, cuts, repeats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.layout import between_letters, pieces, units
from adapters.telegram.menu import MENU, calls
from adapters.telegram.write import LIMITS, anew, label, write
from bot.messages import Place
from bot.reply import Document, Key, Outgoing, Span, Table, Text
from bot.says.engine import REPEAT
from tests.adapters.stand import balanced, plain
from tests.fakes.telegram_chats import Chats

TEXTS = st.text(
    alphabet=st.characters() | st.sampled_from("\u0627\u0628\u064e \n\u200d\ufe0f\U0001f468\U0001f1f8\U0001f1e6")
)


def outgoing(*spans: Span, **more: Any) -> Outgoing:
    """A message to chat 4242."""
    place = Place(platform="telegram", workspace="7", chat_id="4242")
    fields: dict[str, Any] = {"place": place, "language": "en", "parts": (Text(spans),)}
    return Outgoing(**(fields | more))


def keys(*labels: str) -> tuple[tuple[Key, ...], ...]:
    """One row of keys; the token is the label's number."""
    return (tuple(Key(each, f"t{number}") for number, each in enumerate(labels)),)


def test_emphasis_is_an_entity_in_utf16_units() -> None:
    """Offsets count what lies outside the basic plane twice; no parse_mode is ever used."""
    [call] = write(outgoing(Span("✅👍 "), Span("<b>Acme</b> 👩", "value"), Span(" Today", "strong")))
    text = call.payload["text"]
    [entity] = call.payload["entities"]
    raw = text.encode("utf-16-le")
    assert raw[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le") == " Today"
    assert entity["type"] == "bold"
    assert "parse_mode" not in call.payload
    assert call.payload["link_preview_options"] == {"is_disabled": True}


def test_arabic_rows_are_written_last_first() -> None:
    """Telegram shows rows left to right, so the first Arabic button must come last to stand rightmost."""
    arabic = write(outgoing(Span("تم"), language="ar", keys=keys("تراجع", "تعديل", "فتح")))[0]
    english = write(outgoing(Span("ok"), keys=keys("Undo", "Edit", "Open")))[0]
    row = [key["text"] for key in arabic.payload["reply_markup"]["inline_keyboard"][0]]
    assert row == ["فتح", "تعديل", "تراجع"]
    assert [key["text"] for key in english.payload["reply_markup"]["inline_keyboard"][0]] == ["Undo", "Edit", "Open"]


def test_a_row_is_broken_before_a_label_is_cut() -> None:
    """Where a third of a phone is too narrow for a label the row is halves; Arabic letters are narrower."""
    for labels, rows in (
        (("1 hour", "Tomorrow 09:00", "Next week"), [2, 1]),
        (("Done", "Add a note", "Next week"), [3]),
        (("الاثنين 23 نوفمبر", "الثلاثاء 24 نوفمبر", "غدًا"), [3]),
        (("Undo", "Close 3 follow-ups"), [2]),
    ):
        [call] = write(outgoing(Span("ok"), keys=keys(*labels)))
        assert [len(row) for row in call.payload["reply_markup"]["inline_keyboard"]] == rows


def test_a_cut_label_ends_with_a_word() -> None:
    """What stands between two facts is not left behind where the second one is cut off."""
    assert label("Acme Holding · Jeddah · yours · today 08:53", 32) == "Acme Holding · Jeddah · yours…"


@pytest.mark.parametrize(("count", "rows"), [(1, [1]), (3, [3]), (4, [2, 2]), (5, [3, 2]), (7, [3, 2, 2])])
def test_long_rows_are_folded(count: int, rows: list[int]) -> None:
    """No row has more than three buttons, and none is lost."""
    [call] = write(outgoing(Span("Which?"), keys=keys(*(f"key{number}" for number in range(count)))))
    shown = call.payload["reply_markup"]["inline_keyboard"]
    assert [len(row) for row in shown] == rows
    assert [key["callback_data"] for row in shown for key in row] == [f"t{number}" for number in range(count)]


@pytest.mark.parametrize(("language", "shown"), [("en", "123456·"), ("ar", "·654321")])
def test_the_days_of_a_week_stay_in_one_row(language: Any, shown: str) -> None:
    """TG22: seven buttons of at most two letters are a week of a month, read from the right in Arabic."""
    [call] = write(outgoing(Span("When?"), language=language, keys=keys(*"123456·")))
    (row,) = call.payload["reply_markup"]["inline_keyboard"]
    assert "".join(key["text"] for key in row) == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Undo", 20, "Undo"),
        ("Open Acme Corporation International", 20, "Open Acme…"),
        ("Supercalifragilistic-1", 20, "Supercalifragilisti…"),
        ("فتح شركة النور للتجارة والمقاولات", 20, "فتح شركة النور…"),
        ("two\nlines", 20, "two lines"),
        ("\u0000", 20, "…"),
        ("👩\u200d👩\u200d👧\u200d👦" * 4, 10, "👩\u200d👩\u200d👧\u200d👦…"),
    ],
)
def test_labels_are_cut_after_a_word(text: str, width: int, shown: str) -> None:
    """A long label ends after a word, or else after a letter, with an ellipsis, within its width."""
    assert label(text, width) == shown
    assert len(label(text, width)) <= width


def test_a_token_that_does_not_fit_is_refused() -> None:
    """More than 64 bytes would be a dead button: that is a fault of the program and said so."""
    with pytest.raises(ValueError, match="64 bytes"):
        write(outgoing(Span("x"), keys=((Key("a", "ط" * 33),),)))


def test_an_edit_needs_no_word_about_a_repeat() -> None:
    """The same edit twice is one edit; as a new message it would be a repeat and says so."""
    told = outgoing(Span("Done"), edits="77", repeat=True)
    [edit] = write(told)
    assert (edit.method, edit.payload["message_id"], edit.payload["text"]) == ("editMessageText", 77, "Done")
    fresh = anew(told, 0)
    assert (fresh.method, fresh.payload["text"]) == ("sendMessage", f"Done\n{REPEAT.en}")


def test_every_part_of_a_repeat_says_so_and_no_cut_moves() -> None:
    """A repeated long message is cut where it was cut the first time, and each part of it is labelled within the limit."""
    body = Span("word " * 3000)
    first, again = write(outgoing(body, language="ar")), write(outgoing(body, language="ar", repeat=True))
    assert [call.payload["text"] + f"\n{REPEAT.ar}" for call in first] == [call.payload["text"] for call in again]
    assert all(units(call.payload["text"]) <= LIMITS.text for call in again)


def test_a_table_is_lines_with_a_dash_for_nothing() -> None:
    """Caption, headings and rows stand under each other."""
    table = Table(heads=("Stage", "Deals"), rows=(("New", "12"), ("Won", "")), caption="Pipeline")
    [call] = write(outgoing(parts=(Text((Span("Here:"),)), table)))
    assert plain(call.payload["text"]) == "Here:\nPipeline\nStage · Deals\nNew · 12\nWon · –"


def test_a_file_alone_carries_the_buttons() -> None:
    """Without any text the buttons stand under the file."""
    [call] = write(outgoing(parts=(Document("a.csv", b"x"),), keys=keys("Undo")))
    assert call.method == "sendDocument"
    assert call.main
    assert call.payload["reply_markup"]["inline_keyboard"][0][0]["text"] == "Undo"


def test_silence_and_topics_are_told() -> None:
    """A silent message to a topic says both."""
    place = Place(platform="telegram", workspace="7", chat_id="-100", thread_id="19", private=False)
    [call] = write(outgoing(Span("x"), place=place, silent=True, extra={"answers": "8"}))
    assert call.payload["disable_notification"] is True
    assert (call.payload["chat_id"], call.payload["message_thread_id"]) == (-100, 19)
    assert call.payload["reply_parameters"] == {"message_id": 8, "allow_sending_without_reply": True}


def test_nothing_is_not_delivered() -> None:
    """A message of blanks alone is a fault of the program."""
    with pytest.raises(ValueError, match="nothing"):
        write(outgoing(Span(" \n ")))


@given(TEXTS, TEXTS, st.sampled_from(["en", "ar"]), st.integers(16, 60))
def test_any_text_is_cut_without_harm(words: str, value: str, language: Any, limit: int) -> None:
    """Whatever the text: parts within the limit, isolates balanced, entities within the text, nothing but blanks lost."""
    spans = (Span(words), Span(value, "value"), Span(words, "strong"))
    found = pieces((Text(spans),), language, limit)
    assert all(units(piece.text) <= limit and balanced(piece.text) for piece in found)
    whole = pieces((Text(spans),), language, 10**6)
    assert "".join("".join(plain(piece.text) for piece in found).split()) == "".join(
        "".join(plain(piece.text) for piece in whole).split()
    )
    for piece in found:
        raw = piece.text.encode("utf-16-le")
        for entity in piece.entities:
            assert entity["length"] >= 1
            raw[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
            assert entity["offset"] + entity["length"] <= units(piece.text)


@pytest.mark.parametrize("letter", ["e\u0301", "👩\u200d👧", "👍\U0001f3fd", "🇸🇦", "❤\ufe0f", "ب\u064e"])
def test_no_letter_is_cut_in_two(letter: str) -> None:
    """Between the code points of what is seen as one letter no cut is allowed, after it one is."""
    assert not any(between_letters(letter * 2, place) for place in range(1, len(letter)))
    assert between_letters(letter * 2, len(letter))


def test_the_menu_is_within_telegrams_limits() -> None:
    """Both languages, both scopes, words and descriptions as the Bot API takes them."""
    made = [(method, told) for method, told in calls(MENU) if method == "setMyCommands"]
    assert all(len(told["description"]) <= 512 for method, told in calls(MENU) if method == "setMyDescription")
    assert [(told["scope"]["type"], told.get("language_code")) for _, told in made] == [
        ("all_private_chats", None),
        ("all_private_chats", "ar"),
        ("all_group_chats", None),
        ("all_group_chats", "ar"),
    ]
    for _, told in made:
        for entry in told["commands"]:
            assert entry["command"].isascii()
            assert 1 <= len(entry["command"]) <= 32
            assert 1 <= len(entry["description"]) <= 256


def test_nasty_values_stay_text(shared: Path) -> None:
    """SEC11, SEC12: every hostile text of the shared collection, as value and as label: our entities only, nothing refused."""
    chats, bot = Chats(), {"id": 1}
    texts = [
        str(case["text"])
        for name in ("chat_injection.json", "unicode_spoof.json")
        for case in json.loads((shared / "nasty" / name).read_text("utf-8"))
        if "text" in case
    ]
    assert len(texts) >= 20
    for language in ("en", "ar"):
        for text in texts:
            told = outgoing(Span("OK ", "strong"), Span(text, "value"), Span("."), language=language, keys=keys(text))
            for call in write(told):
                kept = chats.send_text(json.loads(json.dumps(call.payload)), bot)
                assert {entity["type"] for entity in kept.get("entities", [])} <= {"bold"}
                assert balanced(kept["text"])
                kept["text"].encode()

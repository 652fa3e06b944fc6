"""The rows of the Telegram requirements that are about talking: one test each, on one bot that serves them all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from adapters.telegram.menu import MENU
from adapters.telegram.menu import calls as menu_calls
from bot.messages import Place
from bot.reply import Key, Outgoing, Span, Table, Text
from tests.adapters.stand import plain, until
from tests.adapters.telegram_stage import EVE, GROUP, LINA, OMAR, labels, serving
from tests.fakes.telegram_faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.adapters.telegram_stage import TelegramStage
    from tests.fakes.telegram_chats import Delivery

BOT = "@daftar_test_bot"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramStage]:
    """The bot, serving all tests of this file; none of them counts on what another did."""
    with serving(tmp_path_factory.mktemp("rows")) as made:
        yield made


def calls(stage: TelegramStage, method: str) -> list[dict[str, Any]]:
    """What the bot has called that method with."""
    return [told for name, told in stage.fake.calls if name == method]


def to_copy(told: Delivery) -> list[list[tuple[str, str]]]:
    """The buttons of a message that copy, as they stand: label and what is copied."""
    rows = [
        [(plain(key["text"]), key["copy_text"]["text"]) for key in row if "copy_text" in key] for row in told.buttons
    ]
    return [row for row in rows if row]


def outgoing(*parts: Any, language: Any = "en", **more: Any) -> Outgoing:
    """A message to Lina."""
    place = Place(platform="telegram", workspace="7000000001", chat_id=str(LINA))
    return Outgoing(place=place, language=language, parts=parts, mark="", **more)


def test_tg1_long_polling_is_the_default(stage: TelegramStage) -> None:
    """TG1: without a setting the bot polls, and takes a webhook away that would keep its messages from it."""
    assert stage.fake.polls > 0
    assert until(lambda: bool(calls(stage, "deletewebhook")))
    assert stage.fake.hook == {}


def test_tg2_the_bot_says_what_it_can(stage: TelegramStage) -> None:
    """TG2: commands for private chats and groups, descriptions and the menu button, in English and Arabic; words are Latin."""
    published = Counter(method for method, _ in menu_calls(MENU))  # all at once: which of them arrives first is open
    assert until(lambda: all(len(calls(stage, each.lower())) == count for each, count in published.items()))
    told = {(each["scope"]["type"], each.get("language_code", "en")): each for each in calls(stage, "setmycommands")}
    assert set(told) == {(scope, code) for scope in ("all_private_chats", "all_group_chats") for code in ("en", "ar")}
    private = told["all_private_chats", "ar"]["commands"]
    assert {"log", "find", "today", "settings", "help"} <= {each["command"] for each in private}
    assert all(each["command"].isascii() and not each["description"].isascii() for each in private)
    assert len(told["all_group_chats", "en"]["commands"]) < len(private)
    assert sorted(each.get("language_code", "en") for each in calls(stage, "setmydescription")) == ["ar", "en"]
    assert all(len(each["short_description"]) <= 120 for each in calls(stage, "setmyshortdescription"))


def test_tg3_the_commands_that_are_always_there(stage: TelegramStage) -> None:
    """TG3: /start, /help and /settings answer; /cancel ends a dialogue and saves nothing."""
    assert "called" in stage.say("/help").text
    assert "called" in stage.say("/start").text
    assert stage.say("/settings").text
    asked = stage.say("called Nobody Known Ltd, wants a price")
    assert asked.buttons
    assert "not saved" in stage.say("/cancel").text


def test_tg4_a_link_pairs_once(stage: TelegramStage) -> None:
    """TG4: the code of the link makes its reader that rep; used again it does not; a stranger gets one polite line a day."""
    with stage.office.open(None, doing="given") as crm:
        code = crm.team.invite(crm.team.add_rep("Nour", "rep", "ar", "Asia/Riyadh").id)
    assert len(code) == 43
    assert code.replace("-", "").replace("_", "").isalnum()
    assert "أهلًا Nour" in plain(stage.say(f"/start {code}", 5151).text)
    assert "used" in stage.say(f"/start {code}", 5252).text
    stage.say("show me acme", EVE)
    assert stage.quiet(stage.fake.updates.says(EVE, "show me acme"))


def test_tg5_words_are_enough_and_nothing_hides_the_keyboard(stage: TelegramStage) -> None:
    """TG5: a plain sentence is carried out; no message of the bot brings a keyboard in place of the phone's own."""
    assert "logged on Acme Corp" in stage.say("called Acme Corp, all fine").text
    markups = [each["reply_markup"] for each in calls(stage, "sendmessage") if "reply_markup" in each]
    assert markups
    assert {key for each in markups for key in each} == {"inline_keyboard"}


def test_tg6_arabic_rows_are_written_from_the_right(stage: TelegramStage) -> None:
    """TG6: at most three buttons a row; an Arabic row stands on the wire last button first."""
    english = labels(stage.say("called Acme Corp, all fine"))
    arabic = labels(stage.say("كلمت Acme Corp كل شيء تمام", OMAR))
    assert english[0] == ["Undo", "Open Acme Corp"]
    assert arabic[0] == ["فتح Acme Corp", "تراجع"]
    assert all(len(row) <= 3 for row in (*english, *arabic))


def test_tg7_buttons_are_short_tokens_and_old_ones_say_so(stage: TelegramStage) -> None:
    """TG7: a token has at most 64 bytes and says nothing; a press is answered; a button that is unknown is told in words."""
    told = stage.say("called Acme Corp, all fine")
    tokens = [button["callback_data"] for row in told.buttons for button in row]
    assert all(len(token.encode()) <= 64 and "acme" not in token.lower() for token in tokens)
    answered = len(stage.fake.chats.answered)
    stage.press(told, "Undo")
    assert until(lambda: len(stage.fake.chats.answered) == answered + 1)
    message = stage.fake.chats.messages[told.chat_id, told.message_id]
    old = stage.answer(stage.fake.updates.presses(LINA, "v1_gone_for_a_long_time", message))
    assert "expired" in old.text


def test_h18_a_card_has_its_phones_to_copy(stage: TelegramStage) -> None:
    """H18: a card's phones can be copied with one press, each number once and by whose it is, in both languages."""
    copied = {
        "sara": [[("📋 Copy phone", "+966501234567")]],
        "acme corp": [[("📋 Copy: Acme Corp", "+966112223344"), ("📋 Copy: Sara Haddad", "+966501234567")]],
        "zenith": [],
    }
    for said, row in copied.items():
        assert to_copy(stage.say(said)) == row
    assert to_copy(stage.say("سارة", OMAR)) == [[("📋 نسخ الهاتف", "+966501234567")]]
    arabic = to_copy(stage.say("Acme Corp", OMAR))
    assert [text for _, text in arabic[0]] == ["+966501234567", "+966112223344"]  # the first stands on the right


def test_tg8_a_press_rewrites_the_message(stage: TelegramStage) -> None:
    """TG8, H10: what was done stands in the message on which it was pressed; rewriting it with the same words is no failure."""
    told = stage.say("called Acme Corp, all fine")
    done = stage.press(told, "Undo")
    assert done.edits
    assert done.message_id == told.message_id
    text = Text((Span("the same"),))
    first = stage.platform.send(outgoing(text))
    for _ in range(2):
        assert stage.platform.send(outgoing(text, edits=first.message_id)) == first


def test_tg17_no_name_is_markup(stage: TelegramStage) -> None:
    """TG17: a customer called like markup is written as typed; no message asks Telegram to parse anything."""
    with stage.office.open(stage.ids[LINA], doing="given") as crm:
        crm.customers.add('<b>&"_*Ltd*_', sure=True)
    assert '<b>&"_*Ltd*_' in plain(stage.say('<b>&"_*Ltd*_').text)
    assert not any("parse_mode" in told for _, told in stage.fake.calls)


TABLE = Table(("المرحلة", "العدد"), (("جديد", "12"), ("فوز", "")), "صفقاتي")


def test_tg18_tables_are_tables_from_the_right(stage: TelegramStage) -> None:
    """TG18: a table is a rich message with heads, right to left in Arabic, buttons below; an empty cell is a dash."""
    stage.platform.send(outgoing(TABLE, language="ar", keys=((Key("تم", "tok"),),)))
    told = stage.fake.ledger[-1]
    assert told.method == "sendRichMessage"
    assert told.rich is not None
    assert told.rich["is_rtl"] is True
    assert plain(told.text) == "صفقاتي\nالمرحلة | العدد\nجديد | 12\nفوز | –"
    assert labels(told) == [["تم"]]
    stage.platform.send(outgoing(Text((Span("Pipeline\nof Lina"),)), TABLE))
    assert stage.fake.ledger[-1].rich is not None
    assert plain(stage.fake.ledger[-1].text).startswith("Pipeline\nof Lina\n")


def test_tg18_a_server_without_rich_messages_gets_lines(stage: TelegramStage) -> None:
    """TG18: where the table is refused the same words go as lines; a server that does not know them is not asked again."""
    before = len(calls(stage, "sendrichmessage"))
    stage.fake.arm(Fault("refuse", method="sendrichmessage", code=400, text="Bad Request: RICH_MESSAGE_INVALID"))
    stage.platform.send(outgoing(TABLE))
    assert stage.fake.ledger[-1].method == "sendMessage"
    assert plain(stage.fake.ledger[-1].text) == "صفقاتي\nالمرحلة · العدد\nجديد · 12\nفوز · –"
    stage.fake.do(lambda: setattr(stage.fake, "rich", False))
    for _ in range(2):
        stage.platform.send(outgoing(TABLE))
    assert len(calls(stage, "sendrichmessage")) == before + 2
    too_wide = Table((), (tuple("abcdefghijklmnopqrstu"),))
    stage.platform.send(outgoing(too_wide))
    assert len(calls(stage, "sendrichmessage")) == before + 2


def test_tg20_receipts_are_silent_and_answers_are_not(stage: TelegramStage) -> None:
    """TG20: what was just written makes no sound; an answer that was asked for does."""
    assert stage.say("called Acme Corp, all fine").silent
    assert not stage.say("acme corp").silent


def test_tg21_a_group_sees_nothing_personal(stage: TelegramStage) -> None:
    """TG21: a look-up in a group is answered in private; the group reads only that; talk that names nobody is not heard."""
    before = len(stage.fake.ledger)
    stage.fake.deliver(stage.fake.updates.says(LINA, f"{BOT} acme corp", group=GROUP))
    assert until(lambda: len(stage.fake.ledger) >= before + 2)
    told = {each.chat_id: each.text for each in stage.fake.ledger[before:]}
    assert "Acme Corp" in told[LINA]
    assert told[GROUP] == "I've sent it to you privately."
    assert stage.quiet(stage.fake.updates.says(LINA, "acme corp is difficult", group=GROUP))


def test_tg23_a_429_is_waited_for(stage: TelegramStage) -> None:
    """TG23: what Telegram asks to wait is waited; the answer comes once, afterwards."""
    before = len(stage.fake.ledger)
    stage.fake.arm(Fault("flood", seconds=1, scope="chat"))
    stage.fake.deliver(stage.fake.updates.says(LINA, "acme corp"))
    assert until(lambda: len(stage.fake.ledger) > before)
    assert stage.fake.flood.in_penalty == 0, "nothing was sent while Telegram wanted to be left alone"


def test_tg24_an_edited_message_rewrites_its_log(stage: TelegramStage) -> None:
    """TG24: what an edited message wrote follows it while it can be undone, and the receipt says so."""
    said = stage.fake.updates.says(LINA, "called Acme Corp, wants 2 chairs")
    stage.answer(said)
    told = stage.answer(stage.fake.updates.edits(said, "called Acme Corp, wants 3 chairs"))
    assert told.text.startswith("✏️ Updated")
    words = [log.summary for log in stage.logs()]
    assert "wants 3 chairs" in words
    assert "wants 2 chairs" not in words

"""Slack as reps find it, row by row of the requirements: the whole bot on the fake Slack, modals, home tab, shortcuts, edits in place."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from adapters.slack.write import Post, write
from bot.language.bidi import strip
from bot.messages import Place
from bot.reply import Chart, Outgoing, Table
from core.clock import SystemClock
from core.crm import Office
from core.talking.rows import InboxRow
from core.team.workspace import Workspace
from tests.adapters.slack_stage import SALES, STRANGER, SlackStage
from tests.adapters.stand import until
from tests.blank import blank_notebook
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_blocks import active, problems, walk
from tests.fakes.slack_state import Delivery

SARA, OMAR = "U0SARA", "U0OMAR"
QUOTE = {
    "type": "message",
    "user": OMAR,
    "ts": "1795345500.000200",
    "text": "Acme Corp wants 3 seats <!channel> &lt;b&gt;",
}


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[SlackStage]:
    """The bot, serving."""
    database = blank_notebook(tmp_path / "slack.db")
    office = Office(database, SystemClock(), Workspace.of_country("SA", name="Gulf Trading"))
    with FakeSlack(ack_seconds=3.0) as fake:
        made = SlackStage(fake, office)
        made.start()
        try:
            yield made
        finally:
            made.stop()
            database.close()


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    """The labels of the buttons."""
    return [each["text"]["text"] for each in walk(blocks) if each.get("type") == "button"]


def seen(view: dict[str, Any]) -> str:
    """All the words of a view, a line for each of its texts."""
    lines: list[str] = []
    for block in view["blocks"]:
        if block["type"] == "rich_text":
            lines.append("".join(str(each["text"]) for each in walk(block) if each.get("type") in ("text", "link")))
        else:
            lines += [str(each["text"]) for each in walk(block) if isinstance(each.get("text"), str)]
    return "\n".join(lines)


# -- talking -----------------------------------------------------------------------------------------------------------


def test_sl4_a_direct_message_is_the_main_path(stage: SlackStage) -> None:
    """SL4: a plain sentence in the direct channel is logged and answered with a receipt."""
    told = stage.say(SARA, "called Acme Corp, wants 3 seats, follow up in 2 days at 3pm")
    assert "logged on Acme Corp" in told.text
    assert stage.logs() == [("call", "wants 3 seats")]


def test_sl5_one_command_with_words_after_it(stage: SlackStage) -> None:
    """SL5: /crm NAME is a look-up, /crm log … logs, /crm today lists; bare /crm opens the quick log."""
    stage.fake.workspace.channels[SALES].members.add(SARA)
    card = stage.answer(lambda: stage.fake.do("slash", user=SARA, text="zenith", channel=SALES))
    assert "Zenith Foods" in card.text
    told = stage.answer(lambda: stage.fake.do("slash", user=SARA, text="log called Acme Corp, all fine", channel=SALES))
    assert "logged on Acme Corp" in told.text
    assert stage.answer(lambda: stage.fake.do("slash", user=SARA, text="today", channel=SALES)).user == SARA
    view = stage.opened(lambda: stage.fake.do("slash", user=SARA, text="", channel=SALES))
    assert view["title"]["text"] == "Log an interaction"


def test_sl6_a_look_up_in_a_channel_is_for_the_asker_alone(stage: SlackStage) -> None:
    """SL6, SEC6: the answer to /crm is ephemeral; the rest of the channel sees nothing of the customer."""
    card = stage.answer(lambda: stage.fake.do("slash", user=SARA, text="zenith", channel=SALES))
    assert (card.method, card.user, card.channel) == ("chat.postEphemeral", SARA, SALES)
    assert not any(
        "Zenith" in each.text for each in stage.fake.workspace.ledger if each.channel == SALES and not each.user
    )


def test_a_look_up_where_the_bot_is_no_member_stays_there(stage: SlackStage) -> None:
    """SL6: where the bot is no member the answer comes by the press's own address, still to the asker alone."""
    stage.fake.do("add_channel", channel="C0OTHER", members=[SARA])
    card = stage.answer(lambda: stage.fake.do("slash", user=SARA, text="zenith", channel="C0OTHER"))
    assert (card.method, card.user, card.channel) == ("response_url", SARA, "C0OTHER")


def test_sl6_share_here(stage: SlackStage) -> None:
    """SL6, SEC6: Share here posts the short card to the channel because the rep pressed it: no phone, no note, no amount."""
    card = stage.answer(lambda: stage.fake.do("slash", user=SARA, text="zenith", channel=SALES))
    shared = stage.press(SARA, card, "Share here")
    assert (shared.method, shared.channel, shared.user) == ("chat.postMessage", SALES, "")
    assert shared.text == "🏢 Zenith Foods · Jeddah\nShared by Sara Haddad"


# -- modals ------------------------------------------------------------------------------------------------------------


def test_sl7_log_to_crm_on_a_message(stage: SlackStage) -> None:
    """SL7, 6-13: the modal comes filled in, with the customer guessed; saving logs it with author and link, and marks the message."""
    stage.fake.workspace.channels[SALES].messages.append(dict(QUOTE))
    view = stage.opened(lambda: stage.shortcut(SARA, "log_message", dict(QUOTE)))
    blanks = {block["block_id"]: block["element"] for block in view["blocks"]}
    assert view["title"]["text"] == "Log to CRM"
    assert blanks["customer"]["initial_option"]["text"]["text"] == "Acme Corp"
    assert blanks["note"]["initial_value"] == "Acme Corp wants 3 seats @channel <b>"
    assert "initial_date" not in blanks["day"]
    assert blanks["hour"]["initial_time"] == "09:00"
    day = (SystemClock().now() + timedelta(days=3)).date().isoformat()
    told = stage.answer(lambda: stage.save(SARA, view, day=day, hour="15:00"))
    assert (told.method, told.user, told.channel) == ("chat.postEphemeral", SARA, SALES)
    ((kind, words),) = stage.logs()
    assert kind == "note"
    assert words.splitlines() == [
        "Acme Corp wants 3 seats @channel <b>",
        "Omar Khalil · https://gulf.slack.com/archives/C0SALES/p1795345500000200",
    ]
    assert len(stage.due()) == 1
    kept = stage.fake.workspace.channels[SALES].message(QUOTE["ts"])
    assert until(lambda: (kept or {}).get("reactions") == ["card_index_dividers"])


def test_sl7_saving_twice_is_saving_once(stage: SlackStage) -> None:
    """SL7: the same submission, sent twice, logs once."""
    view = stage.opened(lambda: stage.shortcut(SARA, "log_message", dict(QUOTE)))
    stage.answer(lambda: stage.save(SARA, view))
    assert stage.silence(lambda: stage.save(SARA, view))
    assert len(stage.logs()) == 1


def test_sl7_a_modal_is_its_readers_alone(stage: SlackStage) -> None:
    """SL7, SEC7: a modal's token in somebody else's hands saves nothing, nor does one that was made up."""
    view = stage.opened(lambda: stage.shortcut(SARA, "log_message", dict(QUOTE)))
    stage.answer(lambda: stage.save(OMAR, view))
    forged = {**view, "id": "V1", "private_metadata": json.dumps({"token": "x" * 22, "missing": ""})}
    stage.answer(lambda: stage.save(SARA, forged))
    assert stage.silence(lambda: stage.save(STRANGER, {**view, "id": "V2"})) or stage.logs() == []
    assert stage.logs() == []


def test_sl7_missing_blanks_are_told_in_the_modal(stage: SlackStage) -> None:
    """SL7: without a customer or a note the modal stays open and says so, in the rep's language; nothing is kept."""
    view = stage.opened(lambda: stage.shortcut(SARA, "log_new"))
    assert stage.save(SARA, view) == {
        "response_action": "errors",
        "errors": {"customer": "Fill this in, please.", "note": "Fill this in, please."},
    }
    arabic = stage.opened(lambda: stage.shortcut(OMAR, "log_new"))
    answer = stage.save(OMAR, arabic, customer=str(stage.ids["acme"])) or {}
    assert answer["errors"] == {"note": "هذه الخانة مطلوبة."}
    assert stage.logs() == []


def test_sl8_two_global_shortcuts(stage: SlackStage) -> None:
    """SL8: Log an interaction logs from anywhere; Find a customer shows the card in the direct channel."""
    view = stage.opened(lambda: stage.shortcut(SARA, "log_new"))
    told = stage.answer(
        lambda: stage.save(SARA, view, customer=str(stage.ids["zenith"]), kind="visit", note="shown round")
    )
    assert told.channel == "D0SARA"
    assert stage.logs() == [("visit", "shown round")]
    find = stage.opened(lambda: stage.shortcut(SARA, "find"))
    card = stage.answer(lambda: stage.save(SARA, find, customer=str(stage.ids["zenith"])))
    assert "+966501234567" in card.text


def test_customers_are_found_while_typing(stage: SlackStage) -> None:
    """SL7: type-ahead gives names to linked members and to nobody else; nothing of it is kept."""
    assert stage.suggest(SARA, "zen") == ["Zenith Foods · Jeddah"]
    assert set(stage.suggest(SARA, "")) <= {"Acme Corp · Riyadh", "Zenith Foods · Jeddah"}
    assert stage.suggest(STRANGER, "zen") == []
    stage.fake.do("add_user", user="U0GUEST", is_restricted=True)
    assert stage.suggest("U0GUEST", "zen") == []


def test_sl18_every_form_is_within_the_limits(stage: SlackStage) -> None:
    """SL18: titles and buttons of all forms in both languages have at most 24 letters, and Slack's checks pass."""
    from adapters.slack.views import modal
    from bot.desk import Desk
    from bot.kinds.ref import Ref
    from bot.screens.forms import About, form_for

    place = Place(platform="slack", workspace="T0DAFTAR", chat_id="U0X", group="")
    for user in (SARA, OMAR):
        with stage.office.open(stage.ids[user], doing="test") as crm:
            desk = Desk(crm, place)
            for about in (
                About(form="log"),
                About(form="log", text="x" * 9000, link="https://gulf.slack.com/archives/C/p1"),
                About(form="find"),
                About(form="customer", text="Acme"),
                About(form="move", follow_up=Ref("follow_up", 1, "x")),
            ):
                form = form_for(desk, about)
                assert max(len(form.title), len(form.save), len(form.leave)) <= 24
                view = modal(form, desk.language)
                assert len(view["private_metadata"]) <= 3000
                assert problems(view["blocks"], view=True) == []
                assert all(len(each.get("initial_value", "")) <= 3000 for each in walk(view["blocks"]))
                assert all(
                    len(each["text"]["text"]) <= 75
                    for each in walk(view["blocks"])
                    if "value" in each and "text" in each
                )


def test_a_trigger_that_died_leaves_a_sentence(stage: SlackStage) -> None:
    """SL18: a modal that could not be opened within three seconds becomes a sentence that says how to do without."""
    stage.fake.do("fault", method="views.open", kind="refuse", code="expired_trigger_id")
    told = stage.answer(lambda: stage.shortcut(SARA, "log_new"))
    assert "could not be opened in time" in told.text


# -- the home tab ------------------------------------------------------------------------------------------------------


def filled_home(stage: SlackStage) -> dict[str, Any]:
    """Sara's board with something overdue, something today and something next week."""
    with stage.office.open(stage.ids[SARA], doing="given") as crm:
        for title, by in (("send contract", -3), ("price list", 2)):
            crm.follow_ups.add(title, crm.now + timedelta(days=by), all_day=True, customer_id=stage.ids["acme"])
    stage.open_home(SARA)
    assert until(lambda: bool(stage.home(SARA)))
    return stage.home(SARA)


def test_h18_a_phone_can_be_pressed(stage: SlackStage) -> None:
    """H18: the number on a card is a link that calls it, in both languages; Slack has no button that copies, and none is shown."""
    for user, said in ((SARA, "zenith"), (OMAR, "زينيث")):
        told = stage.say(user, said)
        links = [each for each in walk(told.blocks) if each.get("type") == "link"]
        assert [(each["url"], strip(each["text"])) for each in links] == [("tel:+966501234567", "+966501234567")]
        assert not any("📋" in each for each in labels(told.blocks))
        assert active({"blocks": told.blocks}) == []


def test_sl9_the_home_tab_is_todays_board(stage: SlackStage) -> None:
    """SL9, 6-10: overdue, what comes, the pipeline, settings and help; each line with its five ways; at most 100 blocks."""
    view = filled_home(stage)
    told = seen(view)
    for words in ("Overdue (1)", "Next 7 days (1)", "Acme Corp — send contract", "My pipeline", "Settings"):
        assert words in told
    menu = next(each for each in walk(view["blocks"]) if each.get("type") == "overflow")
    assert [each["text"]["text"] for each in menu["options"]] == [
        "Done",
        "Tomorrow",
        "Next week",
        "Pick a date",
        "Open",
    ]
    assert labels(view["blocks"]) == ["➕ Log", "🔎 Find", "➕ Customer"]
    assert problems(view["blocks"], view=True) == []
    assert len(view["blocks"]) <= 100


def test_sl9_the_board_follows_each_change(stage: SlackStage) -> None:
    """SL9: after a press on it, and after a sentence in the direct channel, the board is drawn anew (``bench latency`` says how soon)."""
    filled_home(stage)
    stage.on_home(SARA, "Done")
    assert until(lambda: "Done: send contract" in seen(stage.home(SARA)))
    assert "Overdue" not in seen(stage.home(SARA))
    assert stage.due() == ["price list"]
    stage.fake.do("say", user=SARA, text="remind me to call Acme Corp about the samples in 3 days at 10am")
    assert until(lambda: "about the samples" in seen(stage.home(SARA)))
    assert all(each.channel == "D0SARA" for each in stage.fake.workspace.ledger)


def test_sl9_a_date_is_picked_in_a_modal(stage: SlackStage) -> None:
    """SL15: Pick a date opens a date and time picker, tomorrow at the start of work; a day that has passed is refused."""
    filled_home(stage)
    view = stage.opened(lambda: stage.on_home(SARA, "Pick a date"))
    picker = next(each for each in walk(view["blocks"]) if each.get("type") == "datepicker")
    assert picker["initial_date"] > SystemClock().now().date().isoformat()
    stage.save(SARA, view, day="2020-01-01", hour="10:00")
    assert until(lambda: "has passed" in seen(stage.home(SARA)))
    again = stage.opened(lambda: stage.on_home(SARA, "Pick a date"))
    stage.save(SARA, again, hour="10:00")
    assert until(lambda: "send contract →" in seen(stage.home(SARA)))


def test_sl15_a_question_about_a_time_has_a_date_picker(stage: SlackStage) -> None:
    """SL15, SL11: Pick opens a date and time picker; what is picked answers the question and stands in its place."""

    def picker(told: Delivery) -> dict[str, Any]:
        payload = stage.fake.pressed(SARA, stage.token(told.blocks, "📅 Pick"), told.channel, told.ts)
        return stage.opened(lambda: stage.fake.do("give", payload=payload, kind="interactive"))

    asked = stage.say(SARA, "remind me to call Acme Corp")
    view = picker(asked)
    past = stage.answer(lambda: stage.save(SARA, view, day="2020-01-01", hour="10:00"))
    assert (past.method, past.ts) == ("chat.update", asked.ts)
    assert "has passed" in past.text
    day = (SystemClock().now() + timedelta(days=3)).date()
    view, other = picker(past), picker(past)
    done = stage.answer(lambda: stage.save(SARA, view, day=day.isoformat(), hour="10:00"))
    assert (done.method, done.ts) == ("chat.update", asked.ts)
    assert f"{day.day} " in done.text
    assert "10:00" in done.text
    late = stage.answer(lambda: stage.save(SARA, other, day=day.isoformat(), hour="11:00"))
    assert "expired" in late.text
    assert len(stage.due()) == 1


def test_sl9_settings_are_on_the_board(stage: SlackStage) -> None:
    """SL9: the language is chosen on the board, which speaks it from then on."""
    filled_home(stage)
    stage.on_home(SARA, "Arabic")
    assert until(lambda: "الإعدادات" in seen(stage.home(SARA)))


def test_a_strangers_home_shows_nothing(stage: SlackStage) -> None:
    """SEC1: a stranger who opens the page gets no board and no message."""
    assert stage.silence(lambda: stage.open_home(STRANGER))
    assert stage.home(STRANGER) == {}


# -- channels ----------------------------------------------------------------------------------------------------------


def test_sl10_a_mention_is_answered_in_its_thread(stage: SlackStage) -> None:
    """SL10, SEC6: the thread is told that the answer was private, the card goes to the direct channel."""
    before = len(stage.fake.workspace.ledger)
    ts = stage.fake.do("mention", user=SARA, channel=SALES, text="zenith")
    assert until(lambda: len(stage.fake.workspace.ledger) == before + 2)
    told = {each.channel: each for each in stage.fake.workspace.ledger[before:]}
    assert told[SALES].thread_ts == ts
    assert "Zenith" not in told[SALES].text
    assert "privately" in told[SALES].text
    assert "Zenith Foods" in told["D0SARA"].text


def test_nobody_is_written_to_who_did_not_ask(stage: SlackStage) -> None:
    """SL21: in a day of work the bot wrote to linked people and, once, to the stranger who wrote first; to nobody else."""
    stage.fake.do("add_user", user="U0ALI", name="ali")
    stage.say(SARA, "called Acme Corp, fine")
    stage.answer(lambda: stage.fake.do("say", user=STRANGER, text="hello"))
    assert stage.silence(lambda: stage.fake.do("say", user=STRANGER, text="hello?"))
    assert {each.channel for each in stage.fake.workspace.ledger} == {"D0SARA", "D0EVE"}


def test_sl24_wins_are_told_where_a_manager_asked_for_it(stage: SlackStage) -> None:
    """SL24: no channel is told anything by itself; after /crm subscribe wins there, that one is, until unsubscribe."""
    stage.fake.do("add_channel", channel="C0WINS")
    stage.fake.workspace.channels["C0WINS"].members |= {SARA, OMAR}

    def told() -> list[str]:
        return [
            each.text for each in stage.fake.workspace.ledger if each.channel in ("C0WINS", SALES) and not each.user
        ]

    stage.say(SARA, "deal Acme Corp 50k")
    stage.say(SARA, "Acme Corp won")
    stage.answer(lambda: stage.fake.do("slash", user=SARA, text="subscribe wins", channel="C0WINS"))
    stage.say(SARA, "deal Zenith Foods 20k")
    stage.say(SARA, "Zenith Foods won")
    assert told() == []
    stage.answer(lambda: stage.fake.do("slash", user=OMAR, text="أعلن الصفقات الرابحة هنا", channel="C0WINS"))
    stage.say(SARA, "deal Zenith Foods 30k")
    stage.say(SARA, "Zenith Foods won")
    assert until(lambda: len(told()) == 1)
    assert "Zenith Foods" in told()[0]
    stage.answer(lambda: stage.fake.do("slash", user=OMAR, text="unsubscribe wins", channel="C0WINS"))
    stage.say(SARA, "deal Acme Corp 10k")
    stage.say(SARA, "Acme Corp won")
    time.sleep(0.5)
    assert len(told()) == 1


def test_sl20_sl23_nothing_is_unfurled_and_no_second_truth(stage: SlackStage) -> None:
    """SL20, SL23: no link of ours unfurls, and neither canvases nor lists are ever touched."""
    stage.say(SARA, "called Acme Corp, see https://example.com/offer")
    assert all(each.active == [] for each in stage.fake.workspace.ledger)
    methods = {call["method"] for call in stage.fake.do("calls")}
    assert not any(method.startswith(("canvases.", "slackLists.", "chat.unfurl")) for method in methods)


def test_sl19_in_the_agent_view_each_message_is_a_thread(stage: SlackStage) -> None:
    """SL19: an app with the agent view is answered, corrected and undone in the thread of the message; lists go on across them."""
    stage.platform.app = replace(stage.platform.app, agent=True)
    stage.platform._intake._app = stage.platform.app  # type: ignore[union-attr]
    ts = stage.fake.do("say", user=SARA, text="called Acme Corp, wants 3 seats")
    assert until(lambda: bool(stage.fake.workspace.ledger))
    told = stage.fake.workspace.ledger[-1]
    assert told.thread_ts == ts
    after = stage.press(SARA, told, "Undo")
    assert (after.method, after.ts) == ("chat.update", told.ts)
    first = stage.say(SARA, "remind me to call Acme Corp tomorrow at 10am")
    stage.say(SARA, "today and tomorrow")
    assert stage.say(SARA, "tomorrow").thread_ts != first.thread_ts
    assert "Done" in stage.say(SARA, "done 1").text


# -- edits -------------------------------------------------------------------------------------------------------------


def test_sl11_a_press_rewrites_the_message(stage: SlackStage) -> None:
    """SL11: the buttons vanish, the receipt stays, and what became of it stands below: one message, not two."""
    told = stage.say(SARA, "called Acme Corp, wants 3 seats")
    after = stage.press(SARA, told, "Undo")
    assert (after.method, after.ts) == ("chat.update", told.ts)
    assert "logged on Acme Corp" in after.text
    assert "Undone" in after.text
    assert labels(after.blocks) == ["Redo"]
    again = stage.press(SARA, after, "Redo")
    assert (again.method, again.ts) == ("chat.update", told.ts)
    assert len(stage.fake.workspace.channels["D0SARA"].messages) == 2


def test_sl11_an_answered_question_becomes_its_receipt(stage: SlackStage) -> None:
    """SL11: pressing an answer turns the question into the receipt."""
    asked = stage.say(SARA, "log call with Nobody Known, wants a quote")
    assert "Create it and log" in labels(asked.blocks)
    done = stage.press(SARA, asked, "Create it and log")
    assert (done.method, done.ts) == ("chat.update", asked.ts)
    assert "logged on Nobody Known" in done.text


def test_sl11_ephemeral_messages_are_rewritten_too(stage: SlackStage) -> None:
    """SL11: what only the asker sees is rewritten by the press's own address."""
    told = stage.answer(lambda: stage.fake.do("slash", user=SARA, text="log called Acme Corp, fine", channel=SALES))
    after = stage.press(SARA, told, "Undo")
    assert (after.method, after.user) == ("response_url", SARA)
    assert "Undone" in after.text


def test_sl14_the_text_says_what_the_blocks_say(stage: SlackStage) -> None:
    """SL14: the notification's text is the sentence itself."""
    told = stage.say(SARA, "called Acme Corp, wants 3 seats")
    kept = stage.fake.workspace.channels["D0SARA"].message(told.ts) or {}
    assert "logged on Acme Corp" in kept["text"]


@pytest.mark.parametrize(
    "said",
    [
        "remind me to call Acme Corp tomorrow at 3pm",
        "remind me tomorrow at 3pm to call Acme Corp",
        "remind me to call Acme Corp in 20 minutes",
        "remind me on Friday to call Acme Corp",
        "remind me to call Acme Corp every Monday",
    ],
)
def test_sl16_the_words_of_slacks_own_reminders(stage: SlackStage, said: str) -> None:
    """SL16: what one would write after /remind works verbatim, in both orders."""
    stage.answer(lambda: stage.fake.do("slash", user=SARA, text=said, channel=SALES))
    assert len(stage.due()) == 1


def test_sl17_reminders_are_our_own(stage: SlackStage) -> None:
    """SL17: neither reminders.add nor chat.scheduleMessage is ever called: the notebook is the one truth."""
    stage.say(SARA, "remind me to call Acme Corp tomorrow at 3pm")
    methods = {call["method"] for call in stage.fake.do("calls")}
    assert not methods & {"reminders.add", "chat.scheduleMessage"}


def test_sl22_one_welcome(stage: SlackStage) -> None:
    """SL22, 6-10: the first time the talk is opened there is a welcome with a practice call; never again."""
    told = stage.answer(lambda: stage.open_home(SARA, "messages"))
    assert "Hi Sara" in told.text
    assert "can't read your channels" in told.text
    assert stage.silence(lambda: stage.open_home(SARA, "messages"))
    asked = stage.press(SARA, told, "Try it: log a practice call")
    assert "Practice Co" in asked.text
    done = stage.say(SARA, "they want 3 seats")
    assert "logged on Practice Co" in done.text
    assert "removed the practice call" in done.text
    with stage.office.read(stage.ids[SARA]) as crm:
        assert crm.customers.count() == 2
        assert crm.steps.last() is None


def test_a_deleted_message_is_taken_back(stage: SlackStage) -> None:
    """SL11, R: deleting the message undoes what it wrote, and says so; deleting any other says nothing."""
    channel = stage.fake.workspace.direct(SARA)
    stage.say(SARA, "called Acme Corp, wants 3 seats")
    ts = next(each["ts"] for each in channel.messages if each.get("user") == SARA)
    told = stage.answer(lambda: stage.delete(SARA, ts))
    assert "Undone" in told.text
    assert stage.logs() == []
    assert stage.silence(lambda: stage.delete(SARA, ts))


def test_sl3_a_modal_survives_no_commit(stage: SlackStage) -> None:
    """SL3: the acknowledgement comes after the commit, for presses and modals too; R3 measures how soon."""
    stage.opened(lambda: stage.shortcut(SARA, "log_new"))
    assert until(lambda: all(each.state == "acked" for each in stage.fake.socket.envelopes.values()))
    with stage.office.read(None) as crm:
        kept = crm.transaction.session.exec(select(col(InboxRow.ext_id))).all()
    assert sorted(kept) == sorted(each.payload["trigger_id"] for each in stage.fake.socket.envelopes.values())


# -- tables and charts ---------------------------------------------------------------------------------------------------


def table_of(kind: type[Table], **more: Any) -> Outgoing:
    """A message with a table of two rows, one cell of it empty."""
    place = Place(platform="slack", workspace="T0DAFTAR", chat_id="D0SARA")
    part = kind(("Stage", "Deals"), (("New <!here>", "12"), ("Won", "")), "Pipeline", **more)
    return Outgoing(place=place, language="en", parts=(part,), mark="m1")


def test_sl12_tables_and_what_stands_in_for_them(stage: SlackStage) -> None:
    """SL12: a data table with caption, headings and no empty cell; then the older table; then lines: never a lost message."""
    kinds = []
    for refused in range(3):
        if refused:
            stage.fake.do("fault", kind="refuse", code="invalid_blocks", count=refused)
        told = stage.answer(lambda: stage.platform.send(table_of(Table)))
        kinds.append([block["type"] for block in told.blocks])
        assert "New <!here>" in told.text
        assert "Won · –" in told.text
        assert told.active == []
        stage.fake.do("clear_faults")
    assert kinds == [["data_table"], ["section", "table"], ["section"]]


def test_sl13_charts_and_what_stands_in_for_them(stage: SlackStage) -> None:
    """SL13: a chart of bars; where it is refused its rows are lines."""
    told = stage.answer(lambda: stage.platform.send(table_of(Chart, values=(12.0, 0.0))))
    assert told.blocks[0]["chart"]["series"][0]["data"][0] == {"label": "New <!here>", "value": 12.0}
    stage.fake.do("fault", kind="refuse", code="invalid_blocks")
    told = stage.answer(lambda: stage.platform.send(table_of(Chart, values=(12.0, 0.0))))
    assert told.text.splitlines()[-1] == "Won · –"


def test_sl12_what_does_not_fit_is_lines() -> None:
    """SL12: too many rows or columns, or rows of other lengths, are written as lines from the start."""
    place = Place(platform="slack", workspace="T", chat_id="D1")
    for heads, rows in (
        (("a",), (("1",),) * 101),
        (("a",) * 21, (("1",) * 21,)),
        (("a", "b"), (("1",),)),
        ((), (("1",),)),
    ):
        (post, *_) = write(Outgoing(place=place, language="en", parts=(Table(heads, rows),)))
        assert isinstance(post, Post)
        assert {block["type"] for block in post.blocks} == {"rich_text"}

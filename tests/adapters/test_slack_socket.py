"""Receiving by Socket Mode: one effect a gesture, outsiders refused, broken sockets mended, gaps repaired, logs silent."""

from __future__ import annotations

import logging
import re
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from adapters.slack import build
from adapters.slack.platform import Slack
from adapters.slack.read import FORMS
from bot.messages import Message
from bot.platform import BadToken
from bot.reply import Outgoing, Span, Text
from bot.settings import SlackSettings
from tests.adapters.slack_bench import GROUP, USER, SlackBench
from tests.adapters.stand import KeptInbox, receiving, until
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_state import SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "canary-966501234567"


@pytest.fixture
def bench() -> Iterator[SlackBench]:
    """A fresh fake whose events come again at once after half a second, with Slack's echo of our own messages."""
    with FakeSlack(ack_seconds=0.5, delays=(0.0,) * 100) as fake:
        made = SlackBench(fake)
        yield made
        made.platform.close()


def texts(bench: SlackBench, inbox: KeptInbox) -> list[str]:
    """The texts of the messages in the inbox, in its order."""
    seen = [bench.platform.read(row["body"]) for row in inbox.rows]
    return [each.text for each in seen if isinstance(each, Message)]


def connected(bench: SlackBench) -> bool:
    """Whether the platform's socket is up."""
    return bool(bench.fake.socket.connections)


def test_one_gesture_is_one_row(bench: SlackBench) -> None:
    """R5: ``message`` and ``app_mention`` of one message, and two messages with one ``client_msg_id``, are one row each."""
    inbox = KeptInbox()
    with receiving(bench.platform, inbox):
        for number in range(20):
            bench.fake.do("mention", user=USER, channel=GROUP, text=f"find {number}", also_message=True)
        for number in range(20):
            for _ in range(2):
                bench.fake.do("say", user=USER, text=f"note {number}", client_msg_id=f"same-{number}")
        assert until(lambda: bench.unconfirmed() == 0)
    # What was said before the socket was up is also found in the history: which of the two is kept first is open.
    assert sorted(texts(bench, inbox)) == sorted(
        f"{word} {number}" for word in ("find", "note") for number in range(20)
    )


def test_a_mention_without_client_msg_id_is_the_same_gesture(bench: SlackBench) -> None:
    """The two events of one message are one row also when only one of them carries the client's id."""
    inbox = KeptInbox()
    message = bench.fake.message(bench.fake.workspace.channels[GROUP], USER, "<@U0BOT> acme")
    bare = {key: value for key, value in message.items() if key != "client_msg_id"}
    with receiving(bench.platform, inbox):
        bench.deliver(bench.fake.event({**bare, "type": "app_mention", "channel": GROUP}))
        bench.deliver(bench.fake.event({**message, "channel": GROUP, "channel_type": "channel"}))
        assert until(lambda: bench.unconfirmed() == 0)
    assert len(inbox.rows) == 1


def test_events_that_name_no_message_are_not_one_gesture(bench: SlackBench) -> None:
    """Two broken ``message`` events without ``ts`` are two rows: each is put aside by the worker, none is lost as a repeat."""
    broken = {"type": "message", "channel_type": "im", "channel": "D7", "user": USER, "text": {"no": "text"}}
    inbox = KeptInbox()
    with receiving(bench.platform, inbox):
        for _ in range(2):
            bench.deliver(bench.fake.event(dict(broken)))
        assert until(lambda: bench.unconfirmed() == 0)
    assert [row["gesture"] for row in inbox.rows] == [None, None]


def test_duplicates_and_another_order_are_one_effect_each(bench: SlackBench) -> None:
    """R4: every event five times, shuffled: each is kept once and every envelope is confirmed."""
    inbox = KeptInbox()
    bench.fake.do("hold")
    for number in range(60):
        bench.fake.do("say", user=USER, text=f"note {number}")
    bench.fake.do("copies", number=5)
    with receiving(bench.platform, inbox):
        assert until(lambda: connected(bench))
        bench.fake.do("release", shuffle=True)
        assert until(lambda: len(bench.fake.socket.envelopes) == 300 and bench.unconfirmed() == 0)
    assert len(inbox.rows) == 60


def test_every_event_is_kept_and_confirmed(bench: SlackBench) -> None:
    """R3: 300 events at once are all kept, once each, and confirmed (how fast: ``./run.sh check R3``)."""
    inbox = KeptInbox()
    with receiving(bench.platform, inbox):
        assert until(lambda: connected(bench))
        for number in range(300):
            bench.fake.do("say", user=USER, text=f"note {number}")
        assert until(lambda: bench.unconfirmed() == 0 and len(inbox.rows) == 300)
    assert sorted(texts(bench, inbox)) == sorted(f"note {number}" for number in range(300))


def test_our_own_echo_is_not_kept(bench: SlackBench) -> None:
    """Slack tells us of our own messages and edits; they are confirmed and forgotten."""
    inbox = KeptInbox()
    place = bench.platform.read(bench.text_update("x")).place  # type: ignore[union-attr]
    told = Outgoing(place=place, language="en", parts=(Text((Span("Logged"),)),), mark="m1")
    with receiving(bench.platform, inbox):
        assert until(lambda: connected(bench))
        sent = bench.platform.send(told)
        bench.platform.send(Outgoing(place=place, language="en", parts=told.parts, mark="m2", edits=sent.message_id))
        assert until(lambda: len(bench.fake.socket.envelopes) == 2 and bench.unconfirmed() == 0)
    assert [row for row in inbox.rows if not row["ext_id"].startswith("gap:")] == []


@pytest.mark.parametrize(
    "fields",
    [
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"team_id": "T0OTHER"},
        {"deleted": True},
        {"is_bot": True},
    ],
    ids=str,
)
def test_outsiders_are_refused(bench: SlackBench, fields: dict[str, Any]) -> None:
    """SEC3: guests, strangers, other workspaces, the deactivated and bots are nobody, by message, click and command."""
    inbox = KeptInbox()
    bench.fake.do("add_user", user="U0OUT")
    with receiving(bench.platform, inbox):
        assert until(lambda: connected(bench))
        bench.fake.do("add_user", user="U0OUT", **fields)
        message = bench.fake.message(bench.fake.workspace.channels[GROUP], "U0OUT", "<@U0BOT> acme")
        bench.deliver(
            bench.fake.event({**message, "type": "app_mention", "channel": GROUP}),
            bench.fake.pressed("U0OUT", "tok", "D0OUT", "1.1"),
        )
        bench.fake.do("slash", user="U0OUT", text="acme", channel=GROUP)
        assert until(lambda: bench.unconfirmed() == 0 and len(inbox.rows) == 3)
    assert [bench.platform.read(row["body"]) for row in inbox.rows] == [None, None, None]


def test_somebody_whom_slack_cannot_tell_is_not_lost(bench: SlackBench) -> None:
    """When ``users.info`` fails the message is kept all the same."""
    inbox = KeptInbox()
    bench.fake.do("fault", kind="error", method="users.info", count=None)
    with receiving(bench.platform, inbox):
        bench.fake.do("say", user=USER, text="called Sara")
        assert until(lambda: texts(bench, inbox) == ["called Sara"] and bench.unconfirmed() == 0)


def test_a_command_is_confirmed_and_answered_to_its_author(bench: SlackBench) -> None:
    """``/crm acme`` in a channel becomes a message whose place only its author sees; a click there goes the same way."""
    inbox = KeptInbox()
    bench.fake.do("add_channel", channel=GROUP, members=["U0BOT", USER])
    with receiving(bench.platform, inbox):
        assert until(lambda: connected(bench))
        bench.fake.do("slash", user=USER, text="acme", channel=GROUP)
        assert until(lambda: len(inbox.rows) == 1 and bench.unconfirmed() == 0)
        seen = bench.platform.read(inbox.rows[0]["body"])
        assert isinstance(seen, Message)
        bench.platform.send(Outgoing(place=seen.place, language="en", parts=(Text((Span("Acme Corp"),)),)))
        [shown] = bench.fake.do("ephemerals")
        bench.fake.do("click", user=USER, token="tok", channel=GROUP, ts=shown["ts"])
        assert until(lambda: len(inbox.rows) == 2)
        pressed = bench.platform.read(inbox.rows[1]["body"])
    assert (shown["channel"], shown["user"]) == (GROUP, USER)
    assert pressed is not None
    assert pressed.place == seen.place


@pytest.mark.parametrize(
    "payload", [None, [1, 2], 7, "text", {}, {"type": "event_callback", "event_id": "Ev1", "event": 5}]
)
def test_an_envelope_of_nonsense_is_confirmed(bench: SlackBench, payload: Any) -> None:
    """R6: whatever the payload is, it is put aside once and does not come again, and the next message is heard."""
    inbox = KeptInbox()
    with receiving(bench.platform, inbox):
        assert until(lambda: connected(bench))
        bench.fake.do("give", payload=payload)
        bench.fake.do("say", user=USER, text="after")
        assert until(lambda: bench.unconfirmed() == 0 and len(inbox.rows) == 2)

    def readable(row: dict[str, Any]) -> bool:
        try:
            bench.platform.read(row["body"])
        except ValueError:
            return False
        return True

    # Envelopes are taken by several threads: which of the two is kept first is open.
    assert sorted(readable(row) for row in inbox.rows) == [False, True]


def test_a_broken_socket_is_replaced(bench: SlackBench) -> None:
    """R25 in small: after a cut, Slack's own refresh, and two seconds without service the bot hears again."""
    inbox = KeptInbox()
    with receiving(bench.platform, inbox):
        for number, how in enumerate(("cut", "disconnect", "outage")):
            assert until(lambda: connected(bench))
            if how == "outage":
                bench.fake.do("outage", on=True)
                time.sleep(2)
                bench.fake.do("outage", on=False)
            else:
                bench.fake.do(how)
            bench.fake.do("say", user=USER, text=f"note {number}")
            assert until(lambda n=number: texts(bench, inbox)[-1:] == [f"note {n}"]), how  # type: ignore[misc]
        assert until(lambda: bench.unconfirmed() == 0)
    assert len(inbox.rows) == 3


def test_a_client_that_lost_its_place_is_replaced(bench: SlackBench, caplog: pytest.LogCaptureFixture) -> None:
    """slack_sdk never finds back after a read that timed out in the middle of a frame; what it took for a frame is in no log."""
    caplog.set_level(logging.DEBUG)
    inbox = KeptInbox()
    with receiving(bench.platform, inbox):
        assert until(lambda: connected(bench))
        opened = bench.fake.socket.opened
        bench.fake.do("garble", text="a customer's words")
        assert until(lambda: bench.fake.socket.opened > opened)
        bench.fake.do("say", user=USER, text="heard again")
        assert until(lambda: texts(bench, inbox)[-1:] == ["heard again"])
    assert not any("customer's words" in record.getMessage() for record in caplog.records)


def test_sockets_leave_no_threads_behind(bench: SlackBench) -> None:
    """R25: twelve cuts later there are as many threads as before."""
    inbox = KeptInbox()
    with receiving(bench.platform, inbox):
        assert until(lambda: connected(bench))
        bench.fake.do("say", user=USER, text="first")
        assert until(lambda: len(inbox.rows) == 1)
        before = threading.active_count()
        for number in range(12):
            opened = bench.fake.socket.opened
            bench.fake.do("disconnect" if number % 2 else "cut")
            assert until(lambda o=opened: bench.fake.socket.opened > o)  # type: ignore[misc]
        bench.fake.do("say", user=USER, text="last")
        assert until(lambda: texts(bench, inbox)[-1:] == ["last"])
        assert until(lambda: threading.active_count() <= before + 2)


def test_the_watchdog_starts_anew(bench: SlackBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """FACT6: a socket that shows no life is thrown away, whatever its own client thinks of it."""
    monkeypatch.setattr("adapters.slack.platform.SILENT_SECONDS", 1.0)
    inbox = KeptInbox()
    with receiving(bench.platform, inbox):
        assert until(lambda: connected(bench))
        bench.fake.do("silence")
        assert until(lambda: bench.fake.socket.opened >= 2)
        bench.fake.do("say", user=USER, text="heard again")
        assert until(lambda: "heard again" in texts(bench, inbox))


def test_what_was_said_meanwhile_is_found(bench: SlackBench) -> None:
    """R8: 500 direct messages whose delivery Slack gave up are read from the history, in order, each once."""
    inbox = KeptInbox()
    channel = bench.fake.workspace.channels[bench.chat_id]
    with receiving(bench.platform, inbox):
        bench.fake.do("say", user=USER, text="before")
        assert until(lambda: texts(bench, inbox) == ["before"])
        bench.fake.do("outage", on=True)
        for number in range(500):
            bench.fake.message(channel, USER, f"note {number}")
        bench.fake.do("outage", on=False)
        assert until(lambda: len(inbox.rows) == 501 and connected(bench))
        bench.fake.do("say", user=USER, text="after")
        assert until(lambda: len(inbox.rows) == 502)
    assert sorted(texts(bench, inbox)) == sorted(["before", *(f"note {number}" for number in range(500)), "after"])


def test_gaps_wait_for_slacks_limits(bench: SlackBench) -> None:
    """The repair waits out a 429 and asks for nothing within it; without the scope it gives up quietly."""
    inbox = KeptInbox()
    channel = bench.fake.workspace.channels[bench.chat_id]
    bench.fake.message(channel, USER, "missed")
    bench.fake.do("fault", kind="slow_down", method="conversations.history", seconds=1)
    with receiving(bench.platform, inbox):
        assert until(lambda: texts(bench, inbox) == ["missed"])
    assert bench.fake.do("figures")["breaches"] == 0
    bench.fake.do("scopes", scopes=["chat:write", "users:read"])
    with receiving(bench.platform, inbox):
        bench.fake.do("say", user=USER, text="heard")
        assert until(lambda: texts(bench, inbox)[-1:] == ["heard"])


def test_a_refused_app_token_ends_receiving(bench: SlackBench) -> None:
    """A wrong app token is said in one sentence and not tried again for ever."""
    wrong = Slack(bench.fake.bot_token, "xapp-wrong", bench.fake.api_base)
    with pytest.raises(BadToken, match="DAFTAR_SLACK__APP_TOKEN"):
        wrong.receive(KeptInbox(), threading.Event())


def test_starting_before_slack_is_there(bench: SlackBench) -> None:
    """Built while Slack cannot be reached, the platform introduces itself later and then hears."""
    bench.fake.do("fault", kind="error", method="auth.test", count=2)
    settings = SlackSettings.model_validate(
        {"bot_token": bench.fake.bot_token, "app_token": bench.fake.app_token, "api_base": bench.fake.api_base}
    )
    platform = build(settings)
    assert platform.workspace == ""
    inbox = KeptInbox()
    with receiving(platform, inbox):
        bench.fake.do("say", user=USER, text="early")
        assert until(lambda: len(inbox.rows) == 1)
    assert platform.workspace == "T0DAFTAR"


def test_building_without_tokens_says_which() -> None:
    """A missing or swapped token is one sentence that names the setting."""
    with pytest.raises(BadToken, match="DAFTAR_SLACK__BOT_TOKEN"):
        build(SlackSettings())


def test_nothing_secret_is_logged(bench: SlackBench, caplog: pytest.LogCaptureFixture) -> None:
    """SEC9: at DEBUG, with failures forced, no token, ticket or word of a customer is in any log line."""
    caplog.set_level(logging.DEBUG)
    inbox = KeptInbox(failing=OSError(CANARY))
    place = bench.platform.read(bench.text_update("x")).place  # type: ignore[union-attr]
    told = Outgoing(place=place, language="en", parts=(Text((Span(CANARY, "value"),)),), mark="m")
    with receiving(bench.platform, inbox):
        bench.fake.do("say", user=USER, text=CANARY)
        assert until(lambda: inbox.tried > 0)
        for kind in ("garbage", "error", "reset", "refuse"):
            bench.fake.do("fault", kind=kind)
            with pytest.raises(Exception, match=r".+") as caught:
                bench.platform.send(told)
            assert CANARY not in repr(caught.value)
        bench.fake.do("cut")
        inbox.failing = None
        assert until(lambda: len(inbox.rows) > 0)
    lines = "\n".join(
        f"{record.getMessage()} {record.exc_text or ''}"
        for record in caplog.records
        if not record.name.startswith(("aiohttp", "asyncio"))
    )
    for secret in (CANARY, bench.fake.bot_token, bench.fake.app_token, "ticket="):
        assert secret not in lines


def test_the_manifest_asks_for_what_the_code_uses(bench: SlackBench) -> None:
    """SL1, SL21: scopes, each with its reason in the README; events, command and shortcuts are those that the code reads."""
    text = (Path(__file__).parents[2] / "adapters" / "slack" / "manifest.yaml").read_text("utf-8")
    lists = {
        name: set(re.findall(r"- (\S+)", under))
        for name, under in re.findall(r"^ +(bot|bot_events):\n((?: +- \S+\n)+)", text, re.MULTILINE)
    }
    scopes = lists["bot"]
    assert scopes <= set(SCOPES.split(","))
    assert lists["bot_events"] == {"app_home_opened", "app_mention", "message.im"}
    assert set(re.findall(r"callback_id: (\S+)", text)) == set(FORMS)
    assert "channels:history" not in text
    assert "socket_mode_enabled: true" in text
    assert "- command: /crm\n" in text
    readme = (Path(__file__).parents[2] / "adapters" / "slack" / "README.md").read_text("utf-8")
    assert all(f"`{scope}`" in readme for scope in scopes)
    bench.fake.do("scopes", scopes=sorted(scopes))
    bench.platform.introduce()
    assert bench.platform.scopes == scopes

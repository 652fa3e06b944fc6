"""What Slack's sending promises beyond the contract: marks and look-up, limits, escapes, places, and where bytes may go."""

from __future__ import annotations

import json
import secrets
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from adapters.slack.client import own_host_or_loopback
from adapters.slack.platform import Slack
from adapters.slack.send import own_or_files_host
from adapters.slack.write import LIMITS, Post, Upload, write
from bot.delivering.outgoing_kept import place_to_json, to_json
from bot.delivering.sending import Confirmed, Doubtful, Sending
from bot.messages import Place
from bot.platform import BadToken, MaybeSent, NotSent, Refused, SlowDown
from bot.reply import Document, Key, Outgoing, Part, Span, Text
from core.clock import SystemClock
from core.crm import Office
from tests.adapters.slack_bench import GROUP, USER, SlackBench
from tests.adapters.stand import balanced
from tests.blank import blank_notebook
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_blocks import active, problems

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def bench() -> Iterator[SlackBench]:
    """A fresh fake and a platform on it that only sends."""
    with FakeSlack(echo=False) as fake:
        yield SlackBench(fake)


def outgoing(bench: SlackBench, *parts: Part | str, chat: str = "", thread: str | None = None, **more: Any) -> Outgoing:
    """A delivery with a mark of its own."""
    place = Place(platform="slack", workspace="T0DAFTAR", chat_id=chat or bench.chat_id, thread_id=thread)
    whole = tuple(Text((Span(part),)) if isinstance(part, str) else part for part in parts)
    return Outgoing(**{"place": place, "language": "en", "parts": whole, "mark": secrets.token_urlsafe(16), **more})


def test_an_uncertain_delivery_is_found_by_its_mark(bench: SlackBench) -> None:
    """After a lost answer the look-up tells the ts under which the message stands (FACT7)."""
    began = time.time()
    bench.fake.do("fault", kind="lost")
    told = outgoing(bench, "Call Acme")
    with pytest.raises(MaybeSent):
        bench.platform.send(told)
    found = bench.platform.look_up(told, began)
    assert found is not None
    assert [found.message_id] == [each.ts for each in bench.fake.workspace.ledger]


def test_what_did_not_arrive_is_none_after_the_wait(bench: SlackBench) -> None:
    """A request that broke before its effect is not there, and that is said only once it has had time to settle."""
    began = time.time()
    bench.fake.do("fault", kind="reset")
    told = outgoing(bench, "Call Acme")
    with pytest.raises(MaybeSent):
        bench.platform.send(told)
    assert bench.platform.look_up(told, began) is None
    assert time.time() - began >= bench.platform.history.settle_seconds


def test_a_delivery_that_lands_late_is_found(bench: SlackBench) -> None:
    """A message that Slack carries out while we look counts as arrived."""
    began = time.time()
    bench.platform.history.settle_seconds = 1.0
    told = outgoing(bench, "Call Acme")
    bench.fake.do("fault", kind="delay", method="conversations.history", seconds=0.1)
    channel = bench.fake.workspace.channels[bench.chat_id]

    read = bench.platform.history._read

    def and_then_it_lands(*given: Any) -> Any:
        first = read(*given)
        if not channel.messages:
            bench.platform.send(told)
        return first

    bench.platform.history._read = and_then_it_lands  # type: ignore[method-assign,assignment]
    assert bench.platform.look_up(told, began) is not None
    assert len(bench.fake.workspace.ledger) == 1


def test_an_old_attempt_needs_no_wait(bench: SlackBench) -> None:
    """A row left over by a dead process is judged by one read: it has long settled."""
    bench.platform.history.settle_seconds = 25.0
    found: list[Any] = []
    told = outgoing(bench, "x")
    looking = threading.Thread(target=lambda: found.append(bench.platform.look_up(told, time.time() - 30)), daemon=True)
    looking.start()
    looking.join(20)
    assert found == [None]
    assert [each["method"] for each in bench.fake.do("calls")].count("conversations.history") == 1


def test_the_history_is_read_page_by_page(bench: SlackBench) -> None:
    """A mark behind hundreds of later messages is found."""
    began = time.time()
    sent = bench.platform.send(told := outgoing(bench, "first"))
    for _ in range(450):
        bench.fake.message(bench.fake.workspace.channels[bench.chat_id], USER, "chatter")
    assert bench.platform.look_up(told, began) == sent


def test_what_cannot_be_told_is_not_guessed(bench: SlackBench) -> None:
    """Too much history, no scope, an unreadable answer or an ephemeral message give NotSent, not None."""
    began = time.time() - 10
    with pytest.raises(NotSent):
        bench.platform.look_up(outgoing(bench, "x", chat=GROUP), began)
    with pytest.raises(NotSent):
        bench.platform.look_up(outgoing(bench, "x", chat=f"{GROUP}:{USER}"), began)
    for kind in ("error", "garbage", "slow_down", "lost"):
        bench.fake.do("fault", kind=kind, method="conversations.history", strict=False)
        with pytest.raises(NotSent):
            bench.platform.look_up(outgoing(bench, "x"), began)
    for _ in range(1001):
        bench.fake.message(bench.fake.workspace.channels[bench.chat_id], USER, "chatter")
    with pytest.raises(NotSent):
        bench.platform.look_up(outgoing(bench, "x"), began)


def test_a_rewritten_message_is_looked_up_where_it_stands(bench: SlackBench) -> None:
    """An edit of an old message is found by its new mark, though the message is older than the attempt."""
    first = bench.platform.send(outgoing(bench, "Done?"))
    bench.fake.do("fault", kind="lost", method="chat.update")
    again = outgoing(bench, "Done by you", edits=first.message_id)
    with pytest.raises(MaybeSent):
        bench.platform.send(again)
    assert bench.platform.look_up(again, time.time() + 3600) == first


def test_a_second_attempt_adds_only_what_is_missing(bench: SlackBench) -> None:
    """Of a long text with a file, the parts that arrived are not sent twice, wherever the first attempt broke."""
    document = Document(name="customers.csv", data=b"name\nAcme\n")
    told = outgoing(bench, "word " * 5000, document)
    expected = len(write(told))
    assert expected >= 4
    began = time.time()
    for _ in range(expected - 1):
        bench.fake.do("fault", kind="lost")
        with pytest.raises(MaybeSent):
            bench.platform.send(told)
        assert bench.platform.look_up(told, began) is None
    bench.fake.do("fault", kind="lost", method="files.completeUploadExternal")
    with pytest.raises(MaybeSent):
        bench.platform.send(told)
    found = bench.platform.look_up(told, began)
    assert found is not None
    assert bench.platform.send(told).message_id == found.message_id
    assert len(bench.fake.workspace.ledger) == expected
    assert [each.part for each in bench.fake.workspace.ledger[:-1]] == list(range(expected - 1))


def test_what_a_dead_run_had_begun_is_finished(bench: SlackBench, tmp_path: Path) -> None:
    """Killed after the first message of a long answer with a file: the next run adds what is missing, and nothing twice."""
    notebook = blank_notebook(tmp_path / "slack.db")
    office = Office(notebook, SystemClock())
    document = Document(name="customers.csv", data=b"name\nAcme\n")
    told = outgoing(bench, "word " * 5000, document)
    with office.open(None, doing="given") as crm:
        crm.outbox.put(
            "long",
            platform="slack",
            bot=bench.platform.workspace,
            place=told.place.key,
            address=place_to_json(told.place),
            kind="reply",
            payload=to_json(told),
        )
    dead, bound = Sending(office, bench.platform, owner="dead"), Sending(office, bench.platform, owner="next")
    claimed = dead.claim()
    assert claimed is not None
    bench.fake.do("fault", kind="lost")
    assert isinstance(dead.deliver(claimed), Doubtful)
    (doubt,) = bound.left_behind()
    asked: Doubtful | None = doubt
    while asked is not None:
        asked = bound.settle(asked)
    again = bound.claim()
    assert again is not None
    confirmed = bound.deliver(again)
    assert isinstance(confirmed, Confirmed)
    bound.mark([confirmed])
    assert [each.part for each in bench.fake.workspace.ledger[:-1]] == list(range(len(write(told)) - 1))
    assert bench.fake.workspace.ledger[-1].file_name == document.name
    notebook.close()


def test_the_library_sends_nothing_twice(bench: SlackBench) -> None:
    """One request for one send, whatever breaks (FACT5, R12)."""
    for kind in ("reset", "lost", "error", "garbage"):
        before = len(bench.fake.do("calls"))
        bench.fake.do("fault", kind=kind)
        with pytest.raises(MaybeSent):
            bench.platform.send(outgoing(bench, "x"))
        assert len(bench.fake.do("calls")) == before + 1


@pytest.mark.parametrize(
    ("code", "kind", "dead"),
    [
        ("channel_not_found", Refused, True),
        ("is_archived", Refused, True),
        ("user_disabled", Refused, True),
        ("not_in_channel", Refused, True),
        ("account_inactive", Refused, False),
        ("token_revoked", Refused, False),
        ("missing_scope", Refused, False),
        ("ratelimited", SlowDown, False),
        ("rate_limited", SlowDown, False),
        ("fatal_error", MaybeSent, False),
        ("internal_error", MaybeSent, False),
        ("request_timeout", NotSent, False),
    ],
)
def test_each_code_has_its_meaning(bench: SlackBench, code: str, kind: type[Exception], dead: bool) -> None:
    """R17's permanent codes stop at once, the address is dead only where it is to blame; one call each."""
    before = len(bench.fake.do("calls"))
    bench.fake.do("fault", kind="refuse", code=code)
    with pytest.raises(kind) as caught:
        bench.platform.send(outgoing(bench, "x"))
    assert getattr(caught.value, "address_dead", False) is dead
    assert len(bench.fake.do("calls")) == before + 1


def test_a_person_is_written_to_in_their_direct_channel(bench: SlackBench) -> None:
    """A ``U…`` address opens the direct channel once; a deactivated person is refused, their address dead."""
    for _ in range(2):
        bench.platform.send(outgoing(bench, "Good morning", chat=USER))
    assert {each.channel for each in bench.fake.workspace.ledger} == {bench.chat_id}
    assert [each["method"] for each in bench.fake.do("calls")].count("conversations.open") == 1
    bench.fake.do("add_user", user="U0GONE", deleted=True)
    with pytest.raises(Refused) as caught:
        bench.platform.send(outgoing(bench, "x", chat="U0GONE"))
    assert caught.value.address_dead


def test_opening_a_channel_is_never_maybe_sent(bench: SlackBench) -> None:
    """When the channel cannot be opened nothing was posted, whatever broke."""
    for kind in ("lost", "error", "garbage", "reset"):
        bench.fake.do("fault", kind=kind, method="conversations.open")
        with pytest.raises(NotSent):
            bench.platform.send(outgoing(bench, "x", chat=USER))
    assert bench.fake.workspace.ledger == []


def test_an_answer_to_the_command_is_seen_by_its_author_alone(bench: SlackBench) -> None:
    """In a channel the answer is ephemeral; where the bot is no member it comes in the direct channel (SL6)."""
    bench.fake.do("add_channel", channel=GROUP, members=["U0BOT", USER])
    bench.fake.do("add_channel", channel="C0PRIVATE", members=[USER])
    for channel in (GROUP, "C0PRIVATE", "D0SOMEBODYELSE"):
        bench.platform.send(outgoing(bench, "Acme Corp", chat=f"{channel}:{USER}", keys=((Key("Log", "tok"),),)))
    told = [(each.method, each.channel, each.user) for each in bench.fake.workspace.ledger]
    assert told[0] == ("chat.postEphemeral", GROUP, USER)
    assert told[1:] == [("chat.postMessage", bench.chat_id, "")] * 2


def test_a_thread_is_answered_in_the_thread(bench: SlackBench) -> None:
    """``thread_id`` is where the answer goes."""
    bench.platform.send(outgoing(bench, "Acme Corp", chat=GROUP, thread="1795345000.000100"))
    assert bench.fake.workspace.ledger[0].thread_ts == "1795345000.000100"


def test_refused_blocks_are_written_plainly(bench: SlackBench) -> None:
    """A workspace that refuses the blocks gets the same text in the plainest ones, with its buttons (SL12)."""
    bench.fake.do("fault", kind="refuse", code="invalid_blocks")
    bench.platform.send(outgoing(bench, "a <b> & c", keys=((Key("Done", "tok"),),)))
    [seen] = bench.shown()
    assert (seen.text, seen.buttons) == ("a <b> & c", ((("Done", "tok"),),))
    assert [block["type"] for block in bench.fake.workspace.ledger[0].blocks] == ["section", "actions"]


def assert_harmless(value: str) -> None:
    """In every tone and in a label, in both languages, the value is only text."""
    for tone in ("plain", "value", "ltr", "strong"):
        spans = Text((Span("on "), Span(value, tone)))
        place = Place(platform="slack", workspace="T", chat_id="D1")
        for language in ("en", "ar"):
            told = Outgoing(place=place, language=language, parts=(spans,), keys=((Key(value, "tok"),),), mark="m")
            [post] = write(told)
            assert isinstance(post, Post)
            for arguments in (post.arguments("D1"), post.simple().arguments("D1")):
                assert active(arguments) == []
                assert problems(arguments["blocks"]) == []
                assert (arguments["unfurl_links"], arguments["unfurl_media"], arguments["parse"]) == (
                    False,
                    False,
                    "none",
                )
                assert balanced(arguments["text"])
                assert arguments["metadata"]["event_payload"] == {"d": "m"}


@pytest.mark.parametrize(
    "value",
    [
        "<!everyone>",
        "<@U0ADMIN>",
        "&lt;!here&gt;",
        "@channel",
        "https://evil.example|x",
        ":x:",
        "*b*\n> q",
        "\u202eabc",
    ],
)
def test_every_post_is_harmless(value: str) -> None:
    """SEC10: a hostile value gives no mention, link or broken block, on posts and edits alike."""
    assert_harmless(value)


def test_the_shared_injections_are_harmless(shared: Path) -> None:
    """SEC10 with the whole list of injections."""
    told = json.loads((shared / "nasty" / "chat_injection.json").read_text("utf-8"))
    values = [case["text"] for case in told if isinstance(case.get("text"), str)]
    assert len(values) > 10
    for value in values:
        assert_harmless(value)


def test_many_buttons_keep_to_the_limits() -> None:
    """Rows of more than five are broken, no block has more than 25 elements, every action has its own id."""
    place = Place(platform="slack", workspace="T", chat_id="D1")
    keys = tuple(tuple(Key("x" * 100, f"t{row}{at}") for at in range(8)) for row in range(6))
    [post] = write(Outgoing(place=place, language="en", parts=(Text((Span("Which?"),)),), keys=keys))
    assert isinstance(post, Post)
    assert problems(list(post.blocks)) == []
    rows = [block["elements"] for block in post.blocks if block["type"] == "actions"]
    assert [len(row) for row in rows] == [5, 3] * 6
    assert [each["value"] for row in rows for each in row] == [key.token for row in keys for key in row]


def test_a_delivery_of_a_file_alone_names_it() -> None:
    """There is always a message to carry the mark and the notification."""
    place = Place(platform="slack", workspace="T", chat_id="D1")
    post, upload = write(Outgoing(place=place, language="ar", parts=(Document(name="عملاء.csv", data=b"x"),), mark="m"))
    assert isinstance(post, Post)
    assert isinstance(upload, Upload)
    assert "عملاء.csv" in post.text
    assert LIMITS.text > 3000


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://files.slack.com/upload/v1/x", True),
        ("http://files.slack.com/upload/v1/x", False),
        ("https://files.slack.com@evil.example/x", False),
        ("https://evil.example/files.slack.com/x", False),
        ("https://files.slack.com.evil.example/x", False),
        ("http://169.254.169.254/latest", False),
        ("http://127.0.0.1:9100/api/upload/x", False),
    ],
)
def test_files_go_to_slacks_host_alone(url: str, fine: bool) -> None:
    """SEC16 in the other direction: a customer's file is not handed to any host but Slack's."""
    if fine:
        own_or_files_host(url, "https://slack.com/api/")
    else:
        with pytest.raises(Refused):
            own_or_files_host(url, "https://slack.com/api/")


@pytest.mark.parametrize("url", ["https://slack.com/api", "http://127.0.0.1:9100/api/", "http://[::1]:1/api/"])
def test_slack_or_loopback(url: str) -> None:
    """The official host and this machine may stand before a method."""
    assert own_host_or_loopback(url).endswith("/api/")


@pytest.mark.parametrize(
    "url", ["https://evil.example/api/", "http://slack.com/api/", "https://slack.com@evil.example/", "x"]
)
def test_no_foreign_host(url: str) -> None:
    """Nothing else may: the token would go there."""
    with pytest.raises(ValueError, match="loopback"):
        own_host_or_loopback(url)


def test_a_wrong_token_is_one_sentence(bench: SlackBench) -> None:
    """A refused bot token says which setting mends it and does not show the token."""
    wrong = Slack("xoxb-wrong-secret", "xapp-x", bench.fake.api_base)
    with pytest.raises(BadToken, match="DAFTAR_SLACK__BOT_TOKEN") as caught:
        wrong.introduce()
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(wrong)

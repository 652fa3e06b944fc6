"""Receiving and sending on a bad day: kills, resets, conflicts, half answers, long messages, tokens in logs."""

from __future__ import annotations

import json
import logging
import random
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from adapters.telegram import build, wire
from adapters.telegram.receive import ext_id_of, storable
from bot.messages import Place
from bot.platform import MaybeSent, NotSent, Refused, SlowDown
from bot.reply import Key, Outgoing, Span, Text
from bot.says.engine import REPEAT
from bot.settings import TelegramSettings
from tests.adapters.stand import KeptInbox, receiving, until
from tests.adapters.telegram_bench import LINA, TelegramBench
from tests.fakes.telegram import NAME, TOKEN, FakeTelegram
from tests.fakes.telegram_faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from core.talking.raw import Raw


@pytest.fixture
def bench() -> Iterator[TelegramBench]:
    """A fresh server and a platform on it."""
    with FakeTelegram() as fake:
        bench = TelegramBench(fake)
        yield bench
        bench.platform.close()


def outgoing(text: str, **more: Any) -> Outgoing:
    """A message to Lina."""
    place = Place(platform="telegram", workspace="7000000001", chat_id=str(LINA))
    fields: dict[str, Any] = {"place": place, "language": "en", "parts": (Text((Span(text),)),), "mark": "m" * 22}
    return Outgoing(**(fields | more))


def said(bench: TelegramBench, *texts: str) -> None:
    """Lina writes these."""
    bench.deliver(*(bench.text_update(text) for text in texts))


def test_killed_again_and_again_it_loses_nothing(tmp_path: Path) -> None:
    """R1 in small: 300 updates, the receiving process killed six times among them, 300 rows in order, none twice."""
    path = tmp_path / "inbox.db"
    delivered, again = 0, 0
    with FakeTelegram() as fake:
        command = [sys.executable, "-m", "tests.adapters.telegram_bench", fake.address, str(path)]
        for run in range(7):
            with subprocess.Popen(command) as process:  # noqa: S603 - our own module
                again += len(fake.updates.waiting)
                for _ in range(43 if run < 6 else 42):
                    fake.deliver(fake.updates.says(LINA, f"update {delivered}"))
                    delivered += 1
                if run < 6:  # before everything is received and confirmed
                    assert until(lambda: _rows(path) >= delivered - 20)  # noqa: B023
                else:
                    assert until(lambda: not fake.updates.waiting)
                process.kill()
        with sqlite3.connect(path) as inbox:
            rows = [text for (text,) in inbox.execute("SELECT text FROM inbox ORDER BY rowid")]
    assert rows == [f"update {number}" for number in range(300)]
    assert again > 0, "no kill came between the commit and its confirmation"


def _rows(path: Path) -> int:
    try:
        with sqlite3.connect(path, timeout=5) as inbox:
            return int(inbox.execute("SELECT count(*) FROM inbox").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_ids_that_begin_anew_are_seen(bench: TelegramBench) -> None:
    """R7: after a quiet time Telegram begins at a lower id; what comes then is received, not confirmed unseen."""
    inbox = KeptInbox()
    with receiving(bench.platform, inbox):
        said(bench, "high")
        assert until(lambda: len(inbox.rows) == 1 and bench.fake.polls >= 2)
        low = bench.fake.updates.says(LINA, "low")
        bench.deliver({"update_id": 3, **low})
        assert until(lambda: [row["ext_id"] for row in inbox.rows][1:] == ["3"])
        assert until(lambda: bench.unconfirmed() == 0)


def test_doubled_and_shuffled_batches_are_one_row_each(bench: TelegramBench) -> None:
    """R4 in small: every update twice and in any order gives each its one row."""
    bench.fake.updates.twice = True
    bench.fake.updates.shuffled = random.Random(4)
    inbox = KeptInbox()
    said(bench, *(f"text {number}" for number in range(150)))
    with receiving(bench.platform, inbox):
        assert until(lambda: bench.unconfirmed() == 0)
    assert len({row["body"]["message"]["text"] for row in inbox.rows}) == len(inbox.rows) == 150


def test_a_shuffled_batch_that_breaks_off_confirms_only_what_is_kept(bench: TelegramBench) -> None:
    """When the inbox fails in the middle of a batch out of order, what was not kept comes again."""

    class OnceFull(KeptInbox):
        """An inbox that fails at its fourth row, once."""

        def put(self, ext_id: str, body: dict[str, Any], *, gesture: str | None = None, chat: str = "") -> bool:
            self.failing = OSError("disk full") if self.tried == 3 else None
            return super().put(ext_id, body, gesture=gesture, chat=chat)

        def put_many(self, updates: Sequence[Raw]) -> list[bool]:
            if len(updates) > 1:
                raise OSError("disk full")
            return super().put_many(updates)

    bench.fake.updates.shuffled = random.Random(1)
    inbox = OnceFull()
    said(bench, *(f"text {number}" for number in range(20)))
    with receiving(bench.platform, inbox):
        assert until(lambda: bench.unconfirmed() == 0)
    assert len(inbox.rows) == 20


def test_what_has_no_id_is_kept_once_and_stalls_nothing(bench: TelegramBench) -> None:
    """R6: things that are no updates are put aside under a digest, those behind them arrive."""
    inbox = KeptInbox()
    bench.fake.do(lambda: bench.fake.updates.waiting.append({"update_id": "x", "message": {"text": "?"}}))
    assert ext_id_of(["nonsense"]) == ext_id_of(["nonsense"]) != ext_id_of(["other"])
    assert storable(["nonsense"]) == {"not_an_update": ["nonsense"]}
    bench.fake.updates.confirm_below = lambda offset: _confirm(bench, offset)  # type: ignore[method-assign]
    said(bench, "after")
    with receiving(bench.platform, inbox):
        assert until(lambda: len(inbox.rows) == 2)
    assert {row["ext_id"][0] for row in inbox.rows} == {"?", "5"}


def _confirm(bench: TelegramBench, offset: int) -> None:
    """As the server does, for a queue with an id that is no number."""
    waiting = bench.fake.updates.waiting
    bench.fake.updates.waiting = [
        each for each in waiting if not isinstance(each["update_id"], int) or each["update_id"] >= offset
    ]


def test_what_no_database_takes_is_made_storable() -> None:
    """NUL and lone surrogates, which JSON can carry, become U+FFFD before the commit; whole emoji stay."""
    told = json.loads('{"update_id": 1, "message": {"text": "a\\u0000b\\ud83d c\\ud83d\\ude00", "x": ["\\udc00"]}}')
    kept = storable(told)
    kept["message"]["text"].encode()
    assert kept["message"]["text"].replace("\ufffd", "?").startswith("a?b?")
    assert kept["message"]["text"].endswith(" c😀")
    assert "\udc00" not in kept["message"]["x"][0]


def test_stopping_does_not_wait_for_the_poll(bench: TelegramBench) -> None:
    """A long poll of twenty seconds is left when it is time to stop."""
    stop = threading.Event()
    thread = threading.Thread(target=bench.platform.receive, args=(KeptInbox(), stop))
    thread.start()
    assert until(lambda: bench.fake.polls >= 1)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_a_second_poller_is_reported_and_receiving_goes_on(
    bench: TelegramBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a 409 the operator is told why, and when the other one is gone the next update arrives."""
    bench.fake.arm(Fault("refuse", method="getupdates", code=409, times=2))
    inbox, told = KeptInbox(), list[str]()
    said(bench, "hello")
    platform: Any = bench.platform
    rest = platform._receiver._rest

    def noted(stop: threading.Event) -> None:
        told.append(platform.trouble)
        rest(stop)

    monkeypatch.setattr(platform._receiver, "_rest", noted)
    with receiving(bench.platform, inbox):
        assert until(lambda: len(inbox.rows) == 1)
        assert ["same bot token" in each for each in told] == [True, True]
        assert until(lambda: not platform.trouble)


def test_an_old_webhook_is_taken_down(bench: TelegramBench) -> None:
    """A webhook left over from another mode does not keep the bot deaf."""
    bench.fake.hook = {"url": "http://127.0.0.1:9/nowhere"}
    inbox = KeptInbox()
    said(bench, "hello")
    with receiving(bench.platform, inbox):
        assert until(lambda: len(inbox.rows) == 1)


@pytest.mark.parametrize(
    "fault", [Fault("reset"), Fault("status", code=502), Fault("garbage"), Fault("flood", seconds=1)]
)
def test_receiving_outlives_a_bad_answer(bench: TelegramBench, fault: Fault) -> None:
    """A broken poll is followed by another; nothing is lost, nothing doubled."""
    fault.method = "getupdates"
    bench.fake.arm(fault)
    inbox = KeptInbox()
    said(bench, "hello")
    with receiving(bench.platform, inbox):
        assert until(lambda: len(inbox.rows) == 1)
        assert until(lambda: bench.unconfirmed() == 0)


def test_a_cut_network_is_taken_up_again(bench: TelegramBench) -> None:
    """R25 in small: after a second without a server the bot receives again."""
    inbox = KeptInbox()
    platform: Any = bench.platform
    with receiving(bench.platform, inbox):
        assert until(lambda: bench.fake.polls >= 1)
        bench.fake.listening(on=False)
        assert until(lambda: "cannot be reached" in platform.trouble)
        bench.fake.listening(on=True)
        said(bench, "back")
        assert until(lambda: len(inbox.rows) == 1)


def test_a_press_is_answered_once_it_is_kept(bench: TelegramBench) -> None:
    """The button's spinner ends after the commit; that it could not be told hurts nothing."""
    sent = bench.platform.send(outgoing("Done?", keys=((Key("Done", "tok"),),)))
    press = bench.click_update("tok", sent.message_id)
    bench.fake.chats.queries.add(press["callback_query"]["id"])
    inbox = KeptInbox()
    with receiving(bench.platform, inbox):
        bench.deliver(press, bench.click_update("tok", sent.message_id))
        assert until(lambda: len(inbox.rows) == 2)
        assert until(lambda: [each["id"] for each in bench.fake.chats.answered] == [press["callback_query"]["id"]])
    assert bench.platform.read(inbox.rows[0]["body"]) is not None


def test_the_menu_is_set_at_the_start(bench: TelegramBench) -> None:
    """Four lists of commands are set; a server that refuses them changes nothing."""
    bench.fake.arm(Fault("refuse", method="setmycommands", code=400, text="Bad Request: no"))
    inbox = KeptInbox()
    said(bench, "hello")
    with receiving(bench.platform, inbox):
        assert until(lambda: [method for method, _ in bench.fake.calls].count("setmycommands") == 4)
        assert until(lambda: len(inbox.rows) == 1)


def test_a_long_message_goes_on_where_it_failed(bench: TelegramBench) -> None:
    """Of a message in three parts only what is missing is sent at the next attempt."""
    bench.fake.arm(Fault("reset", every=2))
    told = outgoing("word " * 2200)
    with pytest.raises(MaybeSent):
        bench.platform.send(told)
    assert len(bench.fake.ledger) == 1
    bench.platform.send(told)
    whole = "".join("".join(each.text for each in bench.fake.ledger).split())
    assert whole == "word" * 2200


def test_a_hanging_answer_may_have_been_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """R12: the effect happened and nothing comes back: the wait ends and says so."""
    with FakeTelegram() as fake:
        patient = TelegramBench(fake)
        monkeypatch.setattr(wire, "ANSWER_SECONDS", 0.4)
        bench = TelegramBench(fake)
        fake.arm(Fault("half_open", after=True))
        with pytest.raises(MaybeSent):
            bench.platform.send(outgoing("x"))
        assert until(lambda: len(fake.ledger) == 1)  # the wait may end before the effect
        patient.platform.send(outgoing("x", repeat=True))
        assert [each.text for each in fake.ledger] == ["x", f"x\n{REPEAT.en}"]
        bench.platform.close()
        patient.platform.close()


def test_every_call_is_made_once(bench: TelegramBench) -> None:
    """FACT5: neither the library nor we repeat a call by ourselves, whatever fails."""
    for fault in (Fault("reset"), Fault("lost"), Fault("status"), Fault("garbage"), Fault("flood", seconds=1)):
        bench.fake.calls.clear()
        bench.fake.arm(fault)
        with pytest.raises((MaybeSent, SlowDown)):
            bench.platform.send(outgoing("x"))
        assert [method for method, _ in bench.fake.calls] == ["sendmessage"]
        bench.shown()


@pytest.mark.parametrize(("seconds", "scope"), [(1, "chat"), (3, "chat"), (7, "all"), (30, "all")])
def test_a_long_wait_is_for_everybody(bench: TelegramBench, seconds: int, scope: str) -> None:
    """Telegram does not say whom a 429 is about: a short one is taken for the chat's own, a long one for all."""
    bench.fake.arm(Fault("flood", seconds=seconds))
    with pytest.raises(SlowDown) as caught:
        bench.platform.send(outgoing("x"))
    assert (caught.value.seconds, caught.value.scope) == (seconds, scope)


@pytest.mark.parametrize(
    ("code", "text", "dead"),
    [
        (403, "Forbidden: bot was blocked by the user", True),
        (403, "Forbidden: bot can't initiate conversation with a user", True),
        (403, "Forbidden: bot was kicked from the supergroup chat", True),
        (400, "Bad Request: chat not found", True),
        (400, "Bad Request: PEER_ID_INVALID", True),
        (400, "Bad Request: BUTTON_DATA_INVALID", False),
        (400, "Bad Request: can't parse entities", False),
        (401, "Unauthorized", False),
        (413, "Request Entity Too Large", False),
    ],
)
def test_a_refusal_says_whether_the_address_is_dead(bench: TelegramBench, code: int, text: str, *, dead: bool) -> None:
    """R17: only what is about the person or chat makes the address dead."""
    bench.fake.arm(Fault("refuse", code=code, text=text))
    with pytest.raises(Refused) as caught:
        bench.platform.send(outgoing("x"))
    assert caught.value.address_dead is dead


def test_a_delivery_cannot_be_looked_up(bench: TelegramBench) -> None:
    """FACT8: Telegram does not tell, so the sender must choose by itself."""
    with pytest.raises(NotSent):
        bench.platform.look_up(outgoing("x"), 0.0)


def test_no_token_in_any_log(bench: TelegramBench, caplog: pytest.LogCaptureFixture) -> None:
    """SEC9: at DEBUG, with failures, neither token nor text stands in a line, and the platform's repr has none."""
    caplog.set_level(logging.DEBUG)
    for fault in (None, Fault("garbage"), Fault("status"), Fault("refuse", code=400, text="Bad Request: x")):
        if fault is not None:
            bench.fake.arm(fault)
        with pytest.raises((MaybeSent, Refused)) if fault else nullcontext() as caught:
            bench.platform.send(outgoing("canary-text"))
        if caught is not None:
            assert TOKEN not in repr(caught.value) + repr(caught.value.__cause__)
    with receiving(bench.platform, KeptInbox()):
        assert until(lambda: bench.fake.polls >= 1)
    assert TOKEN.split(":")[1] not in caplog.text + repr(bench.platform)
    assert "canary-text" not in caplog.text


@pytest.mark.parametrize(
    "address",
    [
        "http://api.telegram.org",
        "https://api.telegram.org.evil.example",
        "https://evil@127.0.0.1.example",
        "http://10.0.0.1:9",
    ],
)
def test_the_token_goes_nowhere_else(address: str) -> None:
    """Only Telegram over TLS, or this machine, is ever told the token."""
    settings = TelegramSettings.model_construct(token=SecretStr(TOKEN), api_base=address, bot_name=NAME)
    with pytest.raises(ValueError, match="api_base"):
        build(settings)


@pytest.mark.parametrize("token", ["", "nonsense", "abc:def", "123456:"])
def test_a_token_that_is_none_is_refused(token: str) -> None:
    """What @BotFather would not have given is refused before anything is asked of the network."""
    with pytest.raises(ValueError, match="token"):
        build(TelegramSettings.model_validate({"token": token}))


def test_the_server_runs_as_a_process() -> None:
    """The fake serves from a process of its own and is steered over its control port."""
    command = [sys.executable, "-m", "tests.fakes.telegram"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own module
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        try:
            control = f"http://127.0.0.1:{told['control']}"
            _post(f"{control}/say", {"user": LINA, "text": "hello"})
            settings = {"token": told["token"], "api_base": f"http://127.0.0.1:{told['telegram']}", "bot_name": NAME}
            platform = build(TelegramSettings.model_validate(settings))
            inbox = KeptInbox()
            with receiving(platform, inbox):
                assert until(lambda: len(inbox.rows) == 1)
            _post(f"{control}/fault", {"kind": "lost"})
            with pytest.raises(MaybeSent):
                platform.send(outgoing("#one"))
            platform.close()
            with urllib.request.urlopen(f"{control}/ledger") as answer:  # noqa: S310 - loopback
                [entry] = json.load(answer)
            assert (entry["chat_id"], entry["text"], entry["marker"]) == (LINA, "#one", "one")
        finally:
            process.kill()


def _post(address: str, told: Any) -> Any:
    request = urllib.request.Request(  # noqa: S310 - loopback
        address, data=json.dumps(told).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - loopback
        return json.load(answer)

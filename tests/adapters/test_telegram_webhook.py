"""Webhook mode: 200 only after the commit, again until then, and nothing for forgers (RELIABILITY R2, SEC8)."""

from __future__ import annotations

import http.client
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import pytest
import uvicorn

from tests.adapters.stand import KeptInbox, until
from tests.adapters.telegram_bench import TelegramBench
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.telegram import Telegram

SECRET = "a-secret-of-forty-three-letters-0123456789_"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@contextmanager
def serving(app: Any) -> Iterator[int]:
    """The application on a loopback port."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert until(lambda: server.started)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(5)


@pytest.fixture
def bench() -> Iterator[TelegramBench]:
    """A fresh server and a platform on it."""
    with FakeTelegram() as fake:
        bench = TelegramBench(fake)
        yield bench
        bench.platform.close()


def test_updates_arrive_and_are_confirmed_after_the_commit(bench: TelegramBench) -> None:
    """While the inbox fails Telegram gets 503 and comes again; then every update is one row, in order."""
    inbox = KeptInbox(failing=OSError("disk full"))
    platform = cast("Telegram", bench.platform)
    with serving(platform.webhook(inbox, SECRET)) as port:
        platform.announce(f"http://127.0.0.1:{port}/telegram", SECRET)
        bench.deliver(*(bench.text_update(f"text {number}") for number in range(20)))
        assert until(lambda: len(bench.fake.hook_answers) >= 2)
        assert set(bench.fake.hook_answers) == {503}
        assert bench.unconfirmed() == 20
        inbox.failing = None
        assert until(lambda: bench.unconfirmed() == 0)
    assert [row["body"]["message"]["text"] for row in inbox.rows] == [f"text {number}" for number in range(20)]


GOOD = b'{"update_id": 1, "message": {}}'


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, GOOD, 401),
        ({HEADER: ""}, GOOD, 401),
        ({HEADER: SECRET[:-1]}, GOOD, 401),
        ({HEADER: SECRET + "x"}, GOOD, 401),
        ({HEADER: "\u00e9\u00ff"}, GOOD, 401),
        ({HEADER: "9" * 5000}, GOOD, 401),
        ({HEADER: SECRET}, b"", 403),
        ({HEADER: SECRET}, b"not json", 403),
        ({HEADER: SECRET}, b"\xff\xfe", 403),
        ({HEADER: SECRET}, b"[" * 100_000, 403),
        ({HEADER: SECRET}, b"[1]", 403),
        ({HEADER: SECRET}, b'{"update_id": "1"}', 403),
        ({HEADER: SECRET}, b"x" * (10 * 1024 * 1024), 413),
        ({HEADER: SECRET}, GOOD, 200),
    ],
)
def test_forged_and_broken_requests(bench: TelegramBench, headers: dict[str, str], body: bytes, status: int) -> None:
    """SEC8: what is not Telegram's own gets 401, 403 or 413, never 500, and leaves no row."""
    inbox = KeptInbox()
    platform = cast("Telegram", bench.platform)
    with serving(platform.webhook(inbox, SECRET)) as port:
        wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        wire.request("POST", "/telegram", body=body, headers=headers)
        assert wire.getresponse().status == status
        wire.close()
    assert len(inbox.rows) == (1 if status == 200 else 0)


@pytest.mark.parametrize("secret", ["", "short", "x" * 257, "with blanks in it, and long enough"])
def test_a_weak_secret_is_refused(bench: TelegramBench, secret: str) -> None:
    """A webhook without a secret worth the name is not opened."""
    with pytest.raises(ValueError, match="secret"):
        cast("Telegram", bench.platform).webhook(KeptInbox(), secret)

"""HTTP mode: what Slack signed is committed and then answered 200; everything else gets 401, 403 or 413, and never 500 (SEC8)."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import warnings
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from adapters.slack import build
from adapters.slack.platform import Door, Slack
from adapters.slack.web import LARGEST, web
from bot.messages import Message
from bot.platform import BadToken
from bot.settings import SlackSettings
from core.clock import MovableClock
from tests.adapters.slack_bench import USER, SlackBench
from tests.adapters.stand import KeptInbox, receiving, until
from tests.fakes.slack import FakeSlack

if TYPE_CHECKING:
    from starlette.testclient import TestClient

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
CANARY = "canary-966501234567"


class Taken:
    """What was committed; refuses as a full disk does while ``failing``."""

    def __init__(self) -> None:
        self.payloads: list[dict[str, Any]] = []
        self.failing = False

    def __call__(self, payload: dict[str, Any]) -> dict[str, Any] | None:
        """Keep it."""
        if self.failing:
            raise OSError("disk full")
        self.payloads.append(payload)
        return None


@pytest.fixture
def taken() -> Taken:
    """Nothing committed yet."""
    return Taken()


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands."""
    return MovableClock()


@pytest.fixture
def client(taken: Taken, clock: MovableClock) -> TestClient:
    """The application; an exception inside becomes a 500, as on the wire."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient
    return TestClient(web(taken, SECRET, clock), raise_server_exceptions=False)


def signed(body: bytes, clock: MovableClock, *, by: float = 0.0, secret: str = SECRET) -> dict[str, str]:
    """The headers that Slack sends; ``by`` seconds off."""
    stamp = str(int((clock.now() + timedelta(seconds=by)).timestamp()))
    made = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={made}",
        "Content-Type": "application/json",
    }


EVENT = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": {"type": "message"}}).encode()


def test_a_signed_event_is_taken_before_it_is_confirmed(client: TestClient, taken: Taken, clock: MovableClock) -> None:
    """200 for what Slack signed, after the commit; 503 while nothing can be committed, and the same request may come again."""
    taken.failing = True
    headers = signed(EVENT, clock)
    assert client.post("/slack", content=EVENT, headers=headers).status_code == 503
    taken.failing = False
    assert client.post("/slack", content=EVENT, headers=headers).status_code == 200
    assert [each["event_id"] for each in taken.payloads] == ["Ev1"]


def test_forgeries_are_refused_and_never_a_fault(client: TestClient, taken: Taken, clock: MovableClock) -> None:
    """SEC8: bad, absent, odd signatures and timestamps, other types, paths, methods and sizes: 401, 403, 413; nothing is taken."""
    good = signed(EVENT, clock)
    stamp, made = good["X-Slack-Request-Timestamp"], good["X-Slack-Signature"]

    def but(**changes: str | None) -> dict[str, str]:
        told = {**good, **{key.replace("_", "-"): value for key, value in changes.items()}}
        return {key: value for key, value in told.items() if value is not None}

    stamps = ["abc", "9" * 5000, "-1", "1.5", "", " " + stamp, stamp + "\u0661", "0x10", "nan", "1e9"]
    signatures = [
        "",
        "v0=",
        made.upper(),
        made + "0",
        "v1=" + made[3:],
        "v0=" + "g" * 64,
        "v0=" + "0" * 64,
        "x" * 100_000,
    ]
    asked: list[tuple[str, str, bytes, dict[str, Any], int]] = [
        *(("POST", "/slack", EVENT, {**good, "X-Slack-Request-Timestamp": each.encode()}, 401) for each in stamps),
        *(("POST", "/slack", EVENT, {**good, "X-Slack-Signature": each.encode()}, 401) for each in signatures),
        ("POST", "/slack", EVENT, {**good, "X-Slack-Signature": "v0=é".encode()}, 401),
        ("POST", "/slack", EVENT, {**good, "X-Slack-Signature": b"v0=\xff\xfe"}, 401),
        ("POST", "/slack", EVENT, but(X_Slack_Signature=None), 401),
        ("POST", "/slack", EVENT, but(X_Slack_Request_Timestamp=None), 401),
        ("POST", "/slack", EVENT, signed(EVENT, clock, by=301), 401),
        ("POST", "/slack", EVENT, signed(EVENT, clock, by=-301), 401),
        ("POST", "/slack", EVENT, signed(EVENT, clock, secret="another-secret-of-sixteen"), 401),
        ("POST", "/slack", EVENT + b" ", good, 401),
        ("GET", "/slack", b"", good, 403),
        ("PUT", "/slack", EVENT, good, 403),
        ("POST", "/slack/events", EVENT, good, 403),
        ("POST", "/", EVENT, good, 403),
        ("POST", "/..%2fetc", EVENT, good, 403),
    ]
    for body, kind in (
        (EVENT, "text/plain"),
        (EVENT, ""),
        (EVENT, "multipart/form-data; boundary=x"),
        (b"[]", "application/json"),
        (b"{", "application/json"),
        (b"", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"payload=%7B", "application/x-www-form-urlencoded"),
        (b"\xff=1", "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(500)), "application/x-www-form-urlencoded"),
    ):
        asked.append(("POST", "/slack", body, {**signed(body, clock), "Content-Type": kind}, 403))
    huge = b'{"a": "' + b"x" * (10 * 1024 * 1024) + b'"}'
    asked.append(("POST", "/slack", huge, signed(huge, clock), 413))
    asked.append(("POST", "/slack", b"x" * (LARGEST + 1), signed(b"", clock), 413))
    for method, path, body, headers, expected in asked:
        told = client.request(method, path, content=body, headers=headers)
        assert told.status_code == expected, (method, path, headers.get("Content-Type"), body[:40])
    assert taken.payloads == []


def test_a_lie_about_the_length_is_found(client: TestClient, clock: MovableClock) -> None:
    """SEC8: a body that comes in pieces, without any length, is cut off at the limit too."""

    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 65536

    told = client.post("/slack", content=pieces(), headers=signed(b"", clock))
    assert told.status_code == 413


def test_a_captured_request_does_not_play_again(client: TestClient, taken: Taken, clock: MovableClock) -> None:
    """SEC8: the same signature is refused within its window; Slack's own retry is signed anew and goes through."""
    headers = signed(EVENT, clock)
    assert client.post("/slack", content=EVENT, headers=headers).status_code == 200
    assert [client.post("/slack", content=EVENT, headers=headers).status_code for _ in range(20)] == [403] * 20
    retry = {**signed(EVENT, clock, by=1), "X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    assert client.post("/slack", content=EVENT, headers=retry).status_code == 200
    assert len(taken.payloads) == 2


def test_edges_of_the_window(client: TestClient, clock: MovableClock) -> None:
    """299 seconds early or late is still Slack's; that is Slack's own advice, and the cache covers it twice."""
    for by in (299, -299):
        body = json.dumps({"type": "event_callback", "event_id": f"Ev{by}"}).encode()
        assert client.post("/slack", content=body, headers=signed(body, clock, by=by)).status_code == 200


def test_slack_proves_the_address(client: TestClient, taken: Taken, clock: MovableClock) -> None:
    """url_verification and ssl_check are answered and kept nowhere; an unsigned challenge is not answered."""
    body = json.dumps({"type": "url_verification", "challenge": "c0ffee"}).encode()
    assert client.post("/slack", content=body, headers=signed(body, clock)).text == "c0ffee"
    assert client.post("/slack", content=body, headers={"Content-Type": "application/json"}).status_code == 401
    form = b"ssl_check=1&token=x"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/slack", content=form, headers={**signed(form, clock), **kind}).status_code == 200
    assert taken.payloads == []


def test_commands_and_presses_come_as_forms(client: TestClient, taken: Taken, clock: MovableClock) -> None:
    """SL2: a slash command is a form, what is pressed is JSON inside a form."""
    kind = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    slash = urllib.parse.urlencode({"command": "/crm", "text": "أكمي", "user_id": USER}).encode()
    press = urllib.parse.urlencode({"payload": json.dumps({"type": "block_actions", "trigger_id": "1"})}).encode()
    for form in (slash, press):
        assert client.post("/slack", content=form, headers={**signed(form, clock), **kind}).status_code == 200
    assert taken.payloads == [
        {"command": "/crm", "text": "أكمي", "user_id": USER},
        {"type": "block_actions", "trigger_id": "1"},
    ]


def test_nothing_of_a_request_is_logged(
    client: TestClient, taken: Taken, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    """SEC8, SEC9: no body, signature or secret in the logs at DEBUG, whether it was taken, refused or could not be kept."""
    caplog.set_level(logging.DEBUG)
    for logger in ("slack_sdk", "slack_bolt", "daftar.slack", "uvicorn"):
        caplog.set_level(logging.DEBUG, logger)
    body = json.dumps({"type": "event_callback", "event": {"text": CANARY}}).encode()
    good = signed(body, clock)
    client.post("/slack", content=body, headers=good)
    client.post("/slack", content=body, headers=good)
    client.post("/slack", content=body, headers={**good, "X-Slack-Signature": "v0=" + "1" * 64})
    taken.failing = True
    client.post("/slack", content=body, headers=signed(body, clock, by=1))
    told = caplog.text
    for secret in (CANARY, SECRET, good["X-Slack-Signature"][3:], "1" * 64):
        assert secret not in told


# -- the platform in HTTP mode -----------------------------------------------------------------------------------------


@pytest.fixture
def bench() -> Iterator[SlackBench]:
    """The fake, and the platform listening for its requests on a free port."""
    with FakeSlack() as fake:
        made = SlackBench(fake)
        made.platform = Slack(fake.bot_token, "", fake.api_base, door=Door(secret=SECRET))
        made.platform.introduce()
        yield made


def post(port: int, payload: dict[str, Any], *, by: float = 0.0) -> int:
    """Post an event as Slack does; the status."""
    body = json.dumps(payload).encode()
    headers = signed(body, MovableClock(), by=by)
    request = urllib.request.Request(f"http://127.0.0.1:{port}/slack", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - loopback
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_http_mode_loses_nothing_and_repeats_nothing(bench: SlackBench) -> None:
    """R3 over HTTP: while the inbox refuses there is no 200; each event counts once however often Slack sends it again."""
    inbox = KeptInbox()
    with receiving(bench.platform, inbox):
        assert until(lambda: bench.platform.port > 0)
        port = bench.platform.port
        updates = [bench.text_update(f"note {number}") for number in range(50)]
        inbox.failing = OSError("disk full")
        assert {post(port, each) for each in updates[:5]} == {503}
        inbox.failing = None
        for again in range(3):
            for each in updates:
                assert post(port, each, by=again - 1) == 200
    seen = [bench.platform.read(row["body"]) for row in inbox.rows]
    assert [each.text for each in seen if isinstance(each, Message)] == [f"note {number}" for number in range(50)]


def test_http_mode_confirms_after_the_commit(bench: SlackBench) -> None:
    """R3 over HTTP: while a commit takes its time there is no answer."""
    inbox = KeptInbox()
    released = threading.Event()
    put = inbox.put

    def slow(*given: Any, **named: Any) -> bool:
        released.wait(60)
        return put(*given, **named)

    inbox.put = slow  # type: ignore[method-assign]
    with receiving(bench.platform, inbox):
        assert until(lambda: bench.platform.port > 0)
        answers: list[int] = []
        update = bench.text_update("later")
        thread = threading.Thread(target=lambda: answers.append(post(bench.platform.port, update)))
        thread.start()
        time.sleep(0.4)
        assert answers == []
        released.set()
        thread.join(60)
        assert answers == [200]


def test_http_mode_wants_its_secret_and_its_port(bench: SlackBench) -> None:
    """Without the signing secret it says which setting mends it; a port that is taken is an error and no silence."""
    settings = SlackSettings(bot_token="xoxb-1", mode="http", api_base=bench.fake.api_base)  # type: ignore[arg-type]
    with pytest.raises(BadToken, match="DAFTAR_SLACK__SIGNING_SECRET"):
        build(settings)
    with pytest.raises(ValueError, match="signing secret"):
        web(Taken(), "short", MovableClock())
    with socket.socket() as holding:
        holding.bind(("127.0.0.1", 0))
        holding.listen()
        door = Door(secret=SECRET, port=holding.getsockname()[1])
        platform = Slack(bench.fake.bot_token, "", bench.fake.api_base, door=door)
        with pytest.raises(OSError, match="in use"):
            platform.receive(KeptInbox(), threading.Event())
    assert SECRET not in repr(door)

"""What is known of an answer that was posted to the address which Slack gave with a press."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import pytest
from slack_sdk import WebClient

from adapters.slack.responses import Responses
from bot.platform import MaybeSent


class Hooks(BaseHTTPRequestHandler):
    """Takes what is posted, then answers with the status that the path names; without one it hangs up."""

    got: ClassVar[list[Any]] = []

    def do_POST(self) -> None:
        """One post."""
        self.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        status = int(self.path.rpartition("/")[2])
        if status:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def base() -> Iterator[str]:
    """Where Slack's hooks are."""
    Hooks.got.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Hooks) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def held(base: str, status: int) -> Responses:
    """The address of a press in a channel, which answers so."""
    client = SimpleNamespace(base_url=f"{base}/api/", proxy=None, ssl=None, timeout=60)
    responses = Responses(cast("WebClient", client))
    responses.hear({"user_id": "U1", "channel_id": "C1", "response_url": f"{base}/hooks/{status}"})
    return responses


@pytest.mark.parametrize(("status", "taken"), [(200, True), (404, False), (410, False)])
def test_an_answer_is_a_yes_or_a_no(base: str, status: int, taken: bool) -> None:
    """200 is a yes, 4xx a no: then the answer goes another way."""
    assert held(base, status).post("C1:U1", "", {"text": "x"}) is taken
    assert Hooks.got == [{"text": "x"}]


@pytest.mark.parametrize("status", [0, 500, 503])
def test_without_an_answer_it_may_have_been_shown(base: str, status: int) -> None:
    """It was taken and nothing came back: sent another way at once it might stand there twice, with no word about it."""
    with pytest.raises(MaybeSent):
        held(base, status).post("C1:U1", "", {"text": "x"})
    assert Hooks.got == [{"text": "x"}]


def test_where_nobody_listens_it_was_surely_not_shown(base: str) -> None:
    """A refused connection is a no."""
    del base
    assert not held("http://127.0.0.1:9", 200).post("C1:U1", "", {"text": "x"})

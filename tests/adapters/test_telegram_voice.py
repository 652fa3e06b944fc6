"""Voice notes where the operator has set an address that writes them down."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.adapters.stand import plain
from tests.adapters.telegram_stage import LINA, labels, serving

SAID = "called Acme Corp, they want fifty units"


class Transcriber(BaseHTTPRequestHandler):
    """Hears the same sentence in every sound, or in each the next of ``says``; keeps what it was sent."""

    got: ClassVar[list[tuple[str, bytes]]] = []
    says: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        """One sound."""
        self.got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        told = json.dumps({"text": self.says.pop(0) if self.says else SAID}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """The address of a transcriber."""
    Transcriber.got.clear()
    Transcriber.says.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Transcriber)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()


def test_tg12_what_was_heard_is_shown_and_saved_after_a_press(tmp_path: Path, address: str) -> None:
    """TG12, U14: the sound alone is sent to the address; what was heard is shown, and nothing is saved before [Save]."""
    with serving(tmp_path, voice={"url": address}) as stage:
        asked = stage.answer(stage.fake.updates.sends_file(LINA, b"OggS-sound", kind="voice"))
        assert plain(asked.text).startswith('🎤 I heard: "called Acme Corp, they want fifty units"')
        assert labels(asked) == [["Save", "Discard"]]
        assert stage.logs() == []
        told = stage.press(asked, "Save")
        assert "Voice note kept." in plain(told.text)
        (log,) = stage.logs()
        assert (log.kind, log.summary) == ("call", "they want fifty units")
        assert [each["kind"] for each in log.files or []] == ["voice"]
    ((path, form),) = Transcriber.got
    assert path == "/v1/audio/transcriptions"
    assert b"OggS-sound" in form
    assert b"Lina" not in form


def test_tg12_all_that_was_heard_is_saved(tmp_path: Path, address: str) -> None:
    """TG12: two things said in one voice note are both saved; the question that was open before is told to be gone."""
    Transcriber.says += [SAID, "called Acme Corp, they want fifty units. Visited Zenith, they liked it"]
    with serving(tmp_path, voice={"url": address}) as stage:
        stage.answer(stage.fake.updates.sends_file(LINA, b"OggS-1", kind="voice"))
        asked = stage.answer(stage.fake.updates.sends_file(LINA, b"OggS-2", kind="voice"))
        assert plain(asked.text).startswith("(The open question is dropped; nothing of it was saved.)\n🎤 I heard: ")
        stage.press(asked, "Save")
        assert [(log.kind, log.summary) for log in stage.logs()] == [("call", "they want fifty units")]
        assert [(log.kind, log.summary) for log in stage.logs("zenith")] == [("visit", "they liked it")]

"""What a message points to is fetched, also while the database or the address is ailing: nothing is lost, nothing ends."""

from __future__ import annotations

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.commands.exchange.import_file import CONTENTS
from bot.fetching.fetching import Fetching
from bot.fetching.voice_notes import VoiceNotes
from bot.kinds.sent_file import SentFile
from bot.platform import NotFetched
from bot.serving import Door
from core.crm import Crm, Office
from core.database import NoStore
from core.errors import Busy
from tests.road.stage import Road, Scripted

LIST = SentFile(kind="document", platform="telegram", ref="file-1", name="customers.csv")


class Ailing:
    """An office whose first two transactions cannot be had."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.clock = office.clock
        self.faults: list[Exception] = [Busy(), NoStore("away")]

    @contextmanager
    def open(self, *told: Any, **more: Any) -> Generator[Crm]:
        """As the real one, after the faults."""
        if self.faults:
            raise self.faults.pop(0)
        with self._office.open(*told, **more) as crm:
            yield crm


class Handing(Scripted):
    """A platform that hands out one list, whatever is asked for."""

    def fetch(self, ref: str, most: int) -> bytes:
        """The list."""
        del ref, most
        return b"name\nNova\n"


def test_what_was_fetched_waits_for_the_database(road: Road) -> None:
    """A store that is away for a moment costs neither the file nor the thread that fetches."""
    door = Door(road.office, road.platform, lambda: None)
    assert door.put("m1", {"id": "m1"}, chat="dm-u-lina")
    ailing: Any = Ailing(road.office)
    fetching, stop = Fetching(ailing, {"telegram": Handing()}), threading.Event()
    fetching.arrived = stop.set
    fetching.ask(1, "telegram", LIST)
    fetching.run(stop)
    assert ailing.faults == []
    with road.office.read(None) as crm:
        assert "data" in (crm.inbox.body(1) or {})[CONTENTS]


@pytest.mark.parametrize("answer", [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}"])
def test_an_address_that_answers_nonsense_has_written_nothing_down(answer: bytes) -> None:
    """No status line, or fewer bytes than were told: the note counts as not fetched, and may be asked for again."""
    with _answering(answer) as port, pytest.raises(NotFetched):
        VoiceNotes(f"http://127.0.0.1:{port}/v1", "", "m").written_down(b"OggS", LIST)


@contextmanager
def _answering(answer: bytes) -> Generator[int]:
    """A port at which whoever asks once is told that."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def once() -> None:
            line, _ = server.accept()
            with line:
                line.recv(65536)
                line.sendall(answer)
                line.shutdown(socket.SHUT_WR)
                while line.recv(65536):
                    pass

        thread = threading.Thread(target=once, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(5)

"""Reading a WebSocket frame by frame: what slack_sdk's client is given, however its bytes come in."""

from __future__ import annotations

import logging
import socket
import struct
import threading
from typing import TYPE_CHECKING, Any, cast

import pytest
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

from adapters.slack.client import LONGEST, WholeFrames

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT, BINARY, CLOSE, PING, PONG = 0x81, 0x82, 0x88, 0x89, 0x8A
FIRST, MORE, LAST, COMPRESSED = 0x01, 0x00, 0x80, 0xC1


def frame(payload: bytes, first: int = TEXT) -> bytes:
    """A frame as a server sends it: never masked."""
    if len(payload) < 126:
        return bytes([first, len(payload)]) + payload
    if len(payload) < 65_536:
        return bytes([first, 126]) + struct.pack("!H", len(payload)) + payload
    return bytes([first, 127]) + struct.pack("!Q", len(payload)) + payload


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, WholeFrames]]:
    """Slack's end, and ours as the client has it; a read waits for a hundredth of a second."""
    theirs, ours = socket.socketpair()
    ours.settimeout(0.01)
    with theirs, ours:
        yield theirs, WholeFrames(ours)


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 8192, 65_535, 65_536, 70_000])
def test_a_frame_is_read_whole_wherever_it_is_cut(pair: tuple[socket.socket, WholeFrames], length: int) -> None:
    """Whatever part of it is there, nothing is given before the rest came, and nothing is lost by asking; what follows is kept."""
    theirs, ours = pair
    sent = frame(b"x" * length, PONG)
    for cut in sorted({1, 2, 3, 5, 9, 10, 11, len(sent) // 2, len(sent) - 1} & set(range(1, len(sent)))):
        theirs.sendall(sent[:cut])
        with pytest.raises(TimeoutError):
            ours.recv(16)
        theirs.sendall(sent[cut:] + frame(b'{"next":1}'))
        assert ours.recv(16) == sent
        if length == 0:
            assert ours.recv(16) == b""
        assert ours.recv(16) == frame(b'{"next":1}')


def test_the_newline_that_the_handshake_left_is_no_frame(pair: tuple[socket.socket, WholeFrames]) -> None:
    """The client reads the answer to its handshake up to the last newline, which comes before the first frame or with it."""
    theirs, ours = pair
    theirs.sendall(b"\n")
    with pytest.raises(TimeoutError):
        ours.recv(16)
    theirs.sendall(frame(b"hello"))
    assert ours.recv(16) == frame(b"hello")


def test_a_message_in_parts_is_one(pair: tuple[socket.socket, WholeFrames]) -> None:
    """A gateway may cut a message; a ping between its parts comes at once, and what follows stays itself."""
    theirs, ours = pair
    theirs.sendall(frame(b'{"a', FIRST) + frame(b"", PING) + frame(b"", MORE) + frame(b'":', MORE))
    assert ours.recv(16) == frame(b"", PING)
    assert ours.recv(16) == b"", "the client's second read after so short a frame"
    with pytest.raises(TimeoutError):
        ours.recv(16)
    theirs.sendall(frame(b"1}", LAST) + frame(b'{"next":1}'))
    assert ours.recv(16) == bytes([TEXT, 127]) + struct.pack("!Q", 7) + b'{"a":1}'
    assert ours.recv(16) == frame(b'{"next":1}')


@pytest.mark.parametrize(
    "nonsense",
    [
        frame(b"a customer's words", BINARY),
        frame(b"a customer's words", COMPRESSED),
        frame(b"a customer's words", LAST),
        frame(b"a customer's words", FIRST) * 2,
        bytes([TEXT, 0x80 | 5]) + b"maskhello",
        bytes([TEXT, 127]) + struct.pack("!Q", LONGEST + 1),
        b"a customer's words",
    ],
)
def test_what_is_no_frame_of_slacks_ends_the_connection(
    pair: tuple[socket.socket, WholeFrames], nonsense: bytes
) -> None:
    """It is an error of the connection, which the client ends and replaces; the words in it are not told."""
    theirs, ours = pair
    theirs.sendall(nonsense)
    with pytest.raises(ConnectionError) as told:
        ours.recv(16)
    assert "customer" not in str(told.value)


def test_a_send_that_fails_half_way_hangs_up(pair: tuple[socket.socket, WholeFrames]) -> None:
    """After half a frame Slack would take the middle of the next one for its head."""
    theirs, ours = pair
    with pytest.raises(TimeoutError):
        ours.send(b"x" * 10_000_000)
    assert ours.recv(16) == b""
    theirs.setblocking(False)
    while theirs.recv(1_000_000):
        pass


def test_the_client_hears_every_message_of_a_burst() -> None:
    """R4: 5,000 frames without a pause, of every length, read at whatever places: all are heard, in their order (the client alone fails here)."""
    theirs, ours = socket.socketpair()
    ours.settimeout(30)
    told = [f'{{"number":{number},"text":"{"x" * (number % 700)}"}}' for number in range(5000)]
    stream = b"\n" + b"".join(
        frame(text.encode()) + (frame(b"", PING) if number % 100 == 0 else b"") for number, text in enumerate(told)
    )
    heard: list[str] = []
    connection = Connection(
        url="ws://127.0.0.1/", logger=logging.getLogger("daftar.slack.test"), on_message_listener=heard.append
    )
    connection.sock = cast("Any", WholeFrames(ours))
    pongs = bytearray()

    def listen() -> None:
        while piece := theirs.recv(65_536):
            pongs.extend(piece)

    with theirs:
        sending = threading.Thread(target=theirs.sendall, args=(stream + frame(b"", CLOSE),))
        listening = threading.Thread(target=listen)
        sending.start()
        listening.start()
        connection.run_until_completion(ConnectionState())  # type: ignore[no-untyped-call]
        sending.join()
        listening.join()
    assert heard == told
    assert not connection.is_active()
    assert len(pongs) == 50 * 6

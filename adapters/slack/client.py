"""slack_sdk's two clients as this adapter uses them: no retries of their own, no proxy to loopback, nothing secret in the logs.

slack_sdk sends ``chat.postMessage`` a second time by default when the connection breaks after the request (RELIABILITY
FACT5); ``retry_handlers=[]`` leaves that decision to the outbox. Its loggers write bodies and addresses, so they are held
at WARNING, the web client's at CRITICAL (it logs answers it cannot read, customers' words included).

The Socket Mode client of slack_sdk 3.47 reads as long as its reads end in the middle of a frame, and calls itself for each frame
(``_fetch_messages``): in a burst it
hands nothing on until it has the luck of a read that ends with a frame, and after a thousand frames without it gives up with a
RecursionError. What it had read by then is lost, and so is its place: it takes the middle of a message for the head of the
next one, for ever. The same where a read times out in the middle of a frame. It also sends with ``send``, which may send half.

So its session is given a socket that reads one whole frame at a time and sends all or hangs up. Everything else is the client's own.
"""

from __future__ import annotations

import logging
import re
import socket
import ssl
from ipaddress import ip_address
from typing import Any, cast
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient

OFFICIAL = ("slack.com", "www.slack.com")
SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[\w-]+|https://hooks\.slack\.com/\S+")

READ_BYTES = 65_536
"""So much is read at once."""
LONGEST = 16 * 1024 * 1024
"""Bytes of a message. Slack's are some kilobytes; more is none."""

_TEXT = 0x81
_WHOLE = frozenset((_TEXT, 0x88, 0x89, 0x8A))
"""First bytes of the whole frames that Slack sends (RFC 6455, 5.2): text, close, ping and pong, no extension."""
_FIRST, _MORE, _LAST = 0x01, 0x00, 0x80
"""First bytes of the parts of a text that a gateway cut (5.4)."""
_KNOWN = _WHOLE | {_FIRST, _MORE, _LAST}

_NO_FRAME = "no frame of Slack's"
_HEAD = 2
_TWO_BYTES, _EIGHT_BYTES = 126, 127
"""A length of that means that the real one follows, in so many bytes. A greater one has the mask's bit, which only a client sets."""


class Redacts(logging.Filter):
    """Takes tokens, socket tickets and response addresses out of a log line, arguments and traceback included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrites the record in place; never drops one."""
        told = record.getMessage()
        if record.exc_info:
            told += "\n" + logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
            record.exc_text = None
        record.msg, record.args = SECRET.sub("[secret]", told), ()
        return True


def quiet_logger(name: str, level: int = logging.WARNING) -> logging.Logger:
    """A logger for Bolt and slack_sdk that tells warnings only, whatever the root's level, and no secrets."""
    logger = logging.getLogger(name)
    logger.setLevel(level)
    if not any(isinstance(each, Redacts) for each in logger.filters):
        logger.addFilter(Redacts())
    return logger


def silence() -> None:
    """Hold the libraries' own loggers at WARNING, also where they were not given one of ours."""
    for name in ("slack_bolt", "slack_sdk"):
        quiet_logger(name)


def own_host_or_loopback(api_base: str) -> str:
    """The address that stands before a method, with a slash at its end. Raises ValueError for any foreign host."""
    parts = urlsplit(api_base)
    host = parts.hostname or ""
    official = parts.scheme == "https" and host in OFFICIAL and parts.port in (None, 443)
    local = parts.scheme in ("http", "https") and is_loopback(host)
    if parts.username or parts.password or parts.query or parts.fragment or not (official or local):
        raise ValueError("only https://slack.com or a loopback address is allowed here")
    return api_base.rstrip("/") + "/"


def is_loopback(host: str) -> bool:
    """Whether that host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def web_client(token: str, api_base: str, seconds: int) -> WebClient:
    """A client for one token; ``seconds`` is the time a call may take to connect and again to answer."""
    base = own_host_or_loopback(api_base)
    secure = base.startswith("https:")
    client = WebClient(
        token=token,
        base_url=base,
        timeout=seconds,
        # one context for all calls: loading the certificates again for each costs tens of milliseconds
        ssl=ssl.create_default_context() if secure else None,
        retry_handlers=[],
        logger=quiet_logger("daftar.slack.web", logging.CRITICAL),
    )
    if is_loopback(urlsplit(base).hostname or ""):
        client.proxy = None
    return client


class WholeFrames:
    """A connected socket, of which ``recv`` gives one whole frame at a time: what came of the next one is kept for the next call."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._kept = bytearray()
        self._parts: list[bytes] = []
        self._begun = False
        self._shortest = False

    def recv(self, size: int) -> bytes:
        """One frame, empty once the other side hung up. ``size`` is the client's wish and does not matter.

        A message in parts comes as one frame, which the client could not put together itself. Raises TimeoutError where it is
        not complete yet: nothing is lost by that, call again. Raises ConnectionError where what came is no frame of Slack's; its
        bytes, somebody's words perhaps, are not told.
        """
        del size
        if self._shortest:
            # the client reads once more after a frame of two bytes, in which there is nothing to say
            self._shortest = False
            return b""
        while True:
            while self._end()[1] > len(self._kept):
                piece = self._sock.recv(READ_BYTES)
                if not piece:
                    return b""
                self._kept += piece
                if not self._begun:
                    self._begun = True
                    # the client leaves the last newline of the handshake unread
                    self._kept = self._kept.removeprefix(b"\n")
            frame = self._joined(*self._end())
            if frame:
                self._shortest = len(frame) == _HEAD
                return frame

    def _joined(self, head: int, end: int) -> bytes:
        """The frame that ends there, taken out; of a message in parts nothing before the last, then one frame of all."""
        opens = self._kept[0]
        frame, said = bytes(self._kept[:end]), bytes(self._kept[head:end])
        del self._kept[:end]
        if opens in _WHOLE:
            return frame
        if (opens == _FIRST) == bool(self._parts) or sum(map(len, self._parts)) + len(said) > LONGEST:
            raise ConnectionError(_NO_FRAME)
        self._parts.append(said)
        if opens != _LAST:
            return b""
        text, self._parts = b"".join(self._parts), []
        return bytes([_TEXT, _EIGHT_BYTES]) + len(text).to_bytes(8) + text

    def _end(self) -> tuple[int, int]:
        """Where the first frame's head ends, and the frame; or twice where what is needed to know that does."""
        if len(self._kept) < _HEAD:
            return _HEAD, _HEAD
        length, head = self._kept[1], _HEAD
        if self._kept[0] not in _KNOWN or length > _EIGHT_BYTES:
            raise ConnectionError(_NO_FRAME)
        if length >= _TWO_BYTES:
            head += 2 if length == _TWO_BYTES else 8
            if len(self._kept) < head:
                return head, head
            length = int.from_bytes(self._kept[_HEAD:head])
        if length > LONGEST:
            raise ConnectionError(_NO_FRAME)
        return head, head + length

    def send(self, frame: bytes) -> int:
        """Send all of it. Raises OSError where that fails, and has hung up then: a part of it may have left."""
        try:
            self._sock.sendall(frame)
        except OSError:
            self._sock.shutdown(socket.SHUT_RDWR)
            raise
        return len(frame)

    def fileno(self) -> int:
        """The descriptor, -1 once closed."""
        return self._sock.fileno()

    def close(self) -> None:
        """Close the socket. Harmless when repeated."""
        self._sock.close()


class FramedClient(SocketModeClient):
    """The builtin client, whose sessions read whole frames."""

    def _run_current_session(self) -> None:
        session = self.current_session
        if session is not None:
            with session.sock_send_lock, session.sock_receive_lock:
                sock: object = session.sock
                if isinstance(sock, socket.socket):
                    session.sock = cast("Any", WholeFrames(sock))
        super()._run_current_session()  # type: ignore[no-untyped-call]

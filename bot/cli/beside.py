"""What works beside a running bot on SQLite: a socket beside the file, which only its owner may open.

One process alone has the file (``bot/operating/alone.py``). ``reps …``, ``export``, ``backup`` and ``doctor`` are jobs: plain functions
of (notebook, told) that give lines, an exit code and maybe a file. Without a running bot the job is done here; with one it
is sent over the socket and done there, and its result is shown here. One request and one answer for each connection, JSON.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

from bot.cli.exits import DONE, STORE, Ends
from bot.cli.notebook import Notebook, opened, sqlite_file
from bot.operating.alone import Alone, Taken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.settings import Settings

_PATIENCE: Final = 2.0
"""Seconds in which a short command before this one may end, or a bot that is starting may open its socket."""
_LONGEST: Final = 600.0
_MOST: Final = 512 * 1024 * 1024


@dataclass
class Result:
    """What a job gives: lines for people, an exit code, and the contents of a file where it made one."""

    lines: list[str] = field(default_factory=list)
    code: int = DONE
    data: bytes | None = None

    def to_json(self) -> dict[str, Any]:
        """As it goes over the socket."""
        return {
            "lines": self.lines,
            "code": self.code,
            "data": None if self.data is None else b64encode(self.data).decode(),
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """Read back what ``to_json`` wrote."""
        data = told["data"]
        return cls(list(told["lines"]), int(told["code"]), None if data is None else b64decode(data))


def socket_path(file: Path) -> Path:
    """The socket of the bot that has that file."""
    return file.with_name(file.name + ".sock")


def do(settings: Settings, name: str, told: dict[str, Any]) -> Result:
    """Do a job here, or in the bot that has the file. Raises Ends."""
    file = sqlite_file(settings.database.url)
    if file is None:
        with opened(settings) as notebook:
            return _job(name)(notebook, told)
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            Alone(file).close()
        except Taken:
            answered = _over_the_socket(file, name, told)
            if answered is not None:
                return answered
            if time.monotonic() >= until:
                raise Ends(
                    f"Another Daftar process has {file}, and does not answer beside. Stop it first.", STORE
                ) from None
            time.sleep(0.05)
            continue
        except OSError as wrong:
            raise Ends(f"The database cannot be used: {file}: {wrong.strerror}.", STORE) from None
        with opened(settings) as notebook:
            return _job(name)(notebook, told)


def _over_the_socket(file: Path, name: str, told: dict[str, Any]) -> Result | None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_LONGEST)
        try:
            _connect(line, socket_path(file))
        except OSError:
            return None
        line.sendall(json.dumps({"job": name, "told": told}).encode() + b"\n")
        line.shutdown(socket.SHUT_WR)
        with line.makefile("rb") as answer:
            raw = answer.read(_MOST)
    return Result.from_json(json.loads(raw)) if raw else None


def _connect(line: socket.socket, path: Path) -> None:
    """Connect by a short relative name: an address longer than 107 bytes is refused by the kernel."""
    if len(os.fsencode(path)) < 100:  # noqa: PLR2004 - safely below the kernel's 108
        line.connect(str(path))
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        line.connect(f"/proc/self/fd/{folder}/{path.name}")
    finally:
        os.close(folder)


class Beside:
    """The listening side, for as long as the bot serves. Nothing on PostgreSQL, where everything works beside everything."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._file = sqlite_file(notebook.settings.database.url)
        self._listening: socket.socket | None = None

    def __enter__(self) -> Self:
        """Listen."""
        if self._file is None:
            return self
        path = socket_path(self._file)
        with suppress(FileNotFoundError):
            path.unlink()  # left by a process that was killed; the lock says that no other is alive
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        old = os.umask(0o177)
        try:
            self._bind(listening, path)
        finally:
            os.umask(old)
        listening.listen(8)
        self._listening = listening
        threading.Thread(target=self._serve, args=(listening,), name="beside", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        if self._listening is not None and self._file is not None:
            self._listening.close()
            with suppress(FileNotFoundError):
                socket_path(self._file).unlink()

    @staticmethod
    def _bind(listening: socket.socket, path: Path) -> None:
        if len(os.fsencode(path)) < 100:  # noqa: PLR2004 - as in _connect
            listening.bind(str(path))
            return
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            listening.bind(f"/proc/self/fd/{folder}/{path.name}")
        finally:
            os.close(folder)

    def _serve(self, listening: socket.socket) -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(line,), name="beside-job", daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        from bot.logs import log

        with line, suppress(OSError):
            line.settimeout(30)
            try:
                with line.makefile("rb") as asked:
                    told = json.loads(asked.readline(1_000_000))
                result = _job(str(told["job"]))(self._notebook, dict(told["told"]))
            except Ends as ends:
                result = Result([str(ends)], ends.code)
            except Exception as fault:  # noqa: BLE001 - the bot goes on; whoever asked is told
                log().error("job_failed", fault=fault)
                result = Result([f"That did not work: {type(fault).__name__}."], STORE)
            line.settimeout(60)
            line.sendall(json.dumps(result.to_json()).encode())


def _job(name: str) -> Callable[[Notebook, dict[str, Any]], Result]:
    """A job by its name. Raises KeyError for one that there is not."""
    from bot.cli import exchange_jobs, reps_jobs
    from bot.cli.operator import jobs as operator_jobs

    return {**reps_jobs.JOBS, **exchange_jobs.JOBS, **operator_jobs.JOBS}[name]

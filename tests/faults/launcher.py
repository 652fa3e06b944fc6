"""A process that has imported the whole program and forks one that runs ``daftar …`` whenever it is told to.

Hundreds of starts would else spend most of a check's time on imports. What it forks is the program itself, by its own entry
point, with its own process id, environment, folder and log; only the imports are done already. It has no threads.

Lines of JSON: ``{"argv", "cwd", "env", "log"}`` in; ``{"started": pid}`` and, when one has ended, ``{"ended": pid, "code": n}`` out
(a negative code is a signal).
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import random
import select
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Self

ROOT = Path(__file__).resolve().parents[2]


class Launcher:
    """The harness's side. ``start`` gives the process id; ``ended`` its exit code once it is gone."""

    _shared: Launcher | None = None

    def __init__(self) -> None:
        self._pid, self._asks, self._hears = _forked() if _warm else _started()
        self._codes: dict[int, int] = {}
        self._started: list[int] = []
        self._news = threading.Condition()
        self._asking = threading.Lock()
        threading.Thread(target=self._listen, name="launcher", daemon=True).start()

    @classmethod
    def shared(cls) -> Launcher:
        """One for this process."""
        if cls._shared is None:
            cls._shared = cls()
        return cls._shared

    @classmethod
    def end_shared(cls) -> None:
        """End it and whatever it still runs."""
        if cls._shared is not None:
            cls._shared.__exit__()
            cls._shared = None

    def start(self, argv: list[str], cwd: Path, env: dict[str, str], log: Path) -> int:
        """Fork one; its process id. Raises RuntimeError where the launcher is gone."""
        told = json.dumps({"argv": argv, "cwd": str(cwd), "env": env, "log": str(log)}).encode() + b"\n"
        with self._asking:
            self._asks.write(told)
            self._asks.flush()
            with self._news:
                if not self._news.wait_for(lambda: self._started, 300):
                    raise RuntimeError("the launcher does not answer")
                return self._started.pop()

    def ended(self, pid: int, timeout: float = 0.0) -> int | None:
        """The exit code of one that has ended within so many seconds; else None."""
        with self._news:
            self._news.wait_for(lambda: pid in self._codes, timeout)
            return self._codes.get(pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._asks.close()
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)

    def _listen(self) -> None:
        for line in self._hears:
            told = json.loads(line)
            with self._news:
                if "started" in told:
                    self._started.append(int(told["started"]))
                else:
                    self._codes[int(told["ended"])] = int(told["code"])
                self._news.notify_all()


def _started() -> tuple[int, IO[bytes], IO[bytes]]:
    """A new process that imports everything first."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.launcher"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    return process.pid, process.stdin, process.stdout


def _forked() -> tuple[int, IO[bytes], IO[bytes]]:
    """A copy of this process, which has imported everything and has no threads yet."""
    to_it, asks = os.pipe()
    hears, from_it = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(asks)
        os.close(hears)
        os.dup2(to_it, 0)
        os.dup2(from_it, 1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            serve()
        finally:
            os._exit(0)
    os.close(to_it)
    os.close(from_it)
    return pid, os.fdopen(asks, "wb"), os.fdopen(hears, "rb")


_warm: list[bool] = []
"""Not empty once ``warm`` was here."""


def warm() -> None:
    """Import everything that the program may import, and let it read one sentence, so that its tables are built. Once."""
    if _warm:
        return
    _warm.append(True)
    for package in ("core", "bot", "adapters"):
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(found.__path__, f"{package}."):
            if ".versions." not in module.name and not module.name.endswith((".env", "__main__")):
                importlib.import_module(module.name)
    for name in ("psycopg", "structlog", "sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite", "uvicorn"):
        importlib.import_module(name)
    from core.clock import SystemClock
    from core.crm import Office
    from core.database import Database
    from tests.talks.stage import Remembering

    database = Database("sqlite://")
    database.create_tables()
    office = Office(database, SystemClock())
    with office.open(None, doing="warm") as crm:
        crm.team.link(crm.team.invite(crm.team.add_rep("Lina").id), "telegram", "acme", "u-lina", "dm")
        crm.customers.add("Acme")
    platform: Any = Remembering("telegram")
    from bot.assistant import Assistant

    told = {"id": "1", "at": SystemClock().now().isoformat(), "user": "u-lina", "text": "note Acme: item 1"}
    Assistant(office, {"telegram": platform}).take(platform, told)
    database.close()


def _become(told: dict[str, Any]) -> None:
    """In the child: the program. Never returns."""
    code = 70
    try:
        os.chdir(told["cwd"])
        log = os.open(told["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.closerange(3, 256)
        os.environ.clear()
        os.environ.update(told["env"])
        random.seed()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv = ["daftar", *told["argv"]]
        sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
        sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
        from bot.__main__ import main

        main()
        code = 0
    except SystemExit as ends:
        code = ends.code if isinstance(ends.code, int) else int(ends.code is not None)
    except BaseException:  # noqa: BLE001 - its log says what it was
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _tell(**told: int) -> None:
    os.write(1, json.dumps(told).encode() + b"\n")


def serve() -> None:
    """Fork when told, tell of those that ended; until standard input is closed, then end what is left."""
    warm()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    alive: set[int] = set()
    unread = b""
    while True:
        ready, _, _ = select.select([0], [], [], 0.02)
        if ready:
            chunk = os.read(0, 1 << 20)
            if not chunk:
                break
            unread += chunk
            *lines, unread = unread.split(b"\n")
            for line in lines:
                pid = os.fork()
                if pid == 0:
                    _become(json.loads(line))
                alive.add(pid)
                _tell(started=pid)
        for pid in list(alive):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                alive.discard(pid)
                _tell(ended=pid, code=os.waitstatus_to_exitcode(status))
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    serve()

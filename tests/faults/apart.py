"""Running checks, each in a process of its own, so many at a time, none longer than its limit, nothing left behind.

This process has imported the whole program once and forks each check from itself: it must have no threads.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.faults.checks import Check
from tests.faults.launcher import Launcher, warm

_IN_ORDER = 30.0
"""Seconds that a check whose time is over gets to end what it started, before it is killed with all its children."""
_WAITING_LANES = 2
"""Checks that mostly wait run beside the others: they cost hardly any processor time."""


@dataclass
class Running:
    """A check that is under way."""

    check: Check
    pid: int
    folder: tempfile.TemporaryDirectory[str]
    began: float = field(default_factory=time.monotonic)
    told_to_end: float = 0.0

    def read(self, name: str) -> str:
        """What it has written there."""
        path = Path(self.folder.name) / name
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


class Runner:
    """So many checks at a time, and those that mostly wait in lanes of their own."""

    def __init__(self, jobs: int, *, quick: bool) -> None:
        self._jobs = jobs
        self._quick = quick
        self._running: list[Running] = []

    def __enter__(self) -> Self:
        warm()
        gc.collect()
        gc.freeze()
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._running:
            with suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGTERM)
        until = time.monotonic() + _IN_ORDER
        while self._running and time.monotonic() < until:
            self._running = [one for one in self._running if os.waitpid(one.pid, os.WNOHANG)[0] == 0]
            time.sleep(0.1)
        for one in self._running:
            _kill(one)

    def run(self, checks: Sequence[Check], over: Callable[[str, dict[str, Any]], None]) -> None:
        """Run all of them; ``over`` is told of each as it ends."""
        lanes = [
            (deque(check for check in checks if not check.waits), self._jobs),
            (deque(check for check in checks if check.waits), _WAITING_LANES),
        ]
        while self._running or any(waiting for waiting, _ in lanes):
            for waiting, width in lanes:
                while waiting and self._busy(waits=waiting[0].waits) < width:
                    self._running.append(self._start(waiting.popleft()))
            time.sleep(0.1)
            for one in list(self._running):
                told = self._ended(one)
                if told is not None:
                    self._running.remove(one)
                    over(one.check.name, told)

    def _busy(self, *, waits: bool) -> int:
        return sum(one.check.waits == waits for one in self._running)

    def _start(self, check: Check) -> Running:
        folder = tempfile.TemporaryDirectory(prefix="daftar-check-")
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            _be(check, Path(folder.name), quick=self._quick)
        return Running(check, pid, folder)

    def _ended(self, one: Running) -> dict[str, Any] | None:
        """Its figures once it is over; one whose time is up is told to end, then made to."""
        pid, status, usage = os.wait4(one.pid, os.WNOHANG)
        now = time.monotonic()
        if pid == 0:
            if not one.told_to_end and now - one.began > one.check.limit:
                one.told_to_end = now
                os.kill(one.pid, signal.SIGTERM)
            elif one.told_to_end and now - one.told_to_end > _IN_ORDER:
                os.kill(one.pid, signal.SIGKILL)
            return None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(one.pid, signal.SIGKILL)
        figures = one.read("figures")
        if one.told_to_end:
            told: dict[str, Any] = {"broken": f"not over after {one.check.limit:.0f} s", "log": one.read("log")[-3000:]}
        elif status or not figures:
            told = {"broken": "it ended without figures", "log": one.read("log")[-3000:]}
        else:
            told = json.loads(figures)
        one.folder.cleanup()
        return told | {"took_s": round(now - one.began, 1), "cpu_s": round(usage.ru_utime + usage.ru_stime, 1)}


def _kill(one: Running) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(one.pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(one.pid, 0)
    one.folder.cleanup()


def _be(check: Check, folder: Path, *, quick: bool) -> None:
    """In the child: the check. SIGTERM ends it in order, with everything that it started. Never returns."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGTERM, _end_in_order)
        log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        try:
            Launcher.shared()  # while there are no threads yet
            told = check.call(quick=quick)()
        finally:
            Launcher.end_shared()
        part = folder / "part"
        part.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        part.rename(folder / "figures")
        code = 0
    except BaseException:  # noqa: BLE001 - its log says what it was
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_in_order(_number: int, _frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)

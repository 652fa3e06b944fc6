"""The program under test: ``daftar run`` as a process of its own, on a notebook in a temporary folder.

A kill is ``kill -9`` one second after the process reported that it serves.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.faults.launcher import ROOT, Launcher

SERVES = "daftar serving"
"""What the line says that ``daftar run`` prints once it serves every platform."""
FAST = {
    "DAFTAR_SENDING__TELEGRAM_PER_SECOND": "10000",
    "DAFTAR_SENDING__SLACK_PER_SECOND": "10000",
    "DAFTAR_SENDING__CHAT_PER_SECOND": "10000",
    "DAFTAR_SENDING__GROUP_PER_MINUTE": "10000",
    "DAFTAR_RECEIVING__MESSAGES_PER_MINUTE": "0",
}
"""The fakes' limits are off in these runs, and so are the product's own."""


class Product:
    """One process on one notebook; on PostgreSQL several may share a notebook. ``folder`` is its own."""

    def __init__(self, folder: Path, url: str | None = None, **settings: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.url = url or f"sqlite:///{folder / 'daftar.db'}"
        self.log = folder / "daftar.log"
        kept = {key: value for key, value in os.environ.items() if not key.startswith("DAFTAR_")}
        self.environment = kept | {
            "DAFTAR_DATABASE__URL": self.url,
            "DAFTAR_WORKSPACE__COUNTRY": "SA",
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
            **settings,
        }
        self.pid = 0
        self.kills = 0
        self.starts: list[float] = []
        """How long each start took until it served, in seconds."""
        self._seen = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pid:
            self.signal(signal.SIGCONT)
        self.kill(counts=False)

    @property
    def runs(self) -> bool:
        """Whether the process is there."""
        return bool(self.pid) and Launcher.shared().ended(self.pid) is None

    def start(self, timeout: float = 60, **settings: str) -> None:
        """Start serving, and wait until it says so. ``settings`` are for this time only."""
        self.launch(**settings)
        self.wait_until_it_serves(timeout)

    def supervised(self, timeout: float = 90) -> None:
        """Start serving as a supervisor does it: again and again while it ends by itself, because its database is away."""
        ends = time.monotonic() + timeout
        while True:
            try:
                self.start()
                return
            except RuntimeError:
                if time.monotonic() > ends:
                    raise
                self.kill(counts=False)
                time.sleep(0.3)

    def launch(self, *argv: str, **settings: str) -> None:
        """Start ``daftar run`` (or another command) without waiting. Raises RuntimeError where one runs: it would be lost sight of."""
        if self.runs:
            raise RuntimeError("it runs already")
        self._seen = self.log.stat().st_size if self.log.exists() else 0
        self.pid = Launcher.shared().start(list(argv) or ["run"], self.folder, self.environment | settings, self.log)

    def wait_until_it_serves(self, timeout: float = 60) -> None:
        """Until the process reports that it serves. Raises RuntimeError with the end of its log where it ends or takes too long."""
        began = time.monotonic()
        ends = began + timeout
        while time.monotonic() < ends:
            if SERVES in self.said():
                self.starts.append(time.monotonic() - began)
                return
            if not self.runs:
                break
            time.sleep(0.01)
        raise RuntimeError(f"does not serve:\n{self.tail()}")

    def said(self) -> str:
        """What this run has written so far."""
        return self.log.read_bytes()[self._seen :].decode(errors="replace") if self.log.exists() else ""

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to a process that is there."""
        with suppress(ProcessLookupError):  # it may end in this very moment
            if self.runs:
                os.kill(self.pid, number)

    def kill(self, *, counts: bool = True) -> None:
        """``kill -9``, and wait until the process is gone. Without one, nothing."""
        if not self.pid:
            return
        if self.runs:
            self.signal(signal.SIGKILL)
            self.kills += counts
        self.wait(10)

    def wait(self, timeout: float) -> int | None:
        """The exit code once it has ended (negative: by which signal); None where it has not within so many seconds."""
        code = Launcher.shared().ended(self.pid, timeout)
        if code is not None:
            self.pid = 0
        return code

    def stop(self, timeout: float = 30) -> tuple[int | None, float]:
        """SIGTERM; the exit code and how many seconds it took."""
        began = time.monotonic()
        self.signal(signal.SIGTERM)
        return self.wait(timeout), time.monotonic() - began

    def lives(self, seconds: float) -> None:
        """Start where it does not run, and kill so many seconds after it reported that it serves."""
        if not self.runs:
            self.supervised()
        time.sleep(seconds)
        self.kill()

    def memory(self) -> float:
        """Resident memory of the serving process in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024

    def descriptors(self) -> int:
        """How many files and sockets the serving process holds."""
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))

    def tail(self, lines: int = 30) -> str:
        """The end of the log."""
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

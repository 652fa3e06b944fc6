"""The program under test: ``daftar`` as a process of its own, on a notebook in a temporary folder.

A kill is ``kill -9`` one second after the process reported that it serves.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

SERVES = "serving"
"""The word in the line that ``daftar run`` prints once it serves every platform."""


class Product:
    """One notebook and the process that serves it."""

    def __init__(self, folder: Path, url: str | None = None, **settings: str) -> None:
        self.folder = folder
        self.url = url or f"sqlite:///{folder / 'daftar.db'}"
        self.log = folder / "daftar.log"
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("DAFTAR_")} | {
            "DAFTAR_DATABASE__URL": self.url,
            "DAFTAR_WORKSPACE__COUNTRY": "SA",
            "PYTHONUNBUFFERED": "1",
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.kills = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill(counts=False)

    def call(self, *arguments: str, text: str | None = None) -> str:
        """One run of the command line; its output. Raises CalledProcessError."""
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "bot", *arguments], cwd=self.folder, env=self._paths(), input=text,
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        if done.returncode not in (0, 1):
            raise subprocess.CalledProcessError(done.returncode, arguments, done.stdout, done.stderr)
        return done.stdout

    def start(self, timeout: float = 30) -> None:
        """Start serving, and wait until it says so."""
        self.launch()
        self.wait_until_it_serves(timeout)

    def launch(self) -> None:
        """Start the process without waiting."""
        self._seen = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"], cwd=self.folder, env=self._paths(), stdout=log, stderr=log,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip

    def wait_until_it_serves(self, timeout: float = 30) -> None:
        """Until the process reports that it serves. Raises RuntimeError with the end of its log where it ends or takes too long."""
        ends = time.monotonic() + timeout
        while time.monotonic() < ends:
            if SERVES in self.log.read_bytes()[self._seen :].decode(errors="replace"):
                return
            if self.process is None or self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError(f"does not serve:\n{self.tail()}")

    def kill(self, *, counts: bool = True) -> None:
        """``kill -9``, and wait until the process is gone. Without one, nothing."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.kills += counts
        self.process.wait()
        self.process = None

    def stop(self, timeout: float = 30) -> tuple[int, float]:
        """SIGTERM; the exit code and how many seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout)
        self.process = None
        return code, time.monotonic() - began

    def memory(self) -> float:
        """Resident memory of the serving process in MiB."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024

    def tail(self, lines: int = 30) -> str:
        """The end of the log."""
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def _paths(self) -> dict[str, str]:
        root = str(Path(__file__).resolve().parents[2])
        return self.environment | {"PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))}

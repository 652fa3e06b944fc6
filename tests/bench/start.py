"""How long ``daftar say`` takes from nothing to its answer, what it and ``daftar run`` occupy."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.chats import slack, telegram

RUNS = 5
ROOT = Path(__file__).resolve().parents[2]
PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def run(shared: Path | None) -> list[tuple[str, str]]:
    """Rows of (what, figure)."""
    del shared
    rows = []
    with tempfile.TemporaryDirectory(prefix="daftar-bench-") as folder:
        for arguments in (["migrate"], ["reps", "add", "Lina"], ["say", "new customer Acme"]):
            _call(folder, "-m", "bot", *arguments)
        spent = [_timed(folder) for _ in range(RUNS)]
        rows.append(("daftar say, cold start to answer", f"median {1000 * statistics.median(spent):.0f} ms (n={RUNS})"))
        peak = int(_call(folder, "-c", PEAK, sys.executable, "-m", "bot", "say", "acme")) / 1024
        rows.append(("daftar say, memory at its peak", f"{peak:.0f} MiB"))
    with tempfile.TemporaryDirectory(prefix="daftar-bench-") as folder, telegram() as one, slack() as other:
        began = time.perf_counter()
        with serving(folder, one.settings | other.settings) as process:
            rows.append(
                ("daftar run, both platforms, until it serves", f"{1000 * (time.perf_counter() - began):.0f} ms")
            )
            time.sleep(3)
            rows.append(("daftar run, both platforms idle, memory", f"{occupied(process):.0f} MiB"))
    return rows


@contextmanager
def serving(folder: str, settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """``daftar run`` on the notebook of that folder, from the moment at which it serves."""
    log = Path(folder) / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder,
            env=_environment(folder) | settings,
            stdout=file,
            stderr=file,
        )
    try:
        while b"serving" not in log.read_bytes() and process.poll() is None:
            time.sleep(0.02)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def occupied(process: subprocess.Popen[bytes]) -> float:
    """The memory of a process that runs, in MiB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


def _environment(folder: str) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith("DAFTAR_")}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return own | {"DAFTAR_DATABASE__URL": f"sqlite:///{folder}/daftar.db", "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}


def _call(folder: str, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *arguments], cwd=folder, env=_environment(folder), capture_output=True, text=True, check=True
    )
    return done.stdout


def _timed(folder: str) -> float:
    began = time.perf_counter()
    _call(folder, "-m", "bot", "say", "acme")
    return time.perf_counter() - began

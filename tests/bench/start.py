"""How long ``daftar say`` takes from nothing to its answer, what it and ``daftar run`` occupy."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.chats import slack, telegram
from tests.faults.product import Product

RUNS = 5


def run(shared: Path | None) -> list[tuple[str, str]]:
    """Rows of (what, figure)."""
    del shared
    rows = []
    with tempfile.TemporaryDirectory(prefix="daftar-bench-") as folder, Product(Path(folder)) as product:
        product.call("migrate")
        product.call("reps", "add", "Lina")
        product.call("say", "new customer Acme")
        spent = [_timed(product, "say", "acme") for _ in range(RUNS)]
        rows.append(("daftar say, cold start to answer", f"median {1000 * statistics.median(spent):.0f} ms (n={RUNS})"))
        rows.append(("daftar say, memory at its peak", f"{_peak(product):.0f} MiB"))
    with (
        tempfile.TemporaryDirectory(prefix="daftar-bench-") as folder,
        telegram() as one,
        slack() as other,
        Product(Path(folder), **one.settings, **other.settings) as product,
    ):
        product.call("migrate")
        began = time.perf_counter()
        product.start()
        rows.append(("daftar run, both platforms, until it serves", f"{1000 * (time.perf_counter() - began):.0f} ms"))
        time.sleep(3)
        rows.append(("daftar run, both platforms idle, memory", f"{product.memory():.0f} MiB"))
        product.stop()
    return rows


def _timed(product: Product, *arguments: str) -> float:
    began = time.perf_counter()
    product.call(*arguments)
    return time.perf_counter() - began


def _peak(product: Product) -> float:
    """Resident memory at its peak in MiB, of one run in a process whose only child it is."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code, sys.executable, "-m", "bot", "say", "acme"], cwd=product.folder,
        env=product.environment | {"PYTHONPATH": os.pathsep.join(filter(None, [str(Path.cwd()), os.environ.get("PYTHONPATH")]))},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(done.stdout) / 1024

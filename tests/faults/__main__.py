"""``./run.sh check [NAME …] [--quick] [--write]``: every fault, a table while it goes, ``report.json``; exit code 1 where a promise is broken.

``NAME`` runs only the checks whose names contain it; ``--quick`` makes all of them small; ``--write`` puts the table into
docs/measurements.md. ``./run.sh soak [SECONDS] [SEED] [--write]`` is one long one.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import sys
import time
from pathlib import Path
from typing import Any

from tests.faults.apart import Runner
from tests.faults.checks import CHECKS, kept
from tests.faults.launcher import Launcher
from tests.faults.table import line, write


def main(names: list[str], *, quick: bool, into_page: bool) -> int:
    """Run the checks, print a line for each, write the report."""
    chosen = [check for check in CHECKS if not names or any(word.lower() in check.name.lower() for word in names)]
    began = time.monotonic()
    done: dict[str, dict[str, Any]] = {}

    def over(name: str, told: dict[str, Any]) -> None:
        done[name] = told | {"kept": kept(told)}
        sys.stdout.write(line(name, done[name]))
        sys.stdout.flush()

    with Runner(int(os.environ.get("JOBS", "2")), quick=quick) as runner:
        runner.run(chosen, over)
    report = {check.name: done[check.name] for check in chosen}
    broken = sum(not told["kept"] for told in report.values())
    seconds = round(time.monotonic() - began, 1)
    about = {
        "seconds": seconds,
        "quick": quick,
        "processors": os.cpu_count(),
        "load_before": _LOAD,
        "python": platform.python_version(),
    }
    told = {"about": about, **report}
    Path("report.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if into_page:
        write("check", report, f"./run.sh check{' --quick' if quick else ''}", about)
    sys.stdout.write(f"{len(chosen) - broken} passed, {broken} failed, {seconds:.0f} s; figures in report.json\n")
    return 1 if broken or not chosen else 0


def run_soak(words: list[str], *, into_page: bool) -> int:
    """The long one: how many seconds, and from which seed."""
    from tests.faults.soak import soak

    seconds = float(words[0]) if words else 3600.0
    try:
        told = soak(seconds, seed=int(words[1]) if len(words) > 1 else None)
    finally:
        Launcher.end_shared()
    told |= {"kept": kept(told)}
    sys.stdout.write(line("R28 soak", told))
    Path("soak.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if into_page:
        about = {"processors": os.cpu_count(), "python": platform.python_version(), "load_before": _LOAD}
        write("soak", {"R28 soak": told}, f"./run.sh soak {seconds:.0f} {told['seed']}", about)
    return 0 if told["kept"] else 1


_LOAD = round(os.getloadavg()[0], 1)

if __name__ == "__main__":
    if {"-h", "--help"} & set(sys.argv[1:]):
        sys.stdout.write(f"{__doc__}\nChecks: {', '.join(check.name for check in CHECKS)}\n")
        sys.exit(0)
    given = [word for word in sys.argv[1:] if not word.startswith("--")]
    small, page = "--quick" in sys.argv, "--write" in sys.argv
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if given[:1] == ["soak"]:
        sys.exit(run_soak(given[1:], into_page=page))
    sys.exit(main(given, quick=small, into_page=page))

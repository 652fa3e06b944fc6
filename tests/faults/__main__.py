"""``./run.sh check [NAME …] [--quick]``: every fault, a table on standard output, ``report.json``; exit code 1 where a promise is broken.

``NAME`` runs only the checks whose names contain it; ``--quick`` makes all of them small. Each check is a process of its own, two
at a time (``JOBS``), so that none can hold up or harm another. ``./run.sh soak [SECONDS] [SEED]`` is one long one.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.faults.checks import CHECKS, Check

LONGEST = 900.0
"""Seconds after which a check counts as broken."""
_ZERO = ("lost", "double_effects", "unanswered", "repeats_without_label", "answers_too_many", "violations")


def kept(told: dict[str, Any]) -> bool:
    """Whether a check's figures keep the promise."""
    within = told.get("repeats", 0) <= told.get("repeats_bound", 0)
    return within and not any(told.get(key) for key in (*_ZERO, "broken"))


def run_one(name: str, *, quick: bool) -> int:
    """Run one check here and print its figures as JSON."""
    check = next(each for each in CHECKS if each.name == name)
    told = check.call(quick=quick)()
    sys.stdout.write("\n" + json.dumps(told, ensure_ascii=False) + "\n")
    return 0


def run_apart(check: Check, *, quick: bool) -> dict[str, Any]:
    """Run one check in a process of its own; its figures."""
    command = [sys.executable, "-m", "tests.faults", "one", check.name, *(["--quick"] if quick else [])]
    began = time.monotonic()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)  # noqa: S603 - ourselves
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        told: dict[str, Any] = json.loads(lines[-1]) if done.returncode == 0 and lines else {}
        if not told:
            told = {"broken": "it ended without figures", "log": done.stderr[-3000:]}
    except subprocess.TimeoutExpired:
        told = {"broken": f"not over after {LONGEST:.0f} s"}
    return told | {"took_s": round(time.monotonic() - began, 1)}


def main(names: list[str], *, quick: bool) -> int:
    """Run the checks, print a line for each, write the report."""
    chosen = [check for check in CHECKS if not names or any(word.lower() in check.name.lower() for word in names)]
    began = time.monotonic()
    report: dict[str, Any] = {}
    with ThreadPoolExecutor(int(os.environ.get("JOBS", "2"))) as workers:
        running = {workers.submit(run_apart, check, quick=quick): check for check in chosen}
        for future, check in running.items():
            told = future.result()
            report[check.name] = told | {"kept": kept(told)}
            show(check.name, report[check.name])
    broken = sum(not told["kept"] for told in report.values())
    seconds = round(time.monotonic() - began, 1)
    about = {"seconds": seconds, "quick": quick, "processors": os.cpu_count(), "python": platform.python_version()}
    report = {"about": about, **report}
    Path("report.json").write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(chosen) - broken} passed, {broken} failed, {seconds:.0f} s; figures in report.json\n")
    return 1 if broken or not chosen else 0


def show(name: str, told: dict[str, Any]) -> None:
    """One line of the table, and the log of a broken one."""
    shown = {key: value for key, value in told.items() if key not in {"platform", "log", "kept"}}
    figures = "  ".join(f"{key} {value}" for key, value in shown.items())
    sys.stdout.write(f"{'ok    ' if told['kept'] else 'BROKEN'}  {name:28} {figures}\n")
    if not told["kept"] and "log" in told:
        sys.stdout.write(f"{told['log']}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--quick"]
    small = "--quick" in sys.argv
    if words[:1] == ["one"]:
        sys.exit(run_one(words[1], quick=small))
    if words[:1] == ["soak"]:
        from tests.faults.soak import soak

        seconds = float(words[1]) if len(words) > 1 else 3600.0
        told = soak(seconds, seed=int(words[2]) if len(words) > 2 else None)
        show("R28 soak", told | {"kept": kept(told)})
        sys.exit(0 if kept(told) else 1)
    sys.exit(main(words, quick=small))

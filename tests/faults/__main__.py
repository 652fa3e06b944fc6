"""``./run.sh check``: every fault, a table on standard output, ``report.json`` beside it; exit code 1 where a promise is broken.

``python -m tests.faults receiving`` runs only the checks whose names contain that word.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.receiving import receiving
from tests.faults.sending import sending

Check = Callable[[], dict[str, Any]]

CHECKS: dict[str, Check] = {
    "R1 receiving telegram": lambda: receiving("telegram"),
    "R3 receiving slack": lambda: receiving("slack"),
    "R9 sending telegram": lambda: sending("telegram"),
    "R10 sending slack": lambda: sending("slack"),
}


def kept(told: dict[str, Any]) -> bool:
    """Whether a check's figures keep the promise."""
    return (
        told.get("lost", 0) == 0
        and told.get("double_effects", 0) == 0
        and told.get("unanswered", 0) == 0
        and told.get("repeats", 0) <= told.get("repeats_bound", 0)
        and told.get("repeats_without_label", 0) == 0
        and not told.get("broken")
    )


def main(names: list[str]) -> int:
    """Run the checks, print a line for each, write the report."""
    report: dict[str, Any] = {}
    for name, check in CHECKS.items():
        if names and not any(word in name for word in names):
            continue
        try:
            told = check()
        except Exception as wrong:  # noqa: BLE001 - a check that cannot run is a broken promise, not the end of the others
            told = {"broken": f"{type(wrong).__name__}: {wrong}"}
        report[name] = told | {"kept": kept(told)}
        figures = "  ".join(f"{key} {value}" for key, value in told.items() if key not in {"platform", "log"})
        print(f"{'ok    ' if report[name]['kept'] else 'BROKEN'}  {name:28} {figures}", flush=True)
        if "log" in told:
            print(told["log"], flush=True)
    Path("report.json").write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    broken = sum(not told["kept"] for told in report.values())
    print(f"{len(report) - broken} passed, {broken} failed")
    return 1 if broken or not report else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The figures of checks as lines on standard output, and as a table in docs/measurements.md."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.house.promised import fill

PAGE = Path(__file__).resolve().parents[2] / "docs" / "measurements.md"
_APART = frozenset({"platform", "log", "kept", "took_s", "cpu_s", "broken"})


def figures(told: dict[str, Any]) -> str:
    """A check's figures in words."""
    return ", ".join(f"{key.replace('_', ' ')} {_value(value)}" for key, value in told.items() if key not in _APART)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "(" + ", ".join(f"{key} {each}" for key, each in value.items()) + ")"
    if isinstance(value, list):
        return " ".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def line(name: str, told: dict[str, Any]) -> str:
    """One line of the running table, and the log of a broken one."""
    head = f"{'ok    ' if told['kept'] else 'BROKEN'} {name:32} {told.get('took_s', told.get('seconds', 0)):6.1f} s  "
    why = f"  !! {told['broken']}" if "broken" in told else ""
    log = f"{told['log']}\n" if not told["kept"] and told.get("log") else ""
    return f"{head}{figures(told)}{why}\n{log}"


def table(report: dict[str, dict[str, Any]]) -> str:
    """A Markdown table: check, figures, result, seconds."""
    rows = ["| check | figures | kept | seconds |", "| --- | --- | --- | --- |"]
    for name, told in report.items():
        kept = "yes" if told["kept"] else f"**no**: {told.get('broken', 'see the figures')}"
        rows.append(f"| {name} | {figures(told)} | {kept} | {told.get('took_s', told.get('seconds', 0)):.0f} |")
    return "\n".join(rows)


def write(section: str, report: dict[str, dict[str, Any]], command: str, about: dict[str, Any]) -> None:
    """Put the table under its command into the page, in place of the one that was there."""
    day = datetime.now(UTC).date().isoformat()  # noqa: TID251 - the day of a measurement is the real one
    kept = sum(told["kept"] for told in report.values())
    took = f", {about['seconds'] / 60:.1f} minutes" if "seconds" in about else ""
    said = (
        f"`{command}` on {day}; {about['processors']} cores (load {about['load_before']} before it began), "
        f"Python {about['python']}{took}; {kept} of {len(report)} kept."
    )
    text = f"## {section}\n\n{said}\n\n{table(report)}\n"
    page = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"^## {section}\n.*?(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    if found:
        rest = page[found.end() :]
        page = page[: found.start()] + text + ("\n" + rest if rest else "")
    else:
        page = page.rstrip("\n") + "\n\n" + text
    PAGE.write_text(page, encoding="utf-8")
    fill()

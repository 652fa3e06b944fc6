"""A finding of ``doctor``: one line that says how something is, and the command that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Mark = Literal["ok", "warn", "bad", "note"]
SIGNS: Final[dict[Mark, str]] = {"ok": "✓", "warn": "!", "bad": "✗", "note": "–"}


@dataclass(frozen=True)
class Finding:
    """One line. ``mend`` is a command, or what to do, where something is to be done."""

    name: str
    mark: Mark
    says: str
    mend: str = ""

    @property
    def line(self) -> str:
        """As it is shown."""
        arrow = f"   → {self.mend}" if self.mend else ""
        return f"{SIGNS[self.mark]} {self.name:<11} {self.says}{arrow}"


def summary(findings: list[Finding]) -> str:
    """The last line."""
    bad = sum(each.mark == "bad" for each in findings)
    warned = sum(each.mark == "warn" for each in findings)
    if not bad and not warned:
        return "All is well. Ready."
    told = [
        f"{count} {word}{'' if count == 1 else 's'}" for count, word in ((bad, "problem"), (warned, "warning")) if count
    ]
    return f"{' and '.join(told)}. {'Mend what is marked ✗.' if bad else 'Ready.'}"

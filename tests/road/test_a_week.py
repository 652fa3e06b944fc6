"""What must hold of the scripted week, read from its page (tests/house holds the page against a week played anew)."""

from __future__ import annotations

import pytest

from tests.house.pages import ROOT
from tests.road.week import SCRIPT

PAGE = (ROOT / "docs" / "a-week.md").read_text(encoding="utf-8").splitlines()
OWN = ("Acme", "Sara", "أكمي", "النور", "الريادة", "SAR", "+966")
"""What no outsider may read."""


def answers(to: str) -> list[str]:
    """The lines that follow what such a person did, until the next one does something."""
    found: list[str] = []
    own = False
    for line in PAGE:
        if "@" in line.split(">", maxsplit=1)[0] and not line.startswith(("bot", " ")):
            own = line.startswith(to)
        elif line.startswith(("$", "---", "```")):
            own = False
        elif own:
            found.append(line)
    return found


def test_a_stranger_reads_nothing() -> None:
    """SEC1: Zaid, who is no member, reads two neutral lines and a button to connect; the code that Lina used is worth nothing to him."""
    told = answers("zaid@")
    assert len(told) == 3
    assert not any(word in line for word in OWN for line in told)


def test_groups_read_nothing_personal() -> None:
    """SEC6: what the groups read by themselves holds no phone, no note and no pipeline; a card only where it was shared."""
    told = [line for line in PAGE if line.startswith(("bot to Sales>", "bot to #sales>"))]
    assert len(told) >= 4
    assert not any("+966" in line or "«" in line or '"' in line for line in told)


def test_nothing_of_the_week_failed() -> None:
    """No line is an apology, and each person is answered in their own language."""
    assert not any("Something went wrong" in line or "حدث خطأ" in line for line in PAGE)
    for who in ("omar@slack", "nora@telegram"):
        assert not any(line.startswith(("bot> ✅ Call", "bot> I ", "bot> Nothing")) for line in answers(who))


def test_who_was_erased_is_nowhere() -> None:
    """DATA3: after Sara was erased no answer names her."""
    erased = max(number for number, line in enumerate(PAGE) if "Erase for good]" in line and "presses" in line)
    assert not any("Sara" in line for line in PAGE[erased + 1 :])


@pytest.mark.parametrize(
    "verb",
    [
        "presses",
        "rewrites>",
        "deletes",
        "in the group>",
        "opens Home",
        "on Home",
        "chooses",
        "saves>",
        "forwards",
        "contact>",
        "file ",
        "photo",
        "voice note",
        "is at>",
        "in another chat>",
    ],
)
def test_the_week_has_everything(verb: str) -> None:
    """Each way to reach the bot occurs in the script."""
    assert any(verb in line for line in SCRIPT.read_text(encoding="utf-8").splitlines())

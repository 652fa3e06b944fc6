"""The terminal chat and the demo through a pipe: what a newcomer types in the first minute."""

from __future__ import annotations

import pytest

from tests.cli.stage import Cli


def test_the_demo_answers_moves_its_clock_and_leaves(cli: Cli) -> None:
    """One sentence is logged, its reminder comes when the clock gets there, and nothing is heard after ``exit``."""
    ran = cli(
        "demo",
        stdin="called Omar at Acme Corp, wants a quote, follow up in 2 hours\n:clock +3h\nexit\nwho is Omar\n",
    )
    assert ran.code == 0, ran.err
    logged = ran.out.index("✅ Call logged on Acme Corp")
    moved = ran.out.index("🕘", logged)
    assert "⏰ Follow up with Omar" in ran.out[moved:]
    assert "👤 Omar" not in ran.out[moved:]
    assert "Liked it?" in ran.out


@pytest.mark.parametrize("leaving", [":quit", ":q", "exit", "QUIT", "خروج"])
def test_leaving(cli: Cli, leaving: str) -> None:
    """Each way out ends the chat at once."""
    assert cli("reps", "add", "Lina").code == 0
    ran = cli("chat", "--as", "Lina", stdin=f"{leaving}\nhelp\n")
    assert (ran.code, ran.out) == (0, "")


def test_the_demo_answers_in_arabic(cli: Cli) -> None:
    """``:lang ar`` turns the answers, and a number presses a button."""
    ran = cli("demo", stdin=":lang ar\nكلمت خالد من زينيث فودز يبي عرض سعر\nوش عندي اليوم\nexit\n")
    assert "تم. سأجيب بالعربية." in ran.out
    assert "✅ تم التسجيل لدى" in ran.out


def test_a_day_is_typed_from_a_month(cli: Cli) -> None:
    """TG22: the month stands in the terminal as it is; a number is a day of it, not the number of a button."""
    ran = cli("demo", stdin=":clock 2 Jan 10:00\nremind me to call Omar\n4\nfeb\n‹ Jan\n15\nnoon\nexit\n")
    assert "Su  Mo  Tu  We  Th  Fr  Sa" in ran.out
    assert "[4] 📅 Pick" in ran.out
    assert "15 Jan — at what hour?" in (ran.out)
    assert "15 Jan 2" in (ran.out.split("⏰ Follow-up: ")[-1])
    assert " 12:00 (Riyadh" in ran.out

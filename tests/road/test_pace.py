"""The dispatcher on a clock of its own: limits, penalties, fairness, chats that are gone or moved (RELIABILITY R14 to R18)."""

from __future__ import annotations

from tests.faults import pace


def test_nothing_is_sent_within_a_penalty() -> None:
    """Every third call is answered with 429: no call before its time, no try spent, nothing lost."""
    told = pace.flooded(30)
    assert "broken" not in told
    assert told["lost"] == 0


def test_limits_are_kept_and_replies_do_not_wait() -> None:
    """Digests to many chats within 1.1 of the ideal time, no limit broken by the fake's own count, replies at once."""
    told = pace.limits(600, 120, 3, 15)
    assert "broken" not in told
    assert told["lost"] == 0


def test_a_chat_that_is_gone_is_called_once() -> None:
    """One call to each, the address is dead, the manager is told once for each."""
    assert "broken" not in pace.unreachable(4)


def test_an_upgraded_group_is_followed() -> None:
    """One call to the old id; each message arrives once at the new one."""
    told = pace.upgraded(4)
    assert "broken" not in told
    assert (told["lost"], told["repeats"]) == (0, 0)

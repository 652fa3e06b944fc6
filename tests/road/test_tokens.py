"""A token that is refused while the bot serves: what waits is kept, managers hear of it elsewhere, the rest goes on."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from bot.delivering.tokens import ASKED, Tokens
from bot.platform import BadToken, NotSent, TokenRefused
from core.database import NoStore
from core.errors import Busy
from tests.road.stage import Road, Scripted


class Asked(Scripted):
    """A platform that can be asked who the bot is; ``refusals`` come first."""

    def __init__(self, name: str, refusals: list[Exception]) -> None:
        super().__init__(name)
        self.refusals = refusals
        self.questions = 0
        self.last_contact = 1.0

    def introduce(self) -> None:
        """As told."""
        self.questions += 1
        if self.refusals:
            raise self.refusals.pop(0)


def _tokens(road: Road, *platforms: Asked) -> tuple[Tokens, list[tuple[str, str]]]:
    settled: list[tuple[str, str]] = []
    named: Any = {platform.name: platform for platform in platforms}
    return Tokens(road.office, named, lambda *told: settled.append(told), again=0.0, tell_again=0.0), settled


def _link_huda(road: Road, platform: str) -> None:
    with road.office.open(None, doing="given") as crm:
        huda = crm.team.rep_named("Huda")
        assert huda is not None
        crm.team.link(crm.team.invite(huda.id), platform, "acme", "s-huda", "dm-s-huda")


def test_a_refused_token_fails_no_message(road: Road) -> None:
    """The message goes back as it was, no try is spent, nothing else leaves, and it goes out once the token is taken again."""
    doubted: list[str] = []
    (lane,) = road.sender.lanes
    lane.on_shut_out = doubted.append
    road.platform.faults = [TokenRefused("token_revoked")]
    road.say("lina", "help")
    assert road.drained() != [], "here and now there is nobody to wait for"
    assert doubted == ["telegram"]
    with road.office.read(None) as crm:
        assert [row.attempts for row in crm.outbox.in_state("sent")] == [1]
        assert crm.outbox.count("failed") == 0
    assert lane.round(None) == 1.0  # type: ignore[arg-type]  # nobody works while it is shut
    road.sender.let_in("telegram", again=True)
    assert lane.round(None) != 1.0  # type: ignore[arg-type]  # nothing is due, so nobody has to work


def test_an_ailing_platform_is_asked_again(road: Road) -> None:
    """Two refusals and a silence are no refusal for good: the token is taken again."""
    platform = Asked("telegram", [BadToken("no"), NotSent("away"), BadToken("no")])
    tokens, settled = _tokens(road, platform)
    tokens.doubted("telegram", threading.Event()).join()
    assert (settled, platform.questions) == ([("telegram", "")], 4)


def test_an_answer_that_makes_no_sense_is_asked_again(road: Road) -> None:
    """It neither accepts nor refuses the token; whoever asks goes on asking, or nothing would ever leave again."""
    platform = Asked("telegram", [KeyError("team_id")])
    tokens, settled = _tokens(road, platform)
    tokens.doubted("telegram", threading.Event()).join()
    assert (settled, platform.questions) == ([("telegram", "")], 2)


def test_a_manager_hears_of_it_elsewhere_once(road: Road) -> None:
    """Three refusals are for good: who manages is told on the other platform, once a day, and that one goes on."""
    _link_huda(road, "slack")
    tokens, settled = _tokens(road, Asked("telegram", [BadToken("renew it")] * ASKED), Asked("slack", []))
    tokens.doubted("telegram", threading.Event()).join()
    tokens.refused("telegram", "renew it", threading.Event())
    assert settled == [("telegram", "renew it")]
    assert not tokens.none_left("telegram")
    with road.office.read(None) as crm:
        (row,) = crm.outbox.in_state("pending")
    assert (row.platform, row.kind, row.payload["notice"]) == ("slack", "alert", "token_refused")


@pytest.mark.parametrize("never", [True, False])
def test_without_another_platform_nothing_is_left(road: Road, never: bool) -> None:
    """The only platform, or one that never answered since the start: there is nothing to go on with."""
    slack = Asked("slack", [])
    platform = Asked("telegram", [])
    platform.last_contact = 0.0 if never else 1.0
    tokens, settled = _tokens(road, platform, slack) if never else _tokens(road, platform)
    tokens.refused("telegram", "renew it", threading.Event())
    assert tokens.none_left("telegram")
    assert settled == [("telegram", "renew it")]


@pytest.mark.parametrize(
    ("faults", "tries"), [([Busy(), NoStore("disk is full"), Busy(away=True)], 4), ([KeyError("rep")], 1)]
)
def test_a_busy_database_only_delays_the_news(
    road: Road, monkeypatch: pytest.MonkeyPatch, faults: list[Exception], tries: int
) -> None:
    """What waits for the database is told once it is there; the platform is settled at once, also by a fault of the program."""
    _link_huda(road, "slack")
    tokens, settled = _tokens(road, Asked("telegram", []), Asked("slack", []))
    opened, count = road.office.open, iter(range(100))
    settled_at: list[int] = []

    def open_(*told: Any, **more: Any) -> Any:
        settled_at.append(len(settled))
        if next(count) < len(faults):
            raise faults[len(settled_at) - 1]
        return opened(*told, **more)

    monkeypatch.setattr(road.office, "open", open_)
    tokens.refused("telegram", "renew it", threading.Event())
    assert settled == [("telegram", "renew it")]
    assert settled_at == [0] + [1] * (tries - 1)
    with road.office.read(None) as crm:
        assert crm.outbox.count("pending") == (1 if tries > len(faults) else 0)


def test_nobody_is_told_any_more_once_it_stops(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that stays away does not keep a process that is to end."""
    tokens, settled = _tokens(road, Asked("telegram", []), Asked("slack", []))
    stop = threading.Event()

    def away(*_: Any, **__: Any) -> Any:
        if settled:
            stop.set()
        raise Busy(away=True)

    monkeypatch.setattr(road.office, "open", away)
    tokens.refused("telegram", "renew it", stop)
    assert stop.is_set()

"""SEC1, SEC5, SEC6: the access matrix of ``docs/access.md``, every command as every role in every place, tried out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.command import discover
from bot.kinds.ref import Ref
from core.team.permissions import PERMISSIONS
from tests.house.access import MANAGERS_DO_IT_ELSEWHERE, OWNERS_ONLY, ROLES, SECRETS, Trial, allowed, place_of, where
from tests.house.traced import reading_records, statements

NAMES = [kind.name() for kind in discover()]


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """One notebook for all."""
    made = Trial(tmp_path_factory.mktemp("access"))
    yield made
    made.road.office.database.close()


@pytest.mark.parametrize("name", NAMES)
def test_sec5_who_may(name: str, trial: Trial) -> None:
    """SEC5: each role in its own chat is allowed or refused as the page says, on its own and on a colleague's records."""
    assert {who: trial.tried(name, who, place_of("dm", who)).allowed for who in ROLES} == {
        who: allowed(name, who) for who in ROLES
    }


@pytest.mark.parametrize("name", NAMES)
def test_sec6_what_a_group_reads(name: str, trial: Trial) -> None:
    """SEC6: as an admin, whom all is allowed, the answer comes where the page says; no group that is not shared reads a customer's field."""
    who = "Adam" if name not in OWNERS_ONLY | MANAGERS_DO_IT_ELSEWHERE else "Lina"
    for shared in (False, True):
        told = trial.tried(name, who, place_of("group", who, shared=shared), agreed=False)
        if "'keys': [[" not in told.in_private or told.where == "here":
            assert told.where == where(name, shared=shared), (shared, told)
        assert "hushprivate" not in told.in_group
        if not shared:
            assert [secret for secret in SECRETS if secret in told.in_group] == []


@pytest.mark.parametrize("name", NAMES)
def test_private_notes_are_nobody_elses(name: str, trial: Trial) -> None:
    """Another rep's private note is in no answer to anybody, whatever the role."""
    for who in ("Omar", "Huda", "Adam"):
        told = trial.tried(name, who, place_of("dm", who), agreed=False)
        assert "hushprivate" not in told.in_private + told.in_group


@pytest.mark.parametrize("who", ["stranger", "dina"])
def test_sec1_strangers_and_disabled_reps_read_nothing(who: str, trial: Trial) -> None:
    """SEC1: with every command, in both languages, typed, pressed and edited, in private and in a group: no record is read, one line a day."""
    with statements(trial.road.office.database) as ran:
        answers = []
        for kind in discover():
            ways: tuple[dict[str, Any], ...] = ({}, {"group": True}, {"edits": "m1"})
            answers += [trial.road.say(who, kind.example.en, **told) for told in ways]
            answers.append(trial.road.say(who, kind.example.ar))
        answers.append(trial.road.press(who, "x" * 22))
    assert any("inbox" in statement for statement, _ in ran), "what goes straight to the driver is heard too"
    assert reading_records(ran) == []
    assert {answer.outcome for answer in answers} == {"refused"}
    assert sum(len(answer.outbox_ids) for answer in answers) == 1


def test_sec5_not_yours_is_not_there(trial: Trial) -> None:
    """SEC5: a colleague's promise and one that never was are refused with the same words, but for the number that was said."""
    command = trial.commands["cancel_follow_up"]
    theirs = trial.tried("cancel_follow_up", "Omar", place_of("dm", "Omar")).in_private
    trial.commands["nobodys"] = command.but(follow_up=Ref("follow_up", 7, "canarytitle"))
    there = command.follow_up.id  # type: ignore[attr-defined]
    assert trial.tried("nobodys", "Omar", place_of("dm", "Omar")).in_private == theirs.replace(f"'{there}'", "'7'")


def test_sec5_every_permission_is_in_the_table() -> None:
    """A command asks for a permission that is there; each permission belongs to all roles above the lowest that has it."""
    assert {kind.permission for kind in discover()} <= set(PERMISSIONS)
    for roles in PERMISSIONS.values():
        assert roles in ({"rep", "manager", "admin"}, {"manager", "admin"}, {"admin"})

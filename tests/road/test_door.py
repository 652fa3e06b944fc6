"""The inbox's door: what one process has seen kept is not asked of the database again, and nothing else counts as kept."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from bot import serving
from bot.serving import Door
from core.errors import Busy
from core.talking.raw import Raw

if TYPE_CHECKING:
    from collections.abc import Generator

    from core.crm import Crm, Office
    from tests.road.stage import Road


class Counting:
    """An office whose database is asked so often, and refuses to write as long as ``busy``."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.asked = 0
        self.busy = False

    @contextmanager
    def open(self, *told: Any, **more: Any) -> Generator[Crm]:
        """As the real one; what was written is taken back while it is busy."""
        self.asked += 1
        with self._office.open(*told, **more) as crm:
            yield crm
            if self.busy:
                raise Busy


def raw(number: int, gesture: str | None = None) -> Raw:
    """A numbered update."""
    return Raw(f"m{number}", {"id": f"m{number}"}, gesture, "dm-u-lina")


@pytest.fixture
def counting(road: Road) -> Counting:
    """The road's office, counted."""
    return Counting(road.office)


@pytest.fixture
def door(road: Road, counting: Counting) -> Door:
    """A door to it."""
    office: Any = counting
    return Door(office, road.platform, lambda: None)


def test_a_repeat_does_not_reach_the_database(road: Road, counting: Counting, door: Door) -> None:
    """R4: the same again is answered at once; what is new beside it is kept, and each is told what became of its own."""
    assert door.put_many([raw(1), raw(2), raw(1)]) == [True, True, False]
    asked = counting.asked
    assert door.put_many([raw(2), raw(1)]) == [False, False]
    assert counting.asked == asked
    assert door.put_many([raw(1), raw(3), raw(2), raw(4)]) == [False, True, False, True]
    with road.office.read(None) as crm:
        bodies = [crm.inbox.body(number) or {} for number in range(1, 10)]
    assert [body["id"] for body in bodies if "id" in body] == ["m1", "m2", "m3", "m4"]


def test_what_was_not_committed_is_not_known(counting: Counting, door: Door) -> None:
    """Nothing counts as kept that the database did not keep: it comes again and is kept then."""
    counting.busy = True
    with pytest.raises(Busy):
        door.put_many([raw(1)])
    counting.busy = False
    assert door.put_many([raw(1)]) == [True]


def test_another_update_of_a_known_gesture_is_asked_of_the_database(counting: Counting, door: Door) -> None:
    """R5: only the id is remembered; two events of one gesture are told apart where both keys stand."""
    assert door.put_many([raw(1, "same")]) == [True]
    asked = counting.asked
    assert door.put_many([raw(2, "same")]) == [False]
    assert counting.asked > asked


def test_the_oldest_are_forgotten_and_still_kept_once(
    counting: Counting, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The memory is bounded; the database remembers longer."""
    monkeypatch.setattr(serving, "_REMEMBERED", 2)
    assert door.put_many([raw(number) for number in (1, 2, 3)]) == [True, True, True]
    asked = counting.asked
    assert door.put_many([raw(1)]) == [False]
    assert counting.asked > asked

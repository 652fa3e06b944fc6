"""DATA2 and DATA3 on PostgreSQL: a backup of a server goes into an empty database, repeats nothing and brings nobody back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.delivering.outgoing_kept import place_to_json, to_json
from bot.delivering.sending import Confirmed, Sending
from bot.heartbeat import Heartbeat
from bot.messages import Place
from bot.operating.settings import RemindersSettings
from bot.reply import Outgoing, Span, Text
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.keeping.held import Held, held, resume
from core.keeping.kept import keep
from core.keeping.moving import CannotMove
from core.keeping.restoring import restore_into
from core.privacy import cleaning
from core.privacy.ledger import BESIDE_BACKUPS
from core.team.rep import MORNING
from tests.conftest import NOW
from tests.operate.conftest import fill
from tests.postgres import Postgres
from tests.road.stage import Scripted

pytestmark = pytest.mark.postgres
LATER = NOW + timedelta(hours=4)


@pytest.fixture
def two(postgres: Postgres, folder: Path) -> Iterator[tuple[Office, Office]]:
    """A PostgreSQL notebook whose erasures are listed beside its backups, and an empty database four hours later."""
    urls = [postgres.new(), postgres.new()]
    first, second = (Database(url) for url in urls)
    first.ledger = folder / "backups" / BESIDE_BACKUPS
    first.migrate()
    before = Office(first, MovableClock(NOW))
    fill(before, customers=3)
    yield before, Office(second, MovableClock(LATER))
    first.close()
    second.close()
    for url in urls:
        postgres.drop(url)


def _sent(office: Office) -> list[str]:
    """What leaves now, by what it is about."""
    platform = Scripted("telegram")
    platform.workspace = "1"
    sending = Sending(office, platform, owner="test", epoch=9)
    while (claimed := sending.claim()) is not None:
        outcome = sending.deliver(claimed)
        assert isinstance(outcome, Confirmed)
        sending.mark([outcome])
    return platform.texts


def _reply(office: Office, key: str, *, chat: str = "7", **more: Any) -> None:
    """An answer that is to be sent."""
    place = Place(platform="telegram", workspace="1", chat_id=chat)
    told = to_json(Outgoing(place=place, language="en", parts=(Text((Span(key),)),)))
    with office.open(None, doing="test") as crm:
        crm.outbox.put(
            key,
            platform="telegram",
            bot="1",
            place=place.key,
            address=place_to_json(place),
            kind="reply",
            payload=told,
            **more,
        )


def _beaten(office: Office) -> list[str]:
    """What leaves in the next quarter of an hour."""
    heart, left = Heartbeat(office, RemindersSettings(digest_spread_seconds=0)), []
    for _ in range(3):
        heart.beat()
        left += _sent(office)
        office.clock.forward(timedelta(minutes=5))  # type: ignore[attr-defined]
    return left


def test_nothing_old_is_sent_again_and_nobody_comes_back(two: tuple[Office, Office], folder: Path) -> None:
    """What was due before is held, whatever became of it since; who was erased since is erased again; ``resume`` releases."""
    first, second = two
    _reply(first, "answer that was sent")
    assert _sent(first) == ["answer that was sent"]
    _reply(first, "answer under way", chat="8")
    with first.open(None, doing="test") as crm:
        assert crm.outbox.claim("telegram", "1", owner="dead", epoch=1) is not None
    _reply(first, "answer that waits")
    _reply(first, "answer for tonight", not_before=LATER + timedelta(hours=3))
    backup = keep(first.database, folder / "backups", NOW)
    assert "answer that waits" in _beaten(first), "after the backup it went out"
    with first.open(None, doing="erase") as crm:
        crm.erasing.erase("customer", 2)
    cleaning.clean(first.database)

    done = restore_into(backup, second.database, LATER, morning=MORNING)
    assert (done.held.messages, done.aside, done.migrated_from) == (2, None, None)
    assert done.erased_again > 0
    assert _beaten(second) == []
    assert held(second.database) == done.held
    with second.read(None) as crm:
        assert crm.customers.count() == 2
        assert crm.names.find("Company 1 شركة", limit=1) == []
    with pytest.raises(CannotMove):
        restore_into(backup, second.database, LATER, morning=MORNING)

    resume(second.database)
    again = _beaten(second)
    assert [text for text in again if text.startswith("answer")] == ["answer under way", "answer that waits"]
    assert any("Call back" in text for text in again)
    assert held(second.database) == Held(0, 0)
    second.clock.forward(timedelta(hours=3))  # type: ignore[attr-defined]
    assert "answer for tonight" in _sent(second)

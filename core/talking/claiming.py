"""Claiming one due message: one statement, one index seek per priority, however many are pending.

Written as SQL because it runs before every send: the object layer would cost more than the statement.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

_PRIORITIES: Final = (0, 1, 2, 3)
AGED: Final = timedelta(minutes=10)
EVERY: Final = 8
"""Ageing: what has been due for so long goes first in one claim of so many, the lowest priority first. However many replies
there are, a digest leaves; however many digests are late, replies have seven claims of eight."""
_AGEING: Final = tuple(("aged", priority) for priority in (3, 2, 1))
_IN_ORDER: Final = tuple(("now", priority) for priority in _PRIORITIES)
_turns = itertools.count(1)

_ONE_PRIORITY: Final = """
  SELECT * FROM (
    SELECT o.id FROM outbox o
    WHERE o.state = 'pending' AND o.platform = :platform AND o.bot = :bot AND o.priority = {priority}
      AND o.not_before <= :{since}
      AND NOT EXISTS (SELECT 1 FROM pauses p WHERE p.platform = :platform AND p.bot = :bot
                      AND p.scope = 'all' AND p.until > :now)
      AND NOT EXISTS (SELECT 1 FROM outbox d WHERE d.state = 'dispatching' AND d.place = o.place)
      AND NOT EXISTS (SELECT 1 FROM pauses p WHERE p.platform = :platform AND p.bot = :bot
                      AND p.scope = o.place AND p.until > :now)
      {busy}
    ORDER BY o.not_before, o.id LIMIT 1 {lock}
  ) AS {since}_{priority}
"""
_CLAIM: Final = """
UPDATE outbox SET state = 'dispatching', owner = :owner, epoch = :epoch, lease_until = :until, attempts = attempts + 1
WHERE id = ({which}) AND state = 'pending' {fence}
RETURNING id, dedupe_key, platform, bot, place, address, rep_id, kind, priority, not_before, payload, attempts, mark, repeat
"""


_FENCE: Final = """
AND EXISTS (SELECT 1 FROM leases l WHERE l.name = :fence AND l.owner = :owner AND l.epoch = :epoch AND l.until > clock_timestamp())
"""
"""A dispatcher that was frozen and has lost its lease meanwhile claims nothing when it goes on."""


_SENT: Final = """
UPDATE outbox SET state = 'sent', ext_message_id = :message_id, sent_at = :now, error = NULL, lease_until = NULL
WHERE id = :id AND state = 'dispatching' AND owner = :owner AND epoch = :epoch
"""
_NAME: Final = re.compile(r"(?<!:):(\w+)")


@dataclass(frozen=True)
class Due:
    """A message that is this dispatcher's to send now. ``attempts`` counts this try too; ``repeat``: it may have been delivered."""

    id: int
    dedupe_key: str
    platform: str
    bot: str
    place: str
    address: dict[str, Any]
    rep_id: int | None
    kind: str
    priority: int
    not_before: datetime
    payload: dict[str, Any]
    attempts: int
    mark: str
    repeat: bool


def claim(
    connection: Connection,
    *,
    platform: str,
    bot: str,
    owner: str,
    epoch: int,
    now: datetime,
    until: datetime,
    busy: Collection[str] = (),
    fence: str | None = None,
) -> Due | None:
    """Mark the next due message ``dispatching``; None where nothing is due. See ``Outbox.claim``."""
    dialect = connection.dialect.name
    told = {
        "platform": platform,
        "bot": bot,
        "owner": owner,
        "epoch": epoch,
        "now": _stored(dialect, now),
        "until": _stored(dialect, until),
    }
    ageing = next(_turns) % EVERY == 0
    if ageing:
        told["aged"] = _stored(dialect, now - AGED)
    # A union's branches are tried in turn on SQLite; on PostgreSQL each would lock a row, so there they are asked one by one.
    fenced = fence is not None and dialect == "postgresql"
    if fenced:
        told["fence"] = fence
    for statement in _statements(dialect, with_busy=bool(busy), fenced=fenced, ageing=ageing):
        if busy:
            told["busy"] = json.dumps(list(busy)) if dialect == "sqlite" else list(busy)
        if (row := connection.exec_driver_sql(statement, told).first()) is not None:
            return _due(*row)
    return None


def mark_sent(connection: Connection, row_id: int, owner: str, epoch: int, *, message_id: str, now: datetime) -> bool:
    """Mark a row as delivered; see ``Outbox.sent``."""
    dialect = connection.dialect.name
    told = {"id": row_id, "owner": owner, "epoch": epoch, "message_id": message_id, "now": _stored(dialect, now)}
    return connection.exec_driver_sql(_MARK_SENT[dialect], told).rowcount == 1


def _due(*row: Any) -> Due:
    due = Due(*row)
    if not isinstance(due.address, str):
        return due
    # SQLite keeps JSON and moments as text, and truth as a number.
    return replace(
        due,
        address=json.loads(due.address),
        payload=json.loads(str(due.payload)),
        not_before=datetime.fromisoformat(str(due.not_before)).replace(tzinfo=UTC),
        repeat=bool(due.repeat),
    )


def _driver(dialect: str, statement: str) -> str:
    """A statement with ``:name`` as the driver wants it: straight to the driver, for the layer above costs as much again."""
    return statement if dialect == "sqlite" else _NAME.sub(r"%(\1)s", statement)


def _stored(dialect: str, moment: datetime) -> Any:
    """A moment as the column type stores it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if dialect == "sqlite" else moment


_MARK_SENT: Final = {dialect: _driver(dialect, _SENT) for dialect in ("sqlite", "postgresql")}


def _statements(dialect: str, *, with_busy: bool, fenced: bool, ageing: bool) -> tuple[str, ...]:
    key = (dialect, with_busy, fenced, ageing)
    if key not in _made:
        _made[key] = _make(dialect, with_busy=with_busy, fenced=fenced, ageing=ageing)
    return _made[key]


def _make(dialect: str, *, with_busy: bool, fenced: bool, ageing: bool) -> tuple[str, ...]:
    order = _AGEING + _IN_ORDER if ageing else _IN_ORDER
    if dialect == "sqlite":
        busy = "AND o.place NOT IN (SELECT value FROM json_each(:busy))" if with_busy else ""
        branches = [
            _ONE_PRIORITY.format(since=since, priority=priority, busy=busy, lock="") for since, priority in order
        ]
        which = "SELECT id FROM (" + " UNION ALL ".join(branches) + ") LIMIT 1"  # noqa: S608 - our own text
        return (_CLAIM.format(which=which, fence=""),)
    busy = "AND NOT (o.place = ANY(CAST(:busy AS text[])))" if with_busy else ""
    lock = "FOR UPDATE SKIP LOCKED"
    fence = _FENCE if fenced else ""
    branches = [_ONE_PRIORITY.format(since=since, priority=priority, busy=busy, lock=lock) for since, priority in order]
    return tuple(_driver(dialect, _CLAIM.format(which=branch, fence=fence)) for branch in branches)


_made: dict[tuple[str, bool, bool, bool], tuple[str, ...]] = {}

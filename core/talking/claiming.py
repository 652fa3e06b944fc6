"""Claiming one due message: one statement, one index seek per priority, however many are pending.

Written as SQL and given straight to the driver because it runs before every send: the object layer would cost more than the
statement.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from core.direct import Wire, changed, rows

_PRIORITIES: Final = (0, 1, 2, 3)
AGED: Final = timedelta(minutes=10)
EVERY: Final = 8
"""Ageing: what has been due for so long goes first in one claim of so many, the lowest priority first. However many replies
there are, a digest leaves; however many digests are late, replies have seven claims of eight."""
_AGEING: Final = tuple(("aged", priority) for priority in (3, 2, 1))
_IN_ORDER: Final = tuple(("now", priority) for priority in _PRIORITIES)
_turns = itertools.count(1)

_ONE_PRIORITY: Final = """
  (
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
  )
"""
_CLAIM: Final = """
UPDATE outbox SET state = 'dispatching', owner = :owner, epoch = :epoch, lease_until = :until, attempts = attempts + 1
WHERE id = {which} AND state = 'pending' {fence}
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


@dataclass(slots=True)
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
    connection: Wire,
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
    fenced = fence is not None and dialect == "postgresql"
    if fenced:
        told["fence"] = fence
    if busy:
        told["busy"] = json.dumps(list(busy)) if dialect == "sqlite" else list(busy)
    found = rows(connection, _statement(dialect, with_busy=bool(busy), fenced=fenced, ageing=ageing), told)
    return _due(dialect, *found[0]) if found else None


def mark_sent(connection: Wire, row_id: int, owner: str, epoch: int, *, message_id: str, now: datetime) -> bool:
    """Mark a row as delivered; see ``Outbox.sent``."""
    dialect = connection.dialect.name
    told = {"id": row_id, "owner": owner, "epoch": epoch, "message_id": message_id, "now": _stored(dialect, now)}
    return changed(connection, _MARK_SENT[dialect], told) == 1


def _due(dialect: str, *row: Any) -> Due:
    if dialect != "sqlite":
        return Due(*row)
    # SQLite keeps JSON and moments as text, and truth as a number.
    due = Due(*row)
    due.address = json.loads(str(due.address))
    due.payload = json.loads(str(due.payload))
    due.not_before = datetime.fromisoformat(str(due.not_before)).replace(tzinfo=UTC)
    due.repeat = bool(due.repeat)
    return due


def _driver(dialect: str, statement: str) -> str:
    """A statement with ``:name`` as the driver wants it: straight to the driver, for the layer above costs as much again."""
    return statement if dialect == "sqlite" else _NAME.sub(r"%(\1)s", statement)


def _stored(dialect: str, moment: datetime) -> Any:
    """A moment as the column type stores it."""
    if dialect != "sqlite":
        return moment
    told = moment.astimezone(UTC)
    return f"{told.replace(tzinfo=None).isoformat(' ', 'microseconds')}"


_MARK_SENT: Final = {dialect: _driver(dialect, _SENT) for dialect in ("sqlite", "postgresql")}


def _statement(dialect: str, *, with_busy: bool, fenced: bool, ageing: bool) -> str:
    key = (dialect, with_busy, fenced, ageing)
    if key not in _made:
        _made[key] = _make(dialect, with_busy=with_busy, fenced=fenced, ageing=ageing)
    return _made[key]


def _make(dialect: str, *, with_busy: bool, fenced: bool, ageing: bool) -> str:
    # COALESCE asks its branches in turn and stops at the first that has a row, on both databases: on PostgreSQL no more than
    # that one row is locked (documentation of conditional expressions: "will not be evaluated").
    order = _AGEING + _IN_ORDER if ageing else _IN_ORDER
    lock = ""
    busy = "AND o.place NOT IN (SELECT value FROM json_each(:busy))" if with_busy else ""
    if dialect == "postgresql":
        busy = "AND NOT (o.place = ANY(CAST(:busy AS text[])))" if with_busy else ""
        lock = "FOR UPDATE SKIP LOCKED"
    branches = [_ONE_PRIORITY.format(since=since, priority=priority, busy=busy, lock=lock) for since, priority in order]
    which = "COALESCE(" + ", ".join(branches) + ")"
    return _driver(dialect, _CLAIM.format(which=which, fence=_FENCE if fenced else ""))


_made: dict[tuple[str, bool, bool, bool], str] = {}

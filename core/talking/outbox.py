"""The outbox: every message goes out from here, once per ``dedupe_key``.

States: ``pending`` -> ``dispatching`` (committed immediately before the socket write) -> ``sent``, ``failed``, ``uncertain``;
``cancelled`` before it left, ``held`` until somebody releases it. Priorities: replies before reminders before alerts before
digests. Every mark says whose it is (owner and epoch), so that a dispatcher that lost its lease marks nothing.
Source: RELIABILITY.md, section 3.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import CursorResult, delete, func, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from core.direct import by_dialect, rows
from core.fields import storable
from core.talking.claiming import Due, claim, mark_sent
from core.talking.inserting import insert_if_new
from core.talking.rows import OutboxRow, OutboxState, Pause
from core.transaction import Transaction

PRIORITY: Final = {"reply": 0, "reminder": 1, "alert": 2, "digest": 3}
"""The order of kinds; a kind that is not named goes with the alerts."""

_SENT_KEPT: Final = timedelta(days=30)


_FIELDS: Final = (
    "dedupe_key", "platform", "bot", "place", "address", "rep_id", "kind", "priority", "not_before", "payload", "state",
    "epoch", "attempts", "repeat", "mark", "created_at",
)  # fmt: skip
_PUT: Final = insert_if_new(OutboxRow, _FIELDS, "dedupe_key")
_HELD: Final = by_dialect("SELECT 1 FROM outbox WHERE rep_id = ? AND state = 'held' AND platform = ? LIMIT 1")


class Outbox:
    """Messages to send and what became of them."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    # -- putting -------------------------------------------------------------------------------------------------------

    def put(
        self,
        dedupe_key: str,
        *,
        platform: str,
        bot: str,
        place: str,
        address: dict[str, Any],
        kind: str,
        payload: dict[str, Any],
        rep_id: int | None = None,
        priority: int | None = None,
        not_before: datetime | None = None,
        held: bool = False,
    ) -> int | None:
        """Put a message in; its id, or None where that ``dedupe_key`` is there already (nothing is put then)."""
        due = not_before or self._tx.now
        values = {
            "dedupe_key": dedupe_key,
            "platform": platform,
            "bot": bot,
            "place": place,
            "address": address,
            "rep_id": rep_id,
            "kind": kind,
            "priority": PRIORITY.get(kind, PRIORITY["alert"]) if priority is None else priority,
            "not_before": due,
            "payload": payload,
            "state": "held" if held else "pending",
            "epoch": 0,
            "attempts": 0,
            "repeat": False,
            "mark": secrets.token_hex(16),
            "created_at": self._tx.now,
        }
        found = _PUT.first(self._tx.session.connection(), values)
        if found is None:
            return None
        if not held and due <= self._tx.now:
            self._tx.session.work.add("outbox")
        return int(found[0])

    def get(self, row_id: int) -> OutboxRow | None:
        """One row as it is now."""
        return self._tx.session.get(OutboxRow, row_id, populate_existing=True)

    # -- sending -------------------------------------------------------------------------------------------------------

    def claim(
        self,
        platform: str,
        bot: str,
        *,
        owner: str,
        epoch: int = 0,
        lease: timedelta = timedelta(seconds=30),
        busy: Collection[str] = (),
        fence: str | None = None,
    ) -> Due | None:
        """Take the next due message and mark it ``dispatching``; commit before sending. None where nothing is due.

        Never two of one place at a time, none within a pause, none of the places in ``busy``; on PostgreSQL none for an owner
        who does not hold the lease named ``fence`` in this epoch any more.
        """
        return claim(
            self._tx.wire,
            platform=platform,
            bot=bot,
            owner=owner,
            epoch=epoch,
            now=self._tx.now,
            until=self._tx.now + lease,
            busy=busy,
            fence=fence,
        )

    def worded(self, row_id: int, told: dict[str, Any]) -> None:
        """Keep what a notice was worded as, beside its kind and ids: whoever rewrites the message later needs its words."""
        row = self._tx.session.get(OutboxRow, row_id)
        if row is not None:
            row.payload = {**row.payload, "worded": told}

    def sent(self, row_id: int, owner: str, epoch: int, ext_message_id: str) -> bool:
        """Delivered, and under which id. False, and nothing marked, where the row is not this owner's of this epoch."""
        return mark_sent(self._tx.wire, row_id, owner, epoch, message_id=ext_message_id, now=self._tx.now)

    def again(
        self,
        row_id: int,
        owner: str,
        epoch: int,
        not_before: datetime,
        error: str = "",
        *,
        counts: bool = True,
        repeat: bool = False,
    ) -> bool:
        """Back to ``pending`` for a later try. ``counts`` false after a 429; ``repeat`` where it may have been delivered."""
        more: dict[str, Any] = {} if counts else {"attempts": col(OutboxRow.attempts) - 1}
        if repeat:
            more["repeat"] = True
        return self._mark(
            row_id, owner, epoch, state="pending", not_before=not_before, error=storable(error)[:500], **more
        )

    def failed(self, row_id: int, owner: str, epoch: int, error: str) -> bool:
        """The platform said no for good."""
        return self._mark(row_id, owner, epoch, state="failed", error=storable(error)[:500])

    def uncertain(self, row_id: int, owner: str, epoch: int, error: str) -> bool:
        """It may or may not have been delivered, and is not tried again by itself."""
        return self._mark(row_id, owner, epoch, state="uncertain", error=storable(error)[:500])

    def drop(self, row_id: int, owner: str, epoch: int) -> bool:
        """There is nothing left to say (a reminder whose follow-up was done meanwhile): cancelled unsent."""
        return self._mark(row_id, owner, epoch, state="cancelled")

    def _mark(self, row_id: int, owner: str, epoch: int, **values: Any) -> bool:
        done: CursorResult[Any] = self._tx.session.connection().execute(
            update(OutboxRow)
            .where(
                col(OutboxRow.id) == row_id,
                col(OutboxRow.state) == "dispatching",
                col(OutboxRow.owner) == owner,
                col(OutboxRow.epoch) == epoch,
            )
            .values(lease_until=None, **values)
        )
        return done.rowcount == 1

    def left_behind(
        self,
        platform: str,
        bot: str,
        *,
        owner: str | None = None,
        epoch: int | None = None,
        known: Collection[int] | None = None,
    ) -> list[OutboxRow]:
        """The ``dispatching`` rows of dead runs: all but this owner's where told; on PostgreSQL those of an older epoch or past their lease.

        With ``known``, the ids that this owner knows of, its own others too: a connection broke while it committed their claim.
        """
        asked = select(OutboxRow).where(
            OutboxRow.state == "dispatching", OutboxRow.platform == platform, OutboxRow.bot == bot
        )
        others = col(OutboxRow.owner) != owner if owner is not None else true()
        if epoch is not None:
            others &= (col(OutboxRow.epoch) < epoch) | (col(OutboxRow.lease_until) < self._tx.now)
        if known is not None:
            others |= (col(OutboxRow.owner) == owner) & col(OutboxRow.id).not_in(known)
        asked = asked.where(others)
        return list(self._tx.session.exec(asked.order_by(col(OutboxRow.id)).execution_options(populate_existing=True)))

    def take_over(self, row: OutboxRow, owner: str, epoch: int, lease: timedelta = timedelta(seconds=30)) -> bool:
        """Make a row that a dead run left behind this owner's, still ``dispatching``; false where another was first."""
        done = self._tx.session.connection().execute(
            update(OutboxRow)
            .where(
                col(OutboxRow.id) == row.id,
                col(OutboxRow.state) == "dispatching",
                col(OutboxRow.owner) == row.owner,
                col(OutboxRow.epoch) == row.epoch,
            )
            .values(owner=owner, epoch=epoch, lease_until=self._tx.now + lease)
        )
        return done.rowcount == 1

    # -- holding back --------------------------------------------------------------------------------------------------

    def cancel(self, dedupe_key: str) -> bool:
        """Cancel what has not left yet; false where it left, or is not there."""
        done = self._tx.session.connection().execute(
            update(OutboxRow)
            .where(col(OutboxRow.dedupe_key) == dedupe_key, col(OutboxRow.state).in_(("pending", "held")))
            .values(state="cancelled")
        )
        return done.rowcount == 1

    def unreachable(self, platform: str, bot: str, place: str, *, nowhere: str) -> int:
        """Nobody can be reached in that place: reminders wait for the next visit (held, for the platform ``nowhere``), the rest has failed; how many."""
        ours = (
            col(OutboxRow.platform) == platform,
            col(OutboxRow.bot) == bot,
            col(OutboxRow.place) == place,
            col(OutboxRow.state) == "pending",
        )
        connection = self._tx.session.connection()
        waiting = update(OutboxRow).where(*ours, col(OutboxRow.kind) == "reminder")
        held = connection.execute(waiting.values(state="held", platform=nowhere, bot=""))
        failed = connection.execute(update(OutboxRow).where(*ours).values(state="failed", error="unreachable"))
        return held.rowcount + failed.rowcount

    def readdress(self, platform: str, bot: str, place: str, to: str, address: dict[str, Any]) -> int:
        """What waits for that place goes to another (a chat has a new id); how many."""
        done = self._tx.session.connection().execute(
            update(OutboxRow)
            .where(
                col(OutboxRow.platform) == platform,
                col(OutboxRow.bot) == bot,
                col(OutboxRow.place) == place,
                col(OutboxRow.state).in_(("pending", "held")),
            )
            .values(place=to, address=address)
        )
        return done.rowcount

    def waits(self, rep_id: int, platform: str) -> bool:
        """Whether something is held for a rep on that platform."""
        connection = self._tx.session.connection()
        return bool(rows(connection, _HELD[self._tx.dialect], (rep_id, platform)))

    def pause(self, platform: str, bot: str, until: datetime, scope: str = "all") -> None:
        """Send nothing within that scope (``all`` or a place) before that moment; an earlier end never shortens a later one."""
        into: Any = (sqlite if self._tx.dialect == "sqlite" else postgresql).insert(Pause)
        put = into.values(platform=platform, bot=bot, scope=scope, until=until)
        self._tx.session.connection().execute(
            put.on_conflict_do_update(
                index_elements=["platform", "bot", "scope"],
                set_={"until": put.excluded.until},
                where=col(Pause.until) < put.excluded.until,
            )
        )

    def paused_until(self, platform: str, bot: str, scope: str = "all") -> datetime | None:
        """Until when that scope is paused; None where it is not."""
        found = self._tx.session.get(Pause, (platform, bot, scope), populate_existing=True)
        return found.until if found is not None and found.until > self._tx.now else None

    # -- looking -------------------------------------------------------------------------------------------------------

    def count(self, state: OutboxState) -> int:
        """How many are in that state."""
        return self._tx.session.exec(select(func.count()).select_from(OutboxRow).where(OutboxRow.state == state)).one()

    def in_state(self, *states: OutboxState, limit: int = 50) -> list[OutboxRow]:
        """The rows in these states, oldest first."""
        asked = select(OutboxRow).where(col(OutboxRow.state).in_(states)).order_by(col(OutboxRow.id))
        return list(self._tx.session.exec(asked.limit(limit)))

    def of_message(
        self, platform: str, bot: str, place: str, ext_message_id: str, *, first: bool = False
    ) -> OutboxRow | None:
        """What was sent as that message of the platform; of one that was rewritten, the last, or what it was at ``first``."""
        asked = select(OutboxRow).where(
            OutboxRow.place == place,
            OutboxRow.ext_message_id == ext_message_id,
            OutboxRow.platform == platform,
            OutboxRow.bot == bot,
        )
        order = col(OutboxRow.id) if first else col(OutboxRow.id).desc()
        return self._tx.session.exec(asked.order_by(order).limit(1)).first()

    def of_rep(self, rep_id: int, limit: int = 20) -> list[OutboxRow]:
        """The last messages for a rep, newest first."""
        asked = select(OutboxRow).where(OutboxRow.rep_id == rep_id).order_by(col(OutboxRow.id).desc())
        return list(self._tx.session.exec(asked.limit(limit)))

    def next_due(self, platform: str, bot: str) -> datetime | None:
        """When the next pending message is due; None where none is pending."""
        # One look per priority: each is one seek in the index of pending rows.
        asked = [
            select(OutboxRow.not_before)
            .where(
                OutboxRow.state == "pending",
                OutboxRow.platform == platform,
                OutboxRow.bot == bot,
                OutboxRow.priority == priority,
            )
            .order_by(col(OutboxRow.not_before))
            .limit(1)
            for priority in sorted(set(PRIORITY.values()))
        ]
        found = [self._tx.session.exec(one).first() for one in asked]
        return min((moment for moment in found if moment is not None), default=None)

    def oldest_due(self) -> datetime | None:
        """The earliest ``not_before`` of what is due and has not left; None where nothing is late."""
        asked = select(func.min(col(OutboxRow.not_before))).where(
            OutboxRow.state == "pending", col(OutboxRow.not_before) <= self._tx.now
        )
        return self._tx.session.exec(asked).one()

    def purge(self) -> int:
        """Forget what was sent or cancelled thirty days ago; how many."""
        done = self._tx.session.connection().execute(
            delete(OutboxRow).where(
                col(OutboxRow.state).in_(("sent", "cancelled")), col(OutboxRow.created_at) < self._tx.now - _SENT_KEPT
            )
        )
        return done.rowcount

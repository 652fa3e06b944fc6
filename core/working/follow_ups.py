"""What reps have promised to do: setting, moving, finishing, and what waits for what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, case, cast, func, literal, type_coerce
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from core.customers.merged import contact_row, customer_row
from core.errors import AlreadyDone, BadValue, Cycle, NotAllowed, NotFound
from core.fields import checked
from core.talking.inserting import table_of
from core.talking.rows import Occurrence
from core.team.rep import Rep
from core.transaction import Transaction
from core.visibility import sees, visible
from core.working.clocks import following_of
from core.working.follow_up import FollowUp, Priority
from core.working.recurrence import check_rule, in_zone, next_moment

_FIXED = frozenset({"status", "closed_at", "first_due_at", "snoozes", "asked_by_id", "zone"})
_OCCURRENCES = table_of(Occurrence)
_IMPORTANT_FIRST = case({"high": 0, "normal": 1, "low": 2}, value=col(FollowUp.priority), else_=1)


@dataclass(frozen=True)
class Closed:
    """A follow-up that was finished, what its recurrence brings next, and what was waiting for it and is free now."""

    follow_up: FollowUp
    following: FollowUp | None
    freed: list[FollowUp]


class FollowUps:
    """Reading and writing follow-ups: one's own, those one asked a colleague for, and for managers the team's."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    # -- writing -----------------------------------------------------------------------------------------------------

    def add(  # noqa: PLR0917 - the order in which they are said
        self,
        title: str,
        due_at: datetime,
        all_day: bool = False,
        customer_id: int | None = None,
        contact_id: int | None = None,
        deal_id: int | None = None,
        priority: Priority = "normal",
        recurrence: str | None = None,
        waits_for_id: int | None = None,
        rep_id: int | None = None,
        asked_by_id: int | None = None,
    ) -> FollowUp:
        """A new one, the acting rep's unless ``rep_id`` names a colleague (then ``asked_by_id`` is the acting rep).

        Raises NotFound, BadValue, Cycle.
        """
        self._tx.require("follow_ups.write", record="follow_up", name=title)
        told = self._checked({"title": title, "priority": priority, "recurrence": recurrence})
        owner = self._tx.rep_id if rep_id is None else rep_id
        if asked_by_id is None and owner != self._tx.rep_id:
            asked_by_id = self._tx.rep_id
        customer_id = self._customer_of(customer_id, contact_id)
        person = None if contact_id is None else contact_row(self._tx.session, contact_id)
        zone = self._zone_of(owner).key if told.get("recurrence") is not None else None
        if waits_for_id is not None:
            self.get(waits_for_id)
        if owner is not None and self._tx.session.get(Rep, owner) is None:
            raise NotFound("rep", str(owner))
        return self._tx.session.put(
            FollowUp,
            **told,
            zone=zone,
            due_at=due_at,
            all_day=all_day,
            customer_id=customer_id,
            contact_id=None if person is None else person.id,
            deal_id=deal_id,
            waits_for_id=waits_for_id,
            rep_id=owner,
            asked_by_id=asked_by_id,
            first_due_at=due_at,
            created_at=self._tx.now,
        )

    def change(self, follow_up_id: int, **fields: Any) -> FollowUp:
        """Change fields (``due_at`` through ``move``, which counts snoozes). Raises NotFound, BadValue, NoSuchSetting, Cycle."""
        row = self._changeable(follow_up_id)
        told = self._checked(fields)
        if told.get("waits_for_id") is not None:
            self._refuse_cycle(row, int(told["waits_for_id"]))
        if told.get("contact_id") is not None or told.get("customer_id") is not None:
            told["customer_id"] = self._customer_of(
                told.get("customer_id", row.customer_id), told.get("contact_id", row.contact_id)
            )
        if "recurrence" in told or ("due_at" in told and row.snoozes == 0):
            row.first_due_at = told.get("due_at", row.due_at)
            row.zone = self._zone_of(row.rep_id).key if told.get("recurrence", row.recurrence) else None
        for key, value in told.items():
            setattr(row, key, value)
        self._tx.session.flush()
        return row

    def wait_for(self, follow_up_id: int, other_id: int | None) -> FollowUp:
        """Make one wait for another (None: for nothing). Raises Cycle with the chain of titles."""
        return self.change(follow_up_id, waits_for_id=other_id)

    def move(self, follow_up_id: int, due_at: datetime, all_day: bool = False) -> FollowUp:
        """Put it off or bring it forward; counts as a snooze. The series of a recurring one stays. Raises AlreadyDone."""
        row = self._open(follow_up_id)
        row.due_at, row.all_day = due_at, all_day
        row.snoozes += 1
        self._tx.session.flush()
        return row

    def finish(self, follow_up_id: int) -> FollowUp:
        """Done. A recurring one makes its next, see ``following``. Raises NotFound, AlreadyDone (with who and when)."""
        return self.close(follow_up_id).follow_up

    def close(self, follow_up_id: int) -> Closed:
        """As ``finish``, and tells what that brought: the next of a recurring one, and what is free now."""
        row = self._open(follow_up_id)
        row.status, row.closed_at = "done", self._tx.now
        self._tx.session.flush()
        return Closed(row, self._following(row), self._freed(row))

    def cancel(self, follow_up_id: int, *, series: bool = True) -> FollowUp:
        """Not to be done any more; without ``series`` a recurring one still makes its next. Raises as ``finish``."""
        row = self._open(follow_up_id)
        row.status, row.closed_at = "cancelled", self._tx.now
        self._tx.session.flush()
        if not series:
            self._following(row)
        return row

    def reopen(self, follow_up_id: int) -> FollowUp:
        """Open a closed one again, as it was."""
        row = self._changeable(follow_up_id)
        row.status, row.closed_at = "open", None
        self._tx.session.flush()
        return row

    def _following(self, row: FollowUp) -> FollowUp | None:
        """The next of a recurring one: the first of its series after both its own due time and now. None where it ended."""
        if row.touch_every_days is not None:
            return self._clock_after(row)
        if row.recurrence is None:
            return None
        zone = self._zone_of(row.rep_id)
        set_in = zone if row.zone is None else ZoneInfo(row.zone)
        # A rep who moved keeps the series' wall time: the same hours, counted in the new zone from now on.
        first_at, last_at = (in_zone(moment, set_in, zone) for moment in (row.first_due_at, row.due_at))
        due_at = next_moment(row.recurrence, first_at, max(last_at, self._tx.now), zone)
        if due_at is None:
            return None
        values: dict[str, Any] = {key: getattr(row, key) for key in FollowUp.model_fields if key != "id"}
        values |= {"due_at": due_at, "status": "open", "snoozes": 0, "closed_at": None, "created_at": self._tx.now}
        values |= {"waits_for_id": None, "first_due_at": first_at, "zone": zone.key}
        made = FollowUp(**values)
        self._tx.session.add(made)
        self._tx.session.flush()
        return made

    def _clock_after(self, row: FollowUp) -> FollowUp | None:
        rep = None if row.rep_id is None else self._tx.session.get(Rep, row.rep_id)
        if rep is None:
            return None
        made = following_of(row, rep, self._tx.now)
        self._tx.session.add(made)
        self._tx.session.flush()
        return made

    # -- reading -----------------------------------------------------------------------------------------------------

    def get(self, follow_up_id: int) -> FollowUp:
        """One that the acting rep may see. Raises NotFound."""
        found = self._tx.session.get(FollowUp, follow_up_id)
        if found is None or not sees(self._tx, found):
            raise NotFound("follow_up", str(follow_up_id))
        return found

    def open(
        self,
        rep_id: int | None = None,
        before: datetime | None = None,
        after: datetime | None = None,
        customer_id: int | None = None,
        *,
        contact_id: int | None = None,
        limit: int = 200,
    ) -> list[FollowUp]:
        """Open ones, important first and then by time: a rep's (the acting one's unless told); ``after`` inclusive, ``before`` not."""
        told = self._where(rep_id, before, after, customer_id, contact_id)
        asked = select(FollowUp).where(*told).order_by(_IMPORTANT_FIRST, col(FollowUp.due_at), col(FollowUp.id))
        return list(self._tx.session.exec(asked.limit(limit)))

    def count(
        self,
        rep_id: int | None = None,
        before: datetime | None = None,
        after: datetime | None = None,
        customer_id: int | None = None,
    ) -> int:
        """How many ``open`` would give without a limit."""
        asked = select(func.count()).select_from(FollowUp)
        return self._tx.session.exec(asked.where(*self._where(rep_id, before, after, customer_id, None))).one()

    def next_of(self, customer_id: int) -> FollowUp | None:
        """The next open one with a customer that the acting rep may see, by time."""
        asked = select(FollowUp).where(
            visible(self._tx, FollowUp), FollowUp.status == "open", FollowUp.customer_id == customer_id
        )
        return self._tx.session.exec(asked.order_by(col(FollowUp.due_at), col(FollowUp.id)).limit(1)).first()

    def following(self, row: FollowUp) -> FollowUp | None:
        """The open one that a finished recurring one made: of several alike the first."""
        asked = select(FollowUp).where(
            FollowUp.status == "open",
            FollowUp.recurrence == row.recurrence,
            FollowUp.title == row.title,
            col(FollowUp.rep_id).is_not_distinct_from(row.rep_id),
            col(FollowUp.id) > row.id,
        )
        return (
            None if row.recurrence is None else self._tx.session.exec(asked.order_by(col(FollowUp.id)).limit(1)).first()
        )

    def due(
        self,
        until: datetime,
        *,
        after: datetime | None = None,
        beyond: tuple[datetime, int] | None = None,
        limit: int = 1000,
    ) -> list[FollowUp]:
        """The open ones of all reps that are due by ``until`` (inclusive) and did not fire, by time; for the heartbeat.

        ``beyond`` is the due moment and id of the last one of the page before.
        """
        asked = select(FollowUp).where(
            visible(self._tx, FollowUp), FollowUp.status == "open", col(FollowUp.due_at) <= until, ~self._fired()
        )
        if after is not None:
            asked = asked.where(col(FollowUp.due_at) > after)
        if beyond is not None:
            at, row_id = beyond
            later = (col(FollowUp.due_at) > at) | ((col(FollowUp.due_at) == at) & (col(FollowUp.id) > row_id))
            asked = asked.where(later)
        return list(self._tx.session.exec(asked.order_by(col(FollowUp.due_at), col(FollowUp.id)).limit(limit)))

    def _fired(self) -> ColumnElement[bool]:
        """Whether the moment of a follow-up has fired already: its occurrence is there, by its minute in UTC."""
        due_at = col(FollowUp.due_at)
        if self._tx.dialect == "sqlite":
            minute = func.replace(func.substr(type_coerce(due_at, String), 1, 16), " ", "T")
        else:
            minute = func.to_char(func.timezone("UTC", due_at), 'YYYY-MM-DD"T"HH24:MI')
        rule = literal("follow_up:").concat(cast(FollowUp.id, String))
        fired = _OCCURRENCES.c
        return sql_select(fired.id).where(fired.rule == rule, fired.local_time == minute).exists()

    # -- waiting -----------------------------------------------------------------------------------------------------

    def blocked(self, row: FollowUp) -> FollowUp | None:
        """The open follow-up that this one still waits for; None where it is ready. Derived, never stored."""
        if row.waits_for_id is None:
            return None
        other = self._tx.session.get(FollowUp, row.waits_for_id)
        return other if other is not None and other.status == "open" else None

    def waiting_for(self, follow_up_id: int) -> list[FollowUp]:
        """The open ones that wait for this one, whoever's they are (for telling their reps that they are free)."""
        asked = select(FollowUp).where(FollowUp.waits_for_id == follow_up_id, FollowUp.status == "open")
        return list(self._tx.session.exec(asked.order_by(col(FollowUp.due_at), col(FollowUp.id))))

    def _freed(self, row: FollowUp) -> list[FollowUp]:
        return self.waiting_for(row.id)

    def _refuse_cycle(self, row: FollowUp, other_id: int) -> None:
        chain, seen, at = [row.title], {row.id}, self.get(other_id)
        while True:
            chain.append(at.title)
            if at.id in seen:
                raise Cycle(chain)
            seen.add(at.id)
            if at.waits_for_id is None:
                return
            further = self._tx.session.get(FollowUp, at.waits_for_id)
            if further is None or further.status != "open":
                return
            at = further

    # -- checks ------------------------------------------------------------------------------------------------------

    def _changeable(self, follow_up_id: int) -> FollowUp:
        row = self.get(follow_up_id)
        self._tx.require("follow_ups.write", record="follow_up", name=row.title)
        mine = self._tx.rep_id in (row.rep_id, row.asked_by_id)
        if not mine and not self._tx.allows("follow_ups.others"):
            raise NotAllowed("follow_ups.write", "follow_up", row.title)
        return row

    def _open(self, follow_up_id: int) -> FollowUp:
        row = self._changeable(follow_up_id)
        if row.status != "open":
            raise AlreadyDone(row.title, row.status, row.closed_at, self._closer(row))
        return row

    def _closer(self, row: FollowUp) -> str:
        rep = None if row.rep_id in (None, self._tx.rep_id) else self._tx.session.get(Rep, row.rep_id)
        return "" if rep is None else rep.name

    def _where(
        self,
        rep_id: int | None,
        before: datetime | None,
        after: datetime | None,
        customer_id: int | None,
        contact_id: int | None,
    ) -> Sequence[ColumnElement[bool]]:
        told = [visible(self._tx, FollowUp), col(FollowUp.status) == "open"]
        whose = self._tx.rep_id if rep_id is None else rep_id
        if whose is not None:
            told.append(col(FollowUp.rep_id) == whose)
        if before is not None:
            told.append(col(FollowUp.due_at) < before)
        if after is not None:
            told.append(col(FollowUp.due_at) >= after)
        if customer_id is not None:
            told.append(col(FollowUp.customer_id) == customer_id)
        if contact_id is not None:
            told.append(col(FollowUp.contact_id) == contact_id)
        return told

    def _customer_of(self, customer_id: int | None, contact_id: int | None) -> int | None:
        """The customer of the contact wins, so that the two never disagree."""
        if contact_id is not None:
            contact = contact_row(self._tx.session, contact_id)
            if contact is None:
                raise NotFound("contact", str(contact_id))
            return contact.customer_id
        if customer_id is None:
            return None
        customer = customer_row(self._tx.session, customer_id)
        if customer is None:
            raise NotFound("customer", str(customer_id))
        return customer.id

    def _zone_of(self, rep_id: int | None) -> ZoneInfo:
        rep = None if rep_id is None else self._tx.session.get(Rep, rep_id)
        return self._tx.zone if rep is None else ZoneInfo(rep.zone)

    def _checked(self, fields: dict[str, Any]) -> dict[str, Any]:
        told = checked(FollowUp, fields, also_fixed=_FIXED)
        if told.get("recurrence"):
            told["recurrence"] = check_rule(str(told["recurrence"]))
        if "title" in told and len(str(told["title"])) > 500:  # noqa: PLR2004 - longer than any message's clause
            raise BadValue("title", str(told["title"])[:40], "long")
        return told

"""The heartbeat: what is due becomes outbox rows (kind and ids, no text), each once, in the transaction that marks it fired.

A moment is kept by its rule and its local wall time (``core/talking/occurrences.py``), so a restart, a second process or a
clock that jumps repeats nothing. Only what fell due since the last beat is looked at; now and then everything open is, so
that nothing set into the past is missed. Source: RELIABILITY.md, section 3 and TIME1 to TIME5.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.delivering.failpoints import failpoint
from bot.delivering.waiting import place_of, post
from bot.logs import log
from bot.messages import Place
from bot.notices.reminders_due import MOST
from core.errors import NotFound
from core.working.recurrence import next_moment

if TYPE_CHECKING:
    from bot.operating.settings import RemindersSettings
    from core.crm import Crm, Office
    from core.talking.rows import Occurrence
    from core.team.rep import Rep
    from core.working.follow_up import FollowUp

_AT_ONCE = 200
"""So many reminders go into one transaction: answers are never held up longer than that takes."""
_LOOK_BACK = timedelta(minutes=5)
_EVERYTHING_EVERY = timedelta(minutes=10)
_PASSED_OVER = 10
_FOLLOW_UP = "follow_up:"
_SERIES = "series:"
"""The rule of the later moments of a recurring follow-up, kept in the rep's wall time."""


@dataclass(frozen=True)
class Fired:
    """A moment that was marked as fired in the running transaction, whose message is not there yet."""

    row: FollowUp
    rep: Rep
    occurrence: Occurrence


class Heartbeat:
    """Beats when told to. ``where`` says where a rep is written to; None: where the rep wrote last."""

    def __init__(
        self, office: Office, settings: RemindersSettings, *, where: Callable[[Crm, Rep], Place | None] | None = None
    ) -> None:
        self._office = office
        self._settings = settings
        self._where = where or place_of
        self._spread = settings.digest_spread_seconds if where is None else 0
        self._beaten: datetime | None = None
        self._everything: datetime | None = None
        self._morning_done: set[tuple[int, date]] = set()
        self._zones: dict[int, str] = {}

    def beat(self) -> int:
        """Put into the outbox whatever is due now; how many."""
        failpoint("scheduler.beating")
        now = self._office.clock.now()
        with self._office.read(None) as crm:
            reps = crm.team.reps(active=True)
        self._moved(reps)
        fired = self._reminders(now) + self._again() + self._mornings(reps, now)
        failpoint("scheduler.beaten")
        if fired:
            log().info("due", fired=fired)
        return fired

    def _moved(self, reps: list[Rep]) -> None:
        """Bring what is promised and the moments made ahead to the zones and zone data of now: the same wall time, on other clocks (TIME3).

        All of them the first time: a rep may have moved, or the zone data changed (TIME2), while nobody served.
        """
        zones = {rep.id: rep.zone for rep in reps}
        moved = [rep_id for rep_id, zone in zones.items() if self._zones.get(rep_id) != zone]
        if not moved:
            return
        with self._office.open(None, doing="remind") as crm:
            count = crm.zones.keep_up(zones.values())
            count += sum(
                crm.occurrences.recompute(rep_id=rep_id, zone=zones[rep_id], rules=_SERIES) for rep_id in moved
            )
        self._zones = zones
        if count:
            log().info("moments_moved", moments=count)

    # -- reminders -----------------------------------------------------------------------------------------------------------

    def _reminders(self, now: datetime) -> int:
        everything = self._everything is None or not timedelta(0) <= now - self._everything < _EVERYTHING_EVERY
        after = None if everything or self._beaten is None else min(self._beaten, now) - _LOOK_BACK
        fired = 0
        beyond: tuple[datetime, int] | None = None
        while True:
            with self._office.open(None, doing="remind", at=now) as crm:
                rows = crm.follow_ups.due(now, after=after, beyond=beyond, limit=_AT_ONCE)
                beyond = (rows[-1].due_at, rows[-1].id) if rows else None
                ready = [each for row in rows if (each := self._fire(crm, row, row.due_at)) is not None]
                fired += self._post_reminders(crm, ready)
            if rows:
                failpoint("scheduler.committed")
            if len(rows) < _AT_ONCE:
                break
        self._beaten = now
        self._everything = now if everything else self._everything
        return fired

    def _fire(self, crm: Crm, row: FollowUp, due: datetime) -> Fired | None:
        rep = _rep(crm, row.rep_id)
        if rep is None or not rep.active:
            return None
        # A follow-up is due at one instant, whatever zone the rep moves to: its moment is kept in UTC.
        rule = f"{_FOLLOW_UP}{row.id}"
        made = crm.occurrences.make(rule, due.astimezone(UTC).replace(tzinfo=None), "UTC", rep_id=rep.id)
        occurrence = _pending(crm, rule, made) if made is not None else None
        if occurrence is None:
            return None
        failpoint("scheduler.made")
        return self._mark_fired(crm, row, rep, occurrence)

    def _mark_fired(self, crm: Crm, row: FollowUp, rep: Rep, occurrence: Occurrence) -> Fired | None:
        if not crm.occurrences.mark(occurrence, "fired"):
            return None
        failpoint("scheduler.fired")
        if row.recurrence is not None:
            self._make_next(crm, row, rep, occurrence.due_at)
        return Fired(row, rep, occurrence)

    def _post_reminders(self, crm: Crm, ready: list[Fired]) -> int:
        """Put them into the outbox: one message each, or one for several of a rep; how many reminders."""
        of_rep: dict[int, list[Fired]] = {}
        for each in ready:
            of_rep.setdefault(each.rep.id, []).append(each)
        for one_reps in of_rep.values():
            plain = [each for each in one_reps if each.row.priority != "high"]
            folded = plain if len(plain) >= self._settings.fold_from else []
            for each in one_reps:
                if each not in folded:
                    self._post_reminder(crm, [each])
            for start in range(0, len(folded), MOST):
                self._post_reminder(crm, folded[start : start + MOST])
        return len(ready)

    def _post_reminder(self, crm: Crm, fired: list[Fired]) -> None:
        rep = fired[0].rep
        muted = rep.muted_until if rep.muted_until is not None and rep.muted_until > crm.now else None
        payload: dict[str, Any] = {
            "notice": "reminder_due",
            "late_after": self._settings.late_after_seconds,
            "about": [{"record": "follow_up", "id": each.row.id, "name": each.row.title} for each in fired],
        }
        told = [{"follow_up": each.row.id, "at": (muted or each.occurrence.due_at).isoformat()} for each in fired]
        if len(told) == 1:
            payload |= {"follow_up": told[0]["follow_up"], "due": told[0]["at"]}
        else:
            payload |= {"notice": "reminders_due", "due": told}
        where = self._where(crm, rep)
        key = f"occ:{fired[0].occurrence.id}"
        post(crm, key, rep, where, kind="reminder", payload=payload, not_before=muted)
        failpoint("scheduler.posted")

    def _make_next(self, crm: Crm, row: FollowUp, rep: Rep, due: datetime) -> None:
        """A recurring follow-up that stays open comes again at its next moment after now; the ones missed do not."""
        zone = ZoneInfo(rep.zone)
        set_in = ZoneInfo(row.zone) if row.zone else None
        rule, after = f"{_SERIES}{row.id}", max(due, crm.now)
        for _ in range(_PASSED_OVER):
            following = next_moment(row.recurrence or "", row.first_due_at, after, zone, set_in=set_in)
            if following is None:
                return
            local = following.astimezone(zone).replace(tzinfo=None)
            if crm.occurrences.make(rule, local, rep.zone, rep_id=rep.id) is not None or crm.occurrences.pending_of(
                rule
            ):
                failpoint("scheduler.followed")
                return
            # That wall time came already, in the zone that the rep has moved away from: the next one then.
            after = following

    def _again(self) -> int:
        """Recurring follow-ups whose made-ahead moment has come."""
        ready: list[Fired] = []
        with self._office.open(None, doing="remind") as crm:
            for occurrence in crm.occurrences.due(limit=_AT_ONCE):
                failpoint("scheduler.came_again")
                row = _follow_up(crm, occurrence.rule)
                rep = _rep(crm, occurrence.rep_id)
                if row is None or rep is None or not rep.active or row.due_at > crm.now:
                    crm.occurrences.mark(occurrence, "skipped")
                    if row is not None and rep is not None and not rep.active:
                        self._make_next(crm, row, rep, occurrence.due_at)  # whoever comes back is reminded again
                    continue
                if (fired := self._mark_fired(crm, row, rep, occurrence)) is not None:
                    ready.append(fired)
            return self._post_reminders(crm, ready)

    # -- the morning list ------------------------------------------------------------------------------------------------------

    def _mornings(self, reps: list[Rep], now: datetime) -> int:
        due = [found for rep in reps if (found := self._morning_of(rep, now)) is not None]
        if not due:
            return 0
        fired = 0
        with self._office.open(None, doing="remind") as crm:
            for rep_id, day, at in due:
                fired += self._post_morning(crm, crm.team.rep(rep_id), day, at)
        # After the commit: where it fails the lists come with the next beat.
        self._morning_done.update((rep_id, day) for rep_id, day, _ in due)
        return fired

    def _morning_of(self, rep: Rep, now: datetime) -> tuple[int, date, datetime] | None:
        """The rep, the local date and the moment of a morning list that has come and was not looked at yet."""
        local = now.astimezone(ZoneInfo(rep.zone))
        day = local.date()
        if not rep.digest_on or day.weekday() not in rep.work_days or (rep.id, day) in self._morning_done:
            return None
        at = datetime.combine(day, rep.morning, tzinfo=ZoneInfo(rep.zone))
        return (rep.id, day, at) if at <= local else None

    def _post_morning(self, crm: Crm, rep: Rep, day: date, at: datetime) -> int:
        # Kept by the date alone: one a day, also for a rep who moves the hour after it came.
        made = crm.occurrences.make(f"digest:{rep.id}", datetime.combine(day, time()), rep.zone, rep_id=rep.id)
        occurrence = _pending(crm, f"digest:{rep.id}", made) if made is not None else None
        if occurrence is None:
            return 0
        if crm.now - at > timedelta(hours=self._settings.digest_skip_after_hours):
            crm.occurrences.mark(occurrence, "skipped")
            return 0
        if not crm.occurrences.mark(occurrence, "fired"):
            return 0
        not_before = crm.now + timedelta(seconds=random.uniform(0, self._spread)) if self._spread else None
        if rep.muted_until is not None and rep.muted_until > crm.now:
            not_before = rep.muted_until
        payload = {"notice": "morning_list", "day": day.isoformat()}
        where = self._where(crm, rep)
        if where is None:
            return 0
        key = f"occ:{occurrence.id}"
        posted = post(crm, key, rep, where, kind="digest", payload=payload, not_before=not_before)
        failpoint("scheduler.morning")
        return int(posted is not None)


def _pending(crm: Crm, rule: str, occurrence_id: int) -> Occurrence | None:
    return next((each for each in crm.occurrences.pending_of(rule) if each.id == occurrence_id), None)


def _rep(crm: Crm, rep_id: int | None) -> Rep | None:
    try:
        return crm.team.rep(rep_id) if rep_id is not None else None
    except NotFound:
        return None


def _follow_up(crm: Crm, rule: str) -> FollowUp | None:
    """The open follow-up of a rule; None where it is closed or gone."""
    if not rule.startswith(_SERIES):
        return None
    try:
        row = crm.follow_ups.get(int(rule.removeprefix(_SERIES)))
    except NotFound:
        return None
    return row if row.status == "open" else None

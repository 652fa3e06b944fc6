"""TIME2 to TIME7 on a clock that only the check moves: zones that change, clocks that jump, long downtimes, month ends, work weeks.

What is expected is worked out here with Python's calendar, not with the product's functions.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.heartbeat import Heartbeat
from bot.settings import defaults
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.working.recurrence import next_moment
from tests.road.stage import Road

RIYADH = ZoneInfo("Asia/Riyadh")
MONTHS = 48
_NEVER = 1_000_000


@contextmanager
def road(at: datetime) -> Iterator[Road]:
    """A notebook in memory, two linked reps in Riyadh, a clock that stands at that moment."""
    database = Database("sqlite://")
    database.create_tables()
    clock = MovableClock(at)
    try:
        on = Road(office=Office(database, clock), clock=clock)
        _anew(on)
        yield on
    finally:
        database.close()


def told_of(wrong: list[str], **figures: Any) -> dict[str, Any]:
    """The figures, with what was wrong."""
    return {**figures, "violations": len(wrong)} | ({"log": "\n".join(wrong[:20])} if wrong else {})


def _anew(on: Road) -> None:
    """A heartbeat that remembers nothing, and never folds several reminders into one message: they are counted here."""
    on.heartbeat = Heartbeat(on.office, defaults().reminders.model_copy(update={"fold_from": _NEVER}))


def _run(on: Road, until: datetime, step: timedelta) -> list[tuple[datetime, str]]:
    """Beat at every step until that moment; when each message came."""
    came = []
    while on.clock.now() < until:
        on.clock.forward(step)
        came += [(on.clock.now(), text) for text in on.beat()]
    return came


def moving(days: int) -> dict[str, Any]:
    """TIME3: Riyadh, London, Sydney: the series of 9 o'clock follows the rep, a call at 15:00 in Riyadh stays at its instant."""
    wrong: list[str] = []
    start = datetime(2026, 3, 10, 3, tzinfo=UTC)
    with road(start) as on:
        on.say("lina", "remind me every day at 9am to look at series")
        fixed = start + timedelta(days=days * 3 // 2)
        fixed = fixed.astimezone(RIYADH).replace(hour=15, minute=0).astimezone(UTC)
        with on.office.open(None, doing="given") as crm:
            lina = crm.team.rep_named("Lina")
            assert lina is not None
            crm.follow_ups.add("the call", fixed, rep_id=lina.id)
        on.drained()
        came: list[tuple[datetime, str]] = []
        seen: list[tuple[date, ZoneInfo]] = []
        for number, name in enumerate(("Asia/Riyadh", "Europe/London", "Australia/Sydney")):
            zone = ZoneInfo(name)
            if number:
                on.say("lina", f"zone {name}")
                on.drained()
            until = start + timedelta(days=days * (number + 1))
            part = _run(on, until, timedelta(minutes=15))
            for at, text in part:
                if "series" in text:
                    local = at.astimezone(zone)
                    seen.append((local.date(), zone))
                    # on the day of a move eastwards nine o'clock may be over already: then it comes at once
                    moved_at = start + timedelta(days=days * number)
                    if (local.hour, local.minute) != (9, 0) and not (number and at - moved_at <= timedelta(minutes=15)):
                        wrong.append(f"the series at {local} in {name}")
            came += part
        calls = [at for at, text in came if "the call" in text]
        if calls != [fixed]:
            wrong.append(f"the call came {calls} instead of {fixed}")
        per_day = Counter(day for day, _ in seen)
        wrong += [f"the series came {count} times on {day}" for day, count in per_day.items() if count != 1]
        if len(seen) - days * 3 not in (0, 1):  # eastwards around the world there is one local date more
            wrong.append(f"the series came {len(seen)} times in {days * 3} days")
    return told_of(wrong, days=days * 3, zones=3, series=len(seen), calls=len(calls))


def jumping(reminders: int) -> dict[str, Any]:
    """TIME4: two hours ahead, one back, 400 days ahead, a clock that is slewed: each moment fires once, no flood of old lists."""
    wrong: list[str] = []
    start = datetime(2026, 11, 22, 6, tzinfo=UTC)
    with road(start) as on:
        with on.office.open(None, doing="given") as crm:
            lina = crm.team.rep_named("Lina")
            assert lina is not None
            crm.team.change(lina.id, digest_on=True, digest_at=time(8, 30))
            for number in range(reminders):
                crm.follow_ups.add(f"task {number}.", start + timedelta(minutes=number), rep_id=lina.id)
        texts: list[str] = []
        for by in (timedelta(minutes=10), timedelta(hours=2), timedelta(hours=-1), timedelta(minutes=30)):
            on.clock.forward(by)
            texts += on.beat()
        for _ in range(120):  # a slewed clock: a tenth of a second gained in every one
            on.clock.forward(timedelta(seconds=1.1))
            texts += on.beat()
        on.clock.forward(timedelta(minutes=reminders))
        texts += on.beat()
        on.clock.forward(timedelta(days=400))
        after = _beats(on, 5)
        on.clock.forward(timedelta(days=-400))
        after_back = _beats(on, 3)
        came = Counter(text.split("task ")[1].split(".")[0] for text in texts if "task " in text and "⏰" in text)
        wrong += [
            f"task {number} came {came[str(number)]} times" for number in range(reminders) if came[str(number)] != 1
        ]
        lists = [text for text in after if "☀️" in text or "📋" in text]
        if len(lists) > 1:
            wrong.append(f"{len(lists)} morning lists after a jump of 400 days")
        again = [text for text in (*after, *after_back) if "task " in text and "⏰" in text]
        wrong += [f"again after the jump: {text[:60]}" for text in again]
        wrong += _relative(on)
    return told_of(wrong, reminders=reminders, jumps=6, slewed_s=120, lists_after_400_days=len(lists))


def _beats(on: Road, times: int) -> list[str]:
    texts: list[str] = []
    for _ in range(times):
        on.clock.forward(timedelta(seconds=30))
        texts += on.beat()
    return texts


def _relative(on: Road) -> list[str]:
    """``in 20 min`` is twenty minutes from now, within a second."""
    said = on.clock.now()
    on.say("lina", "remind me in 20 min to ring")
    on.drained()
    with on.office.read(None) as crm:
        lina = crm.team.rep_named("Lina")
        due = [row.due_at for row in crm.follow_ups.open(lina.id if lina else None) if "ring" in row.title]
    late = [at for at in due if abs((at - said - timedelta(minutes=20)).total_seconds()) > 1]
    return [f"in 20 min became {late}"] if late or len(due) != 1 else []


def away(one_off: int) -> dict[str, Any]:
    """TIME5: down for ten minutes, three days, three weeks: one-offs all come and say that they are late, a series comes once."""
    wrong: list[str] = []
    figures: dict[str, Any] = {}
    for name, down in {"10 min": 10, "3 days": 3 * 1440, "3 weeks": 21 * 1440}.items():
        start = datetime(2026, 11, 22, 4, 55, tzinfo=UTC)
        with road(start) as on:
            with on.office.open(None, doing="given") as crm:
                lina = crm.team.rep_named("Lina")
                assert lina is not None
                crm.team.change(lina.id, digest_on=True, digest_at=time(8, 30))
                for number in range(one_off):
                    due = start + timedelta(minutes=(number + 1) * (down - 5) / one_off)
                    crm.follow_ups.add(f"task {number}.", due, rep_id=lina.id)
                first = start + timedelta(minutes=3)
                crm.follow_ups.add("series.", first, rep_id=lina.id, recurrence="FREQ=DAILY")
            on.clock.forward(timedelta(minutes=down))
            _anew(on)
            texts = _beats(on, 4)
            reminders = [text for text in texts if "⏰" in text]
            tasks = Counter(text.split("task ")[1].split(".")[0] for text in reminders if "task " in text)
            late = sum("late" in text for text in reminders if "task " in text)
            series = sum("series." in text for text in reminders)
            figures[name.replace(" ", "_")] = f"{len(tasks)} one-offs, {late} late, series {series}"
            if len(tasks) != one_off or set(tasks.values()) != {1}:
                wrong.append(f"{name}: {len(tasks)} of {one_off} one-offs, {tasks.most_common(1)}")
            if late < one_off * 0.5 or (down > 60 and late != one_off):
                wrong.append(f"{name}: only {late} say that they are late")
            if series != 1:
                wrong.append(f"{name}: the series came {series} times")
            digests = [text for text in texts if "☀️" in text or "📋" in text]
            local = on.clock.now().astimezone(RIYADH)
            too_late = local.hour * 60 + local.minute > 8 * 60 + 30 + 6 * 60
            if digests and too_late:
                wrong.append(f"{name}: a morning list that is more than six hours late")
    return told_of(wrong, one_offs=one_off, **figures)


def month_ends() -> dict[str, Any]:
    """TIME6: monthly on the 29th, 30th, 31st, yearly on 29 February, on the last work day: 48 months against Python's calendar."""
    wrong: list[str] = []
    compared = 0
    week = (6, 0, 1, 2, 3)
    for said, expected in (
        ("remind me every month on the 29th at 9am to pay", lambda last: [min(29, last.day)]),
        ("remind me every month on the 30th at 9am to pay", lambda last: [min(30, last.day)]),
        ("remind me every month on the 31st at 9am to pay", lambda last: [last.day]),
        ("remind me on the last working day of each month at 9am to pay", lambda last: [_last_work_day(last, week)]),
        (
            "remind me every year on 29 February at 9am to pay",
            lambda last: [29] if (last.month, last.day) == (2, 29) else [],
        ),
    ):
        found, wanted = _series(said, datetime(2026, 1, 1, 3, tzinfo=UTC)), []
        for month in range(MONTHS):
            year, number = 2026 + month // 12, month % 12 + 1
            last = date(year, number, calendar.monthrange(year, number)[1])
            wanted += [last.replace(day=day) for day in expected(last)]
        days = [moment.astimezone(RIYADH) for moment in found if moment.astimezone(RIYADH).date() <= date(2029, 12, 31)]
        compared += len(wanted)
        if [day.date() for day in days] != wanted or any((day.hour, day.minute) != (9, 0) for day in days):
            odd = sorted({day.date() for day in days} ^ set(wanted))[:4]
            wrong.append(f"{said}: {odd}")
    return told_of(wrong, rules=5, months=MONTHS, moments=compared)


def _series(said: str, at: datetime, rep: str = "lina", week: list[int] | None = None) -> list[datetime]:
    """The moments of the series that a sentence makes, over 48 months."""
    with road(at) as on:
        with on.office.open(None, doing="given") as crm:
            found = crm.team.rep_named(rep.title())
            assert found is not None
            if week is not None:
                crm.team.change(found.id, work_days=week)
        on.say(rep, said)
        with on.office.read(None) as crm:
            (row,) = crm.follow_ups.open(found.id)
        moments, after = [row.due_at], row.due_at
        while (following := next_moment(row.recurrence or "", row.first_due_at, after, RIYADH)) is not None:
            if following > at + timedelta(days=31 * MONTHS):
                break
            moments.append(following)
            after = following
        return moments


def _last_work_day(last: date, week: tuple[int, ...]) -> int:
    while last.weekday() not in week:
        last -= timedelta(days=1)
    return last.day


WEEKS = {
    "Fri-Sat": [6, 0, 1, 2, 3],
    "Sat-Sun": [0, 1, 2, 3, 4],
    "Sun": [0, 1, 2, 3, 4, 5],
    "none": [0, 1, 2, 3, 4, 5, 6],
    "Thu-Fri": [5, 6, 0, 1, 2],
}


def work_weeks(days: int) -> dict[str, Any]:
    """TIME7: any weekend: "every work day" and the morning list come on the work days of the setting and on no other."""
    wrong: list[str] = []
    compared = 0
    start = datetime(2026, 11, 1, 3, tzinfo=UTC)
    for name, week in WEEKS.items():
        for rep, said in (
            ("lina", "remind me every workday at 9am to stand"),
            ("omar", "ذكرني كل يوم عمل الساعة ٩ صباحا بالاجتماع"),
        ):
            local = [moment.astimezone(RIYADH).date() for moment in _series(said, start, rep, week)]
            got = {day for day in local if day < date(2026, 11, 1) + timedelta(days=days)}
            wanted = {
                day for number in range(days) if (day := date(2026, 11, 1) + timedelta(days=number)).weekday() in week
            }
            compared += days
            wrong += [f"{name} {rep}: {day}" for day in sorted(got ^ wanted)[:3]]
        wrong += _mornings(name, week, start, days)
        compared += days
    return told_of(wrong, weekends=len(WEEKS), days=days, compared=compared)


def _mornings(name: str, week: list[int], start: datetime, days: int) -> list[str]:
    """The morning lists of so many days, against the setting."""
    with road(start) as on:
        with on.office.open(None, doing="given") as crm:
            lina = crm.team.rep_named("Lina")
            assert lina is not None
            crm.team.change(lina.id, digest_on=True, digest_at=time(8, 30), work_days=week)
            crm.follow_ups.add("old", start - timedelta(days=3), rep_id=lina.id)
        wrong = []
        for number in range(days):
            on.clock.set(start + timedelta(days=number, hours=2, minutes=31))
            on.heartbeat.beat()
            on.clock.forward(timedelta(minutes=6))
            lists = [text for text in on.beat() if "☀️" in text or "📋" in text]
            day = on.clock.now().astimezone(RIYADH).date()
            if len(lists) != (day.weekday() in week):
                wrong.append(f"{name}: {len(lists)} morning lists on {day}")
        return wrong


_STALE = {"Africa/Casablanca": 1, "America/Vancouver": -8, "America/Edmonton": -7}
"""Hours from UTC that the zone data of 2025b gives for November 2026, where the law says otherwise by now (RELIABILITY FACT10)."""


def zone_data(days: int) -> dict[str, Any]:
    """TIME2: a series and a single call made with old zone data come at 9:00 and 15:00 by the new ones, once each.

    The rows are made, what was written down of moments and offsets is set to what 2025b would have made of it, and the heartbeat starts anew.
    """
    wrong: list[str] = []
    for name, hours in _STALE.items():
        zone = ZoneInfo(name)
        first = datetime(2026, 8, 3, 9, tzinfo=zone)
        with road(first - timedelta(hours=2)) as on:
            with on.office.open(None, doing="given") as crm:
                lina = crm.team.rep_named("Lina")
                assert lina is not None
                crm.team.change(lina.id, zone=name)
                crm.follow_ups.add("series", first, rep_id=lina.id, recurrence="FREQ=DAILY")
            on.clock.set(datetime(2026, 11, 21, 12, tzinfo=zone))
            on.beat()
            on.beat()
            stale = datetime(2026, 11, 22, 9, tzinfo=UTC) - timedelta(hours=hours)
            with on.office.open(None, doing="given") as crm:
                crm.follow_ups.add("call", stale + timedelta(hours=6), rep_id=lina.id)
            with on.office.database.writing() as session:
                session.connection().execute(
                    text("UPDATE zone_offsets SET release = '2025b', offsets = :offsets WHERE zone = :zone"),
                    {"zone": name, "offsets": f'[["2026-11-01T12:00+00:00", {hours * 60}]]'},
                )
                changed = session.connection().execute(
                    text("UPDATE occurrences SET due_at = :at WHERE state = 'pending'"),
                    {"at": f"{stale.replace(tzinfo=None).isoformat(' ')}.000000"},
                )
                if changed.rowcount != 1:
                    wrong.append(f"{name}: {changed.rowcount} moments were made ahead")
            _anew(on)
            came = [
                at.astimezone(zone) for at, _ in _run(on, on.clock.now() + timedelta(days=days), timedelta(minutes=15))
            ]
            wanted = [datetime(2026, 11, 22, 9, tzinfo=zone) + timedelta(days=number) for number in range(days)]
            wanted.insert(1, datetime(2026, 11, 22, 15, tzinfo=zone))
            if came != wanted:
                wrong.append(f"{name}: {[str(at) for at in came[:3]]} instead of {wanted[0]}")
    return told_of(wrong, zones=len(_STALE), days=days, moments=len(_STALE) * (days + 1))

"""R29: anything may happen to reminders in any order, and afterwards each has come once, or is listed; nothing else was sent.

A Hypothesis state machine: set, put off, finish, cancel, move zone, let time pass, set the clock back, let the platform fail, and let
the process die at a named failpoint, on the product's own heartbeat and sender. What must hold (I1 to I3 of RELIABILITY.md R29):
every moment that came ends as sent, failed, uncertain or cancelled; nothing is sent that has no row; nothing is sent of what was
finished or cancelled before its message left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy import text

from bot.delivering import failpoints
from bot.delivering.sender import Sender
from bot.heartbeat import Heartbeat
from bot.plain import plain_text
from bot.platform import MaybeSent, NotSent, Refused, SlowDown
from bot.settings import defaults
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.errors import AlreadyDone
from tests.road.stage import Road, Scripted

START = datetime(2026, 11, 22, 6, tzinfo=UTC)
_TITLE = re.compile(r"promise (\d+)\b")
_LABEL = re.compile("may be a repeat|قد تكون مكررة")
_PLACES = tuple(name for name in failpoints.NAMES if name.startswith(("outbox.", "scheduler.")))
_OVER = {"sent", "failed", "uncertain", "cancelled"}
_ZONES = ("Asia/Riyadh", "Africa/Cairo", "Europe/London", "America/New_York", "Australia/Sydney")


class Died(BaseException):
    """The process dies here."""


class _Kernel:
    """What ``failpoint`` calls instead of the operating system."""

    @staticmethod
    def kill(_pid: int, _signal: int) -> None:
        """Die, within this process."""
        raise Died

    @staticmethod
    def getpid() -> int:
        """Any number."""
        return 0


class Line(Scripted):
    """A Telegram: it cannot be looked up, and remembers every attempt that arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[tuple[str, str]] = []

    def send(self, outgoing: Any) -> Any:
        """Note what arrives, also where the answer is lost."""
        before = len(self.sent)
        try:
            return super().send(outgoing)
        finally:
            if len(self.sent) > before:
                mark = self.sent[-1][1].mark or ""
                told = plain_text(self.sent[-1][1].parts)
                label = " (may be a repeat)" if outgoing.repeat else ""
                self.arrived.append((mark, told + label))


@cache
def _stage() -> tuple[Database, MovableClock, Line, Road]:
    """One notebook for all runs, emptied after each: statements are made ready once."""
    database = Database("sqlite://")
    database.create_tables()
    clock, line = MovableClock(START), Line()
    return database, clock, line, Road(office=Office(database, clock), clock=clock, platform=line)


def _wipe(database: Database) -> None:
    """Back to three reps in Riyadh and nothing else."""
    line = _stage()[2]
    for told in (line.arrived, line.sent, line.faults):
        told.clear()
    with database.writing() as session:
        connection = session.connection()
        for name in ("outbox", "occurrences", "follow_ups", "pauses", "conversations", "buttons", "changes", "steps"):
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - names of our own tables
        connection.execute(text("UPDATE reps SET zone = 'Asia/Riyadh'"))


class Promises(RuleBasedStateMachine):
    """The notebook, what was set in it, and what people received."""

    steps = 0
    examples = 0

    def __init__(self) -> None:
        super().__init__()
        Promises.examples += 1
        self.database, self.clock, self.line, self.on = _stage()
        self.clock.set(START)
        with self.on.office.open(None, doing="given") as crm:
            self.reps = [rep.id for rep in crm.team.reps(active=True)]
        self.made: dict[int, int] = {}
        self.closed_after: dict[int, int] = {}
        self.doubts = self.deaths = 0
        self.latest = START
        self._anew()

    def _anew(self) -> None:
        """As after a start: nothing is remembered."""
        failpoints._left.clear()
        reminders = defaults().reminders.model_copy(update={"fold_from": 3})
        self.on.heartbeat = Heartbeat(self.on.office, reminders)
        self.on.sender = Sender(self.on.office, self.on.platforms, defaults().sending)

    def _live(self, work: Callable[[], Any]) -> None:
        try:
            work()
        except Died:
            self.deaths += 1
            self._anew()

    def _counted(self) -> None:
        Promises.steps += 1
        self.latest = max(self.latest, self.clock.now())

    @rule(after=st.integers(-30, 600), rep=st.integers(0, 2), again=st.booleans(), high=st.booleans())
    def add(self, after: int, rep: int, again: bool, high: bool) -> None:
        """A promise, due some minutes from now (or already), now and then a daily one."""
        self._counted()
        number = len(self.made)
        with self.on.office.open(None, doing="given") as crm:
            due = crm.now + timedelta(minutes=after)
            row = crm.follow_ups.add(
                f"promise {number}", due, rep_id=self.reps[rep], recurrence="FREQ=DAILY" if again else None,
                priority="high" if high else "normal",
            )  # fmt: skip
            self.made[number] = row.id

    def _one(self, chosen: int) -> tuple[int, int]:
        number = sorted(self.made)[chosen % len(self.made)]
        return number, self.made[number]

    @precondition(lambda self: self.made)
    @rule(chosen=st.integers(0, 99), minutes=st.integers(1, 900))
    def snooze(self, chosen: int, minutes: int) -> None:
        """Put one off."""
        self._counted()
        _, row_id = self._one(chosen)
        try:
            with self.on.office.open(None, doing="move") as crm:
                crm.follow_ups.move(row_id, crm.now + timedelta(minutes=minutes))
        except AlreadyDone:
            return

    @precondition(lambda self: self.made)
    @rule(chosen=st.integers(0, 99), cancels=st.booleans())
    def close(self, chosen: int, cancels: bool) -> None:
        """Finish or cancel one, with its series: nothing of it may be sent from now on, unless it is under way."""
        self._counted()
        number, row_id = self._one(chosen)
        try:
            with self.on.office.open(None, doing="finish") as crm:
                row = crm.follow_ups.get(row_id)
                if cancels or row.recurrence is not None:
                    crm.follow_ups.cancel(row_id)
                else:
                    crm.follow_ups.finish(row_id)
        except AlreadyDone:
            return
        self.closed_after[number] = len(self.line.arrived)

    @rule(rep=st.integers(0, 2), zone=st.sampled_from(_ZONES))
    def move(self, rep: int, zone: str) -> None:
        """A rep moves."""
        self._counted()
        with self.on.office.open(None, doing="change") as crm:
            crm.team.change(self.reps[rep], zone=zone)

    @rule(minutes=st.sampled_from((1, 3, 10, 60, 700, 1500, 6000, -30, -120)))
    def pass_time(self, minutes: int) -> None:
        """Time passes, or the clock is set back."""
        self.clock.forward(timedelta(minutes=minutes))
        self._counted()

    @rule()
    def beat(self) -> None:
        """The heartbeat."""
        self._counted()
        self._live(self.on.heartbeat.beat)

    @rule()
    def deliver(self) -> None:
        """Send what is due."""
        self._counted()
        self._live(self.on.sender.drain)
        self._anew_if_doubtful()

    def _anew_if_doubtful(self) -> None:
        with self.database.reading() as session:
            left = (
                session.connection().execute(text("SELECT count(*) FROM outbox WHERE state = 'dispatching'")).scalar()
            )
        if left:
            self._anew()

    @rule(kind=st.sampled_from(("not sent", "slow down", "maybe, arrived", "maybe, not arrived", "refused")))
    def fault(self, kind: str) -> None:
        """The next send goes wrong."""
        self._counted()
        self.line.arrives_anyway = kind == "maybe, arrived"
        fault: Any = {
            "not sent": NotSent("refused"), "slow down": SlowDown(7), "refused": Refused("bad request"),
        }.get(kind, MaybeSent("no answer"))  # fmt: skip
        self.doubts += isinstance(fault, MaybeSent)
        self.line.faults = [fault]

    @rule(place=st.sampled_from(_PLACES), times=st.integers(1, 3))
    def die_at(self, place: str, times: int) -> None:
        """The process will die there."""
        self._counted()
        failpoints._left[place] = times

    def teardown(self) -> None:
        """All is well again and time goes on: everything that is due ends, and what was received is judged.

        It is judged at the moment of the last beat: what comes due after it nobody could have sent.
        """
        try:
            self.line.faults = []
            self.clock.set(max(self.latest, self.clock.now()) + timedelta(minutes=11))
            for _ in range(5):
                self.clock.forward(timedelta(seconds=70))
                self._anew()
                self._live(self.on.heartbeat.beat)
                self._live(self.on.sender.drain)
            self._judge()
        finally:
            failpoints._left.clear()
            _wipe(self.database)

    def _judge(self) -> None:
        with self.database.reading() as session:
            rows = [tuple(row) for row in session.connection().execute(text("SELECT state, mark FROM outbox"))]
            unfired = session.connection().execute(text(_UNFIRED), {"now": self.clock.now()}).scalar()
            unposted = session.connection().execute(text(_UNPOSTED)).scalar()
        left = Counter(state for state, _ in rows if state not in _OVER)
        assert not left, f"I1: not over: {left}"
        assert not unfired, f"I1: {unfired} moments that came did not fire"
        assert not unposted, f"I1: {unposted} moments fired without a message"
        marks = {mark for _, mark in rows}
        assert all(mark in marks for mark, _ in self.line.arrived), "I2: something was sent that has no row"
        copies = Counter(mark for mark, _ in self.line.arrived)
        repeats = sum(copies.values()) - len(copies)
        assert repeats <= self.doubts + self.deaths, (
            f"{repeats} repeats of {self.doubts} doubts and {self.deaths} deaths"
        )
        first = set[str]()
        for mark, told in self.line.arrived:
            assert mark not in first or _LABEL.search(told), f"a repeat without a label: {told}"
            first.add(mark)
        for number, closed_after in self.closed_after.items():
            late = [told for _, told in self.line.arrived[closed_after:] if str(number) in _TITLE.findall(told)]
            assert not late, f"I3: promise {number} was closed, and then came: {late}"


_UNFIRED = """SELECT count(*) FROM follow_ups f WHERE f.status = 'open' AND f.due_at <= :now AND NOT EXISTS
    (SELECT 1 FROM occurrences c WHERE c.rule = 'follow_up:' || f.id AND c.state <> 'pending')"""
_UNPOSTED = """SELECT count(*) FROM occurrences c JOIN follow_ups f ON c.rule IN ('follow_up:' || f.id, 'series:' || f.id)
    WHERE c.state = 'fired' AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'reminder' AND o.rep_id = f.rep_id)"""


def machine(examples: int, steps: int, number: int) -> dict[str, Any]:
    """R29: so many runs of so many steps; the first one that breaks a rule is told with its steps, as short as can be."""
    switches: dict[str, Any] = failpoints.__dict__
    kernel = switches["os"]
    switches["os"] = _Kernel
    Promises.steps = Promises.examples = 0
    told: dict[str, Any] = {}
    try:
        run = seed(number)(Promises)
        run_state_machine_as_test(
            run,
            settings=settings(
                max_examples=examples, stateful_step_count=steps, deadline=None, database=None, print_blob=True,
                suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
            ),
            _min_steps=steps,
        )  # fmt: skip
    except Exception as wrong:  # noqa: BLE001 - the figure of the check
        told = {
            "broken": str(wrong).splitlines()[0][:200],
            "log": "".join(getattr(wrong, "__notes__", []))[-3000:] + str(wrong)[-1500:],
        }
    finally:
        switches["os"] = kernel
    return {
        "runs": Promises.examples,
        "steps": Promises.steps,
        "violations": int(bool(told)),
        "seed": number,
        **told,
    }

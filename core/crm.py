"""The notebook as one object: an ``Office`` opens a ``Crm``, which is one transaction with every module as an attribute.

Everything that is written while it is open is committed together at the end, or nothing is; what audited tables got is
recorded under one Step, so that one ``undo`` takes it back. Modules:

* ``team`` reps, identities, pairing; ``customers``, ``contacts``, ``names``, ``lists``, ``merging``, ``handing_over``; ``interactions``, ``follow_ups``, ``clocks``; ``deals``;
* ``steps`` audit and undo; ``inbox``, ``outbox``, ``buttons``, ``conversations``, ``occurrences``, ``zones``, ``signs``, ``leases``.

Times are aware UTC moments. Every read passes ``core.visibility``.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from core.audit import RecordedSession, Recorder
from core.clock import Clock
from core.customers.changed import ChangedRecords
from core.customers.contacts import Contacts
from core.customers.customers import Customers
from core.customers.handing_over import HandingOver
from core.customers.merging import Merging
from core.customers.names import Names
from core.customers.saved_list import SavedLists
from core.database import Database
from core.errors import NotFound
from core.fields import storable
from core.prepared import say
from core.privacy.erasing import Erasing
from core.privacy.telling import Telling
from core.reports.activity import Activity
from core.reports.gaps import Gaps
from core.selling.deals import Deals
from core.steps import Steps
from core.store.audited import declare
from core.store.line import Line
from core.talking.buttons import Buttons
from core.talking.conversations import Conversations
from core.talking.inbox import Inbox
from core.talking.leases import Leases
from core.talking.occurrences import Occurrences
from core.talking.outbox import Outbox
from core.talking.signs import SignsOfLife
from core.team.rep import Rep
from core.team.team import Team
from core.team.workspace import Workspace
from core.transaction import Transaction
from core.working.clocks import Clocks
from core.working.follow_ups import FollowUps
from core.working.interactions import Interactions
from core.working.zone_offsets import ZoneKeeping

declare()


class Crm:
    """One open transaction. ``rep`` None is the program itself or its operator."""

    def __init__(self, opened: Line | RecordedSession, *, rep: Rep | None, now: datetime, workspace: Workspace) -> None:
        self.transaction = Transaction(opened, rep=rep, now=now, workspace=workspace)

    @property
    def rep(self) -> Rep | None:
        """The acting rep."""
        return self.transaction.rep

    @property
    def now(self) -> datetime:
        """The moment this is about, aware, in UTC."""
        return self.transaction.now

    @property
    def zone(self) -> ZoneInfo:
        """The acting rep's zone, else the workspace's."""
        return self.transaction.zone

    @property
    def workspace(self) -> Workspace:
        """The workspace."""
        return self.transaction.workspace

    def act_as(self, rep: Rep | int | None, *, doing: str | None = None, said: str | None = None) -> None:
        """Go on as that rep, before anything was written: the worker learns who speaks inside the transaction."""
        self.transaction.rep = _loaded(self.transaction.session, rep)
        recorder = self.transaction.recorder
        recorder.rep_id = self.transaction.rep_id
        self.describe(doing=doing, said=said)

    def describe(
        self,
        *,
        doing: str | None = None,
        said: str | None = None,
        message_key: str | None = None,
        at: datetime | None = None,
    ) -> None:
        """Say what the running step is, before anything was written: its command, the message's words, its key, its moment."""
        recorder = self.transaction.recorder
        recorder.command = recorder.command if doing is None else doing
        recorder.said = recorder.said if said is None else storable(said)
        recorder.message_key = recorder.message_key if message_key is None else message_key
        if at is not None:
            self.transaction.now = recorder.at = at

    @contextmanager
    def apart(self, *, doing: str = "", at: datetime | None = None) -> Generator[Crm, None, None]:
        """One of several independent pieces of work in this transaction, as if it had a transaction of its own.

        It has its own rep, moment and step, knows no row that another piece loaded, and what it wrote is undone when an
        exception leaves it; the transaction goes on. Nothing else may be written meanwhile.
        """
        session, outer, forgets = self.transaction.session, self.transaction.recorder, self.transaction.session.forgets
        now = at or self.now
        session.recorder = recorder = Recorder(None, doing, "", now)
        session.forgets = False  # what one piece keeps to itself says nothing of the others
        connection = session.connection()
        say(connection, "SAVEPOINT piece")
        try:
            yield Crm(session, rep=None, now=now, workspace=self.workspace)
            session.flush()
            recorder.write(session)
        except BaseException:
            session.forget()
            say(connection, "ROLLBACK TO SAVEPOINT piece")
            raise
        finally:
            session.recorder, session.forgets = outer, forgets
        session.forget()
        say(connection, "RELEASE SAVEPOINT piece")

    @contextmanager
    def savepoint(self) -> Generator[None, None, None]:
        """What is written inside is undone when an exception leaves it; the transaction goes on."""
        session, recorder = self.transaction.session, self.transaction.recorder
        session.flush()
        recorder.write(session)
        before = (recorder.step_id, recorder.written, recorder.undoes_id, recorder.replaces_id)
        acting, by = self.rep, recorder.rep_id
        known = set(session.identity_map.keys())
        # Said by hand: Session.begin_nested costs as much as all the rest of a short command.
        connection = session.connection()
        say(connection, "SAVEPOINT command")
        try:
            yield
            session.flush()
            recorder.write(session)
        except BaseException:
            recorder.waiting.clear()
            recorder.step_id, recorder.written, recorder.undoes_id, recorder.replaces_id = before
            say(connection, "ROLLBACK TO SAVEPOINT command")
            _forget_since(session, known)
            self.transaction.rep, recorder.rep_id = acting, by  # whoever was loaded since is not known any more
            if acting is not None:
                session.refresh(acting)  # it outlives the transaction: answers are worded in its language
            raise
        say(connection, "RELEASE SAVEPOINT command")

    # -- the modules -------------------------------------------------------------------------------------------------

    @cached_property
    def team(self) -> Team:
        """Reps, their settings, and linking their chat accounts."""
        return Team(self.transaction)

    @cached_property
    def customers(self) -> Customers:
        """Companies and persons we sell to."""
        return Customers(self.transaction, lambda: self.names)

    @cached_property
    def contacts(self) -> Contacts:
        """People at customers."""
        return Contacts(self.transaction, lambda: self.names)

    @cached_property
    def names(self) -> Names:
        """Finding customers and contacts by name, alias, phone, e-mail."""
        return Names(self.transaction)

    @cached_property
    def interactions(self) -> Interactions:
        """What happened."""
        return Interactions(self.transaction)

    @cached_property
    def follow_ups(self) -> FollowUps:
        """What was promised."""
        return FollowUps(self.transaction)

    @cached_property
    def merging(self) -> Merging:
        """Two records that are one."""
        return Merging(self.transaction, lambda: self.names)

    @cached_property
    def handing_over(self) -> HandingOver:
        """Customers that go to a colleague."""
        return HandingOver(self.transaction, self.steps)

    @cached_property
    def erasing(self) -> Erasing:
        """People who are erased for good."""
        return Erasing(self.transaction, lambda: self.names)

    @cached_property
    def telling(self) -> Telling:
        """Everything that is known about a person."""
        return Telling(self.transaction)

    @cached_property
    def activity(self) -> Activity:
        """Counts of what was done."""
        return Activity(self.transaction)

    @cached_property
    def gaps(self) -> Gaps:
        """What is missing in the notebook."""
        return Gaps(self.transaction)

    @cached_property
    def changed(self) -> ChangedRecords:
        """Who changed a customer."""
        return ChangedRecords(self.transaction)

    @cached_property
    def clocks(self) -> Clocks:
        """Whom to stay in touch with, counted from the last touch."""
        return Clocks(self.transaction)

    @cached_property
    def lists(self) -> SavedLists:
        """Questions that were saved under a name."""
        return SavedLists(self.transaction)

    @cached_property
    def deals(self) -> Deals:
        """What might be sold."""
        return Deals(self.transaction)

    @cached_property
    def steps(self) -> Steps:
        """Audit and undo."""
        return Steps(self.transaction, self.names.touched)

    @cached_property
    def inbox(self) -> Inbox:
        """Raw updates that came in."""
        return Inbox(self.transaction)

    @cached_property
    def outbox(self) -> Outbox:
        """Messages to send."""
        return Outbox(self.transaction)

    @cached_property
    def buttons(self) -> Buttons:
        """Tokens that stand for commands."""
        return Buttons(self.transaction)

    @cached_property
    def conversations(self) -> Conversations:
        """Open questions, numbered lists, whom the talk is about."""
        return Conversations(self.transaction)

    @cached_property
    def occurrences(self) -> Occurrences:
        """Moments of rules, each of which happens once."""
        return Occurrences(self.transaction)

    @cached_property
    def signs(self) -> SignsOfLife:
        """When each platform was last heard from."""
        return SignsOfLife(self.transaction)

    @cached_property
    def zones(self) -> ZoneKeeping:
        """What the zone data said when promises were made."""
        return ZoneKeeping(self.transaction)

    @cached_property
    def leases(self) -> Leases:
        """Who does what only one process may do."""
        return Leases(self.transaction)


class Office:
    """Where the notebook is opened: a database, a clock and the workspace's settings."""

    def __init__(self, database: Database, clock: Clock, workspace: Workspace | None = None) -> None:
        self.database = database
        self.clock = clock
        self.workspace = workspace or Workspace()

    @contextmanager
    def open(
        self,
        rep: Rep | int | None,
        *,
        doing: str = "",
        said: str = "",
        at: datetime | None = None,
        message_key: str | None = None,
    ) -> Generator[Crm, None, None]:
        """One transaction that writes: committed at the end, undone by any exception.

        ``at`` is the moment it is about (aware; the clock's present moment unless told). Raises NotFound for a rep who is not there,
        Busy and NoStore where the database cannot be written; then nothing was written.
        """
        now = at or self.clock.now()
        with self.database.line() as line:
            acting = None if rep is None else _loaded(line.session, rep)
            line.recorder = Recorder(
                None if acting is None else acting.id, doing, storable(said), now, message_key=message_key
            )
            yield Crm(line, rep=acting, now=now, workspace=self.workspace)
        for each in line.afterwards:
            each(self.database)

    @contextmanager
    def read(self, rep: Rep | int | None, *, at: datetime | None = None) -> Generator[Crm, None, None]:
        """One transaction that only reads, from one point in time. What is changed in it is lost."""
        with self.database.reading() as session:
            yield Crm(session, rep=_loaded(session, rep), now=at or self.clock.now(), workspace=self.workspace)


def _loaded(session: RecordedSession, rep: Rep | int | None) -> Rep | None:
    if rep is None:
        return None
    rep_id = rep if isinstance(rep, int) else rep.id
    found = session.get(Rep, rep_id)
    if found is None:
        raise NotFound("rep", str(rep_id))
    return found


def _forget_since(session: RecordedSession, known: set[Any]) -> None:
    """After a rollback to a savepoint: rows made since are not there, those known before are read anew."""
    session.expunge_new()
    for key in list(session.identity_map.keys()):
        row = session.identity_map.get(key)
        if key in known:
            session.expire(row)
        else:
            session.expunge(row)

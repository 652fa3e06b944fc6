"""What every module of the core works in: one transaction of one rep, with its moment, workspace and record."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from core.audit import RecordedSession, Recorder
from core.direct import Wire
from core.errors import NotAllowed
from core.store.line import Line
from core.team.permissions import role_allows
from core.team.rep import Rep
from core.team.workspace import Workspace


class Transaction:
    """One transaction. ``rep`` None is the program itself or its operator at the command line, who may do anything.

    ``now`` is the moment the transaction is about (aware UTC): when the message was written, or the clock's.
    """

    def __init__(self, opened: Line | RecordedSession, *, rep: Rep | None, now: datetime, workspace: Workspace) -> None:
        self._opened = opened
        self.rep = rep
        self.now = now
        self.workspace = workspace
        self.overheard = False
        """Whether the answer is read by all of a group that an admin marked as shared: nobody's private entries are there then."""

    @cached_property
    def session(self) -> RecordedSession:
        """The session with its rows; where it writes it is made now, in the same transaction."""
        return self._opened.session if isinstance(self._opened, Line) else self._opened

    @property
    def wire(self) -> Wire:
        """What a prepared statement goes through; it needs no session."""
        return self._opened if isinstance(self._opened, Line) else self._opened.connection()

    @property
    def rep_id(self) -> int | None:
        """The acting rep's id."""
        return None if self.rep is None else self.rep.id

    @property
    def zone(self) -> ZoneInfo:
        """The acting rep's zone, else the workspace's."""
        return ZoneInfo(self.workspace.zone if self.rep is None else self.rep.zone)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.session.get_bind().dialect.name

    @property
    def recorder(self) -> Recorder:
        """The record of the running command. Raises RuntimeError in a transaction that only reads."""
        if self.session.recorder is None:
            raise RuntimeError("this transaction only reads")
        return self.session.recorder

    def allows(self, permission: str) -> bool:
        """Whether the acting rep's role has that permission; a disabled rep has none. Raises KeyError for an unknown one."""
        if self.rep is None:
            return True
        return self.rep.active and role_allows(self.rep.role, permission)

    def require(self, permission: str, *, record: str = "", name: str = "", who: str = "") -> None:
        """Raise NotAllowed unless ``allows``; the names are told with the refusal."""
        if not self.allows(permission):
            raise NotAllowed(permission, record=record, name=name, who=who)

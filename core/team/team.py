"""The team: who may talk to the notebook, their settings, and linking their chat accounts."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import String, bindparam, delete, func, update
from sqlalchemy import select as sql_select
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col, select

from core.columns import UtcDateTime
from core.direct import rows
from core.errors import BadValue, CodeRefused, NotAllowed, NotFound
from core.fields import checked
from core.prepared import Prepared
from core.talking.inserting import table_of
from core.team.rep import Identity, PairingCode, Rep, Role, WrongCode
from core.transaction import Transaction

CODE_LIVES = timedelta(hours=24)
WRONG_CODES = 5
WRONG_WITHIN = timedelta(hours=1)
_OWN = frozenset(
    {
        "language", "zone", "work_days", "work_starts", "work_ends", "digest_at", "digest_on", "clock12", "arabic_digits",
        "home_platform", "muted_until", "last_seen_at",
    }
)  # fmt: skip


class Called(NamedTuple):
    """A rep's name."""

    id: int
    name: str
    active: bool


_CALLED: Final = "SELECT id, name, active FROM reps ORDER BY name, id"
_SPEAKER: Final = Prepared(
    sql_select(table_of(Rep))
    .join(table_of(Identity), table_of(Identity).c.rep_id == table_of(Rep).c.id)
    .where(
        table_of(Identity).c.platform == bindparam("platform"),
        table_of(Identity).c.workspace == bindparam("workspace"),
        table_of(Identity).c.user_id == bindparam("user_id"),
        table_of(Rep).c.active.is_(True),
    )
)
_SEEN: Final = Prepared(
    update(table_of(Identity))
    .where(
        table_of(Identity).c.platform == bindparam("in_platform"),
        table_of(Identity).c.workspace == bindparam("in_workspace"),
        table_of(Identity).c.user_id == bindparam("of_user"),
        table_of(Identity).c.rep_id == bindparam("of_rep"),
    )
    .values(
        last_wrote_at=bindparam("at", type_=UtcDateTime()),
        chat_id=func.coalesce(bindparam("chat", type_=String()), table_of(Identity).c.chat_id),
    )
)
_LAST_SEEN: Final = Prepared(
    update(table_of(Rep))
    .where(table_of(Rep).c.id == bindparam("of_rep"))
    .values(last_seen_at=bindparam("at", type_=UtcDateTime()))
)
"""These run for every message; building a statement costs more than running it."""


class Team:
    """The reps of the workspace. Reading it is everybody's; changing anybody but oneself is an admin's."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    # -- reading -----------------------------------------------------------------------------------------------------

    def reps(self, *, active: bool | None = None) -> list[Rep]:
        """All reps by name, or only the active (disabled) ones."""
        asked = select(Rep).order_by(col(Rep.name), col(Rep.id))
        if active is not None:
            asked = asked.where(col(Rep.active).is_(active))
        return list(self._tx.session.exec(asked))

    def rep(self, rep_id: int) -> Rep:
        """One rep. Raises NotFound."""
        found = self._tx.session.get(Rep, rep_id)
        if found is None:
            raise NotFound("rep", str(rep_id))
        return found

    def rep_named(self, text: str) -> Rep | None:
        """The rep of that name, letter case aside; else the only active one whose name begins with it; else None."""
        wanted = " ".join(text.split()).casefold()
        everybody = self.called()
        for rep in everybody:
            if rep.name.casefold() == wanted:
                return self.rep(rep.id)
        begun = [rep for rep in everybody if rep.active and wanted and rep.name.casefold().split()[0] == wanted]
        return self.rep(begun[0].id) if len(begun) == 1 else None

    def called(self) -> list[Called]:
        """What all reps are called, by name: for finding out whether a word means one of them."""
        self._tx.session.flush()
        return [Called(*row) for row in rows(self._tx.session.connection(), _CALLED, ())]

    def speaker(self, platform: str, workspace: str, user_id: str) -> Rep | None:
        """The active rep whom that platform's user is; None for a stranger."""
        told = {"platform": platform, "workspace": workspace, "user_id": user_id}
        session = self._tx.session
        session.flush()
        found = _SPEAKER.first(session.connection(), told)
        return None if found is None else session.known(Rep, found)

    def identities(self, rep_id: int) -> list[Identity]:
        """Where a rep is linked; the platform they wrote on last comes first."""
        asked = select(Identity).where(Identity.rep_id == rep_id)
        return list(
            self._tx.session.exec(asked.order_by(col(Identity.last_wrote_at).desc().nulls_last(), col(Identity.id)))
        )

    # -- the people --------------------------------------------------------------------------------------------------

    def add_rep(self, name: str, role: Role = "rep", language: str | None = None, zone: str | None = None) -> Rep:
        """A new rep with the workspace's settings. Raises BadValue for an empty or taken name, a role or zone that is none."""
        self._tx.require("team.write", record="rep", name=name)
        name = " ".join(name.split())
        settings = self._checked({"name": name, "role": role, "language": language or self._tx.workspace.language})
        if any(rep.name.casefold() == name.casefold() for rep in self.reps()):
            raise BadValue("name", name, "taken")
        workspace = self._tx.workspace
        rep = Rep(
            **settings,
            zone=_zone(zone or workspace.zone),
            work_days=list(workspace.work_days),
            work_starts=workspace.work_starts,
            work_ends=workspace.work_ends,
            digest_at=None,
            created_at=self._tx.now,
        )
        self._tx.session.add(rep)
        self._tx.session.flush()
        return rep

    def change(self, rep_id: int, **fields: Any) -> Rep:
        """Change settings: one's own, or, for an admin, anybody's. Raises NoSuchSetting, BadValue, NotAllowed."""
        rep = self.rep(rep_id)
        told = self._checked(fields)
        if rep_id != self._tx.rep_id or not set(told) <= _OWN:
            self._tx.require("team.write", record="rep", name=rep.name)
        else:
            self._tx.require("settings.own")
        for name, value in told.items():
            setattr(rep, name, value)
        self._tx.session.flush()
        return rep

    def set_role(self, rep_id: int, role: Role) -> Rep:
        """Make somebody rep, manager or admin. Raises BadValue for another role, and where the last admin would go."""
        self._keep_an_admin(rep_id, stays=role == "admin")
        return self.change(rep_id, role=role)

    def disable(self, rep_id: int) -> Rep:
        """Shut a rep out at once; what they wrote stays. Codes that were not used yet die."""
        self._keep_an_admin(rep_id, stays=False)
        rep = self.change(rep_id, active=False)
        self._tx.session.connection().execute(
            delete(PairingCode).where(col(PairingCode.rep_id) == rep_id, col(PairingCode.used_at).is_(None))
        )
        return rep

    def enable(self, rep_id: int) -> Rep:
        """Let a disabled rep in again."""
        return self.change(rep_id, active=True)

    def seen(self, identity_rep: Rep, platform: str, workspace: str, user_id: str, chat_id: str | None = None) -> None:
        """Note that a rep wrote just now and where (bookkeeping; the chat is kept only where it is private)."""
        connection, now = self._tx.session.connection(), self._tx.now
        told = {"in_platform": platform, "in_workspace": workspace, "of_user": user_id, "of_rep": identity_rep.id}
        _SEEN.changed(connection, told | {"at": now, "chat": chat_id})
        if identity_rep.last_seen_at != now:
            _LAST_SEEN.changed(connection, {"of_rep": identity_rep.id, "at": now})
            set_committed_value(identity_rep, "last_seen_at", now)

    def lost(self, platform: str, workspace: str, chat_id: str) -> bool:
        """Note that nobody can be reached in that chat any more (the bot was blocked); the next visit brings it back. False where it was not known."""
        done = self._tx.session.connection().execute(
            update(Identity)
            .where(
                col(Identity.platform) == platform,
                col(Identity.workspace) == workspace,
                col(Identity.chat_id) == chat_id,
            )
            .values(chat_id="")
        )
        return done.rowcount > 0

    def moved(self, platform: str, workspace: str, chat_id: str, to: str) -> bool:
        """Note that a chat has a new id. False where it was not known."""
        done = self._tx.session.connection().execute(
            update(Identity)
            .where(
                col(Identity.platform) == platform,
                col(Identity.workspace) == workspace,
                col(Identity.chat_id) == chat_id,
            )
            .values(chat_id=to)
        )
        return done.rowcount > 0

    def _keep_an_admin(self, rep_id: int, *, stays: bool) -> None:
        if stays or self._tx.rep is None:  # the operator at the command line can always make another
            return
        others = [rep for rep in self.reps(active=True) if rep.role == "admin" and rep.id != rep_id]
        if not others:
            raise BadValue("role", "", "last_admin")

    def _checked(self, fields: dict[str, Any]) -> dict[str, Any]:
        told = checked(Rep, fields)
        if "zone" in told:
            told["zone"] = _zone(str(told["zone"]))
        if told.get("language", "en") not in ("en", "ar"):
            raise BadValue("language", str(told["language"]), "choice")
        if told.get("role", "rep") not in ("rep", "manager", "admin"):
            raise BadValue("role", str(told["role"]), "choice")
        if "work_days" in told:
            told["work_days"] = _work_days(told["work_days"])
        starts, ends = told.get("work_starts"), told.get("work_ends")
        if isinstance(starts, time) and isinstance(ends, time) and starts >= ends:
            raise BadValue("work_hours", f"{starts:%H:%M}-{ends:%H:%M}", "order")
        return told

    # -- linking -----------------------------------------------------------------------------------------------------

    def invite(self, rep_id: int) -> str:
        """A pairing code of 43 characters for a rep, good once, for 24 hours; for oneself or, by an admin, for anybody.

        Only its hash is kept; it cannot be shown again. Older unused codes of that rep die. Raises NotAllowed for a disabled rep.
        """
        rep = self.rep(rep_id)
        self._tx.require("identities.own" if rep_id == self._tx.rep_id else "team.write", record="rep", name=rep.name)
        if not rep.active:
            raise NotAllowed("invite", "rep", rep.name)
        code = secrets.token_urlsafe(32)
        session = self._tx.session
        session.connection().execute(
            delete(PairingCode).where(col(PairingCode.rep_id) == rep_id, col(PairingCode.used_at).is_(None))
        )
        session.add(
            PairingCode(
                rep_id=rep_id, code_hash=_hash(code), made_at=self._tx.now, expires_at=self._tx.now + CODE_LIVES
            )
        )
        session.flush()
        return code

    def link(self, code: str, platform: str, workspace: str, user_id: str, chat_id: str) -> Rep:
        """Make that platform's user the rep whom the code was made for. One of several at once wins.

        Raises CodeRefused (``wrong``, ``used``, ``expired``, ``locked`` after five wrong ones within an hour, ``linked`` where the
        user is another rep already). A wrong code counts only if the caller commits: see ``wrong_code``.
        """
        session, now = self._tx.session, self._tx.now
        speaker = f"{platform}/{workspace}/{user_id}"
        if self.locked_out(platform, workspace, user_id):
            raise CodeRefused("locked")
        found = session.exec(select(PairingCode).where(PairingCode.code_hash == _hash(code.strip()))).first()
        if found is None:
            raise CodeRefused("wrong")
        if found.used_at is not None:
            raise CodeRefused("used")
        if found.expires_at <= now:
            raise CodeRefused("expired")
        rep = self.rep(found.rep_id)
        if not rep.active:
            raise CodeRefused("wrong")
        identity = self._identity(platform, workspace, user_id)
        if identity is not None and identity.rep_id != rep.id:
            raise CodeRefused("linked")
        won = session.connection().execute(
            update(PairingCode)
            .where(col(PairingCode.id) == found.id, col(PairingCode.used_at).is_(None))
            .values(used_at=now)
        )
        if won.rowcount != 1:
            raise CodeRefused("used")
        if identity is None:
            identity = Identity(
                rep_id=rep.id, platform=platform, workspace=workspace, user_id=user_id, chat_id=chat_id, linked_at=now
            )
        identity.chat_id, identity.last_wrote_at = chat_id, now
        session.add(identity)
        session.connection().execute(delete(WrongCode).where(col(WrongCode.speaker) == speaker))
        session.flush()
        return rep

    def unlink(self, identity_id: int) -> None:
        """Cut a platform's user off from a rep: one's own, or, by an admin, anybody's. Raises NotFound."""
        identity = self._tx.session.get(Identity, identity_id)
        if identity is None:
            raise NotFound("identity", str(identity_id))
        self._tx.require("identities.own" if identity.rep_id == self._tx.rep_id else "team.write")
        self._tx.session.delete(identity)
        self._tx.session.flush()

    def wrong_code(self, platform: str, workspace: str, user_id: str) -> None:
        """Count a wrong code against a speaker, in a transaction that is committed (``link`` itself is undone by its refusal)."""
        speaker = f"{platform}/{workspace}/{user_id}"
        self._tx.session.add(WrongCode(speaker=speaker, at=self._tx.now))
        self._tx.session.flush()

    def locked_out(self, platform: str, workspace: str, user_id: str) -> bool:
        """Whether that speaker typed five wrong codes within the last hour."""
        asked = select(func.count()).where(
            col(WrongCode.speaker) == f"{platform}/{workspace}/{user_id}",
            col(WrongCode.at) > self._tx.now - WRONG_WITHIN,
        )
        return self._tx.session.exec(asked).one() >= WRONG_CODES

    def allows(self, permission: str) -> bool:
        """Whether the acting rep may do that; the program itself may do anything."""
        return self._tx.allows(permission)

    def _identity(self, platform: str, workspace: str, user_id: str) -> Identity | None:
        asked = select(Identity).where(
            Identity.platform == platform, Identity.workspace == workspace, Identity.user_id == user_id
        )
        return self._tx.session.exec(asked).first()


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise BadValue("zone", name, "unknown") from fault
    return name


def _work_days(told: Sequence[int]) -> list[int]:
    days = list(dict.fromkeys(told))
    if not days or not set(days) <= set(range(7)):
        raise BadValue("work_days", str(told), "choice")
    return days

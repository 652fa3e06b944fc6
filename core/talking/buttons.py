"""Buttons: what is on the wire is 22 random characters (128 bits), what they mean is here."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import col, select

from core.prepared import Prepared
from core.talking.inserting import table_of
from core.talking.rows import ButtonToken
from core.transaction import Transaction

LIVES: Final = timedelta(days=7)


_FIELDS: Final = ("token", "command", "label", "rep_id", "place", "outbox_id", "created_at", "expires_at")
_MAKE: Final = Prepared(insert(table_of(ButtonToken)).values({name: bindparam(name) for name in _FIELDS}))


class Buttons:
    """Making and pressing buttons."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def make(
        self, command: dict[str, Any], *, rep_id: int | None, place: str, label: str = "", lives: timedelta = LIVES
    ) -> str:
        """A new token for a command (its JSON form), for one rep in one place (its key)."""
        return self.make_many([(label, command)], rep_id=rep_id, place=place, lives=lives)[0]

    def make_many(
        self,
        some: Sequence[tuple[str, dict[str, Any]]],
        *,
        rep_id: int | None,
        place: str,
        outbox_id: int | None = None,
        lives: timedelta = LIVES,
    ) -> list[str]:
        """Tokens for (label, command) pairs, in order, with one statement."""
        rows = [
            {
                "token": secrets.token_urlsafe(16),
                "command": command,
                "label": label,
                "rep_id": rep_id,
                "place": place,
                "outbox_id": outbox_id,
                "created_at": self._tx.now,
                "expires_at": self._tx.now + lives,
            }
            for label, command in some
        ]
        _MAKE.many(self._tx.session.connection(), rows)
        return [str(row["token"]) for row in rows]

    def get(self, token: str, *, rep_id: int | None, place: str | None = None) -> ButtonToken | None:
        """The button, if it is that rep's, stands in that place (where told) and has not expired; else None, without saying why."""
        found = self._tx.session.get(ButtonToken, token, populate_existing=True)
        if found is None or found.rep_id != rep_id or found.expires_at <= self._tx.now:
            return None
        return found if place is None or found.place == place else None

    def use(self, token: str) -> bool:
        """Mark it pressed; true for the first press only, whoever presses at the same time."""
        done = self._tx.session.connection().execute(
            update(ButtonToken)
            .where(col(ButtonToken.token) == token, col(ButtonToken.used_at).is_(None))
            .values(used_at=self._tx.now)
        )
        return done.rowcount == 1

    def labelled(self, label: str, *, rep_id: int | None, limit: int = 1) -> list[ButtonToken]:
        """A rep's newest buttons of that label, for the command line's ``press``."""
        asked = select(ButtonToken).where(
            ButtonToken.rep_id == rep_id, ButtonToken.label == label, col(ButtonToken.expires_at) > self._tx.now
        )
        # Tokens are random; those of one message were made at one moment.
        ordered = asked.order_by(col(ButtonToken.created_at).desc(), col(ButtonToken.outbox_id).desc().nulls_last())
        return list(self._tx.session.exec(ordered.limit(limit)))

    def purge(self) -> int:
        """Forget expired ones; how many."""
        done = self._tx.session.connection().execute(
            delete(ButtonToken).where(col(ButtonToken.expires_at) <= self._tx.now)
        )
        return done.rowcount

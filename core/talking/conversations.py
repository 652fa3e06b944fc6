"""What is remembered of a rep's talk in one place, for the next message in it.

A worker and the sender may come to one conversation at the same time, and both write what they read and changed. So whoever may
write holds it until the end of the transaction; see docs/decisions/0022-a-conversation-is-held.md.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Executable, bindparam, func, or_
from sqlalchemy import select as sql_select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col, select

from core.prepared import Prepared, say
from core.talking.inserting import insert_if_new, table_of
from core.talking.rows import Conversation
from core.transaction import Transaction

PARTY_COUNTS_FOR: Final = timedelta(hours=2)
_MESSAGES_KEPT: Final = 50
_CONVERSATIONS: Final = table_of(Conversation)
_COLUMNS: Final = tuple(column.key for column in _CONVERSATIONS.columns)
_BOTH: Final = (
    sql_select(_CONVERSATIONS)
    .where(
        or_(_CONVERSATIONS.c.place == bindparam("in_place"), _CONVERSATIONS.c.place == bindparam("or_place")),
        _CONVERSATIONS.c.rep_id == bindparam("of_rep"),
    )
    .order_by(_CONVERSATIONS.c.id)  # whoever takes two takes them in one order
)


def _held(dialect: str, *, passing_over: bool = False) -> Executable:
    # Not FOR UPDATE: nobody's key changes. SQLite has one writer at a time anyway.
    return _BOTH if dialect == "sqlite" else _BOTH.with_for_update(key_share=True, skip_locked=passing_over)


_LOOK: Final = Prepared(_BOTH)
_TAKE: Final = Prepared(_held)
_TAKE_IF_FREE: Final = Prepared(lambda dialect: _held(dialect, passing_over=True))
_MAKE: Final = insert_if_new(Conversation, ("place", "rep_id", "steps", "about", "updated_at"), "place", "rep_id")
_NO_LONGER: Final = "SET LOCAL lock_timeout = 50"
_TOO_LONG: Final = "55P03"
"""What PostgreSQL says where a lock was not there in time."""


class InUse(Exception):
    """Another transaction holds or makes that conversation now, and was not to be waited for; go back to a savepoint."""


class Conversations:
    """One conversation per place and rep: those of one rep on two platforms do not mix."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def of(self, place: str, rep_id: int | None = None) -> Conversation:
        """A rep's (the acting one's unless told) conversation in that place (its key), made on first use.

        In a transaction that only reads it is not kept. Raises ValueError where there is no acting rep and none is told.
        """
        rep_id = self._tx.rep_id if rep_id is None else rep_id
        if rep_id is None:
            raise ValueError("a conversation is a rep's")
        return self.beside(place, place, rep_id)[0]

    def beside(self, place: str, other: str, rep_id: int, *, wait: bool = True) -> tuple[Conversation, Conversation]:
        """A rep's conversations in two places, as ``of`` has them, with one look.

        Nobody else writes to them until this transaction ends: another that holds one is waited for, and what it left there is
        what is read. With ``wait`` false InUse is raised instead. A transaction that only reads holds nothing.
        """
        session = self._tx.session
        session.flush()
        places = tuple(dict.fromkeys((place, other)))
        found = self._found(places, rep_id, wait=wait)
        if session.recorder is None:
            for missing in places:
                if missing not in found:
                    found[missing] = Conversation(place=missing, rep_id=rep_id, updated_at=self._tx.now)
        elif len(found) < len(places):
            self._make([each for each in places if each not in found], rep_id, wait=wait)
            found = self._found(places, rep_id, wait=wait)
            if len(found) < len(places):
                raise InUse
        return found[place], found[other]

    def _found(self, places: tuple[str, ...], rep_id: int, *, wait: bool) -> dict[str, Conversation]:
        """Those that are there (and free, where nobody is waited for), as they are now."""
        session = self._tx.session
        told = {"in_place": places[0], "or_place": places[-1], "of_rep": rep_id}
        asked = _LOOK if session.recorder is None else _TAKE if wait else _TAKE_IF_FREE
        found: dict[str, Conversation] = {}
        for values in asked.rows(session.connection(), told):
            row = session.known(Conversation, values)
            for name, value in zip(_COLUMNS, values, strict=True):
                set_committed_value(row, name, value)  # this session may have read it before it held it
            found[row.place] = row
        return found

    def _make(self, places: list[str], rep_id: int, *, wait: bool) -> None:
        """Make those that are not there: another may have made them just now, which is all the same. Raises InUse."""
        connection = self._tx.session.connection()
        told = {"rep_id": rep_id, "steps": {}, "about": {}, "updated_at": self._tx.now}
        for place in places:
            values = {"in_place": place, "or_place": place, "of_rep": rep_id}
            if wait:
                _MAKE.first(connection, told | {"place": place})
                continue
            if _LOOK.first(connection, values) is not None:
                raise InUse
            if self._tx.dialect == "postgresql":
                say(
                    connection, _NO_LONGER
                )  # another may be making it: whoever makes the same waits until that one is over
            try:
                _MAKE.first(connection, told | {"place": place})
            except DBAPIError as fault:
                if getattr(fault.orig, "sqlstate", None) == _TOO_LONG:
                    raise InUse from fault
                raise

    def everybodys(self, place: str) -> list[Conversation]:
        """All conversations in exactly that place, whoever's."""
        asked = select(Conversation).where(Conversation.place == place)
        return list(self._tx.session.exec(asked.order_by(col(Conversation.id))))

    def beginning(self, prefix: str) -> list[Conversation]:
        """All conversations, whoever's, whose place begins with exactly that; all are looked through.

        Not as a range: by the rules of most languages, as PostgreSQL's databases have them, no letter comes after all others.
        """
        asked = select(Conversation).where(func.substr(Conversation.place, 1, len(prefix)) == prefix)
        return list(self._tx.session.exec(asked.order_by(col(Conversation.id))))

    def ask(self, conversation: Conversation, pending: dict[str, Any] | None) -> None:
        """Leave a question open; None closes it."""
        conversation.pending = pending
        conversation.pending_at = None if pending is None else self._tx.now
        conversation.updated_at = self._tx.now

    def list(self, conversation: Conversation, records: list[dict[str, Any]]) -> None:
        """Remember the numbered list that an answer shows."""
        conversation.listed = records
        conversation.updated_at = self._tx.now

    def point_at(self, conversation: Conversation, party: dict[str, Any] | None) -> None:
        """Remember whom the talk is about."""
        conversation.last_party = party
        conversation.last_party_at = None if party is None else self._tx.now
        conversation.updated_at = self._tx.now

    def party(self, conversation: Conversation) -> dict[str, Any] | None:
        """Whom the talk is about, if that was said within two hours."""
        since = conversation.last_party_at
        if conversation.last_party is None or since is None or self._tx.now - since > PARTY_COUNTS_FOR:
            return None
        return conversation.last_party

    def made(self, conversation: Conversation, message_id: str, step_id: int) -> None:
        """Remember which step a message made (the last fifty of them)."""
        kept = {key: value for key, value in conversation.steps.items() if key != message_id} | {message_id: step_id}
        conversation.steps = dict(list(kept.items())[-_MESSAGES_KEPT:])
        conversation.last_step_id = step_id
        conversation.updated_at = self._tx.now

    def was_about(self, conversation: Conversation, message_id: str, about: dict[str, Any]) -> None:
        """Remember what one of our messages was about, for replies to it (the last fifty of them)."""
        kept = {key: value for key, value in conversation.about.items() if key != message_id} | {message_id: about}
        conversation.about = dict(list(kept.items())[-_MESSAGES_KEPT:])
        conversation.updated_at = self._tx.now

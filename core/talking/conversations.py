"""What is remembered of a rep's talk in one place, for the next message in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, or_
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from core.prepared import Prepared
from core.talking.inserting import table_of
from core.talking.rows import Conversation
from core.transaction import Transaction

PARTY_COUNTS_FOR: Final = timedelta(hours=2)
_MESSAGES_KEPT: Final = 50
_CONVERSATIONS: Final = table_of(Conversation)
_BOTH: Final = Prepared(
    sql_select(_CONVERSATIONS).where(
        or_(_CONVERSATIONS.c.place == bindparam("in_place"), _CONVERSATIONS.c.place == bindparam("or_place")),
        _CONVERSATIONS.c.rep_id == bindparam("of_rep"),
    )
)


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

    def beside(self, place: str, other: str, rep_id: int) -> tuple[Conversation, Conversation]:
        """A rep's conversations in two places, as ``of`` has them, with one look."""
        session = self._tx.session
        session.flush()
        told = _BOTH.rows(session.connection(), {"in_place": place, "or_place": other, "of_rep": rep_id})
        found = {row.place: row for row in (session.known(Conversation, each) for each in told)}
        for missing in dict.fromkeys((place, other)):
            if missing not in found:
                found[missing] = Conversation(place=missing, rep_id=rep_id, updated_at=self._tx.now)
                if session.recorder is not None:
                    session.add(found[missing])
        return found[place], found[other]

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

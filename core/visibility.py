"""Who sees what: the one function that every read passes through.

Source: READING.md, "Who sees and changes what". Every active rep reads all customers, contacts, deals and aliases; a private
interaction is its author's alone, for everybody else (managers, admins and the program too) it is not there; follow-ups
are one's own and those one asked a colleague for, a manager reads the team's. A disabled rep reads nothing. In a group that
is marked as shared nobody's private entry is there, not even its author's.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, false, or_, true
from sqlmodel import col

from core.transaction import Transaction
from core.working.follow_up import FollowUp
from core.working.interaction import Interaction


def visible(transaction: Transaction, row: type[Any]) -> ColumnElement[bool]:
    """The condition under which the acting rep sees rows of that table."""
    rep = transaction.rep
    if rep is not None and not rep.active:
        return false()
    if row is Interaction:
        if rep is None or transaction.overheard:
            return col(Interaction.private).is_(False)
        return or_(col(Interaction.private).is_(False), col(Interaction.rep_id) == rep.id)
    if row is FollowUp and rep is not None and not transaction.allows("follow_ups.others"):
        return or_(col(FollowUp.rep_id) == rep.id, col(FollowUp.asked_by_id) == rep.id)
    return true()


def sees(transaction: Transaction, found: Any) -> bool:
    """The same question for a row that is loaded already."""
    rep = transaction.rep
    if rep is not None and not rep.active:
        return False
    if isinstance(found, Interaction):
        return not found.private or (rep is not None and found.rep_id == rep.id and not transaction.overheard)
    if isinstance(found, FollowUp) and rep is not None and not transaction.allows("follow_ups.others"):
        return rep.id in (found.rep_id, found.asked_by_id)
    return True

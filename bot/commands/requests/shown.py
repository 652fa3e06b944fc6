"""A colleague's request: who asked for it, while it can be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.kinds.ref import Ref
    from bot.reply import Reply
    from core.team.rep import Rep
    from core.working.follow_up import FollowUp

NO_REQUEST = Words(en='"{title}" is not an open request from a colleague.', ar="«{title}» ليست طلبًا مفتوحًا من زميل.")


def asked_of(desk: Desk, ref: Ref | None) -> tuple[FollowUp, Rep] | Reply:
    """The follow-up and who asked the rep for it; else a refusal. Raises NotFound."""
    assert ref is not None  # noqa: S101 - the engine asks first: ``needs``
    row = desk.crm.follow_ups.get(ref.id)
    if row.asked_by_id in (None, desk.rep.id) or row.rep_id != desk.rep.id or row.status != "open":
        return desk.refuse(desk.say(NO_REQUEST, title=row.title))
    return row, desk.crm.team.rep(int(row.asked_by_id or 0))

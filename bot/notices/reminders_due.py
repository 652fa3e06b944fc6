"""Several follow-ups of one rep are due at the same time: one message that lists them all instead of one for each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.kinds.ref import Ref
from bot.language.words import Words
from bot.notices import reminder_due
from bot.notices.morning_list import ticks, title_of
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply, Text
    from core.working.follow_up import FollowUp

DUE = Words(
    en="⏰ {n, plural, one {# follow-up is due} other {# follow-ups are due}}",
    ar="⏰ {n, plural, zero {لا متابعات} one {حان موعد متابعة واحدة} two {حان موعد متابعتين} few {حان موعد # متابعات} many {حان موعد # متابعة} other {حان موعد # متابعة}}",
)
LINE = Words(en="  {number}. {title}", ar="  {number}. {title}")
LINE_LATE = Words(en="  {number}. {title} (late: it was due {at})", ar="  {number}. {title} (متأخر: كان موعده {at})")
LATER = Words(en="Later? Type: snooze 2 until tomorrow", ar="للتأجيل اكتب: أجل ٢ إلى بكرة")
MOST = 10
"""So many stand in one message; more make another message, so that each is named."""


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """None where none of them is due any more; where one is left it is told as any single reminder."""
    due_at = {int(each["follow_up"]): each for each in payload["due"]}
    left = [row for follow_up in due_at if (row := still_due(desk, follow_up, desk.crm.now)) is not None]
    if not left:
        return None
    if len(left) == 1:
        single = due_at[left[0].id]
        return reminder_due.render(desk, {**payload, "follow_up": left[0].id, "due": single["at"]})
    desk.listed([Ref("follow_up", row.id, row.title) for row in left])
    late_after = timedelta(seconds=int(payload.get("late_after", 120)))
    lines = [
        _line(desk, number, row, datetime.fromisoformat(due_at[row.id]["at"]), late_after)
        for number, row in enumerate(left, 1)
    ]
    return desk.reply(desk.lines(desk.say(DUE, n=len(left)), *lines, desk.say(LATER)), buttons=ticks(desk, left))


def still_due(desk: Desk, follow_up: int, by: datetime) -> FollowUp | None:
    """The follow-up of which was reminded, None where it is finished, was moved to after ``by``, waits for another, or is gone."""
    try:
        row = desk.crm.follow_ups.get(follow_up)
    except NotFound:
        return None
    due = row.status == "open" and row.due_at <= by and desk.crm.follow_ups.blocked(row) is None
    return row if due else None


def _line(desk: Desk, number: int, row: FollowUp, due: datetime, late_after: timedelta) -> Text:
    title = title_of(desk, row)
    if desk.crm.now - due > late_after:
        return desk.say(LINE_LATE, number=number, title=title, at=desk.shown_happened(due))
    return desk.say(LINE, number=number, title=title)

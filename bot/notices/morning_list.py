"""The morning list: what is overdue and what is due today, at the rep's own hour on work days; silent when there is nothing."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.kinds.ref import Ref
from bot.kinds.when import When
from bot.language.words import Words
from core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk import Desk
    from bot.reply import Button, Reply, Text
    from core.working.follow_up import FollowUp

GOOD_MORNING = Words(en="☀️ Good morning, {name} — {day}", ar="☀️ صباح الخير يا {name} — {day}")
YOUR_DAY = Words(en="📋 {name} — {day}", ar="📋 {name} — {day}")
OVERDUE = Words(en="⚠️ Overdue ({n})", ar="⚠️ متأخر ({n})")
TODAY = Words(en="📌 Today ({n})", ar="📌 اليوم ({n})")
LINE_OVERDUE = Words(en="  {number}. {title} · since {day}", ar="  {number}. {title} · منذ {day}")
LINE_AT = Words(en="  {number}. {time} {title}", ar="  {number}. {time} {title}")
LINE_ANY_TIME = Words(en="  {number}. any time: {title}", ar="  {number}. أي وقت: {title}")
MORE = Words(
    en="{n, plural, one {… and # more: today} other {… and # more: today}}",
    ar="{n, plural, zero {…} one {… ومتابعة أخرى: اليوم} two {… ومتابعتان أخريان: اليوم} few {… و# متابعات أخرى: اليوم} many {… و# متابعة أخرى: اليوم} other {… و# متابعة أخرى: اليوم}}",
)
TITLE_WITH = Words(en="{customer} — {title}", ar="{customer} — {title}")
NO_NEXT_STEP = Words(
    en="{n, plural, one {💼 # deal without a next step} other {💼 # deals without a next step}}: {names}",
    ar="💼 {n, plural, zero {لا صفقات} one {صفقة واحدة} two {صفقتان} few {# صفقات} many {# صفقة} other {# صفقة}} بلا خطوة تالية: {names}",
)
NOTHING = Words(en="Nothing is due today.", ar="لا شيء مستحق اليوم.")
MOVE_OVERDUE = Words(en="Move overdue to tomorrow", ar="نقل المتأخر إلى الغد")
TICK = Words(en="✅ {number}", ar="✅ {number}")
SHOWN = 10
_NOON = 12


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """None where nothing is due, unless ``payload["asked"]`` (the rep asked for it now)."""
    start = datetime.combine(desk.now.date(), time(), tzinfo=desk.zone)
    end = start + timedelta(days=1)
    end = datetime.combine(end.date(), time(), tzinfo=desk.zone)
    ups = desk.crm.follow_ups
    overdue = [row for row in ups.open(desk.rep.id, before=start) if ups.blocked(row) is None]
    today = [row for row in ups.open(desk.rep.id, after=start, before=end) if ups.blocked(row) is None]
    today.sort(key=lambda row: (row.priority != "high", row.all_day, row.due_at))
    stale = _without_next_step(desk)
    if not overdue and not today and not stale and not payload.get("asked"):
        return None
    shown = [*overdue, *today][:SHOWN]
    late = [row for row in shown if row in overdue]
    now = [row for row in shown if row not in late]
    desk.listed([Ref("follow_up", row.id, row.title) for row in shown])
    greeting = GOOD_MORNING if desk.now.hour < _NOON else YOUR_DAY
    left = len(overdue) + len(today) - len(shown)
    text = desk.lines(
        desk.say(greeting, name=desk.rep.name.split()[0], day=desk.shown_day(desk.now.date())),
        desk.say(OVERDUE, n=len(overdue)) if overdue else None,
        *(_overdue(desk, number, row) for number, row in enumerate(late, 1)),
        desk.say(TODAY, n=len(today)) if today else None,
        *(_today(desk, number, row) for number, row in enumerate(now, len(late) + 1)),
        desk.say(MORE, n=left) if left else None,
        stale,
        desk.say(NOTHING) if not overdue and not today else None,
    )
    return desk.reply(text, buttons=[*ticks(desk, shown), *_move_overdue(desk, overdue)])


def ticks(desk: Desk, shown: Sequence[FollowUp]) -> list[list[Button]]:
    """A button for each that finishes it, four in a row."""
    from bot.command import Command

    ticks = [
        desk.button(
            TICK,
            Command.from_json(
                {"command": "finish_follow_up", "follow_up": Ref("follow_up", row.id, row.title).to_json()}
            ),
            number=number,
        )
        for number, row in enumerate(shown, 1)
    ]
    return [ticks[start : start + 4] for start in range(0, len(ticks), 4)]


def _move_overdue(desk: Desk, overdue: Sequence[FollowUp]) -> list[list[Button]]:
    """One press, one step, one undo: each keeps its time of day."""
    from bot.command import Command

    if not overdue:
        return []
    refs = [Ref("follow_up", row.id, row.title).to_json() for row in overdue]
    when = When(day=desk.now.date() + timedelta(days=1)).to_json()
    return [[desk.button(MOVE_OVERDUE, Command.from_json({"command": "move_all", "follow_ups": refs, "when": when}))]]


def _overdue(desk: Desk, number: int, row: FollowUp) -> Text:
    day = desk.shown_day(row.due_at.astimezone(desk.zone).date())
    return desk.say(LINE_OVERDUE, number=number, title=title_of(desk, row), day=day)


def _today(desk: Desk, number: int, row: FollowUp) -> Text:
    title = title_of(desk, row)
    if row.all_day:
        return desk.say(LINE_ANY_TIME, number=number, title=title)
    return desk.say(LINE_AT, number=number, time=desk.shown_time(row.due_at), title=title)


def title_of(desk: Desk, row: FollowUp) -> Text:
    """The title, with the customer before it where it does not name it."""
    if row.customer_id is not None:
        try:
            customer = desk.crm.customers.get(row.customer_id)
        except NotFound:
            return desk.alone(row.title)
        if customer.name not in row.title:
            return desk.say(TITLE_WITH, customer=customer.name, title=row.title)
    return desk.alone(row.title)


def _without_next_step(desk: Desk) -> Text | None:
    """The rep's open deals whose customers have no open follow-up (PRODUCT.md, 15), on work days only."""
    deals = [
        deal for deal in desk.crm.deals.open(owner_id=desk.rep.id) if not desk.crm.follow_ups.next_of(deal.customer_id)
    ]
    names = [str(desk.crm.customers.get(deal.customer_id).name) for deal in deals]
    if not names:
        return None
    shown = desk.comma.join(dict.fromkeys(names[:3]))
    return desk.say(NO_NEXT_STEP, n=len(names), names=shown)

"""A follow-up is due: who, why, the phone, the last touch, and buttons to finish or move it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.command import Command
from bot.commands.customers.shown import copies
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.kinds.when import When
from bot.language.words import Words
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Button, Reply, Text
    from core.customers.customer import Contact, Customer
    from core.working.follow_up import FollowUp

DUE = Words(en="⏰ {title}", ar="⏰ {title}")
LAST = Words(en='Last time ({at}): "{text}"', ar="آخر مرة ({at}): «{text}»")
LAST_WITHOUT_WORDS = Words(en="Last time: {at}", ar="آخر مرة: {at}")
LATE = Words(en="(late: it was due {at})", ar="(متأخر: كان موعده {at})")
HIGH = Words(en="❗ important", ar="❗ مهم")
DONE = Words(en="✅ Done", ar="✅ تم")
DONE_AND_LOG = Words(en="📝 Done + log", ar="📝 تم + تسجيل")
AN_HOUR = Words(en="1 hour", ar="بعد ساعة")
TOMORROW = Words(en="Tomorrow {time}", ar="غدًا {time}")
ANOTHER_DAY = Words(en="{day} {time}", ar="{day} {time}")
PICK = Words(en="📅 Pick", ar="📅 اختيار")
NEXT_WEEK = Words(en="Next week", ar="الأسبوع القادم")


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """None where the follow-up is finished, was moved to later, waits for another, or is gone."""
    try:
        row = desk.crm.follow_ups.get(int(payload["follow_up"]))
    except NotFound:
        return None
    if row.status != "open" or desk.crm.follow_ups.blocked(row) is not None:
        return None
    due = datetime.fromisoformat(payload["due"])
    if row.due_at > desk.crm.now:
        return None
    party = _party(desk, row)
    if party is not None:
        desk.pointing_at(party, follow_up=row.id)
    late = desk.crm.now - due > timedelta(seconds=int(payload.get("late_after", 120)))
    who, called = _who(desk, row)
    text = desk.lines(
        desk.joined(desk.say(DUE, title=row.title), who, by=" — "),
        desk.say(HIGH) if row.priority == "high" else None,
        _last_touch(desk, row),
        desk.say(LATE, at=desk.shown_happened(due)) if late else None,
    )
    return desk.reply(text, buttons=buttons(desk, row), copies=copies(desk, [called] if called is not None else []))


def buttons(desk: Desk, row: FollowUp) -> list[list[Button]]:
    """Done, Done + log, another day; an hour, the next work day at its start, the first work day of next week."""
    ref = Ref("follow_up", row.id, row.title)
    hour = When(at=desk.now + timedelta(hours=1))
    day = next_work_day(desk)
    at_work = When(at=datetime.combine(day, desk.rep.work_starts, tzinfo=desk.zone))
    week = When(at=datetime.combine(_next_week(desk), desk.rep.work_starts, tzinfo=desk.zone))
    assert at_work.at is not None  # noqa: S101 - just made
    tomorrow = day == (desk.now + timedelta(days=1)).date()
    time = desk.shown_time(at_work.at)
    named = (
        desk.button(TOMORROW, _move(ref, at_work), time=time)
        if tomorrow
        else desk.button(ANOTHER_DAY, _move(ref, at_work), day=_day_name(desk, day), time=time)
    )
    return [
        [
            desk.button(DONE, _finish(ref)),
            desk.button(DONE_AND_LOG, _finish(ref, log=True)),
            desk.button(PICK, _another_day(ref)),
        ],
        [desk.button(AN_HOUR, _move(ref, hour)), named, desk.button(NEXT_WEEK, _move(ref, week))],
    ]


def next_work_day(desk: Desk) -> Any:
    """The rep's next work day after today; tomorrow for a rep without any."""
    days = [(desk.now + timedelta(days=ahead)).date() for ahead in range(1, 8)]
    return next((day for day in days if day.weekday() in desk.rep.work_days), days[0])


def _next_week(desk: Desk) -> Any:
    """The first work day of next week; weeks start on the rep's first work day (READING.md)."""
    order = desk.rep.work_days or list(desk.crm.workspace.work_days)
    first = order[0] if order else 0
    ahead = (first - desk.now.weekday()) % 7 or 7
    return (desk.now + timedelta(days=ahead)).date()


def _day_name(desk: Desk, day: Any) -> str:
    return desk.shown_day(day).text.split(" ")[0]


def _finish(ref: Ref, *, log: bool = False) -> Command:
    told: dict[str, Any] = {"command": "finish_follow_up", "follow_up": ref.to_json()}
    return Command.from_json({**told, "log": True} if log else told)


def _move(ref: Ref, when: When) -> Command:
    return Command.from_json({"command": "move_follow_up", "follow_up": ref.to_json(), "when": when.to_json()})


def _another_day(ref: Ref) -> Command:
    return Command.from_json({"command": "move_follow_up", "follow_up": ref.to_json()})


def _party(desk: Desk, row: FollowUp) -> Party | None:
    try:
        if row.contact_id is not None:
            return desk.party("contact", desk.crm.contacts.get(row.contact_id))
        if row.customer_id is not None:
            return desk.party("customer", desk.crm.customers.get(row.customer_id))
    except NotFound:
        return None
    return None


def _who(desk: Desk, row: FollowUp) -> tuple[Text | None, Customer | Contact | None]:
    """The customer where the title does not name it, whom to talk to, and a phone; and whose phone it is."""
    try:
        customer = desk.crm.customers.get(row.customer_id) if row.customer_id is not None else None
        contact = desk.crm.contacts.get(row.contact_id) if row.contact_id is not None else None
    except NotFound:
        return None, None
    if contact is None and customer is not None and not customer.phone:
        contact = _whom_to_talk_to(desk, customer.id)
    named = [each.name for each in (customer, contact) if each is not None and each.name not in row.title]
    called = next((each for each in (contact, customer) if each is not None and each.phone), None)
    phone = desk.alone(desk.phone(called.phone)) if called is not None and called.phone else None
    told = desk.joined(*(desk.alone(name) for name in named), phone, by=desk.comma)
    return (told if told.spans else None), called


def _whom_to_talk_to(desk: Desk, customer_id: int) -> Contact | None:
    """The person of the last interaction with that customer, else the first who has a phone."""
    last = desk.crm.interactions.last(customer_id=customer_id)
    people = desk.crm.contacts.of(customer_id)
    spoken = [each for each in people if last is not None and each.id == last.contact_id]
    return next((each for each in (*spoken, *people) if each.phone), None)


def _last_touch(desk: Desk, row: FollowUp) -> Text | None:
    if row.customer_id is None:
        return None
    last = desk.crm.interactions.last(customer_id=row.customer_id)
    if last is None:
        return None
    at = desk.shown_happened(last.occurred_at)
    return desk.say(LAST, at=at, text=last.summary) if last.summary else desk.say(LAST_WITHOUT_WORDS, at=at)

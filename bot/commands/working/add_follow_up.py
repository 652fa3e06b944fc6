"""``follow up with Acme Sunday 10am``, ``remind me to call Sara in 2 days``, ``task: send contract to Acme !high by Thu``.

Read from free sentences by ``bot/reading/sentence/``. A reminder may have no customer; a follow-up needs one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from bot.command import Command, commands_by_name
from bot.commands.working.parties import created
from bot.commands.working.shown import follow_up_lines, instead_button, new_mark, title_or
from bot.commands.working.waiting import is_reminder, named, split, waits_line
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.kinds.when import When
from bot.language.words import Words
from bot.reply import Button

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.desk import Desk
    from bot.reply import Reply
    from core.working.follow_up import FollowUp

SET = Words(en="✅ {title}", ar="✅ {title}")
WITH = Words(en="👤 {name}", ar="👤 {name}")
PRIORITIES = {
    "high": Words(en="❗ high priority", ar="❗ أولوية عالية"),
    "low": Words(en="low priority", ar="أولوية منخفضة"),
}
OPEN = Words(en="Open {name}", ar="فتح {name}")
WAIT_FOR_WHAT = Words(
    en='There is no open task "{other}" yet. Shall "{title}" wait for it?',
    ar="لا توجد مهمة مفتوحة «{other}» بعد. هل تنتظرها «{title}»؟",
)
CREATE_AND_WAIT = Words(en="➕ Create it and wait", ar="➕ إنشاؤها والانتظار")
NO_WAITING = Words(en="Don't wait", ar="بدون انتظار")
WHICH_TASK = Words(en='Which task is "{other}"?', ar="أي مهمة هي «{other}»؟")
NEW_TASK = Words(en="🆕 task: {title}", ar="🆕 مهمة: {title}")


@dataclass(frozen=True, kw_only=True)
class AddFollowUp(Command):
    """Promise something for a time: a follow-up, a reminder, a task."""

    customer: Party | None = None
    contact: Party | None = None
    new_customer: str = ""
    new_contact: str = ""
    title: str = ""
    due: When | None = None
    recurrence: str = ""
    priority: Literal["low", "normal", "high"] = "normal"
    waits_for: Ref | None = None
    """The open task that must be finished first."""
    new_task: str = ""
    """The title of a task to create first, and to wait for."""
    as_it_is: bool = False
    """``after …`` in the title is only words."""

    permission: ClassVar[str] = "follow_ups.write"
    phrases: ClassVar[Words] = Words(en="-", ar="-")
    example: ClassVar[Words] = Words(en="remind me to call Sara Haddad in 2 days", ar="تابع مع أكمي الأحد ١٠ الصبح")
    about: ClassVar[Words] = Words(en="Remind me of a follow-up or task", ar="تذكير بمتابعة أو مهمة")
    needs: ClassVar[tuple[str, ...]] = ("due",)

    @property
    def writes(self) -> tuple[str, ...]:
        """The kinds of rows that a correction may rewrite."""
        return ("follow_up",)

    @classmethod
    def understood(cls, values: Mapping[str, Any], said: str) -> dict[str, Any]:
        """The words of the task that must be finished first."""
        del said
        task, other = split(str(values.get("title", "")))
        return {"title": task, "waits_for": other} if other else {}

    def run(self, desk: Desk) -> Reply:
        """Write it. Raises NotFound, BadValue."""
        told, other = split(self.title)
        if not other or self.waits_for is not None or self.new_task or self.as_it_is:
            return self._written(desk, None)
        rows = named(desk, other)
        if len(rows) == 1:
            row = rows[0]
            return self.but(title=told, waits_for=Ref("follow_up", row.id, row.title)).run(desk)
        if not rows and is_reminder(desk):
            return self._written(desk, None)
        return self._ask(desk, told, other, rows)

    def amended(self, desk: Desk, rows: Sequence[Ref]) -> Reply:
        """Rewrite the row that an earlier form of this command wrote. Raises as ``run``."""
        return self._written(desk, rows[0])

    def _ask(self, desk: Desk, told: str, other: str, rows: list[FollowUp]) -> Reply:
        """Which task it waits for, or whether to make one of these words."""
        plain = desk.button(NO_WAITING, self.but(as_it_is=True))
        if rows:
            choices = [
                [Button(row.title, self.but(title=told, waits_for=Ref("follow_up", row.id, row.title)))]
                for row in rows[:5]
            ]
            return desk.ask(desk.say(WHICH_TASK, other=other), buttons=[*choices, [plain]])
        create = desk.button(CREATE_AND_WAIT, self.but(title=told, new_task=other))
        return desk.ask(desk.say(WAIT_FOR_WHAT, other=other, title=told), buttons=[create, plain])

    def _waits(self, desk: Desk, due_at: datetime, customer: Party | None) -> int | None:
        if self.new_task:
            made = desk.crm.follow_ups.add(
                self.new_task, due_at, all_day=True, customer_id=customer.id if customer else None
            )
            return made.id
        return self.waits_for.id if self.waits_for else None

    def _written(self, desk: Desk, ref: Ref | None) -> Reply:
        assert self.due is not None  # noqa: S101 - the engine asks first: ``needs``
        customer, contact = created(desk, self.customer, self.contact, self.new_customer, self.new_contact)
        due_at, all_day = desk.moment(self.due)
        told: dict[str, Any] = {
            "title": title_or(desk, self.title, customer, contact),
            "due_at": due_at,
            "all_day": all_day,
            "customer_id": customer.id if customer else None,
            "contact_id": contact.id if contact else None,
            "priority": self.priority,
            "recurrence": self.recurrence or None,
        }
        if ref is None or self.waits_for is not None:
            told["waits_for_id"] = self._waits(desk, due_at, customer)
        row = desk.crm.follow_ups.add(**told) if ref is None else desk.crm.follow_ups.change(ref.id, **told)
        who = contact or customer
        if who is not None:
            desk.pointing_at(who, follow_up=row.id)
        names = [party.name for party in (contact, customer) if party is not None]
        receipt = desk.lines(
            desk.say(SET, title=row.title),
            new_mark(desk, self.new_customer, self.new_contact),
            desk.say(WITH, name=" · ".join(names)) if names else None,
            follow_up_lines(desk, row.due_at, self.due, all_day=all_day, recurrence=self.recurrence),
            desk.say(PRIORITIES[self.priority]) if self.priority in PRIORITIES else None,
            desk.say(NEW_TASK, title=self.new_task) if self.new_task else None,
            waits_line(desk, row),
        )
        first: list[Button] = [desk.undo_button()]
        if customer is not None:
            opened = commands_by_name()["look_up"](customer=customer)  # type: ignore[call-arg]
            first.append(desk.button(OPEN, opened, name=customer.name))
        instead = instead_button(desk, self.due, self)
        return desk.reply(receipt, buttons=[first, [instead]] if instead else [first])

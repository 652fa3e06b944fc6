"""``close follow-ups of Acme``: all of one's own open follow-ups with a customer, as one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.party import Party
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

CLOSED = Words(
    en="Cancelled {n, plural, one {# follow-up} other {# follow-ups}} with {customer}.",
    ar="{n, plural, zero {لا متابعات ملغاة} one {أُلغيت متابعة واحدة} two {أُلغيت متابعتان} few {أُلغيت # متابعات} many {أُلغيت # متابعة} other {أُلغيت # متابعة}} لدى {customer}.",
)
NONE = Words(en="No open follow-up with {customer}.", ar="لا توجد متابعة مفتوحة لدى {customer}.")


@dataclass(frozen=True, kw_only=True)
class CloseFollowUps(Command):
    """Cancel all of one's own open follow-ups with a customer."""

    customer: Party | None = None

    permission: ClassVar[str] = "follow_ups.write"
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    slots: ClassVar[dict[str, str]] = {"customer": "customer"}
    phrases: ClassVar[Words] = Words(
        en="(close|cancel) [all] [my] (follow-ups|follow ups|followups|reminders) (of|with|for) {customer}",
        ar="(أغلق|الغ|ألغ|إلغاء|إغلاق) [كل] متابعات {customer}",
    )
    example: ClassVar[Words] = Words(en="close follow-ups of Acme", ar="إغلاق متابعات أكمي")
    about: ClassVar[Words] = Words(en="Cancel all follow-ups with a customer", ar="إلغاء كل المتابعات مع عميل")

    def run(self, desk: Desk) -> Reply:
        """One step, one undo."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        mine = list(desk.crm.follow_ups.open(rep_id=desk.rep.id, customer_id=self.customer.id))
        if not mine:
            return desk.reply(desk.say(NONE, customer=self.customer.name))
        for row in mine:
            desk.crm.follow_ups.cancel(row.id)
        answer = desk.say(CLOSED, n=len(mine), customer=self.customer.name)
        return desk.reply(answer, buttons=[desk.undo_button()])

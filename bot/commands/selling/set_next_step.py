"""``next 1 Sunday``, ``التالي ١ الأحد``: a follow-up for a deal of the list just shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.ref import Ref
from bot.kinds.when import When
from bot.language.words import Words
from bot.reply import Reply
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk

TITLE = Words(en="Follow up with {customer}", ar="متابعة {customer}")
SET = Words(en="⏰ {title}: {when}", ar="⏰ {title}: {when}")


@dataclass(frozen=True, kw_only=True)
class SetNextStep(Command):
    """Promise a next step for a deal by its number in the list of deals without one."""

    ref: Ref | None = None
    due: When | None = None

    permission: ClassVar[str] = "follow_ups.write"
    personal: ClassVar[bool] = True
    slots: ClassVar[dict[str, str]] = {"ref": "ref", "due": "when"}
    needs: ClassVar[tuple[str, ...]] = ("due",)
    phrases: ClassVar[Words] = Words(
        en="next [step] [for] {ref} [on|at] {due}",
        ar="(التالي|القادم|الخطوة التالية|الخطوة) [لـ|رقم] {ref} {due}",
    )
    example: ClassVar[Words] = Words(en="next 1 Sunday", ar="التالي ١ الأحد")
    about: ClassVar[Words] = Words(en="A next step for a deal of the list", ar="خطوة تالية لصفقة من القائمة")

    def run(self, desk: Desk) -> Reply:
        """Write the follow-up, with the deal and its customer. Raises NotFound where the number is no deal or customer."""
        assert self.due is not None  # noqa: S101 - the engine asks first: ``needs``
        deal_id, customer_id = self._of(desk)
        customer = desk.crm.customers.get(customer_id)
        due_at, all_day = desk.moment(self.due)
        title = desk.say(TITLE, customer=customer.name).plain
        row = desk.crm.follow_ups.add(title, due_at, all_day=all_day, customer_id=customer_id, deal_id=deal_id)
        desk.pointing_at(desk.party("customer", customer), follow_up=row.id)
        told = desk.say(SET, title=title, when=desk.shown_when(row.due_at, all_day=all_day))
        return desk.reply(told, buttons=[desk.undo_button()])

    def _of(self, desk: Desk) -> tuple[int | None, int]:
        if self.ref is not None and self.ref.record == "deal":
            return self.ref.id, int(desk.crm.deals.get(self.ref.id).customer_id)
        if self.ref is not None and self.ref.record == "customer":
            return None, self.ref.id
        raise NotFound("deal", self.ref.name if self.ref is not None else "")

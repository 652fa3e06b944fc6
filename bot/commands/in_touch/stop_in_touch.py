"""``stop``, ``stop 2``, ``stop staying in touch with Sara``: end a stay-in-touch reminder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.language.words import Words
from bot.reply import Button

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply
    from core.working.follow_up import FollowUp

STOPPED = Words(en="🔕 Ended: {title}", ar="🔕 تم الإيقاف: {title}")
NONE = Words(en="There is no stay-in-touch reminder to end.", ar="لا يوجد تواصل دوري لإيقافه.")
WHICH = Words(en="Which one do you want to end?", ar="أيها تريد إيقافه؟")
SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class StopInTouch(Command):
    """End a clock: of the list, of a customer or contact, or the only one."""

    customer: Party | None = None
    contact: Party | None = None
    ref: Ref | None = None

    permission: ClassVar[str] = "follow_ups.write"
    slots: ClassVar[dict[str, str]] = {"ref": "ref"}
    phrases: ClassVar[Words] = Words(
        en="""
        stop
        stop [number|no] {ref}
        (stop|end|cancel) (staying|stay|keeping|being) in (touch|contact) with {customer}
        (stop|end|cancel) [the] (stay in touch|touch) [reminder|clock] (with|for|of) {customer}
        """,
        ar="""
        (أوقف|اوقف|وقف) [رقم] {ref}
        (أوقف|اوقف|وقف|الغ|إلغاء|ايقاف|إيقاف) التواصل [الدوري] [مع] {customer}
        (أوقف|اوقف|وقف|إيقاف|ايقاف) التواصل [الدوري]
        """,
    )
    example: ClassVar[Words] = Words(en="stop staying in touch with Sara Haddad", ar="أوقف التواصل مع سارة حداد")
    about: ClassVar[Words] = Words(en="End a stay-in-touch reminder", ar="إيقاف التواصل الدوري مع عميل")

    def run(self, desk: Desk) -> Reply:
        """Raises AlreadyDone, NotFound."""
        rows = self._meant(desk)
        if not rows:
            return desk.refuse(desk.say(NONE))
        if len(rows) > 1:
            buttons = [[Button(row.title, self.but(ref=Ref("follow_up", row.id, row.title)))] for row in rows[:SHOWN]]
            return desk.ask(desk.say(WHICH), buttons=buttons)
        row = desk.crm.follow_ups.cancel(rows[0].id)
        return desk.reply(desk.say(STOPPED, title=row.title), buttons=[desk.undo_button()])

    def _meant(self, desk: Desk) -> list[FollowUp]:
        running = [each.follow_up for each in desk.crm.clocks.running()]
        if self.ref is not None:
            return [row for row in running if self.ref.record == "follow_up" and row.id == self.ref.id]
        if self.contact is not None:
            return [row for row in running if row.contact_id == self.contact.id]
        if self.customer is not None:
            return [row for row in running if row.customer_id == self.customer.id]
        return running

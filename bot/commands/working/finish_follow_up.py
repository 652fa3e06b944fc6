"""``done 2, she accepted, next Monday call``: finished, logged where there is something to log, and the next step set.

``done 2`` and ``[Done]`` close and log nothing; ``[Done + log]`` asks for one line; ``done 2, TEXT`` logs TEXT as the kind that
the follow-up names (call, visit, …), else as a note (READING, Small decisions).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command
from bot.commands.working.shown import KIND_MARKS, follow_up_lines, instead_button, title_or
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.kinds.when import When
from bot.language.words import Words
from bot.reading.words.senses import kind_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.desk import Desk
    from bot.reply import Button, Reply, Text
    from core.working.follow_up import FollowUp

DONE = Words(en="✅ Done: {title}", ar="✅ أُنجز: {title}")
LOGGED = Words(en='{kind} logged on {customer}: "{text}"', ar="تم تسجيل {kind} لدى {customer}: «{text}»")
AGAIN = Words(en="🔁 Next time: {when}", ar="🔁 المرة القادمة: {when}")
FREED = Words(en="🔓 Free now: {title}", ar="🔓 أصبحت جاهزة: {title}")
ADD_A_NOTE = Words(en="Add a note", ar="إضافة ملاحظة")
HOW_WAS_IT = Words(en="How did it go with {name}? Just write it.", ar="كيف كانت المتابعة مع {name}؟ اكتبها فقط.")
HOW_WAS_THAT = Words(en="How did it go? Just write it.", ar="كيف كانت؟ اكتبها فقط.")
SKIP = Words(en="Skip", ar="تخطٍّ")


@dataclass(frozen=True, kw_only=True)
class FinishFollowUp(Command):
    """Close a follow-up; log what is said about it; set what comes next."""

    follow_up: Ref | None = None
    note: str = ""
    log: bool = False
    """Ask for one line to log (the button ``[Done + log]``)."""
    only_note: bool = False
    """The follow-up is closed already; only the note is to be written (``[Add a note]``)."""
    next: When | None = None
    next_title: str = ""
    recurrence: str = ""

    permission: ClassVar[str] = "follow_ups.write"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(en="-", ar="-")
    example: ClassVar[Words] = Words(en="done 2, she accepted, next Monday call", ar="تم ٢، وافقت")
    about: ClassVar[Words] = Words(
        en="Finish a follow-up, with a note and a next step", ar="إنجاز متابعة مع ملاحظة وخطوة تالية"
    )
    needs: ClassVar[tuple[str, ...]] = ("follow_up",)

    @classmethod
    def understood(cls, values: Mapping[str, Any], said: str) -> dict[str, Any]:
        """The kind of the log that a note makes."""
        del said
        done = values.get("follow_up")
        return {"kind": kind_named(done.name) or "note"} if values.get("note") and done is not None else {}

    def run(self, desk: Desk) -> Reply:
        """Close it. Raises AlreadyDone, with who did and when; NotFound where it is gone."""
        assert self.follow_up is not None  # noqa: S101 - the engine asks first: ``needs``
        row = desk.crm.follow_ups.get(self.follow_up.id)
        if self.log and not self.note:
            return self._ask(desk, row)
        lines: list[Text | None] = []
        if not self.only_note:
            closed = desk.crm.follow_ups.close(row.id)
            lines.append(desk.say(DONE, title=row.title))
            for freed in closed.freed:
                desk.tell(
                    freed.rep_id, "free_now", f"free:{freed.id}:{row.id}", follow_up=freed.id
                ) if freed.rep_id else None
                lines.append(desk.say(FREED, title=freed.title))
        else:
            closed = None
        lines.append(self._logged(desk, row))
        if closed is not None and closed.following is not None:
            lines.append(
                desk.say(AGAIN, when=desk.shown_when(closed.following.due_at, all_day=closed.following.all_day))
            )
        lines.append(self._next(desk, row))
        return desk.reply(desk.lines(*lines), buttons=self._buttons(desk, row))

    def _buttons(self, desk: Desk, row: FollowUp) -> list[list[Button]]:
        first = [desk.undo_button()]
        if not self.note and not self.only_note and row.customer_id is not None:
            first.append(desk.button(ADD_A_NOTE, FinishFollowUp(follow_up=self.follow_up, log=True, only_note=True)))
        instead = instead_button(desk, self.next, self) if self.next is not None else None
        return [first, [instead]] if instead else [first]

    def _ask(self, desk: Desk, row: FollowUp) -> Reply:
        name = _name(desk, row)
        words = desk.say(HOW_WAS_IT, name=name) if name else desk.say(HOW_WAS_THAT)
        then = self.but(log=False)
        skip = [desk.button(SKIP, then)] if not self.only_note else []
        return desk.ask(words, buttons=skip, then=then, into="note")

    def _logged(self, desk: Desk, row: FollowUp) -> Text | None:
        if not self.note or row.customer_id is None:
            return None
        kind: Any = kind_named(row.title) or "note"
        desk.crm.interactions.log(
            kind, row.customer_id, contact_id=row.contact_id, summary=self.note, original=desk.said
        )
        customer = desk.crm.customers.get(row.customer_id)
        desk.pointing_at(Party("customer", customer.id, customer.name))
        return desk.say(LOGGED, kind=desk.say(KIND_MARKS[kind]), customer=customer.name, text=self.note)

    def _next(self, desk: Desk, row: FollowUp) -> Text | None:
        if self.next is None:
            return None
        due_at, all_day = desk.moment(self.next)
        made = desk.crm.follow_ups.add(
            self._next_title(desk, row),
            due_at,
            all_day=all_day,
            customer_id=row.customer_id,
            contact_id=row.contact_id,
            deal_id=row.deal_id,
            recurrence=self.recurrence or None,
        )
        return follow_up_lines(desk, made.due_at, self.next, all_day=all_day, recurrence=self.recurrence)

    def _next_title(self, desk: Desk, row: FollowUp) -> str:
        """``call`` alone says with whom; what was not said is done again."""
        if not self.next_title:
            return row.title
        if row.customer_id is None:
            return self.next_title
        customer = desk.crm.customers.get(row.customer_id)
        contact = desk.crm.contacts.get(row.contact_id) if row.contact_id is not None else None
        person = Party("contact", contact.id, contact.name) if contact is not None else None
        return title_or(desk, self.next_title, Party("customer", customer.id, customer.name), person)


def _name(desk: Desk, row: FollowUp) -> str:
    if row.contact_id is not None:
        return str(desk.crm.contacts.get(row.contact_id).name)
    return str(desk.crm.customers.get(row.customer_id).name) if row.customer_id is not None else ""

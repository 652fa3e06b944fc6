"""``log call with Acme, asked for pricing, follow up Tuesday 3pm``: an interaction and, if asked, its follow-up.

Read from free sentences by ``bot/reading/sentence.py``. An unknown customer or contact is created first where the rep said
so (``new_customer``, ``new_contact``). Everything is one step with one undo.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from bot.command import Command, commands_by_name
from bot.commands.working.parties import created
from bot.commands.working.shown import (
    KIND_MARKS,
    KIND_NAMES,
    OUTCOME_NAMES,
    follow_up_lines,
    instead_button,
    new_mark,
    title_or,
)
from bot.kinds.party import Party
from bot.kinds.when import When
from bot.language.words import Words
from bot.reply import Button, Reply

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Text

Kind = Literal["call", "meeting", "email", "message", "visit", "note"]

LOGGED = Words(en="✅ {kind} logged on {customer}", ar="✅ تم التسجيل لدى {customer}")
PRIVATE = Words(en="🔒 Only you can read this.", ar="🔒 هذا التسجيل يظهر لك وحدك.")
QUOTED = Words(en='"{text}"', ar="«{text}»")
MINUTES = Words(
    en="{n, plural, one {# min} other {# min}}",
    ar="{n, plural, zero {# دقيقة} one {دقيقة} two {دقيقتان} few {# دقائق} many {# دقيقة} other {# دقيقة}}",
)
INCOMING = Words(en="incoming", ar="واردة")
OPEN = Words(en="Open {name}", ar="فتح {name}")


@dataclass(frozen=True, kw_only=True)
class LogInteraction(Command):
    """Record a call, meeting, e-mail, message, visit or note and, if asked, its follow-up."""

    kind: Kind = "note"
    customer: Party | None = None
    contact: Party | None = None
    new_customer: str = ""
    """The name of a customer to create first; ``person`` where it is a person. ``new_phone``, ``new_email`` are the new record's."""
    new_contact: str = ""
    new_phone: str = ""
    new_email: str = ""
    person: bool = False
    summary: str = ""
    outcome: str = ""
    direction: str = ""
    happened: When | None = None
    """None: now."""
    duration_minutes: int | None = None
    private: bool = False
    follow_up: When | None = None
    follow_up_title: str = ""
    follow_up_contact: Party | None = None
    recurrence: str = ""
    """RRULE of the follow-up."""

    permission: ClassVar[str] = "interactions.write"
    phrases: ClassVar[Words] = Words(en="-", ar="-")
    example: ClassVar[Words] = Words(
        en="called Sara at Acme, wants a quote, follow up Tuesday 10am",
        ar="كلمت سارة من أكمي تبي عرض سعر وتابع الثلاثاء ١٠ الصبح",
    )
    about: ClassVar[Words] = Words(en="Log a call, visit or note", ar="تسجيل مكالمة أو زيارة أو ملاحظة")
    needs: ClassVar[tuple[str, ...]] = ("customer",)

    def run(self, desk: Desk) -> Reply:
        """Write the interaction and its follow-up. Raises what the core refuses (LooksLike, NotAllowed)."""
        customer, contact = self._parties(desk)
        at = desk.moment(self.happened)[0] if self.happened else desk.crm.now
        desk.crm.interactions.log(
            self.kind,
            customer.id,
            contact_id=contact.id if contact else None,
            summary=self.summary,
            outcome=self.outcome or None,
            direction=self.direction or None,
            occurred_at=at,
            duration_minutes=self.duration_minutes,
            private=self.private,
            original=desk.said,
        )
        desk.pointing_at(contact or customer)
        follow_up = self._follow_up(desk, customer, contact)
        receipt = desk.lines(
            desk.say(LOGGED, kind=desk.word(KIND_NAMES[self.kind]), customer=customer.name),
            new_mark(desk, self.new_customer, self.new_contact),
            self._what(desk, contact),
            desk.say(QUOTED, text=self.summary) if self.summary else None,
            follow_up,
            desk.say(PRIVATE) if self.private else None,
        )
        opened = commands_by_name()["look_up"](customer=customer)  # type: ignore[call-arg]
        rows: list[list[Button]] = [[desk.undo_button(), desk.button(OPEN, opened, name=customer.name)]]
        instead = instead_button(desk, self.follow_up, self) if self.follow_up else None
        if instead:
            rows.append([instead])
        return desk.reply(receipt, buttons=rows)

    def _parties(self, desk: Desk) -> tuple[Party, Party | None]:
        customer, contact = created(
            desk,
            self.customer,
            self.contact,
            self.new_customer,
            self.new_contact,
            person=self.person,
            phone=self.new_phone,
            email=self.new_email,
        )
        assert customer is not None  # noqa: S101 - the engine asks first: ``needs``
        return customer, contact

    def _follow_up(self, desk: Desk, customer: Party, contact: Party | None) -> Text | None:
        if self.follow_up is None:
            return None
        due_at, all_day = desk.moment(self.follow_up)
        contact = self.follow_up_contact or contact
        row = desk.crm.follow_ups.add(
            title_or(desk, self.follow_up_title, customer, contact),
            due_at,
            all_day=all_day,
            customer_id=customer.id,
            contact_id=contact.id if contact else None,
            recurrence=self.recurrence or None,
        )
        return follow_up_lines(desk, row.due_at, self.follow_up, all_day=all_day, recurrence=self.recurrence)

    def _what(self, desk: Desk, contact: Party | None) -> Text:
        at = desk.moment(self.happened)[0] if self.happened else desk.crm.now
        pieces = [desk.say(KIND_MARKS[self.kind])]
        if contact:
            pieces.append(desk.say(Words(en="{name}", ar="{name}"), name=contact.name))
        if self.direction == "in":
            pieces.append(desk.say(INCOMING))
        if self.outcome in OUTCOME_NAMES:
            pieces.append(desk.say(OUTCOME_NAMES[self.outcome]))
        if self.duration_minutes:
            pieces.append(desk.say(MINUTES, n=self.duration_minutes))
        pieces.append(desk.say(Words(en="{at}", ar="{at}"), at=desk.shown_happened(at)))
        return desk.joined(*pieces)

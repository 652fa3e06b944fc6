"""``log call with Acme, asked for pricing, follow up Tuesday 3pm``: an interaction and, if asked, its follow-up.

Read from free sentences by ``bot/reading/sentence.py``. An unknown customer or contact is created first where the rep said
so (``new_customer``, ``new_contact``). Everything is one step with one undo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal

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
from bot.kinds.position import Position
from bot.kinds.sent_file import SentFile
from bot.kinds.when import When
from bot.language.words import Words
from bot.reply import Button, Reply
from bot.says.sent import KEPT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk import Desk
    from bot.kinds.ref import Ref
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
    files: tuple[SentFile, ...] = ()
    position: Position | None = None
    """Where a visit was."""

    permission: ClassVar[str] = "interactions.write"
    phrases: ClassVar[Words] = Words(en="-", ar="-")
    example: ClassVar[Words] = Words(
        en="called Sara at Acme, wants a quote, follow up Tuesday 10am",
        ar="كلمت سارة من أكمي تبي عرض سعر وتابع الثلاثاء ١٠ الصبح",
    )
    about: ClassVar[Words] = Words(en="Log a call, visit or note", ar="تسجيل مكالمة أو زيارة أو ملاحظة")
    needs: ClassVar[tuple[str, ...]] = ("customer",)

    @property
    def writes(self) -> tuple[str, ...]:
        """The kinds of rows that a correction may rewrite."""
        return ("interaction", "follow_up")

    def run(self, desk: Desk) -> Reply:
        """Write the interaction and its follow-up. Raises what the core refuses (NotFound, NotAllowed)."""
        customer, contact = self._parties(desk)
        told = self._told(desk, customer, contact)
        customer_id, kind = told.pop("customer_id"), told.pop("kind")
        desk.crm.interactions.log(
            kind,
            customer_id,
            **told,
            original=desk.said,
            files=[each.to_json() for each in self.files],
            position=(self.position.latitude, self.position.longitude) if self.position else None,
        )
        return self._receipt(desk, customer, contact, self._follow_up(desk, customer, contact))

    def amended(self, desk: Desk, rows: Sequence[Ref]) -> Reply:
        """Rewrite the rows that an earlier form of this command wrote. Raises as ``run``."""
        customer, contact = self._parties(desk)
        entry = next(ref for ref in rows if ref.record == "interaction")
        desk.crm.interactions.change(entry.id, **self._told(desk, customer, contact))
        due = next((ref for ref in rows if ref.record == "follow_up"), None)
        return self._receipt(desk, customer, contact, self._follow_up(desk, customer, contact, due))

    def _told(self, desk: Desk, customer: Party, contact: Party | None) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "customer_id": customer.id,
            "contact_id": contact.id if contact else None,
            "summary": self.summary,
            "outcome": self.outcome or None,
            "direction": self.direction or None,
            "occurred_at": min(self._at(desk), desk.crm.now),
            "duration_minutes": self.duration_minutes,
            "private": self.private,
        }

    def _at(self, desk: Desk) -> datetime:
        return desk.moment(self.happened)[0] if self.happened else desk.crm.now

    def _receipt(self, desk: Desk, customer: Party, contact: Party | None, follow_up: Text | None) -> Reply:
        desk.pointing_at(contact or customer)
        receipt = desk.lines(
            desk.say(LOGGED, kind=desk.word(KIND_NAMES[self.kind]), customer=customer.name),
            new_mark(desk, self.new_customer, self.new_contact),
            self._what(desk, contact),
            desk.say(QUOTED, text=self.summary) if self.summary else None,
            *self._kept(desk),
            follow_up,
            desk.say(PRIVATE) if self.private else None,
        )
        opened = commands_by_name()["look_up"](customer=customer)  # type: ignore[call-arg]
        rows: list[list[Button]] = [[desk.undo_button(), desk.button(OPEN, opened, name=customer.name)]]
        instead = instead_button(desk, self.follow_up, self) if self.follow_up else None
        if instead:
            rows.append([instead])
        return desk.reply(receipt, buttons=rows)

    def _kept(self, desk: Desk) -> list[Text]:
        """What was sent along and is kept with it."""
        lines: list[Text] = []
        if photos := [each for each in self.files if each.kind == "photo"]:
            lines.append(desk.say(KEPT["photo"], n=len(photos)))
            lines += [] if self.summary else [desk.say(KEPT["unread"])]
        if any(each.kind == "voice" for each in self.files):
            lines.append(desk.say(KEPT["heard" if self.summary else "voice"]))
        if others := [each for each in self.files if each.kind not in ("photo", "voice")]:
            names = desk.comma.join(each.name or "…" for each in others)
            lines.append(desk.say(KEPT["file"], n=len(others), names=names))
        return lines

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

    def _follow_up(self, desk: Desk, customer: Party, contact: Party | None, row: Ref | None = None) -> Text | None:
        """Write the follow-up, or rewrite the one that was written before."""
        if self.follow_up is None:
            return None
        due_at, all_day = desk.moment(self.follow_up)
        person = self.follow_up_contact or contact
        told: dict[str, Any] = {
            "title": title_or(desk, self.follow_up_title, customer, person),
            "due_at": due_at,
            "all_day": all_day,
            "customer_id": customer.id,
            "contact_id": person.id if person else None,
            "recurrence": self.recurrence or None,
        }
        made = desk.crm.follow_ups.add(**told) if row is None else desk.crm.follow_ups.change(row.id, **told)
        return follow_up_lines(desk, made.due_at, self.follow_up, all_day=all_day, recurrence=self.recurrence)

    def _what(self, desk: Desk, contact: Party | None) -> Text:
        at = self._at(desk)
        pieces = [desk.say(KIND_MARKS[self.kind])]
        if contact:
            pieces.append(desk.alone(contact.name))
        if self.direction == "in":
            pieces.append(desk.say(INCOMING))
        if self.outcome in OUTCOME_NAMES:
            pieces.append(desk.say(OUTCOME_NAMES[self.outcome]))
        if self.duration_minutes:
            pieces.append(desk.say(MINUTES, n=self.duration_minutes))
        pieces.append(desk.alone(desk.shown_happened(at)))
        return desk.joined(*pieces)

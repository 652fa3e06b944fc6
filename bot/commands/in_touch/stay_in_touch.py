"""``stay in touch with Sara every 30 days``: a reminder that any logged touch puts off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command, commands_by_name
from bot.commands.in_touch.shown import EVERY
from bot.kinds.party import Party
from bot.language.normalise import fold
from bot.language.words import Words
from bot.reply import Reply
from core.errors import BadValue

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Button

SET = Words(en="🔁 {name}: {every} after the last touch", ar="🔁 {name}: {every} بعد آخر تواصل")
LAST = Words(en="last: {day}", ar="آخر تواصل: {day}")
NEVER = Words(en="no contact logged yet", ar="لا تواصل مسجل بعد")
NEXT = Words(en="⏰ next: {when}", ar="⏰ القادم: {when}")
RESETS = Words(
    en="Any call, visit or message you log starts it anew.", ar="أي مكالمة أو زيارة أو رسالة تسجلها تبدأ العد من جديد."
)
HOW_OFTEN = Words(en="How often do you want to be in touch with {name}?", ar="كل كم تريد التواصل مع {name}؟")
TITLE = Words(en="Stay in touch with {name}", ar="التواصل مع {name}")
UNITS = {
    fold(word): days
    for days, words in {
        1: "day days يوم أيام يوما يومياً daily يوميا",
        2: "يومين",
        7: "week weeks weekly أسبوع أسابيع اسبوعيا أسبوعيا اسبوع اسابيع أسبوعاً",
        14: "fortnight أسبوعين اسبوعين",
        30: "month months monthly شهر شهور أشهر شهريا اشهر شهراً",
        60: "شهرين",
        91: "quarter quarters quarterly ربع",
        365: "year years yearly سنة سنين سنويا عام",
        730: "سنتين عامين",
    }.items()
    for word in words.split()
}
OFFERED = (14, 30, 90)


@dataclass(frozen=True, kw_only=True)
class StayInTouch(Command):
    """Start a clock for a customer or contact; one that runs gets the new length."""

    customer: Party | None = None
    contact: Party | None = None
    every: int = 1
    unit: str = ""
    """``days``, ``شهر`` …; empty: it is asked for."""

    permission: ClassVar[str] = "follow_ups.write"
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    phrases: ClassVar[Words] = Words(
        en="""
        [remind me to] (stay|keep|be|get) in (touch|contact) with {customer} [at least] every {every} {unit:word}
        [remind me to] (stay|keep|be|get) in (touch|contact) with {customer} [at least] (every|once a|each) {unit:word}
        [remind me to] (stay|keep|be|get) in (touch|contact) with {customer} {unit:word}
        [remind me to] (stay|keep|be|get) in (touch|contact) with {customer}
        keep (touch|contact) with {customer} every {every} {unit:word}
        every {every} {unit:word} (stay|keep|be|get) in (touch|contact) with {customer}
        """,
        ar="""
        [ذكرني] (تواصل|اتواصل|أتواصل|التواصل|ابق على تواصل|ابقى على تواصل|خلك على تواصل|خليك على تواصل|خليني على تواصل|ابق متواصلا) مع {customer} كل {every} {unit:word}
        [ذكرني] (تواصل|اتواصل|أتواصل|التواصل|ابق على تواصل|ابقى على تواصل|خلك على تواصل|خليك على تواصل|خليني على تواصل|ابق متواصلا) مع {customer} [كل] {unit:word}
        (ابق على تواصل|ابقى على تواصل|خلك على تواصل|خليك على تواصل|خليني على تواصل) مع {customer}
        كل {every} {unit:word} (تواصل|اتواصل|أتواصل) مع {customer}
        """,
    )
    example: ClassVar[Words] = Words(
        en="stay in touch with Sara Haddad every 30 days", ar="تواصل مع سارة حداد كل ٣٠ يوم"
    )
    about: ClassVar[Words] = Words(
        en="Be reminded when you were not in touch for a while", ar="تذكير عند طول الانقطاع عن عميل"
    )

    def run(self, desk: Desk) -> Reply:
        """Raises BadValue for a length that is none; asks for one where none was said."""
        party = self.contact or self.customer
        assert party is not None  # noqa: S101 - ``needs``
        if not self.unit:
            return self._ask(desk, party)
        days = UNITS.get(fold(self.unit))
        if days is None:
            raise BadValue("every", self.unit, "unit")
        customer_id = self._customer_id(desk)
        contact_id = self.contact.id if self.contact else None
        title = desk.say(TITLE, name=party.name).plain
        row = desk.crm.clocks.keep(title, self.every * days, customer_id=customer_id, contact_id=contact_id)
        desk.pointing_at(party, follow_up=row.id)
        last = next((each.last_at for each in desk.crm.clocks.running() if each.follow_up.id == row.id), None)
        told = desk.joined(
            desk.say(SET, name=party.name, every=desk.say(EVERY, n=self.every * days)),
            desk.say(LAST, day=desk.shown_happened(last)) if last else desk.say(NEVER),
        )
        when = desk.say(NEXT, when=desk.shown_when(row.due_at, all_day=True))
        return desk.reply(desk.lines(told, when, desk.say(RESETS)), buttons=[desk.undo_button()])

    def _customer_id(self, desk: Desk) -> int:
        if self.contact is not None:
            return int(desk.crm.contacts.get(self.contact.id).customer_id)
        assert self.customer is not None  # noqa: S101 - ``needs``
        return self.customer.id

    def _ask(self, desk: Desk, party: Party) -> Reply:
        known: Any = commands_by_name()["stay_in_touch"]
        buttons: list[Button] = [
            desk.button(EVERY, known(**self._whom(), every=days, unit="days"), n=days) for days in OFFERED
        ]
        return desk.ask(desk.say(HOW_OFTEN, name=party.name), buttons=buttons, then=self, into="unit")

    def _whom(self) -> dict[str, Party]:
        return {key: party for key, party in (("customer", self.customer), ("contact", self.contact)) if party}

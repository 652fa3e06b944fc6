"""``Sara left Acme``: the person is kept with all that was said, marked as left, and not offered any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.party import Party
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

LEFT = Words(en="👋 {name} left {customer}", ar="👋 {name}: انتهى العمل لدى {customer}")
KEPT = Words(
    en="Kept with the whole history, and not offered any more.",
    ar="بقيت البيانات والسجل كاملًا، ولن يُقترح الاسم بعد الآن.",
)
PROMISED = Words(
    en="⚠️ {n, plural, one {# open follow-up is} other {# open follow-ups are}} with {name}: follow-ups {customer}",
    ar="⚠️ {n, plural, zero {لا متابعات مفتوحة} one {متابعة واحدة مفتوحة} two {متابعتان مفتوحتان} few {# متابعات مفتوحة} many {# متابعة مفتوحة} other {# متابعة مفتوحة}} مع {name}: متابعات {customer}",
)
NO_PERSON = Words(
    en="Who left {customer}? Nobody there has that name.",
    ar="من الذي ترك العمل لدى {customer}؟ لا أحد هناك بهذا الاسم.",
)
ALREADY = Words(en="{name} is already marked as having left.", ar="مغادرة {name} مسجلة من قبل.")


@dataclass(frozen=True, kw_only=True)
class ContactLeft(Command):
    """Mark a person as working at a customer no more. A stay-in-touch reminder of one's own with them ends."""

    contact: Party | None = None
    customer: Party | None = None

    permission: ClassVar[str] = "contacts.write"
    needs: ClassVar[tuple[str, ...]] = ("contact",)
    slots: ClassVar[dict[str, str]] = {"customer": "customer"}
    phrases: ClassVar[Words] = Words(
        en="""
        {contact:party} [has|have] (left|quit|resigned|resigned from|departed from) {customer}
        {contact:party} [has|have] (left|quit|resigned) [the] [company|job|firm]
        {contact:party} (no longer works|does not work|doesn't work|is not working|stopped working) (at|for|in|with) {customer} [anymore|any more|now]
        {contact:party} (is no longer|is not|isn't) (at|with|in) {customer} [anymore|any more]
        """,
        ar="""
        {contact:party} (ترك|تركت|غادر|غادرت|استقال من|استقالت من|طلع من|طلعت من|خرج من|خرجت من|ساب|سابت|مشي من|مشت من|راح من|راحت من) [شركة|من] {customer}
        {contact:party} (ترك|تركت|استقال|استقالت|غادر|غادرت) [الشركة|الشغل|العمل]
        {contact:party} (ما عاد|ما عادت|لم يعد|لم تعد|مو|مش|ما صار|ما صارت) [يعمل|تعمل|يشتغل|تشتغل] (في|عند|لدى|مع) {customer}
        """,
    )
    example: ClassVar[Words] = Words(en="Sara Haddad left Acme", ar="سارة حداد تركت أكمي")
    about: ClassVar[Words] = Words(en="A person left a customer", ar="مغادرة شخص لجهة عمله")

    def run(self, desk: Desk) -> Reply:
        """Raises NotFound, NotAllowed."""
        assert self.contact is not None  # noqa: S101 - ``needs``
        if self.contact.record != "contact":
            return desk.refuse(desk.say(NO_PERSON, customer=(self.customer or self.contact).name))
        row = desk.crm.contacts.get(self.contact.id)
        customer = desk.crm.customers.get(row.customer_id)
        if self.customer is not None and self.customer.id != customer.id:
            return desk.refuse(desk.say(NO_PERSON, customer=self.customer.name))
        if row.left_at is not None:
            return desk.refuse(desk.say(ALREADY, name=row.name))
        desk.crm.contacts.change(row.id, left_at=desk.crm.now)
        clock = desk.crm.clocks.of(customer.id, row.id)
        if clock is not None:
            desk.crm.follow_ups.cancel(clock.id)
        desk.pointing_at(desk.party("customer", customer))
        open_ones = desk.crm.follow_ups.open(customer_id=customer.id, contact_id=row.id)
        told = desk.lines(
            desk.say(LEFT, name=row.name, customer=customer.name),
            desk.say(KEPT),
            desk.say(PROMISED, n=len(open_ones), name=row.name, customer=customer.name) if open_ones else None,
        )
        return desk.reply(told, buttons=[desk.undo_button()])

"""``Sara moved to Globex``: the person works for another customer now; what was logged stays where it was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.party import Party
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

MOVED = Words(en="🔀 {name}: {before} → {after}", ar="🔀 {name}: {before} ← {after}")
STAYS = Words(en="What was logged stays with {before}.", ar="ما سُجّل سابقًا يبقى لدى {before}.")
PROMISED = Words(
    en="⚠️ {n, plural, one {# open follow-up is} other {# open follow-ups are}} still with {before}: follow-ups {before}",
    ar="⚠️ {n, plural, zero {لا متابعات مفتوحة} one {متابعة واحدة مفتوحة ما زالت} two {متابعتان مفتوحتان ما زالتا} few {# متابعات مفتوحة ما زالت} many {# متابعة مفتوحة ما زالت} other {# متابعة مفتوحة ما زالت}} لدى {before}: متابعات {before}",
)
NOT_THERE = Words(
    en="{name} is noted at {customer}, not at {said}. Nothing was changed.",
    ar="بيانات {name} مسجلة لدى {customer}، وليست لدى {said}. لم يتغير شيء.",
)
ALREADY = Words(en="{name} is noted at {customer} already.", ar="بيانات {name} مسجلة لدى {customer} من قبل.")


@dataclass(frozen=True, kw_only=True)
class ContactMoved(Command):
    """Put a person under another customer; one who had left is there again. Undone like any change."""

    contact: Party | None = None
    customer: Party | None = None
    """Where the person works now."""
    was: Party | None = None
    """Where the sentence says the person worked."""

    permission: ClassVar[str] = "contacts.write"
    needs: ClassVar[tuple[str, ...]] = ("contact", "customer")
    slots: ClassVar[dict[str, str]] = {"contact": "known", "customer": "known", "was": "known"}
    phrases: ClassVar[Words] = Words(
        en="""
        {contact} [has|have|is|just] [now] (moved|switched|transferred|moving|moved over|switched over|gone over) to [work at|work for|company] {customer} [now]
        {contact} [has|have|just] [now] (joined|started at|started with|started working at|started working for|works at|works for) {customer} [now]
        {contact} [now|has] (works|working|work) now (at|for|with) {customer}
        {contact} [has|have] left {was} (for|to join|and joined|and went to|and moved to) {customer}
        {contact} [has|have|just] (moved|switched|transferred) from {was} to {customer}
        """,
        ar="""
        {contact} (انتقل|انتقلت|تحول|تحولت|نقل|نقلت|نقلوه|نقلوها) [الآن|الحين] [للعمل] [إلى|الى|على|عند|في|مع|لشركة|شركة] {customer}
        {contact} (صار|صارت|بقى|بقت|أصبح|أصبحت) [الآن|الحين|دلوقتي] (يشتغل|تشتغل|بيشتغل|بتشتغل|يعمل|تعمل|موظف|موظفة) (في|عند|مع|لدى) {customer}
        {contact} (التحق|التحقت|انضم|انضمت|اشتغل|اشتغلت|توظف|توظفت) [إلى|الى|في|عند|مع|لدى] {customer}
        {contact} (ترك|تركت|ساب|سابت) {was} (وراح|وراحت|وانتقل|وانتقلت|والتحق|والتحقت) [إلى|الى|على|عند] {customer}
        {contact} (انتقل|انتقلت|تحول|تحولت) من {was} [إلى|الى|على] {customer}
        """,
    )
    example: ClassVar[Words] = Words(en="Sara Haddad moved to Globex", ar="سارة حداد انتقلت إلى جلوبكس")
    about: ClassVar[Words] = Words(en="A person works for another customer now", ar="انتقال شخص إلى عميل آخر")

    def run(self, desk: Desk) -> Reply:
        """Raises NotFound, NotAllowed."""
        assert self.contact is not None and self.customer is not None  # noqa: S101, PT018 - ``needs``
        row = desk.crm.contacts.get(self.contact.id)
        before = desk.crm.customers.get(row.customer_id)
        after = desk.crm.customers.get(self.customer.id)
        if self.was is not None and self.was.id != before.id:
            return desk.refuse(desk.say(NOT_THERE, name=row.name, customer=before.name, said=self.was.name))
        if before.id == after.id and row.left_at is None:
            return desk.refuse(desk.say(ALREADY, name=row.name, customer=after.name))
        promised = desk.crm.follow_ups.open(customer_id=before.id, contact_id=row.id)
        desk.crm.contacts.change(row.id, customer_id=after.id, left_at=None)
        desk.pointing_at(desk.party("contact", row))
        told = desk.lines(
            desk.say(MOVED, name=row.name, before=before.name, after=after.name),
            desk.say(STAYS, before=before.name),
            desk.say(PROMISED, n=len(promised), before=before.name) if promised else None,
        )
        return desk.reply(told, buttons=[desk.undo_button()])

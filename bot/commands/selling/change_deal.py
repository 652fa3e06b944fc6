"""``Acme deal is now 45k``, ``close Acme deal in January``: another amount, close or title of a deal; the answer shows old and new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command
from bot.commands.selling import shown
from bot.commands.selling.chosen import chosen_deal
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.language.words import Words
from bot.reply import Reply
from core.money import Money

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Text

HEAD = Words(en="💼 {customer}", ar="💼 {customer}")
CHANGED = Words(en="{old} → {new}", ar="{old} ← {new}")
CLOSE = Words(en="close {day}", ar="الإغلاق {day}")
NO_CLOSE = Words(en="no close date", ar="بلا موعد إغلاق")
TITLE = Words(en='"{text}"', ar="«{text}»")
HOW_MUCH = Words(
    en="What changes: the amount, the close date, or the title?", ar="ما الذي يتغير: المبلغ أم موعد الإغلاق أم الاسم؟"
)


@dataclass(frozen=True, kw_only=True)
class ChangeDeal(Command):
    """Change the amount, the expected close or the title of a customer's open deal; with several open ones it asks which."""

    customer: Party | None = None
    amount: Money | None = None
    expected_close_on: date | None = None
    title: str = ""
    deal: Ref | None = None
    """The deal, once chosen."""

    permission: ClassVar[str] = "deals.write"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    slots: ClassVar[dict[str, str]] = {"customer": "customer", "amount": "amount", "expected_close_on": "day"}
    phrases: ClassVar[Words] = Words(
        en="""
        (make|change|set|update|raise|lower|increase|reduce|bring) [the] {customer} (deal|opportunity) [amount|value|to|at] [to|=|at|into] {amount}
        (make|change|set|update|raise|lower|increase|reduce|bring) [the] [amount|value|size] [of] [the] (deal|opportunity) (with|of|for|at) {customer} (to|=|at) {amount}
        [the] {customer} (deal|opportunity) [amount|value|size] (is|is now|now|now is|=|went up to|went down to|dropped to|grew to|rose to|became|should be|will be) [now|at|about] {amount}
        [the] (deal|opportunity) (with|of|for|at) {customer} (is|is now|now|=|went up to|went down to|dropped to|grew to|rose to|became|should be|will be) [now|at|about] {amount}
        {customer} [deal] is (worth|now worth) [now] {amount}
        (close|closing|expect|expecting) [the] {customer} (deal|opportunity) [to close] (in|on|by|before|this|next|at) {expected_close_on}
        (close|closing|expect|expecting) [the] (deal|opportunity) (with|of|for|at) {customer} (in|on|by|before|at) {expected_close_on}
        [the] {customer} (deal|opportunity) (closes|will close|closing|expected|is expected|should close|is closing|to close) [in|on|by|at] {expected_close_on}
        (move|push|set|change|shift) [the] {customer} [deal] (close|closing|close date|closing date|expected close) (to|in|on|=) {expected_close_on}
        (rename|call|name|title) [the] {customer} (deal|opportunity) [to|as] {title:text}
        """,
        ar="""
        (خل|خلي|خليها|اجعل|غير|عدل|حدث|ارفع|نزل) [مبلغ|قيمة] صفقة {customer} [إلى|الى|على|=] {amount}
        (مبلغ|قيمة) صفقة {customer} (صار|صارت|أصبح|أصبحت|الآن|الحين|=) {amount}
        صفقة {customer} (صارت|أصبحت|اصبحت|ارتفعت|نزلت|زادت|نقصت|بقت) [الآن|الحين|دلوقتي] [إلى|الى] {amount}
        {customer} صفقتها (صارت|أصبحت|الآن|الحين) [إلى|الى] {amount}
        (تقفل|تغلق|إغلاق|اغلاق|أقفل|اقفل|نقفل) صفقة {customer} (في|يوم|قبل) {expected_close_on}
        صفقة {customer} (تقفل|تغلق|راح تقفل|ستغلق|إغلاقها|اغلاقها|بتقفل) [في|يوم|قبل] {expected_close_on}
        (انقل|غير|أجل|حرك) (إغلاق|اغلاق|موعد إغلاق|موعد اغلاق) [صفقة] {customer} [إلى|الى] {expected_close_on}
        (سم|سمي|غير اسم) صفقة {customer} [إلى|الى|باسم] {title:text}
        """,
    )
    example: ClassVar[Words] = Words(en="Acme deal is now 45k", ar="خلي صفقة أكمي ٤٥ ألف")
    about: ClassVar[Words] = Words(en="Change a deal's amount, close or title", ar="تعديل مبلغ صفقة أو موعدها أو اسمها")

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed where the deal is a colleague's; asks where several are open or none."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        deal = chosen_deal(desk, self, self.customer, self.deal)
        if isinstance(deal, Reply):
            return deal
        told = self._told()
        if not told:
            return desk.refuse(desk.say(HOW_MUCH))
        before = self._shown(desk, deal)
        deal = desk.crm.deals.change(deal.id, **told)
        desk.pointing_at(self.customer)
        after = self._shown(desk, deal)
        changes = [desk.say(CHANGED, old=old, new=new) for old, new in zip(before, after, strict=True)]
        head = desk.joined(desk.say(HEAD, customer=self.customer.name), *changes)
        return desk.reply(head, buttons=[desk.undo_button()])

    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = {}
        if self.amount is not None:
            told |= {"amount": self.amount.amount, "currency": self.amount.currency}
        if self.expected_close_on is not None:
            told["expected_close_on"] = self.expected_close_on
        if self.title:
            told["title"] = self.title
        return told

    def _shown(self, desk: Desk, deal: Any) -> list[Text]:
        """What this command is about, as it stands."""
        lines: list[Text] = []
        if self.amount is not None:
            lines.append(shown.amount(desk, deal))
        if self.expected_close_on is not None:
            day = deal.expected_close_on
            lines.append(desk.say(CLOSE, day=desk.shown_day(day)) if day else desk.say(NO_CLOSE))
        if self.title:
            lines.append(desk.say(TITLE, text=deal.title))
        return lines

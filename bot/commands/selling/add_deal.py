"""``deal Acme 50k proposal close 31 Dec``: a possible sale, in any order of parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Clause, Command, Parts, commands_by_name
from bot.commands.selling import shown
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.kinds.stage import Stage
from bot.language.normalise import fold
from bot.language.words import Words
from bot.reply import Reply
from core.money import Money

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Button, Text

TIMES = Words(en="{n} × {each} = {total}", ar="{n} × {each} = {total}")
NOTE = Words(en='"{text}"', ar="«{text}»")
NEW = Words(en="🆕 {name} is new", ar="🆕 {name}: عميل جديد")


BECAME = frozenset(
    fold(word)
    for word in ("صارت", "أصبحت", "صارت الآن", "صارت الحين", "ارتفعت", "نزلت", "زادت", "is now", "now", "now at")
)
"""What is left of a sentence that tells of a deal that is there: ``صفقة أكمي صارت ٤٥ ألف``."""
CHANGE_OR_NEW = Words(
    en="{customer} has an open deal ({amount}). Change it, or add another?",
    ar="لدى {customer} صفقة مفتوحة ({amount}). هل أعدّلها أم أضيف أخرى؟",
)
CHANGE = Words(en="✏️ Change it", ar="✏️ تعديلها")
BESIDE = Words(
    en="❗ {customer} had {n, plural, one {an open deal} other {# open deals}} already: {deals}",
    ar="❗ لدى {customer} من قبل {n, plural, zero {لا صفقات} one {صفقة مفتوحة} two {صفقتان مفتوحتان} few {# صفقات مفتوحة} many {# صفقة مفتوحة} other {# صفقة مفتوحة}}: {deals}",
)
CHANGE_THAT = Words(en="✏️ Change that one instead", ar="✏️ تعديل تلك بدلًا منها")
SHOWN = 3
SAID_NEW = re.compile(
    r"\b(?:new|add|create|open|another|second|extra|جديد\w*|اضف|ضيف|افتح|سجل|ثاني\w*|اخري|اضافي\w*)\b"
)
"""Words, folded, of who knows that it is one more."""
ANOTHER = Words(en="➕ Another deal", ar="➕ صفقة أخرى")


@dataclass(frozen=True, kw_only=True)
class AddDeal(Command):
    """Create a deal for a customer."""

    customer: Party | None = None
    new_customer: str = ""
    amount: Money | None = None
    quantity: Decimal | None = None
    """How many of ``amount`` each, where the sentence counted (``5 vans at $30,000``); only offered, never assumed."""
    stage: Stage | None = None
    expected_close_on: date | None = None
    title: str = ""

    permission: ClassVar[str] = "deals.write"
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    slots: ClassVar[dict[str, str]] = {"customer": "customer", "amount": "amount", "expected_close_on": "day"}
    phrases: ClassVar[Words] = Words(en="-", ar="-")
    parts: ClassVar[Parts | None] = Parts(
        heads=Words(
            en="[new|add|create|open] [a] [new] (deal|opportunity) [with|for]",
            ar="[أضف|ضيف|سجل|افتح] (صفقة|فرصة) [جديدة] [مع|لـ]",
        ),
        bare=("customer", "amount", "stage"),
        clauses=(
            Clause(
                "expected_close_on",
                Words(
                    en="(close|closes|closing|expected|expected close) [on|by|in] {}",
                    ar="(تقفل|يقفل|الإغلاق|الاغلاق|اغلاق|تغلق|متوقعة) [في|يوم|قبل] {}",
                ),
                "day",
            ),
        ),
        rest="title",
    )
    example: ClassVar[Words] = Words(en="deal Acme 50k proposal close 31 Dec", ar="صفقة أكمي ٥٠ ألف")
    about: ClassVar[Words] = Words(en="Add a deal", ar="إضافة صفقة")

    def run(self, desk: Desk) -> Reply:
        """Write the deal; a stage that was not said is the first one, a currency that was not said the workspace's."""
        customer = self.customer
        if self.new_customer:
            customer = desk.party("customer", desk.crm.customers.add(self.new_customer, sure=True))
        assert customer is not None  # noqa: S101 - ``needs``
        if fold(self.title) in BECAME and (rows := shown.which(desk, customer.id)):
            return self._instead(desk, customer, rows)
        beside = self._beside(desk, customer)
        deal = desk.crm.deals.add(
            customer.id,
            title=self.title or desk.say(shown.TITLE, customer=customer.name).plain,
            amount=self.amount.amount if self.amount else None,
            currency=self.amount.currency if self.amount else None,
            stage=self.stage.key if self.stage else None,
            expected_close_on=self.expected_close_on,
        )
        desk.pointing_at(customer)
        receipt = desk.lines(
            shown.deal_line(desk, deal, customer.name),
            desk.say(NEW, name=self.new_customer) if self.new_customer else None,
            desk.say(NOTE, text=self.title) if self.title else None,
            self._had(desk, customer, beside),
        )
        buttons = [[desk.undo_button()]]
        if len(beside) == 1 and (self.amount or self.expected_close_on or self.stage):
            mine = beside[0].owner_id == desk.rep.id or desk.rep.role != "rep"
            buttons += [[self._change_that(desk, customer, beside[0])]] if mine else []
        if self.amount is not None and self.quantity is not None and self.quantity > 1:
            total = Money(self.amount.amount * self.quantity, self.amount.currency)
            step = desk.crm.steps.current
            correcting: Any = commands_by_name()["correct"]
            correct = correcting(step=step.id if step else None, commands=(self.but(amount=total, quantity=None),))
            each, whole = desk.money(self.amount), desk.money(total)
            buttons.append([desk.button(TIMES, correct, n=int(self.quantity), each=each, total=whole)])
        return desk.reply(receipt, buttons=buttons)

    def _beside(self, desk: Desk, customer: Party) -> list[Any]:
        """The open deals that were there before, where nothing says that this is one more. It is written all the same (H2).

        A group that is not shared does not hear of them: their amounts are nobody's there (SEC6).
        """
        if self.title or self.new_customer or SAID_NEW.search(fold(desk.said)):
            return []
        if not desk.private and not desk.crm.transaction.overheard:
            return []
        return shown.which(desk, customer.id)

    @staticmethod
    def _had(desk: Desk, customer: Party, deals: list[Any]) -> Text | None:
        if not deals:
            return None
        told = [desk.joined(shown.amount(desk, row), shown.stage_name(desk, row.stage)) for row in deals[:SHOWN]]
        return desk.say(BESIDE, n=len(deals), customer=customer.name, deals=desk.joined(*told, by=desk.comma))

    def _change_that(self, desk: Desk, customer: Party, deal: Any) -> Button:
        """Takes this one back and changes the one that was there, in one step."""
        known: dict[str, Any] = commands_by_name()
        ref = Ref("deal", deal.id, deal.title)
        commands: list[Any] = []
        if self.amount is not None or self.expected_close_on is not None:
            told = {"amount": self.amount, "expected_close_on": self.expected_close_on}
            commands.append(known["change_deal"](customer=customer, deal=ref, **told))
        if self.stage is not None:
            commands.append(known["move_deal"](customer=customer, deal=ref, stage=self.stage))
        step = desk.crm.steps.current
        correct = known["correct"](step=step.id if step else None, commands=tuple(commands))
        return desk.button(CHANGE_THAT, correct)

    def _instead(self, desk: Desk, customer: Party, rows: list[Any]) -> Reply:
        """Asks whether the deal that is there changed."""
        change: Any = commands_by_name()["change_deal"]
        changed = change(customer=customer, amount=self.amount, expected_close_on=self.expected_close_on)
        buttons = [desk.button(CHANGE, changed), desk.button(ANOTHER, self.but(title=""))]
        words = desk.say(CHANGE_OR_NEW, customer=customer.name, amount=shown.amount(desk, rows[0]))
        return desk.ask(words, buttons=buttons)

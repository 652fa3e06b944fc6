"""``hand over all of Lina to Omar``: every customer, open deal and open follow-up of a rep goes to another, in one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.keeping.colleague import named, which
from bot.kinds.rep_name import RepName
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply, Text
    from core.customers.handing_over import HandedOver

SURE = Words(en="Hand over all of {giver} to {to}?", ar="تحويل كل ما لدى {giver} إلى {to}؟")
DONE = Words(en="🤝 Handed over from {giver} to {to}:", ar="🤝 تم التحويل من {giver} إلى {to}:")
COUNTS = Words(
    en="{customers, plural, one {# customer} other {# customers}}, {deals, plural, one {# open deal} other {# open deals}}, {promises, plural, one {# open follow-up} other {# open follow-ups}}",
    ar="{customers, plural, zero {لا عملاء} one {عميل واحد} two {عميلان} few {# عملاء} many {# عميلًا} other {# عميل}}، {deals, plural, zero {لا صفقات مفتوحة} one {صفقة مفتوحة} two {صفقتان مفتوحتان} few {# صفقات مفتوحة} many {# صفقة مفتوحة} other {# صفقة مفتوحة}}، {promises, plural, zero {لا متابعات مفتوحة} one {متابعة مفتوحة} two {متابعتان مفتوحتان} few {# متابعات مفتوحة} many {# متابعة مفتوحة} other {# متابعة مفتوحة}}",
)
NOTHING = Words(en="{giver} has nothing to hand over.", ar="لا شيء لدى {giver} لتحويله.")
SAME = Words(en="That is the same person; nothing was changed.", ar="هذا هو الشخص نفسه؛ لم يتغير شيء.")
YES = Words(en="🤝 Hand over", ar="🤝 تحويل")


@dataclass(frozen=True, kw_only=True)
class HandOver(Command):
    """Hand over all of a rep, by a manager or an admin. It is shown and asked first."""

    giver: RepName | None = None
    giver_said: str = ""
    to: RepName | None = None
    to_said: str = ""
    sure: bool = False
    """Set by the button [Hand over]; without it the command asks."""

    permission: ClassVar[str] = "customers.hand_over"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        (hand over|transfer|give|move|pass|reassign) (all|everything) [customers|accounts|work|clients] [of|from] {giver_said:word} [customers|accounts|work|clients] to {to_said:word}
        (hand over|transfer|give|move|pass|reassign) {giver_said:word} (customers|accounts|clients) to {to_said:word}
        (hand over|transfer|give|move|pass|reassign) (all|everything) [customers|accounts|work|clients] [of|from] {giver} [customers|accounts|work|clients] to {to}
        (hand over|transfer|give|move|pass|reassign) {giver} (customers|accounts|clients) to {to}
        """,
        ar="""
        (سلم|حول|انقل) (كل|جميع) [عملاء|شغل|أعمال|حسابات|ما لدى|ما عند] {giver_said:word} [إلى|الى] {to_said:word}
        (سلم|حول|انقل) عملاء {giver_said:word} [إلى|الى] {to_said:word}
        (سلم|حول|انقل) (كل|جميع) [عملاء|شغل|أعمال|حسابات|ما لدى|ما عند] {giver} (إلى|الى) {to}
        (سلم|حول|انقل) (كل|جميع) [عملاء|شغل|أعمال|حسابات|ما لدى|ما عند] {giver} {to_said:word}
        (سلم|حول|انقل) عملاء {giver} (إلى|الى) {to}
        """,
    )
    example: ClassVar[Words] = Words(en="hand over all of Lina to Omar", ar="سلم كل عملاء لينا لعمر")
    about: ClassVar[Words] = Words(
        en="Hand over everything of a colleague (managers)", ar="تحويل كل ما لدى زميل (للمدير)"
    )

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed, NotFound."""
        giver = self.giver or named(desk, self.giver_said, disabled=True)
        if giver is None:
            return which(desk, self.giver_said, self, "giver", disabled=True)
        to = self.to or named(desk, self.to_said)
        if to is None:
            return which(desk, self.to_said, self, "to")
        if giver.id == to.id:
            return desk.refuse(desk.say(SAME))
        if not self.sure:
            goes = desk.crm.handing_over.belongings(giver.id)
            if not (goes.customers or goes.deals or goes.follow_ups):
                return desk.refuse(desk.say(NOTHING, giver=giver.name))
            head = desk.say(SURE, giver=giver.name, to=to.name)
            buttons = [desk.button(YES, self.but(giver=giver, to=to, sure=True))]
            return desk.ask(desk.lines(head, _counts(desk, goes)), buttons=buttons)
        gone = desk.crm.handing_over.hand_over(giver.id, to.id)
        step = desk.crm.steps.current
        desk.tell(
            to.id,
            "handed_over",
            f"handed:{giver.id}:{step.id if step else 0}",
            by=desk.rep.id,
            giver=giver.id,
            customers=gone.customers,
            follow_ups=gone.follow_ups,
        )
        told = desk.lines(desk.say(DONE, giver=giver.name, to=to.name), _counts(desk, gone))
        return desk.reply(told, buttons=[desk.undo_button()])


def _counts(desk: Desk, told: HandedOver) -> Text:
    return desk.say(COUNTS, customers=told.customers, deals=told.deals, promises=told.follow_ups)

"""Which deal of a customer a sentence means: the only open one, or the one that is then chosen on a button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.command import commands_by_name
from bot.commands.selling import shown
from bot.kinds.ref import Ref
from bot.language.words import Words
from bot.reply import Button

if TYPE_CHECKING:
    from bot.command import Command
    from bot.desk import Desk
    from bot.kinds.party import Party

WHICH = Words(en="Which deal of {customer}?", ar="أي صفقة لدى {customer}؟")
NONE = Words(en="{customer} has no open deal.", ar="لا توجد صفقة مفتوحة لدى {customer}.")
CREATE = Words(en="➕ Create a deal", ar="➕ إنشاء صفقة")


def chosen_deal(desk: Desk, command: Command, customer: Party, deal: Ref | None) -> Any:
    """The deal's row, or the Reply that asks for it (several are open), or offers to create one (none is)."""
    if deal is not None:
        return desk.crm.deals.get(deal.id)
    deals = shown.which(desk, customer.id)
    if len(deals) == 1:
        return deals[0]
    if not deals:
        new: Any = commands_by_name()["add_deal"]
        told = {name: getattr(command, name, None) for name in ("amount", "stage", "expected_close_on")}
        create = new(customer=customer, **told, title=getattr(command, "title", ""))
        return desk.ask(desk.say(NONE, customer=customer.name), buttons=[desk.button(CREATE, create)])
    buttons = [
        [Button(shown.deal_line(desk, row, row.title).plain, command.but(deal=Ref("deal", row.id, row.title)))]
        for row in deals[:5]
    ]
    return desk.ask(desk.say(WHICH, customer=customer.name), buttons=buttons)

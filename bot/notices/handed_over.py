"""A colleague gave me a customer, or all of somebody's: who, what came with it, and a way to look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.command import commands_by_name
from bot.language.words import Words
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

GIVEN = Words(en="📌 {who} gave you {name}", ar="📌 {name}: عميل محوّل إليك من {who}")
ALL = Words(
    en="📌 {who} handed over to you from {name}: {n, plural, one {# customer} other {# customers}}",
    ar="📌 محوّل إليك من {name} عن طريق {who}: {n, plural, zero {لا عملاء} one {عميل واحد} two {عميلان} few {# عملاء} many {# عميلًا} other {# عميل}}",
)
PROMISES = Words(
    en="{n, plural, one {# open follow-up} other {# open follow-ups}} came with it: my follow-ups",
    ar="معه {n, plural, zero {لا متابعات} one {متابعة واحدة مفتوحة} two {متابعتان مفتوحتان} few {# متابعات مفتوحة} many {# متابعة مفتوحة} other {# متابعة مفتوحة}}: متابعاتي",
)
OPEN = Words(en="Open {name}", ar="فتح {name}")


def render(desk: Desk, payload: dict[str, Any]) -> Reply | None:
    """None where it was taken back meanwhile."""
    try:
        who = desk.crm.team.rep(int(payload["by"])).name
        promises = int(payload["follow_ups"])
        came = desk.say(PROMISES, n=promises) if promises else None
        if "customer" not in payload:
            name = desk.crm.team.rep(int(payload["giver"])).name
            return desk.reply(desk.lines(desk.say(ALL, who=who, name=name, n=int(payload["customers"])), came))
        customer = desk.crm.customers.get(int(payload["customer"]))
    except NotFound:
        return None
    if customer.owner_id != desk.rep.id:
        return None
    party = desk.party("customer", customer)
    desk.pointing_at(party)
    opened: Any = commands_by_name()["look_up"]
    told = desk.lines(desk.say(GIVEN, who=who, name=customer.name), came)
    return desk.reply(told, buttons=[desk.button(OPEN, opened(customer=party), name=customer.name)])

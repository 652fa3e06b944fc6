"""What a step wrote, in a few words: ``call on Acme, follow-up of Tue 24 Nov``."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.language.words import Words
from core.errors import NotFound
from core.money import Money

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Text
    from core.steps import Undone
    from core.store.audit_rows import Change

NOTHING = Words(en="nothing that shows", ar="لا شيء ظاهر")
INTERACTIONS = {
    "call": Words(en="call on {name}", ar="مكالمة {name}"),
    "meeting": Words(en="meeting with {name}", ar="اجتماع {name}"),
    "email": Words(en="email to {name}", ar="بريد {name}"),
    "message": Words(en="message to {name}", ar="رسالة {name}"),
    "visit": Words(en="visit to {name}", ar="زيارة {name}"),
    "note": Words(en="note on {name}", ar="ملاحظة {name}"),
}
FOLLOW_UP = Words(en="follow-up of {when}", ar="متابعة {when}")
RECORDS = {
    "customer": Words(en="customer {name}", ar="العميل {name}"),
    "contact": Words(en="contact {name}", ar="جهة الاتصال {name}"),
    "deal": Words(en="deal with {name}", ar="صفقة {name}"),
    "rep": Words(en="settings", ar="الإعدادات"),
    "alias": Words(en="the name {name}", ar="الاسم {name}"),
}
MORE = Words(
    en="{n, plural, one {# more change} other {# more changes}}",
    ar="{n, plural, zero {} one {وتغيير آخر} two {وتغييران آخران} few {و# تغييرات أخرى} many {و# تغييرًا آخر} other {و# تغيير آخر}}",
)
AMOUNT = Words(en="({amount})", ar="({amount})")
SEVERAL = Words(en="{what} ×{n}", ar="{what} ×{n}")
INSTEAD = Words(en="{gone} → {again}", ar="{gone} ← {again}")
_MOST = 4
_BOOKKEEPING = frozenset({"last_contacted_at", "updated_at"})


def what_changed(desk: Desk, undone: Undone) -> Text:
    """The records that were touched, those of the same words as one with their number: what is gone (or changed), and for a correction what is there again."""
    net: dict[tuple[str, int], list[Change]] = {}
    for change in undone.changes:
        net.setdefault((change.record, change.record_id), []).append(change)
    names = {change.record_id: _name(change) for change in undone.changes if change.record == "customer"}
    gone: list[Text] = []
    again: list[Text] = []
    for some in net.values():
        was, stays = some[0].action != "insert", some[-1].action != "delete"
        worded = _worded(desk, some, names) if was or stays else None
        if worded is not None:
            (gone if was else again).append(worded)
    if not gone or not again:
        return _listed(desk, gone or again)
    return desk.say(INSTEAD, gone=_listed(desk, gone), again=_listed(desk, again))


def _listed(desk: Desk, told: list[Text]) -> Text:
    if not told:
        return desk.say(NOTHING)
    each = {text.plain: text for text in told}
    counted = Counter(text.plain for text in told)
    alike = [
        desk.say(SEVERAL, what=text, n=counted[words]) if counted[words] > 1 else text for words, text in each.items()
    ]
    rest = len(alike) - _MOST
    shown = [*alike[:_MOST], desk.say(MORE, n=rest)] if rest > 0 else alike
    return desk.joined(*shown, by=desk.comma)


def _worded(desk: Desk, some: list[Change], names: dict[int, str]) -> Text | None:
    record, record_id = some[0].record, some[0].record_id
    values: dict[str, Any] = {}
    for change in some:
        values = {**(change.after or {}), **values, **(change.before or {})}
    if record in ("interaction", "follow_up", "deal") and some[0].action == "update":
        values = {**_as_it_is(desk, record, record_id), **values}
    if record == "interaction":
        words = INTERACTIONS.get(str(values.get("kind", "note")), INTERACTIONS["note"])
        return desk.say(words, name=_customer(desk, values, names))
    if record == "follow_up":
        return None if _only_wound(desk, some) else _follow_up(desk, values)
    words_of = RECORDS.get(record)
    if words_of is None or (record in ("customer", "contact") and set(values) <= _BOOKKEEPING):
        return None
    if record == "deal":
        named = desk.say(words_of, name=_customer(desk, values, names))
        return desk.joined(named, _amount(desk, values), by=" ")
    name = str(values.get("name") or values.get("alias") or "") or _name_of(desk, record, record_id)
    return desk.say(words_of, name=name)


def _follow_up(desk: Desk, values: dict[str, Any]) -> Text | None:
    due = values.get("due_at")
    if isinstance(due, str):
        due = datetime.fromisoformat(due)
    if not isinstance(due, datetime):
        return None
    return desk.say(FOLLOW_UP, when=desk.shown_day(due.astimezone(desk.zone).date()))


def _only_wound(desk: Desk, some: list[Change]) -> bool:
    """Whether it is a stay-in-touch clock that merely followed a touch."""
    if any(change.action != "update" or set(change.after or {}) != {"due_at"} for change in some):
        return False
    try:
        return desk.crm.follow_ups.get(some[0].record_id).touch_every_days is not None
    except NotFound:
        return False


def _amount(desk: Desk, values: dict[str, Any]) -> Text | None:
    if values.get("amount") is None:
        return None
    money = Money(Decimal(str(values["amount"])), str(values.get("currency") or desk.crm.workspace.currency))
    return desk.say(AMOUNT, amount=desk.money(money))


def _as_it_is(desk: Desk, record: str, record_id: int) -> dict[str, Any]:
    """What an update leaves out: the record's own words, as they stand now."""
    crm = desk.crm
    rows: dict[str, Any] = {"interaction": crm.interactions, "follow_up": crm.follow_ups, "deal": crm.deals}
    try:
        row = rows[record].get(record_id)
    except NotFound:
        return {}
    return {key: getattr(row, key) for key in ("kind", "customer_id", "due_at", "currency") if hasattr(row, key)}


def _name(change: Change) -> str:
    return str({**(change.after or {}), **(change.before or {})}.get("name") or "")


def _name_of(desk: Desk, record: str, record_id: int) -> str:
    rows: dict[str, Any] = {"customer": desk.crm.customers, "contact": desk.crm.contacts}
    try:
        return str(rows[record].get(record_id).name) if record in rows else ""
    except NotFound:
        return ""


def _customer(desk: Desk, values: dict[str, Any], names: dict[int, str]) -> str:
    customer_id = values.get("customer_id")
    if customer_id is None:
        return ""
    return _name_of(desk, "customer", int(customer_id)) or names.get(int(customer_id), "")

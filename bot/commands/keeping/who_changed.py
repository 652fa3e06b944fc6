"""``who changed Acme?``: what was changed on a customer, its people and its deals, by whom and when, from the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command
from bot.commands.customers.fields import NAMES
from bot.commands.selling.shown import stage_name
from bot.kinds.party import Party
from bot.language.words import Words
from core.errors import NotFound
from core.money import Money

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply, Text
    from core.customers.changed import Changed

HEAD = Words(
    en="{name}: {n, plural, one {# change} other {# changes}}",
    ar="{name}: {n, plural, zero {لا تغييرات} one {تغيير واحد} two {تغييران} few {# تغييرات} many {# تغييرًا} other {# تغيير}}",
)
NONE = Words(en="{name} has not been changed yet.", ar="لا تغييرات على {name} بعد.")
LINE = Words(en="{n}. {at} {who}: {what}", ar="{n}. {at} {who}: {what}")
CREATED = Words(en="{record} created", ar="تمت إضافة {record}")
DELETED = Words(en="{record} deleted", ar="تم حذف {record}")
FROM_TO = Words(en="{field} {before} → {after}", ar="{field} {before} ← {after}")
SET = Words(en="{field} {after}", ar="{field} {after}")
CLEARED = Words(en="{field} {before} → empty", ar="{field} {before} ← فارغ")
OPERATOR = Words(en="the operator", ar="المشغل")
YOU = Words(en="you", ar="أنت")
PEOPLE = Words(en="{name}: {what}", ar="{name}: {what}")
RECORDS = {
    "customer": Words(en="customer {name}", ar="العميل {name}"),
    "contact": Words(en="contact {name}", ar="جهة الاتصال {name}"),
    "deal": Words(en="{name}", ar="{name}"),
}
GONE = {
    "contact": Words(en="a former contact", ar="جهة اتصال سابقة"),
    "deal": Words(en="a former deal", ar="صفقة سابقة"),
}
"""Of what was deleted no name and no value is told."""
FIELDS = NAMES | {
    "kind": Words(en="kind", ar="النوع"),
    "tags": Words(en="tags", ar="الوسوم"),
    "customer_id": Words(en="customer", ar="العميل"),
    "left_at": Words(en="left", ar="انتهى العمل"),
    "amount": Words(en="amount", ar="المبلغ"),
    "stage": Words(en="stage", ar="المرحلة"),
    "expected_close_on": Words(en="close", ar="الإغلاق"),
    "lost_reason": Words(en="lost because", ar="سبب الخسارة"),
    "owner_id": NAMES["owner"],
}
VALUES = {
    "open": Words(en="open", ar="مفتوحة"),
    "won": Words(en="won", ar="فوز"),
    "lost": Words(en="lost", ar="خسارة"),
    "lead": Words(en="lead", ar="محتمل"),
    "prospect": Words(en="prospect", ar="مهتم"),
    "customer": Words(en="customer", ar="عميل"),
    "company": Words(en="company", ar="شركة"),
    "person": Words(en="person", ar="فرد"),
}
WORDED = frozenset({"status", "kind"})
DEAL_TITLE = Words(en="title", ar="الاسم")
MORE = Words(en="Older", ar="الأقدم")
PAGE = 10
SHORT = 60


@dataclass(frozen=True, kw_only=True)
class WhoChanged(Command):
    """The audit of a customer, ten changes at a time."""

    customer: Party | None = None
    skip: int = 0

    permission: ClassVar[str] = "customers.read"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    slots: ClassVar[dict[str, str]] = {"customer": "customer"}
    phrases: ClassVar[Words] = Words(
        en="""
        who (changed|edited|modified|touched|updated) {customer}
        (what|what has|what was) changed (on|at|in|for|with) {customer}
        (changes|audit|audit log|change log|changelog) (of|on|to|for) {customer}
        """,
        ar="""
        (مين|من) [اللي] (عدل|عدّل|غير|غيّر|حدث) [على|في|بيانات] {customer}
        (وش|ايش|شو|ما) [الذي|اللي] (تغير|تعدل) (في|على|عند) {customer}
        (تعديلات|تغييرات|سجل تعديلات) {customer}
        """,
    )
    example: ClassVar[Words] = Words(en="who changed Acme?", ar="مين عدل أكمي؟")
    about: ClassVar[Words] = Words(en="Who changed a customer, and when", ar="من عدّل بيانات عميل ومتى")

    def run(self, desk: Desk) -> Reply:
        """Read only."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        customer = desk.crm.customers.get(self.customer.id)
        desk.pointing_at(desk.party("customer", customer))
        found, total = desk.crm.changed.of_customer(customer.id, PAGE, self.skip)
        if not total:
            return desk.reply(desk.say(NONE, name=customer.name))
        lines = [
            desk.say(
                LINE, n=number, at=desk.shown_happened(one.at), who=_who(desk, one), what=_what(desk, one, customer.id)
            )
            for number, one in enumerate(found, self.skip + 1)
        ]
        more = [desk.button(MORE, self.but(skip=self.skip + PAGE))] if total > self.skip + len(found) else []
        return desk.reply(desk.lines(desk.say(HEAD, name=customer.name, n=total), *lines), buttons=more)


def _who(desk: Desk, one: Changed) -> Text:
    if one.rep_id is None:
        return desk.say(OPERATOR)
    if one.rep_id == desk.rep.id:
        return desk.say(YOU)
    return desk.alone(str(desk.crm.team.rep(one.rep_id).name))


def _what(desk: Desk, one: Changed, customer_id: int) -> Text:
    if one.gone:
        return _of_the_gone(desk, one)
    if one.action in ("insert", "delete"):
        values = one.after if one.action == "insert" else one.before
        named = desk.say(RECORDS[one.record], name=str(values.get("name") or values.get("title") or ""))
        return desk.say(CREATED if one.action == "insert" else DELETED, record=named)
    told = desk.joined(
        *(_field(desk, name, one) for name in FIELDS if name in one.before or name in one.after),
        by=desk.comma,
    )
    if one.record == "customer" and one.record_id == customer_id:
        return told
    return desk.say(PEOPLE, name=_name(desk, one), what=told)


def _of_the_gone(desk: Desk, one: Changed) -> Text:
    """That a record was created, deleted or changed, and in which fields, without what stood there."""
    record = desk.say(GONE[one.record])
    if one.action in ("insert", "delete"):
        return desk.say(CREATED if one.action == "insert" else DELETED, record=record)
    names = [name for name in FIELDS if name in one.before or name in one.after]
    return desk.say(
        PEOPLE, name=record, what=desk.joined(*(_named_field(desk, name, one) for name in names), by=desk.comma)
    )


def _named_field(desk: Desk, name: str, one: Changed) -> Text:
    return desk.say(DEAL_TITLE if (one.record, name) == ("deal", "title") else FIELDS[name])


def _field(desk: Desk, name: str, one: Changed) -> Text:
    before, after = (_value(desk, one, name, told.get(name)) for told in (one.before, one.after))
    field = _named_field(desk, name, one)
    if before is not None and after is not None:
        return desk.say(FROM_TO, field=field, before=before, after=after)
    if after is not None:
        return desk.say(SET, field=field, after=after)
    return desk.say(CLEARED, field=field, before=before if before is not None else "")


def _value(desk: Desk, one: Changed, name: str, value: Any) -> Text | None:
    """A value as the rep reads it: days in the rep's zone, amounts in their currency; None for an empty one."""
    if value in (None, "", []):
        return None
    if name == "stage":
        return stage_name(desk, str(value))
    if name == "amount":
        return desk.alone(desk.money(Money(value, _currency(desk, one))))
    if isinstance(value, datetime):
        return desk.alone(desk.shown_day(value.astimezone(desk.zone).date()))
    if isinstance(value, date):
        return desk.alone(desk.shown_day(value))
    return desk.alone(_named(desk, name, value) if name in ("owner_id", "customer_id") else _text(desk, name, value))


def _text(desk: Desk, name: str, value: Any) -> str:
    if name in WORDED and str(value) in VALUES:
        return desk.word(VALUES[str(value)])
    told = desk.comma.join(map(str, value)) if isinstance(value, list) else str(value)
    return told if len(told) <= SHORT else told[: SHORT - 1] + "…"


def _currency(desk: Desk, one: Changed) -> str:
    """The currency of a deal whose amount was changed."""
    told = one.after.get("currency") or one.before.get("currency")
    try:
        return str(told or desk.crm.deals.get(one.record_id).currency)
    except NotFound:
        return desk.crm.workspace.currency


def _name(desk: Desk, one: Changed) -> str:
    try:
        if one.record == "contact":
            return str(desk.crm.contacts.get(one.record_id).name)
        return str(desk.crm.deals.get(one.record_id).title)
    except NotFound:
        return ""


def _named(desk: Desk, name: str, record_id: int) -> str:
    try:
        row = desk.crm.team.rep(record_id) if name == "owner_id" else desk.crm.customers.get(record_id)
    except NotFound:
        return "?"
    return str(row.name)

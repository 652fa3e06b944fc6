"""``what is missing for Acme?``: the gaps in a customer's record, each with what to write to fill it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.party import Party
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

HEAD = Words(en="{name} lacks:", ar="ينقص {name}:")
NOTHING = Words(en="✅ {name}: nothing is missing.", ar="✅ {name}: لا شيء ناقص.")
GAPS = {
    "person": Words(en="• a contact person: new contact NAME, {name}, PHONE", ar="• جهة اتصال: جهة اتصال جديدة الاسم، {name}، الهاتف"),
    "reach": Words(en="• any phone or e-mail: set {name} phone = …", ar="• هاتف أو بريد: غير رقم {name} إلى …"),
    "phone": Words(en="• a phone: set {name} phone = …", ar="• الهاتف: غير رقم {name} إلى …"),
    "email": Words(en="• an e-mail: set {name} email = …", ar="• البريد: غير بريد {name} إلى …"),
    "city": Words(en="• the city: set {name} city = …", ar="• المدينة: غير مدينة {name} إلى …"),
    "source": Words(en="• where they came from: set {name} source = …", ar="• المصدر: غير مصدر {name} إلى …"),
    "owner": Words(en="• an owner: give {name} to …", ar="• مسؤول: حول {name} إلى …"),
    "next_step": Words(en="• a next step: follow up with {name} Sunday 10am", ar="• خطوة تالية: تابع مع {name} الأحد ١٠ الصبح"),
    "close_date": Words(en="• a close date of the deal: close {name} deal in …", ar="• موعد إغلاق الصفقة: صفقة {name} تقفل في …"),
}  # fmt: skip
PEOPLE = Words(en="• no phone and no e-mail: {names}", ar="• بلا هاتف ولا بريد: {names}")
SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class WhatIsMissing(Command):
    """The gaps of one customer."""

    customer: Party | None = None

    permission: ClassVar[str] = "customers.read"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    slots: ClassVar[dict[str, str]] = {"customer": "customer"}
    phrases: ClassVar[Words] = Words(
        en="""
        (what is|what's|whats) missing (for|from|on|about|at|in) {customer}
        (gaps|missing data|missing info) (of|for|in) {customer}
        is anything missing (for|on|about) {customer}
        """,
        ar="""
        (وش|ايش|شو|ماذا|ما) (ناقص|الناقص|ينقص) [في|عند|من] [بيانات|معلومات] {customer}
        (نواقص|النواقص) [بيانات] {customer}
        """,
    )
    example: ClassVar[Words] = Words(en="what is missing for Acme?", ar="وش ناقص في بيانات أكمي؟")
    about: ClassVar[Words] = Words(en="What is missing for a customer", ar="ما ينقص بيانات عميل")

    def run(self, desk: Desk) -> Reply:
        """Read only."""
        assert self.customer is not None  # noqa: S101 - ``needs``
        customer = desk.crm.customers.get(self.customer.id)
        desk.pointing_at(desk.party("customer", customer))
        lacks, unreached = desk.crm.gaps.of(customer.id)
        if not lacks and not unreached:
            return desk.reply(desk.say(NOTHING, name=customer.name))
        lines = [desk.say(GAPS[gap], name=customer.name) for gap in lacks]
        if unreached:
            names = desk.comma.join(unreached[:SHOWN])
            lines.append(desk.say(PEOPLE, names=names))
        return desk.reply(desk.lines(desk.say(HEAD, name=customer.name), *lines))

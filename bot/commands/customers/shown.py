"""How customers, contacts and what happened with them are worded; shared by the commands of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.language.words import Words
from bot.reply import Copy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.desk import Desk
    from bot.reply import Text
    from bot.voice import Voice

COMPANY = Words(en="🏢 {name}", ar="🏢 {name}")
PERSON = Words(en="👤 {name}", ar="👤 {name}")
TITLED = Words(en="👤 {name} ({title})", ar="👤 {name} ({title})")
LEFT = Words(en="👋 left {day}", ar="👋 انتهى العمل هنا {day}")
AT = Words(en="at {name}", ar="لدى {name}")
OWNER = Words(en="owner: {name}", ar="المسؤول: {name}")
YOURS = Words(en="owner: you", ar="المسؤول: أنت")
STATUS = {
    "lead": Words(en="lead", ar="عميل محتمل"),
    "prospect": Words(en="prospect", ar="عميل مهتم"),
    "lost": Words(en="lost", ar="عميل مفقود"),
}
SOURCE = Words(en="source: {source}", ar="المصدر: {source}")
TAGS = Words(en="🏷 {tags}", ar="🏷 {tags}")
LAST = Words(en="🕘 Last: {kind}, {at} ({who}) — {text}", ar="🕘 آخر تواصل: {kind}، {at} ({who}) — {text}")
LAST_BARE = Words(en="🕘 Last: {kind}, {at} ({who})", ar="🕘 آخر تواصل: {kind}، {at} ({who})")
NEVER = Words(en="🕘 No contact logged yet", ar="🕘 لا يوجد تواصل مسجل بعد")
NEXT = Words(en="⏰ Next: {at} · {title}", ar="⏰ التالي: {at} · {title}")
DEALS = Words(
    en="💼 {n, plural, one {# open deal} other {# open deals}} · {sum}",
    ar="💼 {n, plural, zero {لا صفقات مفتوحة} one {صفقة واحدة مفتوحة} two {صفقتان مفتوحتان} few {# صفقات مفتوحة} many {# صفقة مفتوحة} other {# صفقة مفتوحة}} · {sum}",
)
DEALS_BARE = Words(
    en="💼 {n, plural, one {# open deal} other {# open deals}}",
    ar="💼 {n, plural, zero {لا صفقات مفتوحة} one {صفقة واحدة مفتوحة} two {صفقتان مفتوحتان} few {# صفقات مفتوحة} many {# صفقة مفتوحة} other {# صفقة مفتوحة}}",
)
YOU = Words(en="you", ar="أنت")
QUOTED = Words(en='"{text}"', ar="«{text}»")

KINDS = {
    "call": Words(en="call", ar="مكالمة"),
    "meeting": Words(en="meeting", ar="اجتماع"),
    "email": Words(en="e-mail", ar="بريد"),
    "message": Words(en="message", ar="رسالة"),
    "visit": Words(en="visit", ar="زيارة"),
    "note": Words(en="note", ar="ملاحظة"),
}
FILES = Words(en="{text} 📎{n}", ar="{text} 📎{n}")
ENTRY = Words(en="{n}. {at} · {kind} · {who}{text}", ar="{n}. {at} · {kind} · {who}{text}")
COPY = Words(en="📋 Copy phone", ar="📋 نسخ الهاتف")
COPY_OF = Words(en="📋 Copy: {name}", ar="📋 نسخ: {name}")
COPIES = 3
"""At most so many numbers of one card can be copied with a button: they are one row."""
SHORT = 140
"""Characters of a note shown in a list; the whole is in the record."""


def who(desk: Desk, rep_id: int | None) -> Text | None:
    """A rep's name, `you` for the reader; None where nobody is written down."""
    if rep_id is None:
        return None
    if rep_id == desk.rep.id:
        return desk.say(YOU)
    return desk.alone(str(desk.crm.team.rep(rep_id).name))


def cut(text: str) -> str:
    """A note as a list shows it."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1].rstrip() + "…"


def heading(desk: Desk, customer: Any) -> Text:
    """``🏢 Acme · Riyadh · lead · owner: you``."""
    owner = None
    if customer.owner_id is not None:
        mine = customer.owner_id == desk.rep.id
        owner = desk.say(YOURS) if mine else desk.say(OWNER, name=str(desk.crm.team.rep(customer.owner_id).name))
    return desk.joined(
        desk.say(PERSON if customer.kind == "person" else COMPANY, name=customer.name),
        desk.alone(customer.city) if customer.city else None,
        desk.say(STATUS[customer.status]) if customer.status in STATUS else None,
        owner,
    )


def reach(desk: Desk, row: Any) -> Text | None:
    """Phone and e-mail of a customer or contact on one line; None where there is neither."""
    phone = desk.alone(desk.phone(row.phone)) if row.phone else None
    email = desk.alone(desk.ltr(row.email)) if row.email else None
    return desk.joined(phone, email) if phone or email else None


def copies(voice: Voice, rows: Iterable[Any]) -> tuple[Copy, ...]:
    """Buttons that copy the phones of a card's customers and contacts, each number once; of several each says whose it is."""
    phones: dict[str, str] = {}
    for row in rows:
        if row.phone:
            phones.setdefault(row.phone, row.name)
    told = list(phones.items())[:COPIES]
    if len(phones) == 1:
        return tuple(Copy(voice.word(COPY), phone) for phone, _ in told)
    return tuple(Copy(voice.say(COPY_OF, name=name).plain, phone) for phone, name in told)


def person_line(desk: Desk, contact: Any) -> Text:
    """``👤 Sara Haddad (buyer) · +966501234567 · sara@acme.com``."""
    titled = desk.say(TITLED, name=contact.name, title=contact.title) if contact.title else None
    left = desk.say(LEFT, day=desk.shown_day(contact.left_at.astimezone(desk.zone).date())) if contact.left_at else None
    return desk.joined(titled or desk.say(PERSON, name=contact.name), left, reach(desk, contact))


def last_line(desk: Desk, interaction: Any | None) -> Text:
    """The last touch, or that there was none."""
    if interaction is None:
        return desk.say(NEVER)
    told: dict[str, Any] = {
        "kind": desk.say(KINDS[interaction.kind]),
        "at": desk.shown_happened(interaction.occurred_at),
        "who": who(desk, interaction.rep_id) or desk.say(YOU),
    }
    if not interaction.summary:
        return desk.say(LAST_BARE, **told)
    return desk.say(LAST, text=desk.say(QUOTED, text=cut(interaction.summary)), **told)


def next_line(desk: Desk, follow_up: Any | None) -> Text | None:
    """The next open follow-up, or None."""
    if follow_up is None:
        return None
    at = desk.shown_when(follow_up.due_at, all_day=follow_up.all_day, zone=False)
    return desk.say(NEXT, at=at, title=follow_up.title)


def deals_line(desk: Desk, deals: list[Any]) -> Text | None:
    """Count and sum of open deals, each currency for itself; None where there are none."""
    if not deals:
        return None
    from core.money import Money

    sums: dict[str, Any] = {}
    for deal in deals:
        if deal.amount is not None:
            sums[deal.currency] = sums.get(deal.currency, 0) + deal.amount
    if not sums:
        return desk.say(DEALS_BARE, n=len(deals))
    shown = desk.joined(*(desk.alone(desk.money(Money(total, unit))) for unit, total in sums.items()), by=" + ")
    return desk.say(DEALS, n=len(deals), sum=shown)


def entry(desk: Desk, number: int, interaction: Any) -> Text:
    """One numbered line of a history."""
    text = (
        desk.say(Words(en=' · "{text}"', ar=" · «{text}»"), text=cut(interaction.summary))
        if interaction.summary
        else ""
    )
    return desk.say(
        ENTRY,
        n=number,
        at=desk.shown_happened(interaction.occurred_at),
        kind=desk.say(KINDS[interaction.kind]),
        who=who(desk, interaction.rep_id) or desk.say(YOU),
        text=desk.say(FILES, text=text, n=len(interaction.files)) if interaction.files else text,
    )

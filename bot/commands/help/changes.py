"""What a step wrote, in a few words: ``call on Acme, follow-up of Tue 24 Nov``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Text
    from core.audit_rows import Change
    from core.steps import Undone

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
    "deal": Words(en="deal {name}", ar="صفقة {name}"),
    "rep": Words(en="settings", ar="الإعدادات"),
    "alias": Words(en="the name {name}", ar="الاسم {name}"),
}
MORE = Words(
    en="{n, plural, one {# more change} other {# more changes}}",
    ar="{n, plural, zero {} one {وتغيير آخر} two {وتغييران آخران} few {و# تغييرات أخرى} many {و# تغييرًا آخر} other {و# تغيير آخر}}",
)
_MOST = 4


def what_changed(desk: Desk, undone: Undone) -> Text:
    """The records that were touched, each once."""
    seen: set[tuple[str, int]] = set()
    told: list[Text] = []
    for change in undone.changes:
        key = (change.record, change.record_id)
        if key in seen:
            continue
        seen.add(key)
        worded = _worded(desk, change)
        if worded is not None:
            told.append(worded)
    if not told:
        return desk.say(NOTHING)
    rest = len(told) - _MOST
    shown = [*told[:_MOST], desk.say(MORE, n=rest)] if rest > 0 else told
    return desk.joined(*shown, by="، " if desk.language == "ar" else ", ")


def _worded(desk: Desk, change: Change) -> Text | None:
    values: dict[str, Any] = {**(change.after or {}), **(change.before or {})}
    if change.record == "interaction":
        words = INTERACTIONS.get(str(values.get("kind", "note")), INTERACTIONS["note"])
        return desk.say(words, name=_customer(desk, values))
    if change.record == "follow_up":
        due = values.get("due_at")
        if not isinstance(due, str):
            return None
        return desk.say(FOLLOW_UP, when=desk.shown_day(datetime.fromisoformat(due).astimezone(desk.zone).date()))
    words_of = RECORDS.get(change.record)
    if words_of is None or (change.record == "customer" and set(values) <= {"last_contacted_at", "updated_at"}):
        return None
    return desk.say(words_of, name=str(values.get("name") or values.get("title") or values.get("alias") or ""))


def _customer(desk: Desk, values: dict[str, Any]) -> str:
    from core.errors import NotFound

    try:
        return str(desk.crm.customers.get(int(values["customer_id"])).name)
    except (NotFound, KeyError, TypeError, ValueError):
        return ""

"""``export my customers``, ``export follow-ups this month``: a file in the chat that a spreadsheet opens right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.period import Period
from bot.language.normalise import fold, words
from bot.language.words import Words
from bot.reply import Document
from core.exchange.records import count
from core.exchange.writing import MEDIA_TYPES, export

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply
    from core.exchange.records import Kind
    from core.exchange.writing import Form

DONE = Words(
    en="📄 {file}: {n, plural, one {# row} other {# rows}}",
    ar="📄 {file}: {n, plural, zero {لا صفوف} one {صف واحد} two {صفان} few {# صفوف} many {# صفًا} other {# صف}}",
)
MANAGERS_ONLY = Words(
    en="Exporting everything is for managers. I can export what is yours.",
    ar="تصدير كل شيء متاح للمديرين. يمكنني تصدير ما يخصك.",
)
MINE = Words(en="📄 Export mine", ar="📄 تصدير ما يخصني")
NOTHING = Words(en="There is nothing to export.", ar="لا شيء للتصدير.")
KINDS: dict[str, str] = {
    fold(word): kind
    for kind, spoken in {
        "customers": "customers customer clients companies عملاء العملاء عملائي الشركات شركاتي",
        "contacts": "contacts contact people جهات اتصالي الاتصال جهات_الاتصال",
        "interactions": "interactions calls history notes activity السجلات سجلاتي المكالمات مكالماتي",
        "follow_ups": "follow-ups followups follow ups tasks reminders متابعات المتابعات متابعاتي مهامي المهام",
        "deals": "deals deal pipeline صفقات الصفقات صفقاتي",
    }.items()
    for word in spoken.split()
}
OWN = frozenset(word.folded for word in words("my mine عملائي شركاتي اتصالي سجلاتي مكالماتي متابعاتي مهامي صفقاتي"))
FORMS: dict[str, Form] = {"excel": "xlsx", "xlsx": "xlsx", "اكسل": "xlsx", "vcard": "vcf", "vcf": "vcf", "csv": "csv"}


@dataclass(frozen=True, kw_only=True)
class ExportRecords(Command):
    """Hand over records as a file: one's own, or, for managers and admins, everybody's. Private entries of others are never in it."""

    kind: str = ""
    """``customers``, ``deals`` …; empty: what the words say."""
    period: Period | None = None
    mine: bool = False
    file_form: str = ""

    permission: ClassVar[str] = "exports.own"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        (export|download|send me|give me a file of|report) [all] [my|the|our] (customers|clients|contacts|interactions|calls|follow ups|followups|tasks|reminders|deals|pipeline) [[as|to|in] [a|an] (csv|excel|xlsx|vcard|vcf)] [file]
        (export|download|send me|give me a file of|report) [all] [my|the|our] (customers|clients|contacts|interactions|calls|follow ups|followups|tasks|reminders|deals|pipeline) [for|of|from|in] {period}
        (export|download|send me|give me a file of|report) [all] [my|the|our] (customers|clients|contacts|interactions|calls|follow ups|followups|tasks|reminders|deals|pipeline) [for|of|from|in] {period} [as|to|in] [a|an] (csv|excel|xlsx|vcard|vcf) [file]
        """,
        ar="""
        (صدر|صدّر|تصدير|نزل|حمل) [كل|ملف] (عملاء|العملاء|عملائي|جهات اتصالي|جهات الاتصال|السجلات|سجلاتي|المكالمات|مكالماتي|متابعات|المتابعات|متابعاتي|المهام|مهامي|صفقات|الصفقات|صفقاتي) [[إلى|الى|ملف] (اكسل|إكسل|csv|excel)]
        (صدر|صدّر|تصدير|نزل|حمل) [كل|ملف] (عملاء|العملاء|عملائي|جهات اتصالي|جهات الاتصال|السجلات|سجلاتي|المكالمات|مكالماتي|متابعات|المتابعات|متابعاتي|المهام|مهامي|صفقات|الصفقات|صفقاتي) [في|خلال] {period}
        """,
    )
    example: ClassVar[Words] = Words(en="export my customers", ar="صدّر عملائي")
    about: ClassVar[Words] = Words(
        en="A file of customers, follow-ups or deals", ar="ملف بالعملاء أو المتابعات أو الصفقات"
    )

    def run(self, desk: Desk) -> Reply:
        """Read only."""
        said = [word.folded for word in words(desk.said)]
        kind: Kind = self.kind or next((KINDS[word] for word in said if word in KINDS), "customers")  # type: ignore[assignment]
        form: Form = self.file_form or next((FORMS[word] for word in said if word in FORMS), "csv")  # type: ignore[assignment]
        if form == "vcf" and kind not in ("customers", "contacts"):
            form = "csv"
        mine = self.mine or any(word in OWN for word in said)
        if not mine and not desk.crm.team.allows("customers.export"):
            return desk.refuse(
                desk.say(MANAGERS_ONLY), buttons=[desk.button(MINE, self.but(kind=kind, file_form=form, mine=True))]
            )
        whose = desk.rep.id if mine else None
        since, until = self._moments(desk)
        rows = count(desk.crm, kind, since=since, until=until, rep_id=whose)
        if not rows:
            return desk.reply(desk.say(NOTHING))
        data = export(desk.crm, kind, form, since=since, until=until, rep_id=whose)
        name = f"{kind}-{desk.now.date().isoformat()}.{form}"
        told = desk.say(DONE, file=desk.ltr(name), n=rows)
        return desk.reply(told, Document(name, data, MEDIA_TYPES[form]), private=True)

    def _moments(self, desk: Desk) -> tuple[datetime | None, datetime | None]:
        if self.period is None:
            return None, None
        days = (self.period.start, self.period.end)
        starts, ends = (
            datetime.combine(day, time(), tzinfo=desk.zone).astimezone(UTC) if day is not None else None for day in days
        )
        return starts, ends

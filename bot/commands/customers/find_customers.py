"""``find cafes in Jeddah``, ``customers over 50k not contacted 30 days``: those that a filter means, with the count and the filter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command, values_from_json
from bot.commands.customers import shown
from bot.kinds.period import Period
from bot.language.normalise import fold
from bot.language.words import Words
from bot.reply import Reply
from core.filters import CustomerFilter
from core.money import Money

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Text
    from core.customers.saved_list import SavedList

HEAD = Words(
    en="{n, plural, zero {No customers} one {# customer} other {# customers}}",
    ar="{n, plural, zero {لا عملاء} one {عميل واحد} two {عميلان} few {# عملاء} many {# عميلًا} other {# عميل}}",
)
FILTER = Words(en="filter: {text}", ar="التصفية: {text}")
LINE = Words(en="{n}. {who}", ar="{n}. {who}")
SILENT = Words(
    en="{days, plural, one {# day} other {# days}} without contact",
    ar="{days, plural, zero {اليوم} one {يوم واحد} two {يومان} few {# أيام} many {# يومًا} other {# يوم}} بلا تواصل",
)
NEVER = Words(en="never contacted", ar="بلا أي تواصل")
SAVED = Words(en="📋 {name}", ar="📋 {name}")
MORE = Words(en="More", ar="المزيد")
WORD = Words(en="name/tag/industry ~ {value}", ar="الاسم أو الوسم أو القطاع ~ {value}")
CITY = Words(en="city = {value}", ar="المدينة = {value}")
STATUS = Words(en="status = {value}", ar="الحالة = {value}")
OWN = Words(en="owner = me", ar="المسؤول = أنا")
QUIET = Words(en="last contact < {value}", ar="آخر تواصل < {value}")
OVER = Words(en="open deal > {value}", ar="صفقة مفتوحة > {value}")
ALL = Words(en="all", ar="الكل")
STATUS_NAMES = {
    "lead": Words(en="lead", ar="محتمل"),
    "prospect": Words(en="prospect", ar="مهتم"),
    "customer": Words(en="customer", ar="عميل"),
    "lost": Words(en="lost", ar="مفقود"),
}
PAGE = 10
# Words that say "customers" and nothing more, folded; what is left of a filter's words are tags, industries and names.
_EVERYBODY = """
customers customer clients client companies company accounts all the my our list people contacts that which who are is
عملاء العملاء عميل شركات الشركات زبائن حسابات كل كلهم جميع عملائي اللي الي التي الذين
"""
EVERYBODY = frozenset(fold(word) for word in _EVERYBODY.split())
STATUSES = {
    fold(word): status
    for status, words in {
        "lead": "leads lead محتملين المحتملين ليد",
        "prospect": "prospects prospect مهتمين",
        "lost": "lost مفقودين",
    }.items()
    for word in words.split()
}
MINE = frozenset(fold(word) for word in ("my", "mine", "عملائي", "حقي"))


@dataclass(frozen=True, kw_only=True)
class FindCustomers(Command):
    """A list of customers by words, city, silence or the amount of an open deal."""

    what: str = ""
    city: str = ""
    days: int | None = None
    """Not contacted for so many days."""
    since: Period | None = None
    """Not contacted since that period began (``this month``)."""
    over: Money | None = None
    """With an open deal of more than that."""
    skip: int = 0

    permission: ClassVar[str] = "customers.read"
    personal: ClassVar[bool] = True
    slots: ClassVar[dict[str, str]] = {"days": "number", "over": "amount"}
    phrases: ClassVar[Words] = Words(
        en="""
        (find|list|show|show me|search|search for|get|which) [all] {what:text} (in|from|at|near) {city:text}
        {what:text} in {city:text}
        (list|all|every) {what:text}
        [find|list|show|show me|see] [all] [my|our|the] (customers|clients)
        (find|list|show|show me|which) {what:text} (over|above|more than) {over}
        {what:text} (over|above|more than) {over} (not contacted|not called|no contact|i have not called) [in|for|since] [the last|over] {days} days
        [find|list|show|show me|which] [my|all] {what:text} (not contacted|not called|not visited|no contact|untouched|quiet|silent) [in|for|since] [the last|over] {days} days
        (which|what) [of] [my|our|the] {what:text} (have i not|haven't i|havent i|have we not|did i not|didn't i|have i never) (contacted|called|visited|contact|call|visit|talked to) [in|for|since] [the last|over] {days} days
        (who|which {what:text}|what {what:text}) (has not|have not|hasn't|hasnt|haven't|havent) been (contacted|called|visited|touched) [since] {since}
        (who|which {what:text}|what {what:text}) (have i not|have we not|haven't i|haven't we|havent i|havent we|i have not|we have not|i haven't|we haven't|i havent|we havent|did i not|didn't i) (contacted|called|visited|contact|call|visit|talked to|spoken to) [since] {since}
        [find|list|show|show me|which] [my|all] {what:text} (not contacted|not called|not visited|untouched) [since] {since}
        [find|list|show|show me] {what:text} in {city:text} (not contacted|not called|no contact) [in|for] [the last|over] {days} days
        """,
        ar="""
        [اعرض|ورني|هات|عطني|قائمة] [كل|جميع] (العملاء|عملائي|عملاءنا|الزبائن|زبائني|زبائننا|الشركات)
        (ابحث عن|دور على|دور|اعرض|قائمة|هات|ورني) {what:text} (في|من) {city:text}
        {what:text} (في|اللي في) {city:text}
        (عملاء|عملائي|عملاءنا|زبائن|شركات) [في|من] {city:text}
        (قائمة|كل|جميع|اعرض) {what:text}
        [مين|اعرض|قائمة] {what:text} (فوق|أكثر من|اكثر من|أكبر من) {over}
        [مين|اعرض|قائمة] {what:text} [اللي] (ما تواصلنا معهم|ما كلمناهم|ما كلمتهم|لم نتواصل معهم|بدون تواصل|بلا تواصل) (من|منذ|لمدة) {days} (يوم|أيام|ايام)
        (مين|من|منو|اعرض|قائمة|ورني|هات) [{what:text}] [اللي|الي|الذين] (ما تواصلنا معهم|ما تواصلت معهم|ما كلمناهم|ما كلمتهم|ما زرتهم|ما زرناهم|ما كلمنا|ما كلمت|ما زرت|ما زرنا|لم نتواصل معهم|لم أتواصل معهم|لم أكلمهم) [من|منذ] {since}
        (العملاء|الزبائن|الشركات|عملائي|زبائني) (اللي|الي|الذين) (ما تواصلنا معهم|ما تواصلت معهم|ما كلمناهم|ما كلمتهم|ما زرتهم|ما زرناهم|لم نتواصل معهم|لم أتواصل معهم|لم أكلمهم) [من|منذ] {since}
        """,
    )
    example: ClassVar[Words] = Words(en="find cafes in Jeddah", ar="ابحث عن مطاعم في جدة")
    about: ClassVar[Words] = Words(
        en="Customers by kind, city, silence or deal", ar="العملاء حسب النوع أو المدينة أو التواصل أو الصفقة"
    )

    def run(self, desk: Desk) -> Reply:
        """Read only; the list is numbered, ten at a time."""
        if not self.what and (mine := next((word for word in desk.said.split() if fold(word) in MINE), "")):
            return self.but(what=mine).run(desk)
        saved = desk.crm.lists.named(self.what) if self == FindCustomers(what=self.what, skip=self.skip) else None
        if saved is not None:
            return self._saved(desk, saved)
        desk.keepable(self.but(skip=0))
        return self._found(desk, None)

    def _saved(self, desk: Desk, saved: SavedList) -> Reply:
        """The question that was kept under that name, asked anew."""
        kept = FindCustomers(**values_from_json(FindCustomers, saved.asks))  # nothing else can be kept: ``keepable``
        return kept.but(skip=self.skip)._found(desk, saved.name)  # noqa: SLF001 - another of this class

    def _found(self, desk: Desk, name: str | None) -> Reply:
        chosen = self._filter(desk)
        rows, total = desk.crm.customers.filtered(chosen, limit=PAGE, offset=self.skip)
        desk.listed([("customer", row.id) for row in rows])
        head = desk.joined(desk.say(HEAD, n=total), desk.say(FILTER, text=_told(desk, chosen)))
        lines: list[Text] = [desk.say(SAVED, name=name)] if name else []
        lines.append(head)
        asks_silence = chosen.quiet_since is not None
        for number, row in enumerate(rows, self.skip + 1):
            silent = None
            if asks_silence and row.last_contacted_at is None:
                silent = desk.say(NEVER)
            elif asks_silence and row.last_contacted_at is not None:
                days = (desk.now.date() - row.last_contacted_at.astimezone(desk.zone).date()).days
                silent = desk.say(SILENT, days=days)
            lines.append(desk.joined(desk.say(LINE, n=number, who=shown.heading(desk, row)), silent))
        more = [desk.button(MORE, self.but(skip=self.skip + PAGE))] if total > self.skip + len(rows) else []
        return desk.reply(desk.lines(*lines), buttons=more)

    def _quiet_since(self, desk: Desk) -> datetime | None:
        if self.days is not None:
            return desk.crm.now - timedelta(days=self.days)
        if self.since is not None:
            return datetime.combine(self.since.start, time(0), tzinfo=desk.zone).astimezone(UTC)
        return None

    def _filter(self, desk: Desk) -> CustomerFilter:
        told = self.what.split()
        words = [word for word in told if fold(word) not in EVERYBODY and fold(word) not in STATUSES]
        city = _city(desk, self.city.strip(" ؟?"))
        if not city and (found := next((word for word in words if _city(desk, word) != word), "")):
            words.remove(found)
            city = _city(desk, found)
        status = next((STATUSES[fold(word)] for word in told if fold(word) in STATUSES), "")
        return CustomerFilter(
            words=tuple(words),
            city=city,
            status=status,
            owner_id=desk.rep.id if any(fold(word) in MINE for word in told) else None,
            quiet_since=self._quiet_since(desk),
            deal_over=self.over.amount if self.over else None,
        )


def _city(desk: Desk, said: str) -> str:
    """``بالرياض`` without the letter that is written together with a city, where some customer is there; else as it is."""
    rest = said.removeprefix("ب")
    return rest if rest != said and desk.crm.customers.how_many(CustomerFilter(city=rest)) else said


def _told(desk: Desk, chosen: CustomerFilter) -> Text:
    """The filter as it was understood, so that a wrong reading is seen."""
    pieces = [desk.say(WORD, value=word) for word in chosen.words]
    pieces += [desk.say(CITY, value=chosen.city)] if chosen.city else []
    pieces += [desk.say(STATUS, value=desk.word(STATUS_NAMES[chosen.status]))] if chosen.status else []
    pieces += [desk.say(OWN)] if chosen.owner_id is not None else []
    pieces += (
        [desk.say(QUIET, value=desk.shown_day(chosen.quiet_since.astimezone(desk.zone).date()))]
        if chosen.quiet_since
        else []
    )
    pieces += [desk.say(OVER, value=desk.ltr(f"{chosen.deal_over:,.0f}"))] if chosen.deal_over is not None else []
    return desk.joined(*(pieces or [desk.say(ALL)]))

"""``history Acme``, ``what happened with Acme since June``: what was logged, newest first, ten at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command
from bot.commands.customers import shown
from bot.kinds.party import Party
from bot.kinds.period import Period
from bot.language.normalise import fold
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

PAGE = 10
HEAD = Words(
    en="{name}: {n, plural, one {# entry} other {# entries}}, last {at}",
    ar="{name}: {n, plural, zero {لا سجلات} one {سجل واحد،} two {سجلان، آخرهما} few {# سجلات، آخرها} many {# سجلًا، آخرها} other {# سجل، آخرها}} {at}",
)
SINCE = Words(en="since {day}", ar="منذ {day}")
NOTHING = Words(
    en="Nothing is logged on {name} yet. Just write: called {name}, …",
    ar="لا شيء مسجل لدى {name} بعد. يكفي أن تكتب: كلمت {name}، …",
)
NOTHING_SINCE = Words(en="Nothing is logged on {name} since {day}.", ar="لا شيء مسجل لدى {name} منذ {day}.")
SAYING = Words(en='filter: "{said}"', ar="التصفية: «{said}»")
NOTHING_ABOUT = Words(
    en='Nothing that is logged on {name} says "{said}". All of it: history {name}',
    ar="لا شيء من المسجل لدى {name} فيه «{said}». لعرض الكل: تاريخ {name}",
)
_WITHOUT_A_SAY = frozenset("the a an our his her their its my your of هذا هذه ال".split())
OLDER = Words(en="Older", ar="الأقدم")


@dataclass(frozen=True, kw_only=True)
class ShowHistory(Command):
    """The interactions with a customer or contact, newest first."""

    customer: Party | None = None
    contact: Party | None = None
    since: Period | None = None
    words: str = ""
    """Only what says these words."""
    skip: int = 0
    """Entries already shown (paging)."""

    permission: ClassVar[str] = "customers.read"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    phrases: ClassVar[Words] = Words(
        en="""
        (history|timeline|logs|activity) [of|for|with] {customer} [since {since}]
        {customer} (history|timeline)
        what (happened|happend|is new|went on|is going on|is up|is the latest|is the story|is the status|is the situation|did we do|have we done) (with|at|on|of) {customer} [lately|recently|these days] [since {since}]
        [any|anything] new [with|from|at] {customer} [lately|recently]
        (how is|how are|how is it going with|how are things with|where are we with|where do we stand with) {customer} [doing|going|lately]
        [show|show me] [the] history (of|for|with) {customer} [since {since}]
        when did (i|we) last (talk|speak|meet|call) [to|with] {customer}
        [what is] [the] (last|latest) [thing|news|update] (with|on|about|from) {customer}
        what did {customer} (say|want|ask|ask for|tell us|need|decide) [last time|last|lately]
        what did {customer} (say|tell us|tell me|want|think|ask|decide|answer|reply) (about|on|regarding) {words:text}
        any (news|update|updates) (with|on|about|from) {customer}
        (last|latest) (call|contact|touch|interaction|visit) (with|of|to) {customer}
        """,
        ar="""
        [ابغى|ابي|عطني|اعطني|ورني|اعرض|هات] (تاريخ|سجل|سجلات) {customer} [(منذ|من) {since}]
        (وش|ايش|شو|ماذا|ايه اللي) (صار|حصل|حدث|جرى|سويت|سوينا|عملت|عملنا|سوى|تم) (مع|عند) {customer} [(منذ|من) {since}]
        (متى|امتى|ايمتى) [كانت|كان] (آخر|اخر) (مرة|تواصل|مكالمة|زيارة) [(كلمت|كلمنا|تواصلت|تواصلنا|قابلت|زرت)] [مع] {customer}
        (متى|امتى|اخر مرة) (كلمت|كلمنا|تواصلت مع|تواصلنا مع|قابلت|زرت|اخر تواصل مع) {customer}
        [وش|ايش|شو|ايه|ما] [هو|هي] (آخر|اخر) (شي|شيء|حاجة|اخبار|أخبار|تحديث|تطورات|المستجدات) [مع|عند|عن|ل] {customer}
        (وش|ايش|شو|ايه|ما|ما هو|ما هي) [هو|هي] (اخبار|أخبار|الجديد|جديد|الوضع|وضع|المستجدات|مستجدات|صاير|الاخبار|آخر أخبار) [مع|عند|في|من] {customer}
        (اخبار|أخبار|وضع|آخر أخبار|جديد) {customer} [ايه|وش|ايش|شو]
        {customer} (وش|ايش|شو|ايه) (اخبارهم|صار معهم|صار عليهم|الجديد معهم|وضعهم)
        (وين|فين) (وصلنا|صرنا) مع {customer}
        (وش|ايش|شو|ماذا|ايه اللي) (قال|قالت|قالوا|رد|ردت|ردوا|رأي|طلب|طلبت|طلبوا) {customer} (عن|بخصوص|حول|على|بشأن) {words:text}
        في جديد (مع|عند|من) {customer}
        [اخر] (تواصل|مكالمة) (مع) {customer}
        """,
    )
    example: ClassVar[Words] = Words(en="history Acme", ar="تاريخ أكمي")
    about: ClassVar[Words] = Words(en="What happened with a customer", ar="سجل التواصل مع عميل")

    def run(self, desk: Desk) -> Reply:
        """Read only; the list is numbered: ``delete 3`` means its third entry."""
        party = self.contact or self.customer
        assert party is not None  # noqa: S101 - ``needs``
        desk.pointing_at(party)
        since = datetime.combine(self.since.start, time(0), tzinfo=desk.zone).astimezone(UTC) if self.since else None
        where: dict[str, Any] = {"contact_id": party.id} if party.record == "contact" else {"customer_id": party.id}
        told = [word for word in map(_bare, self.words.strip(" ?؟.!").split()) if fold(word) not in _WITHOUT_A_SAY]
        rows = desk.crm.interactions.of(**where, since=since, limit=PAGE, offset=self.skip, words=told)
        if not rows and told:
            return desk.reply(desk.say(NOTHING_ABOUT, name=party.name, said=" ".join(told)))
        if not rows:
            words = NOTHING_SINCE if self.since else NOTHING
            day: dict[str, Any] = {"day": desk.shown_day(self.since.start)} if self.since else {}
            return desk.reply(desk.say(words, name=party.name, **day))
        total = desk.crm.interactions.count(**where, since=since, words=told)
        head = desk.joined(
            desk.say(HEAD, name=party.name, n=total, at=desk.shown_happened(rows[0].occurred_at)),
            desk.say(SINCE, day=desk.shown_day(self.since.start)) if self.since else None,
            desk.say(SAYING, said=" ".join(told)) if told else None,
        )
        desk.listed([("interaction", row.id) for row in rows])
        lines = [shown.entry(desk, number, row) for number, row in enumerate(rows, 1)]
        more = total > self.skip + len(rows)
        buttons = [desk.button(OLDER, self.but(skip=self.skip + PAGE))] if more else []
        return desk.reply(desk.lines(head, *lines), buttons=buttons)


def _bare(word: str) -> str:
    """A word without the Arabic article (``السعر``): what was logged may say it either way."""
    return word[2:] if word.startswith("ال") and len(word) > len("الكل") else word

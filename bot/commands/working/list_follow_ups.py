"""``my follow-ups today``, ``overdue``, ``this week``, ``follow-ups Acme``: one's own open follow-ups, numbered for ``done 2``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command, commands_by_name
from bot.commands.working.scopes import rows_of
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.language.words import Words
from bot.reply import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk import Desk
    from bot.reply import Reply
    from core.working.follow_up import FollowUp

SHOWN = 10
TODAY_HEAD = Words(
    en="{late, plural, zero {} other {⚠️ # overdue, }}{n, plural, zero {nothing today} other {# today}}",
    ar="{late, plural, zero {} one {⚠️ متأخرة واحدة، } two {⚠️ متأخرتان، } few {⚠️ # متأخرة، } many {⚠️ # متأخرة، } other {⚠️ # متأخرة، }}{n, plural, zero {لا شيء اليوم} one {متابعة واحدة اليوم} two {متابعتان اليوم} few {# متابعات اليوم} many {# متابعة اليوم} other {# متابعة اليوم}}",
)
COUNT = {
    "overdue": Words(
        en="{n, plural, zero {Nothing overdue.} one {⚠️ # overdue} other {⚠️ # overdue}}",
        ar="{n, plural, zero {لا متابعات متأخرة.} one {⚠️ متابعة واحدة متأخرة} two {⚠️ متابعتان متأخرتان} few {⚠️ # متابعات متأخرة} many {⚠️ # متابعة متأخرة} other {⚠️ # متابعة متأخرة}}",
    ),
    "tomorrow": Words(
        en="{n, plural, zero {Nothing due tomorrow.} one {# tomorrow} other {# tomorrow}}",
        ar="{n, plural, zero {لا شيء غدًا.} one {متابعة واحدة غدًا} two {متابعتان غدًا} few {# متابعات غدًا} many {# متابعة غدًا} other {# متابعة غدًا}}",
    ),
    "week": Words(
        en="{n, plural, zero {Nothing due this week.} one {# this week} other {# this week}}",
        ar="{n, plural, zero {لا شيء هذا الأسبوع.} one {متابعة واحدة هذا الأسبوع} two {متابعتان هذا الأسبوع} few {# متابعات هذا الأسبوع} many {# متابعة هذا الأسبوع} other {# متابعة هذا الأسبوع}}",
    ),
    "blocked": Words(
        en="{n, plural, zero {Nothing is waiting for something else.} one {# waits for another} other {# wait for others}}",
        ar="{n, plural, zero {لا شيء معلق.} one {متابعة واحدة معلقة} two {متابعتان معلقتان} few {# متابعات معلقة} many {# متابعة معلقة} other {# متابعة معلقة}}",
    ),
    "all": Words(
        en="{n, plural, zero {No open follow-ups.} one {# open follow-up} other {# open follow-ups}}",
        ar="{n, plural, zero {لا متابعات مفتوحة.} one {متابعة واحدة مفتوحة} two {متابعتان مفتوحتان} few {# متابعات مفتوحة} many {# متابعة مفتوحة} other {# متابعة مفتوحة}}",
    ),
}
NOTHING_TODAY = Words(en="Nothing due today.", ar="لا شيء مستحق اليوم.")
NEXT_ONE = Words(en="Next: {title}, {when}", ar="التالي: {title}، {when}")
LINE = Words(en="{number}. {when} · {title}{who}", ar="{number}. {when} · {title}{who}")
WHO = Words(en=" · {name}", ar=" · {name}")
MORE = Words(en="{n} more", ar="بقي {n}")
NUMBERS = Words(en="📊 My week in numbers", ar="📊 أسبوعي بالأرقام")
SHOW_MORE = Words(en="Show more", ar="عرض المزيد")
WAITS = Words(en='⏳ waits for "{title}"', ar="⏳ تنتظر «{title}»")
URGENT = Words(en="❗ ", ar="❗ ")


@dataclass(frozen=True, kw_only=True)
class ListFollowUps(Command):
    """The open follow-ups of the rep: today with what is overdue, or another scope, or a customer's."""

    scope: str = ""
    """``today``, ``overdue``, ``tomorrow``, ``week``, ``blocked`` or ``all``; empty: all there are."""
    customer: Party | None = None
    contact: Party | None = None
    skip: int = 0

    permission: ClassVar[str] = "follow_ups.read"
    personal: ClassVar[bool] = True
    slots: ClassVar[dict[str, str]] = {"scope": "scope"}
    phrases: ClassVar[Words] = Words(
        en="""
        [show|list|what are|what's|give me|see] [me] [my|the|all] (follow ups|followups|tasks|reminders|to dos|todos|todo list|task list|agenda|fus) [for|due|of|are|that are] {scope}
        [show|list|give me|see] [me] [my|the|all] [open] (follow ups|followups|tasks|reminders|to dos|todos|agenda|fus)
        (follow ups|followups|tasks|reminders) [with|of|for|at] {customer}
        [my|show|show me] {scope} [follow ups|followups|tasks|reminders|list]
        (what is|what's|whats|what do i have|what have i got|anything) [due|on] {scope}
        (what is|what's|whats) (due|next)
        my day
        who (do|should|must) i [need|have|want] [to] (call|contact|see|visit|meet|chase|follow up|follow up with|talk to|speak to|ring|phone|reach) {scope}
        """,
        ar="""
        [اعرض|ورني|وش|شو|ايش|عطني|هات|وين] (متابعاتي|مهامي|مواعيدي|تذكيراتي|المتابعات|المهام|التذكيرات|متابعات|مهام|مواعيد) {scope}
        [اعرض|ورني|وش|شو|ايش|عطني|هات|وين] (متابعاتي|مهامي|مواعيدي|تذكيراتي|المتابعات|المهام|التذكيرات)
        (متابعات|مهام|تذكيرات|المتابعات مع) [مع] {customer}
        [المتابعات] {scope}
        (وش|شو|ايش|ماذا|ايه) (عندي|لدي|علي) [{scope}]
        (مين|منو|من) (لازم|المفروض|علي|عندي) [ان|اني|أن] (اكلم|أكلم|اكلمه|اتصل|اتصل عليه|اتصل فيه|اكلمهم|ازور|اتابع|اتابع معه|اقابل|أشوف|اشوف) [مع|عليهم] {scope}
        (وش|شو|ايش|ماذا|ايه) [هو|هي] {scope} [علي|عندي|لدي]
        """,
    )
    example: ClassVar[Words] = Words(en="my follow-ups today", ar="متابعاتي اليوم")
    about: ClassVar[Words] = Words(
        en="What's due today, overdue or this week", ar="المستحق اليوم والمتأخر وهذا الأسبوع"
    )

    def run(self, desk: Desk) -> Reply:
        """Read only; remembers the numbers for ``done 2``."""
        scope = self._scope()
        late, rows = self._rows(desk, scope)
        shown = [*late, *rows][self.skip : self.skip + SHOWN]
        everything = len(late) + len(rows)
        desk.listed([Ref("follow_up", row.id, row.title) for row in shown])
        if scope == "today" and not everything:
            return desk.reply(desk.lines(desk.say(NOTHING_TODAY), self._next(desk)))
        head = (
            desk.say(TODAY_HEAD, late=len(late), n=len(rows))
            if scope == "today"
            else desk.say(COUNT[scope], n=everything)
        )
        left = everything - self.skip - len(shown)
        lines = [_line(desk, number, row) for number, row in enumerate(shown, 1)]
        told = desk.lines(head, *lines, desk.say(MORE, n=left) if left > 0 else None)
        more = [desk.button(SHOW_MORE, self.but(skip=self.skip + SHOWN))] if left > 0 else []
        if scope == "week":
            more.append(desk.button(NUMBERS, commands_by_name()["my_numbers"]()))
        return desk.reply(told, buttons=more)

    def _scope(self) -> str:
        return "all" if self.customer is not None or self.contact is not None else self.scope or "all"

    def _rows(self, desk: Desk, scope: str) -> tuple[Sequence[FollowUp], Sequence[FollowUp]]:
        """What is late, and what falls into the scope; both important first, then by time."""
        if self.customer is not None:
            return (), [
                row
                for row in desk.crm.follow_ups.open(customer_id=self.customer.id)
                if self.contact is None or row.contact_id == self.contact.id
            ]
        return rows_of(desk, scope)

    def _next(self, desk: Desk) -> Text | None:
        coming = sorted(desk.crm.follow_ups.open(after=desk.crm.now), key=lambda row: row.due_at)
        if not coming:
            return None
        when = desk.shown_when(coming[0].due_at, all_day=coming[0].all_day, zone=False, distance=False)
        return desk.say(NEXT_ONE, title=_titled(desk, coming[0]), when=when)


def _line(desk: Desk, number: int, row: FollowUp) -> Text:
    when = desk.shown_when(row.due_at, all_day=row.all_day, zone=False, distance=False)
    who = _who(desk, row)
    named = desk.say(WHO, name=who) if who and who not in row.title else Text(())
    told = desk.say(LINE, number=number, when=when, title=row.title, who=named)
    waits = desk.crm.follow_ups.blocked(row)
    if waits is not None:
        told = desk.joined(told, desk.say(WAITS, title=waits.title))
    return desk.joined(desk.say(URGENT), told, by="") if row.priority == "high" else told


def _who(desk: Desk, row: FollowUp) -> str:
    return str(desk.crm.customers.get(row.customer_id).name) if row.customer_id is not None else ""


def _titled(desk: Desk, row: FollowUp) -> str:
    who = _who(desk, row)
    return row.title if not who or who in row.title else f"{row.title} · {who}"

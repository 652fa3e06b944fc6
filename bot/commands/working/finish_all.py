"""``done all``, ``خلصت الكل``: all of the list that was shown, of the reminders that came, or of today, asked once and done in one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.working.scopes import rows_of
from bot.kinds.ref import Ref
from bot.language.words import Words
from core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk import Desk
    from bot.reply import Reply, Text
    from core.working.follow_up import FollowUp

SURE = Words(
    en="Done with {n, plural, one {this one} other {these #}}?",
    ar="{n, plural, zero {هل أُنجزت} one {هل أُنجزت هذه المتابعة} two {هل أُنجزت هاتان المتابعتان} few {هل أُنجزت هذه المتابعات الـ#} many {هل أُنجزت هذه المتابعات الـ#} other {هل أُنجزت هذه المتابعات الـ#}}؟",
)
DONE = Words(
    en="✅ Done: {n, plural, one {# follow-up} other {# follow-ups}}",
    ar="✅ {n, plural, zero {لا متابعات} one {أُنجزت متابعة واحدة} two {أُنجزت متابعتان} few {أُنجزت # متابعات} many {أُنجزت # متابعة} other {أُنجزت # متابعة}}",
)
LINE = Words(en="• {title} · {when}", ar="• {title} · {when}")
DONE_LINE = Words(en="• {title}", ar="• {title}")
MORE = Words(en="{n} more", ar="بقي {n}")
AGAIN = Words(en="🔁 {title}: next time {when}", ar="🔁 {title}: المرة القادمة {when}")
FREED = Words(en="🔓 Free now: {title}", ar="🔓 أصبحت جاهزة: {title}")
NOTHING = Words(
    en="Nothing there to finish. What is open: my follow-ups", ar="لا شيء لإنجازه هنا. لعرض المفتوح: متابعاتي"
)
YES = Words(en="✅ Done: {n}", ar="✅ أُنجزت: {n}")
SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class FinishAll(Command):
    """Finish several of one's own follow-ups at once. They are shown and asked about first."""

    scope: str = ""
    """As in the lists; empty: today's and what is late."""
    follow_ups: tuple[Ref, ...] = ()
    """Those that are meant; empty: those of ``scope``."""
    sure: bool = False
    """Set by the button [Done: 3]; without it the command asks."""

    permission: ClassVar[str] = "follow_ups.write"
    personal: ClassVar[bool] = True
    slots: ClassVar[dict[str, str]] = {"scope": "scope"}
    phrases: ClassVar[Words] = Words(
        en="""
        (done|finished|completed) [with] (all|everything|all of it|all of them) [of|from|due|for|on] [my|the] {scope} [follow ups|followups|reminders|tasks|to dos]
        (done|finished|completed|finish|complete) [with] [all] [of] [my|the] {scope} (follow ups|followups|reminders|tasks|to dos|ones|list)
        mark (all|everything|all of it|all of them) [of|from|due|for] [my|the] [{scope}] [follow ups|followups|reminders|tasks|to dos] [as] (done|finished|complete|completed)
        """,
        ar="""
        (تم|خلصت|خلصنا|أنجزت|انتهيت من|أنهيت|سويت) (كل|جميع) [المتابعات|المهام|التذكيرات|متابعات|متابعاتي|مهام|مهامي|تذكيرات|حق] {scope}
        (تم|خلصت|خلصنا|أنجزت|انتهيت من|أنهيت|سويت) (متابعات|مهام|تذكيرات) {scope} [كلها]
        """,
    )
    example: ClassVar[Words] = Words(en="done all", ar="خلصت الكل")
    about: ClassVar[Words] = Words(en="Finish all of a list", ar="إنجاز قائمة كاملة")

    def run(self, desk: Desk) -> Reply:
        """One step, one undo. Those that were finished since it was asked are left as they are. Raises NotAllowed."""
        rows = self._meant(desk)
        if not rows:
            return desk.reply(desk.say(NOTHING))
        if not self.sure:
            refs = tuple(Ref("follow_up", row.id, row.title) for row in rows)
            lines = [
                desk.say(
                    LINE,
                    title=row.title,
                    when=desk.shown_when(row.due_at, all_day=row.all_day, zone=False, distance=False),
                )
                for row in rows[:SHOWN]
            ]
            yes = desk.button(YES, self.but(follow_ups=refs, sure=True), n=len(rows))
            return desk.ask(desk.lines(desk.say(SURE, n=len(rows)), *_cut(desk, lines, len(rows))), buttons=[yes])
        after: list[Text] = []
        for row in rows:
            closed = desk.crm.follow_ups.close(row.id)
            for freed in closed.freed:
                if freed.rep_id:
                    desk.tell(freed.rep_id, "free_now", f"free:{freed.id}:{row.id}", follow_up=freed.id)
                after.append(desk.say(FREED, title=freed.title))
            if (again := closed.following) is not None:
                after.append(
                    desk.say(AGAIN, title=row.title, when=desk.shown_when(again.due_at, all_day=again.all_day))
                )
        lines = [desk.say(DONE_LINE, title=row.title) for row in rows[:SHOWN]]
        told = desk.lines(desk.say(DONE, n=len(rows)), *_cut(desk, lines, len(rows)), *after)
        return desk.reply(told, buttons=[desk.undo_button()])

    def _meant(self, desk: Desk) -> list[FollowUp]:
        """Those that are still open, in the order in which they were shown; where none is any more, today's are asked about."""
        found: list[FollowUp] = []
        for ref in self.follow_ups:
            try:
                row = desk.crm.follow_ups.get(ref.id)
            except NotFound:
                continue
            found += [row] if row.status == "open" else []
        if found or self.sure:
            return found
        late, rows = rows_of(desk, self.scope or "today")
        return [*rows] if self.scope else [*late, *rows]


def _cut(desk: Desk, lines: Sequence[Text], n: int) -> list[Text]:
    return [*lines, desk.say(MORE, n=n - len(lines))] if n > len(lines) else list(lines)

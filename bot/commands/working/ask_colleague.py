"""``ask Omar to visit Acme on Thursday``: work for a colleague, who is told in their own language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from bot.command import Command
from bot.commands.working.shown import assumed_line, title_or
from bot.kinds.party import Party
from bot.kinds.rep_name import RepName
from bot.kinds.when import When
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

ASKED = Words(en="→ {rep}: {title} · {when}", ar="← {rep}: {title} · {when}")
YOURSELF = Words(en='That is you: write "remind me to …".', ar="هذا أنت: اكتب «ذكرني …».")


@dataclass(frozen=True, kw_only=True)
class AskColleague(Command):
    """Give a follow-up to a colleague."""

    rep: RepName | None = None
    customer: Party | None = None
    contact: Party | None = None
    title: str = ""
    due: When | None = None
    priority: Literal["low", "normal", "high"] = "normal"

    permission: ClassVar[str] = "follow_ups.write"
    phrases: ClassVar[Words] = Words(en="-", ar="-")
    example: ClassVar[Words] = Words(en="ask Omar to visit Acme on Thursday", ar="كلف عمر يزور أكمي الخميس")
    about: ClassVar[Words] = Words(en="Ask a colleague to do something", ar="تكليف زميل بمهمة")
    needs: ClassVar[tuple[str, ...]] = ("rep", "title", "due")

    def run(self, desk: Desk) -> Reply:
        """Write the colleague's follow-up and tell them. Raises NotFound (no such rep)."""
        assert self.rep is not None and self.due is not None  # noqa: S101, PT018 - the engine asks first: ``needs``
        if self.rep.id == desk.rep.id:
            return desk.refuse(desk.say(YOURSELF))
        due_at, all_day = desk.moment(self.due)
        row = desk.crm.follow_ups.add(
            title_or(desk, self.title, self.customer, self.contact),
            due_at,
            all_day=all_day,
            customer_id=self.customer.id if self.customer else None,
            contact_id=self.contact.id if self.contact else None,
            priority=self.priority,
            rep_id=self.rep.id,
            asked_by_id=desk.rep.id,
        )
        desk.tell(self.rep.id, "asked", f"asked:{row.id}", follow_up=row.id)
        told = desk.say(ASKED, rep=self.rep.name, title=row.title, when=desk.shown_when(row.due_at, all_day=all_day))
        return desk.reply(desk.lines(told, assumed_line(desk, self.due)), buttons=[desk.undo_button()])

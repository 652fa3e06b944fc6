"""``pipeline``, ``pipeline Omar``: the open deals by stage, with counts and sums, then the oldest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.selling import shown
from bot.kinds.rep_name import RepName
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Text
    from core.selling.deals import StageSum

HEAD = Words(
    en="📊 Pipeline: {n, plural, zero {no open deals} one {# open deal} other {# open deals}} · {sum}",
    ar="📊 خط المبيعات: {n, plural, zero {لا صفقات مفتوحة} one {صفقة واحدة مفتوحة} two {صفقتان مفتوحتان} few {# صفقات مفتوحة} many {# صفقة مفتوحة} other {# صفقة مفتوحة}} · {sum}",
)
EMPTY = Words(en="No open deals. Add one: deal Acme 50k", ar="لا صفقات مفتوحة. للإضافة: صفقة أكمي ٥٠ ألف")
OF = Words(en="of {name}", ar="لدى {name}")
STAGE = Words(en="{stage} {bar} {n} · {sum}", ar="{stage} {n} · {sum} {bar}")
EMPTY_STAGE = Words(en="{stage} {n} · {sum}", ar="{stage} {n} · {sum}")
OLDEST = Words(en="Oldest:", ar="الأقدم:")
LINE = Words(en="{n}. {deal}", ar="{n}. {deal}")
BLOCKS = 12
OLDEST_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class ShowPipeline(Command):
    """Count and sum of the open deals in each stage, equal to a query of the database."""

    owner: RepName | None = None

    permission: ClassVar[str] = "deals.read"
    personal: ClassVar[bool] = True
    slots: ClassVar[dict[str, str]] = {"owner": "rep"}
    phrases: ClassVar[Words] = Words(
        en="""
        [show|list|see|give] [me] [all] [of] [my|our|the] (pipeline|funnel|deals|open deals) [of|for] [{owner}]
        (what is|what's|whats|how much is|how much do i have|how much have i) [in] [my|our|the] (pipeline|funnel)
        how many [open] deals [do|have] [i|we] [have] [open] [now]
        (which|what) [open] deals (do i have|do we have|are open)
        how many [open] deals [do|have] [i|we] [have] [got] [open]
        (what|which) [open] deals (do|have) (i|we) [have] [got] [open]
        """,
        ar="""
        (كم|ايش|وش|شو) [عندي|عندنا] [من] (صفقة|صفقات|صفقاتي|الصفقات) [مفتوحة|المفتوحة] [عندي|عندنا]
        (كم|وش|شو|ايش) [عندي|عندنا|لدي] (صفقة|صفقات|الصفقات|صفقه) [مفتوحة|مفتوحه|عندي|عندنا]
        (كم|وش|شو|ايش|ماذا) [عندي|عندنا|لدي] (في|ب) (خط المبيعات|المسار|مسار المبيعات)
        [وريني|ورني|اعرض|عطني|هات|شوف] [لي] [كل|جميع] (صفقاتي|صفقاتنا|الصفقات|صفقات) [المفتوحة]
        (خط المبيعات|المسار|مسار المبيعات|صفقاتي|الصفقات|الصفقات المفتوحة) [لـ|عند] [{owner}]
        """,
    )
    example: ClassVar[Words] = Words(en="pipeline", ar="خط المبيعات")
    about: ClassVar[Words] = Words(en="Open deals by stage", ar="الصفقات المفتوحة حسب المرحلة")

    def run(self, desk: Desk) -> Reply:
        """Read only."""
        owner_id = self.owner.id if self.owner else None
        by_stage = desk.crm.deals.pipeline(owner_id=owner_id)
        if not by_stage:
            return desk.reply(desk.say(EMPTY))
        deals = desk.crm.deals.open(owner_id=owner_id)
        of = desk.say(OF, name=self.owner.name) if self.owner else None
        told = [(row.currency, row.amount) for row in by_stage]
        head = desk.joined(desk.say(HEAD, n=sum(row.count for row in by_stage), sum=shown.sums(desk, told)), of)
        oldest = sorted(deals, key=lambda deal: deal.created_at)[:OLDEST_SHOWN]
        desk.listed([("deal", deal.id) for deal in oldest])
        lines: list[Text] = [head, *self._stages(desk, by_stage), desk.say(OLDEST)]
        for number, deal in enumerate(oldest, 1):
            customer = desk.crm.customers.get(deal.customer_id).name
            lines.append(desk.say(LINE, n=number, deal=shown.deal_line(desk, deal, customer)))
        return desk.reply(desk.lines(*lines))

    @staticmethod
    def _stages(desk: Desk, by_stage: list[StageSum]) -> list[Text]:
        counts = {key: sum(row.count for row in by_stage if row.stage == key) for key in desk.crm.deals.stages}
        most = max(counts.values())
        lines = []
        for key, count in counts.items():
            told = [(row.currency, row.amount) for row in by_stage if row.stage == key]
            bar = "█" * round(BLOCKS * count / most)
            line = STAGE if bar else EMPTY_STAGE
            lines.append(
                desk.say(line, stage=shown.stage_name(desk, key), bar=bar, n=count, sum=shown.sums(desk, told))
            )
        return lines

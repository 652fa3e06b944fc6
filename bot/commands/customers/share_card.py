"""``share acme``, ``[Share here]``: a short card that may be seen by others: name, city, owner; never phones, notes or amounts.

Pressed on an answer that only the rep sees inside a channel, it is posted to that channel, because the rep says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.party import Party
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

CARD = Words(en="🏢 {name}", ar="🏢 {name}")
OWNER = Words(en="owner: {name}", ar="المسؤول: {name}")
SHARED_BY = Words(en="Shared by {name}", ar="مشاركة من {name}")


@dataclass(frozen=True, kw_only=True)
class ShareCard(Command):
    """Show a customer's shareable card to whoever reads there."""

    customer: Party | None = None

    permission: ClassVar[str] = "customers.read"
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    phrases: ClassVar[Words] = Words(
        en="""
        share [the card of] {customer} [here|with everybody|in the channel]
        """,
        ar="""
        (شارك|مشاركة) [بطاقة] {customer} [هنا|مع الجميع]
        """,
    )
    example: ClassVar[Words] = Words(en="share Acme", ar="شارك بطاقة أكمي")
    about: ClassVar[Words] = Words(en="Share a customer's short card", ar="مشاركة بطاقة مختصرة لعميل")

    def run(self, desk: Desk) -> Reply:
        """Read only. Raises NotFound for a customer that is gone."""
        assert self.customer is not None  # noqa: S101 - the engine asks first: ``needs``
        row = desk.crm.customers.get(self.customer.id)
        owner = desk.crm.team.rep(row.owner_id) if row.owner_id else None
        card = desk.joined(
            desk.say(CARD, name=row.name),
            desk.alone(row.city) if row.city else None,
            desk.say(OWNER, name=owner.name) if owner is not None else None,
        )
        told = desk.reply(desk.lines(card, desk.say(SHARED_BY, name=desk.rep.name)))
        return replace(told, shared=True)

"""What a text is read against: who writes, when, and what the conversation was about. Filled by the engine before each read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.command import Command
    from bot.kinds.party import Party
    from bot.kinds.ref import Ref
    from bot.language.words import Language
    from bot.reading.times import Calendar
    from core.crm import Crm


@dataclass(frozen=True, kw_only=True)
class Context:
    """Everything a reading may depend on besides the text.

    * ``crm``: the open transaction, for names, reps, follow-ups and deals; reading never writes.
    * ``calendar``: now in the rep's zone, the rep's work days and hours.
    * ``listed``: the last numbered list of this conversation, in its order.
    * ``pointing``: what ``it``, ``him``, ``her`` mean: the last customer or contact of this conversation.
    * ``receipt``: the customer of the last receipt or card, at most two hours old and not undone since: decides ties.
    * ``written``: the commands of the last step written here that can still be undone, and ``step`` its id: corrections.
    * ``about``: what the answered message (a reply) was about; ``pushed``: open follow-ups whose reminder was pushed here.
    """

    crm: Crm
    calendar: Calendar
    language: Language = "en"
    country: str = "SA"
    currency: str = "SAR"
    listed: tuple[Ref, ...] = ()
    pointing: Party | None = None
    receipt: Party | None = None
    written: tuple[Command, ...] = ()
    step: int | None = None
    about: tuple[Ref, ...] = ()
    pushed: tuple[Ref, ...] = ()

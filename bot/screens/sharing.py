"""Short cards that a linked rep may send into any chat: name and what the admin allows, never notes or amounts. Reads, never writes.

Strangers are offered nothing but the way to be linked. Every customer is read as that rep, through the one visibility function.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from bot.commands.customers.share_card import CARD, OWNER
from bot.commands.customers.shown import copies
from bot.language.words import Language, Words
from bot.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.messages import Speaker
    from bot.reply import Copy, Text
    from core.crm import Crm, Office

MOST: Final = 10
LONGEST: Final = 100
CONNECT_FIRST = Words(en="Connect first", ar="الربط أولًا")
PERSON = Words(en="👤 {name} · {customer}", ar="👤 {name} · {customer}")


@dataclass(frozen=True)
class Shareable:
    """One card: its key, how it is offered (``title``, ``line``), what is sent, and what its readers may copy."""

    key: str
    title: str
    line: str
    card: Text
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True)
class Offer:
    """What a person may choose from; ``invite`` is the label of the way to be linked, empty for who is linked."""

    language: Language
    cards: tuple[Shareable, ...] = ()
    invite: str = ""


def shareable(office: Office, speaker: Speaker, text: str, fields: Collection[str], language: Language) -> Offer:
    """At most ten cards for what was typed; the rep's latest customers while nothing is typed.

    ``fields`` are those of ``phone``, ``city`` and ``owner`` that a card may show; ``language`` is that of a stranger's program.
    """
    with office.read(None) as crm:
        rep = crm.team.speaker(speaker.platform, speaker.workspace, speaker.user_id)
        rep_id = rep.id if rep is not None and rep.active else None
    if rep_id is None:
        return Offer(language, invite=CONNECT_FIRST.in_(language))
    with office.read(rep_id) as crm:
        assert crm.rep is not None  # noqa: S101 - just asked for
        voice = Voice(crm.rep, crm.now, ZoneInfo(str(crm.zone)))
        if not text.strip():
            found = [("customer", row.id) for row in crm.customers.recent(MOST)]
        else:
            found = [(match.record, match.id) for match in crm.names.find(text[:LONGEST], MOST)]
        return Offer(voice.language, tuple(_card(crm, voice, record, each, fields) for record, each in found[:MOST]))


def _card(crm: Crm, voice: Voice, record: str, record_id: int, fields: Collection[str]) -> Shareable:
    row: Any = (crm.customers if record == "customer" else crm.contacts).get(record_id)
    customer = row if record == "customer" else crm.customers.get(row.customer_id)
    owner = crm.team.rep(customer.owner_id) if customer.owner_id and "owner" in fields else None
    head = (
        voice.say(CARD, name=row.name)
        if record == "customer"
        else voice.say(PERSON, name=row.name, customer=customer.name)
    )
    about = voice.joined(
        voice.alone(customer.city) if customer.city and "city" in fields else None,
        voice.alone(voice.phone(row.phone)) if row.phone and "phone" in fields else None,
        voice.say(OWNER, name=owner.name) if owner is not None else None,
    )
    title = row.name if record == "customer" else f"{row.name} · {customer.name}"
    copying = copies(voice, [row]) if "phone" in fields else ()
    return Shareable(f"{record}-{record_id}", title, about.plain, voice.lines(head, about), copying)

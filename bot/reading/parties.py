"""Who is meant: names found in a clause, judged together, become a customer and a contact, or a doubt.

Certain is an exact name or alias that no other record has, and the only good match otherwise (READING rules 5 and 2). A
contact that is not clear alone may be clear beside its customer (``Deepa palm clinic``). The customer of the last receipt
or card decides between equals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.kinds.party import Party
from bot.reading.doubts import Ambiguous, Candidate, Doubt, Unknown
from core.customers.names import certain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.reading.context import Context
    from bot.reading.units import Unit
    from core.customers.names.matching import Match

_SURE = ("exact", "alias", "phone", "email")
_GOOD = 70.0
_MOST_NAMES = 12
"""So many names of one clause are looked at."""
_NEAR = {True: 1.5, False: 7.0}
"""How far behind the best a rival may lie and still count: among sure matches, among the others."""


@dataclass(frozen=True)
class Who:
    """Whom a clause is about. ``doubts`` are of the field ``customer``."""

    customer: Party | None = None
    contact: Party | None = None
    doubts: tuple[Doubt, ...] = ()
    said: str = ""

    @property
    def nobody(self) -> bool:
        """Whether no name was there at all."""
        return self.customer is None and self.contact is None and not self.doubts

    def values(self) -> dict[str, Party]:
        """What is certain, by field."""
        told = {"customer": self.customer, "contact": self.contact}
        return {key: party for key, party in told.items() if party is not None}


@dataclass
class Circle:
    """The parties of one clause: whom it is about, further customers of the same verb, and the units they took."""

    who: Who = field(default_factory=Who)
    others: list[Who] = field(default_factory=list)
    taken: list[Unit] = field(default_factory=list)


def candidate(match: Match, context: Context) -> Candidate:
    """A match with its customer's name, as a doubt keeps it."""
    customer = None
    if match.record == "contact" and match.customer_id is not None:
        row = context.crm.customers.get(match.customer_id)
        customer = Party("customer", match.customer_id, str(row.name))
    return Candidate(match.record, match.id, match.name, float(match.score), match.how, customer)


def equals(matches: Sequence[Match]) -> list[Match]:
    """The matches that fit equally well, best first; the one that is certain alone (``core.customers.names.certain``)."""
    if not matches:
        return []
    sure = certain(matches)
    if sure is not None:
        return [sure]
    best = matches[0]
    exact = best.how in _SURE
    rivals = [m for m in matches if (m.how in _SURE or not exact) and m.score >= best.score - _NEAR[exact]]
    customers = {m.id for m in rivals if m.record == "customer"}
    # a person who bears the name of the own company stands for it, not beside it
    return [
        m for m in rivals if not (m.record == "contact" and m.customer_id in customers and m.how != "exact")
    ] or rivals


def _only_good(matches: Sequence[Match]) -> bool:
    """One loose match that nothing else comes near to: where a name is expected that is who is meant (READING rule 5)."""
    best, rival = matches[0], matches[1].score if len(matches) > 1 else 0.0
    return best.how in ("script", "typo", "part") and best.score >= _GOOD and best.score - rival >= _NEAR[False]


def settled(who: Candidate) -> Who:
    """A candidate as the answer to whom."""
    if who.record == "contact":
        return Who(who.customer, who.party, said=who.name)
    return Who(who.party, None, said=who.name)


def judge(matches: Sequence[Match], said: str, context: Context, beside: Iterable[int] = ()) -> Who:
    """Who a name means. ``beside`` are the customers named next to it: a contact of theirs is meant before others."""
    near = set(beside)
    if near:
        own = [m for m in matches if m.record == "contact" and m.customer_id in near]
        if own and (matches[0].record == "contact" or matches[0].how not in _SURE):
            matches = own
    meant = equals(matches)
    if len(meant) > 1:
        gone = {m.id for m in meant if m.record == "contact" and context.crm.contacts.get(m.id).left_at is not None}
        if gone and any(
            m.record != "contact" or m.id not in gone for m in meant
        ):  # who left is not offered beside others
            matches = [m for m in matches if m.record != "contact" or m.id not in gone]
            meant = equals(matches)
    if len(meant) > 1 and context.receipt is not None:
        told = context.receipt
        of_receipt = [
            m
            for m in meant
            if (m.record, m.id) == (told.record, told.id) or (told.record == "customer" and m.customer_id == told.id)
        ]
        meant = of_receipt if len(of_receipt) == 1 else meant
    if len(meant) == 1 and (certain(meant) is not None or near or _only_good(matches)):
        return settled(candidate(meant[0], context))
    found = tuple(candidate(match, context) for match in meant[:5])
    if len(meant) > 1:
        return Who(doubts=(Ambiguous("customer", said, found),), said=said)
    return Who(doubts=(Unknown("customer", said, near=found, creating=True),), said=said)


def gather(units: Sequence[Unit], context: Context) -> list[Who]:
    """The parties that name, phone and e-mail units mean, in order; a contact beside its customer is one with it."""
    named = [(unit, matches_of(unit, context)) for unit in units[:_MOST_NAMES]]
    found: list[Who] = []
    for unit, matches in named:
        if not matches:
            found.append(unreached(unit))
            continue
        others = {
            m.customer_id for _, rest in named if rest is not matches for m in equals(rest) if m.record == "contact"
        }
        if len(equals(matches)) > 1 and others:  # an unclear company beside a clear person of one of them
            mine = [m for m in equals(matches) if m.record == "customer" and m.id in others]
            matches = mine if len(mine) == 1 else matches  # noqa: PLW2901 - the narrowed ones are meant
        beside = {m.id for other, rest in named if other is not unit for m in equals(rest) if m.record == "customer"}
        found.append(judge(matches, unit.text, context, beside))
    return joined(found)


def matches_of(unit: Unit, context: Context) -> Sequence[Match]:
    """The records that a name, phone or e-mail unit may mean."""
    if unit.kind == "phone":
        return tuple(context.crm.names.by_phone(unit.found.value))
    if unit.kind == "email":
        return tuple(context.crm.names.by_email(unit.found.value))
    return tuple(unit.found.candidates)


def unreached(unit: Unit) -> Who:
    """A phone or e-mail that nobody has."""
    return Who(doubts=(Unknown("customer", unit.text, creating=False),), said=unit.text)


def joined(found: Sequence[Who]) -> list[Who]:
    """A customer and its contact beside each other become one; the same customer again adds nothing."""
    told: list[Who] = []
    for who in found:
        at = next((i for i, other in enumerate(told) if _same(other, who)), None)
        if at is None:
            told.append(who)
        elif told[at].contact is None and who.contact is not None:
            told[at] = Who(who.customer, who.contact, said=told[at].said)
    clear = [who for who in told if not who.doubts]
    if clear and len(told) > len(clear):
        # an unclear name whose candidates include what is clear beside it means that
        told = [who for who in told if not (who.doubts and any(_covers(who, other) for other in clear))]
    return told


def _same(one: Who, other: Who) -> bool:
    return one.customer is not None and other.customer is not None and one.customer.id == other.customer.id


def _covers(unclear: Who, clear: Who) -> bool:
    doubt = unclear.doubts[0]
    if not isinstance(doubt, Ambiguous) or clear.customer is None:
        return False
    return any(
        (c.customer.id if c.customer else c.id if c.record == "customer" else None) == clear.customer.id
        for c in doubt.candidates
    )

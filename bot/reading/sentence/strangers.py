"""Names that nobody has: where they end, and when a known first name is part of a stranger's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.normalise import words
from bot.reading.words.senses import folded_words, longest, senses_at, unglued

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.units import Unit
    from core.customers.names.matching import Match

_MOST_NAME_WORDS = 7
_WHOLE = 95.0
_LOW_LINKS = frozenset("of and & the al el bin ibn abu de for n".split())


def runs_on(units: Sequence[Unit], at: int, last: int) -> int:
    """``called Sara Khan`` where only Sara Haddad is known: the unit behind the strange name, or ``at`` where it is none."""
    unit = units[at]
    if unit.kind != "name" or not unit.found.runs_on or at + 1 >= last or units[at + 1].stop:
        return at
    after = units[at + 1]
    surname = (
        after.text[:1].isupper() and not after.text.isupper() if after.text.isascii() else after.folded.startswith("ال")
    )
    if after.kind != "word" or not surname or not may_be_named(after):
        return at
    return name_ends(units, at + 1, last)


def one_stranger(units: Sequence[Unit], names: Sequence[Unit], at: int) -> bool:
    """Two loose parts of people's names side by side, of different customers: one person whom nobody knows (سارة العتيبي)."""
    if len(names) != 1 or units[at].stop or units[at - 1] is not names[0]:
        return False
    if names[0].kind != "name" or units[at].kind != "name":
        return False
    one, other = names[0].found.candidates, units[at].found.candidates
    loose = all(m.how in ("part", "typo", "script", "prefix") and m.score < _WHOLE for m in (one[0], other[0]))
    people = any(m.record == "contact" for m in (one[0], other[0]))
    return loose and people and not ({_customer(m) for m in one} & {_customer(m) for m in other})


def _customer(match: Match) -> int:
    return match.customer_id if match.customer_id is not None else match.id


def name_ends(units: Sequence[Unit], at: int, last: int) -> int:
    """Where a name that nobody has ends, if one begins at ``at``: capitalised words, else words up to one that starts a note."""
    first = units[at]
    company = first.folded == "شركه" and at + 1 < last and not units[at + 1].stop and may_be_named(units[at + 1])
    if first.kind != "word" or not (company or may_be_named(first)):
        return at
    capital = first.text[:1].isupper() and not first.text.isupper()
    end = at
    while end < last and end - at < _MOST_NAME_WORDS:
        unit = units[end]
        if end > at and unit.stop:
            break
        if unit.kind == "name":
            if unit.found.candidates[0].how in ("exact", "alias") or end == at:
                break
        elif unit.kind != "word":
            break
        elif capital and not unit.text[:1].isupper():
            follows = end + 1 < last and not units[end + 1].stop and units[end + 1].text[:1].isupper()
            if not (unit.folded in _LOW_LINKS and follows):
                break
        elif not capital and not may_be_named(unit) and not (company and end == at):
            break
        end += 1
    return end


def may_be_a_name(text: str) -> bool:
    """Whether a text, typed where a name is asked for, can be one at all: short, no question, and without a verb or pronoun of ours."""
    folded = folded_words(text)
    if folded and all(longest(senses_at(folded, at), "yes", "no") for at in range(len(folded))):
        return False
    if not folded or len(folded) > _MOST_NAME_WORDS or text.rstrip().endswith(("?", "؟")):
        return False
    typed = [word.text for word in words(text)]
    for at, word in enumerate(folded):
        senses = senses_at(folded, at)
        if longest(senses, *_NEVER_IN_NAMES) or word in _SAYS:
            return False
        if not word.isascii() and len(folded) > 1 and longest(senses, "plain"):
            return False
        if at and longest(senses, "starts") and not typed[at][:1].isupper():
            return False  # ``Saad said he calls back``; but ``New Horizon``
    return True


_NEVER_IN_NAMES = ("done", "from_them", "pronoun", "small", "outcome", "remind", "follow", "not_that", "weak_time")
_SAYS = frozenset("my i is are was am i'm it's the انا هذا هذه كان يوم اليوم".split())


_ROLES = frozenset(
    "owner manager director ceo cfo coo buyer receptionist boss accountant secretary assistant procurement client customer lady gentleman".split()
)
"""Whom one meets without a name; written with a capital it may be one."""
_ROLES_AR = frozenset("العميل الزبون عميل زبون المحاسب السكرتيره الموظف موظف المسؤول المشتريات".split())


def may_be_named(unit: Unit) -> bool:
    """Whether a word may belong to a name that nobody has: it says nothing else, and no و is glued to it."""
    if unglued(unit.folded) != unit.folded or unit.text in _ROLES or unit.folded in _ROLES_AR:
        return False
    if unit.folded.startswith("و") and len(unit.folded) > 4 and not unit.folded.isascii():  # noqa: PLR2004 - a glued و on an unknown verb
        return False
    return (
        unit.has("starts", "about", "outcome", "pronoun", "opener", "link", "weak_time", "noun", "follow", "remind")
        is None
    )

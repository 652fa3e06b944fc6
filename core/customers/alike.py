"""Whether a new customer or contact looks like one that is there: same phone, same e-mail, or nearly the same name."""

from __future__ import annotations

from typing import Literal, Protocol

from rapidfuzz.distance import DamerauLevenshtein

from core.customers.folding import fold
from core.customers.names.matching import SAME_BUT_FORM, Match
from core.errors import LooksLike

_NEARLY = 92.0
_ONE_SLIP_FROM = 5
_TELLING = frozenset({"holding", "holdings", "group", "القابضه", "قابضه", "مجموعه"})
"""Company words that tell two companies apart: Acme and Acme Holding are kept as two."""


class KnownNames(Protocol):
    """What customers and contacts need of the names: see ``core.customers.names``."""

    def find(
        self, text: str, limit: int = 5, records: tuple[Literal["customer", "contact"], ...] = ("customer", "contact")
    ) -> list[Match]:
        """The records that a text may mean, best first."""
        ...

    def by_phone(self, e164: str) -> list[Match]:
        """The records with that phone."""
        ...

    def by_email(self, text: str) -> list[Match]:
        """The records with that e-mail address."""
        ...


def refuse_alike(
    names: KnownNames,
    record: Literal["customer", "contact"],
    name: str,
    *,
    phone: str | None = None,
    email: str | None = None,
    customer_id: int | None = None,
) -> None:
    """Raise LooksLike with what the new record looks like (why: ``phone``, ``email``, ``name``). Writes nothing.

    A contact's name is compared within its customer only: there may be a Sara at every company.
    """
    found: dict[tuple[str, int], tuple[str, int, str, str]] = {}
    if phone:
        for match in names.by_phone(phone):
            found.setdefault((match.record, match.id), (match.record, match.id, match.name, "phone"))
    if email:
        for match in names.by_email(email):
            found.setdefault((match.record, match.id), (match.record, match.id, match.name, "email"))
    for match in names.find(name, limit=5, records=(record,)):
        if (record == "customer" or match.customer_id == customer_id) and _nearly(name, match):
            found.setdefault((match.record, match.id), (match.record, match.id, match.name, "name"))
    if found:
        raise LooksLike(name, list(found.values()))


def _nearly(name: str, match: Match) -> bool:
    """The same but for form, or one slip of typing apart (two in a long name); never merely a part of it."""
    ours, theirs = fold(name), fold(match.name)
    if match.how != "alias" and _TELLING & (set(ours.split()) ^ set(theirs.split())):
        return False
    if match.how in ("exact", "alias") or (match.how != "script" and match.score >= SAME_BUT_FORM):
        return True
    if min(len(ours), len(theirs)) < _ONE_SLIP_FROM:
        return False
    slips = DamerauLevenshtein.distance(ours, theirs)
    return slips <= 1 or 100.0 * (1 - slips / max(len(ours), len(theirs))) >= _NEARLY

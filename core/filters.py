"""The one filter language: which customers are meant, as data, and as the conditions of a query.

Everything is a bound parameter; ``%`` and ``_`` in a rep's words are literal. A city is compared folded and by its
consonants, so that ``جدة`` finds ``Jeddah``. ``told`` says the filter in the form that an answer shows beside its count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, String, cast, exists, false, func, or_
from sqlmodel import col, select

from core.customers.customer import Customer
from core.customers.folding import fold
from core.customers.names.sounds import skeletons
from core.selling.deal import Deal

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True, kw_only=True)
class CustomerFilter:
    """Which customers. Every field that is set must hold; ``quiet_since`` is an aware moment, ``owner_id`` a rep."""

    words: tuple[str, ...] = ()
    """Each stands in the name, a tag, the industry or the source."""
    city: str = ""
    status: str = ""
    owner_id: int | None = None
    quiet_since: datetime | None = None
    """Nobody was in touch since then."""
    deal_over: Decimal | None = None
    """An open deal of more than that."""

    def conditions(self, session: Session) -> list[ColumnElement[bool]]:
        """The conditions of a query over customers."""
        found: list[ColumnElement[bool]] = [_stands(word) for word in self.words]
        if self.city:
            found.append(_in_city(session, self.city))
        if self.status:
            found.append(col(Customer.status) == self.status)
        if self.owner_id is not None:
            found.append(col(Customer.owner_id) == self.owner_id)
        if self.quiet_since is not None:
            quiet, since = col(Customer.last_contacted_at), self.quiet_since
            found.append(or_(quiet.is_(None), quiet < since))
        if self.deal_over is not None:
            over = select(Deal.id).where(
                col(Deal.customer_id) == col(Customer.id), Deal.status == "open", col(Deal.amount) > self.deal_over
            )
            found.append(exists(over))
        return found

    @property
    def told(self) -> str:
        """The filter in words of the database, as an answer shows it."""
        pieces = [f"name/tag/industry ~ {word}" for word in self.words]
        pieces += [f"city = {self.city}"] if self.city else []
        pieces += [f"status = {self.status}"] if self.status else []
        pieces += ["owner = me"] if self.owner_id is not None else []
        pieces += [f"last contact < {self.quiet_since.date().isoformat()}"] if self.quiet_since else []
        pieces += [f"open deal > {self.deal_over:,.0f}"] if self.deal_over is not None else []
        return " · ".join(pieces) or "all"


def _stands(word: str) -> ColumnElement[bool]:
    columns = (col(Customer.name), cast(col(Customer.tags), String), col(Customer.industry), col(Customer.source))
    return said_in(columns, word)


def said_in(columns: tuple[Any, ...], word: str) -> ColumnElement[bool]:
    """Whether a word stands in one of the columns: as typed or folded; English also in the singular."""
    forms = {word.lower(), fold(word)} | ({_singular(word.lower())} if word.isascii() else set())
    return or_(
        *(func.lower(column).like(_like(form), escape="\\") for column in columns for form in sorted(forms) if form)
    )


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


_LONG_ENOUGH = 4


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _LONG_ENOUGH:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) >= _LONG_ENOUGH else word


def _in_city(session: Session, city: str) -> ColumnElement[bool]:
    wanted, heard = fold(city), _heard(city)
    known = [name for name in session.exec(select(Customer.city).distinct()) if name]
    exact = [name for name in known if fold(name) == wanted]
    # Both scripts of one city: the rest of the list is added, since half the team may have typed the other.
    close = exact + [name for name in known if name not in exact and heard & _heard(name)]
    return col(Customer.city).in_(close) if close else false()


def _heard(city: str) -> set[str]:
    """How the name of a city may sound, its words put together, without the Arabic article."""
    words = [word.removeprefix("ال") for word in fold(city).split() if word not in {"al", "el"}]
    return {sound for sound in skeletons("".join(words)) if len(sound) > 1}

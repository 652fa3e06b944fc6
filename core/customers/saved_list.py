"""Lists that reps saved under a name: the question is kept, never its answer, so that a list is always live."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, col, select

from core.columns import Json, Row, UtcDateTime
from core.customers.folding import fold
from core.errors import BadValue
from core.transaction import Transaction

_LONGEST = 60


class SavedList(Row, table=True):
    """A question under a name, its rep's own. ``asks`` is the question in the form in which the program kept it."""

    __tablename__ = "saved_lists"

    id: int = Field(default=None, primary_key=True)
    name: str
    folded: str = Field(index=True)
    rep_id: int | None = Field(default=None, foreign_key="reps.id", index=True)
    asks: dict[str, Any] = Field(sa_type=Json)
    created_at: datetime = Field(sa_type=UtcDateTime)


class SavedLists:
    """The acting rep's saved lists."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def save(self, name: str, asks: dict[str, Any]) -> SavedList:
        """Keep a question under a name; one of the same name is replaced. Raises BadValue for a name that is empty or long."""
        self._tx.require("lists.own")
        name = " ".join(name.split())
        if not fold(name) or len(name) > _LONGEST:
            raise BadValue("name", name[:_LONGEST], "long" if name else "empty")
        row = self.named(name)
        if row is None:
            row = SavedList(name=name, folded=fold(name), rep_id=self._tx.rep_id, asks=asks, created_at=self._tx.now)
            self._tx.session.add(row)
        else:
            row.name, row.asks = name, asks
        self._tx.session.flush()
        return row

    def named(self, name: str) -> SavedList | None:
        """The rep's list of that name, however it is spelt; None where there is none."""
        mine = col(SavedList.rep_id).is_not_distinct_from(self._tx.rep_id)
        return self._tx.session.exec(select(SavedList).where(mine, SavedList.folded == fold(name)).limit(1)).first()

    def all(self) -> list[SavedList]:
        """The rep's lists by name."""
        mine = col(SavedList.rep_id).is_not_distinct_from(self._tx.rep_id)
        return list(
            self._tx.session.exec(select(SavedList).where(mine).order_by(col(SavedList.name), col(SavedList.id)))
        )

    def delete(self, list_id: int) -> None:
        """Forget one of the rep's lists; somebody else's is passed over."""
        row = self._tx.session.get(SavedList, list_id)
        if row is not None and row.rep_id == self._tx.rep_id:
            self._tx.session.delete(row)
            self._tx.session.flush()

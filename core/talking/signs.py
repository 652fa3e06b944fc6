"""Signs of life: when each platform was last heard from, kept so that a long silence is noticed by whoever comes back from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import select

from core.talking.rows import SignOfLife
from core.transaction import Transaction


class SignsOfLife:
    """Writing them down."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def seen(self, platform: str, bot: str) -> datetime | None:
        """The platform shows one now; when it showed the one before, None where there was none. Of two at once one waits."""
        asked = select(SignOfLife).where(SignOfLife.platform == platform, SignOfLife.bot == bot)
        if self._tx.dialect == "postgresql":
            asked = asked.with_for_update()
        found = self._tx.session.exec(asked).first()
        before = found.at if found is not None else None
        into: Any = (sqlite if self._tx.dialect == "sqlite" else postgresql).insert(SignOfLife)
        put = into.values(platform=platform, bot=bot, at=self._tx.now)
        self._tx.session.connection().execute(
            put.on_conflict_do_update(index_elements=["platform", "bot"], set_={"at": put.excluded.at})
        )
        return before

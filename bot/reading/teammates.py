"""Which colleague a name means, in either script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.kinds.rep_name import RepName
from bot.language.normalise import fold
from core.customers.names.sounds import sounds_like

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.reading.context import Context
    from core.team.rep import Rep

_SAME_SOUND = 0.8
"""From so much alike a colleague's name in the other script is theirs."""


def rep_called(said: str, context: Context) -> RepName | None:
    """The colleague of that name; in the other script (عمر for Omar) the only one who sounds like it."""
    row = context.crm.team.rep_named(said)
    if row is None:
        row = _sounds_like(fold(said), context.crm.team.reps(active=True))
    return None if row is None else RepName(int(row.id or 0), str(row.name))


def _sounds_like(said: str, reps: Iterable[Rep]) -> Rep | None:
    alike = [
        rep
        for rep in reps
        if said
        and rep.name.isascii() != said.isascii()
        and sounds_like(said, fold(rep.name if " " in said else rep.name.split()[0])) >= _SAME_SOUND
    ]
    return alike[0] if len(alike) == 1 else None

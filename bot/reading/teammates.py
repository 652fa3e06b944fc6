"""Which colleague a name means, in either script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.kinds.rep_name import RepName
from bot.language.normalise import fold
from core.customers.names.sounds import sounds_like

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.team.team import Called, Team

_SAME_SOUND = 0.8
"""From so much alike a colleague's name in the other script is theirs."""


def rep_called(said: str, team: Team, *, disabled: bool = False) -> RepName | None:
    """The colleague of that name; in the other script (عمر for Omar) the only active one who sounds like it.

    ``disabled``: who was shut out is meant as well; else only their full name means them.
    """
    row = team.rep_named(said)
    if row is not None:
        return RepName(int(row.id or 0), str(row.name))
    heard = _sounds_like(fold(said), [rep for rep in team.called() if rep.active or disabled])
    return None if heard is None else RepName(heard.id, heard.name)


def _sounds_like(said: str, reps: Iterable[Called]) -> Called | None:
    alike = [
        rep
        for rep in reps
        if said
        and rep.name.isascii() != said.isascii()
        and sounds_like(said, fold(rep.name if " " in said else rep.name.split()[0])) >= _SAME_SOUND
    ]
    return alike[0] if len(alike) == 1 else None

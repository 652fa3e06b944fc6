"""What a reading is not sure of, as data.

The engine words the question (``bot/talking/asking``), keeps the draft and finishes it from the answer; no command and no reader
contains a dialogue.

Every doubt names the ``field`` of the command that it is about (empty until the reader knows it: the readers of times do
not know for whom they read) and what the rep ``said`` there. ``to_json``/``doubt_from_json`` are the stored form.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.kinds.when import When


@dataclass(frozen=True)
class Candidate:
    """One record that an unclear name or number may mean, best first in its doubt.

    ``customer`` is the contact's customer; ``score`` is 0 to 100; ``how`` is exact, alias, part, prefix, typo or script.
    """

    record: str
    id: int
    name: str
    score: float = 0.0
    how: str = ""
    customer: Party | None = None

    @property
    def party(self) -> Party:
        """As a customer or contact. Raises ValueError for another record."""
        if self.record == "customer":
            return Party("customer", self.id, self.name)
        if self.record == "contact":
            return Party("contact", self.id, self.name)
        msg = f"{self.record} is no party"
        raise ValueError(msg)

    @property
    def ref(self) -> Ref:
        """As any record."""
        return Ref(self.record, self.id, self.name)


@dataclass(frozen=True)
class Doubt:
    """Something to ask before anything is written."""

    field: str = ""
    said: str = ""

    def about(self, field: str) -> Self:
        """The same doubt of that field."""
        return replace(self, field=field)

    def to_json(self) -> dict[str, Any]:
        """The complete form."""
        told = {f.name: _out(getattr(self, f.name)) for f in fields(self) if getattr(self, f.name) != f.default}
        return {"doubt": type(self).__name__, **told}


@dataclass(frozen=True)
class Missing(Doubt):
    """A field that must be there and was not said. ``kind`` is party, customer, when, text, amount, record or rep."""

    kind: str = "party"


@dataclass(frozen=True)
class Unfiled(Missing):
    """To whom something belongs that was sent and not said: ``what`` is forward, photo, voice, heard, place or file.

    ``count`` of them, by ``author`` (empty: hidden) between ``since`` and ``until`` (ISO, of the original messages);
    ``candidates`` are the likeliest.
    """

    kind: str = "customer"
    what: str = "file"
    count: int = 1
    author: str = ""
    since: str = ""
    until: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Ambiguous(Doubt):
    """Several records fit equally; the answer is a button, a number, or more of the name."""

    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Unknown(Doubt):
    """Nobody is called that: create, search again, or discard.

    ``contact_said`` is an unknown person named with an unknown company; ``near`` are the closest that exist. ``creating``:
    the command can create it (its fields ``new_customer`` and ``new_contact``). ``person``: said as a person of ``at``.
    """

    contact_said: str = ""
    near: tuple[Candidate, ...] = ()
    creating: bool = False
    at: Party | None = None


@dataclass(frozen=True)
class Unsure(Doubt):
    """One record fits, but not well enough to write unasked (another script's spelling among others, a far typo)."""

    candidate: Candidate | None = None


@dataclass(frozen=True)
class Past(Doubt):
    """A time for a follow-up that has passed (or, for a log, has not come yet); ``proposal`` is the next such time."""

    proposal: When | None = None


@dataclass(frozen=True)
class Vague(Doubt):
    """A time without a day (``soon``, ``after Eid``); the choices go on buttons."""

    choices: tuple[When, ...] = ()


@dataclass(frozen=True)
class TooFar(Doubt):
    """More than a year ahead: asked before it is believed."""

    when: When | None = None


@dataclass(frozen=True)
class Impossible(Doubt):
    """A date that does not exist (``31 Feb``, month 13)."""


@dataclass(frozen=True)
class NotListed(Doubt):
    """A number beyond the last list, which had ``count`` entries (0: no list was shown)."""

    count: int = 0


_KINDS: dict[str, type[Doubt]] = {
    kind.__name__: kind
    for kind in (Missing, Unfiled, Ambiguous, Unknown, Unsure, Past, Vague, TooFar, Impossible, NotListed)
}


def doubt_from_json(value: dict[str, Any]) -> Doubt:
    """Read back what ``Doubt.to_json`` wrote. Raises KeyError for a kind of doubt that is not there any more."""
    kind = _KINDS[value["doubt"]]
    return kind(**{f.name: _in(f.name, value[f.name]) for f in fields(kind) if f.name in value})


def candidate_from_json(value: dict[str, Any]) -> Candidate:
    """Read back a candidate."""
    customer = value.get("customer")
    return Candidate(
        record=value["record"],
        id=int(value["id"]),
        name=value["name"],
        score=float(value.get("score", 0)),
        how=value.get("how", ""),
        customer=Party.from_json(customer) if customer else None,
    )


def _out(value: Any) -> Any:
    if isinstance(value, Candidate):
        told = {"record": value.record, "id": value.id, "name": value.name, "score": value.score, "how": value.how}
        return told | ({"customer": value.customer.to_json()} if value.customer else {})
    if isinstance(value, Party | When):
        return value.to_json()
    if isinstance(value, tuple):
        return [_out(item) for item in value]
    return value


def _in(name: str, value: Any) -> Any:
    if name in ("candidates", "near"):
        return tuple(candidate_from_json(item) for item in value)
    if name == "candidate":
        return candidate_from_json(value)
    if name in ("proposal", "when"):
        return When.from_json(value)
    if name == "choices":
        return tuple(When.from_json(item) for item in value)
    if name == "at":
        return Party.from_json(value)
    return value

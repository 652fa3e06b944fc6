"""A command that is not a command yet: what was understood, and what must be asked first. Stored with an open question."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from bot import command as frame
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.reading.doubts import Candidate, Doubt, Unknown, doubt_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.command import Command
    from bot.language.words import Language


@dataclass(frozen=True)
class New:
    """The answer `create it` to an unknown name: goes to the command's ``new_customer`` / ``new_contact``."""

    name: str
    contact: str = ""


@dataclass(frozen=True)
class Draft:
    """A command with the values read so far and the doubts left, in the order in which they are asked."""

    command: type[Command]
    values: Mapping[str, Any] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    score: float = 0.0
    """How much of the sentence speaks for this reading; only for choosing among readings."""

    @property
    def complete(self) -> bool:
        """Whether it can be carried out without a question."""
        return not self.doubts

    def build(self) -> Command:
        """The command. Raises ValueError while a doubt is left."""
        if self.doubts:
            msg = f"still in doubt: {self.doubts!r}"
            raise ValueError(msg)
        return self.command(**self.values)

    def apart(self) -> list[Draft]:
        """``snooze 1 and 3``: one draft for each follow-up that was named; of one, or none, the draft itself."""
        told = self.values.get("follow_up")
        return (
            [replace(self, values={**self.values, "follow_up": ref}) for ref in told]
            if isinstance(told, tuple)
            else [self]
        )

    def shown(self) -> dict[str, Any]:
        """The ``parameters`` of ``explain``: what is known so far, doubts left out."""
        known = {f.name for f in fields(self.command)}
        told = {key: value for key, value in self.values.items() if key in known}
        return {key: frame.shown_value(value) for key, value in told.items() if value not in (None, "", (), False)}

    def settle(self, doubt: Doubt, value: Any) -> Draft:
        """The draft with that doubt answered.

        A Candidate or Party of record contact fills ``contact`` and its ``customer`` where the command has both, else only
        the customer; New fills
        ``new_customer``/``new_contact``; anything else fills the doubt's field. Other doubts of the same field about the
        same words go too. A doubt that this draft does not have leaves it as it is.
        """
        mine = [d for d in self.doubts if d.field == doubt.field and d.said == doubt.said]
        if not mine:
            return self
        filled = self._filled(doubt.field, value)
        at = filled.get("customer")
        left = tuple(
            replace(d, at=at) if isinstance(d, Unknown) and d.field == "contact" and isinstance(at, Party) else d
            for d in self.doubts
            if d not in mine and not (d.field == "contact" and ("contact" in filled or "new_customer" in filled))
        )
        if isinstance(value, New) and not value.contact:
            person = next((d.said for d in self.doubts if isinstance(d, Unknown) and d.field == "contact"), "")
            filled |= (
                {"new_contact": person} if person and "new_contact" in {f.name for f in fields(self.command)} else {}
            )
        return replace(self, values={**self.values, **filled}, doubts=left)

    def _filled(self, name: str, value: Any) -> dict[str, Any]:
        has = {f.name for f in fields(self.command)}
        if isinstance(value, New):
            filled = {"new_customer": value.name} if name == "customer" else {f"new_{name}": value.name}
            if value.contact:
                filled["new_contact"] = value.contact
            return {key: told for key, told in filled.items() if key in has}
        if isinstance(value, Candidate) and value.record not in ("customer", "contact"):
            return {name: value.ref}
        if isinstance(value, Candidate):
            if value.record == "contact" and name == "customer" and value.customer is not None:
                whom = {"contact": value.party} if "contact" in has else {}  # a deal is the customer's
                return {**whom, "customer": value.customer}
            return {name: value.party}
        if isinstance(value, Party) and value.record == "contact" and name == "customer" and "contact" in has:
            return {"contact": value}
        return {name: value}

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "command": self.command.name(),
            "values": {key: frame.json_value(value) for key, value in self.values.items()},
            "doubts": [doubt.to_json() for doubt in self.doubts],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Draft:
        """Read back what ``to_json`` wrote. Raises KeyError for a command that is not there any more."""
        command = frame.commands_by_name()[value["command"]]
        return cls(
            command,
            frame.values_from_json(command, value["values"]),
            tuple(doubt_from_json(doubt) for doubt in value["doubts"]),
        )


@dataclass(frozen=True)
class Pending:
    """An open question of one conversation: all drafts of the sentence (one step once answered) and the sentence itself."""

    drafts: tuple[Draft, ...]
    said: str

    @property
    def doubt(self) -> Doubt | None:
        """What is asked now: the first doubt of the first draft that has one; None when all can be carried out."""
        return next((doubt for draft in self.drafts for doubt in draft.doubts), None)

    def settle(self, doubt: Doubt, value: Any) -> Pending:
        """With that doubt answered in every draft that has it (one name unclear for the log and for its follow-up)."""
        return replace(self, drafts=tuple(draft.settle(doubt, value) for draft in self.drafts))

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        return {"drafts": [draft.to_json() for draft in self.drafts], "said": self.said}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Pending:
        """Read back what ``to_json`` wrote. Raises KeyError where a command is not there any more: then the question is dropped."""
        return cls(tuple(Draft.from_json(draft) for draft in value["drafts"]), value["said"])


@dataclass(frozen=True)
class Found:
    """Something recognised in the text, as ``explain`` lists it: offsets into the message, and by kind what CLI.md names."""

    kind: str
    text: str
    start: int
    end: int
    told: Mapping[str, Any] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """The command line's form."""
        return {"kind": self.kind, "text": self.text, "start": self.start, "end": self.end, **self.told}


@dataclass(frozen=True)
class Reading:
    """What a text comes to. No drafts: nothing to carry out, and ``alternatives`` are what it could have meant, best first.

    ``mentioned`` is the record that a text without a known verb names: what to do with it is asked, nothing is written.
    ``trouble`` is a code for what cannot be (``nothing_to_correct``), worded by the engine.
    """

    drafts: tuple[Draft, ...] = ()
    finds: Callable[[], tuple[Found, ...]] = tuple
    note: str = ""
    language: Language = "en"
    alternatives: tuple[Draft, ...] = ()
    mentioned: Party | Ref | None = None
    trouble: str = ""
    takes_back: int | None = None
    """The step that the drafts replace once they are settled: a correction that must be asked about first."""
    bare: bool = False
    """A name, phone or e-mail without a word around it: a look-up, or the answer to a question that is open."""

    @property
    def found(self) -> tuple[Found, ...]:
        """What was recognised, in the text's order; worked out when it is asked for."""
        return self.finds()

    @property
    def complete(self) -> bool:
        """Whether there is something to carry out and nothing to ask."""
        return bool(self.drafts) and all(draft.complete for draft in self.drafts)

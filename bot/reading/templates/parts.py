"""Commands in free order: a head, then parts known by their words or by the kind of their value, then what is left."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.language.numbers import read_number
from bot.reading.draft import Draft
from bot.reading.sentence.notes import trimmed
from bot.reading.templates.match import Text, prefix
from bot.reading.templates.pattern import Pattern, Slot, compiled
from bot.reading.templates.piece import Piece, Unreadable
from bot.reading.templates.slots import filled, kinds_of

if TYPE_CHECKING:
    from bot.command import Clause, Command, Parts
    from bot.language.words import Words
    from bot.reading.context import Context
    from bot.reading.doubts import Doubt
    from bot.reading.units import Unit

_UNIT_OF = {"amount": "amount", "phone": "phone", "email": "email", "day": "time", "when": "time"}
_LABELS = frozenset(
    "phone mobile tel telephone number email mail worth value amount جوال هاتف تلفون رقم ايميل بريد بقيمه قيمه مبلغ".split()
)
"""Words that announce a part; they are no name and no note."""
_MOST_AHEAD = 6
_JOINING = frozenset("the a with for of مع ل من".split())
_CALLED = frozenset("named اسمه اسمها اسمهم".split())
_GLUED = "بل"
_PER = frozenset("at @ x each بسعر × في".split())


@cache
def lines(text: str) -> tuple[Pattern, ...]:
    """The templates of a text, one a line; ``-`` alone is none."""
    return tuple(compiled(line.strip()) for line in text.splitlines() if line.strip() not in ("", "-"))


def both(words: Words) -> tuple[Pattern, ...]:
    """The templates of both languages; a rep may mix them."""
    return lines(words.en) + lines(words.ar)


def read_parts(command: type[Command], parts: Parts, text: Text, context: Context) -> Draft | None:
    """The command where its head opens the text, with every part that was found; None where the head is another."""
    kinds = kinds_of(command)
    begins = _head_ends(parts, text, kinds, 0)
    if begins:
        return _Parts(command, parts, text, context, kinds, begins).read()
    if parts.first:
        return None
    for at in range(1, min(len(text.tokens), _MOST_AHEAD + 1)):
        if text.unit(at - 1).kind not in ("name", "amount", "phone", "email") and text.folded[at - 1] not in _JOINING:
            return None
        begins = _head_ends(parts, text, kinds, at)
        if begins:
            return _turned(command, parts, text, context, kinds, at, begins)
    return None


def _head_ends(parts: Parts, text: Text, kinds: dict[str, str], at: int) -> int:
    return max((end for head in both(parts.heads) for end, _ in prefix(head, text, kinds, at)), default=0)


def _turned(  # noqa: PLR0917 - as read_parts, and where the head stands
    command: type[Command], parts: Parts, text: Text, context: Context, kinds: dict[str, str], at: int, begins: int
) -> Draft | None:
    """``acme deal 40k``, ``40k deal acme``: the same words with the head behind; then nothing may be left that says more."""
    moved = replace(
        text,
        tokens=[*text.tokens[at:begins], *text.tokens[:at], *text.tokens[begins:]],
        folded=[*text.folded[at:begins], *text.folded[:at], *text.folded[begins:]],
        unit_of=[*text.unit_of[at:begins], *text.unit_of[:at], *text.unit_of[begins:]],
    )
    moved.signs = [*text.signs[at:begins], *text.signs[:at], *text.signs[begins:]]
    reading = _Parts(command, parts, moved, context, kinds, begins - at)
    draft = reading.read()
    complete = all(each in draft.values for each in parts.bare[:2])
    return draft if complete and not draft.values.get(parts.rest) and not draft.doubts else None


class _Parts:
    """One reading of a head and its parts. Words are taken by clauses first, then by kind; the rest is name or note."""

    def __init__(  # noqa: PLR0917 - made in one place, by read_parts
        self, command: type[Command], parts: Parts, text: Text, context: Context, kinds: dict[str, str], begins: int
    ) -> None:
        self.command, self.parts, self.text, self.context, self.kinds = command, parts, text, context, kinds
        self.begins = begins
        self.taken = [at < begins for at in range(len(text.tokens))]
        self.values: dict[str, Any] = {}
        self.doubts: list[Doubt] = []
        self.typed = 0

    def read(self) -> Draft:
        """All parts, then what is left."""
        first_ends = self._first()
        for clause in self.parts.clauses:
            self._clause(clause)
        for name in self.parts.bare:
            self._bare(name)
        self._quantity()
        self._left(first_ends)
        score = 8.0 + 3.0 * self.begins + 2.0 * self.typed - 10.0 * len(self.doubts)
        return Draft(self.command, self.values, tuple(self.doubts), score)

    def _first(self) -> int:
        """Where the piece that names the new record ends: at a stop, a phone, a clause, or a known name after it."""
        if not self.parts.first:
            return self.begins
        at = begins = self._called() or self._past_reach()
        while at < len(self.text.tokens):
            unit = self.text.unit(at)
            if at > begins and (unit.stop and self.text.tokens[at].start <= unit.start):
                break
            if unit.kind in ("phone", "email", "amount") or unit.is_time:
                break
            if at > begins and (
                self._opens_clause(at)
                or (
                    unit.kind == "name"
                    and unit.found.candidates[0].how in ("exact", "alias")
                    and self.text.unit_of[at] != self.text.unit_of[at - 1]
                )
            ):
                break
            at += 1
        if at > begins:
            self.values[self.parts.first] = self.text.said(begins, at).strip(" ,;:،؛")
            self._take(begins, at)
        return at

    def _called(self) -> int:
        """Behind ``called``, ``اسمه``: the name begins there, wherever it stands; 0 where no such word is said."""
        for at in range(self.begins, len(self.text.tokens) - 1):
            if self.text.folded[at] in _CALLED:
                self._take(at, at + 1)
                return at + 1
        return 0

    def _past_reach(self) -> int:
        """``new contact sales@acme.com Mona``: the name comes after a phone or e-mail that is said first."""
        at = self.begins
        while at < len(self.text.tokens) and self.text.unit(at).kind in ("phone", "email"):
            at += 1
        return at if at < len(self.text.tokens) else self.begins

    def _opens_clause(self, at: int) -> bool:
        return any(
            end > at
            for clause in self.parts.clauses
            for pattern in _clause_patterns(clause)
            for end, _ in prefix(_head_of(pattern), self.text, self.kinds, at)
        )

    def _clause(self, clause: Clause) -> None:
        if clause.field in self.values:
            return
        kind = clause.slot or self.kinds.get(clause.field, "text")
        for at in range(self.begins, len(self.text.tokens)):
            if self.taken[at]:
                continue
            for pattern in _clause_patterns(clause):
                for end, fills in prefix(pattern, self.text, {clause.field: kind}, at):
                    if any(self.taken[at:end]) or not fills:
                        continue
                    _, first, last = fills[-1]
                    if first == at and self.text.folded[at][:1] not in _GLUED:
                        continue  # a clause is known by its words; of one glued to what follows at least the letter
                    ends = self._text_ends(first) if kind == "text" else end
                    if self._fill(clause.field, kind, first, ends if kind == "text" else last):
                        self._take(at, ends)
                        return

    def _text_ends(self, first: int) -> int:
        """Words as typed go on to a stop, another clause, or the end."""
        at = first
        while at < len(self.text.tokens) and not self.taken[at]:
            if self.text.unit(at).kind in ("phone", "email", "amount") or self.text.folded[at] in _LABELS:
                break
            if at > first and (
                (self.text.unit(at).stop and self.text.tokens[at].start <= self.text.unit(at).start)
                or self._opens_clause(at)
            ):
                break
            at += 1
        return at

    def _fill(self, name: str, kind: str, first: int, last: int) -> bool:
        try:
            values, doubts = filled(self.command, kind, Piece(self.text, first, last, name, self.context))
        except Unreadable:
            return False
        if (
            doubts
            and kind in ("customer", "contact", "party")
            and name == "customer"
            and self.text.unit(first).kind != "name"
        ):
            return False
        self.values.update({key: value for key, value in values.items() if key not in self.values})
        self.doubts.extend(doubts)
        self.typed += last - first if kind not in ("text", "word") else 0
        return True

    def _bare(self, name: str) -> None:
        kind = self.kinds.get(name, "text")
        if name in self.values or any(doubt.field == name for doubt in self.doubts):
            return
        at = self.begins
        while at < len(self.text.tokens):
            if self.taken[at]:
                at += 1
                continue
            unit = self.text.unit(at)
            end = at + 1
            while end < len(self.text.tokens) and self.text.unit_of[end] == self.text.unit_of[at]:
                end += 1
            if kind == "stage" and unit.kind == "word" and (reach := unit.has("stage")) is not None:
                end = at + reach.length  # ``عرض سعر``: a stage of two words
            if self._is(unit, kind, name) and self._fill(name, kind, at, end):
                self._take(at, end)
                return
            at = end

    def _is(self, unit: Unit, kind: str, name: str) -> bool:
        if kind in ("customer", "party", "contact"):
            if unit.kind != "name":
                return False
            sure = unit.found.candidates[0].how in ("exact", "alias")
            return name != "customer" or not self.parts.first or sure or unit.found.candidates[0].record == "customer"
        if kind == "stage":
            return unit.kind == "word" and unit.has("stage") is not None
        return unit.kind == _UNIT_OF.get(kind, "word")

    def _quantity(self) -> None:
        """``5 vans at $30,000``: a count before an amount that is said to be each."""
        if "quantity" not in self.kinds or "amount" not in self.values:
            return
        for at in range(self.begins, len(self.text.tokens)):
            told = None if self.taken[at] else read_number(self.text.folded, at)
            if told is not None and any(word in _PER for word in self.text.folded[at:]):
                self.values["quantity"] = told[0]
                return

    def _take(self, first: int, last: int) -> None:
        for at in range(first, last):
            self.taken[at] = True

    def _left(self, begins: int) -> None:
        name = self.parts.rest
        if not name or (name in self.values and self.kinds.get(name) != "text"):
            return
        pieces: list[str] = [str(self.values[name])] if name in self.values else []
        at = begins
        while at < len(self.text.tokens):
            end = at
            while end < len(self.text.tokens) and not self.taken[end] and not (end > at and self._stop_at(end)):
                end += 1
            if end > at:
                places = sorted({self.text.unit_of[i] for i in range(at, end)})
                left = [self.text.line.units[i] for i in places]
                piece = trimmed(self.text.line, [unit for unit in left if unit.folded not in _LABELS])
                pieces.extend([piece] if piece else [])
            at = max(end, at + 1)
        if pieces:
            self.values[name] = ", ".join(pieces)

    def _stop_at(self, at: int) -> bool:
        unit = self.text.unit(at)
        return bool(unit.stop) and self.text.tokens[at].start <= unit.start


@cache
def _clause_patterns(clause: Clause) -> tuple[Pattern, ...]:
    return tuple(
        compiled(line.strip().replace("{}", "{" + clause.field + "}"))
        for text in (clause.words.en, clause.words.ar)
        for line in text.splitlines()
        if line.strip()
    )


@cache
def _head_of(pattern: Pattern) -> Pattern:
    """A clause's words without its slot."""
    return tuple(node for node in pattern if not isinstance(node, Slot))

"""From a text to a Reading: everything is found once, each way of reading proposes, and the best evidence decides."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from bot.command import commands_by_name
from bot.kinds.when import When
from bot.language.detect import detect
from bot.language.normalise import clean, fold, words
from bot.reading.colleagues import read_asking
from bot.reading.corrections import as_one, corrected, just_written, opens
from bot.reading.creating import read_creating
from bot.reading.doubts import Ambiguous, Missing, Unknown
from bot.reading.draft import Draft, Found, Reading
from bot.reading.finishing import read_done
from bot.reading.moving import read_moving
from bot.reading.parties import Who, equals, gather, judge, matches_of
from bot.reading.sentence.build import Spoken, read_sentence
from bot.reading.sentence.mood import asks_whether, marked
from bot.reading.sentence.strangers import may_be_a_name
from bot.reading.sentence.times import due
from bot.reading.suggest import about_somebody, nearest
from bot.reading.templates.read import is_nearly_a_command, read_templates
from bot.reading.told import found_in
from bot.reading.units import Line, read_line
from bot.reading.words.senses import is_known, longest, senses_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.kinds.party import Party
    from bot.language.words import Language
    from bot.reading.context import Context
    from core.customers.names.matching import Match

_SLASH = re.compile(r"^\s*(?:/|!)(?:crm\s+|daftar\s+)?(?=\w)|^\s*<?@\w+>?[,:]?\s+")
_NAMED = ("name", "phone", "email")
_LOW, _LOW_OPENED = 1.0, -5.0
"""Below this a template that fits is not believed: without and with a literal first word."""
_LONGEST = 4096
_MOST_BARE = 4
_LONGEST_NAME = 120
_MOST_NAMED = 6
_MOST_UNKNOWN = 3
_LOGS = frozenset("log record note سجل سجلي دون وثق قيد".split())
"""So many names of a text are looked at where it says nothing else."""


def read(text: str, context: Context) -> Reading:
    """What a text comes to. Bounded by the length of the text (longer than 4,096 characters is read up to there); never raises."""
    whole = clean(text)
    opener = _SLASH.match(whole)
    shift = opener.end() if opener else 0
    shift += len(whole[shift:]) - len(whole[shift:].lstrip())
    said = whole[shift:].rstrip()[:_LONGEST]
    language: Language = detect(said) or context.language
    line = read_line(said, context)
    finds = partial(found_in, line, shift)
    if not line.units:
        return Reading((), finds, "", language, ())
    return _Reader(line, context, finds, language, shift).read()


class _Reader:
    """One text against one context."""

    def __init__(
        self, line: Line, context: Context, finds: Callable[[], tuple[Found, ...]], language: Language, shift: int = 0
    ) -> None:
        self.line = line
        self.context = context
        self.finds = finds
        self.language: Language = language
        self.shift = shift

    def read(self) -> Reading:
        """Try each way in the order in which it could be mistaken for another."""
        small = self._small_talk()
        finished = read_done(self.line, self.context)
        if small is not None and finished and self.context.pushed and all(draft.complete for draft in finished):
            return self._told(finished)  # «تم» is a friendly word, but not right after a reminder
        if small is not None and not (opens(self.line) and self.context.written):
            return self._told([small])
        for certain in (finished, self._moving(), self._asking(), self._creating()):
            if certain:
                return self._told(certain)
        correction = corrected(self.line, self.context)
        if correction is not None:
            return self._correction(correction)
        return self._chosen()

    def _moving(self) -> list[Draft]:
        draft = read_moving(self.line, self.context)
        return [draft] if draft is not None else []

    def _asking(self) -> list[Draft]:
        draft = read_asking(self.line, self.context)
        return [draft] if draft is not None else []

    def _creating(self) -> list[Draft]:
        draft = read_creating(self.line, self.context)
        return [draft] if draft is not None else []

    def _correction(self, drafts: list[Draft]) -> Reading:
        if all(draft.complete for draft in drafts):
            return self._told([as_one(drafts, self.context)])
        return self._told(drafts, takes_back=self.context.step)

    def _chosen(self) -> Reading:  # noqa: PLR0911 - one line per way of reading that may win
        templates = [draft for draft in read_templates(self.line, self.context) if draft.score > self._least(draft)]
        spoken = read_sentence(self.line, self.context)
        best = templates[0] if templates else None
        if spoken.drafts and (best is None or _weight(spoken) >= best.score):
            return self._told(spoken.drafts, note=spoken.note, others=[*templates, *spoken.maybe])
        asked = self._asked_about()
        if asked is not None and (best is None or best.score < asked.score):
            return self._told([asked], others=templates)
        unsure = best is None or best.score < 3.0  # noqa: PLR2004 - one literal word is worth 3
        bare = self._bare() if unsure and not search_behind(self.line) else None
        if bare is not None:
            return self._told([bare], others=templates, bare=True)
        if unsure or (best is not None and best.command.name() == "look_up"):
            searched = self._searched()
            if searched is not None:
                return self._told([searched], others=templates[1:])
        if best is None and self._only_log():
            return self._told([self._what_to_log()])
        if best is None and (logged := self._log_as_note()) is not None:
            return self._told([logged], note=str(logged.values["summary"]))
        if best is not None:
            draft = _as_look_up(best)
            others = [*templates[1:], *spoken.drafts, *spoken.maybe]
            return self._told(draft.apart(), others=others, bare=draft.values.get("found") is False)
        return self._nothing(spoken)

    def _asked_about(self) -> Draft | None:
        """``did anyone call Vertex?``, ``هل كلمت الأمل؟``: whether something was done is answered with what was."""
        verb = any(unit.kind == "word" and unit.has("done", "plain", "noun", "from_them") for unit in self.line.units)
        if not verb or not asks_whether(self.line):
            return None
        named = [unit for unit in self.line.units if unit.kind in _NAMED]
        told = gather(named, self.context) if named else []
        if len(told) != 1 or told[0].doubts:
            return None
        return Draft(commands_by_name()["show_history"], {**told[0].values()}, (), 5.0)

    @staticmethod
    def _least(draft: Draft) -> float:
        return _LOW_OPENED if draft.score <= _LOW and _asks_who(draft) else _LOW

    # -- the simple ones -------------------------------------------------------------------------------------------------

    def _small_talk(self) -> Draft | None:
        """``ok thanks``: nothing but small talk; what kind decides the answer. Somebody called so is looked up."""
        units = self.line.units
        if len(units) == 1 and units[0].kind == "name" and units[0].found.candidates[0].score >= 100.0:  # noqa: PLR2004 - the name itself
            return None
        folded = [word.folded for word in words(self.line.text)]
        at, kind = 0, ""
        while at < len(folded):
            reach = longest(senses_at(folded, at), "small")
            if reach is None:
                timed = kind == "bye" and all(unit.kind != "word" or unit.has("small") for unit in units)
                return Draft(commands_by_name()["small_talk"], {"kind": kind}, (), 20.0) if timed else None
            kind = reach.sense.value if not kind or kind == "fine" else kind
            at += reach.length
        return Draft(commands_by_name()["small_talk"], {"kind": kind}, (), 20.0) if kind else None

    def _only_log(self) -> bool:
        """``log Vertex``: something is to be logged, and nothing says what."""
        units = self.line.units
        named = [unit for unit in units[1:] if unit.kind in _NAMED]
        rest = all(unit.kind in _NAMED or unit.has("link", "beside") is not None for unit in units[1:])
        return bool(named) and rest and units[0].has("log") is not None

    def _log_as_note(self) -> Draft | None:
        """``log: Acme asked for a discount``: said to be logged, with a name and words, but without a kind: a note."""
        units = self.line.units
        opened = units[0].has("log") if units[0].folded in _LOGS else None
        named = [unit for unit in units if unit.kind in _NAMED]
        if opened is None or len(units) <= opened.length or not named or marked(self.line):
            return None
        who = gather(named[:1], self.context)[0]
        text = self.line.text[units[opened.length].start :].strip()
        return Draft(
            commands_by_name()["log_interaction"], {"kind": "note", "summary": text, **who.values()}, who.doubts, 4.0
        )

    def _what_to_log(self) -> Draft:
        who = gather([unit for unit in self.line.units if unit.kind in _NAMED], self.context)[0]
        what = Missing("summary", kind="text")
        return Draft(commands_by_name()["log_interaction"], {"kind": "note", **who.values()}, (*who.doubts, what), 4.0)

    def _searched(self) -> Draft | None:
        """``find Yilmaz and Sons``: all that stands behind the verb is the name, however much of it was found on its own."""
        at = search_behind(self.line)
        if not at or any(unit.kind in ("phone", "email") for unit in self.line.units[at:]):
            return None
        begins = self.line.units[at].start
        said = self.line.text[begins:].rstrip(" \t\n?؟.!,،")
        near = self.context.crm.names.find(said, limit=5)
        if not near:
            return self._nobody(said, at)
        shift = self.shift
        name = Found(
            "name",
            said,
            begins + shift,
            begins + len(said) + shift,
            {"candidates": [_shown(match) for match in near]},
        )
        before = self.finds
        self.finds = lambda: (*(each for each in before() if each.start < begins + shift), name)
        meant = judge(near, said, self.context)
        look = commands_by_name()["look_up"]
        if not meant.doubts:
            return Draft(look, {**meant.values()}, (), 8.0)
        doubt = meant.doubts[0]
        parties = (
            [c.party for c in doubt.candidates] if isinstance(doubt, Ambiguous) else [_party(match) for match in near]
        )
        return _several(look, said, parties, found=isinstance(doubt, Ambiguous))

    def _nobody(self, said: str, at: int = 0, near: Sequence[Match] = ()) -> Draft | None:
        """``xyzzy``, ``مين فلان``: a few words that can only be a name which nobody has (PRODUCT, 6)."""
        units = self.line.units[at:]
        if len(units) > _MOST_UNKNOWN or any(
            unit.kind != "word" or unit.stop or is_known(unit.folded) for unit in units
        ):
            return None
        if not at and (len(units) == _MOST_UNKNOWN or is_nearly_a_command(units[0].folded)):
            return None
        if not may_be_a_name(said) or not any(letter.isalpha() for letter in said):
            return None
        return _several(commands_by_name()["look_up"], said, [_party(match) for match in near], found=False)

    # -- look-ups --------------------------------------------------------------------------------------------------------

    def _bare(self) -> Draft | None:
        """A name, phone or e-mail alone is a look-up; so are a few words that are nearly a name and say nothing else."""
        units = self.line.units
        look = commands_by_name()["look_up"]
        text = self.line.text.strip(" \t\n?؟.!,،")
        named = [unit for unit in units if unit.kind in _NAMED]
        if (
            named
            and len(named) <= _MOST_NAMED
            and all(unit.kind in _NAMED or unit.has("link", "beside") is not None for unit in units)
        ):
            told = gather(named, self.context)
            if len(told) == 1 and not told[0].doubts:
                return Draft(look, {**told[0].values()}, (), 8.0)
            matches = [
                m
                for unit in named[:2]
                for m in (equals(matches_of(unit, self.context)) or matches_of(unit, self.context))
            ]
            return _several(look, text, [_party(m) for m in matches], found=bool(matches))
        if (
            len(units) > _MOST_BARE
            or len(text) > _LONGEST_NAME
            or any(
                unit.kind not in ("word", "name", "amount")
                or unit.has("done", "follow", "remind", "task", "not_that") is not None
                for unit in units
            )
        ):
            return None
        near = self.context.crm.names.find(text, limit=5)
        if near and near[0].score >= 75.0:  # noqa: PLR2004 - clearly the same name, misspelt
            meant = equals(near)
            if len(meant) == 1:
                who = gather_one(meant[0], self.context)
                return Draft(look, {**who.values()}, (), 4.0)
            return _several(look, text, [_party(m) for m in meant], found=True)
        return self._nobody(text, near=near)

    def _nothing(self, spoken: Spoken) -> Reading:
        """Nothing certain: whom it mentions and what it could have meant."""
        named = [unit for unit in self.line.units if unit.kind in _NAMED][:_MOST_NAMED]
        named = [unit for unit in named if matches_of(unit, self.context)]
        if opens(self.line) and not just_written(self.context) and named:
            return Reading((), self.finds, "", self.language, (), trouble="nothing_to_correct")
        text = self.line.text
        if named:
            who = gather(named[:1], self.context)[0]
            mentioned: Party | None = who.contact or who.customer
            if mentioned is None and who.doubts and isinstance(who.doubts[0], Ambiguous | Unknown):
                doubt = who.doubts[0]
                near = doubt.candidates if isinstance(doubt, Ambiguous) else doubt.near
                mentioned = near[0].party if near else None
                who = Who(doubts=())
            if mentioned is not None and (who.customer is not None):
                others = spoken.maybe or about_somebody(who, text, self._ahead())
                return Reading((), self.finds, "", self.language, tuple(others[:3]), mentioned)
        return Reading((), self.finds, "", self.language, tuple(spoken.maybe[:3] or nearest(text)))

    def _ahead(self) -> When | None:
        """The time to come that a text tells which only mentions somebody (``Karim wants to meet on Tuesday at 4``)."""
        when, _, _ = due(self.line.units, 0, self.context)
        return when if isinstance(when, When) else None

    def _told(
        self,
        drafts: list[Draft],
        *,
        note: str = "",
        others: list[Draft] | None = None,
        takes_back: int | None = None,
        bare: bool = False,
    ) -> Reading:
        alternatives = tuple(other for other in (others or []) if other not in drafts)[:3]
        return Reading(tuple(drafts), self.finds, note, self.language, alternatives, takes_back=takes_back, bare=bare)


_SEARCH = tuple(
    tuple(head.split())
    for head in fold(
        "look up|lookup|find|search for|search|who is|who's|whos|show me|show|open"
        "|ابحث عن|دور على|دور لي على|دور|مين هو|مين هي|مين|من هو|من هي|منو|اعرض|افتح|بطاقة"
    ).split("|")
)


def search_behind(line: Line) -> int:
    """How many units the verb of a search takes (``find``, ``ابحث عن``); 0 where the text is none, or says nothing else."""
    opening = line.units[0].folded if line.units else ""
    for head in _SEARCH:
        size = len(head)
        if (
            head[0] == opening
            and len(line.units) > size
            and all(
                line.units[at].kind == "word" and line.units[at].folded == word and not line.units[at].stop
                for at, word in enumerate(head)
            )
        ):
            return size
    return 0


def _shown(match: Match) -> dict[str, object]:
    return {"record": match.record, "id": match.id, "name": match.name, "score": round(float(match.score), 1)}


def gather_one(match: object, context: Context) -> Who:
    """A single match as a party."""
    from bot.reading.parties import candidate, settled

    return settled(candidate(match, context))  # type: ignore[arg-type]


def _party(match: object) -> Party:
    from bot.kinds.party import Party as Told

    return Told(match.record, match.id, match.name)  # type: ignore[attr-defined]


def _several(look: type, text: str, parties: list[Party], *, found: bool) -> Draft:
    return Draft(look, {"text": text, "matches": tuple(dict.fromkeys(parties))[:5], "found": found}, (), 6.0)


def _asks_who(draft: Draft) -> bool:
    return bool(draft.doubts) and isinstance(draft.doubts[0], Unknown) and draft.score > _LOW_OPENED


def _as_look_up(draft: Draft) -> Draft:
    """A look-up never asks: what is unclear becomes its list of matches."""
    if draft.command.name() != "look_up" or not draft.doubts:
        return draft
    doubt = draft.doubts[0]
    near = doubt.candidates if isinstance(doubt, Ambiguous) else doubt.near if isinstance(doubt, Unknown) else ()
    parties = tuple(candidate.party for candidate in near)
    return Draft(
        draft.command, {"text": doubt.said, "matches": parties, "found": isinstance(doubt, Ambiguous)}, (), draft.score
    )


def _weight(spoken: Spoken) -> float:
    """How much speaks for the free reading: a known verb, whom, when; open doubts speak against it."""
    best = spoken.drafts[0]
    weight = 7.0 + (3.0 if "customer" in best.values else 0.0) + (1.0 if best.values.get("summary") else 0.0)
    return weight - 1.5 * len(best.doubts)
